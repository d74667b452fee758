/* Owns the step from a profile to the screen and back. Must not know the files' syntax, nor how a stream is drawn. */
#include "app/switcher.h"

#include "app/alarm.h"
#include "app/config_profile.h"
#include "app/last.h"
#include "app/parts.h"
#include "app/profiles.h"
#include "base/clock.h"
#include "base/xalloc.h"
#include "view/stream.h"

#include <stdlib.h>
#include <unistd.h>

#define SETTLE_MS 150     /* an editor writes a file in several steps */
#define SEEK_MS 60000     /* the event of last time is looked for while the first page comes in */
#define DIRECTORIES 2

struct switcher {
    char *name;                /* of the profile that is worn */
    struct replace_stamp base; /* of its own file when it was put on; none for shipped ones and the team's */
    bool gone_said;            /* its file is gone, and that was said */
    char *layout_before;       /* screen.layout before a profile changed it; NULL: none did */
    int first;                 /* the entry that the run begins with */
    uint64_t seek;             /* the id to go to, 0 none */
    int64_t seek_until_ns;
    struct loop_timer *settle;
    struct loop_path *watch[DIRECTORIES];
    struct buf told; /* mistakes of the files, so that each is told once */
};

struct stream *switcher_stream(const struct app *app)
{
    return (struct stream *)stack_bottom(app->stack);
}

const struct profile *switcher_worn(const struct app *app)
{
    return switcher_stream(app)->guise.profile;
}

const struct replace_stamp *switcher_base(const struct app *app)
{
    return &app->switcher->base;
}

int switcher_current(const struct app *app)
{
    return app->switcher->name != NULL ? profiles_find(app->profiles, str_of(app->switcher->name), NULL) : -1;
}

/* ---- to the screen ---- */

static char *layout_now(const struct app *app)
{
    struct buf now = {0};
    options_print(app->setup.options, SETTING_SCREEN_LAYOUT, &now);
    char *text = str_dup(buf_str(&now));
    buf_fini(&now);
    return text;
}

static void set_layout(struct app *app, const char *word)
{
    struct error err = {0};
    if (options_set(app->setup.options, SETTING_SCREEN_LAYOUT, str_of(word), OPTION_LIVE, &err) < 0)
        hub_say(app, TONE_WARN, "%s", err.text);
}

static void take_layout(struct app *app, const struct profile *profile)
{
    struct switcher *sw = app->switcher;
    bool keeps = profile_number(profile, PROFILE_LAYOUT) == PROFILE_LAYOUT_KEEP;
    if (!keeps && sw->layout_before == NULL)
        sw->layout_before = layout_now(app);
    if (!keeps) {
        set_layout(app, profile_text(profile, PROFILE_LAYOUT));
    } else if (sw->layout_before != NULL) {
        set_layout(app, sw->layout_before);
        free(sw->layout_before);
        sw->layout_before = NULL;
    }
    stream_settle_layout(switcher_stream(app));
}

void switcher_take_layout(const struct app *app, struct profile *into)
{
    const struct guise *guise = &switcher_stream(app)->guise;
    if (guise->profile != NULL && guise->layout == options_int(app->setup.options, SETTING_SCREEN_LAYOUT))
        return;
    char *now = layout_now(app);
    must(config_profile_set(into, PROFILE_LAYOUT, str_of(now), NULL) >= 0);
    free(now);
}

void switcher_keep_place(struct app *app)
{
    struct last last = {.event = 0};
    struct error err = {0};
    struct stream *s = switcher_stream(app);
    row_id row = stream_row(s);
    str_copy(str_of(app->switcher->name), last.profile, sizeof last.profile);
    if (s->cursor.mode == CURSOR_HOLD && row != ROW_NONE)
        last.event = store_id(app->store, row);
    if (options_origin(app->setup.options, SETTING_FACETS_FIELDS) == OPTION_LIVE)
        str_copy(str_of(options_text(app->setup.options, SETTING_FACETS_FIELDS)), last.facets, sizeof last.facets);
    if (last_write(&last, &err) < 0)
        hub_say(app, TONE_WARN, "The place is not kept for the next start: %s", err.text);
}

void switcher_note_worn(struct app *app, int index)
{
    struct switcher *sw = app->switcher;
    const struct profile_entry *entry = profiles_entry(app->profiles, index);
    char *name = xstrdup(profile_text(entry->profile, PROFILE_NAME));
    free(sw->name);
    sw->name = name;
    sw->base = profiles_stamp(app->profiles, index);
    sw->gone_said = false;
}

int switcher_put_on(struct app *app, int index, struct error *err)
{
    const struct profile_entry *entry = profiles_entry(app->profiles, index);
    int result = stream_set_profile(switcher_stream(app), entry->profile, entry->key, err);
    if (result < 0) {
        err_prefix(err, "profile %s", profile_text(entry->profile, PROFILE_NAME));
        return result;
    }
    switcher_note_worn(app, index);
    take_layout(app, entry->profile);
    alarm_wear(app->alarm, entry->profile);
    hub_dirty(app, VIEW_LAYOUT | VIEW_UPDATE | VIEW_DRAW);
    return 0;
}

/* From a drill-down back to the stream; `]` leads there again. */
static void go_to_stream(struct app *app)
{
    while (stack_depth(app->stack) > 1 && stack_back(app->stack))
        ;
}

int switcher_run_profile(void *target, struct str args, struct error *err)
{
    struct app *app = target;
    bool is_key = args.n == 1 && args.p[0] >= '0' && args.p[0] <= '9';
    int index = profiles_find(app->profiles, args, is_key ? NULL : err);
    if (index < 0)
        return is_key ? err_set(err, E_UNKNOWN, "no profile has key %.*s; :profile-key %.*s gives it to this one",
                                STR_ARG(args), STR_ARG(args))
                      : -E_UNKNOWN;
    go_to_stream(app);
    int result = switcher_put_on(app, index, err);
    if (result >= 0)
        switcher_keep_place(app);
    return result;
}

/* ---- files that change ---- */

static void tell_mistake(void *user, const char *sentence)
{
    struct app *app = user;
    struct buf *told = &app->switcher->told;
    if (str_find(buf_str(told), str_of(sentence)) < 0)
        hub_say(app, TONE_WARN, "%s", sentence);
    buf_add_fmt(told, "%s\n", sentence);
}

/* The file of the profile that is worn says something else now. */
static void take_change(struct app *app, int index)
{
    struct switcher *sw = app->switcher;
    const struct profile_entry *entry = profiles_entry(app->profiles, index);
    struct stream *s = switcher_stream(app);
    struct replace_stamp now = profiles_stamp(app->profiles, index);
    struct error err = {0};
    s->guise.key = entry->key;
    if (profile_compare(entry->profile, switcher_worn(app), NULL, NULL) == 0) {
        sw->base = now;
    } else if (stream_is_changed(s)) {
        if (!replace_stamp_eq(&now, &sw->base))
            hub_say(app, TONE_WARN, "The file of %s has changed; :profile %s takes it, :profile-overwrite keeps this screen.",
                    sw->name, sw->name);
    } else if (switcher_put_on(app, index, &err) < 0) {
        hub_say(app, TONE_WARN, "%s", err.text);
    } else {
        hub_say(app, TONE_MUTED, "Profile %s was read anew.", sw->name);
    }
}

static void watch_directories(struct app *app);

void switcher_reload(struct app *app)
{
    struct switcher *sw = app->switcher;
    size_t before = sw->told.n;
    profiles_read(app->profiles, tell_mistake, app);
    buf_drop_front(&sw->told, before); /* what was told before and is in order now may be told again */
    int index = switcher_current(app);
    if (index >= 0) {
        sw->gone_said = false;
        take_change(app, index);
    } else if (sw->name != NULL && !sw->gone_said) {
        sw->gone_said = true;
        hub_say(app, TONE_MUTED, "The file of profile %s is gone; the screen stays as it is.", sw->name);
    }
    watch_directories(app); /* one that was not there may be now */
    hub_dirty(app, VIEW_UPDATE | VIEW_DRAW);
}

static void on_settled(void *user)
{
    switcher_reload(user);
}

static void on_changed(void *user)
{
    loop_timer_start(((struct app *)user)->switcher->settle, SETTLE_MS);
}

static void watch_directories(struct app *app)
{
    for (int i = 0; i < DIRECTORIES; i++) {
        struct buf path = {0};
        if (app->switcher->watch[i] != NULL)
            loop_path_free(&app->switcher->watch[i]);
        if (profiles_directory(i, &path))
            app->switcher->watch[i] = loop_path_new(app->loop, buf_cstr(&path), on_changed, app);
        buf_fini(&path);
    }
}

/* ---- beginning and end ---- */

static void keep_mistake(void *user, const char *sentence)
{
    buf_add_fmt(&((struct app *)user)->switcher->told, "%s\n", sentence);
}

/* Fields that were chosen on the screen, where nothing else names any. */
static void take_facets(struct app *app, const struct last *last)
{
    struct options *options = app->setup.options;
    if (last->facets[0] != '\0' && options_origin(options, SETTING_FACETS_FIELDS) == OPTION_DEFAULT)
        (void)options_set(options, SETTING_FACETS_FIELDS, str_of(last->facets), OPTION_LIVE, NULL); /* too long: none then */
}

/* --profile; without it and without --filter the one of last time. */
static int find_first(struct app *app, const struct last *last, struct error *err)
{
    const struct args *args = app->setup.args;
    const char *named = args_get(args, ARG_PROFILE);
    const char *why = named != NULL ? profiles_broken(app->profiles, str_of(named)) : NULL;
    if (why != NULL)
        return err_set(err, E_INVALID, "%s", why);
    if (named != NULL)
        return profiles_find(app->profiles, str_of(named), err);
    bool again = !args_has(args, ARG_FILTER) && last->profile[0] != '\0';
    int index = again ? profiles_find(app->profiles, str_of(last->profile), NULL) : -1;
    app->switcher->seek = index >= 0 ? last->event : 0;
    return index >= 0 ? index : profiles_find_key(app->profiles, 0);
}

int switcher_new(struct app *app, struct error *err)
{
    app->switcher = xcalloc(1, sizeof *app->switcher);
    app->profiles = profiles_new();
    profiles_read(app->profiles, keep_mistake, app);
    struct last last;
    last_read(&last);
    take_facets(app, &last);
    app->switcher->first = find_first(app, &last, err);
    return app->switcher->first < 0 ? -E_UNKNOWN : 0;
}

int64_t switcher_window(const struct app *app)
{
    return profile_number(profiles_entry(app->profiles, app->switcher->first)->profile, PROFILE_WINDOW);
}

void switcher_free(struct app *app)
{
    struct switcher *sw = app->switcher;
    if (sw == NULL)
        return;
    free(sw->name);
    free(sw->layout_before);
    buf_fini(&sw->told);
    free(sw);
    app->switcher = NULL;
    profiles_free(&app->profiles);
}

static void join_filter(struct app *app, struct str filter)
{
    struct buf query = {0};
    struct error err = {0};
    struct str own = str_of(switcher_stream(app)->guise.filter);
    if (own.n > 0)
        buf_add_fmt(&query, "(%.*s) (%.*s)", STR_ARG(own), STR_ARG(filter));
    else
        buf_add_str(&query, filter);
    if (stream_set_filter(switcher_stream(app), buf_str(&query), &err) < 0)
        hub_say(app, TONE_WARN, "%s", err.text);
    buf_fini(&query);
}

void switcher_begin(struct app *app, struct str filter)
{
    struct switcher *sw = app->switcher;
    struct error err = {0};
    sw->seek_until_ns = clock_mono_ns() + SEEK_MS * INT64_C(1000000);
    sw->settle = loop_timer_new(app->loop, on_settled, app);
    if (switcher_put_on(app, sw->first, &err) < 0) {
        hub_say(app, TONE_WARN, "%s", err.text);
        (void)switcher_put_on(app, profiles_find_key(app->profiles, 0), NULL); /* an own one may fail as well: none then */
    }
    if (filter.n > 0)
        join_filter(app, filter);
    struct str rest = buf_str(&sw->told), line;
    while (str_next(&rest, '\n', &line))
        if (line.n > 0) /* the last one is ended as well */
            hub_say(app, TONE_WARN, "%.*s", STR_ARG(line));
    watch_directories(app);
}

void switcher_end(struct app *app)
{
    struct switcher *sw = app->switcher;
    if (sw == NULL)
        return;
    if (sw->name != NULL && app->stack != NULL)
        switcher_keep_place(app);
    for (int i = 0; i < DIRECTORIES; i++)
        if (sw->watch[i] != NULL)
            loop_path_free(&sw->watch[i]);
    if (sw->settle != NULL)
        loop_timer_free(&sw->settle);
    sw->seek = 0; /* sources may still deliver, but there is no stream to go to */
}

void switcher_look(struct app *app)
{
    struct switcher *sw = app->switcher;
    if (sw == NULL || sw->seek == 0)
        return;
    row_id row = store_find_id(app->store, sw->seek);
    if (row != ROW_NONE)
        stream_seek(switcher_stream(app), row);
    if (row != ROW_NONE || clock_mono_ns() > sw->seek_until_ns)
        sw->seek = 0;
}

void switcher_stay(struct app *app)
{
    app->switcher->seek = 0;
}
