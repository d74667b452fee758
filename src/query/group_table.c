/* Numbers by open addressing, texts by way of their interned id. Rows never move out, so an index
 * stays good; those that fell to nothing are passed over when read. Must not know where values come
 * from. */
#include "query/group_table.h"

#include "base/err.h"
#include "base/intern.h"
#include "base/xalloc.h"

#include <stdlib.h>

#define FIRST_SLOTS 64u
#define FEW         64u /* rows asked for that are kept in order while reading */

void group_table_init(struct group_table *table)
{
    *table = (struct group_table){.mask = FIRST_SLOTS - 1, .count = 1};
    table->rows = xgrow(NULL, &table->capacity, 1, sizeof *table->rows);
    memset(&table->rows[0], 0, sizeof table->rows[0]);
    table->slots = xcalloc(FIRST_SLOTS, sizeof *table->slots);
    table->arena = arena_new();
    table->texts = intern_new(table->arena);
}

void group_table_fini(struct group_table *table)
{
    free(table->rows);
    free(table->slots);
    free(table->by_text);
    intern_free(&table->texts);
    arena_free(&table->arena);
}

static size_t new_row(struct group_table *table, const struct value *v)
{
    must(table->count < UINT32_MAX);
    table->rows = xgrow(table->rows, &table->capacity, table->count + 1, sizeof *table->rows);
    table->rows[table->count] = (struct group_row){.value = *v};
    return table->count++;
}

static size_t find_text(struct group_table *table, const struct value *v)
{
    uint32_t id = intern_add(table->texts, v->s);
    size_t before = table->by_text_capacity;
    table->by_text =
        xgrow(table->by_text, &table->by_text_capacity, (size_t)id + 1, sizeof *table->by_text);
    if (table->by_text_capacity > before)
        memset(table->by_text + before, 0,
               (table->by_text_capacity - before) * sizeof *table->by_text);
    if (table->by_text[id] == 0) {
        struct value kept = {v->kind, 0, intern_get(table->texts, id)};
        table->by_text[id] = (uint32_t)new_row(table, &kept);
    }
    return table->by_text[id];
}

static uint32_t slot_of(const struct group_table *table, int64_t number)
{
    uint32_t at = (uint32_t)(((uint64_t)number * UINT64_C(0x9e3779b97f4a7c15)) >> 32) & table->mask;
    while (table->slots[at] != 0 && table->rows[table->slots[at]].value.i != number)
        at = (at + 1) & table->mask;
    return at;
}

static void grow_slots(struct group_table *table)
{
    table->mask = table->mask * 2 + 1;
    free(table->slots);
    table->slots = xcalloc((size_t)table->mask + 1, sizeof *table->slots);
    for (size_t i = 1; i < table->count; i++) {
        if (table->rows[i].value.s.n == 0)
            table->slots[slot_of(table, table->rows[i].value.i)] = (uint32_t)i;
    }
}

static size_t find_number(struct group_table *table, const struct value *v)
{
    uint32_t at = slot_of(table, v->i);
    if (table->slots[at] != 0)
        return table->slots[at];
    size_t row = new_row(table, v);
    table->slots[at] = (uint32_t)row;
    if (table->count > table->mask / 4 * 3)
        grow_slots(table);
    return row;
}

size_t group_table_find(struct group_table *table, const struct value *v)
{
    if (!value_is_present(v))
        return 0;
    return v->s.n > 0 ? find_text(table, v) : find_number(table, v);
}

/* ---- reading ---- */

static int compare_values(const struct group_row *a, const struct group_row *b)
{
    if (a->value.s.n > 0 || b->value.s.n > 0)
        return str_compare(a->value.s, b->value.s);
    return a->value.i < b->value.i ? -1 : a->value.i > b->value.i;
}

static int compare_by_value(const void *a, const void *b)
{
    return compare_values(a, b);
}

static int compare_by_count(const void *x, const void *y)
{
    const struct group_row *a = x, *b = y;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return compare_values(a, b);
}

typedef int (*compare_fn)(const void *, const void *);

/* Puts a row in its place among the first `max`. Returns how many there are then. */
static size_t insert(struct group_row *rows, size_t n, size_t max, const struct group_row *row, compare_fn compare)
{
    if (n == max && (max == 0 || compare(row, &rows[n - 1]) >= 0))
        return n;
    size_t at = n < max ? n++ : n - 1;
    for (; at > 0 && compare(row, &rows[at - 1]) < 0; at--)
        rows[at] = rows[at - 1];
    rows[at] = *row;
    return n;
}

static size_t read_few(const struct group_table *table, compare_fn compare, size_t max,
                       struct group_row *rows)
{
    size_t n = 0;
    for (size_t i = 1; i < table->count; i++) {
        if (table->rows[i].count > 0)
            n = insert(rows, n, max, &table->rows[i], compare);
    }
    return n;
}

void group_table_top(const struct group_table *table, size_t rows, struct group_top *top, const struct group_wish *wish)
{
    size_t end = table->count - top->at > rows ? top->at + rows : table->count;
    must(wish->max <= GROUP_TOP_MAX);
    for (; top->at < end; top->at++) {
        const struct group_row *row = &table->rows[top->at];
        if (row->count > 0 && (wish->wanted == NULL || wish->wanted(wish->user, row)))
            top->count = insert(top->rows, top->count, wish->max, row, compare_by_count);
    }
}

size_t group_table_read(const struct group_table *table, enum group_order order, size_t max,
                        struct group_row *rows)
{
    compare_fn compare = order == GROUP_BY_COUNT ? compare_by_count : compare_by_value;
    if (max <= FEW)
        return read_few(table, compare, max, rows);
    struct group_row *all = xmalloc(table->count * sizeof *all);
    size_t n = 0;
    for (size_t i = 1; i < table->count; i++) {
        if (table->rows[i].count > 0)
            all[n++] = table->rows[i];
    }
    if (n > 0)
        qsort(all, n, sizeof *all, compare);
    n = n < max ? n : max;
    memcpy(rows, all, n * sizeof *rows);
    free(all);
    return n;
}
