/* What the files of the fleet share and nobody else needs. */
#ifndef EVMON_FLEET_FLEET_INSIDE_H
#define EVMON_FLEET_FLEET_INSIDE_H

#include "fleet/fleet.h"

const struct store *fleet_store(const struct fleet *fleet);

#endif
