/* Running a slice's test over the rows of the store, chunk by chunk, and giving the matches in time
 * order. */
#ifndef EVMON_QUERY_SCAN_H
#define EVMON_QUERY_SCAN_H

#include "query/slice.h"

#define SCAN_CHUNK 8192u /* rows tested at once; a multiple of 64 that divides SEGMENT_ROWS */

struct scan {
    row_id rows[SCAN_CHUNK]; /* the matches of the last chunk, in time order */
    size_t count;
};

/* Tests rows from..to-1 of the segment, at most SCAN_CHUNK of them and none beyond a multiple of
 * SCAN_CHUNK. */
void scan_chunk(struct scan *scan, const struct slice_test *test, const struct segment *segment,
                uint32_t from, uint32_t to);

#endif
