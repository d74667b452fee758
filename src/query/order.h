/* The orders a slice can have: by time, or by any stored field and then by time. Absent values come
 * last in both directions; texts compare without case, enums by their words, addresses by their
 * numbers. */
#ifndef EVMON_QUERY_ORDER_H
#define EVMON_QUERY_ORDER_H

#include "query/rowlist.h"
#include "query/slice.h"

struct order {
    const struct store *store;
    struct slice_order by;
    uint8_t enum_rank[256]; /* by enum index, for enum fields */
};

void order_init(struct order *order, const struct store *store, struct slice_order by);
bool order_is_time(const struct order *order);
/* For rowlist_merge and rowlist_position. By time: always ascending, whatever the direction. */
struct rowlist_order order_time(const struct store *store);
struct rowlist_order order_field(const struct order *order);
/* Texts of the field by code point without case (addresses by number first), ties by bytes; the
 * direction plays no part. */
int order_text(const struct order *order, struct str a, struct str b);
bool order_is_by_text(const struct order *order);
/* A key that sorts numbers as order_field does, direction and absence included; not for text
 * fields. */
uint64_t order_key(const struct order *order, const struct value *v);
/* The same for texts, from their rank (0-based, below 2^63). */
uint64_t order_rank_key(const struct order *order, uint64_t rank);
#define ORDER_KEY_ABSENT UINT64_MAX

#endif
