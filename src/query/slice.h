/* A slice: the live, ordered list of the rows that match. It holds row ids, so arrivals, eviction and filter edits never
 * move what a view is anchored to. Large rebuilds are done in pieces, newest first, by slice_work. */
#ifndef EVMON_QUERY_SLICE_H
#define EVMON_QUERY_SLICE_H

#include "query/folding.h"

struct slice;

/* A test on rows from..to-1 (from is a multiple of 64) of one segment: sets bit (r - from) of bits for each match.
 * NULL test = every row. Must be pure for the same data. */
struct slice_test {
    void (*run)(void *user, const struct segment *segment, uint32_t from, uint32_t to, uint64_t *bits);
    void *user;
};

/* SLICE_BY_TIME: order time, then id, then arrival. Any stored field otherwise (then by time within equal values). */
struct slice_order {
    field_id field; /* FIELD_TS = by time */
    enum { SLICE_ASCENDING, SLICE_DESCENDING } direction;
};

struct slice *slice_new(struct store *store); /* listens to the store at once */
void slice_free(struct slice **slice);
/* Begins again with this test (copied; user stays the caller's). NULL = every row. From here on only the new test runs;
 * the old list stays readable, without new rows, until the new one has reached the row of slice_hold or is complete. */
void slice_set_test(struct slice *slice, const struct slice_test *test);
/* The row that a view is anchored to: a rebuild shows its new list when it has come to this row (by arrival). With
 * ROW_NONE a screenful of the newest matches is enough. */
void slice_hold(struct slice *slice, row_id row);
void slice_set_order(struct slice *slice, struct slice_order order);
struct slice_order slice_get_order(const struct slice *slice);
/* Begins again, as with a test: from here on events of one group are one row (query/folding.h). Whatever the order is, the
 * groups are the same. */
void slice_set_fold(struct slice *slice, struct fold_by by);
struct fold_by slice_get_fold(const struct slice *slice);
/* Works for about budget_ns, newest rows first. True while there is more to do. New rows are taken in by the store's flush at once,
 * except while a non-time order is being sorted. */
bool slice_work(struct slice *slice, int64_t budget_ns);
double slice_progress(const struct slice *slice); /* 0..1; 1 = complete */

size_t slice_count(const struct slice *slice);
row_id slice_row(const struct slice *slice, size_t index); /* ROW_NONE outside */
/* The matching events, folded or not, in time order, and what a listed row stands for: itself alone when nothing is
 * folded. */
size_t slice_event_count(const struct slice *slice);
size_t slice_folded(const struct slice *slice); /* how many of them have no row of their own */
row_id slice_event(const struct slice *slice, size_t index); /* ROW_NONE outside */
struct fold_sum slice_sum(const struct slice *slice, row_id row);
/* The index of the row, or of the nearest when it is not in the slice: by time, or by the slice's order when that is a
 * field and the row is still held. SLICE_FOLDED: it is in the list, and another row stands for it. An anchor outlives its
 * row; {ROW_NONE, t, 0} finds a moment. SIZE_MAX when empty. */
struct slice_anchor {
    row_id row;
    int64_t order_ms;
    uint64_t id;
};
struct slice_anchor slice_anchor(const struct slice *slice, row_id row);
enum slice_found { SLICE_EXACT, SLICE_FOLDED, SLICE_NEAREST, SLICE_EMPTY };
enum slice_found slice_find(const struct slice *slice, const struct slice_anchor *anchor, size_t *index);

/* How many matching events arrived after `after` (a row by arrival), and how many of them are alerts and critical:
 * "+37 new (3 alert, 1 crit)". Constant work per new row while watched. */
struct slice_news {
    size_t rows, alerts, critical;
};
void slice_watch_from(struct slice *slice, row_id after); /* ROW_NONE stops watching */
struct slice_news slice_news(const struct slice *slice);

/* Changes whenever the list does; cheap "must I redraw?". */
uint64_t slice_generation(const struct slice *slice);

#endif
