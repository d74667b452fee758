/* The platform source: opening it, and what the source machine asks of it. */
#include "emnify/emnify.h"

#include "base/clock.h"
#include "base/xalloc.h"
#include "emnify/dialogue.h"
#include "io/weburl.h"

#include <stdio.h>
#include <stdlib.h>

#define KNOWN_MAX ((size_t)4 << 20)

static void emnify_start(struct source *source)
{
    struct emnify *e = (struct emnify *)source;
    if (source->attempt == 0)
        token_forgive(e->token); /* the beginning, or the operator's wish after a stop */
    dialogue_pump(e);
}

static void emnify_pause(struct source *source)
{
    struct emnify *e = (struct emnify *)source;
    dialogue_rest(e);
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
    dialogue_show(e);
    dialogue_pump(e);
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
    dialogue_show(e);
    dialogue_pump(e);
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
    if (url.n > EMNIFY_URL_MAX / 2)
        err_set(err, E_LIMIT, "emnify: the URL is longer than %d bytes", EMNIFY_URL_MAX / 2);
    if (url.n <= EMNIFY_URL_MAX / 2 && weburl_check_base(base, err) == 0)
        return base;
    err_prefix(err, "emnify");
    free(base);
    return NULL;
}

static void timer_fires(void *user)
{
    dialogue_pump(user);
}

static void build(struct emnify *e, const struct source_settings *settings)
{
    emnify_tuning_usual(&e->tuning);
    if (settings->tuning != NULL && settings->tuning->kind_tuning != NULL)
        e->tuning = *(const struct emnify_tuning *)settings->tuning->kind_tuning;
    e->follow = settings->follow;
    e->source.feed.progress = 0; /* it begins with history */
    e->since_ms = settings->since_ms;
    e->until_ms = settings->until_ms;
    e->known = idset_new(KNOWN_MAX);
    e->tail = tail_new(&e->tuning.tail, e->known, e->since_ms, &dialogue_tail_ops, e);
    e->backfill = backfill_new(e->tuning.tail.per_page_max, e->follow ? BUDGET_POLITE : BUDGET_URGENT, e->known,
                               &dialogue_backfill_ops, e);
    e->lookup = lookup_new();
    e->timer = loop_timer_new(e->source.loop, timer_fires, e);
    budget_init(&e->budget, e->tuning.budget, clock_mono_ns() / 1000000);
}

static void build_inspect(struct emnify *e)
{
    struct inspect_host host = {
        .loop = e->source.loop,
        .base = e->base,
        .token = e->token,
        .budget = &e->budget,
        .limits = e->tuning.limits,
        .need_token = dialogue_inspect_needs_token,
        .counted = dialogue_inspect_counted,
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
