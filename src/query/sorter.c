/* Bottom-up merges of neighbouring runs. The state of the merge is in the struct, so that it can
 * stop after any step. Must not know what is sorted. */
#include "query/sorter.h"

#include "base/clock.h"
#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>

#define STEPS 8192 /* between two looks at the clock */

void sorter_init(struct sorter *sorter, struct sorter_item *items, size_t n,
                 sorter_compare_fn compare, const void *user)
{
    *sorter = (struct sorter){
        .items = items, .n = n, .compare = compare, .user = user, .width = 1, .j = 1};
    sorter->spare = xmalloc(n * sizeof *sorter->spare);
}

void sorter_fini(struct sorter *sorter)
{
    free(sorter->items);
    free(sorter->spare);
    *sorter = (struct sorter){0};
}

static bool is_after(const struct sorter *sorter, uint64_t a, uint64_t b)
{
    return sorter->compare != NULL ? sorter->compare(sorter->user, a, b) > 0 : a > b;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Begins the next merge: of the next two runs, or of the first two of twice the width. */
static void next_merge(struct sorter *sorter)
{
    sorter->low += 2 * sorter->width;
    if (sorter->low >= sorter->n) {
        struct sorter_item *merged = sorter->spare;
        sorter->spare = sorter->items;
        sorter->items = merged;
        sorter->width *= 2;
        sorter->low = 0;
    }
    sorter->i = sorter->k = sorter->low;
    sorter->j = least(sorter->low + sorter->width, sorter->n);
}

/* Merges up to `steps` items of the two runs; true when they are merged. */
static bool merge(struct sorter *sorter, size_t steps)
{
    size_t middle = least(sorter->low + sorter->width, sorter->n);
    size_t end = least(sorter->low + 2 * sorter->width, sorter->n);
    size_t stop = least(end, sorter->k + steps);
    size_t i = sorter->i, j = sorter->j, k = sorter->k;
    while (k < stop) {
        bool right = i == middle ||
                     (j < end && is_after(sorter, sorter->items[i].key, sorter->items[j].key));
        sorter->spare[k++] = sorter->items[right ? j : i];
        j += right;
        i += !right;
    }
    sorter->i = i;
    sorter->j = j;
    sorter->k = k;
    return k == end;
}

bool sorter_work(struct sorter *sorter, int64_t until_mono_ns)
{
    while (sorter->width < sorter->n) {
        for (size_t done = 0; done < STEPS && sorter->width < sorter->n;) {
            size_t before = sorter->k;
            bool merged = merge(sorter, STEPS);
            done += sorter->k - before;
            if (merged)
                next_merge(sorter);
        }
        if (clock_mono_ns() >= until_mono_ns)
            break;
    }
    return sorter->width < sorter->n;
}

double sorter_progress(const struct sorter *sorter)
{
    double passes = 0, all = 0;
    for (size_t width = 1; width < sorter->n; width *= 2) {
        passes += width < sorter->width;
        all += 1;
    }
    return all > 0 ? passes / all : 1;
}
