/* Owns the one fetch of older events that an operator has asked for. Must not know how a source fetches. */
#include "app/older.h"

#include "app/facts.h"
#include "base/fmt.h"

#include <stdio.h>

static uint64_t fetched(const struct app *app)
{
    uint64_t sum = 0;
    for (int i = 0; i < feeds_count(app->feeds); i++)
        sum += source_feed(feeds_source(app->feeds, i))->fetched;
    return sum;
}

/* Whom it is about, by name where the fleet knows one. */
static void name(const struct app *app, const struct fact_about *about, char *out, size_t size)
{
    const struct device *device = about != NULL && about->subject == FACT_OF_DEVICE ? fleet_device(app->fleet, about->id) : NULL;
    struct str known = device != NULL ? fleet_text(app->fleet, device->name.text) : STR_NONE;
    if (about == NULL)
        snprintf(out, size, "the stream");
    else if (known.n > 0)
        snprintf(out, size, "%s %.*s", fact_subject_names[about->subject], STR_ARG(known));
    else
        snprintf(out, size, "%s %lld", fact_subject_names[about->subject], (long long)about->id);
}

static bool is_asked(const struct app *app, const struct fact_about *about, int index)
{
    struct source *source = feeds_source(app->feeds, index);
    return source_can_fetch(source) && (about == NULL || source == facts_source(app, *about));
}

void older_fetch(void *user, const struct fact_about *about, int64_t from_ms, int64_t until_ms)
{
    struct app *app = user;
    struct older *older = &app->older;
    struct source_span span = {SOURCE_ALL, 0, from_ms, until_ms};
    struct error err = {0};
    if (older->under_way) {
        hub_say(app, TONE_WARN, "Older events of %s are being fetched; ^C stops that.", older->what);
        return;
    }
    if (about != NULL)
        span = (struct source_span){about->subject == FACT_OF_DEVICE ? SOURCE_OF_DEVICE : SOURCE_OF_SIM, about->id, from_ms,
                                    until_ms};
    name(app, about, older->what, sizeof older->what);
    older->before = fetched(app);
    for (int i = 0; i < feeds_count(app->feeds); i++) {
        older->works[i] = is_asked(app, about, i) && source_fetch_older(feeds_source(app->feeds, i), &span, &err) >= 0;
        older->under_way |= older->works[i];
    }
    if (older->under_way)
        hub_say(app, TONE_MUTED, "Fetching older events of %s; ^C stops.", older->what);
    else
        hub_say(app, TONE_WARN, "%s", err.code != 0 ? err.text : "No source here has older events to give.");
}

bool older_cancel(struct app *app)
{
    char count[FMT_MAX];
    bool asked = app->older.under_way;
    app->older.under_way = false;
    for (int i = 0; i < feeds_count(app->feeds); i++)
        source_cancel_fetch(feeds_source(app->feeds, i));
    if (!asked)
        return false;
    fmt_count(fetched(app) - app->older.before, count, sizeof count);
    hub_say(app, TONE_WARN, "Stopped fetching older events of %s; the %s that came stay.", app->older.what, count);
    return true;
}

void older_watch(struct app *app)
{
    struct older *older = &app->older;
    char count[FMT_MAX];
    bool working = false;
    if (!older->under_way)
        return;
    for (int i = 0; i < feeds_count(app->feeds); i++) {
        const struct feed *feed = source_feed(feeds_source(app->feeds, i));
        working |= older->works[i] && feed->progress >= 0 && feed->state != FEED_GONE;
    }
    if (working)
        return;
    uint64_t came = fetched(app) - older->before;
    fmt_count(came, count, sizeof count);
    older->under_way = false;
    if (came > 0)
        hub_say(app, TONE_GOOD, "%s older event%s of %s came.", count, came == 1 ? "" : "s", older->what);
    else
        hub_say(app, TONE_TEXT, "The platform has no further events of %s in that time.", older->what);
}
