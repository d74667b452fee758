/* What the journal knows of a source's life: an entry for an outage and one for its end, however often it is tried. */
#include "app/lifeline.h"

#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

#define NOW INT64_C(1700000000000)

struct world {
    struct chronicle *chronicle;
    struct lifeline life;
    struct feed feed;
    int read;
};

static void change(struct world *w, enum feed_state state)
{
    w->feed.state = state;
    w->feed.since_ms = clock_wall_ms();
    lifeline_look(&w->life, w->chronicle, 3, &w->feed);
}

static void fail_once(struct world *w, const char *why)
{
    if (w->feed.down_since_ms == 0)
        w->feed.down_since_ms = clock_wall_ms();
    w->feed.behind = 1;
    w->feed.retries++;
    snprintf(w->feed.last_error.text, sizeof w->feed.last_error.text, "%s", why);
    change(w, FEED_RETRY);
}

static void live(struct world *w, bool whole)
{
    w->feed.down_since_ms = 0;
    change(w, FEED_LIVE);
    w->feed.gaps += whole ? 0 : 1;
    w->feed.behind = 0;
    lifeline_look(&w->life, w->chronicle, 3, &w->feed);
}

static void assert_told(struct world *w, const char *text, enum tone tone)
{
    const struct desk_note *note = chronicle_note(w->chronicle, w->read++);
    assert_non_null(note);
    assert_string_equal(note->text, text);
    assert_int_equal(note->tone, tone);
    assert_true(note->of_feed);
    assert_int_equal(note->feed, 3);
}

static void assert_no_more(const struct world *w)
{
    assert_int_equal(chronicle_note_count(w->chronicle), w->read);
}

static void an_outage_has_two_entries(void **state)
{
    struct world *w = *state;
    change(w, FEED_OPENING);
    live(w, true);
    assert_no_more(w);
    for (int i = 0; i < 50; i++) {
        fail_once(w, i < 20 ? "event: connection refused" : "event: a timeout");
        clock_freeze(NOW + (i + 1) * 1000);
        change(w, FEED_OPENING);
    }
    assert_told(w, "lost: event: connection refused", TONE_WARN);
    assert_no_more(w);
    live(w, true);
    assert_told(w, "back after 50s, 50 tries: nothing was lost", TONE_GOOD);
    fail_once(w, "event: 503");
    live(w, false);
    assert_told(w, "lost: event: 503", TONE_WARN);
    assert_told(w, "back after 0.0s, 1 try: with a gap, its entry stands here until it is filled", TONE_WARN);
    assert_no_more(w);
}

static void an_end_is_told_when_all_was_read(void **state)
{
    struct world *w = *state;
    fail_once(w, "authenticate: away");
    assert_told(w, "not reached yet: authenticate: away", TONE_WARN);
    w->feed.down_since_ms = 0;
    change(w, FEED_LIVE); /* the first page is here, those below it are not */
    assert_no_more(w);
    fail_once(w, "event: 503"); /* still the same outage to whoever reads the journal */
    assert_no_more(w);
    live(w, true);
    assert_told(w, "back after 0.0s, 2 tries: nothing was lost", TONE_GOOD);
    assert_no_more(w);
}

static void failures_and_holds(void **state)
{
    struct world *w = *state;
    live(w, true);
    w->feed.held = 1;
    change(w, FEED_PAUSED);
    assert_told(w, "paused by you", TONE_TEXT);
    clock_freeze(NOW + 12000);
    w->feed.held = 0;
    change(w, FEED_OPENING);
    assert_told(w, "let go on by you after 12s", TONE_MUTED);
    change(w, FEED_PAUSED); /* by the intake, for a moment */
    live(w, true);
    assert_no_more(w);
    snprintf(w->feed.last_error.text, sizeof w->feed.last_error.text, "x.gz: ends early");
    change(w, FEED_GONE);
    lifeline_look(&w->life, w->chronicle, 3, &w->feed);
    assert_told(w, "failed: x.gz: ends early", TONE_CRITICAL);
    change(w, FEED_OPENING);
    assert_told(w, "tried again", TONE_MUTED);
    w->feed.finished = 1;
    change(w, FEED_GONE);
    assert_no_more(w);
}

static int setup(void **state)
{
    static struct world world;
    world = (struct world){.chronicle = chronicle_new()};
    clock_freeze(NOW);
    *state = &world;
    return 0;
}

static int teardown(void **state)
{
    clock_freeze(-1);
    chronicle_free(&((struct world *)*state)->chronicle);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_outage_has_two_entries),
        TEST(an_end_is_told_when_all_was_read),
        TEST(failures_and_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
