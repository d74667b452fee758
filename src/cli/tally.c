/* Owns the counting. Must not know events or fields: keys are bytes. */
#include "cli/tally.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/intern.h"
#include "base/xalloc.h"

#include <stdlib.h>

struct tally {
    struct arena *arena;
    struct intern *keys;   /* bucket and key -> row number */
    struct intern *values; /* row number and value: the different ones */
    struct tally_row **rows;
    size_t count, capacity;
    struct buf scratch;
};

struct tally *tally_new(void)
{
    struct tally *tally = xcalloc(1, sizeof *tally);
    tally->arena = arena_new();
    tally->keys = intern_new(tally->arena);
    tally->values = intern_new(tally->arena);
    return tally;
}

void tally_free(struct tally **tally)
{
    if (*tally == NULL)
        return;
    intern_free(&(*tally)->keys);
    intern_free(&(*tally)->values);
    arena_free(&(*tally)->arena);
    buf_fini(&(*tally)->scratch);
    free((*tally)->rows);
    free(*tally);
    *tally = NULL;
}

struct tally_row *tally_row(struct tally *tally, int64_t bucket, struct str key)
{
    buf_clear(&tally->scratch);
    buf_add(&tally->scratch, &bucket, sizeof bucket);
    buf_add_str(&tally->scratch, key);
    uint32_t id = intern_add(tally->keys, buf_str(&tally->scratch));
    if (id <= tally->count)
        return tally->rows[id - 1];
    tally->rows = xgrow(tally->rows, &tally->capacity, tally->count + 1, sizeof *tally->rows);
    struct tally_row *row = arena_calloc(tally->arena, 1, sizeof *row);
    struct str kept = intern_get(tally->keys, id);
    row->bucket = bucket;
    row->key = str_sub(kept, sizeof bucket, kept.n);
    tally->rows[tally->count++] = row;
    return row;
}

void tally_distinct(struct tally *tally, struct tally_row *row, struct str value)
{
    uint32_t before = intern_count(tally->values);
    buf_clear(&tally->scratch);
    buf_add(&tally->scratch, &row, sizeof row);
    buf_add_str(&tally->scratch, value);
    intern_add(tally->values, buf_str(&tally->scratch));
    if (intern_count(tally->values) != before)
        row->distinct++;
}

static int compare(const void *a_, const void *b_)
{
    const struct tally_row *a = *(struct tally_row *const *)a_, *b = *(struct tally_row *const *)b_;
    if (a->bucket != b->bucket)
        return a->bucket < b->bucket ? -1 : 1;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return str_compare(a->key, b->key);
}

struct tally_row **tally_sorted(struct tally *tally, size_t *count)
{
    struct tally_row **rows = xmalloc((tally->count + 1) * sizeof *rows);
    if (tally->count > 0) {
        memcpy(rows, tally->rows, tally->count * sizeof *rows);
        qsort(rows, tally->count, sizeof *rows, compare);
    }
    *count = tally->count;
    return rows;
}
