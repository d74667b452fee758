/* The state that events tell beside the one the platform says: when they agree, when they differ, when it cannot be said. */
#include "view/finding.h"

#include "base/clock.h"
#include "base/instant.h"
#include "model/event.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define DEVICE_ID 7310004
#define T0 ((int64_t)1787390100000)

struct world {
    struct store *store;
    struct fleet *fleet;
    struct fact_book book;
    uint64_t last_id;
    struct finding findings[FINDINGS_MAX];
    int count;
};

static void happens(struct world *w, int api_type, int64_t ts_ms)
{
    char raw[32];
    struct event event = {.id = ++w->last_id, .order_ms = ts_ms, .arrival_ms = ts_ms, .type = type_of(api_type, SEVERITY_INFO)};
    row_id row;
    snprintf(raw, sizeof raw, "{\"n\":%llu}", (unsigned long long)event.id);
    event.raw = str_of(raw);
    event.v[FIELD_ID] = (struct value){KIND_NUMBER, (int64_t)event.id, STR_NONE};
    event.v[FIELD_TS] = (struct value){KIND_TIME, ts_ms, STR_NONE};
    event.v[FIELD_TYPE] = (struct value){KIND_ENUM, event.type, STR_NONE};
    event.v[FIELD_TYPE_ID] = (struct value){KIND_NUMBER, api_type, STR_NONE};
    event.v[FIELD_DEV_ID] = (struct value){KIND_NUMBER, DEVICE_ID, STR_NONE};
    store_append(w->store, &event, 0, (struct raw_place){-1, 0}, &row);
    store_flush(w->store);
}

static void begin(struct world *w)
{
    *w = (struct world){.store = store_new(&(struct store_options){0})};
    w->fleet = fleet_new(w->store, 100);
    w->book.about = (struct fact_about){FACT_OF_DEVICE, DEVICE_ID};
}

static void end(struct world *w)
{
    fact_book_fini(&w->book);
    fleet_free(&w->fleet);
    store_free(&w->store);
}

/* The platform's answer, asked for at that time. */
static void says(struct world *w, enum fact_topic topic, const char *body, int64_t at_ms)
{
    assert_int_equal(fact_read(&w->book.answers[topic], topic, str_of(body), NULL), 0);
    w->book.answers[topic].at_ms = at_ms;
}

static const char *found(struct world *w, int64_t now_ms, enum tone tone)
{
    clock_freeze(now_ms);
    w->count = finding_all(w->fleet, &w->book, w->findings);
    if (w->count == 0)
        return "";
    assert_int_equal(w->findings[0].tone, tone);
    return w->findings[0].text;
}

static void nothing_is_said_without_an_answer(void **state)
{
    struct world w;
    (void)state;
    begin(&w);
    assert_string_equal(found(&w, T0, TONE_GOOD), "");
    happens(&w, 2, T0);
    assert_string_equal(found(&w, T0, TONE_GOOD), "");
    end(&w);
}

static void both_agree(void **state)
{
    struct world w;
    (void)state;
    begin(&w);
    happens(&w, 2, T0);
    says(&w, FACT_TOPIC_CONNECTIVITY, "{\"status\":{\"description\":\"ATTACHED\"}}", T0 + 60000);
    assert_non_null(strstr(found(&w, T0 + 60000, TONE_GOOD), "agree"));
    assert_int_equal(w.count, 1);
    end(&w);
}

static void a_difference_waits_until_events_had_their_time(void **state)
{
    struct world w;
    (void)state;
    begin(&w);
    happens(&w, 2, T0);
    says(&w, FACT_TOPIC_CONNECTIVITY, "{\"status\":{\"description\":\"ONLINE\"}}", T0 + 60000);
    assert_non_null(strstr(found(&w, T0 + 61000, TONE_MUTED), "on its way"));
    assert_non_null(strstr(found(&w, T0 + 90000, TONE_WARN), "did not come as an event"));
    happens(&w, 3, T0 + 59000); /* now it has come */
    assert_non_null(strstr(found(&w, T0 + 91000, TONE_GOOD), "agree"));
    end(&w);
}

static void an_old_answer_is_overtaken(void **state)
{
    struct world w;
    (void)state;
    begin(&w);
    happens(&w, 2, T0);
    says(&w, FACT_TOPIC_CONNECTIVITY, "{\"status\":{\"description\":\"ATTACHED\"}}", T0 + 60000);
    assert_false(finding_is_overtaken(w.fleet, &w.book));
    happens(&w, 3, T0 + 100000);
    assert_true(finding_is_overtaken(w.fleet, &w.book));
    assert_non_null(strstr(found(&w, T0 + 200000, TONE_MUTED), "on its way")); /* it says nothing about now */
    end(&w);
}

static void what_people_set_is_compared_too(void **state)
{
    struct world w;
    (void)state;
    begin(&w);
    happens(&w, 2, T0);
    happens(&w, 43, T0 + 1000); /* disabled */
    says(&w, FACT_TOPIC_DEVICE, "{\"status\":{\"description\":\"Enabled\"}}", T0 + 60000);
    assert_non_null(strstr(found(&w, T0 + 90000, TONE_WARN), "the platform calls the device Enabled"));
    says(&w, FACT_TOPIC_DEVICE, "{\"status\":{\"description\":\"Disabled\"}}", T0 + 60000);
    assert_string_equal(found(&w, T0 + 90000, TONE_WARN), "");
    end(&w);
}

static void unknown_to_events_is_no_difference(void **state)
{
    struct world w;
    (void)state;
    begin(&w);
    happens(&w, 0, T0);
    says(&w, FACT_TOPIC_CONNECTIVITY, "{\"status\":{\"description\":\"OFFLINE\"}}", T0 + 60000);
    assert_non_null(strstr(found(&w, T0 + 90000, TONE_MUTED), "do not tell"));
    end(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_said_without_an_answer),
        cmocka_unit_test(both_agree),
        cmocka_unit_test(a_difference_waits_until_events_had_their_time),
        cmocka_unit_test(an_old_answer_is_overtaken),
        cmocka_unit_test(what_people_set_is_compared_too),
        cmocka_unit_test(unknown_to_events_is_no_difference),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
