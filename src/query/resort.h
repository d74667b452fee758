/* Sorting all rows of a slice by a field, in pieces: values to keys (texts by way of their rank),
 * then a merge sort. */
#ifndef EVMON_QUERY_RESORT_H
#define EVMON_QUERY_RESORT_H

#include "query/order.h"

struct resort;

/* rows: in time order, copied. The order must outlive the work. */
struct resort *resort_new(const struct order *order, const struct rowlist *rows);
void resort_free(struct resort **resort);
bool resort_work(struct resort *resort, int64_t until_mono_ns); /* true while there is more to do */
double resort_progress(const struct resort *resort);
/* The n-th row once the work is done. Rows may have been evicted meanwhile. */
size_t resort_count(const struct resort *resort);
row_id resort_row(const struct resort *resort, size_t index);

#endif
