/* How often a device usually shows itself, and whether it is overdue: learned from its own signs of life, the events
 * that the device itself causes. While a data session is open it may be busy for hours without an event, so pauses in
 * sessions and pauses outside are two habits. Pure: the same history and time give the same answer. */
#ifndef EVMON_FLEET_RHYTHM_H
#define EVMON_FLEET_RHYTHM_H

#include "fleet/device.h"

#define RHYTHM_PAUSE_MS 60000 /* signs that are closer belong to one contact */
#define RHYTHM_PAUSES 64      /* the newest pauses that count, so that a changed habit is learned anew */
#define RHYTHM_LEAST 5        /* of fewer pauses nothing is usual */
#define RHYTHM_SILENT 4       /* times the usual pause; and that many times the spread beyond it */

struct rhythm {
    int pauses;          /* counted; below RHYTHM_LEAST the times below are -1 and nothing is overdue */
    int64_t usual_ms;    /* their median */
    int64_t spread_ms;   /* the median of their distances from it (MAD) */
    int64_t last_ms;     /* the last sign of life; INSTANT_NONE = none that is held */
    row_id last_row;
    int64_t expected_ms; /* the next one, by habit; INSTANT_NONE = nobody can say */
    int64_t times;       /* whole usual pauses that it has been quiet; -1 = nobody can say */
    bool silent;         /* it should have shown itself long ago */
};

/* As of now_ms, after its first `steps` steps (device->count: all that are held). Nothing is expected of a device that is
 * disabled, suspended or blocked, nor while a gap in the stream may have swallowed its signs. */
void rhythm_read(const struct device *device, size_t steps, int64_t now_ms, struct rhythm *out);

#endif
