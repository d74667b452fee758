/* Runs a program over the rows of a segment: a machine with a stack of masks. A mask holds the rows still in question;
 * tests take bits away, so that dear tests see only what cheap ones left. Tests of a dimension run over its distinct
 * combinations first and are looked up per row; results are remembered while the segment stays in use. */
#include "filter/program.h"

#include "base/xalloc.h"

#include <stdlib.h>

#define BLOCK_ROWS 4096u
#define BLOCK_WORDS (BLOCK_ROWS / 64)
#define HUGE_ROWS SEGMENT_ROWS /* programs too large to remember work over all rows at once */

/* One run over one space. */
struct machine {
    struct engine *engine;
    struct program *program;
    const struct segment *segment;
    struct known *known; /* per test; NULL for huge programs */
    uint32_t base, n;    /* the cells of this block */
    uint32_t words;
    uint64_t *masks;     /* program->depth of them */
    uint64_t *lookup;    /* room for a mask of a look-up */
};

static void run_steps(struct machine *m, uint32_t from, uint32_t to);

static bool is_empty(const uint64_t *mask, uint32_t words)
{
    uint64_t any = 0;
    for (uint32_t w = 0; w < words; w++)
        any |= mask[w];
    return any == 0;
}

static void fill(uint64_t *mask, uint32_t n)
{
    memset(mask, 0xff, (size_t)n / 64 * sizeof *mask);
    if (n % 64 != 0)
        mask[n / 64] = (UINT64_C(1) << (n % 64)) - 1;
}

/* ---- dimensions ---- */

static uint32_t block_rows(const struct program *program)
{
    return program->huge ? HUGE_ROWS : BLOCK_ROWS;
}

static uint64_t *masks_new(const struct program *program)
{
    return xmalloc((size_t)(program->depth + 1) * (block_rows(program) / 64) * sizeof(uint64_t));
}

/* Asks combinations from..n-1 and writes a byte for each. */
static void ask_combinations(struct machine *m, const struct test *test, uint32_t from, uint32_t n, uint8_t *hits)
{
    struct machine inner = *m;
    inner.masks = masks_new(m->program);
    inner.lookup = NULL;
    for (uint32_t base = from; base < n; base += inner.n) {
        inner.base = base;
        inner.n = n - base < block_rows(m->program) ? n - base : block_rows(m->program);
        inner.words = (inner.n + 63) / 64;
        fill(inner.masks, inner.n);
        run_steps(&inner, test->first, test->last);
        for (uint32_t i = 0; i < inner.n; i++)
            hits[base + i] = inner.masks[i / 64] >> (i % 64) & 1;
    }
    free(inner.masks);
}

static uint32_t count_hits(const uint8_t *hits, uint32_t from, uint32_t n)
{
    uint32_t sum = 0;
    for (uint32_t i = from; i < n; i++)
        sum += hits[i];
    return sum;
}

static void update_hits(struct machine *m, const struct test *test, struct known *known, uint32_t n)
{
    if (known->hit_rows >= n)
        return;
    size_t capacity = known->hit_capacity;
    known->hits = xgrow(known->hits, &capacity, n, 1);
    known->hit_capacity = (uint32_t)capacity;
    ask_combinations(m, test, known->hit_rows, n, known->hits);
    known->hit_count += count_hits(known->hits, known->hit_rows, n);
    known->hit_rows = n;
}

static uint64_t word_of_hits(const uint16_t *ref, const uint8_t *hits, uint32_t n)
{
    uint8_t bytes[64] = {0};
    uint64_t word = 0;
    for (uint32_t i = 0; i < n; i++)
        bytes[i] = hits[ref[i]];
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

/* Bits that are set and whose combination passes, one by one. */
static uint64_t sparse_hits(const uint16_t *ref, const uint8_t *hits, uint64_t mask)
{
    uint64_t word = 0;
    for (uint64_t left = mask; left != 0; left &= left - 1) {
        int bit = __builtin_ctzll(left);
        word |= (uint64_t)hits[ref[bit]] << bit;
    }
    return word;
}

#define SPARSE 16 /* up to so many of 64 rows are looked up one by one */

static void look_up(struct machine *m, const uint16_t *ref, const uint8_t *hits, uint64_t *mask)
{
    for (uint32_t w = 0; w < m->words; w++) {
        uint32_t at = w * 64, n = m->n - at < 64 ? m->n - at : 64;
        if (__builtin_popcountll(mask[w]) <= SPARSE)
            mask[w] = sparse_hits(ref + m->base + at, hits, mask[w]);
        else
            mask[w] &= word_of_hits(ref + m->base + at, hits, n);
    }
}

/* Any field of the home tells how many combinations there are and which row has which. */
static struct column dimension_column(const struct segment *segment, enum home home)
{
    field_id field = 0;
    while (field_row(field)->home != home)
        field++;
    return segment_column(segment, field);
}

static void eval_dimension(struct machine *m, const struct test *test, struct known *known, uint64_t *mask)
{
    struct column column = dimension_column(m->segment, test->space);
    struct known once = {0};
    if (known == NULL)
        known = &once;
    update_hits(m, test, known, column.n);
    if (known->hit_count == 0)
        memset(mask, 0, m->words * sizeof *mask);
    else if (known->hit_count < column.n)
        look_up(m, column.ref, known->hits, mask);
    free(once.hits);
}

/* ---- the machine ---- */

static void run_test(struct machine *m, uint32_t index, uint64_t *mask)
{
    const struct test *test = &m->program->tests[index];
    struct known *known = m->known != NULL ? &m->known[index] : NULL;
    switch (test->source) {
    case SOURCE_COLUMN: eval_column(m->engine, test, known, m->segment, m->base, m->n, mask); break;
    case SOURCE_DIMENSION: eval_dimension(m, test, known, mask); break;
    case SOURCE_SAME: same_eval(m->engine, test->same, m->segment, m->base, m->n, mask); break;
    default: eval_rows(m->engine, test, m->segment, m->base, m->n, mask);
    }
}

/* Masks of an or: top is what is in question, then what was found, what none has taken yet, and the work. */
static void take_found(uint64_t *top, uint32_t stride, uint32_t words)
{
    uint64_t *found = top - 2 * (size_t)stride, *rest = top - (size_t)stride;
    for (uint32_t w = 0; w < words; w++) {
        found[w] |= top[w];
        rest[w] &= ~top[w];
    }
}

static void run_steps(struct machine *m, uint32_t from, uint32_t to)
{
    const size_t stride = block_rows(m->program) / 64, bytes = m->words * sizeof(uint64_t);
    uint64_t *top = m->masks;
    for (uint32_t at = from; at < to;) {
        const struct step *step = &m->program->steps[at++];
        switch (step->kind) {
        case STEP_TEST: run_test(m, step->arg, top); break;
        case STEP_NONE: memset(top, 0, bytes); break;
        case STEP_SKIP:
            if (is_empty(top, m->words))
                at = step->arg;
            break;
        case STEP_OR:
            memcpy(top + 2 * stride, top, bytes);
            memcpy(top + 3 * stride, top, bytes);
            memset(top + stride, 0, bytes);
            top += 3 * stride;
            break;
        case STEP_OR_NEXT:
            take_found(top, (uint32_t)stride, m->words);
            memcpy(top, top - stride, bytes);
            if (is_empty(top, m->words))
                at = step->arg;
            break;
        case STEP_OR_END:
            take_found(top, (uint32_t)stride, m->words);
            memcpy(top - 3 * stride, top - 2 * stride, bytes);
            top -= 3 * stride;
            break;
        case STEP_NOT:
            memcpy(top + stride, top, bytes);
            top += stride;
            break;
        case STEP_NOT_END:
            top -= stride;
            for (uint32_t w = 0; w < m->words; w++)
                top[w] &= ~top[stride + w];
            break;
        }
    }
}

/* ---- what is remembered of segments ---- */

static void forget(struct program *program, struct known_segment *slot)
{
    for (size_t i = 0; slot->tests != NULL && i < program->test_count; i++) {
        struct known *known = &slot->tests[i];
        if (known->memo_size > 0)
            memset(known->memo, 0, known->memo_size);
        known->hit_rows = known->hit_count = 0;
    }
}

static struct known *known_of(struct program *program, const struct segment *segment)
{
    struct known_segment *slot = &program->known[0];
    if (program->huge)
        return NULL;
    for (int i = 0; i < KNOWN_SEGMENTS; i++) {
        struct known_segment *each = &program->known[i];
        if (each->segment == segment && each->seq == segment_seq(segment)) {
            each->used = ++program->clock;
            return each->tests;
        }
        if (each->used < slot->used)
            slot = each;
    }
    if (slot->tests == NULL)
        slot->tests = xcalloc(program->test_count + 1, sizeof *slot->tests);
    else
        forget(program, slot);
    slot->segment = segment;
    slot->seq = segment_seq(segment);
    slot->used = ++program->clock;
    return slot->tests;
}

void eval_run(struct engine *engine, struct program *program, const struct segment *segment, uint32_t from, uint32_t to,
              uint64_t *bits)
{
    struct machine m = {.engine = engine, .program = program, .segment = segment};
    m.known = known_of(program, segment);
    m.masks = masks_new(program);
    for (uint32_t base = from; base < to; base += m.n) {
        m.base = base;
        m.n = to - base < block_rows(program) ? to - base : block_rows(program);
        m.words = (m.n + 63) / 64;
        fill(m.masks, m.n);
        run_steps(&m, program->main_from, (uint32_t)program->step_count);
        memcpy(bits + (base - from) / 64, m.masks, m.words * sizeof *bits);
    }
    free(m.masks);
}
