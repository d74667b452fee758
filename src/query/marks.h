/* Marked rows: a set that survives filter edits and sorting and forgets what the store forgets. */
#ifndef EVMON_QUERY_MARKS_H
#define EVMON_QUERY_MARKS_H

#include "query/slice.h"

struct marks;

struct marks *marks_new(struct store *store); /* listens to the store for evictions */
void marks_free(struct marks **marks);
void marks_toggle(struct marks *marks, row_id row);
bool marks_has(const struct marks *marks, row_id row);
size_t marks_count(const struct marks *marks);
void marks_clear(struct marks *marks);
/* The nearest marked row of the slice after or before an index; ROW_NONE when there is none that way. */
row_id marks_next(const struct marks *marks, const struct slice *slice, size_t index);
row_id marks_prev(const struct marks *marks, const struct slice *slice, size_t index);

#endif
