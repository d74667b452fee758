/* Tests over columns of texts. Each distinct text is asked once and the answer remembered; when very many texts are
 * looked for, sets of pairs (grams.c) first say which cells are worth asking. */
#include "filter/match.h"

#include "base/xalloc.h"

#include <stdlib.h>

/* ---- one by one ---- */

enum memo { MEMO_NEW, MEMO_NO, MEMO_YES };

static bool ask_text(struct engine *engine, const struct test *test, const struct segment *segment, uint32_t id)
{
    struct value value = {KIND_TEXT, 0, segment_text(segment, id)};
    return match_value(engine, test, &value);
}

static void grow_memo(struct known *known, const struct segment *segment)
{
    size_t need = (size_t)segment_text_count(segment) + 1;
    if (known->memo_size >= need)
        return;
    size_t size = known->memo_size;
    known->memo = xgrow(known->memo, &known->memo_size, need, 1);
    memset(known->memo + size, MEMO_NEW, known->memo_size - size);
}

static bool ask_once(struct engine *engine, const struct test *test, const struct segment *segment, uint32_t id,
                     uint8_t *memo)
{
    if (memo == NULL)
        return ask_text(engine, test, segment, id);
    if (memo[id] == MEMO_NEW)
        memo[id] = ask_text(engine, test, segment, id) ? MEMO_YES : MEMO_NO;
    return memo[id] == MEMO_YES;
}

static void ask_each(struct engine *engine, const struct test *test, uint8_t *memo, const struct cells *cells,
                     uint64_t *mask)
{
    for (uint32_t w = 0; w < (cells->n + 63) / 64; w++) {
        for (uint64_t left = mask[w]; left != 0; left &= left - 1) {
            uint32_t bit = (uint32_t)__builtin_ctzll(left);
            uint32_t id = column_text(&cells->column, cells->base + w * 64 + bit);
            if (id == COLUMN_TEXT_ABSENT || !ask_once(engine, test, cells->segment, id, memo))
                mask[w] &= ~(UINT64_C(1) << bit);
        }
    }
}

/* ---- very many texts ---- */

struct hunt {
    struct engine *engine;
    const struct test *test;
    const struct cells *cells;
    const struct grams *grams;
    uint32_t words;
    uint64_t *found, *worth; /* masks */
};

static const struct grams *grams_of(struct engine *engine, const struct cells *cells, field_id field)
{
    struct grams **grams = &engine->grams[field];
    if (!grams_are_of(*grams, cells->segment, field, cells->base, cells->n)) {
        grams_free(grams);
        *grams = grams_new(cells->segment, field, cells->base, cells->n, &engine->folded);
    }
    return *grams;
}

/* Cells worth asking for a text (a literal part of a glob): in question, not found yet, with its pairs. */
static bool narrow(struct hunt *h, const uint64_t *mask, struct str folded)
{
    uint64_t any = 0;
    for (uint32_t w = 0; w < h->words; w++)
        h->worth[w] = mask[w] & ~h->found[w];
    grams_keep(h->grams, folded, h->worth);
    for (uint32_t w = 0; w < h->words; w++)
        any |= h->worth[w];
    return any != 0;
}

static struct str longest_piece(struct str glob)
{
    struct str best = {glob.p, 0};
    for (size_t from = 0, at = 0; at <= glob.n; at++) {
        if (at < glob.n && glob.p[at] != '*' && glob.p[at] != '?')
            continue;
        if (at - from > best.n)
            best = str_sub(glob, from, at - from);
        from = at + 1;
    }
    return best;
}

/* Asks the cells that are worth it with a test of this one text. */
static void ask_worth(struct hunt *h, const struct texts *one)
{
    struct test test = *h->test;
    test.texts = *one;
    test.negate = false;
    for (uint32_t w = 0; w < h->words; w++) {
        for (uint64_t left = h->worth[w]; left != 0; left &= left - 1) {
            uint32_t bit = (uint32_t)__builtin_ctzll(left);
            uint32_t id = column_text(&h->cells->column, h->cells->base + w * 64 + bit);
            if (id != COLUMN_TEXT_ABSENT && ask_text(h->engine, &test, h->cells->segment, id))
                h->found[w] |= UINT64_C(1) << bit;
        }
    }
}

static void hunt_texts(struct hunt *h, const uint64_t *mask)
{
    const struct texts *texts = &h->test->texts;
    for (size_t i = 0; i < texts->needle_count; i++) {
        if (narrow(h, mask, texts->needles[i].folded))
            ask_worth(h, &(struct texts){.needles = &texts->needles[i], .needle_count = 1});
    }
    for (size_t i = 0; i < texts->glob_count; i++) {
        if (narrow(h, mask, longest_piece(texts->globs[i])))
            ask_worth(h, &(struct texts){.globs = &texts->globs[i], .glob_count = 1});
    }
    bool few = texts->exact_count == 1;
    if (texts->exact_count > 0 && narrow(h, mask, few ? texts->exact[0] : STR_NONE))
        ask_worth(h, &(struct texts){.exact = texts->exact, .exact_count = texts->exact_count});
}

static void ask_by_grams(struct engine *engine, const struct test *test, const struct cells *cells, uint64_t *mask)
{
    struct hunt h = {.engine = engine, .test = test, .cells = cells, .words = (cells->n + 63) / 64};
    h.grams = grams_of(engine, cells, test->field);
    h.found = xcalloc(2 * (size_t)h.words, sizeof *h.found);
    h.worth = h.found + h.words;
    hunt_texts(&h, mask);
    for (uint32_t w = 0; w < h.words; w++)
        mask[w] &= test->negate ? ~h.found[w] : h.found[w];
    for (uint32_t i = 0; test->negate && i < cells->n; i++) {
        if (column_text(&cells->column, cells->base + i) == COLUMN_TEXT_ABSENT)
            mask[i / 64] &= ~(UINT64_C(1) << (i % 64));
    }
    free(h.found);
}

#define GRAMS_TEXTS 24u /* looked for by one test */
#define GRAMS_CELLS 512u

void eval_texts(struct engine *engine, const struct test *test, struct known *known, const struct cells *cells,
                uint64_t *mask)
{
    const struct texts *texts = &test->texts;
    bool many = known == NULL || texts->needle_count + texts->glob_count >= GRAMS_TEXTS;
    if (test->op == OP_TEXT && many && cells->n >= GRAMS_CELLS) {
        ask_by_grams(engine, test, cells, mask);
        return;
    }
    if (known != NULL)
        grow_memo(known, cells->segment);
    ask_each(engine, test, known != NULL ? known->memo : NULL, cells, mask);
}
