/* The tables of evmon-fleet(7), made from those of the fleet. */
#ifndef EVMON_CLI_MANFLEET_H
#define EVMON_CLI_MANFLEET_H

#include "base/buf.h"

void manfleet_acts(struct buf *out);     /* what each type of event does to a device */
void manfleet_networks(struct buf *out); /* what is counted per network, and the query that finds it */
void manfleet_sorts(struct buf *out);    /* what the list of devices can be sorted by */

#endif
