/* The platform source: puts token, tail, backfill and lookup together. One request at a time, each paid from the budget;
 * what is most urgent goes first. Must not decide about states (io/source.c) nor about completeness (tail.c). */
#include "emnify/emnify.h"

#include "base/clock.h"
#include "base/instant.h"
#include "base/xalloc.h"
#include "emnify/backfill.h"
#include "emnify/errors.h"
#include "emnify/inspect.h"
#include "emnify/token.h"
#include "io/source_kind.h"
#include "io/weburl.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define KNOWN_MAX ((size_t)4 << 20)
#define SINCE_DEFAULT_MS ((int64_t)3600000)
#define RETENTION_MS ((int64_t)30 * 24 * 3600000) /* the platform keeps no more */
#define MARGIN_MS ((int64_t)2 * 60000) /* a timestamp lies up to seconds before an event is visible */
#define URL_MAX 2048
#define BEARER_MAX 8192

/* After the beginning the time just before it is looked at again: events became visible late there, and the tail does
 * not go below its first page. */
#define SECOND_LOOKS 2
static const int64_t second_looks_ms[SECOND_LOOKS] = {60000, 15 * 60000};

enum asking { ASK_NOTHING, ASK_TAIL, ASK_BACKFILL, ASK_LOOKUP };

struct emnify {
    struct source source;
    char *base;
    struct emnify_tuning tuning;
    int64_t since_ms, until_ms;
    bool follow, bearer_is_new, backfill_begun;
    int64_t begun_ms, begun_server_ms; /* when backfill began: monotonic, and the server's clock */
    int looks;
    struct token *token;
    struct idset *known;
    struct tail *tail;
    struct backfill *backfill;
    struct lookup *lookup;
    struct inspect *inspect;
    struct budget budget;
    struct loop_timer *timer;
    struct curlhub_call *call;
    bool renewing;
    enum asking asking;
    enum lookup_list asked_list;
    unsigned generation; /* under which the request under way was made */
    struct page page;
};

static void pump(struct emnify *e);

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

static const struct tail_ops tail_ops = {deliver, tail_gap};
static const struct backfill_ops backfill_ops = {deliver, backfill_finished};

/* ---------------------------------------------------------------- reports */

static void fail(struct emnify *e, int64_t retry_after_ms, const struct error *err)
{
    if (e->asking == ASK_TAIL)
        tail_fail(e->tail, mono_ms());
    e->asking = ASK_NOTHING;
    source_report_failure(&e->source, e->generation, retry_after_ms, err);
}

static void show(struct emnify *e)
{
    struct feed *feed = &e->source.feed;
    feed->progress = backfill_progress(e->backfill);
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
        pump(e);
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
static void inspect_needs_token(void *user)
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

static void inspect_counted(void *user)
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
    show(e);
    pump(e);
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
    pump(e);
}

/* 401: another bearer, once; the machine asks for its page again. */
static void unauthorised(struct emnify *e, const struct curlhub_answer *answer)
{
    bool again = !e->bearer_is_new;
    token_refused(e->token);
    if (again) {
        e->asking = ASK_NOTHING;
        pump(e);
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
        show(e);
        pump(e);
        return;
    }
    fail(e, curlhub_retry_after_ms(answer), &err);
}

/* ---------------------------------------------------------------- questions */

static void ask(struct emnify *e, enum asking asking, const char *path)
{
    char url[URL_MAX], authorization[BEARER_MAX + 32];
    snprintf(url, sizeof url, "%s/%s", e->base, path);
    snprintf(authorization, sizeof authorization, "Authorization: Bearer %s", token_bearer(e->token, mono_ms()));
    const char *headers[] = {authorization, "Accept: application/json", "User-Agent: evmon/" PACKAGE_VERSION, NULL};
    struct curlhub_request request = {.url = url, .headers = headers, .limits = e->tuning.limits};
    struct error err = {0};
    e->asking = asking;
    e->generation = source_generation(&e->source);
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
    if (!e->backfill_begun)
        begin_backfill(e);
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
    show(e);
    source_cut(&e->source);
    source_report_end(&e->source, generation);
}

/* The one place that decides what is asked next. */
static void pump(struct emnify *e)
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

static void timer_fires(void *user)
{
    pump(user);
}

/* ---------------------------------------------------------------- source_ops */

static void emnify_start(struct source *source)
{
    struct emnify *e = (struct emnify *)source;
    if (source->attempt == 0)
        token_forgive(e->token); /* the beginning, or the operator's wish after a stop */
    pump(e);
}

static void emnify_pause(struct source *source)
{
    struct emnify *e = (struct emnify *)source;
    loop_timer_stop(e->timer);
    token_cancel(e->token);
    e->renewing = false;
    curlhub_cancel(&e->call);
    if (e->asking == ASK_TAIL)
        tail_fail(e->tail, mono_ms());
    e->asking = ASK_NOTHING;
    inspect_go(e->inspect); /* asks for the token that was on its way */
}

static void emnify_stop(struct source *source)
{
    struct emnify *e = (struct emnify *)source;
    static const struct error closed = {.code = E_CANCELLED, .text = "the source is closed"};
    emnify_pause(source);
    inspect_fail(e->inspect, &closed);
    inspect_free(&e->inspect);
    loop_timer_free(&e->timer);
    source_stopped(source);
}

static void emnify_free(struct source *source)
{
    struct emnify *e = (struct emnify *)source;
    token_free(&e->token);
    tail_free(&e->tail);
    backfill_free(&e->backfill);
    lookup_free(&e->lookup);
    idset_free(&e->known);
    page_fini(&e->page);
    free(e->base);
    free(e);
}

static int emnify_fetch_older(struct source *source, const struct source_span *span, struct error *err)
{
    struct emnify *e = (struct emnify *)source;
    int rc = backfill_ask(e->backfill, span, err);
    if (rc < 0)
        return rc;
    show(e);
    pump(e);
    return 0;
}

static void emnify_cancel_fetch(struct source *source)
{
    struct emnify *e = (struct emnify *)source;
    if (e->asking == ASK_BACKFILL) {
        curlhub_cancel(&e->call);
        e->asking = ASK_NOTHING;
    }
    e->backfill_begun = true;
    backfill_cancel(e->backfill);
    show(e);
    pump(e);
}

static const struct source_ops emnify_ops = {
    .start = emnify_start,
    .pause = emnify_pause,
    .stop = emnify_stop,
    .free = emnify_free,
    .fetch_older = emnify_fetch_older,
    .cancel_fetch = emnify_cancel_fetch,
};

/* ---------------------------------------------------------------- opening */

void emnify_tuning_usual(struct emnify_tuning *tuning)
{
    *tuning = (struct emnify_tuning){.tail = tail_usual};
    memcpy(tuning->budget, budget_usual, sizeof tuning->budget);
}

/* The base URL of the spec, without a slash at the end. */
static char *base_of(struct str spec, const struct source_settings *settings, struct error *err)
{
    struct str url = str_sub(spec, STR("emnify:").n, spec.n);
    if (url.n == 0)
        url = str_of(settings->api_url != NULL && settings->api_url[0] != '\0' ? settings->api_url : EMNIFY_URL_DEFAULT);
    while (url.n > 0 && url.p[url.n - 1] == '/')
        url.n--;
    char *base = str_dup(url);
    if (url.n > URL_MAX / 2)
        err_set(err, E_LIMIT, "emnify: the URL is longer than %d bytes", URL_MAX / 2);
    if (url.n <= URL_MAX / 2 && weburl_check_base(base, err) == 0)
        return base;
    err_prefix(err, "emnify");
    free(base);
    return NULL;
}

static void build(struct emnify *e, const struct source_settings *settings)
{
    emnify_tuning_usual(&e->tuning);
    if (settings->tuning != NULL && settings->tuning->kind_tuning != NULL)
        e->tuning = *(const struct emnify_tuning *)settings->tuning->kind_tuning;
    e->follow = settings->follow;
    e->since_ms = settings->since_ms;
    e->until_ms = settings->until_ms;
    e->known = idset_new(KNOWN_MAX);
    e->tail = tail_new(&e->tuning.tail, e->known, e->since_ms, &tail_ops, e);
    e->backfill = backfill_new(e->tuning.tail.per_page_max, e->follow ? BUDGET_POLITE : BUDGET_URGENT, e->known,
                               &backfill_ops, e);
    e->lookup = lookup_new();
    e->timer = loop_timer_new(e->source.loop, timer_fires, e);
    budget_init(&e->budget, e->tuning.budget, mono_ms());
}

static void build_inspect(struct emnify *e)
{
    struct inspect_host host = {
        .loop = e->source.loop,
        .base = e->base,
        .token = e->token,
        .budget = &e->budget,
        .limits = e->tuning.limits,
        .need_token = inspect_needs_token,
        .counted = inspect_counted,
        .user = e,
    };
    e->inspect = inspect_new(&host);
}

static struct source *emnify_open(struct loop *loop, struct str spec, const struct source_settings *settings,
                                  struct sink sink, struct error *err)
{
    char *base = base_of(spec, settings, err);
    if (base == NULL)
        return NULL;
    struct token *token = token_new(loop, base, settings, err);
    if (token == NULL) {
        err_prefix(err, "emnify");
        free(base);
        return NULL;
    }
    struct emnify *e = xcalloc(1, sizeof *e);
    char name[FEED_NAME_MAX], host[FEED_NAME_MAX - 8];
    weburl_host(base, host, sizeof host);
    snprintf(name, sizeof name, "emnify %s", host);
    source_init(&e->source, &emnify_ops, loop, settings, sink, name);
    e->base = base;
    e->token = token;
    build(e, settings);
    build_inspect(e);
    return &e->source;
}

static bool emnify_matches(struct str spec)
{
    return str_starts(spec, STR("emnify:"));
}

const struct source_kind emnify_source_kind = {"emnify", emnify_matches, emnify_open};

struct str emnify_name(struct source *source, enum lookup_list list, int64_t id)
{
    must(source->ops == &emnify_ops);
    return lookup_name(((struct emnify *)source)->lookup, list, id);
}

struct inspect *emnify_inspect(struct source *source)
{
    return source->ops == &emnify_ops ? ((struct emnify *)source)->inspect : NULL;
}

const char *emnify_base(const struct source *source)
{
    return source->ops == &emnify_ops ? ((const struct emnify *)source)->base : NULL;
}
