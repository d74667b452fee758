/* What may be written at a place of a filter: fields, operators, words, and values of the store with their counts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "filter/filter.h"
#include "made.h"
#include "query/offers.h"

static const struct raw_place copied = {-1, 0};

struct desk {
    struct store *store;
    struct reader *reader;
    struct offers *offers;
};

static void each_list(void *user, void (*visit)(void *user, const char *name), void *visit_user)
{
    (void)user;
    visit(visit_user, "vip");
    visit(visit_user, "test");
}

static void open_desk(struct desk *desk, uint64_t events)
{
    static struct made made;
    const struct offers_lists lists = {each_list, NULL};
    desk->store = store_new(&(struct store_options){0});
    for (uint64_t n = 0; n < events; n++) {
        row_id row;
        made_event(&made, n, INT64_C(1787388000000) + (int64_t)n * 1000);
        store_append(desk->store, &made.event, 0, copied, &row);
    }
    store_flush(desk->store);
    desk->reader = reader_new(desk->store);
    desk->offers = offers_new(desk->store, desk->reader, &lists);
}

static void close_desk(struct desk *desk)
{
    offers_free(&desk->offers);
    reader_free(&desk->reader);
    store_free(&desk->store);
}

static void ask(struct desk *desk, const char *query)
{
    offers_ask(desk->offers, str_of(query), strlen(query));
    while (offers_work(desk->offers, INT64_C(1000000000)))
        ;
}

static const struct offer *find(const struct desk *desk, const char *insert)
{
    for (size_t i = 0; i < offers_count(desk->offers); i++) {
        if (strcmp(offers_get(desk->offers, i)->insert, insert) == 0)
            return offers_get(desk->offers, i);
    }
    return NULL;
}

static void words_fit_their_place(void **state)
{
    (void)state;
    static const struct {
        const char *query, *offered, *not_offered;
        size_t from;
        bool called_for;
    } cases[] = {
        {"", "sev:", "warn", 0, false},
        {"se", "sev:", "dev:", 0, true},
        {"severity", "severity:", "dev:", 0, true},
        {"sev", "sev>=", "sev~", 0, true},
        {"op", "op~", "op>=", 0, true},
        {"cc:de op", "op:", "cc:", 6, true},
        {"sev:", "warn", "sev:", 4, true},
        {"sev>=w", "warn", "info", 5, true},
        {"is:re", "rejected", "alert", 3, true},
        {"has:ap", "apn", "alert", 4, true},
        {"same ", "device", "sev:", 5, true},
        {"last ", "15m", "sev:", 5, true},
        {"since ", "today", "15m", 6, true},
        {"imsi in @", "@vip", "vip", 8, true},
        {"imsi:@t", "@test", "@vip", 5, true},
        {"vol>5", "5MB", "5s", 4, true},
        {"dur<10", "10m", "10MB", 4, true},
        {"cc:de ", "op:", "de", 6, false},
    };
    struct desk desk;
    open_desk(&desk, 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ask(&desk, cases[i].query);
        if (find(&desk, cases[i].offered) == NULL || find(&desk, cases[i].not_offered) != NULL)
            fail_msg("%s", cases[i].query);
        assert_int_equal(offers_from(desk.offers), cases[i].from);
        assert_int_equal(offers_to(desk.offers), strlen(cases[i].query));
        assert_int_equal(offers_is_called_for(desk.offers), cases[i].called_for);
    }
    close_desk(&desk);
}

/* The count beside a value is the number of events that a filter with it finds. */
static void counts_are_what_the_filter_finds(void **state)
{
    (void)state;
    static const char *const fields[] = {"sev:", "type:", "source:", "alert:", "cc:", "op=", "dev=", "apn:", "mcc:", "imsi:",
                                         "rat:", "tag=", "ip:", "dev.id:", "vol:", "org="};
    struct desk desk;
    struct filter_env env = {.now = INT64_C(1787388000000)};
    open_desk(&desk, 3000);
    size_t checked = 0;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        ask(&desk, fields[i]);
        assert_true(offers_progress(desk.offers) >= 1);
        for (size_t k = 0; k < offers_count(desk.offers) && k < 8; k++) {
            const struct offer *offer = offers_get(desk.offers, k);
            struct filter *filter = NULL;
            struct error err = {0};
            struct buf query = {0};
            uint64_t found = 0;
            if (!offer->counted)
                continue;
            buf_add_fmt(&query, "%s%s", fields[i], offer->insert);
            if (filter_compile(buf_str(&query), &env, &filter, &err) < 0)
                fail_msg("%s: %s", buf_cstr(&query), err.text);
            for (row_id row = store_oldest(desk.store); row != ROW_NONE; row = store_next(desk.store, row))
                found += filter_match(filter, desk.store, row);
            if (found != offer->count)
                fail_msg("%s finds %d, not %d", buf_cstr(&query), (int)found, (int)offer->count);
            filter_free(&filter);
            buf_fini(&query);
            checked++;
        }
    }
    assert_true(checked > 50);
    close_desk(&desk);
}

static void the_most_frequent_come_first_and_typing_narrows(void **state)
{
    (void)state;
    struct desk desk;
    open_desk(&desk, 3000);
    ask(&desk, "dev=");
    size_t all = offers_count(desk.offers);
    assert_true(all > 20);
    for (size_t i = 1; i < all; i++)
        assert_true(offers_get(desk.offers, i - 1)->count >= offers_get(desk.offers, i)->count);
    char query[OFFERS_TEXT_MAX + 8];
    snprintf(query, sizeof query, "dev=%s", offers_get(desk.offers, all - 1)->insert);
    ask(&desk, query);
    assert_true(offers_count(desk.offers) >= 1 && offers_count(desk.offers) < all);
    close_desk(&desk);
}

static void arrivals_are_counted_too(void **state)
{
    (void)state;
    static struct made made;
    struct desk desk;
    open_desk(&desk, 100);
    ask(&desk, "sev:");
    uint64_t before = find(&desk, "info")->count + find(&desk, "warn")->count + find(&desk, "critical")->count;
    row_id row;
    made_event(&made, 100, INT64_C(1787388900000));
    store_append(desk.store, &made.event, 0, copied, &row);
    store_flush(desk.store);
    ask(&desk, "sev:");
    uint64_t after = find(&desk, "info")->count + find(&desk, "warn")->count + find(&desk, "critical")->count;
    assert_int_equal(after, before + 1);
    close_desk(&desk);
}

/* Sentences that hardly repeat are not counted through to the last one: the newest are offered, without a number. */
static void values_that_hardly_repeat_are_a_sample(void **state)
{
    (void)state;
    static struct made made;
    struct desk desk;
    const uint64_t events = 300000;
    open_desk(&desk, 100);
    for (uint64_t n = 100; n < events; n++) {
        row_id row;
        made_event(&made, n, INT64_C(1787388000000) + (int64_t)n);
        made_text(&made, FIELD_DESC, "Packet %llu was sent", (unsigned long long)n);
        store_append(desk.store, &made.event, 0, copied, &row);
    }
    store_flush(desk.store);
    ask(&desk, "dev=");
    assert_false(offers_are_sampled(desk.offers));
    assert_true(offers_get(desk.offers, 0)->counted);
    ask(&desk, "desc=");
    assert_true(offers_are_sampled(desk.offers));
    assert_true(offers_progress(desk.offers) >= 1);
    ask(&desk, "desc=\"packet 299999");
    assert_int_equal(offers_count(desk.offers), 1);
    assert_string_equal(offers_get(desk.offers, 0)->insert, "\"Packet 299999 was sent\"");
    assert_false(offers_get(desk.offers, 0)->counted);
    close_desk(&desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_fit_their_place),
        cmocka_unit_test(counts_are_what_the_filter_finds),
        cmocka_unit_test(the_most_frequent_come_first_and_typing_narrows),
        cmocka_unit_test(arrivals_are_counted_too),
        cmocka_unit_test(values_that_hardly_repeat_are_a_sample),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
