/* Owns the desk: what the views may ask of the program, as functions over struct app. No policy of its own. */
#include "app/parts.h"

#include "app/facts.h"
#include "app/alarm.h"
#include "app/census.h"
#include "app/keeping.h"
#include "app/listdir.h"
#include "app/profiles.h"
#include "app/share.h"
#include "app/switcher.h"
#include "app/older.h"
#include "base/fmt.h"

#include <stdio.h>

static int feed_count(void *user)
{
    return feeds_count(((struct app *)user)->feeds);
}

static const struct feed *feed_get(void *user, int index)
{
    struct source *source = feeds_source(((struct app *)user)->feeds, index);
    return source != NULL ? source_feed(source) : NULL;
}

static int bad_count(void *user)
{
    return chronicle_bad_count(((struct app *)user)->chronicle);
}

static const struct desk_bad *bad_get(void *user, int index)
{
    return chronicle_bad(((struct app *)user)->chronicle, index);
}

static int gap_count(void *user)
{
    return chronicle_gap_count(((struct app *)user)->chronicle);
}

static const struct desk_gap *gap_get(void *user, int index)
{
    return chronicle_gap(((struct app *)user)->chronicle, index);
}

static int note_count(void *user)
{
    return chronicle_note_count(((struct app *)user)->chronicle);
}

static const struct desk_note *note_get(void *user, int index)
{
    return chronicle_note(((struct app *)user)->chronicle, index);
}

static void say(void *user, enum tone tone, const char *sentence)
{
    struct app *app = user;
    hub_say(app, tone, "%s", sentence);
    stack_answered(app->stack);
}

static void copy(void *user, struct str text, const char *what)
{
    struct app *app = user;
    char size[FMT_MAX];
    fmt_bytes(text.n, size, sizeof size);
    switch (term_copy(app->term, text)) {
    case TERM_COPIED: hub_say(app, TONE_GOOD, "Copied %s (%s) by OSC 52.", what, size); break;
    case TERM_COPIED_TMUX:
        hub_say(app, TONE_GOOD, "Copied %s (%s); tmux needs `set-clipboard on`.", what, size);
        break;
    case TERM_COPY_TOO_LONG:
        hub_say(app, TONE_WARN, "Not copied: %s is %s, more than a terminal takes; X exports.", what,
                size);
        break;
    case TERM_COPY_CANNOT:
        hub_say(app, TONE_WARN, "Not copied: this terminal has no clipboard sequence.");
        break;
    }
}

static void run(void *user, const char *line)
{
    hub_run_line(user, line);
}

static void feed_pause(void *user, int index)
{
    struct source *source = feeds_source(((struct app *)user)->feeds, index);
    if (source == NULL)
        return;
    if (source_feed(source)->held)
        source_resume(source, SOURCE_HOLD_OPERATOR);
    else
        source_pause(source, SOURCE_HOLD_OPERATOR);
    hub_dirty(user, VIEW_DRAW);
}

static void feed_retry(void *user, int index)
{
    struct source *source = feeds_source(((struct app *)user)->feeds, index);
    if (source != NULL)
        source_retry_now(source);
}

static void export_progress(void *user, size_t done, size_t count)
{
    hub_say(user, TONE_MUTED, "Exporting: %zu of %zu.", done, count);
}

static void export_done(void *user, size_t count, const char *path, const struct error *err)
{
    struct app *app = user;
    char number[FMT_MAX];
    app->export = NULL;
    fmt_count(count, number, sizeof number);
    if (err->code != 0)
        hub_say(app, TONE_WARN, "%s", err->text);
    else
        hub_say(app, TONE_GOOD, "Exported %s event%s to %s.", number, count == 1 ? "" : "s", path);
}

static const struct export_ops export_ops = {export_progress, export_done};

static void export_rows(void *user, const row_id *rows, size_t count, const char *format,
                        const char *path)
{
    struct app *app = user;
    struct error err = {0};
    if (app->export != NULL) {
        hub_say(app, TONE_WARN, "An export is running; ^C stops it.");
        return;
    }
    app->export = export_start(app->loop, app->store, rows, count, format, path, &export_ops, app,
                               &err);
    if (app->export == NULL)
        hub_say(app, TONE_WARN, "%s", err.text);
}

static int past_count(void *user)
{
    return recall_count(((struct app *)user)->recall);
}

static const char *past_get(void *user, int index)
{
    return recall_get(((struct app *)user)->recall, index);
}

static void past_add(void *user, struct str filter)
{
    recall_add(((struct app *)user)->recall, filter);
}

static void dirty(void *user, unsigned bits)
{
    hub_dirty(user, bits);
}

static int profile_count(void *user)
{
    return profiles_count(((struct app *)user)->profiles);
}

static const struct profile_entry *profile_get(void *user, int index)
{
    return profiles_entry(((struct app *)user)->profiles, index);
}

static int profile_current(void *user)
{
    return switcher_current(user);
}

static bool profile_count_matches(void *user, int64_t budget_ns)
{
    struct app *app = user;
    if (app->census == NULL)
        app->census = census_new(app->store, app->fleet);
    return census_work(app->census, app->profiles, app->setup.zone, desk_now(&app->desk), budget_ns);
}

static void profile_share(void *user, int index)
{
    share_copy(user, index);
}

static void profile_differences(void *user, int index, struct buf *out)
{
    keeping_differences(user, index, out);
}

static struct desk_hook hook(void *user)
{
    return alarm_hook(((struct app *)user)->alarm);
}

void desk_init(struct app *app)
{
    app->desk = (struct desk){
        .app = app,
        .store = app->store,
        .buckets = app->buckets,
        .fleet = app->fleet,
        .commands = &app->commands,
        .views = views_all,
        .options = app->setup.options,
        .keymaps = app->keymaps,
        .zone = app->setup.zone,
        .utc = app->utc,
        .local = app->local,
        .feed_count = feed_count,
        .feed = feed_get,
        .bad_count = bad_count,
        .bad = bad_get,
        .gap_count = gap_count,
        .gap = gap_get,
        .note_count = note_count,
        .note = note_get,
        .say = say,
        .copy = copy,
        .run = run,
        .feed_pause = feed_pause,
        .feed_retry = feed_retry,
        .fetch_older = older_fetch,
        .facts = facts_book,
        .facts_ask = facts_ask,
        .facts_leave = facts_leave,
        .api = facts_api,
        .export_rows = export_rows,
        .lookup_list = listdir_lookup,
        .profile_count = profile_count,
        .profile = profile_get,
        .profile_current = profile_current,
        .profile_count_matches = profile_count_matches,
        .profile_share = profile_share,
        .profile_differences = profile_differences,
        .hook = hook,
        .each_list = listdir_each,
        .past_count = past_count,
        .past = past_get,
        .past_add = past_add,
        .dirty = dirty,
    };
}
