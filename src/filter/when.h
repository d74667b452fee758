/* Points in time as a query writes them: absolute, of today, or counted back from the reference time, which slides. */
#ifndef EVMON_FILTER_WHEN_H
#define EVMON_FILTER_WHEN_H

#include "base/err.h"
#include "base/instant.h"

enum when_base {
    WHEN_NONE,
    WHEN_ABSOLUTE, /* ms is UTC */
    WHEN_CIVIL,    /* a wall time in the display zone: year, month, day and ms_of_day */
    WHEN_DAY,      /* day_shift days from the reference day, ms_of_day */
    WHEN_NOW,      /* now + ms (ms <= 0) */
};

enum when_grain { WHEN_INSTANT, WHEN_SECOND, WHEN_MINUTE, WHEN_WHOLE_DAY };

struct when {
    enum when_base base;
    enum when_grain grain;
    int year, month, day, day_shift;
    int64_t ms;
};

/* ISO date or date and time, hh:mm[:ss], -DURATION, now, today and yesterday with an optional hh:mm. */
int when_parse(struct str text, struct when *out);
/* The UTC moment it begins. zone NULL = UTC. */
int64_t when_begin(const struct when *when, const struct zone *zone, int64_t now);
/* The last millisecond of the day, minute or second that it names; when_begin for instants. */
int64_t when_last(const struct when *when, const struct zone *zone, int64_t now);
bool when_is_sliding(const struct when *when); /* its moment depends on the reference time */

#endif
