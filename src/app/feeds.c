/* Owns the list of open sources. Must not know how any kind works. */
#include "app/feeds.h"

#include "base/xalloc.h"
#include "emnify/emnify.h"

#include <stdlib.h>

/* Asked in order; a file takes what is left. */
static const struct source_kind *const kinds[] = {&emnify_source_kind, &file_source_kind,
                                                 NULL};

struct feeds {
    struct loop *loop;
    struct ingest *ingest;
    struct source *source[FEEDS_MAX];
    int count, closing;
};

struct feeds *feeds_new(struct loop *loop, struct ingest *ingest)
{
    struct feeds *feeds = xcalloc(1, sizeof *feeds);
    feeds->loop = loop;
    feeds->ingest = ingest;
    return feeds;
}

static void on_gone(void *user, struct source *source)
{
    struct feeds *feeds = user;
    (void)source;
    feeds->closing--;
}

void feeds_free(struct feeds **feeds_)
{
    struct feeds *feeds = *feeds_;
    if (feeds == NULL)
        return;
    ingest_stop(feeds->ingest); /* nothing that comes while they end is taken in */
    feeds->closing = feeds->count;
    for (int i = 0; i < feeds->count; i++)
        source_close(feeds->source[i], on_gone, feeds);
    while (feeds->closing > 0)
        loop_run(feeds->loop, LOOP_ONCE);
    free(feeds);
    *feeds_ = NULL;
}

int feeds_open(struct feeds *feeds, const char *spec, const struct source_settings *settings,
               struct error *err)
{
    struct error own = {0};
    if (feeds->count == FEEDS_MAX)
        return err_set(err, E_LIMIT, "%s: more than %d sources, leave some out", spec, FEEDS_MAX);
    struct source *source = source_open(feeds->loop, kinds, str_of(spec), settings,
                                        ingest_sink(feeds->ingest), &own);
    if (source == NULL)
        return err_set(err, own.code != 0 ? own.code : E_OPEN, "%s", own.text);
    ingest_add(feeds->ingest, source, spec);
    feeds->source[feeds->count++] = source;
    return 0;
}

void feeds_start(struct feeds *feeds)
{
    for (int i = 0; i < feeds->count; i++)
        source_start(feeds->source[i]);
}

int feeds_count(const struct feeds *feeds)
{
    return feeds->count;
}

struct source *feeds_source(const struct feeds *feeds, int index)
{
    return index >= 0 && index < feeds->count ? feeds->source[index] : NULL;
}

bool feeds_are_gone(const struct feeds *feeds)
{
    for (int i = 0; i < feeds->count; i++)
        if (source_feed(feeds->source[i])->state != FEED_GONE)
            return false;
    return true;
}

const struct feed *feeds_failed(const struct feeds *feeds)
{
    for (int i = 0; i < feeds->count; i++) {
        const struct feed *feed = source_feed(feeds->source[i]);
        if (feed->state == FEED_GONE && !feed->finished)
            return feed;
    }
    return NULL;
}

bool feeds_are_finite(const struct feeds *feeds)
{
    for (int i = 0; i < feeds->count; i++)
        if (source_is_open_ended(feeds->source[i]))
            return false;
    return true;
}
