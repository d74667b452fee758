/* The state table of sources, row by row: each state is entered, each event is sent, and what follows is compared with
 * the table written here once more by hand. */
#include "base/clock.h"
#include "base/xalloc.h"
#include "io/source_kind.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { START, START_HELD, LIVE, FAILURE, FATAL, END, HOLD, RELEASE, DUE, NOW, CLOSE, EVENTS };

struct fake {
    struct source source;
    unsigned starts, pauses, stops, frees;
};

struct world {
    struct loop *loop;
    struct fake *fake;
    unsigned frees, gone, states;
    double random;
    bool refuse;
};

static void fake_start(struct source *source)
{
    ((struct fake *)source)->starts++;
}

static void fake_pause(struct source *source)
{
    ((struct fake *)source)->pauses++;
}

static void fake_stop(struct source *source)
{
    ((struct fake *)source)->stops++;
    source_stopped(source); /* at once: gone must come later all the same */
}

static void fake_free(struct source *source)
{
    struct world *w = source->sink.user;
    w->frees++;
    w->fake = NULL;
    free(source);
}

static const struct source_ops fake_ops = {.start = fake_start, .pause = fake_pause, .stop = fake_stop,
                                           .free = fake_free};

static bool sink_bytes(void *user, struct source *source, const struct sink_chunk *chunk)
{
    (void)source;
    (void)chunk;
    return !((struct world *)user)->refuse;
}

static void sink_cut(void *user, struct source *source)
{
    (void)user;
    (void)source;
}

static void sink_gap(void *user, struct source *source, int64_t from, int64_t until, const char *why)
{
    (void)user;
    (void)source;
    (void)from;
    (void)until;
    (void)why;
}

static void sink_state(void *user, struct source *source)
{
    (void)source;
    ((struct world *)user)->states++;
}

static const struct sink_ops sink_ops = {sink_bytes, sink_cut, sink_gap, sink_state, NULL};

static double fixed(void *user)
{
    return *(double *)user;
}

static struct source *open_fake(struct world *w, bool follow)
{
    struct source_tuning tuning = {.backoff = {.random = fixed, .random_user = &w->random}};
    struct source_settings settings = {.follow = follow, .tuning = &tuning};
    w->fake = xcalloc(1, sizeof *w->fake);
    source_init(&w->fake->source, &fake_ops, w->loop, &settings, (struct sink){&sink_ops, w}, "fake");
    return &w->fake->source;
}

static void on_gone(void *user, struct source *source)
{
    struct world *w = user;
    assert_ptr_equal(source, &w->fake->source);
    assert_int_equal(source->feed.state, FEED_GONE);
    w->gone++;
}

static void finish(struct world *w)
{
    struct source *s = &w->fake->source;
    if (s->feed.state != FEED_STOPPING && s->gone == NULL)
        source_close(s, on_gone, w);
    while (w->fake != NULL)
        loop_run(w->loop, LOOP_ONCE);
}

static const struct error wrong = {.code = E_NETWORK, .text = "no way"};

static void send(struct world *w, int event)
{
    struct source *s = &w->fake->source;
    unsigned generation = source_generation(s);
    switch (event) {
    case START: source_start(s); break;
    case START_HELD: s->holds = SOURCE_HOLD_OPERATOR; source_start(s); break;
    case LIVE: source_report_live(s, generation); break;
    case FAILURE: source_report_failure(s, generation, -1, &wrong); break;
    case FATAL: source_report_fatal(s, generation, &wrong); break;
    case END: source_report_end(s, generation); break;
    case HOLD: source_pause(s, SOURCE_HOLD_OPERATOR); break;
    case RELEASE: source_resume(s, SOURCE_HOLD_OPERATOR); break;
    case DUE:
        for (int i = 0; i < 3; i++)
            loop_run(w->loop, LOOP_NOWAIT);
        break;
    case NOW: source_retry_now(s); break;
    case CLOSE: source_close(s, on_gone, w); break;
    }
}

static void enter(struct world *w, enum feed_state state)
{
    static const int paths[][4] = {
        [FEED_IDLE] = {-1},
        [FEED_OPENING] = {START, -1},
        [FEED_LIVE] = {START, LIVE, -1},
        [FEED_PAUSED] = {START, HOLD, -1},
        [FEED_RETRY] = {START, FAILURE, -1},
        [FEED_GONE] = {START, FATAL, -1},
    };
    open_fake(w, true);
    for (const int *step = paths[state]; *step >= 0; step++)
        send(w, *step);
    assert_int_equal(w->fake->source.feed.state, state);
}

/* The table by hand. CLOSE leads through STOPPING to GONE at once, because the fake stops at once. */
static const enum feed_state expected[FEED_STATE_COUNT_][EVENTS] = {
#define SAME FEED_STATE_COUNT_
    [FEED_IDLE] = {FEED_OPENING, FEED_PAUSED, SAME, SAME, SAME, SAME, SAME, SAME, SAME, SAME, FEED_GONE},
    [FEED_OPENING] = {SAME, SAME, FEED_LIVE, FEED_RETRY, FEED_GONE, FEED_GONE, FEED_PAUSED, SAME, SAME, SAME,
                      FEED_GONE},
    [FEED_LIVE] = {SAME, SAME, SAME, FEED_RETRY, FEED_GONE, FEED_GONE, FEED_PAUSED, SAME, SAME, SAME, FEED_GONE},
    [FEED_PAUSED] = {SAME, SAME, SAME, SAME, SAME, SAME, SAME, FEED_OPENING, SAME, SAME, FEED_GONE},
    [FEED_RETRY] = {SAME, SAME, SAME, SAME, SAME, SAME, FEED_PAUSED, SAME, FEED_OPENING, FEED_OPENING, FEED_GONE},
    [FEED_GONE] = {SAME, SAME, SAME, SAME, SAME, SAME, SAME, SAME, SAME, FEED_OPENING, FEED_GONE},
};

static void every_cell_of_the_table(void **state)
{
    struct world *w = *state;
    for (int from = 0; from < FEED_STATE_COUNT_; from++) {
        for (int event = 0; event < EVENTS; event++) {
            if (from == FEED_STOPPING)
                continue;
            w->random = event == DUE ? 0 : 0.99; /* the back-off is over at once, or not at all */
            enter(w, (enum feed_state)from);
            enum feed_state wanted = expected[from][event] == SAME ? (enum feed_state)from : expected[from][event];
            unsigned starts = w->fake->starts;
            send(w, event);
            if (w->fake->source.feed.state != wanted)
                fail_msg("state %d, event %d: %d instead of %d", from, event, w->fake->source.feed.state, wanted);
            bool started = wanted == FEED_OPENING && expected[from][event] != SAME;
            assert_int_equal(w->fake->starts, starts + started);
            finish(w);
        }
    }
}

static void late_reports_mean_nothing(void **state)
{
    struct world *w = *state;
    struct source *s = open_fake(w, true);
    source_start(s);
    unsigned old = source_generation(s);
    source_pause(s, SOURCE_HOLD_OPERATOR);
    source_resume(s, SOURCE_HOLD_OPERATOR);
    assert_false(source_is_running(s, old));
    source_report_live(s, old);
    source_report_fatal(s, old, &wrong);
    assert_int_equal(s->feed.state, FEED_OPENING);
    assert_int_equal(s->feed.last_error.code, 0);
    finish(w);
}

static void both_holds_must_be_taken_back(void **state)
{
    struct world *w = *state;
    struct source *s = open_fake(w, true);
    source_start(s);
    source_report_live(s, source_generation(s));
    w->refuse = true;
    struct sink_chunk chunk = {STR("[]"), SINK_PAGE, -1, 0};
    assert_false(source_deliver(s, &chunk));
    assert_int_equal(s->feed.state, FEED_PAUSED);
    assert_int_equal(s->feed.held, 0);
    source_pause(s, SOURCE_HOLD_OPERATOR);
    assert_int_equal(s->feed.held, 1);
    source_resume(s, SOURCE_HOLD_SINK);
    assert_int_equal(s->feed.state, FEED_PAUSED);
    source_resume(s, SOURCE_HOLD_OPERATOR);
    assert_int_equal(s->feed.state, FEED_OPENING);
    assert_int_equal(s->feed.bytes, 2);
    finish(w);
}

static void a_moment_held_by_the_intake_leaves_it_live(void **state)
{
    struct world *w = *state;
    struct source *s = open_fake(w, true);
    source_start(s);
    source_report_live(s, source_generation(s));
    s->feed.since_ms -= 60000;
    int64_t since_ms = s->feed.since_ms;
    unsigned starts = w->fake->starts;
    w->refuse = true;
    struct sink_chunk chunk = {STR("[]"), SINK_PAGE, -1, 0};
    assert_false(source_deliver(s, &chunk));
    assert_int_equal(s->feed.state, FEED_PAUSED);
    source_resume(s, SOURCE_HOLD_SINK);
    assert_int_equal(s->feed.state, FEED_LIVE);
    assert_int_equal(s->feed.since_ms, since_ms);
    assert_int_equal(w->fake->starts, starts + 1);
    finish(w);
}

static void attempts_count_up_and_success_forgets_them(void **state)
{
    struct world *w = *state;
    w->random = 0;
    struct source *s = open_fake(w, true);
    source_start(s);
    for (unsigned i = 1; i <= 5; i++) {
        source_report_failure(s, source_generation(s), -1, &wrong);
        assert_int_equal(s->attempt, i);
        assert_int_equal(s->feed.retries, i);
        assert_int_equal(s->feed.last_error.code, E_NETWORK);
        source_retry_now(s);
    }
    source_report_live(s, source_generation(s));
    assert_int_equal(s->attempt, 0);
    finish(w);
}

static void a_source_that_is_read_once_gives_up(void **state)
{
    struct world *w = *state;
    w->random = 0.9;
    struct source *s = open_fake(w, false);
    source_start(s);
    unsigned failures = 0;
    while (s->feed.state != FEED_GONE) {
        source_report_failure(s, source_generation(s), -1, &wrong);
        failures++;
        if (s->feed.state == FEED_RETRY)
            source_retry_now(s);
    }
    assert_int_equal(failures, 4);
    assert_int_equal(s->feed.finished, 0);
    finish(w);
}

static void retry_after_sets_the_moment(void **state)
{
    struct world *w = *state;
    w->random = 0;
    struct source *s = open_fake(w, true);
    source_start(s);
    source_report_failure(s, source_generation(s), 90000, &wrong);
    assert_int_equal(s->feed.retry_at_ms - s->feed.since_ms, 90000);
    finish(w);
}

static void an_outage_grows_from_the_last_good_moment(void **state)
{
    struct world *w = *state;
    int64_t now = INT64_C(1700000000000);
    clock_freeze(now);
    struct source *s = open_fake(w, true);
    source_start(s);
    source_report_live(s, source_generation(s));
    clock_freeze(now + 5000);
    source_report_live(s, source_generation(s));
    for (int i = 1; i <= 3; i++) {
        clock_freeze(now + 5000 + i * 7000);
        source_report_failure(s, source_generation(s), -1, &wrong);
        assert_int_equal(s->feed.down_since_ms, now + 5000);
        assert_true(feed_is_down(&s->feed) && s->feed.behind);
        source_retry_now(s);
        assert_true(feed_is_down(&s->feed)); /* trying is not yet knowing */
    }
    source_report_live(s, source_generation(s));
    assert_false(feed_is_down(&s->feed));
    assert_int_equal(s->feed.down_since_ms, 0);
    assert_true(s->feed.behind);
    source_caught_up(s);
    assert_false(s->feed.behind);
    clock_freeze(-1);
    finish(w);
}

static void a_source_that_is_read_once_does_not_wait_for_minutes(void **state)
{
    struct world *w = *state;
    struct source *s = open_fake(w, false);
    source_start(s);
    source_report_failure(s, source_generation(s), SOURCE_ONCE_WAIT_MAX_MS, &wrong);
    assert_int_equal(s->feed.state, FEED_RETRY);
    source_retry_now(s);
    source_report_failure(s, source_generation(s), SOURCE_ONCE_WAIT_MAX_MS + 1, &wrong);
    assert_true(feed_has_failed(&s->feed));
    finish(w);
}

static void counters_and_rate(void **state)
{
    struct world *w = *state;
    struct source *s = open_fake(w, true);
    source_count(s, &(struct source_news){30, 3, 2, 1, 1000, 30}, 1450);
    const struct feed *feed = source_feed(s);
    assert_int_equal(feed->events, 30);
    assert_int_equal(feed->changed, 3);
    assert_int_equal(feed->duplicates, 2);
    assert_int_equal(feed->bad, 1);
    assert_int_equal(feed->lag_ms, 450);
    source_count(s, &(struct source_news){1, 0, 0, 0, 1000, 1}, 9000); /* a kind that comes late by nature does not make the number jump */
    assert_int_equal(feed->lag_ms, 450);
    source_count(s, &(struct source_news){1, 0, 0, 0, 9000, 1}, 9300);
    assert_int_equal(feed->lag_ms, 300);
    assert_true(feed->per_second >= 3.0);
    assert_false(source_can_fetch(s));
    finish(w);
}

static int setup(void **state)
{
    struct world *w = xcalloc(1, sizeof *w);
    w->loop = loop_new();
    *state = w;
    return 0;
}

static int teardown(void **state)
{
    struct world *w = *state;
    assert_null(w->fake);
    assert_int_equal(w->gone, w->frees);
    loop_free(&w->loop);
    free(w);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_cell_of_the_table),
        TEST(late_reports_mean_nothing),
        TEST(both_holds_must_be_taken_back),
        TEST(a_moment_held_by_the_intake_leaves_it_live),
        TEST(attempts_count_up_and_success_forgets_them),
        TEST(a_source_that_is_read_once_gives_up),
        TEST(retry_after_sets_the_moment),
        TEST(an_outage_grows_from_the_last_good_moment),
        TEST(a_source_that_is_read_once_does_not_wait_for_minutes),
        TEST(counters_and_rate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
