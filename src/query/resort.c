/* Stages: GATHER reads each row's value; for texts RANK sorts the distinct ones and KEYS puts ranks
 * for them; SORT merges. Must not know slices: it gets rows and gives them back in order. */
#include "query/resort.h"

#include "base/clock.h"
#include "base/intern.h"
#include "base/xalloc.h"
#include "query/sorter.h"

#include <stdlib.h>

#define STEPS 4096u /* between two looks at the clock */

enum stage { STAGE_GATHER, STAGE_RANK, STAGE_KEYS, STAGE_SORT, STAGE_DONE };

struct resort {
    const struct order *order;
    enum stage stage;
    struct sorter_item *items; /* key, row; the sorter's from STAGE_SORT on */
    size_t n, at;
    struct arena *arena;
    struct intern *texts;
    struct sorter ranks; /* of the distinct texts: key = id */
    uint32_t *rank;      /* by text id */
    struct sorter rows;
};

struct resort *resort_new(const struct order *order, const struct rowlist *rows)
{
    struct resort *resort = xcalloc(1, sizeof *resort);
    resort->order = order;
    resort->n = rows->n;
    resort->items = xmalloc(rows->n * sizeof *resort->items);
    for (size_t i = 0; i < rows->n; i++)
        resort->items[i].what = rowlist_get(rows, i);
    resort->arena = arena_new();
    resort->texts = intern_new(resort->arena);
    return resort;
}

void resort_free(struct resort **pointer)
{
    struct resort *resort = *pointer;
    if (resort == NULL)
        return;
    free(resort->items);
    sorter_fini(&resort->ranks);
    sorter_fini(&resort->rows);
    free(resort->rank);
    intern_free(&resort->texts);
    arena_free(&resort->arena);
    free(resort);
    *pointer = NULL;
}

static int compare_ids(const void *user, uint64_t a, uint64_t b)
{
    const struct resort *resort = user;
    return order_text(resort->order, intern_get(resort->texts, (uint32_t)a),
                      intern_get(resort->texts, (uint32_t)b));
}

static void start_rows(struct resort *resort)
{
    sorter_init(&resort->rows, resort->items, resort->n, NULL, NULL);
    resort->items = NULL;
    resort->stage = STAGE_SORT;
}

static void start_ranks(struct resort *resort)
{
    uint32_t count = intern_count(resort->texts);
    struct sorter_item *items = xmalloc(count * sizeof *items);
    for (uint32_t id = 1; id <= count; id++)
        items[id - 1] = (struct sorter_item){id, id};
    sorter_init(&resort->ranks, items, count, compare_ids, resort);
    resort->stage = STAGE_RANK;
}

static void gather(struct resort *resort)
{
    bool texts = order_is_by_text(resort->order);
    size_t stop = resort->n - resort->at < STEPS ? resort->n : resort->at + STEPS;
    for (; resort->at < stop; resort->at++) {
        struct sorter_item *item = &resort->items[resort->at];
        struct value v;
        store_get(resort->order->store, item->what, resort->order->by.field, &v);
        item->key = texts ? intern_add(resort->texts, v.s) : order_key(resort->order, &v);
    }
    if (resort->at < resort->n)
        return;
    resort->at = 0;
    if (texts)
        start_ranks(resort);
    else
        start_rows(resort);
}

static void finish_ranks(struct resort *resort)
{
    resort->rank = xcalloc((size_t)intern_count(resort->texts) + 1, sizeof *resort->rank);
    for (size_t i = 0; i < resort->ranks.n; i++)
        resort->rank[resort->ranks.items[i].key] = (uint32_t)i;
    resort->stage = STAGE_KEYS;
}

static void put_keys(struct resort *resort)
{
    size_t stop = resort->n - resort->at < STEPS ? resort->n : resort->at + STEPS;
    for (; resort->at < stop; resort->at++) {
        uint64_t *key = &resort->items[resort->at].key;
        *key = *key == 0 ? ORDER_KEY_ABSENT : order_rank_key(resort->order, resort->rank[*key]);
    }
    if (resort->at == resort->n)
        start_rows(resort);
}

bool resort_work(struct resort *resort, int64_t until_mono_ns)
{
    do {
        switch (resort->stage) {
        case STAGE_GATHER: gather(resort); break;
        case STAGE_RANK:
            if (!sorter_work(&resort->ranks, until_mono_ns))
                finish_ranks(resort);
            break;
        case STAGE_KEYS: put_keys(resort); break;
        case STAGE_SORT:
            if (!sorter_work(&resort->rows, until_mono_ns))
                resort->stage = STAGE_DONE;
            break;
        case STAGE_DONE: return false;
        }
    } while (clock_mono_ns() < until_mono_ns);
    return resort->stage != STAGE_DONE;
}

double resort_progress(const struct resort *resort)
{
    double done = resort->n > 0 ? (double)resort->at / (double)resort->n : 1;
    switch (resort->stage) {
    case STAGE_GATHER: return 0.4 * done;
    case STAGE_RANK: return 0.4 + 0.1 * sorter_progress(&resort->ranks);
    case STAGE_KEYS: return 0.5;
    case STAGE_SORT: return 0.6 + 0.4 * sorter_progress(&resort->rows);
    case STAGE_DONE: break;
    }
    return 1;
}

size_t resort_count(const struct resort *resort)
{
    return resort->n;
}

row_id resort_row(const struct resort *resort, size_t index)
{
    return resort->rows.items[index].what;
}
