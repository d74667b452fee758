/* Which id was on top of the event list when: the memory by which "half a minute ago" becomes an id. */
#ifndef EVMON_EMNIFY_TRAIL_H
#define EVMON_EMNIFY_TRAIL_H

#include <stddef.h>
#include <stdint.h>

struct trail_mark {
    int64_t at_ms;
    uint64_t id; /* the smallest one of the first page then: all of that page was visible */
};

struct trail {
    struct trail_mark *marks; /* in the order of time */
    size_t count, capacity;
};

void trail_add(struct trail *trail, int64_t at_ms, uint64_t id);
/* Behind the others in time: the first scan goes downwards. */
void trail_add_before(struct trail *trail, int64_t at_ms, uint64_t id);
/* The id on top at that time: of the newest mark at or before it; of the oldest mark when there is none; 0 without any. */
uint64_t trail_id_at(const struct trail *trail, int64_t at_ms);
/* Since when ids above this one had been visible; INSTANT_NONE when the trail shows none. */
int64_t trail_first_above(const struct trail *trail, uint64_t id);
/* Drops what is older, but keeps one mark at or before that time. */
void trail_forget(struct trail *trail, int64_t before_ms);
void trail_fini(struct trail *trail);

#endif
