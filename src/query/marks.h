/* The rows an operator has marked: kept through every edit of the filter, forgotten when the row is
 * evicted. */
#ifndef EVMON_QUERY_MARKS_H
#define EVMON_QUERY_MARKS_H

#include "query/slice.h"

struct marks;

struct marks *marks_new(struct store *store); /* listens to the store */
void marks_free(struct marks **marks);
bool marks_has(const struct marks *marks, row_id row);
/* True when the row is marked now. Rows that are not held are not marked. */
bool marks_toggle(struct marks *marks, row_id row);
void marks_clear(struct marks *marks);
size_t marks_count(const struct marks *marks);
row_id marks_row(const struct marks *marks, size_t index); /* by arrival; ROW_NONE past the end */
/* The nearest marked row of the slice behind or before an index of it, in its order; ROW_NONE when
 * there is none. A folded one is where the row is that stands for it. */
row_id marks_next(const struct marks *marks, const struct slice *slice, size_t index);
row_id marks_prev(const struct marks *marks, const struct slice *slice, size_t index);

#endif
