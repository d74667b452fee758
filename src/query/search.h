/* Finding rows of a slice by what they show: the next or previous hit, and how many there are, in
 * pieces between frames. What a hit is, the caller says. Hides nothing and moves nothing. */
#ifndef EVMON_QUERY_SEARCH_H
#define EVMON_QUERY_SEARCH_H

#include "query/slice.h"

typedef bool (*search_match_fn)(void *user, row_id row);

struct search;

/* The slice must be older than the search: it has to hear of new rows first. */
struct search *search_new(struct store *store, struct slice *slice, search_match_fn match,
                          void *user);
void search_free(struct search **search);
/* The pattern or the slice's test changed: hits are counted anew, a seek that is going on ends. */
void search_restart(struct search *search);

/* Begins to look for the hit behind or before the row, in the slice's order, around the end and
 * back to the row. */
enum search_direction { SEARCH_FORWARD, SEARCH_BACKWARD };
void search_seek(struct search *search, row_id from, enum search_direction direction);
/* FOUND: *row is the hit (the row it began at, when that is the only one). Rows may come and go
 * between the pieces. */
enum search_answer { SEARCH_MORE, SEARCH_FOUND, SEARCH_NONE };
enum search_answer search_step(struct search *search, int64_t budget_ns, row_id *row);
bool search_wrapped(const struct search *search); /* the last seek went around the end */

/* Counts hits among the rows of a complete slice, oldest arrival first, and goes on with rows that
 * come. True while there is more. */
bool search_count(struct search *search, int64_t budget_ns);
size_t search_hits(const struct search *search); /* so far, of the rows that are held */

#endif
