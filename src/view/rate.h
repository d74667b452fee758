/* How often a query matched in the last hour, minute by minute: counted in pieces, for a sparkline. */
#ifndef EVMON_VIEW_RATE_H
#define EVMON_VIEW_RATE_H

#include "view/sieve.h"

#define RATE_MINUTES 60

struct rate {
    const struct desk *desk;
    struct sieve sieve;
    struct group *group;
    char *query;
    int64_t end_ms;             /* the minute after the last one */
    double minute[RATE_MINUTES]; /* oldest first; of the last complete count */
    unsigned known : 1;
};

void rate_init(struct rate *rate, const struct desk *desk);
void rate_fini(struct rate *rate);
/* Another query; one that does not compile matches nothing. */
void rate_set(struct rate *rate, struct str query);
bool rate_work(struct rate *rate, int64_t budget_ns); /* true while there is more to do */

#endif
