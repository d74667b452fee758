/* How a device or SIM fared on each network it was on: attaches, sessions, refusals, purges, as the histories that are
 * held tell it. A network is an operator in a country, whatever the radio. Pure. */
#ifndef EVMON_FLEET_ROAMING_H
#define EVMON_FLEET_ROAMING_H

#include "fleet/fleet.h"

#define ROAMING_MAX 32 /* networks; later ones are left out and counted in `others` */
#define ROAMING_TREND 10

struct roaming_row {
    const struct place *place; /* of the network; borrowed from the fleet */
    uint32_t rats;             /* bit per RAT id */
    uint64_t attaches, sessions, rejects, purges; /* accepted attaches, sessions; refusals of both; purges */
    int64_t ended_ms;          /* length of all its ended sessions together */
    uint64_t ended;
    int64_t first_ms, last_ms;
    uint32_t trend[ROAMING_TREND]; /* its events in equal parts of the time asked for */
};

struct roaming {
    struct roaming_row rows[ROAMING_MAX];
    size_t count, others;
    int64_t from_ms, until_ms; /* of the trend */
};

/* The trend's time; the rows are empty. */
void roaming_start(struct roaming *roaming, int64_t from_ms, int64_t until_ms);
/* Adds a device's history between two moments (the time that a SIM was in it). */
void roaming_add(struct roaming *roaming, const struct fleet *fleet, const struct device *device, int64_t from_ms,
                 int64_t until_ms);
/* Adds only the sessions of one IMSI (a text of the fleet): an attach does not always name the IMSI it was made with. */
void roaming_add_imsi(struct roaming *roaming, const struct fleet *fleet, const struct device *device, uint32_t imsi);
/* Most recently used first. */
void roaming_finish(struct roaming *roaming);
/* Accepted of all that was tried, 0..1; negative when nothing was. */
double roaming_ok(const struct roaming_row *row);

#endif
