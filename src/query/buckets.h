/* Events per span of time and severity, of every stored event (not of a page): the histogram strip.
 * Counts are kept per second while rows arrive and summed to the asked width; eviction takes them
 * out again. */
#ifndef EVMON_QUERY_BUCKETS_H
#define EVMON_QUERY_BUCKETS_H

#include "store/store.h"

struct buckets;
struct buckets *buckets_new(struct store *store);
void buckets_free(struct buckets **buckets);
struct bucket {
    uint32_t by_severity[SEVERITY_COUNT_];
    uint32_t alerts;
};
/* Fills count buckets of width_ms each, the first beginning at from_ms. Cheap when both are whole
 * seconds and from_ms is a multiple of width_ms (then also for events spread over weeks); else the
 * events of the window are counted one by one. */
void buckets_read(const struct buckets *buckets, int64_t from_ms, int64_t width_ms, size_t count, struct bucket *out);
/* Totals of all rows held. */
struct bucket buckets_total(const struct buckets *buckets);

#endif
