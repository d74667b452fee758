/* Owns the writing of a command line. Must not know how profiles are kept, nor what a filter means. */
#include "app/share.h"

#include "app/parts.h"
#include "app/profiles.h"
#include "app/switcher.h"
#include "view/stream.h"

#include <stdlib.h>

static bool is_plain(struct str word)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./:=@%+,-";
    for (size_t i = 0; i < word.n; i++)
        if (memchr(plain, word.p[i], sizeof plain - 1) == NULL)
            return false;
    return word.n > 0;
}

void share_add_word(struct buf *out, struct str word)
{
    if (is_plain(word)) {
        buf_add_str(out, word);
        return;
    }
    buf_add_byte(out, '\'');
    for (size_t i = 0; i < word.n; i++) {
        if (word.p[i] == '\'')
            buf_add_text(out, "'\\''");
        else
            buf_add_byte(out, word.p[i]);
    }
    buf_add_byte(out, '\'');
}

static void add_option(struct buf *out, enum arg arg, struct str value)
{
    buf_add_fmt(out, " --%s ", args_row(arg)->name);
    share_add_word(out, value);
}

static void add_setting(struct buf *out, const char *name, struct str value)
{
    struct buf setting = {0};
    buf_add_fmt(&setting, "%s=%.*s", name, STR_ARG(value));
    add_option(out, ARG_SET, buf_str(&setting));
    buf_fini(&setting);
}

/* Columns have no option of their own on the screen. */
static void add_columns(const struct app *app, struct buf *out, struct str columns)
{
    struct lineup usual, now;
    struct buf a = {0}, b = {0};
    const char *option = options_text(app->setup.options, SETTING_STREAM_COLUMNS);
    bool both = lineup_parse(&usual, str_of(option), NULL) >= 0 && lineup_parse(&now, columns, NULL) >= 0;
    if (both) {
        lineup_print(&usual, &a);
        lineup_print(&now, &b);
    }
    if (both && !str_eq(buf_str(&a), buf_str(&b)))
        add_setting(out, "stream.columns", buf_str(&b));
    buf_fini(&a);
    buf_fini(&b);
}

/* Where the detail panel stands, unless it is where it stands by itself. */
static void add_layout(const struct app *app, struct buf *out, struct str layout)
{
    if (!str_eq(layout, str_of(options_row(app->setup.options, SETTING_SCREEN_LAYOUT)->fallback)))
        add_setting(out, "screen.layout", layout);
}

/* An option says something else than it does by itself: then the screen's own word is written out in any case. */
static bool is_set(const struct app *app, enum setting setting)
{
    struct buf now = {0};
    options_print(app->setup.options, (int)setting, &now);
    bool other = !str_eq(buf_str(&now), str_of(options_row(app->setup.options, (int)setting)->fallback));
    buf_fini(&now);
    return other;
}

static void add_order(struct buf *out, struct slice_order order)
{
    struct buf text = {0};
    lineup_order_print(order, &text);
    add_setting(out, "stream.sort", buf_str(&text));
    buf_fini(&text);
}

static void add_fold(const struct app *app, struct buf *out, struct fold_by fold)
{
    if (fold.kind != FOLD_NONE || is_set(app, SETTING_STREAM_GROUP))
        add_setting(out, "stream.group", str_of(fold_name(fold.kind)));
}

/* Its span of time has no option. */
static bool is_odd(struct fold_by fold)
{
    return fold.kind != FOLD_NONE && fold.span_ms != profile_row(PROFILE_GROUP_WITHIN)->number;
}

/* What the command line of this run said of times, and the sources; those of the configuration need no words. */
static void add_sources(const struct app *app, struct buf *out)
{
    static const enum arg kept[] = {ARG_CONFIG, ARG_SINCE, ARG_UNTIL, ARG_NOW};
    const struct args *args = app->setup.args;
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (args_has(args, kept[i]))
            add_option(out, kept[i], str_of(args_get(args, kept[i])));
    if (args_has(args, ARG_FOLLOW))
        buf_add_fmt(out, " --%s", args_row(ARG_FOLLOW)->name);
    bool dashed = false;
    for (size_t i = 0; i < args->operands.n; i++)
        dashed |= args->operands.p[i][0] == '-' && args->operands.p[i][1] != '\0';
    if (dashed)
        buf_add_text(out, " --");
    for (size_t i = 0; i < args->operands.n; i++) {
        buf_add_byte(out, ' ');
        share_add_word(out, str_of(args->operands.p[i]));
    }
}

static void add_query(const struct stream *s, struct buf *out)
{
    struct buf query = {0};
    struct str typed = s->sieve.off ? STR_NONE : stream_filter(s);
    struct str base = s->sieve.base != NULL ? filter_canonical(s->sieve.base) : STR_NONE;
    if (base.n > 0 && typed.n > 0)
        buf_add_fmt(&query, "(%.*s) (%.*s)", STR_ARG(base), STR_ARG(typed));
    else
        buf_add_str(&query, base.n > 0 ? base : typed);
    if (query.n > 0)
        add_option(out, ARG_FILTER, buf_str(&query));
    buf_fini(&query);
}

/* Others have a profile by its name when it is shipped or the team's. */
static bool has_name(const struct profile_entry *entry)
{
    return entry != NULL && entry->origin != PROFILE_OWN;
}

static void add_screen(const struct app *app, const struct stream *s, struct buf *out)
{
    struct buf text = {0};
    add_query(s, out);
    lineup_print(&s->columns, &text);
    add_columns(app, out, buf_str(&text));
    buf_clear(&text);
    options_print(app->setup.options, SETTING_SCREEN_LAYOUT, &text);
    add_layout(app, out, buf_str(&text));
    buf_fini(&text);
}

static void add_profile(const struct app *app, const struct profile *profile, struct buf *out)
{
    struct buf query = {0};
    guise_query(profile, &query);
    if (query.n > 0)
        add_option(out, ARG_FILTER, buf_str(&query));
    if (profile_is_set(profile, PROFILE_COLUMNS))
        add_columns(app, out, str_of(profile_text(profile, PROFILE_COLUMNS)));
    if (profile_number(profile, PROFILE_LAYOUT) != PROFILE_LAYOUT_KEEP)
        add_layout(app, out, str_of(profile_text(profile, PROFILE_LAYOUT)));
    buf_fini(&query);
}

/* What no option can say. */
struct unsaid {
    bool span, colours;
};

/* own: a profile that says it all, to this user. */
static void add_missing(const struct unsaid *unsaid, const struct profile *own, struct buf *missing)
{
    const char *words[2];
    int count = 0;
    if (unsaid->span)
        words[count++] = "span of grouping";
    if (unsaid->colours)
        words[count++] = "colours";
    for (int i = 0; i < count; i++)
        buf_add_fmt(missing, "%s%s", i == 0 ? ", without its " : " and ", words[i]);
    if (own != NULL && count > 0)
        buf_add_fmt(missing, "; your --profile %s has all", profile_text(own, PROFILE_NAME));
}

static bool is_usual(const struct stream *s, bool is_root)
{
    struct slice_order order = slice_get_order(s->slice);
    return order.field == FIELD_TS && (!is_root || order.direction == SLICE_ASCENDING);
}

static void share_screen(const struct app *app, struct buf *out, struct buf *missing)
{
    const struct stream *s = stream_of(stack_subject(app->stack));
    const struct profile_entry *entry = profiles_entry(app->profiles, switcher_current(app));
    bool is_root = s == switcher_stream(app), as_is = is_root && entry != NULL && !stream_is_changed(s) && !s->sieve.off;
    buf_add_text(out, "evmon");
    if (as_is && has_name(entry)) {
        add_option(out, ARG_PROFILE, str_of(profile_text(entry->profile, PROFILE_NAME)));
    } else {
        add_screen(app, s, out);
        if (!is_usual(s, is_root) || is_set(app, SETTING_STREAM_SORT))
            add_order(out, slice_get_order(s->slice));
        add_fold(app, out, slice_get_fold(s->slice));
        const struct unsaid unsaid = {is_odd(slice_get_fold(s->slice)), s->guise.paint != NULL};
        add_missing(&unsaid, as_is ? entry->profile : NULL, missing);
    }
    add_sources(app, out);
}

static void share_profile(const struct app *app, int index, struct buf *out, struct buf *missing)
{
    const struct profile_entry *entry = profiles_entry(app->profiles, index);
    buf_add_text(out, "evmon");
    if (has_name(entry)) {
        add_option(out, ARG_PROFILE, str_of(profile_text(entry->profile, PROFILE_NAME)));
    } else if (entry != NULL) {
        const struct profile *profile = entry->profile;
        add_profile(app, profile, out);
        if (profile_is_set(profile, PROFILE_SORT))
            add_setting(out, "stream.sort", str_of(profile_text(profile, PROFILE_SORT)));
        add_fold(app, out, guise_fold(profile));
        const struct unsaid unsaid = {is_odd(guise_fold(profile)), profile->paint_count > 0};
        add_missing(&unsaid, profile, missing);
    }
    add_sources(app, out);
}

static bool from_a_pipe(const struct app *app)
{
    struct setup_source *list;
    int count = setup_sources(&app->setup, &list);
    bool piped = false;
    for (int i = 0; i < count; i++)
        piped |= strcmp(list[i].spec, "-") == 0;
    free(list);
    return piped;
}

void share_copy(struct app *app, int index)
{
    struct buf line = {0}, what = {0};
    buf_add_text(&what, "the command line");
    if (index >= 0)
        share_profile(app, index, &line, &what);
    else
        share_screen(app, &line, &what);
    app->desk.copy(app, buf_str(&line), buf_cstr(&what));
    if (from_a_pipe(app))
        hub_say(app, TONE_WARN, "The command line was copied; its events come by a pipe, which it cannot name.");
    buf_fini(&line);
    buf_fini(&what);
}

int share_run(void *target, struct str args, struct error *err)
{
    struct app *app = target;
    int index = args.n > 0 ? profiles_find(app->profiles, args, err) : SHARE_SCREEN;
    if (args.n > 0 && index < 0)
        return -E_UNKNOWN;
    share_copy(app, index);
    return 0;
}
