/* Arrays of values for tests. Owns the rule that what is sorted is searched by halves, and what another entry covers
 * is left out. */
#include "filter/build_texts.h"

#include <stdlib.h>

static int by_text(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

/* Drops what equals its neighbour or, for prefixes, begins with a kept one. */
enum drop { DROP_EQUAL, DROP_BEGUN };

static void sort_texts(struct str *texts, size_t *count, enum drop drop)
{
    size_t kept = 0;
    qsort(texts, *count, sizeof *texts, by_text);
    for (size_t i = 0; i < *count; i++) {
        bool needless = kept > 0 && (drop == DROP_BEGUN ? str_starts(texts[i], texts[kept - 1])
                                                        : str_eq(texts[i], texts[kept - 1]));
        if (!needless)
            texts[kept++] = texts[i];
    }
    *count = kept;
}

static size_t count_items(const struct item *items)
{
    size_t n = 0;
    for (; items != NULL; items = items->next)
        n++;
    return n;
}

static void add_text(struct texts *texts, struct str *needles, const struct typed *typed)
{
    switch (typed->kind) {
    case TYPED_EXACT: texts->exact[texts->exact_count++] = typed->text; break;
    case TYPED_PREFIX: texts->prefixes[texts->prefix_count++] = typed->text; break;
    case TYPED_GLOB: texts->globs[texts->glob_count++] = typed->text; break;
    case TYPED_PART: needles[texts->needle_count++] = typed->text; break;
    default: break;
    }
}

void build_texts(struct test *test, struct arena *arena, const struct item *items)
{
    struct texts *texts = &test->texts;
    size_t n = count_items(items) + 1;
    texts->exact = arena_alloc(arena, n * sizeof *texts->exact);
    texts->prefixes = arena_alloc(arena, n * sizeof *texts->prefixes);
    texts->globs = arena_alloc(arena, n * sizeof *texts->globs);
    struct str *needles = arena_alloc(arena, n * sizeof *needles);
    for (; items != NULL; items = items->next)
        add_text(texts, needles, &items->typed);
    sort_texts(texts->exact, &texts->exact_count, DROP_EQUAL);
    sort_texts(texts->prefixes, &texts->prefix_count, DROP_BEGUN);
    sort_texts(texts->globs, &texts->glob_count, DROP_EQUAL);
    sort_texts(needles, &texts->needle_count, DROP_EQUAL);
    texts->needles = arena_calloc(arena, texts->needle_count + 1, sizeof *texts->needles);
    for (size_t i = 0; i < texts->needle_count; i++)
        fold_needle(&texts->needles[i], needles[i]);
}

void build_needle(struct test *test, struct arena *arena, struct str folded)
{
    test->texts.needles = arena_calloc(arena, 1, sizeof *test->texts.needles);
    test->texts.needle_count = 1;
    fold_needle(test->texts.needles, folded);
}

void build_prefix(struct test *test, struct arena *arena, struct str digits)
{
    test->texts.prefixes = arena_calloc(arena, 1, sizeof *test->texts.prefixes);
    test->texts.prefixes[0] = digits;
    test->texts.prefix_count = 1;
}

static int by_from(const void *a, const void *b)
{
    const struct block *x = a, *y = b;
    return typed_compare_address(&x->from, &y->from);
}

void build_blocks(struct test *test, struct arena *arena, const struct item *items)
{
    struct block *blocks = arena_calloc(arena, count_items(items) + 1, sizeof *blocks);
    size_t n = 0, kept = 0;
    for (; items != NULL; items = items->next)
        blocks[n++] = (struct block){items->typed.from, items->typed.to};
    qsort(blocks, n, sizeof *blocks, by_from);
    for (size_t i = 0; i < n; i++) {
        if (kept > 0 && typed_compare_address(&blocks[i].from, &blocks[kept - 1].to) <= 0) {
            if (typed_compare_address(&blocks[i].to, &blocks[kept - 1].to) > 0)
                blocks[kept - 1].to = blocks[i].to;
        } else {
            blocks[kept++] = blocks[i];
        }
    }
    test->blocks = blocks;
    test->block_count = kept;
}

static int by_low(const void *a, const void *b)
{
    const struct interval *x = a, *y = b;
    return (x->low > y->low) - (x->low < y->low);
}

void build_merge(struct interval *intervals, size_t *count)
{
    size_t kept = 0;
    qsort(intervals, *count, sizeof *intervals, by_low);
    for (size_t i = 0; i < *count; i++) {
        struct interval *last = &intervals[kept > 0 ? kept - 1 : 0];
        if (intervals[i].low > intervals[i].high)
            continue;
        if (kept > 0 && (last->high == INT64_MAX || intervals[i].low <= last->high + 1)) {
            if (intervals[i].high > last->high)
                last->high = intervals[i].high;
        } else {
            intervals[kept++] = intervals[i];
        }
    }
    *count = kept;
}

void build_intervals(struct test *test, struct arena *arena, const struct item *items)
{
    if (test->intervals == NULL)
        test->intervals = arena_calloc(arena, count_items(items) + 1, sizeof *test->intervals);
    test->interval_count = 0;
    for (; items != NULL; items = items->next)
        test->intervals[test->interval_count++] = (struct interval){items->typed.low, items->typed.high};
    build_merge(test->intervals, &test->interval_count);
}
