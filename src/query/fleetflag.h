/* The flags of is:NAME that the fleet answers: flapping and silent. As of the event, like the fields they are read from. */
#ifndef EVMON_QUERY_FLEETFLAG_H
#define EVMON_QUERY_FLEETFLAG_H

#include "filter/filter.h"

/* False for other flags, and where env has no derive. */
bool fleetflag_is(const struct filter_env *env, const struct segment *segment, uint32_t row, const char *name);

#endif
