/* Searching and marking rows of a slice, while rows come and go; the filters used before. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "query/marks.h"
#include "query/search.h"
#include "query/drill.h"
#include "made.h"

static const struct raw_place copied = {-1, 0};

static row_id append(struct store *store, uint64_t n)
{
    struct made made;
    row_id row;
    made_event(&made, n, (int64_t)n * 10);
    store_append(store, &made.event, 0, copied, &row);
    return row;
}

static void complete(struct slice *slice)
{
    while (slice_work(slice, 1000000))
        continue;
}

struct wanted {
    struct store *store;
    uint64_t modulus;
};

static bool match(void *user, row_id row)
{
    const struct wanted *wanted = user;
    return store_id(wanted->store, row) % wanted->modulus == 0;
}

static row_id seek(struct search *search, row_id from, enum search_direction direction)
{
    row_id row;
    enum search_answer answer;
    search_seek(search, from, direction);
    while ((answer = search_step(search, 0, &row)) == SEARCH_MORE)
        continue;
    assert_int_equal(answer, row != ROW_NONE ? SEARCH_FOUND : SEARCH_NONE);
    return row;
}

static void test_seek(void **state)
{
    (void)state;
    struct store *store = store_new(&(struct store_options){0});
    for (uint64_t n = 0; n < 1000; n++)
        append(store, n);
    struct slice *slice = slice_new(store);
    complete(slice);
    struct wanted wanted = {store, 300};
    struct search *search = search_new(store, slice, match, &wanted);
    row_id row = seek(search, slice_row(slice, 0), SEARCH_FORWARD);
    assert_int_equal(store_id(store, row), 300);
    row = seek(search, row, SEARCH_FORWARD);
    assert_int_equal(store_id(store, row), 600);
    row = seek(search, row, SEARCH_FORWARD);
    row = seek(search, row, SEARCH_FORWARD);
    assert_int_equal(store_id(store, row), 300);
    assert_true(search_wrapped(search));
    row = seek(search, row, SEARCH_BACKWARD);
    assert_int_equal(store_id(store, row), 900);
    assert_true(search_wrapped(search));
    row = seek(search, row, SEARCH_BACKWARD);
    assert_int_equal(store_id(store, row), 600);
    assert_false(search_wrapped(search));
    wanted.modulus = 600;
    assert_int_equal(seek(search, row, SEARCH_FORWARD), row);
    wanted.modulus = 5000;
    assert_int_equal(seek(search, row, SEARCH_BACKWARD), ROW_NONE);
    search_free(&search);
    slice_free(&slice);
    store_free(&store);
}

static size_t hits_by_hand(struct store *store, struct wanted *wanted)
{
    size_t hits = 0;
    for (row_id row = store_oldest(store); row != ROW_NONE; row = store_next(store, row))
        hits += match(wanted, row);
    return hits;
}

static void test_count_while_rows_come_and_go(void **state)
{
    (void)state;
    struct store *store = store_new(&(struct store_options){.max_bytes = (size_t)1 << 19});
    struct slice *slice = slice_new(store);
    struct wanted wanted = {store, 7};
    struct search *search = search_new(store, slice, match, &wanted);
    for (uint64_t n = 0; n < 8000; n++) {
        append(store, n);
        if (n % 300 != 299)
            continue;
        search_count(search, 0);
        store_flush(store);
        complete(slice);
        search_count(search, 0);
        if (n % 900 == 899) {
            while (search_count(search, 0))
                continue;
            assert_int_equal(search_hits(search), hits_by_hand(store, &wanted));
        }
    }
    assert_true(store_evicted(store) > 0);
    wanted.modulus = 11;
    search_restart(search);
    assert_int_equal(search_hits(search), 0);
    store_flush(store);
    while (search_count(search, 0))
        continue;
    assert_int_equal(search_hits(search), hits_by_hand(store, &wanted));
    search_free(&search);
    slice_free(&slice);
    store_free(&store);
}

static void run_even(void *user, const struct segment *segment, uint32_t from, uint32_t to,
                     uint64_t *bits)
{
    (void)user;
    for (uint32_t r = from; r < to; r++)
        bits[(r - from) / 64] |= (~segment_ids(segment)[r] & 1) << ((r - from) % 64);
}

static void test_marks(void **state)
{
    (void)state;
    struct store *store = store_new(&(struct store_options){.max_bytes = (size_t)1 << 19});
    struct slice *slice = slice_new(store);
    struct marks *marks = marks_new(store);
    row_id rows[1000];
    for (uint64_t n = 0; n < 1000; n++)
        rows[n] = append(store, n);
    store_flush(store);
    assert_true(marks_toggle(marks, rows[501]));
    assert_true(marks_toggle(marks, rows[100]));
    assert_true(marks_toggle(marks, rows[900]));
    assert_true(marks_toggle(marks, rows[300]));
    assert_false(marks_toggle(marks, rows[300]));
    assert_false(marks_toggle(marks, (row_id)1 << 40));
    assert_int_equal(marks_count(marks), 3);
    assert_true(marks_has(marks, rows[501]) && !marks_has(marks, rows[300]));
    assert_int_equal(marks_next(marks, slice, 0), rows[100]);
    assert_int_equal(marks_next(marks, slice, 100), rows[501]);
    assert_int_equal(marks_prev(marks, slice, 501), rows[100]);
    assert_int_equal(marks_prev(marks, slice, 100), ROW_NONE);
    /* 100, 501 and 900 have the ids 101, 502 and 901: a filter hides two marks, both come back */
    slice_set_test(slice, &(struct slice_test){run_even, NULL});
    complete(slice);
    assert_int_equal(marks_next(marks, slice, 0), rows[501]);
    assert_int_equal(marks_next(marks, slice, 400), ROW_NONE);
    assert_int_equal(marks_count(marks), 3);
    slice_set_test(slice, NULL);
    slice_set_order(slice, (struct slice_order){FIELD_TS, SLICE_DESCENDING});
    complete(slice);
    assert_int_equal(marks_next(marks, slice, 0), rows[900]);
    for (uint64_t n = 1000; store_has(store, rows[100]); n++) {
        append(store, n);
        store_flush(store);
    }
    assert_false(marks_has(marks, rows[100]));
    marks_clear(marks);
    assert_int_equal(marks_count(marks), 0);
    marks_free(&marks);
    slice_free(&slice);
    store_free(&store);
}

static void test_filters_before(void **state)
{
    (void)state;
    struct drill *drill = drill_new();
    struct str filter;
    assert_false(drill_back(drill, &filter));
    drill_visit(drill, STR(""));
    drill_visit(drill, STR("a"));
    drill_visit(drill, STR("a"));
    drill_visit(drill, STR("b"));
    assert_true(drill_back(drill, &filter) && str_eq(filter, STR("a")));
    assert_true(drill_back(drill, &filter) && str_is_empty(filter));
    assert_false(drill_back(drill, &filter));
    assert_true(drill_forward(drill, &filter) && str_eq(filter, STR("a")));
    drill_visit(drill, STR("c"));
    assert_false(drill_forward(drill, &filter));
    assert_true(drill_back(drill, &filter) && str_eq(filter, STR("a")));
    for (int i = 0; i < 2 * DRILL_PAST_MAX; i++)
        drill_visit(drill, i % 2 == 0 ? STR("x") : STR("y"));
    int back = 0;
    while (drill_back(drill, &filter))
        back++;
    assert_int_equal(back, DRILL_PAST_MAX - 1);
    drill_free(&drill);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_seek),           cmocka_unit_test(test_count_while_rows_come_and_go),
        cmocka_unit_test(test_marks),          cmocka_unit_test(test_filters_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
