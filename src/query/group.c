/* Each row of a segment is counted once in and, on eviction, once out, by the same walk. Values of
 * a dimension are looked up once per distinct combination. Must not know what the counts are shown
 * as. */
#include "query/group.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/xalloc.h"
#include "query/group_table.h"

#include <stdlib.h>

#define CHUNK    8192u
#define SLOW_CHUNK 256u /* where each value is read out of the original bytes or derived */
#define TOP_STEP 4096u /* values looked at between two looks at the clock */
#define DEAD_MAX 4096u /* values that fell to nothing before the table is made anew */

struct group {
    struct store *store;
    struct group_by by;
    struct reader *reader;
    struct slice_test test;
    struct group_table table;
    struct group_row total;
    size_t live;           /* rows of the table that have a count, the one for absence apart */
    unsigned generation;   /* changes when the table is made anew */
    row_id frontier, seen; /* as in slice.c: rows from frontier to seen are counted */
    size_t to_count, counted;
    uint64_t cells_seq; /* the segment of cells */
    uint32_t *cells;    /* by cell of its dimension: row of the table + 1, 0 = not looked up yet */
    size_t cells_capacity;
    uint32_t cells_known; /* cells that are looked up or zero */
};

enum way { COUNT_IN, COUNT_OUT };

static bool is_stored(const struct group *group)
{
    return group->by.field < FIELD_STORED_COUNT;
}

static void restart(struct group *group)
{
    group_table_fini(&group->table);
    group_table_init(&group->table);
    group->total = (struct group_row){0};
    group->generation++;
    group->live = 0;
    group->frontier = group->seen + 1;
    group->to_count = store_count(group->store);
    group->counted = 0;
    group->cells_seq = 0;
}

/* ---- one row ---- */

/* What the row adds to every group it belongs to. */
struct share {
    const uint8_t *severity, *alert;
    struct column sums[GROUP_SUMS_MAX];
    enum way way;
};

static void add_share(struct group_row *to, const struct share *share, uint32_t r, int sum_count)
{
    uint64_t one = share->way == COUNT_IN ? 1 : UINT64_MAX; /* adding it takes one away */
    uint8_t severity = share->severity[r];
    to->count += one;
    to->alerts += share->alert[r] == 1 ? one : 0;
    to->severity[severity < SEVERITY_COUNT_ ? severity : SEVERITY_INFO] += one;
    for (int i = 0; i < sum_count; i++) {
        const struct column *column = &share->sums[i];
        int64_t number = column_number(column, column->ref != NULL ? column->ref[r] : r);
        if (number == COLUMN_I64_ABSENT)
            continue;
        to->summed[i] += one;
        to->sum[i] = (int64_t)((uint64_t)to->sum[i] + (uint64_t)number * one);
    }
}

static void count_in(struct group *group, size_t index, const struct share *share, uint32_t r)
{
    struct group_row *row = &group->table.rows[index];
    uint64_t before = row->count;
    add_share(row, share, r, group->by.sum_count);
    must(before > 0 || share->way == COUNT_IN);
    if (index > 0 && (before == 0) != (row->count == 0))
        group->live = row->count > 0 ? group->live + 1 : group->live - 1;
}

static struct value spanned(const struct group *group, struct value v)
{
    if (group->by.span <= 0 || !value_is_present(&v) || v.s.n > 0)
        return v;
    int64_t rest = v.i % group->by.span;
    v.i -= rest < 0 ? rest + group->by.span : rest;
    return v;
}

/* Elements of a repeated field, or a field that is not stored: looked up for every row. */
static void count_value(struct group *group, const struct value *v, const struct share *share,
                        uint32_t r)
{
    struct str rest = v->s, piece;
    if (v->s.n == 0 || str_find_byte(v->s, VALUE_SEPARATOR) < 0) {
        struct value whole = spanned(group, *v);
        count_in(group, group_table_find(&group->table, &whole), share, r);
        return;
    }
    while (str_next(&rest, VALUE_SEPARATOR, &piece)) {
        struct value element = {v->kind, 0, piece};
        if (piece.n > 0)
            count_in(group, group_table_find(&group->table, &element), share, r);
    }
}

static struct value row_value(struct group *group, const struct segment *segment, uint32_t r)
{
    struct value v = VALUE_ABSENT;
    row_id row = segment_row(segment, r);
    if (group->by.field == FIELD_NONE)
        return v;
    if (is_stored(group))
        store_get(group->store, row, group->by.field, &v);
    else if (group->reader != NULL)
        reader_get(group->reader, row, group->by.field, &v);
    return v;
}

/* ---- rows of a segment ---- */

/* The table's row for a dimension's cell, remembered while the same segment is counted. */
static size_t row_of_cell(struct group *group, const struct segment *segment,
                          const struct column *column, uint32_t r)
{
    uint32_t cell = column->ref[r];
    if (group->cells_seq != segment_seq(segment)) {
        group->cells_seq = segment_seq(segment);
        group->cells_known = 0;
    }
    if (cell >= group->cells_known) {
        group->cells = xgrow(group->cells, &group->cells_capacity, column->n, sizeof *group->cells);
        memset(group->cells + group->cells_known, 0,
               (column->n - group->cells_known) * sizeof *group->cells);
        group->cells_known = column->n;
    }
    if (group->cells[cell] == 0) {
        struct value v = spanned(group, row_value(group, segment, r));
        group->cells[cell] = (uint32_t)group_table_find(&group->table, &v) + 1;
    }
    return group->cells[cell] - 1;
}

static void count_row(struct group *group, const struct segment *segment,
                      const struct column *column, const struct share *share, uint32_t r)
{
    add_share(&group->total, share, r, group->by.sum_count);
    if (column->ref != NULL) {
        count_in(group, row_of_cell(group, segment, column, r), share, r);
        return;
    }
    struct value v = row_value(group, segment, r);
    count_value(group, &v, share, r);
}

static void count_chunk(struct group *group, const struct segment *segment, uint32_t from,
                        uint32_t to, enum way way)
{
    uint64_t bits[CHUNK / 64];
    uint32_t base = from & ~UINT32_C(63), words = (to - base + 63) / 64;
    memset(bits, group->test.run != NULL ? 0 : 0xff, words * sizeof *bits);
    if (group->test.run != NULL)
        group->test.run(group->test.user, segment, base, to, bits);
    struct share share = {.severity = segment_column(segment, FIELD_SEV).cells,
                          .alert = segment_column(segment, FIELD_ALERT).cells,
                          .way = way};
    for (int i = 0; i < group->by.sum_count; i++)
        share.sums[i] = segment_column(segment, group->by.sums[i]);
    struct column column = {0};
    if (is_stored(group) && (field_row(group->by.field)->flags & FIELD_LIST) == 0)
        column = segment_column(segment, group->by.field);
    for (uint32_t w = 0; w < words; w++) {
        for (uint64_t rest = bits[w]; rest != 0; rest &= rest - 1) {
            uint32_t r = base + w * 64 + (uint32_t)__builtin_ctzll(rest);
            if (r >= from && r < to)
                count_row(group, segment, &column, &share, r);
        }
    }
}

static void count_rows(struct group *group, const struct segment *segment, uint32_t from,
                       uint32_t to, enum way way)
{
    while (from < to) {
        uint32_t end = (from / CHUNK + 1) * CHUNK;
        end = end < to ? end : to;
        count_chunk(group, segment, from, end, way);
        from = end;
    }
}

static void on_added(void *user, row_id first, row_id last, size_t count)
{
    struct group *group = user;
    (void)count;
    row_id row = first > group->seen ? first : group->seen + 1;
    for (; row <= last; row = ((row >> 16) + 1) << 16) {
        const struct segment *segment = store_segment_of(group->store, row);
        if (segment == NULL)
            continue;
        uint32_t end =
            row >> 16 == last >> 16 ? (uint32_t)(last & 0xffff) + 1 : segment_rows(segment);
        count_rows(group, segment, (uint32_t)(row & 0xffff), end, COUNT_IN);
    }
    group->seen = last > group->seen ? last : group->seen;
}

static void on_evicting(void *user, const struct segment *segment)
{
    struct group *group = user;
    row_id first = segment_row(segment, 0), last = segment_row(segment, segment_rows(segment) - 1);
    if (last < group->frontier)
        return;
    if (!is_stored(group) && group->by.field != FIELD_NONE) {
        restart(group); /* what was read then may read differently now */
        return;
    }
    uint32_t from = first < group->frontier ? (uint32_t)(group->frontier & 0xffff) : 0;
    count_rows(group, segment, from, segment_rows(segment), COUNT_OUT);
    size_t dead = group->table.count - 1 - group->live;
    if (dead > DEAD_MAX && dead > group->live)
        restart(group);
}

/* ---- the door ---- */

struct group *group_new(struct store *store, const struct group_by *by, struct reader *reader)
{
    must(by->sum_count >= 0 && by->sum_count <= GROUP_SUMS_MAX);
    for (int i = 0; i < by->sum_count; i++)
        must(by->sums[i] < FIELD_STORED_COUNT);
    struct group *group = xcalloc(1, sizeof *group);
    group->store = store;
    group->by = *by;
    group->reader = reader;
    group->seen = store_newest(store);
    group_table_init(&group->table);
    restart(group);
    struct store_listener listener = {on_added, on_evicting, group};
    store_listen(store, &listener);
    return group;
}

void group_free(struct group **pointer)
{
    struct group *group = *pointer;
    if (group == NULL)
        return;
    store_unlisten(group->store, group);
    group_table_fini(&group->table);
    free(group->cells);
    free(group);
    *pointer = NULL;
}

void group_set_test(struct group *group, const struct slice_test *test)
{
    group->test = test != NULL ? *test : (struct slice_test){0};
    restart(group);
}

bool group_work(struct group *group, int64_t budget_ns)
{
    int64_t until = clock_mono_ns() + budget_ns;
    uint32_t chunk = is_stored(group) || group->by.field == FIELD_NONE ? CHUNK : SLOW_CHUNK;
    row_id row = store_prev(group->store, group->frontier);
    while (row != ROW_NONE) {
        const struct segment *segment = store_segment_of(group->store, row);
        uint32_t to = (uint32_t)(row & 0xffff) + 1, from = (to - 1) & ~(chunk - 1);
        count_rows(group, segment, from, to, COUNT_IN);
        group->frontier = segment_row(segment, from);
        group->counted += to - from;
        row = store_prev(group->store, group->frontier);
        if (clock_mono_ns() >= until)
            break;
    }
    return row != ROW_NONE;
}

double group_progress(const struct group *group)
{
    if (store_prev(group->store, group->frontier) == ROW_NONE)
        return 1;
    double part = (double)group->counted / (double)(group->to_count > 0 ? group->to_count : 1);
    return part < 0.99 ? part : 0.99;
}

size_t group_count(const struct group *group)
{
    return group->live;
}

struct group_row group_total(const struct group *group)
{
    return group->total;
}

struct group_row group_absent(const struct group *group)
{
    return group->table.rows[0];
}

size_t group_read(const struct group *group, enum group_order order, size_t max,
                  struct group_row *rows)
{
    return group_table_read(&group->table, order, max, rows);
}

unsigned group_generation(const struct group *group)
{
    return group->generation;
}

bool group_top_step(const struct group *group, struct group_top *top, const struct group_wish *wish,
                    int64_t budget_ns)
{
    int64_t until = clock_mono_ns() + budget_ns;
    top->at = top->at > 0 ? top->at : 1; /* the first row of the table is absence */
    do {
        group_table_top(&group->table, TOP_STEP, top, wish);
    } while (top->at < group->table.count && clock_mono_ns() < until);
    return top->at < group->table.count;
}
