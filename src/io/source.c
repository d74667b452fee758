/* Every source's states: one table, state x event. A transport's report or an operator's wish is an event; nobody else
 * changes feed.state. Owns the back-off, the holds, the generation and the counters. Must not know any transport. */
#include "io/source_kind.h"

#include "base/clock.h"
#include "base/instant.h"
#include "base/log.h"
#include "base/xalloc.h"

#include <stdlib.h>

#define ATTEMPTS_ONCE 4 /* of a source that is read once: then whoever waits for it is told */

/* ---------------------------------------------------------------- the table */

enum happening {
    ON_START,
    ON_START_HELD, /* started while somebody holds it */
    ON_LIVE,
    ON_FAILURE,
    ON_FATAL,
    ON_END,
    ON_HOLD,
    ON_RELEASE,  /* the last hold was taken back */
    ON_RELIEVED, /* the same, of a live source that only the intake held for a moment */
    ON_DUE,     /* the back-off is over */
    ON_NOW,     /* the operator does not want to wait */
    ON_CLOSE,
    ON_STOPPED,
    ON_COUNT_
};

typedef void (*action_fn)(struct source *source);
static void do_start(struct source *source);
static void do_halt(struct source *source);
static void do_back_off(struct source *source);
static void do_finish(struct source *source);
static void do_stop(struct source *source);
static void do_settle(struct source *source);
static void do_nothing(struct source *source);
static void do_leave(struct source *source);

/* A cell without an action: the event means nothing in that state. */
struct cell {
    enum feed_state next;
    action_fn act;
};
/* clang-format off */
static const struct cell table[FEED_STATE_COUNT_][ON_COUNT_] = {
    [FEED_IDLE] = {
        [ON_START]      = {FEED_OPENING,  do_start},
        [ON_START_HELD] = {FEED_PAUSED,   do_nothing},
        [ON_CLOSE]      = {FEED_STOPPING, do_stop},
    },
    [FEED_OPENING] = {
        [ON_LIVE]       = {FEED_LIVE,     do_settle},
        [ON_FAILURE]    = {FEED_RETRY,    do_back_off},
        [ON_FATAL]      = {FEED_GONE,     do_halt},
        [ON_END]        = {FEED_GONE,     do_finish},
        [ON_HOLD]       = {FEED_PAUSED,   do_halt},
        [ON_CLOSE]      = {FEED_STOPPING, do_stop},
    },
    [FEED_LIVE] = {
        [ON_FAILURE]    = {FEED_RETRY,    do_back_off},
        [ON_FATAL]      = {FEED_GONE,     do_halt},
        [ON_END]        = {FEED_GONE,     do_finish},
        [ON_HOLD]       = {FEED_PAUSED,   do_halt},
        [ON_CLOSE]      = {FEED_STOPPING, do_stop},
    },
    [FEED_PAUSED] = {
        [ON_RELEASE]    = {FEED_OPENING,  do_start},
        [ON_RELIEVED]   = {FEED_LIVE,     do_start},
        [ON_CLOSE]      = {FEED_STOPPING, do_stop},
    },
    [FEED_RETRY] = {
        [ON_DUE]        = {FEED_OPENING,  do_start},
        [ON_NOW]        = {FEED_OPENING,  do_start},
        [ON_HOLD]       = {FEED_PAUSED,   do_halt},
        [ON_CLOSE]      = {FEED_STOPPING, do_stop},
    },
    [FEED_STOPPING] = {
        [ON_STOPPED]    = {FEED_GONE,     do_leave},
    },
    [FEED_GONE] = {
        [ON_NOW]        = {FEED_OPENING,  do_start},
        [ON_CLOSE]      = {FEED_STOPPING, do_stop},
    },
};
/* clang-format on */

static bool happens(struct source *source, enum happening what)
{
    const struct cell *cell = &table[source->feed.state][what];
    if (cell->act == NULL)
        return false;
    source->feed.state = cell->next;
    source->feed.since_ms = clock_wall_ms();
    source->feed.retry_at_ms = 0;
    cell->act(source);
    return true;
}

/* ---------------------------------------------------------------- actions */

static void do_nothing(struct source *source)
{
    source_changed(source);
}

/* Nothing that is under way counts any more. */
static void halt(struct source *source)
{
    source->generation++;
    loop_timer_stop(source->retry);
    source->ops->pause(source);
}

static void do_start(struct source *source)
{
    source->generation++;
    source->feed.finished = 0;
    loop_timer_stop(source->retry);
    source_changed(source);
    if (source_is_running(source, source->generation)) /* the listener may have closed it */
        source->ops->start(source);
}

static void do_settle(struct source *source)
{
    source->attempt = 0;
    source->feed.down_since_ms = 0;
    source_changed(source);
}

static void do_halt(struct source *source)
{
    halt(source);
    source_changed(source);
}

static void do_finish(struct source *source)
{
    halt(source);
    source->feed.finished = 1;
    source->feed.down_since_ms = 0;
    source_changed(source);
}

static void do_back_off(struct source *source)
{
    halt(source);
    int64_t delay = backoff_delay_ms(&source->backoff, source->attempt, source->retry_after_ms);
    source->attempt++;
    source->feed.retries++;
    source->feed.retry_at_ms = clock_wall_ms() + delay;
    loop_timer_start(source->retry, delay);
    source_changed(source);
}

static void do_stop(struct source *source)
{
    source->generation++;
    loop_timer_stop(source->retry);
    source_changed(source);
    source->ops->stop(source);
}

/* From the loop, so that `gone` is never called from inside source_close. */
static void do_leave(struct source *source)
{
    loop_timer_start(source->retry, 0);
}

static void timer_fires(void *user)
{
    struct source *source = user;
    if (source->feed.state != FEED_GONE) {
        happens(source, ON_DUE);
        return;
    }
    loop_timer_free(&source->retry);
    if (source->gone != NULL)
        source->gone(source->gone_user, source);
    source->ops->free(source);
}

/* ---------------------------------------------------------------- making one */

void source_init(struct source *source, const struct source_ops *ops, struct loop *loop,
                 const struct source_settings *settings, struct sink sink, const char *name)
{
    source->ops = ops;
    source->loop = loop;
    source->sink = sink;
    source->ending = settings->follow ? SOURCE_GOES_ON : SOURCE_ENDS;
    source->feed.follows = settings->follow;
    source->feed.fetches = ops->fetch_older != NULL;
    source->attempts_max = settings->follow ? 0 : ATTEMPTS_ONCE;
    source->backoff = backoff_make(settings->tuning != NULL ? &settings->tuning->backoff : NULL);
    source->retry = loop_timer_new(loop, timer_fires, source);
    source->retry_after_ms = -1;
    str_copy(str_of(name), source->feed.name, sizeof source->feed.name);
    source->feed.since_ms = clock_wall_ms();
    source->feed.lag_ms = -1;
    source->feed.progress = -1;
    source->rate_since = clock_mono_ns() / 1000000000;
    for (int i = 0; i < RATE_SECONDS; i++)
        source->least_lag[i] = -1;
}

struct source *source_open(struct loop *loop, const struct source_kind *const kinds[], struct str spec,
                           const struct source_settings *settings, struct sink sink, struct error *err)
{
    for (; *kinds != NULL; kinds++)
        if ((*kinds)->matches(spec))
            return (*kinds)->open(loop, spec, settings, sink, err);
    err_set(err, E_UNSUPPORTED, "%.*s: no kind of source is spelled like that", STR_ARG(str_sub(spec, 0, 100)));
    return NULL;
}

/* ---------------------------------------------------------------- wishes from above */

void source_start(struct source *source)
{
    source->good_ms = clock_wall_ms();
    happens(source, source->holds != 0 ? ON_START_HELD : ON_START);
}

void source_pause(struct source *source, enum source_hold why)
{
    if (why == SOURCE_HOLD_OPERATOR)
        source->relief_ms = 0;
    else if (source->feed.state == FEED_LIVE)
        source->relief_ms = source->feed.since_ms;
    source->holds |= (unsigned)why;
    source->feed.held = (source->holds & SOURCE_HOLD_OPERATOR) != 0;
    if (!happens(source, ON_HOLD))
        source_changed(source);
}

void source_resume(struct source *source, enum source_hold why)
{
    source->holds &= ~(unsigned)why;
    source->feed.held = (source->holds & SOURCE_HOLD_OPERATOR) != 0;
    int64_t live_since_ms = source->relief_ms;
    if (source->holds != 0) {
        source_changed(source);
        return;
    }
    source->relief_ms = 0;
    if (!happens(source, live_since_ms != 0 ? ON_RELIEVED : ON_RELEASE))
        source_changed(source);
    else if (source->feed.state == FEED_LIVE && live_since_ms != 0)
        source->feed.since_ms = live_since_ms;
}

void source_retry_now(struct source *source)
{
    if (source->feed.state == FEED_GONE && source->feed.finished)
        return;
    if (source->feed.state == FEED_GONE)
        source->attempt = 0;
    happens(source, ON_NOW);
}

void source_close(struct source *source, source_gone_fn gone, void *user)
{
    must(source->gone == NULL && source->feed.state != FEED_STOPPING);
    source->gone = gone;
    source->gone_user = user;
    happens(source, ON_CLOSE);
}

bool source_can_fetch(const struct source *source)
{
    return source->ops->fetch_older != NULL;
}

int source_fetch_older(struct source *source, const struct source_span *span, struct error *err)
{
    if (!source_can_fetch(source))
        return err_set(err, E_UNSUPPORTED, "%s has no older events to fetch", source->feed.name);
    return source->ops->fetch_older(source, span, err);
}

void source_cancel_fetch(struct source *source)
{
    if (source->ops->cancel_fetch != NULL)
        source->ops->cancel_fetch(source);
}

bool source_is_open_ended(const struct source *source)
{
    return source->ending == SOURCE_GOES_ON && !(source->feed.state == FEED_GONE && source->feed.finished);
}

/* ---------------------------------------------------------------- reports from below */

unsigned source_generation(const struct source *source)
{
    return source->generation;
}

bool source_is_running(const struct source *source, unsigned generation)
{
    return source->generation == generation &&
           (source->feed.state == FEED_OPENING || source->feed.state == FEED_LIVE);
}

void source_note_error(struct source *source, const struct error *error)
{
    source->feed.last_error = *error;
    source->feed.last_error_ms = clock_wall_ms();
    log_say(LOG_WARN, "%s: %s", source->feed.name, error->text);
}

void source_report_live(struct source *source, unsigned generation)
{
    if (!source_is_running(source, generation))
        return;
    source->good_ms = clock_wall_ms();
    happens(source, ON_LIVE);
}

void source_caught_up(struct source *source)
{
    if (!source->feed.behind)
        return;
    source->feed.behind = 0;
    source_changed(source);
}

/* One outage from the last good report on, however often it is tried again. */
static void note_outage(struct source *source, const struct error *error)
{
    source_note_error(source, error);
    source->feed.behind = 1;
    if (source->feed.down_since_ms == 0)
        source->feed.down_since_ms = source->good_ms;
}

void source_report_failure(struct source *source, unsigned generation, int64_t retry_after_ms,
                           const struct error *error)
{
    if (!source_is_running(source, generation))
        return;
    note_outage(source, error);
    source->retry_after_ms = retry_after_ms;
    bool last = source->attempts_max > 0 &&
                (source->attempt + 1 >= source->attempts_max || retry_after_ms > SOURCE_ONCE_WAIT_MAX_MS);
    happens(source, last ? ON_FATAL : ON_FAILURE);
}

void source_report_fatal(struct source *source, unsigned generation, const struct error *error)
{
    if (!source_is_running(source, generation))
        return;
    note_outage(source, error);
    happens(source, ON_FATAL);
}

void source_report_end(struct source *source, unsigned generation)
{
    if (source_is_running(source, generation))
        happens(source, ON_END);
}

void source_stopped(struct source *source)
{
    happens(source, ON_STOPPED);
}

bool source_deliver(struct source *source, const struct sink_chunk *chunk)
{
    unsigned generation = source->generation;
    source->feed.bytes += chunk->bytes.n;
    if (!source->sink.ops->bytes(source->sink.user, source, chunk) && source_is_running(source, generation))
        source_pause(source, SOURCE_HOLD_SINK);
    return source_is_running(source, generation);
}

void source_cut(struct source *source)
{
    source->sink.ops->cut(source->sink.user, source);
}

void source_gap(struct source *source, int64_t from_ms, int64_t until_ms, const char *why)
{
    source_count_gap(source);
    log_say(LOG_WARN, "%s: completeness not proved: %s", source->feed.name, why);
    source->sink.ops->gap(source->sink.user, source, from_ms, until_ms, why);
}

void source_gap_filled(struct source *source, int64_t from_ms, int64_t until_ms)
{
    if (source->sink.ops->gap_filled != NULL)
        source->sink.ops->gap_filled(source->sink.user, source, from_ms, until_ms);
}

void source_changed(struct source *source)
{
    source->sink.ops->state(source->sink.user, source);
}

/* ---------------------------------------------------------------- counters */

/* Drops what is older than the window. */
static void move_rate(struct source *source)
{
    int64_t now = clock_mono_ns() / 1000000000;
    int64_t steps = now - source->rate_second;
    for (int64_t i = 0; i < steps && i < RATE_SECONDS; i++) {
        int64_t second = (source->rate_second + 1 + i) % RATE_SECONDS;
        source->rate[second] = 0;
        source->least_lag[second] = -1;
    }
    if (steps > 0)
        source->rate_second = now;
}

/* How far the stream may be behind: the smallest lag of the window, because the platform delivers some kinds of events
 * seconds later than others (doc/PLATFORM.md 2.5), and a number that jumps with the kind says nothing. */
static void note_lag(struct source *source, int64_t lag_ms)
{
    int64_t *least = &source->least_lag[source->rate_second % RATE_SECONDS];
    if (*least < 0 || lag_ms < *least)
        *least = lag_ms;
    source->feed.lag_ms = *least;
    for (int i = 0; i < RATE_SECONDS; i++)
        if (source->least_lag[i] >= 0 && source->least_lag[i] < source->feed.lag_ms)
            source->feed.lag_ms = source->least_lag[i];
}

const struct feed *source_feed(struct source *source)
{
    move_rate(source);
    uint64_t sum = 0;
    for (int i = 0; i < RATE_SECONDS; i++)
        sum += source->rate[i];
    int64_t age = source->rate_second - source->rate_since + 1;
    source->feed.per_second = (double)sum / (double)(age < 1 ? 1 : age < RATE_SECONDS ? age : RATE_SECONDS);
    return &source->feed;
}

void source_count(struct source *source, const struct source_news *news, int64_t now_ms)
{
    struct feed *feed = &source->feed;
    feed->events += news->events;
    feed->changed += news->changed;
    feed->duplicates += news->duplicates;
    feed->bad += news->bad;
    if (news->events == 0)
        return;
    feed->last_event_ms = now_ms;
    move_rate(source);
    if (news->newest_ts_ms != INSTANT_NONE)
        note_lag(source, now_ms > news->newest_ts_ms ? now_ms - news->newest_ts_ms : 0);
    source->rate[source->rate_second % RATE_SECONDS] += (uint32_t)news->fresh;
}

void source_count_gap(struct source *source)
{
    source->feed.gaps++;
}
