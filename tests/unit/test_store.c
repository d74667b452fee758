/* The store: what goes in comes out, duplicates are known, eviction keeps its promises, original
 * bytes stay exact. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/instant.h"
#include "store/store.h"
#include "made.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static const struct raw_place copied = {-1, 0};

static row_id put(struct store *store, struct made *made)
{
    row_id row = ROW_NONE;
    assert_int_equal(store_append(store, &made->event, 1, copied, &row), STORE_ADDED);
    return row;
}

static void fill(struct store *store, uint64_t from, uint64_t count)
{
    struct made made;
    for (uint64_t n = from; n < from + count; n++) {
        made_event(&made, n, (int64_t)(1000000 + n * 10));
        put(store, &made);
    }
}

static void assert_row(struct store *store, row_id row, const struct made *made)
{
    for (int f = 0; f < FIELD_STORED_COUNT; f++) {
        const struct value *want = &made->event.v[f];
        struct value got;
        assert_int_equal(store_get(store, row, (field_id)f, &got), value_is_present(want));
        assert_int_equal(got.kind, want->kind);
        if (want->s.n > 0)
            assert_true(str_eq(got.s, want->s));
        else
            assert_int_equal(got.i, want->i);
    }
    assert_int_equal(store_id(store, row), made->event.id);
    assert_int_equal(store_order_ms(store, row), made->event.order_ms);
    assert_int_equal(store_arrival_ms(store, row), made->event.arrival_ms);
    assert_int_equal(store_type(store, row), made->event.type);
    struct buf raw = {0};
    assert_int_equal(store_raw(store, row, &raw, NULL), 0);
    assert_true(str_eq(buf_str(&raw), made->event.raw));
    buf_fini(&raw);
}

static void test_empty(void **state)
{
    (void)state;
    struct store *store = store_new(&(struct store_options){0});
    struct value value;
    assert_int_equal(store_count(store), 0);
    assert_int_equal(store_oldest(store), ROW_NONE);
    assert_int_equal(store_newest(store), ROW_NONE);
    assert_int_equal(store_next(store, ROW_NONE), ROW_NONE);
    assert_int_equal(store_prev(store, ROW_NONE), ROW_NONE);
    assert_true(store_reach_ms(store) == INSTANT_NONE);
    assert_false(store_get(store, 0x10000, FIELD_DESC, &value));
    assert_int_equal(store_feed(store, 0x10000), -1);
    store_flush(store);
    store_free(&store);
    assert_null(store);
}

static void test_all_fields_come_back(void **state)
{
    (void)state;
    struct store *store = store_new(&(struct store_options){0});
    fill(store, 0, 70000); /* over a segment's end, so that sealed and open ones are read */
    struct made made;
    row_id row = store_oldest(store);
    for (uint64_t n = 0; n < 70000; n++, row = store_next(store, row)) {
        assert_true(row != ROW_NONE);
        if (n % 97 != 0 && n < 69900)
            continue;
        made_event(&made, n, (int64_t)(1000000 + n * 10));
        assert_row(store, row, &made);
        assert_int_equal(store_find_id(store, n + 1), row);
    }
    assert_int_equal(row, ROW_NONE);
    assert_int_equal(store_segment_count(store), 2);
    size_t back = 0;
    for (row = store_prev(store, ROW_NONE); row != ROW_NONE; row = store_prev(store, row))
        back++;
    assert_int_equal(back, 70000);
    assert_false(store_has_id(store, 70001));
    assert_true(store_reach_ms(store) == 1000000);
    store_free(&store);
}

static void test_duplicates(void **state)
{
    (void)state;
    struct store *store = store_new(&(struct store_options){0});
    fill(store, 0, 66000);
    struct made made;
    row_id row, changed;
    static const uint64_t samples[] = {0, 1, 65535, 65536, 65999};
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        made_event(&made, samples[i], (int64_t)(1000000 + samples[i] * 10));
        assert_int_equal(store_append(store, &made.event, 1, copied, &row), STORE_DUPLICATE);
        assert_int_equal(store_id(store, row), samples[i] + 1);
    }
    assert_int_equal(store_count(store), 66000);
    made.event.raw = STR("{\"id\":66000,\"note\":\"other\"}");
    assert_int_equal(store_append(store, &made.event, 1, copied, &changed), STORE_CHANGED);
    assert_true((store_marks(store, changed) & EVENT_CHANGED) != 0);
    assert_int_equal(store_find_id(store, 66000), changed);
    assert_int_equal(store_append(store, &made.event, 1, copied, &row), STORE_DUPLICATE);
    assert_int_equal(row, changed);
    store_free(&store);
}

static void test_odd_events(void **state)
{
    (void)state;
    struct store *store = store_new(&(struct store_options){0});
    fill(store, 0, 3);
    struct made made;
    made_event(&made, 9, 5000);
    made.event.id = UINT64_C(1) << 63 | 77;
    made.event.v[FIELD_ID] = VALUE_ABSENT;
    made.event.v[FIELD_TS] = VALUE_ABSENT;
    made.event.v[FIELD_SEV] = VALUE_ABSENT;
    made.event.marks = EVENT_NO_ID | EVENT_NO_TIME;
    made.event.raw = STR_NONE;
    row_id odd = put(store, &made);
    assert_row(store, odd, &made);
    assert_int_equal(store_marks(store, odd), EVENT_NO_ID | EVENT_NO_TIME);
    assert_int_equal(store_severity(store, odd), SEVERITY_INFO);
    assert_true(store_has_id(store, made.event.id));
    /* a week without events, a long text, a lone number in a list */
    char *text = malloc(200000);
    memset(text, 'x', 200000);
    made_event(&made, 10, INT64_C(4000000000000));
    made.event.v[FIELD_DESC].s = (struct str){text, 200000};
    row_id later = put(store, &made);
    assert_row(store, later, &made);
    made_event(&made, 11, INT64_C(4000000000001));
    made_number(&made, FIELD_TEID, 4711);
    row_id number = put(store, &made);
    struct value value;
    assert_true(store_get(store, number, FIELD_TEID, &value));
    assert_true(str_eq(value.s, STR("4711")));
    assert_int_equal(store_segment_count(store), 2);
    fill(store, 20, 1000);
    assert_true(store_get(store, later, FIELD_DESC, &value) && value.s.n == 200000);
    free(text);
    store_free(&store);
}

static void test_columns(void **state)
{
    (void)state;
    struct store *store = store_new(&(struct store_options){0});
    fill(store, 0, 5000);
    const struct segment *segment = store_segment(store, 0);
    assert_int_equal(segment_rows(segment), 5000);
    for (int f = 0; f < FIELD_STORED_COUNT; f++) {
        struct column column = segment_column(segment, (field_id)f);
        int64_t min = INT64_MAX, max = INT64_MIN;
        for (uint32_t r = 0; r < 5000; r++) {
            uint32_t at = column.ref != NULL ? column.ref[r] : r;
            struct value value;
            store_get(store, segment_row(segment, r), (field_id)f, &value);
            assert_true(at < column.n);
            if (column.width == COLUMN_TEXT) {
                struct str text = segment_text(segment, column_text(&column, at));
                assert_true(str_eq(text, value.s));
            } else if (value_is_present(&value)) {
                min = value.i < min ? value.i : min;
                max = value.i > max ? value.i : max;
            }
        }
        if (column.width != COLUMN_TEXT) {
            assert_true(column.min == min);
            assert_true(column.max == max);
        }
    }
    assert_true(segment_column(segment, FIELD_DEV).n <= 50);
    store_free(&store);
}

struct heard {
    struct store *store;
    size_t added, batches, evicted;
    row_id last;
};

static void on_added(void *user, row_id first, row_id last, size_t count)
{
    struct heard *heard = user;
    size_t seen = 1;
    assert_true(first > heard->last);
    for (row_id row = first; row != last; row = store_next(heard->store, row))
        seen++;
    assert_int_equal(seen, count);
    heard->added += count;
    heard->batches++;
    heard->last = last;
}

static void on_evicting(void *user, const struct segment *segment)
{
    struct heard *heard = user;
    assert_true(store_has(heard->store, segment_row(segment, 0)));
    heard->evicted += segment_rows(segment);
}

static void test_listeners_and_eviction(void **state)
{
    (void)state;
    size_t limit = (size_t)1 << 20;
    struct store *store = store_new(&(struct store_options){.max_bytes = limit});
    struct heard heard = {.store = store};
    struct store_listener listener = {on_added, on_evicting, &heard};
    store_listen(store, &listener);
    store_flush(store);
    assert_int_equal(heard.batches, 0);
    for (uint64_t n = 0; n < 40000; n += 500) {
        fill(store, n, 500);
        assert_int_equal(heard.added, n);
        store_flush(store);
        assert_true(store_bytes(store) <= limit);
    }
    assert_int_equal(heard.added, 40000);
    assert_int_equal(heard.evicted, store_evicted(store));
    assert_int_equal(store_count(store) + heard.evicted, 40000);
    assert_true(heard.evicted > 0 && store_count(store) > 2000);
    assert_int_equal(store_total(store), 40000);
    assert_false(store_has_id(store, 1));
    assert_true(store_reach_ms(store) == store_order_ms(store, store_oldest(store)));
    struct buf raw = {0};
    struct error err = {0};
    assert_int_equal(store_raw(store, 0x10000, &raw, &err), -E_GONE);
    store_unlisten(store, &heard);
    fill(store, 40000, 10);
    store_flush(store);
    assert_int_equal(heard.added, 40000);
    store_set_max_bytes(store, 1);
    store_flush(store);
    assert_int_equal(store_segment_count(store), 1);
    buf_fini(&raw);
    store_free(&store);
}

static void test_raw_from_file(void **state)
{
    (void)state;
    char name[] = "/tmp/test_store_XXXXXX";
    int fd = mkstemp(name);
    assert_true(fd >= 0);
    struct store *store = store_new(&(struct store_options){0});
    int file = store_add_file(store, dup(fd));
    struct made made;
    uint64_t offset = 0;
    row_id row;
    for (uint64_t n = 0; n < 3000; n++) {
        made_event(&made, n, (int64_t)n);
        struct str raw = made.event.raw;
        assert_int_equal(write(fd, raw.p, raw.n), raw.n);
        struct raw_place place = n % 5 == 0 ? copied : (struct raw_place){file, offset};
        assert_int_equal(store_append(store, &made.event, 0, place, &row), STORE_ADDED);
        offset += raw.n;
    }
    for (row = store_oldest(store); row != ROW_NONE; row = store_next(store, row)) {
        uint64_t n = store_id(store, row) - 1;
        made_event(&made, n, (int64_t)n);
        assert_row(store, row, &made);
    }
    struct buf raw = {0};
    struct error err = {0};
    assert_int_equal(pwrite(fd, "#", 1, (off_t)offset - 3), 1);
    assert_int_equal(store_raw(store, store_newest(store), &raw, &err), -E_GONE);
    assert_int_equal(ftruncate(fd, 10), 0);
    assert_int_equal(store_raw(store, store_newest(store) - 1, &raw, NULL), -E_GONE);
    assert_int_equal(raw.n, 0);
    buf_fini(&raw);
    store_free(&store);
    close(fd);
    unlink(name);
}

/* Texts of every length, over the ends of chunks, in an open segment and in a sealed one. */
static void test_texts(void **state)
{
    (void)state;
    struct store *store = store_new(&(struct store_options){.max_bytes = (size_t)1 << 26});
    static char text[90000];
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)('a' + i % 23);
    static const size_t long_ones[] = {65534, 65535, 65536, 70001};
    row_id rows[9000];
    size_t lengths[9000];
    struct made made;
    for (uint64_t n = 0; n < 9000; n++) {
        lengths[n] = n % 1500 == 7 ? long_ones[n / 1500 % 4] : 1 + n * 7 % 600;
        made_event(&made, n, 0);
        made.event.v[FIELD_DESC].s = (struct str){text + n, lengths[n]};
        rows[n] = put(store, &made);
    }
    assert_true(store_segment_count(store) > 1);
    for (uint64_t n = 0; n < 9000; n++) {
        struct value value;
        assert_true(store_get(store, rows[n], FIELD_DESC, &value));
        assert_true(str_eq(value.s, (struct str){text + n, lengths[n]}));
        assert_true(store_get(store, rows[n], FIELD_DEV, &value));
    }
    store_free(&store);
}

/* Batches, then every row at a time of its own, then a clock that goes back. */
static void test_arrival(void **state)
{
    (void)state;
    struct store *store = store_new(&(struct store_options){0});
    row_id rows[4000];
    int64_t arrival[4000];
    struct made made;
    for (uint64_t n = 0; n < 4000; n++) {
        int64_t batch = (int64_t)(n / 50);
        arrival[n] = n < 2000 ? batch : n < 3800 ? (int64_t)n * 3 : 100 - (int64_t)n;
        made_event(&made, n, 0);
        made.event.arrival_ms = arrival[n];
        rows[n] = put(store, &made);
    }
    for (uint64_t n = 0; n < 4000; n++)
        assert_true(store_arrival_ms(store, rows[n]) == arrival[n]);
    store_free(&store);
}

static void test_compare(void **state)
{
    (void)state;
    struct store *store = store_new(&(struct store_options){0});
    struct made made;
    made_event(&made, 5, 100);
    row_id a = put(store, &made);
    made_event(&made, 4, 100);
    row_id b = put(store, &made);
    made_event(&made, 3, 200);
    row_id c = put(store, &made);
    assert_true(store_compare(store, b, a) < 0);
    assert_true(store_compare(store, a, c) < 0);
    assert_true(store_compare(store, c, b) > 0);
    assert_int_equal(store_compare(store, a, a), 0);
    store_free(&store);
}

/* A million names of devices that are all different: no table outgrows what the store may have, and the newest are there. */
static void test_a_million_names(void **state)
{
    enum { LIMIT = 48 << 20, SLACK = 8 << 20 }; /* the segment that is being filled cannot go */
    struct store *store = store_new(&(struct store_options){.max_bytes = LIMIT});
    struct made made;
    row_id row = ROW_NONE;
    char name[160];
    (void)state;
    for (uint64_t n = 0; n < 1000000; n++) {
        made_event(&made, n, (int64_t)n);
        made_number(&made, FIELD_DEV_ID, (int64_t)n);
        snprintf(name, sizeof name, "a name that nobody else has %llu", (unsigned long long)n);
        made.event.v[FIELD_DEV] = (struct value){field_row(FIELD_DEV)->kind, 0, str_of(name)};
        row = put(store, &made);
        if (n % 4096 == 0) {
            store_flush(store);
            assert_true(store_bytes(store) < LIMIT + SLACK);
        }
    }
    struct value value;
    assert_true(store_get(store, row, FIELD_DEV, &value));
    assert_true(str_eq(value.s, str_of(name)));
    assert_int_equal(store_count(store) + store_evicted(store), 1000000);
    assert_true(store_count(store) >= SEGMENT_ROWS / 2);
    store_free(&store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_empty),         cmocka_unit_test(test_all_fields_come_back),
        cmocka_unit_test(test_duplicates),    cmocka_unit_test(test_odd_events),
        cmocka_unit_test(test_columns),       cmocka_unit_test(test_listeners_and_eviction),
        cmocka_unit_test(test_raw_from_file), cmocka_unit_test(test_compare),
        cmocka_unit_test(test_texts),         cmocka_unit_test(test_arrival),
        cmocka_unit_test(test_a_million_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
