/* What to ask the platform next and what an answer means for token, tail, backfill and lookup. Must not decide about
 * states (io/source.c) nor about completeness (tail.c). */
#include "emnify/dialogue.h"

#include "base/clock.h"
#include "base/instant.h"
#include "emnify/errors.h"

#include <stdio.h>
#include <stdlib.h>

#define SINCE_DEFAULT_MS ((int64_t)3600000)
#define RETENTION_MS ((int64_t)30 * 24 * 3600000) /* the platform keeps no more */
#define MARGIN_MS ((int64_t)2 * 60000) /* a timestamp lies up to seconds before an event is visible */
#define BEARER_MAX 8192

/* After the beginning the time just before it is looked at again: events became visible late there, and the tail does
 * not go below its first page. */
#define SECOND_LOOKS 2
static const int64_t second_looks_ms[SECOND_LOOKS] = {60000, 15 * 60000};

static int64_t mono_ms(void)
{
    return clock_mono_ns() / 1000000;
}

static int64_t server_ms(const struct emnify *e)
{
    return clock_wall_ms() + token_clock_offset_ms(e->token);
}

/* ---------------------------------------------------------------- what the machines hand out */

static void deliver(void *user, struct str array)
{
    struct emnify *e = user;
    struct sink_chunk chunk = {array, SINK_PAGE, -1, 0};
    (void)source_deliver(&e->source, &chunk); /* what was read is handed over; a hold stops the next request */
}

static void tail_gap(void *user, int64_t from_ms, int64_t until_ms)
{
    struct emnify *e = user;
    if (until_ms == INSTANT_NONE || until_ms < from_ms)
        until_ms = server_ms(e);
    if (from_ms == INSTANT_NONE || from_ms > until_ms)
        from_ms = until_ms - e->tuning.tail.sweep_depth_ms;
    source_gap(&e->source, from_ms, until_ms, "more events came than pages could be read; they are fetched by time");
    struct error err = {0};
    if (backfill_add(e->backfill, BACKFILL_GAP, from_ms - MARGIN_MS, until_ms + MARGIN_MS, &err) < 0)
        source_note_error(&e->source, &err);
}

static void backfill_finished(void *user, enum backfill_why why, int64_t from_ms, int64_t until_ms)
{
    struct emnify *e = user;
    struct feed *feed = &e->source.feed;
    if (why == BACKFILL_SINCE)
        feed->complete_ms = from_ms;
    if (why == BACKFILL_ASKED && until_ms >= feed->complete_ms && from_ms < feed->complete_ms)
        feed->complete_ms = from_ms;
    if (why == BACKFILL_GAP)
        source_gap_filled(&e->source, from_ms + MARGIN_MS, until_ms - MARGIN_MS);
}

const struct tail_ops dialogue_tail_ops = {deliver, tail_gap};
const struct backfill_ops dialogue_backfill_ops = {deliver, backfill_finished};

/* ---------------------------------------------------------------- reports */

static void fail(struct emnify *e, int64_t retry_after_ms, const struct error *err)
{
    if (e->asking == ASK_TAIL)
        tail_fail(e->tail, mono_ms());
    e->asking = ASK_NOTHING;
    source_report_failure(&e->source, e->generation, retry_after_ms, err);
}

void dialogue_show(struct emnify *e)
{
    struct feed *feed = &e->source.feed;
    feed->progress = e->backfill_begun ? backfill_progress(e->backfill) : 0; /* before: how much there is to load is not known */
    feed->fetched = backfill_brought(e->backfill);
    backfill_describe(e->backfill, feed->doing, sizeof feed->doing);
    source_changed(&e->source);
}

/* ---------------------------------------------------------------- the token */

static void renewed(void *user, enum token_outcome outcome, int64_t retry_after_ms, const struct error *err)
{
    struct emnify *e = user;
    e->renewing = false;
    e->bearer_is_new = outcome == TOKEN_GOOD;
    if (outcome == TOKEN_GOOD) {
        inspect_go(e->inspect);
        dialogue_pump(e);
        return;
    }
    inspect_fail(e->inspect, err);
    if (outcome == TOKEN_LATER)
        source_report_failure(&e->source, e->generation, retry_after_ms, err);
    else
        source_report_fatal(&e->source, e->generation, err);
}

static void renew(struct emnify *e)
{
    uint64_t before = token_requests(e->token);
    e->renewing = true;
    e->generation = source_generation(&e->source);
    token_renew(e->token, renewed, e);
    e->source.feed.requests += token_requests(e->token) - before;
}

/* Somebody asks about a device while there is no bearer. A source that waits to try again, or has given up, does not hurry
 * for that. */
void dialogue_inspect_needs_token(void *user)
{
    struct emnify *e = user;
    struct feed *feed = &e->source.feed;
    static const struct error away = {.code = E_BUSY, .text = "the platform is not connected"};
    if (e->renewing)
        return;
    if (feed->state == FEED_PAUSED || source_is_running(&e->source, source_generation(&e->source)))
        renew(e);
    else
        inspect_fail(e->inspect, feed->last_error.code != 0 ? &feed->last_error : &away);
}

void dialogue_inspect_counted(void *user)
{
    ((struct emnify *)user)->source.feed.requests++;
}

/* ---------------------------------------------------------------- answers */

static uint64_t header_number(const struct curlhub_answer *answer, const char *name, const char *other)
{
    uint64_t value = 0;
    if (!str_u64(curlhub_header(answer, name), &value) && other != NULL)
        str_u64(curlhub_header(answer, other), &value);
    return value;
}

static int read_page(struct emnify *e, const struct curlhub_answer *answer, struct error *err)
{
    e->page.number = header_number(answer, "X-Current-Page", "X-Page");
    e->page.pages = header_number(answer, "X-Total-Pages", "X-Pages");
    e->page.per_page = header_number(answer, "X-Count-Per-Page", "X-Per-Page");
    return page_read(&e->page, answer->body, err);
}

/* The range that the first scan left to backfill; for a source that is read once, all of it. */
static void begin_backfill(struct emnify *e)
{
    int64_t now = server_ms(e);
    int64_t until = e->until_ms != INSTANT_NONE ? e->until_ms : now + MARGIN_MS;
    int64_t from = e->since_ms != INSTANT_NONE ? e->since_ms : now - SINCE_DEFAULT_MS;
    if (from < now - RETENTION_MS)
        from = now - RETENTION_MS;
    e->backfill_begun = true;
    e->begun_ms = mono_ms();
    e->begun_server_ms = now;
    if (e->follow) {
        int64_t bottom = tail_oldest_ms(e->tail);
        if (tail_has_reached_the_start(e->tail)) {
            e->looks = SECOND_LOOKS; /* the tail sees it all */
            e->source.feed.complete_ms = from;
            return;
        }
        if (bottom != INSTANT_NONE && bottom + MARGIN_MS < until)
            until = bottom + MARGIN_MS;
    }
    if (from < until)
        (void)backfill_add(e->backfill, BACKFILL_SINCE, from, until, NULL);
    else
        e->source.feed.complete_ms = from;
}

static void take_page(struct emnify *e, const struct curlhub_answer *answer)
{
    struct error err = {0};
    if (read_page(e, answer, &err) < 0) {
        err_prefix(&err, "event");
        fail(e, -1, &err);
        return;
    }
    enum asking asking = e->asking;
    e->asking = ASK_NOTHING;
    source_report_live(&e->source, e->generation);
    if (asking == ASK_TAIL) {
        uint64_t repeated = tail_repeated(e->tail);
        tail_take(e->tail, mono_ms(), server_ms(e), &e->page);
        e->source.feed.duplicates += tail_repeated(e->tail) - repeated;
    } else {
        backfill_take(e->backfill, &e->page);
    }
    if (!e->follow || !tail_is_scanning(e->tail))
        source_caught_up(&e->source);
    dialogue_show(e);
    dialogue_pump(e);
}

static void take_lookup(struct emnify *e, const struct curlhub_answer *answer)
{
    struct error err = {0};
    bool good = answer->error.code == 0 && answer->status == 200;
    e->asking = ASK_NOTHING;
    if (!good)
        errors_explain(answer, lookup_path(e->asked_list), &err);
    (void)lookup_take(e->lookup, e->asked_list, good ? answer->body : STR_NONE, &err);
    if (err.code != 0)
        source_note_error(&e->source, &err);
    dialogue_pump(e);
}

/* 401: another bearer, once, or the one that somebody else got meanwhile; the machine asks for its page again. */
static void unauthorised(struct emnify *e, const struct curlhub_answer *answer)
{
    bool in_use = token_refused(e->token, e->bearer);
    if (!in_use || !e->bearer_is_new) {
        e->asking = ASK_NOTHING;
        dialogue_pump(e);
        return;
    }
    struct error err = {0};
    errors_explain(answer, "event", &err);
    fail(e, curlhub_retry_after_ms(answer), &err);
}

static void answered(void *user, const struct curlhub_answer *answer)
{
    struct emnify *e = user;
    e->call = NULL;
    if (answer->error.code == 0 && answer->status == 401 && e->asking != ASK_LOOKUP) {
        unauthorised(e, answer);
        return;
    }
    e->bearer_is_new = false;
    if (e->asking == ASK_LOOKUP) {
        take_lookup(e, answer);
        return;
    }
    if (answer->error.code == 0 && answer->status == 200) {
        take_page(e, answer);
        return;
    }
    struct error err = {0};
    errors_explain(answer, "event", &err);
    bool refused = answer->error.code == 0 && (answer->status == 400 || answer->status == 422);
    if (answer->error.code == 0 && backfill_is_scoped(e->backfill))
        refused |= answer->status == 403 || answer->status == 404; /* one device may be another's, the stream is not */
    if (refused && e->asking == ASK_BACKFILL) {
        source_note_error(&e->source, &err); /* the question is wrong, not the platform: the tail goes on */
        backfill_refuse(e->backfill);
        e->asking = ASK_NOTHING;
        dialogue_show(e);
        dialogue_pump(e);
        return;
    }
    fail(e, curlhub_retry_after_ms(answer), &err);
}

/* ---------------------------------------------------------------- questions */

static void ask(struct emnify *e, enum asking asking, const char *path)
{
    char url[EMNIFY_URL_MAX], authorization[BEARER_MAX + 32];
    snprintf(url, sizeof url, "%s/%s", e->base, path);
    snprintf(authorization, sizeof authorization, "Authorization: Bearer %s", token_bearer(e->token, mono_ms()));
    const char *headers[] = {authorization, "Accept: application/json", "User-Agent: evmon/" PACKAGE_VERSION, NULL};
    struct curlhub_request request = {.url = url, .headers = headers, .limits = e->tuning.limits};
    struct error err = {0};
    e->asking = asking;
    e->generation = source_generation(&e->source);
    e->bearer = token_serial(e->token);
    e->source.feed.requests++;
    budget_take(&e->budget, mono_ms());
    e->call = curlhub_start(e->source.loop, &request, answered, e, &err);
    explicit_bzero(authorization, sizeof authorization);
    if (e->call == NULL)
        source_report_fatal(&e->source, e->generation, &err);
}

/* Asks if the budget allows it now; else says until when to wait (-1: never from spare). */
static int64_t try_to_ask(struct emnify *e, enum asking asking, enum budget_level level, const char *path)
{
    int64_t wait = budget_wait_ms(&e->budget, level, mono_ms());
    if (wait == 0)
        ask(e, asking, path);
    return wait;
}

static void sleep_for(struct emnify *e, int64_t ms)
{
    loop_timer_start(e->timer, ms);
}

static int64_t try_machine(struct emnify *e, enum asking asking, const struct wish *wish)
{
    char path[WISH_PATH_MAX + WISH_QUERY_MAX + 1];
    snprintf(path, sizeof path, "%s?%s", wish->path, wish->query);
    return try_to_ask(e, asking, wish->level, path);
}

/* True when the tail had its turn, or waits for the budget; else *idle_ms is how long it has nothing to do. */
static bool tail_turn(struct emnify *e, int64_t *idle_ms)
{
    struct wish wish = {0};
    tail_next(e->tail, mono_ms(), &wish);
    if (wish.what == WISH_FETCH) {
        int64_t wait = try_machine(e, ASK_TAIL, &wish);
        if (wait < 0) {
            tail_skip(e->tail, mono_ms());
            return tail_turn(e, idle_ms);
        }
        if (wait > 0)
            sleep_for(e, wait);
        return true;
    }
    *idle_ms = wish.at_ms - mono_ms();
    return false;
}

static bool lookup_turn(struct emnify *e, int64_t *idle_ms)
{
    enum lookup_list list = lookup_next(e->lookup);
    if (list == LOOKUP_COUNT_)
        return false;
    e->asked_list = list;
    int64_t wait = try_to_ask(e, ASK_LOOKUP, BUDGET_POLITE, lookup_path(list));
    if (wait > 0)
        sleep_for(e, wait < *idle_ms ? wait : *idle_ms);
    return true;
}

static void look_again(struct emnify *e, int64_t *idle_ms)
{
    if (!e->follow || e->looks == SECOND_LOOKS)
        return;
    int64_t wait = e->begun_ms + second_looks_ms[e->looks] - mono_ms();
    if (wait > 0) {
        *idle_ms = wait < *idle_ms ? wait : *idle_ms;
        return;
    }
    e->looks++;
    (void)backfill_add(e->backfill, BACKFILL_AGAIN, e->begun_server_ms - e->tuning.tail.sweep_depth_ms,
                       e->begun_server_ms, NULL);
}

static bool backfill_turn(struct emnify *e, int64_t *idle_ms)
{
    struct wish wish = {0};
    if (!e->backfill_begun) {
        begin_backfill(e);
        dialogue_show(e);
    }
    look_again(e, idle_ms);
    backfill_next(e->backfill, &wish);
    if (wish.what == WISH_NOTHING)
        return false;
    int64_t wait = try_machine(e, ASK_BACKFILL, &wish);
    if (wait > 0)
        sleep_for(e, wait < *idle_ms ? wait : *idle_ms);
    return true;
}

/* What was to be read once has been read. */
static void finish(struct emnify *e)
{
    unsigned generation = source_generation(&e->source);
    dialogue_show(e);
    source_cut(&e->source);
    source_report_end(&e->source, generation);
}

void dialogue_pump(struct emnify *e)
{
    int64_t idle_ms = INT64_MAX;
    if (e->call != NULL || e->renewing || !source_is_running(&e->source, source_generation(&e->source)))
        return;
    loop_timer_stop(e->timer);
    if (token_bearer(e->token, mono_ms()) == NULL) {
        renew(e);
        return;
    }
    if (e->follow && tail_turn(e, &idle_ms))
        return;
    if (e->follow && lookup_turn(e, &idle_ms))
        return;
    if (backfill_turn(e, &idle_ms))
        return;
    if (e->follow)
        sleep_for(e, idle_ms);
    else
        finish(e);
}

void dialogue_rest(struct emnify *e)
{
    loop_timer_stop(e->timer);
    token_cancel(e->token);
    e->renewing = false;
    curlhub_cancel(&e->call);
    if (e->asking == ASK_TAIL)
        tail_fail(e->tail, mono_ms());
    e->asking = ASK_NOTHING;
}
