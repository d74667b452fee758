/* A facet against counting by hand: what it says of a value is what a list filtered by it would hold, whatever arrives, is
 * evicted or ticked; and a tick pressed twice leaves the query as it was. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/clock.h"
#include "made.h"
#include "view/facet.h"

#include <malloc.h>
#include <stdlib.h>

static const struct raw_place copied = {-1, 0};

struct world {
    struct store *store;
    struct desk desk;
    struct filter_env env;
    struct filter *filter; /* in force; NULL = everything */
    char *text;
    uint64_t next, random;
};

/* A source that is live: now is the clock. */
static int feed_count(void *app)
{
    (void)app;
    return 1;
}

static const struct feed *feed_at(void *app, int index)
{
    static const struct feed feed = {.state = FEED_LIVE};
    (void)app, (void)index;
    return &feed;
}

static void open_world(struct world *w, size_t max_bytes)
{
    *w = (struct world){.random = 11, .text = str_dup(STR_NONE)};
    clock_freeze(INT64_C(1787388000000));
    w->store = store_new(&(struct store_options){max_bytes});
    w->desk = (struct desk){.app = w, .store = w->store, .feed_count = feed_count, .feed = feed_at};
    w->env.now = clock_wall_ms();
}

static void close_world(struct world *w)
{
    filter_free(&w->filter);
    store_free(&w->store);
    free(w->text);
}

static void arrive(struct world *w, size_t count)
{
    static struct made made;
    for (size_t i = 0; i < count; i++) {
        row_id row;
        made_event(&made, w->next, clock_wall_ms() + (int64_t)w->next * 100);
        w->next++;
        store_append(w->store, &made.event, 0, copied, &row);
    }
    store_flush(w->store);
}

static void set_query(struct world *w, struct facet *facet, struct str query)
{
    struct filter *old = w->filter;
    struct error err = {0};
    char *text = str_dup(query);
    if (filter_compile(str_of(text), &w->env, &w->filter, &err) < 0)
        fail_msg("%s: %s", text, err.text);
    assert_true(facet_set(facet, w->filter, &err) >= 0);
    filter_free(&old);
    free(w->text);
    w->text = text;
}

static void finish(struct facet *facet)
{
    facet->next_ns = 0;
    while (facet_work(facet, 20000) || facet->next_ns == 0)
        continue;
    assert_true(facet_progress(facet) == 1);
}

static size_t matches(const struct world *w, struct str query)
{
    struct filter *filter = NULL;
    struct error err = {0};
    size_t n = 0;
    assert_true(filter_compile(query, &w->env, &filter, &err) >= 0);
    for (row_id row = store_oldest(w->store); row != ROW_NONE; row = store_next(w->store, row))
        n += filter_match(filter, w->store, row);
    filter_free(&filter);
    return n;
}

/* Each row counts what the query lets through with that value as its only tick. */
static void check_rows(const struct world *w, const struct facet *facet)
{
    for (int i = 0; i < facet->chooser.count; i += i < 8 ? 1 : 9) {
        struct buf query = {0};
        const struct filter_tick tick = {facet->rows[i].text, FILTER_IN};
        filter_retick(&query, w->filter, facet->field, &tick, 1);
        assert_int_equal(facet->rows[i].count, matches(w, buf_str(&query)));
        buf_fini(&query);
    }
}

static void check_order(const struct facet *facet)
{
    for (int i = 0; i + 1 < facet->chooser.count; i++) {
        if (facet->rows[i + 1].text.n > 0 && facet->rows[i + 1].mark == FACET_FREE)
            assert_true(facet->rows[i].count >= facet->rows[i + 1].count);
    }
}

static void test_counts_while_rows_come_and_go(void **state)
{
    static const field_id fields[] = {FIELD_TYPE, FIELD_SEV, FIELD_OP, FIELD_DEV, FIELD_APN, FIELD_VOL};
    static const char *const queries[] = {"", "sev>=warn", "op=\"Operator 3\"", "is:alert -type:loc.update", "dev:pump",
                                          "missing:apn -op=\"Operator 1\" has:op", "type:loc.update,loc.gprs"};
    (void)state;
    for (size_t f = 0; f < sizeof fields / sizeof *fields; f++) {
        struct world w;
        open_world(&w, (size_t)1 << 19);
        arrive(&w, 1500);
        struct facet *facet = facet_new(&w.desk, fields[f], NULL);
        for (int round = 0; round < 14; round++) {
            set_query(&w, facet, str_of(queries[(size_t)round % 7]));
            if (round % 2 == 0)
                facet_work(facet, 0); /* in the middle of its count */
            arrive(&w, made_random(&w.random) % 700);
            finish(facet);
            check_rows(&w, facet);
            check_order(facet);
        }
        assert_true(store_evicted(w.store) > 0);
        facet_free(&facet);
        close_world(&w);
    }
}

static void press(struct world *w, struct facet *facet, enum facet_press how, const char *expected)
{
    struct buf query = {0};
    assert_true(facet_press(facet, w->filter, how, &query));
    assert_string_equal(buf_cstr(&query), expected);
    set_query(w, facet, buf_str(&query));
    finish(facet);
    buf_fini(&query);
}

static void choose(struct facet *facet, const char *text)
{
    for (int i = 0; i < facet->chooser.count; i++) {
        if (str_eq(facet->rows[i].text, str_of(text))) {
            chooser_to(&facet->chooser, i);
            return;
        }
    }
    fail_msg("no row `%s`", text);
}

static void test_presses(void **state)
{
    struct world w;
    (void)state;
    open_world(&w, 0);
    arrive(&w, 900);
    struct facet *facet = facet_new(&w.desk, FIELD_OP, NULL);
    set_query(&w, facet, STR("sev>=warn"));
    finish(facet);
    choose(facet, "Operator 2");
    press(&w, facet, FACET_TOGGLE, "sev>=warn op=\"Operator 2\"");
    assert_int_equal(facet_row(facet)->mark, FACET_IN);
    assert_string_equal(facet_row(facet)->text.p, "Operator 2"); /* it stays chosen */
    assert_true(facet->chooser.count == 8);                      /* the others are there to be added */
    press(&w, facet, FACET_TOGGLE, "sev>=warn");
    press(&w, facet, FACET_EXCLUDE, "sev>=warn -op=\"Operator 2\"");
    assert_int_equal(facet_row(facet)->mark, FACET_OUT);
    choose(facet, "");
    press(&w, facet, FACET_EXCLUDE, "sev>=warn -op=\"Operator 2\" has:op");
    press(&w, facet, FACET_TOGGLE, "sev>=warn -op=\"Operator 2\"");
    press(&w, facet, FACET_TOGGLE, "sev>=warn missing:op -op=\"Operator 2\"");
    choose(facet, "Operator 4");
    press(&w, facet, FACET_TOGGLE, "sev>=warn (op=\"Operator 4\" or missing:op) -op=\"Operator 2\"");
    press(&w, facet, FACET_ONLY, "sev>=warn op=\"Operator 4\"");
    press(&w, facet, FACET_CLEAR, "sev>=warn");
    facet_free(&facet);
    close_world(&w);
}

/* A value that fell out of the most frequent, or out of the store, can still be taken back. */
static void test_a_tick_is_always_shown(void **state)
{
    struct world w;
    (void)state;
    open_world(&w, 0);
    arrive(&w, 300);
    struct facet *facet = facet_new(&w.desk, FIELD_ID, NULL);
    set_query(&w, facet, STR("id:3,999999"));
    finish(facet);
    assert_int_equal(facet->chooser.count, FACET_VALUES + 1); /* 3 is among the first sixty */
    choose(facet, "999999");
    assert_int_equal(facet_row(facet)->count, 0);
    assert_int_equal(facet_row(facet)->mark, FACET_IN);
    facet_find(facet, STR("29"));
    finish(facet);
    for (int i = 0; i < facet->chooser.count; i++)
        assert_true(str_find(facet->rows[i].text, STR("29")) >= 0 || facet->rows[i].mark == FACET_IN);
    choose(facet, "129");
    facet_free(&facet);
    close_world(&w);
}

/* More ticks than a facet keeps: the query is not touched. */
static void test_too_many_ticks(void **state)
{
    struct world w;
    struct buf query = {0}, pressed = {0};
    (void)state;
    open_world(&w, 0);
    arrive(&w, 100);
    buf_add_text(&query, "id:1");
    for (int i = 2; i <= FACET_TICKS + 1; i++)
        buf_add_fmt(&query, ",%d", i);
    struct facet *facet = facet_new(&w.desk, FIELD_ID, NULL);
    set_query(&w, facet, buf_str(&query));
    finish(facet);
    assert_false(facet_press(facet, w.filter, FACET_TOGGLE, &pressed));
    assert_int_equal(pressed.n, 0);
    assert_true(facet_press(facet, w.filter, FACET_CLEAR, &pressed));
    buf_fini(&query);
    buf_fini(&pressed);
    facet_free(&facet);
    close_world(&w);
}

/* Live flags and windows of time answer otherwise later; rows are still counted out as they were counted in. */
static void test_answers_that_change(void **state)
{
    struct world w;
    (void)state;
    open_world(&w, (size_t)1 << 19);
    arrive(&w, 1000);
    struct marks *marks = marks_new(w.store);
    struct slice *slice = slice_new(w.store);
    struct sieve list;
    sieve_init(&list, &w.desk);
    sieve_attach(&list, slice, marks);
    struct facet *facet = facet_new(&w.desk, FIELD_OP, &list);
    for (int round = 0; round < 20; round++) {
        set_query(&w, facet, round % 2 == 0 ? STR("-is:marked") : STR("-last 10s"));
        finish(facet);
        marks_toggle(marks, store_oldest(w.store) + made_random(&w.random) % 400);
        clock_freeze(clock_wall_ms() + 1500);
        arrive(&w, 400);
        finish(facet);
    }
    assert_true(store_evicted(w.store) > 0);
    facet_free(&facet);
    slice_set_test(slice, NULL);
    sieve_fini(&list);
    slice_free(&slice);
    marks_free(&marks);
    close_world(&w);
}

/* 0 where a sanitizer keeps the books. */
static size_t memory_in_use(void)
{
    struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

/* A list of values is as large as the store lets it be, and what is shown of it is a screenful. */
static void test_a_million_values(void **state)
{
    enum { MILLION = 1000000, STEP = 8192, STORE = 24 << 20, ROOM = 160 << 20 };
    struct world w;
    (void)state;
    open_world(&w, STORE);
    struct facet *facet = facet_new(&w.desk, FIELD_DEV, NULL);
    set_query(&w, facet, STR_NONE);
    const size_t before = memory_in_use();
    while (w.next < MILLION) {
        for (uint64_t until = w.next + STEP; w.next < until; w.next++) {
            struct made made;
            row_id row;
            made_event(&made, w.next, clock_wall_ms());
            made_text(&made, FIELD_DEV, "nobody else is called %llu", (unsigned long long)w.next);
            store_append(w.store, &made.event, 0, copied, &row);
        }
        store_flush(w.store);
        finish(facet);
        assert_true(memory_in_use() < before + ROOM);
        assert_int_equal(facet->chooser.count, FACET_VALUES);
    }
    assert_true(store_evicted(w.store) > MILLION / 2);
    assert_int_equal(facet->values, store_count(w.store));
    assert_int_equal(facet->total, store_count(w.store));
    facet_free(&facet);
    close_world(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counts_while_rows_come_and_go), cmocka_unit_test(test_presses),
        cmocka_unit_test(test_a_tick_is_always_shown),        cmocka_unit_test(test_too_many_ticks),
        cmocka_unit_test(test_answers_that_change),           cmocka_unit_test(test_a_million_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
