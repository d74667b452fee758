/* The lab's q= and sort=: which the platform takes, which it refuses, what they select, and how pages are clamped. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>

#include "lab/course.h"
#include "lab/eventquery.h"

#define START 1777874400000LL /* 2026-05-04T06:00:00Z */

static struct world *world;

static int begin(void **state)
{
    (void)state;
    struct world_options options = {
        .seed = 3, .zero = START, .history = 0, .devices = 120, .limit = 100000};
    world = course_new(&options);
    course_advance(world, START + 1800000);
    return 0;
}

static int end(void **state)
{
    (void)state;
    world_free(&world);
    return 0;
}

static int parse(const char *q)
{
    struct event_query query;
    eventquery_init(&query);
    return eventquery_parse_q(&query, str_of(q), NULL);
}

static void good_and_bad_queries(void **state)
{
    (void)state;
    static const char *const good[] = {
        "type:3",
        "type:3|5|11",
        "type:1|2|3|4|5|6",
        "from:2026-05-04T00:00:00Z,until:2026-05-05T00:00:00Z,type:3",
        "timestamp:2026-05-04T00:00:00Z",
        "alert:true",
        "source:2,severity:1",
        "endpoint:tracker|vend",
        "description:quota reached: really",
        "iccid:8988303",
        "country:Germany|France",
        "rat:6|9",
        "network:O2"};
    static const char *const bad[] = {"type",
                                      "type:",
                                      "type:x",
                                      "type:-1",
                                      "type:1|2|3|4|5|6|7",
                                      "type:3|",
                                      "nothing:1",
                                      "id:5",
                                      ":3",
                                      "from:2026-05-04T00:00:00Z",
                                      "until:2026-05-04T00:00:00Z",
                                      "from:2026-05-04,until:2026-05-05",
                                      "from:2026-13-04T00:00:00Z,until:2026-05-05T00:00:00Z",
                                      "alert:yes",
                                      "Type:3",
                                      "type:3,,type:5"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        if (parse(good[i]) != 0)
            fail_msg("refused: %s", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (parse(bad[i]) != -E_SYNTAX)
            fail_msg("taken: %s", bad[i]);
}

static void sort_criteria(void **state)
{
    (void)state;
    struct event_query query;
    eventquery_init(&query);
    assert_int_equal(eventquery_parse_sort(&query, STR("-timestamp,id"), NULL), 0);
    assert_int_equal(query.sort_count, 2);
    assert_true(query.sort[0].descending);
    assert_int_equal(eventquery_parse_sort(&query, STR("description"), NULL), -E_SYNTAX);
    assert_int_equal(eventquery_parse_sort(&query, STR("--id"), NULL), -E_SYNTAX);
}

static struct selection run(const char *q, const char *sort, uint64_t page, uint64_t per_page)
{
    static struct event_query query;
    eventquery_init(&query);
    if (q != NULL)
        assert_int_equal(eventquery_parse_q(&query, str_of(q), NULL), 0);
    if (sort != NULL)
        assert_int_equal(eventquery_parse_sort(&query, str_of(sort), NULL), 0);
    return eventquery_run(world, &query, page, per_page);
}

static void pages_are_clamped(void **state)
{
    (void)state;
    struct selection all = run(NULL, NULL, 1, 100);
    assert_true(all.total > 500);
    assert_int_equal(all.count, 100);
    struct selection last = run(NULL, NULL, 100000, 100);
    assert_int_equal(last.skip, (all.total - 1) / 100 * 100);
    assert_true(last.count >= 1 && last.count <= 100);
    struct selection first = run(NULL, NULL, 0, 100);
    assert_memory_equal(first.found, all.found, 100 * sizeof *all.found);
    struct selection none = run("type:66", NULL, 5, 100);
    assert_int_equal(none.total, 0);
    assert_int_equal(none.count, 0);
    free(all.found);
    free(last.found);
    free(first.found);
    free(none.found);
}

static const struct happening *at(const struct selection *s, size_t i)
{
    return ledger_get(&world->ledger, s->found[i]);
}

static void newest_first(void **state)
{
    (void)state;
    struct selection s = run(NULL, "-id", 1, 50);
    for (size_t i = 1; i < s.count; i++)
        assert_true(at(&s, i - 1)->id > at(&s, i)->id);
    assert_int_equal(s.found[0], world->ledger.end - 1);
    free(s.found);
    s = run("type:3", "-timestamp,id", 1, 50);
    for (size_t i = 1; i < s.count; i++)
        assert_true(at(&s, i - 1)->ts > at(&s, i)->ts ||
                    (at(&s, i - 1)->ts == at(&s, i)->ts && at(&s, i - 1)->id < at(&s, i)->id));
    free(s.found);
}

/* A filter and its complement by hand give the same count. */
static void counts_add_up(void **state)
{
    (void)state;
    struct selection s = run("type:3|5,severity:0", NULL, 1, 10);
    uint64_t count = 0;
    for (uint64_t i = world->ledger.first; i < world->ledger.end; i++) {
        const struct kind_row *row = kind_row(ledger_get(&world->ledger, i)->kind);
        count += (row->type == 3 || row->type == 5) && row->severity == SAYS_INFO;
    }
    assert_int_equal(s.total, count);
    free(s.found);
    s = run("from:2026-05-04T06:10:00Z,until:2026-05-04T06:20:00Z", NULL, 1, 10);
    count = 0;
    for (uint64_t i = world->ledger.first; i < world->ledger.end; i++) {
        int64_t ts = ledger_get(&world->ledger, i)->ts - START;
        count += ts >= 600000 && ts <= 1200000;
    }
    assert_int_equal(s.total, count);
    assert_true(count > 50);
    free(s.found);
}

static void scoped_lists_follow_the_chain(void **state)
{
    (void)state;
    for (uint32_t device = 0; device < 120; device += 17) {
        struct event_query query;
        eventquery_init(&query);
        query.device = device;
        struct selection s = eventquery_run(world, &query, 1, 100000);
        uint64_t count = 0;
        for (uint64_t i = world->ledger.first; i < world->ledger.end; i++)
            count += ledger_get(&world->ledger, i)->device == device;
        assert_int_equal(s.total, count);
        for (size_t i = 1; i < s.count; i++)
            assert_true(at(&s, i - 1)->id < at(&s, i)->id);
        free(s.found);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_and_bad_queries), cmocka_unit_test(sort_criteria),
        cmocka_unit_test(pages_are_clamped),    cmocka_unit_test(newest_first),
        cmocka_unit_test(counts_add_up),        cmocka_unit_test(scoped_lists_follow_the_chain),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
