/* Slices against a naive model: random arrivals (late, out of order, backfill), eviction, new tests
 * and new orders. Whatever happens, a row that is listed is found where it is listed, and the
 * complete list is the model's list. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "query/slice.h"
#include "made.h"

#include <ctype.h>
#include <stdlib.h>

#define ROUNDS      600
#define STORE_BYTES ((size_t)1 << 20) /* small segments: eviction happens all the time */

static const struct raw_place copied = {-1, 0};

/* Every id whose remainder is right; 0 = every row. */
struct rule {
    uint64_t modulus, remainder;
};

static void run_rule(void *user, const struct segment *segment, uint32_t from, uint32_t to,
                     uint64_t *bits)
{
    const struct rule *rule = user;
    assert_int_equal(from % 64, 0);
    for (uint32_t r = from; r < to; r++) {
        if (segment_ids(segment)[r] % rule->modulus == rule->remainder)
            bits[(r - from) / 64] |= UINT64_C(1) << ((r - from) % 64);
    }
}

struct world {
    struct store *store;
    struct slice *slice;
    struct rule rule;
    struct slice_order order;
    uint64_t random, next_id;
    int64_t now;
    row_id watch;
    size_t restarts;
};

static size_t below(struct world *world, size_t limit)
{
    return (size_t)(made_random(&world->random) % limit);
}

/* ---- the naive model ---- */

static const struct world *sorting; /* for qsort */

static int naive_text(struct str a, struct str b)
{
    for (size_t i = 0; i < a.n && i < b.n; i++) {
        int x = tolower((unsigned char)a.p[i]), y = tolower((unsigned char)b.p[i]);
        if (x != y)
            return x - y;
    }
    return a.n != b.n ? (a.n < b.n ? -1 : 1) : 0;
}

static int naive_compare(const void *x, const void *y)
{
    row_id a = *(const row_id *)x, b = *(const row_id *)y;
    const struct store *store = sorting->store;
    struct slice_order order = sorting->order;
    if (order.field == FIELD_TS) {
        int way = store_compare(store, a, b);
        return order.direction == SLICE_ASCENDING ? way : -way;
    }
    struct value in_a, in_b;
    bool has_a = store_get(store, a, order.field, &in_a);
    bool has_b = store_get(store, b, order.field, &in_b);
    if (has_a != has_b)
        return has_a ? -1 : 1;
    int way = in_a.i < in_b.i ? -1 : in_a.i > in_b.i;
    if (has_a && in_a.kind == KIND_ENUM)
        way = strcmp(field_enum_word(order.field, in_a.i), field_enum_word(order.field, in_b.i));
    if (has_a && in_a.s.n > 0)
        way = naive_text(in_a.s, in_b.s);
    if (way != 0)
        return order.direction == SLICE_ASCENDING ? way : -way;
    return store_compare(store, a, b);
}

static size_t naive_list(const struct world *world, row_id *rows)
{
    size_t n = 0;
    for (row_id row = store_oldest(world->store); row != ROW_NONE;
         row = store_next(world->store, row)) {
        uint64_t id = store_id(world->store, row);
        if (world->rule.modulus == 0 || id % world->rule.modulus == world->rule.remainder)
            rows[n++] = row;
    }
    sorting = world;
    if (n > 0)
        qsort(rows, n, sizeof *rows, naive_compare);
    return n;
}

static void check_complete(const struct world *world)
{
    row_id *rows = malloc((store_count(world->store) + 1) * sizeof *rows);
    size_t n = naive_list(world, rows);
    struct slice_news want = {0}, got = slice_news(world->slice);
    assert_int_equal(slice_count(world->slice), n);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(slice_row(world->slice, i), rows[i]);
        if (world->watch != ROW_NONE && rows[i] > world->watch) {
            want.rows++;
            want.alerts += store_alert(world->store, rows[i]);
            want.critical += store_severity(world->store, rows[i]) == SEVERITY_CRITICAL;
        }
    }
    assert_int_equal(got.rows, want.rows);
    assert_int_equal(got.alerts, want.alerts);
    assert_int_equal(got.critical, want.critical);
    free(rows);
}

/* True at any moment, complete or not. */
static void check_listed(struct world *world)
{
    size_t n = slice_count(world->slice), index;
    assert_int_equal(slice_row(world->slice, n), ROW_NONE);
    struct slice_anchor nothing = {ROW_NONE, world->now, 0};
    assert_int_equal(slice_find(world->slice, &nothing, &index),
                     n == 0 ? SLICE_EMPTY : SLICE_NEAREST);
    for (int i = 0; i < 20 && n > 0; i++) {
        size_t at = below(world, n);
        row_id row = slice_row(world->slice, at);
        assert_true(store_has(world->store, row));
        struct slice_anchor anchor = slice_anchor(world->slice, row);
        assert_int_equal(slice_find(world->slice, &anchor, &index), SLICE_EXACT);
        assert_int_equal(index, at);
    }
}

/* ---- what happens to it ---- */

static void append(struct store *store, uint64_t n, int64_t order_ms)
{
    struct made made;
    row_id row;
    made_event(&made, n, order_ms);
    store_append(store, &made.event, 0, copied, &row);
}

static void arrive(struct world *world)
{
    size_t count = 1 + below(world, 300), kind = below(world, 10);
    bool descends = below(world, 3) == 0, whole_seconds = below(world, 2) == 0;
    uint64_t first = world->next_id;
    struct made made;
    row_id row;
    for (size_t i = 0; i < count; i++) {
        world->now += (int64_t)below(world, 50);
        int64_t late = kind == 0 ? 100000 + (int64_t)(count - i) * 20 : (int64_t)below(world, 900);
        int64_t order_ms = kind == 1 && below(world, 50) == 0 ? -world->now : world->now - late;
        made_event(&made, descends ? first + count - 1 - i : first + i,
                   whole_seconds ? order_ms - order_ms % 1000 : order_ms);
        store_append(world->store, &made.event, 0, copied, &row);
    }
    world->next_id += count;
    if (below(world, 4) != 0)
        store_flush(world->store);
}

static void retest(struct world *world)
{
    world->rule = (struct rule){below(world, 4), 0};
    world->rule.remainder = world->rule.modulus > 0 ? below(world, world->rule.modulus) : 0;
    struct slice_test test = {run_rule, &world->rule};
    size_t n = slice_count(world->slice);
    slice_hold(world->slice,
               n > 0 && below(world, 2) == 0 ? slice_row(world->slice, below(world, n)) : ROW_NONE);
    slice_set_test(world->slice, world->rule.modulus > 0 ? &test : NULL);
    world->restarts++;
}

static void reorder(struct world *world)
{
    static const field_id fields[] = {FIELD_TS,   FIELD_TS,  FIELD_DEV,   FIELD_OP,  FIELD_VOL,
                                      FIELD_TYPE, FIELD_SEV, FIELD_ALERT, FIELD_RAT, FIELD_ID};
    world->order.field = fields[below(world, sizeof fields / sizeof *fields)];
    world->order.direction = below(world, 2) == 0 ? SLICE_ASCENDING : SLICE_DESCENDING;
    slice_set_order(world->slice, world->order);
}

static void watch(struct world *world)
{
    store_flush(world->store);
    world->watch = below(world, 3) == 0 ? ROW_NONE : store_newest(world->store);
    slice_watch_from(world->slice, world->watch);
}

static void happen(struct world *world)
{
    switch (below(world, 16)) {
    case 0: retest(world); break;
    case 1: reorder(world); break;
    case 2: watch(world); break;
    case 3: slice_work(world->slice, 0); break;
    case 4:
    case 5:
        while (slice_work(world->slice, 1000000))
            check_listed(world);
        store_flush(world->store);
        assert_true(slice_progress(world->slice) == 1);
        check_complete(world);
        break;
    default: arrive(world);
    }
    check_listed(world);
}

static void test_against_model(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        struct world world = {
            .random = seed, .now = 1000000000, .order = {FIELD_TS, SLICE_ASCENDING}};
        world.store = store_new(&(struct store_options){.max_bytes = STORE_BYTES});
        if (seed % 2 == 0) {
            arrive(&world);
            append(world.store, world.next_id++,
                   world.now); /* not flushed yet when the slice begins */
        }
        world.slice = slice_new(world.store);
        for (int round = 0; round < ROUNDS; round++)
            happen(&world);
        assert_true(store_evicted(world.store) > 0 && world.restarts > 0);
        slice_free(&world.slice);
        store_free(&world.store);
    }
}

/* A selected row stays findable through edits of the test; where it does not match, the nearest in
 * time is given. */
static void test_anchor_through_edits(void **state)
{
    (void)state;
    struct store *store = store_new(&(struct store_options){0});
    for (uint64_t n = 0; n < 30000; n++)
        append(store, n, (int64_t)n * 10);
    struct slice *slice = slice_new(store);
    while (slice_work(slice, 1000))
        continue;
    row_id row = slice_row(slice, 20001);
    struct slice_anchor anchor = slice_anchor(slice, row);
    struct rule rule = {3, store_id(store, row) % 3};
    struct slice_test test = {run_rule, &rule};
    size_t index;
    slice_hold(slice, row);
    slice_set_test(slice, &test);
    assert_int_equal(slice_find(slice, &anchor, &index), SLICE_EXACT);
    while (slice_work(slice, 0))
        assert_int_equal(slice_find(slice, &anchor, &index), SLICE_EXACT);
    assert_int_equal(slice_count(slice), 10000);
    rule.remainder = (rule.remainder + 1) % 3;
    slice_set_test(slice, &test);
    while (slice_work(slice, 0))
        continue;
    assert_int_equal(slice_find(slice, &anchor, &index), SLICE_NEAREST);
    assert_int_equal(llabs(store_order_ms(store, slice_row(slice, index)) - anchor.order_ms), 10);
    slice_free(&slice);
    store_free(&store);
}

static void test_nearest_by_time(void **state)
{
    (void)state;
    struct store *store = store_new(&(struct store_options){0});
    struct slice *slice = slice_new(store);
    size_t index = 0;
    struct slice_anchor moment = {ROW_NONE, 150, 0};
    assert_int_equal(slice_find(slice, &moment, &index), SLICE_EMPTY);
    assert_int_equal(index, SIZE_MAX);
    assert_false(slice_work(slice, 0));
    append(store, 1, 100);
    append(store, 2, 200);
    append(store, 3, 300);
    store_flush(store);
    static const struct {
        int64_t ms;
        size_t index;
    } cases[] = {{0, 0}, {140, 0}, {150, 1}, {190, 1}, {240, 1}, {260, 2}, {900, 2}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        moment.order_ms = cases[i].ms;
        assert_int_equal(slice_find(slice, &moment, &index), SLICE_NEAREST);
        assert_int_equal(index, cases[i].index);
    }
    slice_free(&slice);
    store_free(&store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nearest_by_time),
        cmocka_unit_test(test_anchor_through_edits),
        cmocka_unit_test(test_against_model),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
