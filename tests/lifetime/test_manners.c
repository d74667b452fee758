/* How a source behaves towards the platform (doc/RELIABILITY.md N1, N3): one request at a time, no storm in an outage,
 * Retry-After, the operator's wish, tokens that end in the middle of paging, delays, cuts and truncations on the way. */
#include "proxy.h"
#include "rig.h"

#include <cjson/cJSON.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const char *const busy[] = {"--scenario", "calm", "--rate",  "100", "--history", "30s",
                                   "--devices",  "200",  "--seed", "11",  NULL};

static struct {
    uint64_t events, requests, retries;
} wanted;

static bool has_reached(struct rig *rig)
{
    const struct feed *feed = source_feed(rig->source);
    return rig->events >= wanted.events && feed->requests >= wanted.requests && feed->retries >= wanted.retries;
}

static void wait_for(struct rig *rig, uint64_t events, uint64_t requests, uint64_t retries)
{
    const struct feed *feed = source_feed(rig->source);
    wanted.events = rig->events + events;
    wanted.requests = feed->requests + requests;
    wanted.retries = feed->retries + retries;
    rig_wait(rig, has_reached, "there are more events, requests or retries");
}

/* Waits for the failure that the fault makes; it may strike while the lab still answers that it has it. */
static void strike(struct rig *rig, const char *fault)
{
    wanted.events = wanted.requests = 0;
    wanted.retries = source_feed(rig->source)->retries + 1;
    rig_fault(rig, fault);
    rig_wait(rig, has_reached, "the fault has struck");
}

/* How many of the requests that the lab remembers have this in their path and this status; 0 = any. */
static unsigned asked_for(struct rig *rig, const char *path, int status)
{
    struct buf text = {0};
    unsigned n = 0;
    rig_ask(rig, "/lab/requests", NULL, &text);
    cJSON *json = cJSON_ParseWithLength(text.p, text.n), *row;
    cJSON_ArrayForEach(row, cJSON_GetObjectItemCaseSensitive(json, "requests"))
    {
        const char *asked = cJSON_GetObjectItemCaseSensitive(row, "path")->valuestring;
        int got = cJSON_GetObjectItemCaseSensitive(row, "status")->valueint;
        n += strstr(asked, path) != NULL && (status == 0 || status == got);
    }
    cJSON_Delete(json);
    buf_fini(&text);
    return n;
}

static struct proxy *proxy_before(struct rig *rig, char *url, size_t size)
{
    struct proxy *proxy = proxy_new(atoi(strrchr(rig->root, ':') + 1));
    snprintf(url, size, "http://127.0.0.1:%d/api/v1", proxy_port(proxy));
    return proxy;
}

static void there_is_one_request_at_a_time(void **state)
{
    struct rig rig;
    char url[64];
    (void)state;
    rig_begin(&rig, busy);
    struct proxy *proxy = proxy_before(&rig, url, sizeof url);
    rig_open(&rig, url);
    wait_for(&rig, 100, 50, 0);
    assert_int_equal(proxy_connections(proxy), 1); /* a second request under way would need a second one */
    rig_assert_complete(&rig);
    rig_end(&rig);
    proxy_free(&proxy);
}

static void an_outage_is_no_storm(void **state)
{
    struct rig rig;
    (void)state;
    rig_begin(&rig, busy);
    rig_open(&rig, NULL);
    wait_for(&rig, 50, 20, 0); /* the lists of names have been asked for */;
    strike(&rig, "{\"fault\":\"503\",\"count\":-1}");
    uint64_t requests = source_feed(rig.source)->requests, retries = source_feed(rig.source)->retries;
    wait_for(&rig, 0, 0, 40);
    /* Each failure costs one request, and the plan (test_backoff) says when the next one may follow. */
    assert_true(source_feed(rig.source)->requests - requests <= source_feed(rig.source)->retries - retries + 1);
    rig_clear_faults(&rig);
    rig_assert_complete(&rig);
    rig_end(&rig);
}

static void retry_after_is_kept_and_the_operator_need_not_wait(void **state)
{
    struct rig rig;
    (void)state;
    rig_begin(&rig, busy);
    rig.backoff = (struct backoff){.base_ms = 5, .cap_ms = 40}; /* Retry-After as the product caps it */
    rig_open(&rig, NULL);
    wait_for(&rig, 50, 20, 0); /* the lists of names have been asked for */;
    static const struct {
        const char *fault;
        int64_t wait_ms;
    } rows[] = {
        {"{\"fault\":\"429\",\"count\":1,\"retry\":\"600\"}", 600000},
        {"{\"fault\":\"503\",\"count\":1,\"retry\":\"1000000000\"}", 900000},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        strike(&rig, rows[i].fault);
        const struct feed *feed = source_feed(rig.source);
        assert_int_equal(feed->state, FEED_RETRY);
        assert_in_range(feed->retry_at_ms - feed->since_ms, rows[i].wait_ms, rows[i].wait_ms + 1000);
        source_retry_now(rig.source);
        wait_for(&rig, 0, 3, 0);
        assert_int_equal(source_feed(rig.source)->state, FEED_LIVE);
    }
    rig_assert_complete(&rig);
    rig_end(&rig);
}

static void tokens_that_end_in_the_middle_of_paging_are_renewed(void **state)
{
    static const char *const options[] = {"--scenario", "calm", "--rate", "100",         "--history", "2m", "--devices",
                                          "500",        "--seed", "5",    "--token-life", "2s",        NULL};
    struct rig rig;
    (void)state;
    rig_begin(&rig, options);
    rig.tuning.tail.per_page_max = 200; /* pages enough for several tokens */
    rig_open(&rig, NULL);
    while (asked_for(&rig, "/event", 401) < 2)
        wait_for(&rig, 1, 1, 0);
    rig_assert_complete(&rig);
    assert_true(rig.events > 12000);
    assert_true(asked_for(&rig, "/authenticate", 200) >= 3);
    assert_int_equal(rig.gaps, 0);
    rig_end(&rig);
}

static void what_happens_on_the_way_loses_nothing(void **state)
{
    static const struct {
        enum proxy_harm harm;
        int64_t amount;
        unsigned retries;
    } rows[] = {
        {PROXY_DELAY, 80, 0},    {PROXY_DRIP, 3000, 0},    {PROXY_TRUNCATE, 1500, 3},
        {PROXY_RESET, 700, 3},   {PROXY_STALL, 900, 1},    {PROXY_REFUSE, 0, 3},
        {PROXY_TRUNCATE, 30, 3}, {PROXY_RESET, 40000, 1},
    };
    struct rig rig;
    char url[64];
    (void)state;
    rig_begin(&rig, busy);
    rig.tuning.limits.total_ms = 2000;
    struct proxy *proxy = proxy_before(&rig, url, sizeof url);
    rig_open(&rig, url);
    wait_for(&rig, 50, 20, 0); /* the lists of names have been asked for */;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        proxy_set(proxy, rows[i].harm, rows[i].amount);
        proxy_cut(proxy); /* so that the next request goes the harmed way */
        wait_for(&rig, 0, 5, rows[i].retries);
        proxy_set(proxy, PROXY_NONE, 0);
        proxy_cut(proxy);
        rig_assert_complete_so_far(&rig);
    }
    rig_assert_complete(&rig);
    assert_int_equal(rig.gaps, 0);
    rig_end(&rig);
    proxy_free(&proxy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_is_one_request_at_a_time),
        cmocka_unit_test(an_outage_is_no_storm),
        cmocka_unit_test(retry_after_is_kept_and_the_operator_need_not_wait),
        cmocka_unit_test(tokens_that_end_in_the_middle_of_paging_are_renewed),
        cmocka_unit_test(what_happens_on_the_way_loses_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
