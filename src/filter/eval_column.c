/* Tests over columns of the store: codes and numbers, branch-free, 64 cells to a word of bits. Works on facts and on
 * combinations alike: cell base + i is bit i of the mask. */
#include "filter/match.h"

/* 64 bytes, each 0 or 1, to 64 bits, the first byte lowest. */
static inline uint64_t pack(const uint8_t bytes[64])
{
    uint64_t word = 0;
    for (int i = 0; i < 8; i++) {
        uint64_t eight;
        memcpy(&eight, bytes + 8 * i, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        eight = __builtin_bswap64(eight);
#endif
        word |= (eight * UINT64_C(0x0102040810204080) >> 56) << (8 * i);
    }
    return word;
}

/* The last, shorter group of cells is padded with cells that never pass. */
struct tail {
    uint32_t words, rest;
};

static struct tail tail_of(uint32_t n)
{
    return (struct tail){n / 64, n % 64};
}

/* ---- one byte: closed lists ---- */

#define RUNS_MAX 4

struct run {
    uint8_t first, length; /* codes first..first+length */
};

/* The codes as runs of neighbours; 0 when there are more than a few. */
static int find_runs(const uint8_t *codes, struct run runs[RUNS_MAX])
{
    int n = 0;
    for (int c = 0; c < COLUMN_U8_ABSENT; c++) {
        if (!codes[c])
            continue;
        if (n == RUNS_MAX)
            return 0;
        runs[n].first = (uint8_t)c;
        while (c + 1 < COLUMN_U8_ABSENT && codes[c + 1])
            c++;
        runs[n].length = (uint8_t)(c - runs[n].first);
        n++;
    }
    return n;
}

static uint64_t word_of_runs(const uint8_t *cells, const struct run *runs, int count)
{
    uint8_t hits[64];
    uint8_t first = runs[0].first, length = runs[0].length;
    for (int i = 0; i < 64; i++)
        hits[i] = (uint8_t)(cells[i] - first) <= length;
    for (int r = 1; r < count; r++) {
        first = runs[r].first;
        length = runs[r].length;
        for (int i = 0; i < 64; i++)
            hits[i] |= (uint8_t)(cells[i] - first) <= length;
    }
    return pack(hits);
}

static uint64_t word_of_codes(const uint8_t *cells, const uint8_t *codes)
{
    uint8_t hits[64];
    for (int i = 0; i < 64; i++)
        hits[i] = codes[cells[i]];
    return pack(hits);
}

/* Which codes pass, negation and absence worked in. */
static void effective_codes(const struct test *test, uint8_t codes[256])
{
    for (int c = 0; c < 256; c++)
        codes[c] = test->op == OP_HAS ? !test->negate : (test->codes[c] != 0) != test->negate;
    codes[COLUMN_U8_ABSENT] = 0;
}

static void eval_bytes(const struct test *test, const uint8_t *cells, uint32_t n, uint64_t *mask)
{
    uint8_t codes[256], last[64];
    struct run runs[RUNS_MAX];
    effective_codes(test, codes);
    int run_count = find_runs(codes, runs);
    struct tail tail = tail_of(n);
    for (uint32_t w = 0; w < tail.words; w++) {
        if (mask[w] != 0)
            mask[w] &= run_count > 0 ? word_of_runs(cells + w * 64, runs, run_count) : word_of_codes(cells + w * 64, codes);
    }
    if (tail.rest == 0)
        return;
    memset(last, COLUMN_U8_ABSENT, sizeof last);
    memcpy(last, cells + tail.words * 64, tail.rest);
    mask[tail.words] &= word_of_codes(last, codes);
}

/* ---- eight bytes: numbers ---- */

static uint64_t word_of_interval(const int64_t *cells, struct interval in)
{
    uint64_t low = (uint64_t)in.low, length = (uint64_t)in.high - low, word = 0;
    for (int i = 0; i < 64; i++)
        word |= (uint64_t)((uint64_t)cells[i] - low <= length) << i;
    return word;
}

static uint64_t word_present(const int64_t *cells)
{
    uint64_t word = 0;
    for (int i = 0; i < 64; i++)
        word |= (uint64_t)(cells[i] != COLUMN_I64_ABSENT) << i;
    return word;
}

#define INTERVALS_SCANNED 4

static uint64_t word_of_numbers(struct engine *engine, const struct test *test, const int64_t *cells)
{
    uint64_t word = 0;
    if (test->op == OP_HAS)
        return test->negate ? 0 : word_present(cells);
    if (test->op == OP_RANGE && test->interval_count <= INTERVALS_SCANNED) {
        for (size_t i = 0; i < test->interval_count; i++)
            word |= word_of_interval(cells, test->intervals[i]);
        return test->negate ? ~word & word_present(cells) : word;
    }
    for (int i = 0; i < 64; i++) {
        struct value value = {KIND_NUMBER, cells[i], STR_NONE};
        if (cells[i] != COLUMN_I64_ABSENT && match_value(engine, test, &value))
            word |= UINT64_C(1) << i;
    }
    return word;
}

/* Up to 64 cells from `at` on, unpacked; the others absent. */
static void unpack_numbers(const struct column *column, uint32_t at, uint32_t n, int64_t out[64])
{
    for (uint32_t i = 0; i < n; i++)
        out[i] = column_number(column, at + i);
    for (uint32_t i = n; i < 64; i++)
        out[i] = COLUMN_I64_ABSENT;
}

static void eval_numbers(struct engine *engine, const struct test *test, const struct column *column, uint32_t base,
                         uint32_t n, uint64_t *mask)
{
    int64_t unpacked[64];
    for (uint32_t w = 0; w < (n + 63) / 64; w++) {
        uint32_t at = base + w * 64, left = n - w * 64;
        if (mask[w] == 0)
            continue;
        const int64_t *cells = (const int64_t *)column->cells + at;
        if (column->bytes != 8 || left < 64) {
            unpack_numbers(column, at, left < 64 ? left : 64, unpacked);
            cells = unpacked;
        }
        mask[w] &= word_of_numbers(engine, test, cells);
    }
}

/* ---- whole columns at once ---- */

/* Can no cell pass, going by the least and the largest? */
static bool is_outside(const struct test *test, const struct column *column)
{
    if (column->width == COLUMN_TEXT)
        return false;
    if (column->min > column->max)
        return true; /* all are absent, and absent never passes */
    if (test->negate)
        return false;
    if (test->op == OP_RANGE) {
        for (size_t i = 0; i < test->interval_count; i++) {
            if (test->intervals[i].low <= column->max && test->intervals[i].high >= column->min)
                return false;
        }
        return true;
    }
    if (test->op != OP_CODES)
        return false;
    for (int64_t c = column->min; c <= column->max && c < 256; c++) {
        if (c >= 0 && test->codes[c])
            return false;
    }
    return true;
}

void eval_column(struct engine *engine, const struct test *test, struct known *known, const struct segment *segment,
                 uint32_t base, uint32_t n, uint64_t *mask)
{
    struct column column = segment_column(segment, test->field);
    if (is_outside(test, &column)) {
        memset(mask, 0, (n + 63) / 64 * sizeof *mask);
        return;
    }
    switch (column.width) {
    case COLUMN_U8: eval_bytes(test, (const uint8_t *)column.cells + base, n, mask); break;
    case COLUMN_I64: eval_numbers(engine, test, &column, base, n, mask); break;
    case COLUMN_TEXT: eval_texts(engine, test, known, &(struct cells){segment, column, base, n}, mask); break;
    }
}
