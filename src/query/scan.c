/* One chunk of one segment: bits from the test, rows from the bits, and a sort when late events
 * made it necessary. Must not know what the rows are collected for. */
#include "query/scan.h"

#include "base/err.h"

#include <stdlib.h>

struct key {
    int64_t order_ms;
    uint64_t id;
    row_id row;
};

static int compare_keys(const void *a, const void *b)
{
    const struct key *x = a, *y = b;
    if (x->order_ms != y->order_ms)
        return x->order_ms < y->order_ms ? -1 : 1;
    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

static void collect(struct scan *scan, struct key *keys, const struct segment *segment,
                    uint32_t base, const uint64_t *bits, uint32_t words)
{
    const int64_t *order_ms = segment_order_ms(segment);
    const uint64_t *ids = segment_ids(segment);
    bool sorted = true;
    size_t n = 0;
    for (uint32_t w = 0; w < words; w++) {
        for (uint64_t rest = bits[w]; rest != 0; rest &= rest - 1) {
            uint32_t r = base + w * 64 + (uint32_t)__builtin_ctzll(rest);
            keys[n] = (struct key){order_ms[r], ids[r], segment_row(segment, r)};
            sorted = sorted && (n == 0 || compare_keys(&keys[n - 1], &keys[n]) < 0);
            n++;
        }
    }
    if (!sorted)
        qsort(keys, n, sizeof *keys, compare_keys);
    for (size_t i = 0; i < n; i++)
        scan->rows[i] = keys[i].row;
    scan->count = n;
}

void scan_chunk(struct scan *scan, const struct slice_test *test, const struct segment *segment,
                uint32_t from, uint32_t to)
{
    struct key keys[SCAN_CHUNK];
    uint64_t bits[SCAN_CHUNK / 64];
    uint32_t base = from & ~UINT32_C(63), words = (to - base + 63) / 64;
    must(from < to && to - (from & ~(SCAN_CHUNK - 1)) <= SCAN_CHUNK && to <= segment_rows(segment));
    if (test->run != NULL) {
        memset(bits, 0, words * sizeof *bits);
        test->run(test->user, segment, base, to, bits);
    } else {
        memset(bits, 0xff, words * sizeof *bits);
    }
    bits[0] &= ~UINT64_C(0) << (from - base);
    if ((to & 63) != 0)
        bits[words - 1] &= ~(~UINT64_C(0) << (to & 63));
    collect(scan, keys, segment, base, bits, words);
}
