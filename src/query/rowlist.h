/* An ordered array of row ids with room at both ends: late rows go in near the end, older ones near
 * the front, and both move as little as they can. The order is the caller's comparison. */
#ifndef EVMON_QUERY_ROWLIST_H
#define EVMON_QUERY_ROWLIST_H

#include "store/store.h"

/* Rows are kept by their lower 32 bits: fewer than 65,536 segments are held at a time, so the newest
 * row says what the upper bits of the others are. */
struct rowlist {
    uint32_t *memory;
    size_t first, n, capacity; /* the rows are memory[first .. first + n) */
    row_id newest;             /* no row of the list came later */
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
bool rowlist_has(const struct rowlist *list, struct rowlist_order order, row_id row);
/* Takes out rows, themselves in order and all of them in the list. */
void rowlist_remove(struct rowlist *list, struct rowlist_order order, const row_id *rows, size_t count);
/* Takes rows in any order as they are, behind what is there. */
void rowlist_add(struct rowlist *list, row_id row);
/* All rows in order; out has room for list->n. */
void rowlist_copy(const struct rowlist *list, row_id *out);
void rowlist_drop_segment(struct rowlist *list, uint64_t seq);

#endif
