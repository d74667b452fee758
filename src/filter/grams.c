/* Sets of cells by the pairs and the single bytes of their folded texts, hashed into a fixed number of sets: a cell that
 * is not in the set of a needle's pair cannot hold the needle; one that is may. */
#include "filter/grams.h"

#include "base/xalloc.h"
#include "filter/fold.h"

#include <stdlib.h>

#define PAIR_SETS 1024u
#define BYTE_SETS 256u
#define PAIRS_ASKED 8 /* of a needle; more hardly take anything away */

struct grams {
    uint64_t seq;
    field_id field;
    uint32_t base, n, words;
    uint64_t *sets;
};

static uint32_t pair_set(unsigned char a, unsigned char b)
{
    return BYTE_SETS + ((a * 257u + b) * 2654435761u >> 22);
}

static void add_text(struct grams *g, uint32_t cell, struct str folded)
{
    uint64_t bit = UINT64_C(1) << (cell % 64);
    uint64_t *column = g->sets + cell / 64;
    for (size_t i = 0; i < folded.n; i++) {
        unsigned char c = (unsigned char)folded.p[i];
        column[(size_t)c * g->words] |= bit;
        if (i > 0)
            column[(size_t)pair_set((unsigned char)folded.p[i - 1], c) * g->words] |= bit;
    }
}

struct grams *grams_new(const struct segment *segment, field_id field, uint32_t base, uint32_t n, struct buf *scratch)
{
    struct grams *g = xcalloc(1, sizeof *g);
    struct column column = segment_column(segment, field);
    g->seq = segment_seq(segment);
    g->field = field;
    g->base = base;
    g->n = n;
    g->words = (n + 63) / 64;
    g->sets = xcalloc((size_t)(PAIR_SETS + BYTE_SETS) * g->words, sizeof *g->sets);
    for (uint32_t cell = 0; cell < n; cell++) {
        buf_clear(scratch);
        fold_add(scratch, segment_text(segment, column_text(&column, base + cell)));
        add_text(g, cell, buf_str(scratch));
    }
    return g;
}

void grams_free(struct grams **grams)
{
    if (*grams == NULL)
        return;
    free((*grams)->sets);
    free(*grams);
    *grams = NULL;
}

bool grams_are_of(const struct grams *g, const struct segment *segment, field_id field, uint32_t base, uint32_t n)
{
    return g != NULL && g->seq == segment_seq(segment) && g->field == field && g->base == base && g->n == n;
}

static void keep_set(const struct grams *g, uint32_t set, uint64_t *mask)
{
    const uint64_t *cells = g->sets + (size_t)set * g->words;
    for (uint32_t w = 0; w < g->words; w++)
        mask[w] &= cells[w];
}

void grams_keep(const struct grams *g, struct str folded, uint64_t *mask)
{
    size_t step = folded.n > PAIRS_ASKED ? folded.n / PAIRS_ASKED : 1;
    if (folded.n == 1)
        keep_set(g, (unsigned char)folded.p[0], mask);
    for (size_t i = 1; i < folded.n; i += step)
        keep_set(g, pair_set((unsigned char)folded.p[i - 1], (unsigned char)folded.p[i]), mask);
}
