/* What is known of one source while it runs: shown in the header and the feeds view. Plain data, no behaviour. */
#ifndef EVMON_MODEL_FEED_H
#define EVMON_MODEL_FEED_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

enum feed_state {
    FEED_IDLE,     /* not started */
    FEED_OPENING,  /* resolving, connecting, authenticating, reading the first page */
    FEED_LIVE,     /* following, or reading */
    FEED_PAUSED,   /* by the operator, or by back-pressure */
    FEED_RETRY,    /* waiting to try again */
    FEED_STOPPING, /* asked to end */
    FEED_GONE,     /* ended: finished or failed (see error) */
    FEED_STATE_COUNT_
};
extern const char *const feed_state_names[FEED_STATE_COUNT_]; /* "idle", "opening", "live" ... */

#define FEED_NAME_MAX 80

struct feed {
    char name[FEED_NAME_MAX]; /* as shown: "emnify cdn.emnify.net", "events.ndjson" */
    enum feed_state state;
    unsigned finished : 1;    /* GONE without an error: a file read to its end */
    unsigned follows : 1;     /* more can arrive after what is there now */
    unsigned fetches : 1;     /* it can be asked for older events */
    unsigned held : 1;        /* PAUSED by the operator */
    unsigned behind : 1;      /* what came during an outage is not all read yet */
    int64_t since_ms;         /* wall clock of the last change of state */
    int64_t last_event_ms;    /* arrival of the newest event, 0 none */
    int64_t lag_ms;           /* arrival minus timestamp, the smallest of the last 10 s, -1 unknown */
    double per_second;        /* new events, without fetched history; smoothed over 10 s */
    uint64_t events, bytes;
    uint64_t duplicates;      /* dropped because the id was known */
    uint64_t changed;         /* of the events, those whose id came before with other bytes */
    uint64_t gaps;            /* times completeness could not be proved */
    uint64_t bad;             /* texts that could not be read (journal) */
    uint64_t drops;           /* events lost to a limit: must stay 0 */
    uint64_t requests, retries;
    int64_t complete_ms;      /* everything since then was fetched, 0 not known */
    uint64_t fetched;         /* events that fetches of older ones have brought */
    int64_t retry_at_ms;      /* RETRY: when */
    int64_t down_since_ms;    /* an outage: when it was last known to work (first: to be started), 0 it works */
    double progress;          /* 0..1 while reading a file or filling back, -1 unknown */
    char doing[64];           /* "backfill 14:00-15:00, page 12 of 40" */
    struct error last_error;  /* the last thing that went wrong, kept after recovery */
    int64_t last_error_ms;
};

/* An outage goes on while it is being tried again. */
bool feed_is_down(const struct feed *feed);
/* Ended by a mistake, not by its end. */
bool feed_has_failed(const struct feed *feed);

#endif
