/* Following the platform's event list: newest-first pages until what is known, again and again, so that nothing that is
 * inserted late, between two requests or during an outage is missed.
 *
 * A plain machine (see wish.h). A scan reads pages from the newest down; it is complete when it has reached events that
 * an earlier complete scan had seen, below the overlap. Until then what it found counts as delivered but not as settled,
 * so that a scan cut short never hides what lies beneath. Times in milliseconds of one monotonic clock, except ts and
 * server times (UTC). */
#ifndef EVMON_EMNIFY_TAIL_H
#define EVMON_EMNIFY_TAIL_H

#include "emnify/idset.h"
#include "emnify/page.h"
#include "emnify/wish.h"

struct tail_settings {
    int64_t poll_min_ms, poll_max_ms;       /* 1 s, 5 s */
    int64_t overlap_ms, overlap_max_ms;     /* 30 s, grows with the latest late event up to 15 min */
    int64_t sweep_every_ms, sweep_depth_ms; /* once a minute as deep as 15 min, from spare budget */
    unsigned per_page, per_page_max;        /* 100, 1000 (the platform may give less) */
    unsigned scan_pages_max;                /* then a gap is reported and filled by windows */
    unsigned first_pages_max;               /* of the first scan, the rest is backfill's */
};
extern const struct tail_settings tail_usual;

struct tail_ops {
    /* A JSON array of new events, oldest first. */
    void (*deliver)(void *user, struct str array);
    /* The pages did not reach what was known: between these two moments events may be missing. */
    void (*gap)(void *user, int64_t from_ms, int64_t until_ms);
};

struct tail;
/* known: shared with whatever else delivers (backfill). since_ms: of the first scan nothing older is delivered;
 * INSTANT_NONE = no limit. */
struct tail *tail_new(const struct tail_settings *settings, struct idset *known, int64_t since_ms,
                      const struct tail_ops *ops, void *user);
void tail_free(struct tail **tail);

void tail_next(struct tail *tail, int64_t now_ms, struct wish *wish);
/* The answer to a FETCH. server_ms: the server's clock, for the first scan's depth. */
void tail_take(struct tail *tail, int64_t now_ms, int64_t server_ms, const struct page *page);
/* A FETCH failed or was given up: what was found is delivered, the next scan begins from the top, at once. */
void tail_fail(struct tail *tail, int64_t now_ms);
/* A FETCH from spare budget was refused: the scan ends with what is proved. */
void tail_skip(struct tail *tail, int64_t now_ms);

bool tail_has_begun(const struct tail *tail);        /* the first scan is complete */
bool tail_is_scanning(const struct tail *tail);      /* between a scan's first page and its end */
bool tail_has_reached_the_start(const struct tail *tail); /* the first scan saw the platform's oldest event */
int64_t tail_oldest_ms(const struct tail *tail);     /* timestamp at the bottom of the first scan, INSTANT_NONE unknown */
uint64_t tail_repeated(const struct tail *tail);     /* events that one page held twice */
int64_t tail_overlap_ms(const struct tail *tail);

#endif
