/* Following the event list in virtual time (doc/RELIABILITY.md N2): whatever moves between two requests, nothing is lost and
 * nothing comes twice. */
#include "fakelist.h"

#include "base/instant.h"
#include "emnify/backfill.h"
#include "emnify/tail.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

struct world {
    struct fakelist list;
    struct tail_settings settings;
    struct idset *known;
    struct tail *tail;
    struct backfill *backfill;
    unsigned gaps, arrays, skips, polls;
    uint64_t last_id;
};

static void deliver(void *user, struct str array)
{
    struct world *w = user;
    w->arrays++;
    fakelist_deliver(&w->list, array);
}

static void gap(void *user, int64_t from_ms, int64_t until_ms)
{
    struct world *w = user;
    w->gaps++;
    assert_true(from_ms <= until_ms);
    assert_int_equal(backfill_add(w->backfill, BACKFILL_GAP, from_ms - 120000, until_ms + 120000, NULL), 0);
}

static void filled(void *user, enum backfill_why why, int64_t from_ms, int64_t until_ms)
{
    (void)user;
    (void)why;
    assert_true(from_ms < until_ms);
}

static const struct tail_ops tail_ops = {deliver, gap};
static const struct backfill_ops backfill_ops = {deliver, filled};

static void begin(struct world *w, uint64_t seed)
{
    *w = (struct world){.settings = tail_usual};
    fakelist_init(&w->list, seed);
    w->list.now_ms = 100000000;
    w->known = idset_new(1u << 20);
    w->tail = tail_new(&w->settings, w->known, INSTANT_NONE, &tail_ops, w);
    w->backfill = backfill_new(1000, BUDGET_POLITE, w->known, &backfill_ops, w);
}

static void end(struct world *w)
{
    tail_free(&w->tail);
    backfill_free(&w->backfill);
    idset_free(&w->known);
    fakelist_fini(&w->list);
}

/* Some events, most of them new, some up to `latest` late, many at the same moment. */
static void insert(struct world *w, unsigned most, int64_t latest)
{
    unsigned n = 1 + (unsigned)fakelist_random(&w->list, most);
    for (unsigned i = 0; i < n; i++) {
        bool late = latest > 0 && fakelist_random(&w->list, 10) == 0;
        fakelist_add(&w->list, late ? (int64_t)fakelist_random(&w->list, (uint64_t)latest) : 0);
    }
}

enum outcome { SERVE, REFUSE };

/* One step of the machine: waits as it wishes, or asks once. */
static bool step(struct world *w, enum outcome outcome)
{
    struct wish wish = {0};
    tail_next(w->tail, w->list.now_ms, &wish);
    if (wish.what == WISH_WAIT) {
        w->list.now_ms = wish.at_ms;
        return false;
    }
    w->polls += strstr(wish.query, "&page=1") != NULL && wish.query[strlen(wish.query) - 2] == '=';
    if (wish.level == BUDGET_SPARE && fakelist_random(&w->list, 8) == 0) {
        w->skips++;
        tail_skip(w->tail, w->list.now_ms);
        return true;
    }
    const struct page *page = fakelist_answer(&w->list, wish.query);
    w->list.now_ms += 100 + (int64_t)fakelist_random(&w->list, 200);
    if (outcome == REFUSE)
        tail_fail(w->tail, w->list.now_ms);
    else
        tail_take(w->tail, w->list.now_ms, FAKE_EPOCH + w->list.now_ms, page);
    return true;
}

static void fill(struct world *w)
{
    struct wish wish = {0};
    for (backfill_next(w->backfill, &wish); wish.what == WISH_FETCH; backfill_next(w->backfill, &wish))
        backfill_take(w->backfill, fakelist_answer(&w->list, wish.query));
}

static void run_for(struct world *w, int64_t ms)
{
    for (int64_t until = w->list.now_ms + ms; w->list.now_ms < until;)
        step(w, SERVE);
    fill(w);
}

static void assert_complete(struct world *w)
{
    if (fakelist_lost(&w->list) + fakelist_twice(&w->list) > 0)
        fail_msg("%zu events: %zu lost, %zu twice, %u requests, overlap %lld ms", w->list.count,
                 fakelist_lost(&w->list), fakelist_twice(&w->list), w->list.requests,
                 (long long)tail_overlap_ms(w->tail));
}

static void page_shift_of_a_thousand_rounds_loses_nothing(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        struct world w;
        begin(&w, seed);
        for (int i = 0; i < 250; i++)
            insert(&w, 3, 0);
        while (!tail_has_begun(w.tail))
            step(&w, SERVE);
        for (int round = 0; round < 1000;) {
            if (!step(&w, SERVE))
                continue;
            insert(&w, 50, 600000);
            round++;
        }
        run_for(&w, 30 * 60000);
        /* What belongs before the beginning is the backfill's: the source looks there again after a quarter of an hour. */
        int64_t start = FAKE_EPOCH + 100000000;
        backfill_add(w.backfill, BACKFILL_ASKED, start - 15 * 60000, start + 120000, NULL);
        fill(&w);
        assert_complete(&w);
        end(&w);
    }
}

static void late_within_the_overlap_needs_no_sweep(void **state)
{
    (void)state;
    struct world w;
    begin(&w, 7);
    w.settings.sweep_every_ms = 1000000000;
    tail_free(&w.tail);
    w.tail = tail_new(&w.settings, w.known, INSTANT_NONE, &tail_ops, &w);
    for (int i = 0; i < 50; i++)
        insert(&w, 5, 0);
    for (int round = 0; round < 500; round++) {
        while (!step(&w, SERVE))
            ;
        insert(&w, 20, 28000);
    }
    run_for(&w, 60000);
    assert_complete(&w);
    assert_int_equal(w.gaps, 0);
    end(&w);
}

static void failures_in_the_middle_of_scans_hide_nothing(void **state)
{
    (void)state;
    struct world w;
    begin(&w, 11);
    for (int i = 0; i < 50; i++)
        insert(&w, 5, 0);
    for (int round = 0; round < 1000; round++) {
        while (!step(&w, fakelist_random(&w.list, 3) == 0 ? REFUSE : SERVE))
            ;
        insert(&w, 60, 20000);
    }
    run_for(&w, 30 * 60000);
    assert_complete(&w);
    end(&w);
}

static void an_outage_is_paged_back_or_filled(void **state)
{
    (void)state;
    struct world w;
    begin(&w, 13);
    insert(&w, 50, 0);
    run_for(&w, 60000);
    for (int i = 0; i < 100; i++) { /* ten minutes nobody looks: a scan reaches back */
        w.list.now_ms += 6000;
        insert(&w, 50, 20000);
    }
    run_for(&w, 60000);
    assert_int_equal(w.gaps, 0);
    for (int i = 0; i < 4000; i++) { /* too much for one: a gap is said, and filled by time */
        w.list.now_ms += 900;
        insert(&w, 20, 0);
    }
    run_for(&w, 120000);
    assert_int_equal(w.gaps, 1);
    assert_complete(&w);
    end(&w);
}

static void a_quiet_fleet_costs_one_page_a_poll(void **state)
{
    (void)state;
    struct world w;
    begin(&w, 17);
    for (int i = 0; i < 300; i++) {
        w.list.now_ms += 20000;
        fakelist_add(&w.list, 0);
    }
    run_for(&w, 600000);
    unsigned before = w.list.requests;
    for (int i = 0; i < 30; i++) {
        fakelist_add(&w.list, 0);
        run_for(&w, 20000);
    }
    unsigned requests = w.list.requests - before;
    assert_true(requests <= 600 / 3 + 10 * 2); /* about every 4 s, and the sweeps */
    assert_complete(&w);
    end(&w);
}

static void ids_that_are_absurd_do_not_stop_it(void **state)
{
    (void)state;
    struct world w;
    begin(&w, 19);
    for (int i = 0; i < 200; i++)
        insert(&w, 3, 0);
    for (int i = 0; i < 5; i++) {
        struct fake_event *e = fakelist_add(&w.list, -(int64_t)1000000000 * (i + 1)); /* far in the future */
        e->ts_ms = 0;
    }
    for (int round = 0; round < 300; round++) {
        while (!step(&w, SERVE))
            ;
        insert(&w, 20, 20000);
    }
    run_for(&w, 30 * 60000);
    assert_complete(&w);
    end(&w);
}

static void lists_without_headers_and_with_small_pages(void **state)
{
    (void)state;
    struct world w;
    begin(&w, 23);
    w.list.per_page_max = 100;
    for (int round = 0; round < 200; round++) {
        while (!step(&w, SERVE))
            ;
        insert(&w, 30, 20000);
    }
    run_for(&w, 30 * 60000);
    assert_complete(&w);
    end(&w);
    begin(&w, 29);
    w.list.no_headers = true;
    for (int round = 0; round < 200; round++) {
        while (!step(&w, SERVE))
            ;
        insert(&w, 5, 0);
    }
    run_for(&w, 60000);
    assert_complete(&w);
    end(&w);
}

static void check_order(void *user, struct str array)
{
    struct world *w = user;
    struct page page = {0};
    assert_int_equal(page_read(&page, array, NULL), 0);
    for (size_t i = 0; i < page.count; i++) {
        assert_true(page.elements[i].id > w->last_id);
        w->last_id = page.elements[i].id;
    }
    page_fini(&page);
}

static void batches_come_oldest_first(void **state)
{
    (void)state;
    static const struct tail_ops ops = {check_order, gap};
    struct world w;
    begin(&w, 31);
    tail_free(&w.tail);
    w.tail = tail_new(&w.settings, w.known, INSTANT_NONE, &ops, &w);
    for (int round = 0; round < 100; round++) {
        insert(&w, 200, 0);
        while (!step(&w, SERVE))
            ;
    }
    assert_true(w.last_id > 0);
    end(&w);
}

static void since_limits_the_first_scan_only(void **state)
{
    (void)state;
    struct world w;
    begin(&w, 37);
    for (int i = 0; i < 100; i++) {
        fakelist_add(&w.list, 0);
        w.list.now_ms += 60000;
    }
    tail_free(&w.tail);
    w.tail = tail_new(&w.settings, w.known, FAKE_EPOCH + w.list.now_ms - 10 * 60000, &tail_ops, &w);
    run_for(&w, 120000);
    assert_int_equal(fakelist_lost(&w.list), 91);
    fakelist_add(&w.list, 11 * 60000); /* older than that, but new */
    run_for(&w, 120000);
    assert_int_equal(fakelist_lost(&w.list), 91);
    end(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(page_shift_of_a_thousand_rounds_loses_nothing),
        cmocka_unit_test(late_within_the_overlap_needs_no_sweep),
        cmocka_unit_test(failures_in_the_middle_of_scans_hide_nothing),
        cmocka_unit_test(an_outage_is_paged_back_or_filled),
        cmocka_unit_test(a_quiet_fleet_costs_one_page_a_poll),
        cmocka_unit_test(ids_that_are_absurd_do_not_stop_it),
        cmocka_unit_test(lists_without_headers_and_with_small_pages),
        cmocka_unit_test(batches_come_oldest_first),
        cmocka_unit_test(since_limits_the_first_scan_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
