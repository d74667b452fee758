/* Facts about single devices and older events of one, asked of the lab: good, absent, forbidden, slow, given up; a token
 * that ends, a platform that asks to slow down, and a source that is closed in the middle of it. */
#include "rig.h"

#include "base/clock.h"
#include "emnify/inspect.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const char *const calm[] = {"--scenario", "calm", "--rate", "20", "--history", "2h",
                                   "--devices",  "400",  "--seed", "7",  NULL};

static struct fact_about wanted;
static enum fact_topic wanted_topic;
static unsigned changes;

static const struct fact_book *book(struct rig *rig)
{
    return inspect_book(emnify_inspect(rig->source), wanted);
}

static bool is_quiet(struct rig *rig)
{
    return book(rig) != NULL && !fact_book_is_asking(book(rig));
}

static bool has_answer(struct rig *rig)
{
    return book(rig)->answers[wanted_topic].state != FACT_UNASKED && !book(rig)->answers[wanted_topic].asking;
}

static void count_change(void *user)
{
    (void)user;
    changes++;
}

/* A device of the lab: the first one of that state, as its truth says it. */
static int64_t device_that_is(struct rig *rig, const char *state)
{
    struct buf out = {0};
    struct str rest, line;
    char part[40];
    long long id = 0;
    rig_ask(rig, "/lab/truth/devices", NULL, &out);
    snprintf(part, sizeof part, "\"state\":\"%s\"", state);
    rest = buf_str(&out);
    while (id == 0 && str_next(&rest, '\n', &line)) {
        char text[40];
        str_copy(line, text, sizeof text);
        if (str_find(line, str_of(part)) >= 0)
            assert_int_equal(sscanf(text, "{\"device_id\":%lld", &id), 1);
    }
    buf_fini(&out);
    assert_true(id != 0);
    return id;
}

static void begin(struct rig *rig)
{
    rig_begin(rig, calm);
    rig->tuning.limits.body_max = 0;
    rig_open(rig, NULL);
    rig_wait(rig, rig_is_live, "the stream is live");
    changes = 0;
    inspect_listen(emnify_inspect(rig->source), count_change, NULL);
    wanted = (struct fact_about){FACT_OF_DEVICE, device_that_is(rig, "online")};
}

static void ask_and_wait(struct rig *rig, enum inspect_want want)
{
    inspect_ask(emnify_inspect(rig->source), wanted, want);
    rig_wait(rig, is_quiet, "the facts are there");
}

static enum fact_state state_of(struct rig *rig, enum fact_topic topic)
{
    return book(rig)->answers[topic].state;
}

static void assert_reason(struct rig *rig, enum fact_topic topic, const char *said)
{
    const char *reason = book(rig)->answers[topic].reason;
    if (strstr(reason, said) == NULL)
        fail_msg("%s: said \"%s\", not \"%s\"", fact_topic_row(topic)->name, reason, said);
}

static void assert_here(struct rig *rig, enum fact_topic topic)
{
    if (state_of(rig, topic) != FACT_HERE)
        fail_msg("%s is not here: %s", fact_topic_row(topic)->name, book(rig)->answers[topic].reason);
}

static void a_device_is_told(void **state)
{
    struct rig rig;
    struct value value;
    (void)state;
    begin(&rig);
    ask_and_wait(&rig, INSPECT_MISSING);
    assert_int_equal(state_of(&rig, FACT_TOPIC_CONNECTIVITY), FACT_HERE);
    assert_int_equal(state_of(&rig, FACT_TOPIC_DEVICE), FACT_HERE);
    assert_int_equal(state_of(&rig, FACT_TOPIC_TRAFFIC), FACT_HERE);
    assert_int_equal(state_of(&rig, FACT_TOPIC_SMS), FACT_HERE);
    assert_int_equal(state_of(&rig, FACT_TOPIC_NETWORK), FACT_UNASKED);
    assert_int_equal(state_of(&rig, FACT_TOPIC_SIM), FACT_UNASKED);
    assert_true(fact_get(book(&rig), FACT_DEVICE_ID, 0, &value) && value.i == wanted.id);
    assert_true(fact_get(book(&rig), FACT_CONNECTIVITY_STATUS, 0, &value));
    assert_true(book(&rig)->answers[FACT_TOPIC_DEVICE].at_ms > 0);
    assert_true(changes >= 6);

    assert_true(fact_get(book(&rig), FACT_DEVICE_SIM_ID, 0, &value));
    wanted = (struct fact_about){FACT_OF_SIM, value.i};
    ask_and_wait(&rig, INSPECT_MISSING);
    assert_int_equal(state_of(&rig, FACT_TOPIC_SIM), FACT_HERE);
    assert_int_equal(state_of(&rig, FACT_TOPIC_SIM_TRAFFIC), FACT_HERE);
    assert_true(fact_get(book(&rig), FACT_SIM_STATUS, 0, &value));
    rig_end(&rig);
}

static void what_is_there_is_not_asked_again(void **state)
{
    struct rig rig;
    (void)state;
    begin(&rig);
    ask_and_wait(&rig, INSPECT_MISSING);
    int64_t then = book(&rig)->answers[FACT_TOPIC_DEVICE].at_ms;
    const struct fact_cell *cells = book(&rig)->answers[FACT_TOPIC_DEVICE].cells;
    inspect_ask(emnify_inspect(rig.source), wanted, INSPECT_MISSING);
    assert_false(fact_book_is_asking(book(&rig)));
    inspect_ask(emnify_inspect(rig.source), wanted, INSPECT_STATE);
    assert_true(book(&rig)->answers[FACT_TOPIC_CONNECTIVITY].asking);
    assert_false(book(&rig)->answers[FACT_TOPIC_DEVICE].asking);
    rig_wait(&rig, is_quiet, "the state is there");
    assert_ptr_equal(book(&rig)->answers[FACT_TOPIC_DEVICE].cells, cells);
    inspect_ask(emnify_inspect(rig.source), wanted, INSPECT_AGAIN);
    assert_int_equal(state_of(&rig, FACT_TOPIC_DEVICE), FACT_HERE); /* the old answer stays until the new one is there */
    rig_wait(&rig, is_quiet, "all is there anew");
    assert_true(book(&rig)->answers[FACT_TOPIC_DEVICE].at_ms >= then);
    rig_end(&rig);
}

static void what_is_refused_says_why(void **state)
{
    struct rig rig;
    (void)state;
    begin(&rig);
    rig_fault(&rig, "{\"fault\":\"403\",\"count\":-1,\"path\":\"/endpoint\"}");
    ask_and_wait(&rig, INSPECT_MISSING);
    for (int topic = 0; topic < FACT_TOPIC_COUNT_; topic++)
        if (fact_topic_row((enum fact_topic)topic)->subject == FACT_OF_DEVICE && topic != FACT_TOPIC_NETWORK)
            assert_reason(&rig, (enum fact_topic)topic, "may not read this (403");
    assert_int_equal(source_feed(rig.source)->retries, 0); /* the stream goes on */
    rig_clear_faults(&rig);

    wanted.id = 99;
    ask_and_wait(&rig, INSPECT_MISSING);
    assert_reason(&rig, FACT_TOPIC_DEVICE, "does not know this device (404)");
    assert_int_equal(state_of(&rig, FACT_TOPIC_QUOTA_DATA), FACT_ABSENT);
    assert_reason(&rig, FACT_TOPIC_QUOTA_DATA, "no data quota is set");
    rig_end(&rig);
}

static void after_a_problem_it_is_asked_once_more(void **state)
{
    struct rig rig;
    (void)state;
    begin(&rig);
    rig_fault(&rig, "{\"fault\":\"429\",\"count\":1,\"path\":\"/endpoint\",\"retry\":\"0\"}");
    ask_and_wait(&rig, INSPECT_MISSING);
    assert_int_equal(state_of(&rig, FACT_TOPIC_CONNECTIVITY), FACT_HERE);
    rig_fault(&rig, "{\"fault\":\"503\",\"count\":-1,\"path\":\"/endpoint\",\"retry\":\"0\"}");
    ask_and_wait(&rig, INSPECT_AGAIN);
    assert_int_equal(state_of(&rig, FACT_TOPIC_CONNECTIVITY), FACT_HERE); /* what was known stays, with a word */
    assert_reason(&rig, FACT_TOPIC_CONNECTIVITY, "problem of its own (503");
    rig_clear_faults(&rig);
    rig_fault(&rig, "{\"fault\":\"html\",\"count\":-1,\"path\":\"/endpoint\"}");
    ask_and_wait(&rig, INSPECT_AGAIN);
    assert_int_equal(state_of(&rig, FACT_TOPIC_DEVICE), FACT_REFUSED);
    assert_reason(&rig, FACT_TOPIC_DEVICE, "no JSON object");
    rig_end(&rig);
}

static void a_token_that_is_over_is_renewed(void **state)
{
    struct rig rig;
    (void)state;
    begin(&rig);
    rig_fault(&rig, "{\"fault\":\"401\",\"count\":1,\"path\":\"/endpoint\"}");
    ask_and_wait(&rig, INSPECT_MISSING);
    assert_here(&rig, FACT_TOPIC_CONNECTIVITY);
    assert_here(&rig, FACT_TOPIC_SMS);
    rig_end(&rig);
}

static void the_network_is_asked_only_on_a_wish_and_given_up_with_the_view(void **state)
{
    struct rig rig;
    struct inspect *inspect;
    (void)state;
    begin(&rig);
    inspect = emnify_inspect(rig.source);
    rig_fault(&rig, "{\"fault\":\"slow\",\"count\":1,\"path\":\"/endpoint\",\"delay\":\"10m\"}");
    wanted_topic = FACT_TOPIC_NETWORK;
    inspect_ask(inspect, wanted, INSPECT_NETWORK);
    assert_true(book(&rig)->answers[FACT_TOPIC_NETWORK].asking);
    wanted_topic = FACT_TOPIC_SMS; /* the usual questions go past the slow one */
    inspect_ask(inspect, wanted, INSPECT_MISSING);
    rig_wait(&rig, has_answer, "the messages are there");
    assert_true(book(&rig)->answers[FACT_TOPIC_NETWORK].asking);
    inspect_leave(inspect, wanted);
    assert_false(fact_book_is_asking(book(&rig)));
    assert_int_equal(state_of(&rig, FACT_TOPIC_NETWORK), FACT_UNASKED);
    assert_int_equal(state_of(&rig, FACT_TOPIC_SMS), FACT_HERE);
    rig_end(&rig);
}

static void the_error_names_of_the_network_are_sentences(void **state)
{
    struct rig rig;
    struct value value;
    (void)state;
    begin(&rig);
    ask_and_wait(&rig, INSPECT_NETWORK);
    assert_int_equal(state_of(&rig, FACT_TOPIC_NETWORK), FACT_HERE);
    assert_true(fact_get(book(&rig), FACT_NETWORK_CI, 0, &value));
    wanted.id = device_that_is(&rig, "offline");
    ask_and_wait(&rig, INSPECT_NETWORK);
    assert_int_equal(state_of(&rig, FACT_TOPIC_NETWORK), FACT_REFUSED);
    assert_reason(&rig, FACT_TOPIC_NETWORK, "does not know the SIM");
    assert_reason(&rig, FACT_TOPIC_NETWORK, "(Unknown Subscriber)");
    rig_end(&rig);
}

static void a_source_that_closes_gives_everything_up(void **state)
{
    struct rig rig;
    (void)state;
    for (int i = 0; i < 3; i++) {
        begin(&rig);
        rig_fault(&rig, "{\"fault\":\"stall\",\"count\":-1,\"path\":\"/endpoint\"}");
        inspect_ask(emnify_inspect(rig.source), wanted, INSPECT_MISSING);
        inspect_ask(emnify_inspect(rig.source), wanted, INSPECT_NETWORK);
        rig_end(&rig); /* the loop ends with nothing left on it */
    }
}

static void books_are_forgotten_in_order(void **state)
{
    struct rig rig;
    struct inspect *inspect;
    (void)state;
    begin(&rig);
    inspect = emnify_inspect(rig.source);
    struct fact_about first = wanted;
    for (int i = 0; i < INSPECT_BOOKS_MAX; i++) {
        wanted.id = 1000 + i;
        inspect_ask(inspect, first, INSPECT_NETWORK); /* stays in use */
        inspect_leave(inspect, first);
        inspect_ask(inspect, wanted, INSPECT_MISSING);
        inspect_leave(inspect, wanted);
    }
    assert_non_null(inspect_book(inspect, first));
    assert_null(inspect_book(inspect, (struct fact_about){FACT_OF_DEVICE, 1000}));
    assert_non_null(inspect_book(inspect, wanted));
    rig_end(&rig);
}

/* ---------------------------------------------------------------- older events of one device */

static bool fetch_is_done(struct rig *rig)
{
    return source_feed(rig->source)->progress < 0;
}

static bool is_complete(struct rig *rig)
{
    return source_feed(rig->source)->complete_ms > 0 && fetch_is_done(rig);
}

static void older_events_of_one_device_come_once(void **state)
{
    struct rig rig;
    struct error err = {0};
    (void)state;
    rig_begin(&rig, calm);
    rig.since_ms = clock_wall_ms() - 60000; /* the stream alone holds a minute */
    rig_open(&rig, NULL);
    rig_wait(&rig, is_complete, "the beginning is there");
    int64_t now = clock_wall_ms();
    int64_t complete = source_feed(rig.source)->complete_ms;
    assert_true(complete <= rig.since_ms);
    struct source_span span = {SOURCE_OF_DEVICE, device_that_is(&rig, "online"), now - 30 * 86400000LL, now};
    rig.owner = span.id;
    assert_int_equal(source_fetch_older(rig.source, &span, &err), 0);
    rig_wait(&rig, fetch_is_done, "the device's events are there");
    uint64_t came = source_feed(rig.source)->fetched;
    assert_true(came > 0);
    assert_true(rig.owned >= came); /* each names its device, whatever the list said */
    assert_int_equal(rig.twice, 0);
    assert_int_equal(source_fetch_older(rig.source, &span, &err), 0);
    rig_wait(&rig, fetch_is_done, "they were asked for again");
    assert_int_equal(source_feed(rig.source)->fetched, came); /* nothing new */
    assert_int_equal(source_feed(rig.source)->complete_ms, complete); /* one device says nothing of the others */
    span.scope = SOURCE_ALL;
    span.from_ms = now - 2 * 3600000LL;
    assert_int_equal(source_fetch_older(rig.source, &span, &err), 0);
    rig_wait(&rig, fetch_is_done, "all events are there");
    assert_true(source_feed(rig.source)->complete_ms <= span.from_ms);
    assert_int_equal(rig.twice, 0);
    rig_end(&rig);
}

static void a_fetch_of_one_device_is_stopped_or_refused_alone(void **state)
{
    struct rig rig;
    struct error err = {0};
    (void)state;
    begin(&rig);
    rig_wait(&rig, fetch_is_done, "the beginning is there");
    int64_t now = clock_wall_ms();
    struct source_span span = {SOURCE_OF_DEVICE, wanted.id, now - 86400000, now};
    rig_fault(&rig, "{\"fault\":\"stall\",\"count\":1,\"path\":\"/endpoint\"}");
    assert_int_equal(source_fetch_older(rig.source, &span, &err), 0);
    assert_true(source_feed(rig.source)->progress >= 0);
    source_cancel_fetch(rig.source);
    assert_true(fetch_is_done(&rig));
    rig_clear_faults(&rig);
    rig_fault(&rig, "{\"fault\":\"403\",\"count\":1,\"path\":\"/endpoint\"}");
    assert_int_equal(source_fetch_older(rig.source, &span, &err), 0);
    rig_wait(&rig, fetch_is_done, "it was refused");
    assert_true(rig_is_live(&rig));
    assert_int_equal(source_feed(rig.source)->retries, 0);
    assert_non_null(strstr(source_feed(rig.source)->last_error.text, "403"));
    rig_end(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_device_is_told),
        cmocka_unit_test(what_is_there_is_not_asked_again),
        cmocka_unit_test(what_is_refused_says_why),
        cmocka_unit_test(after_a_problem_it_is_asked_once_more),
        cmocka_unit_test(a_token_that_is_over_is_renewed),
        cmocka_unit_test(the_network_is_asked_only_on_a_wish_and_given_up_with_the_view),
        cmocka_unit_test(the_error_names_of_the_network_are_sentences),
        cmocka_unit_test(a_source_that_closes_gives_everything_up),
        cmocka_unit_test(books_are_forgotten_in_order),
        cmocka_unit_test(older_events_of_one_device_come_once),
        cmocka_unit_test(a_fetch_of_one_device_is_stopped_or_refused_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
