/* API faults lose nothing (doc/RELIABILITY.md N1, N4): each fault of the script strikes a running stream of the lab; after it
 * everything that was emitted has arrived, once, and while it lasted the source backed off. */
#include "rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static const char *const busy[] = {"--scenario", "calm", "--rate",  "150", "--history", "30s",
                                   "--devices",  "200",  "--seed", "7",   NULL};

/* ---------------------------------------------------------------- N1, fault by fault */

enum effect {
    PASSES,
    FAILS,
    HANGS, /* fails when patience ends */
};
#define PATIENCE_MS 3000


static const struct fault {
    const char *name, *json;
    enum effect effect;
    const char *said; /* what the last error must hold */
} faults[] = {
    {"401, the token is over", "{\"fault\":\"401\",\"count\":3,\"every\":4}", PASSES, NULL},
    {"401 in the gateway's shape", "{\"fault\":\"401-gateway\",\"count\":4}", FAILS, "refused the token"},
    {"403", "{\"fault\":\"403\",\"count\":4}", FAILS, "(403"},
    {"404", "{\"fault\":\"404\",\"count\":4}", FAILS, "api.url"},
    {"408", "{\"fault\":\"408\",\"count\":4}", FAILS, "(408"},
    {"422", "{\"fault\":\"422\",\"count\":4}", FAILS, "(422"},
    {"429, Retry-After in seconds", "{\"fault\":\"429\",\"count\":3,\"retry\":\"1\"}", FAILS, "slow down"},
    {"429, Retry-After as a date", "{\"fault\":\"429\",\"count\":3,\"retry\":\"Fri, 31 Dec 1999 23:59:59 GMT\"}", FAILS,
     "slow down"},
    {"429, absurd Retry-After", "{\"fault\":\"429\",\"count\":3,\"retry\":\"1000000000\"}", FAILS, "slow down"},
    {"429, negative Retry-After", "{\"fault\":\"429\",\"count\":3,\"retry\":\"-5\"}", FAILS, "slow down"},
    {"500", "{\"fault\":\"500\",\"count\":4}", FAILS, "(500"},
    {"502 as HTML", "{\"fault\":\"502\",\"count\":4}", FAILS, "(502"},
    {"503", "{\"fault\":\"503\",\"count\":4}", FAILS, "(503"},
    {"HTML instead of JSON", "{\"fault\":\"html\",\"count\":4}", FAILS, "not a list of events"},
    {"empty 200", "{\"fault\":\"empty\",\"count\":4}", FAILS, "empty"},
    {"redirect to another host", "{\"fault\":\"redirect\",\"count\":4}", FAILS, "not followed"},
    {"truncated body", "{\"fault\":\"truncate\",\"count\":4}", FAILS, ""},
    {"content-length too long", "{\"fault\":\"long\",\"count\":4}", FAILS, ""},
    {"content-length too short", "{\"fault\":\"short\",\"count\":4}", FAILS, ""},
    {"slow drip", "{\"fault\":\"drip\",\"count\":1}", HANGS, ""},
    {"stalled", "{\"fault\":\"stall\",\"count\":1}", HANGS, ""},
    {"hang after the headers", "{\"fault\":\"hang\",\"count\":1}", HANGS, ""},
    {"reset", "{\"fault\":\"reset\",\"count\":4}", FAILS, ""},
    {"reset in the middle of the body", "{\"fault\":\"reset-body\",\"count\":4}", FAILS, ""},
    {"gzip bomb of 300 MB", "{\"fault\":\"bomb\",\"count\":2}", FAILS, "unpacks to more"},
    {"gzip garbage", "{\"fault\":\"gzip-garbage\",\"count\":4}", FAILS, "gzip"},
    {"gzip cut off", "{\"fault\":\"gzip-cut\",\"count\":4}", FAILS, "gzip"},
    {"a page of 100 MB", "{\"fault\":\"big\",\"count\":1}", FAILS, ""},
    {"bytes that are not UTF-8", "{\"fault\":\"utf8\",\"count\":4}", PASSES, NULL},
    {"page shift", "{\"fault\":\"shift\",\"count\":40}", PASSES, NULL},
    {"duplicate ids", "{\"fault\":\"duplicate\",\"count\":10}", PASSES, NULL},
    {"ids out of order", "{\"fault\":\"disorder\",\"count\":10}", PASSES, NULL},
    {"clock an hour ahead", "{\"fault\":\"skew\",\"by\":3600,\"for\":\"2s\"}", PASSES, NULL},
    {"clock an hour behind", "{\"fault\":\"skew\",\"by\":-3600,\"for\":\"2s\"}", PASSES, NULL},
    {"late events", "{\"fault\":\"late\",\"by\":50,\"delay\":\"3s\"}", PASSES, NULL},
    {"hostile strings", "{\"fault\":\"hostile\",\"by\":10}", PASSES, NULL},
};

static uint64_t wanted_events, wanted_requests;

static bool has_enough(struct rig *rig)
{
    return rig->events >= wanted_events && source_feed(rig->source)->requests >= wanted_requests && rig_is_live(rig);
}

static void wait_for_more(struct rig *rig, uint64_t events, uint64_t requests)
{
    wanted_events = rig->events + events;
    wanted_requests = source_feed(rig->source)->requests + requests;
    rig_wait(rig, has_enough, "more has arrived");
}

static void strike(struct rig *rig, const struct fault *fault)
{
    uint64_t retries = source_feed(rig->source)->retries;
    rig_fault(rig, fault->json);
    wait_for_more(rig, 50, 8);
    if (fault->effect != PASSES && source_feed(rig->source)->retries == retries)
        fail_msg("%s: was not noticed", fault->name);
    if (fault->said != NULL && strstr(source_feed(rig->source)->last_error.text, fault->said) == NULL)
        fail_msg("%s: said \"%s\"", fault->name, source_feed(rig->source)->last_error.text);
    rig_clear_faults(rig);
}

/* The lists of names are asked for once, the last one last; event/type is below /event, so it could take a fault meant for
 * the stream. */
static bool has_names(struct rig *rig)
{
    return emnify_name(rig->source, LOOKUP_SIM_STATUS, 1).n > 0;
}

/* One stream through all of them, looked at after each one. */
static void run_faults(struct rig *rig, bool hanging)
{
    rig_wait(rig, has_names, "the names are known");
    const char *only = getenv("ONLY"); /* a part of a fault's name, while working on it */
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        if ((faults[i].effect == HANGS) != hanging || (only != NULL && strstr(faults[i].name, only) == NULL))
            continue;
        print_message("             %s\n", faults[i].name);
        strike(rig, &faults[i]);
        rig_assert_complete_so_far(rig);
    }
    rig_assert_complete(rig);
}

static void faults_of_the_api_lose_nothing(void **state)
{
    struct rig rig;
    (void)state;
    rig_begin(&rig, busy);
    rig_open(&rig, NULL);
    wait_for_more(&rig, 200, 1);
    run_faults(&rig, false);
    assert_int_equal(rig.gaps, 0);
    rig_end(&rig);
}

static void answers_that_never_end_lose_nothing(void **state)
{
    struct rig rig;
    (void)state;
    rig_begin(&rig, busy);
    rig.tuning.limits.total_ms = PATIENCE_MS;
    rig_open(&rig, NULL);
    wait_for_more(&rig, 200, 1);
    run_faults(&rig, true);
    rig_end(&rig);
}

/* ---------------------------------------------------------------- the rest of the script */

static void broken_elements_stay_alone(void **state)
{
    struct rig rig;
    (void)state;
    rig_begin(&rig, busy);
    rig_open(&rig, NULL);
    wait_for_more(&rig, 200, 1);
    rig_fault(&rig, "{\"fault\":\"broken\",\"count\":10,\"by\":3}");
    wait_for_more(&rig, 50, 12);
    assert_true(rig.odd > 0); /* delivered, so that decoding can quarantine them with a reason */
    rig_assert_complete(&rig);
    rig_end(&rig);
}

static bool failed_often(struct rig *rig)
{
    return source_feed(rig->source)->retries >= 3;
}

static void names_that_do_not_resolve_are_tried_again(void **state)
{
    struct rig rig;
    (void)state;
    rig_begin(&rig, NULL);
    rig_open(&rig, "https://no-such-host.invalid/api/v1");
    rig_wait(&rig, failed_often, "the name was tried three times");
    assert_int_equal(source_feed(rig.source)->last_error.code, E_NETWORK);
    rig_end(&rig);
}

static void kill_and_return_of_the_platform_lose_nothing(void **state)
{
    static const char *options[16] = {"--scenario", "calm", "--rate", "300", "--history", "60s", "--seed", "3"};
    struct rig rig;
    char file[128], port[16];
    (void)state;
    rig_begin(&rig, NULL);
    snprintf(file, sizeof file, "%s/state", rig.dir);
    options[8] = "--state";
    options[9] = file;
    rig_start_lab(&rig, options);
    snprintf(port, sizeof port, "%s", strrchr(rig.root, ':') + 1);
    options[10] = "--port";
    options[11] = port;
    rig_open(&rig, NULL);
    wait_for_more(&rig, 500, 1);
    for (int i = 0; i < 2; i++) {
        uint64_t retries = source_feed(rig.source)->retries;
        rig_kill_lab(&rig);
        rig_wait(&rig, rig_is_retrying, "the end was noticed");
        rig_start_lab(&rig, options);
        wait_for_more(&rig, 200, 3);
        assert_true(source_feed(rig.source)->retries > retries);
    }
    rig_assert_complete(&rig);
    unlink(file);
    rig_end(&rig);
}

static bool is_paused(struct rig *rig)
{
    return source_feed(rig->source)->state == FEED_PAUSED;
}

static void a_sink_that_is_full_again_and_again_loses_nothing(void **state)
{
    struct rig rig;
    (void)state;
    rig_begin(&rig, busy);
    rig.sink_full = true;
    rig_open(&rig, NULL);
    for (int i = 0; i < 10; i++) {
        rig_wait(&rig, is_paused, "the full sink paused it");
        source_resume(rig.source, SOURCE_HOLD_SINK);
    }
    rig.sink_full = false;
    source_resume(rig.source, SOURCE_HOLD_SINK);
    rig_assert_complete(&rig);
    rig_end(&rig);
}

static void a_flood_is_said_and_filled(void **state)
{
    static const char *const flood[] = {"--scenario", "calm", "--rate", "3000", "--history", "2s", "--devices", "500", NULL};
    struct rig rig;
    (void)state;
    rig_begin(&rig, flood);
    rig.tuning.tail.scan_pages_max = 2;
    rig.tuning.tail.per_page_max = 200;
    rig.tuning.tail.poll_min_ms = 500;
    rig.tuning.tail.poll_max_ms = 600;
    rig_open(&rig, NULL);
    wait_for_more(&rig, 6000, 20);
    rig_assert_complete(&rig);
    assert_true(rig.gaps > 0);
    assert_int_equal(source_feed(rig.source)->gaps, rig.gaps);
    rig_end(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(faults_of_the_api_lose_nothing),
        cmocka_unit_test(answers_that_never_end_lose_nothing),
        cmocka_unit_test(broken_elements_stay_alone),
        cmocka_unit_test(names_that_do_not_resolve_are_tried_again),
        cmocka_unit_test(kill_and_return_of_the_platform_lose_nothing),
        cmocka_unit_test(a_sink_that_is_full_again_and_again_loses_nothing),
        cmocka_unit_test(a_flood_is_said_and_filled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
