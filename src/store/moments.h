/* When the rows of a segment arrived. Rows of one batch arrived together, so runs are kept while they
 * are few, and a number per row once they are not. */
#ifndef EVMON_STORE_MOMENTS_H
#define EVMON_STORE_MOMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct moments {
    int64_t base; /* of the first row; the others count from here */
    struct moments_run {
        uint32_t first; /* row */
        int32_t after;
    } *runs;
    size_t run_count, run_capacity;
    int32_t *each; /* by row; NULL while there are runs */
    size_t each_capacity;
};

void moments_fini(struct moments *moments); /* zero-initialised is empty and ready */
/* False when the moment is too far (24 days) from the first row's. */
bool moments_takes(const struct moments *moments, uint32_t row, int64_t ms);
/* Rows come in order, from 0, without holes. */
void moments_add(struct moments *moments, uint32_t row, int64_t ms);
int64_t moments_get(const struct moments *moments, uint32_t row);
void moments_seal(struct moments *moments, uint32_t rows);
size_t moments_bytes(const struct moments *moments);

#endif
