/* An ordered array of row ids with room at both ends: late rows go in near the end, older ones near
 * the front, and both move as little as they can. The order is the caller's comparison. */
#ifndef EVMON_QUERY_ROWLIST_H
#define EVMON_QUERY_ROWLIST_H

#include "store/store.h"

struct rowlist {
    row_id *memory;
    size_t first, n, capacity; /* the rows are memory[first .. first + n) */
};

/* < 0, 0, > 0; never 0 for different rows. */
typedef int (*rowlist_compare_fn)(const void *user, row_id a, row_id b);
struct rowlist_order {
    rowlist_compare_fn compare;
    const void *user;
};

void rowlist_fini(struct rowlist *list); /* zero-initialised is empty and ready */
void rowlist_clear(struct rowlist *list);
row_id rowlist_get(const struct rowlist *list, size_t index); /* ROW_NONE outside */
/* Puts rows, themselves in order and none of them in the list yet, where they belong. */
void rowlist_merge(struct rowlist *list, struct rowlist_order order, const row_id *rows,
                   size_t count);
/* The number of rows before the given one in this order; it need not be in the list. */
size_t rowlist_position(const struct rowlist *list, struct rowlist_order order, row_id row);
void rowlist_drop_segment(struct rowlist *list, uint64_t seq);

#endif
