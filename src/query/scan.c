/* One chunk of one segment: bits from the test, rows from the bits, and a sort when late events
 * made it necessary. Must not know what the rows are collected for. */
#include "query/scan.h"

#include "base/err.h"

struct key {
    int64_t order_ms;
    uint64_t id;
    row_id row;
};

/* The matches of a chunk, in the order of arrival. */
struct matches {
    struct key *keys;
    size_t n;
    bool sorted;     /* they stand in time order already */
    bool ids_ascend;
};

static int compare_keys(const struct key *x, const struct key *y)
{
    if (x->order_ms != y->order_ms)
        return x->order_ms < y->order_ms ? -1 : 1;
    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

static void collect(struct matches *matches, const struct segment *segment, uint32_t base,
                    const uint64_t *bits, uint32_t words)
{
    const int64_t *order_ms = segment_order_ms(segment);
    const uint64_t *ids = segment_ids(segment);
    for (uint32_t w = 0; w < words; w++) {
        for (uint64_t rest = bits[w]; rest != 0; rest &= rest - 1) {
            uint32_t r = base + w * 64 + (uint32_t)__builtin_ctzll(rest);
            struct key *key = &matches->keys[matches->n];
            *key = (struct key){order_ms[r], ids[r], segment_row(segment, r)};
            if (matches->n++ == 0)
                continue;
            matches->sorted = matches->sorted && compare_keys(key - 1, key) < 0;
            matches->ids_ascend = matches->ids_ascend && key[-1].id <= key->id;
        }
    }
}

/* ---- sorting ---- */

#define FEW 48u         /* keys that are not worth the counters of a pass */
#define DIGIT_BITS 11
#define DIGITS (1u << DIGIT_BITS)

enum part { PART_ID, PART_TIME };

static uint64_t part_of(const struct key *key, enum part part)
{
    return part == PART_ID ? key->id : (uint64_t)key->order_ms ^ UINT64_C(1) << 63;
}

static void insert_few(struct key *keys, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct key key = keys[i];
        size_t at = i;
        for (; at > 0 && compare_keys(&key, &keys[at - 1]) < 0; at--)
            keys[at] = keys[at - 1];
        keys[at] = key;
    }
}

/* Into `to` by one digit of a part; keys that are alike in it keep their order. */
static void pass(const struct key *from, struct key *to, size_t n, enum part part, uint64_t low, int shift)
{
    uint32_t place[DIGITS] = {0}, sum = 0;
    for (size_t i = 0; i < n; i++)
        place[(part_of(&from[i], part) - low) >> shift & (DIGITS - 1)]++;
    for (uint32_t digit = 0; digit < DIGITS; digit++) {
        uint32_t count = place[digit];
        place[digit] = sum;
        sum += count;
    }
    for (size_t i = 0; i < n; i++)
        to[place[(part_of(&from[i], part) - low) >> shift & (DIGITS - 1)]++] = from[i];
}

/* Only the digits in which the keys differ are sorted by. */
static void sort_by(struct matches *matches, struct key **spare, enum part part)
{
    uint64_t low = UINT64_MAX, high = 0;
    for (size_t i = 0; i < matches->n; i++) {
        uint64_t value = part_of(&matches->keys[i], part);
        low = value < low ? value : low;
        high = value > high ? value : high;
    }
    for (int shift = 0; shift < 64 && (high - low) >> shift != 0; shift += DIGIT_BITS) {
        struct key *sorted = *spare;
        pass(matches->keys, sorted, matches->n, part, low, shift);
        *spare = matches->keys;
        matches->keys = sorted;
    }
}

/* By the least important part first; by row they stand already. */
static void sort(struct matches *matches, struct key *spare)
{
    if (matches->n < FEW) {
        insert_few(matches->keys, matches->n);
        return;
    }
    if (!matches->ids_ascend)
        sort_by(matches, &spare, PART_ID);
    sort_by(matches, &spare, PART_TIME);
}

void scan_chunk(struct scan *scan, const struct slice_test *test, const struct segment *segment,
                uint32_t from, uint32_t to)
{
    struct key keys[SCAN_CHUNK], spare[SCAN_CHUNK];
    struct matches matches = {keys, 0, true, true};
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
    collect(&matches, segment, base, bits, words);
    if (!matches.sorted)
        sort(&matches, spare);
    for (size_t i = 0; i < matches.n; i++)
        scan->rows[i] = matches.keys[i].row;
    scan->count = matches.n;
}
