/* What a source went through, as entries of the chronicle: lost and back, failed and tried again, paused and let go on.
 * One entry for an outage and one for its end, however often it was tried. */
#ifndef EVMON_APP_LIFELINE_H
#define EVMON_APP_LIFELINE_H

#include "app/chronicle.h"
#include "model/feed.h"

/* What was told last of one source. Zero-initialised is ready. */
struct lifeline {
    bool lived;    /* it has worked before */
    bool lost;     /* an outage was told, its end was not */
    bool failed, held;
    int64_t lost_ms, held_ms; /* wall clock: since when */
    uint64_t retries, gaps;   /* of the feed, before the outage */
};

/* At every change of the feed: tells the chronicle what is new about source number `feed_number`. */
void lifeline_look(struct lifeline *life, struct chronicle *chronicle, int feed_number, const struct feed *feed);

#endif
