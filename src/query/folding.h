/* Folding a list: events that are the same by a key, within one span of time, are one row of it. The spans lie on the
 * clock (09:14:00 to 09:15:00), so an endless retry loop shows a row each span. Severity and alert are part of every key:
 * nothing loud hides behind something quiet.
 *
 * The row is that of the event which arrived first. So it stays where it is while its group grows, whatever comes late,
 * and is the same whichever way the list was made; only when it is evicted the next one stands. */
#ifndef EVMON_QUERY_FOLDING_H
#define EVMON_QUERY_FOLDING_H

#include "query/rowlist.h"

/* The words of the profile option `group`, in its order. */
enum fold_kind {
    FOLD_NONE,    /* every event has a row of its own */
    FOLD_REPEATS, /* same device (without one: SIM, user, organisation), type and cause */
    FOLD_DEVICE,  /* same device */
    FOLD_CAUSE,   /* same type and cause */
    FOLD_KIND_COUNT_
};
#define FOLD_SPAN_MIN 1000 /* ms */
#define FOLD_SPAN_MAX 3600000
struct fold_by {
    enum fold_kind kind;
    int64_t span_ms; /* FOLD_SPAN_MIN..FOLD_SPAN_MAX; of no meaning without a kind */
};
const char *fold_name(enum fold_kind kind); /* "repeats" */
enum fold_kind fold_find(struct str name);  /* FOLD_KIND_COUNT_: there is none */
bool fold_same(struct fold_by a, struct fold_by b);
/* The query that is true for exactly the events of the row's group. Empty where the event can have no group: it lacks
 * what the key is made of, or has no time of its own. */
void fold_query(struct fold_by by, const struct store *store, row_id row, struct buf *out);

/* What a row stands for. */
struct fold_sum {
    size_t count;              /* events, the row itself among them */
    int64_t first_ms, last_ms; /* the earliest and the latest of them */
};

/* Groups that are kept at most, 24 to 48 bytes each. Past them events stand alone until the list is made anew. */
#define FOLD_GROUPS_MAX ((size_t)1 << 20)

struct fold_group;
struct fold {
    const struct store *store;
    struct fold_by by;
    size_t most;         /* FOLD_GROUPS_MAX */
    struct rowlist rows; /* those that stand, in time order */
    struct fold_group *groups;
    size_t used, capacity;
    bool full; /* there were more: who has no group now stands alone */
};

void fold_init(struct fold *fold, const struct store *store, struct fold_by by); /* by.kind is not FOLD_NONE */
void fold_fini(struct fold *fold);                                             /* of a zeroed one, too */
/* Takes in rows, in time order, none of them there yet, and no other row that was or will be taken lies between them by
 * arrival. Leaves in `rows` those of them that stand; returns how many. */
size_t fold_take(struct fold *fold, row_id *rows, size_t count);
/* Before the oldest segment is dropped; all: every row that was taken, in time order, those of the segment among them.
 * risen: empty; gets the rows that stand from here on in place of those that go, in time order. */
void fold_evict(struct fold *fold, const struct segment *segment, const struct rowlist *all, struct rowlist *risen);
/* The row that stands for a row that was taken: itself or another one. */
row_id fold_standing(const struct fold *fold, row_id row);
/* Of a row that stands; of another one: itself alone. */
struct fold_sum fold_sum(const struct fold *fold, row_id row);

#endif
