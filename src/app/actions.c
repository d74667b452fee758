/* Owns the commands that work in every view (commands.def). Each changes one thing and says what it did. */
#include "app/older.h"
#include "app/alarm.h"
#include "app/keeping.h"
#include "app/parts.h"
#include "app/share.h"
#include "app/switcher.h"

#include "base/clock.h"

#include <stdio.h>

#define TWICE_MS 1000 /* two ^C this close together ask whether to end */

static int run_back(void *target, struct str args, struct error *err)
{
    struct app *app = target;
    (void)args;
    (void)err;
    if (!stack_pop(app->stack))
        hub_run_line(app, "search-clear");
    return 0;
}

static int run_leave(void *target, struct str args, struct error *err)
{
    struct app *app = target;
    (void)args;
    (void)err;
    if (!stack_pop(app->stack))
        hub_ask_end(app);
    return 0;
}

static int run_quit(void *target, struct str args, struct error *err)
{
    (void)args;
    (void)err;
    hub_ask_end(target);
    return 0;
}

static int run_quit_now(void *target, struct str args, struct error *err)
{
    (void)args;
    (void)err;
    hub_end(target, 0);
    return 0;
}

static int run_cancel(void *target, struct str args, struct error *err)
{
    struct app *app = target;
    int64_t now = clock_mono_ns() / 1000000;
    bool twice = app->cancelled_ms != 0 && now - app->cancelled_ms < TWICE_MS;
    (void)args;
    (void)err;
    app->cancelled_ms = now;
    if (twice) {
        hub_ask_end(app);
        return 0;
    }
    bool fetching = older_cancel(app);
    if (app->export != NULL) {
        export_cancel(&app->export);
        hub_say(app, TONE_WARN, "The export was stopped; what was written stays.");
        return 0;
    }
    if (fetching)
        return 0;
    hub_say(app, TONE_MUTED, "^C cancels; twice within a second it asks whether to end.");
    return 0;
}

static int open_view(struct app *app, struct str name, struct str argument, struct error *err)
{
    const struct view_ops *ops = views_find(name);
    if (ops == NULL)
        return err_set(err, E_UNKNOWN, "there is no view %.*s", STR_ARG(name));
    const struct view *top = stack_top(app->stack);
    if (top != NULL && top->ops == ops && (ops->overlay || str_eq(str_of(top->argument), argument)))
        return 0;
    return stack_push(app->stack, ops, argument, err);
}

static int run_help(void *target, struct str args, struct error *err)
{
    return open_view(target, STR("help"), args, err);
}

static int run_palette(void *target, struct str args, struct error *err)
{
    return open_view(target, STR("palette"), args, err);
}

static int run_view(void *target, struct str args, struct error *err)
{
    struct str name;
    str_next(&args, ' ', &name);
    return open_view(target, name, str_trim(args), err);
}

static int run_devices(void *target, struct str args, struct error *err)
{
    return open_view(target, STR("devices"), args, err);
}

static int run_causes(void *target, struct str args, struct error *err)
{
    return open_view(target, STR("causes"), args, err);
}

static int run_view_back(void *target, struct str args, struct error *err)
{
    (void)args;
    if (!stack_back(((struct app *)target)->stack))
        return err_set(err, E_RANGE, "this is the first view");
    return 0;
}

static int run_view_forward(void *target, struct str args, struct error *err)
{
    (void)args;
    if (!stack_forward(((struct app *)target)->stack))
        return err_set(err, E_RANGE, "there is no later view");
    return 0;
}

static void show_option(struct app *app, int index)
{
    struct buf out = {0}, range = {0};
    const struct option_row *row = options_row(app->setup.options, index);
    options_print(app->setup.options, index, &out);
    option_range(row, &range);
    hub_say(app, TONE_TEXT, "%s = %s  (%s; %s)", row->name, buf_cstr(&out), buf_cstr(&range),
            row->sentence);
    buf_fini(&out);
    buf_fini(&range);
}

/* What an option is after a change: "screen.mouse is on". */
static void say_changed(struct app *app, struct str line)
{
    size_t n = 0;
    while (n < line.n && line.p[n] != ' ' && line.p[n] != '=' && line.p[n] != '!')
        n++;
    int index = options_find(app->setup.options, str_sub(line, 0, n));
    if (index < 0)
        return;
    struct buf value = {0};
    options_print(app->setup.options, index, &value);
    hub_say(app, TONE_MUTED, "%s is %s", options_row(app->setup.options, index)->name,
            value.n > 0 ? buf_cstr(&value) : "empty");
    buf_fini(&value);
}

static int run_set(void *target, struct str args, struct error *err)
{
    struct app *app = target;
    if (args.n == 0)
        return open_view(app, STR("settings"), args, err);
    int index = options_find(app->setup.options, args);
    if (index >= 0 && options_row(app->setup.options, index)->kind != OPTION_BOOL) {
        show_option(app, index);
        return 0;
    }
    int result = changes_set(app, args, err);
    if (result >= 0)
        say_changed(app, args);
    return result;
}

static int run_bind(void *target, struct str args, struct error *err)
{
    struct app *app = target;
    struct str keymap, keys;
    if (!str_next(&args, ' ', &keymap) || !str_next(&args, ' ', &keys) || str_trim(args).n == 0)
        return err_set(err, E_USAGE, "bind takes a keymap, a key and a command");
    return keymap_bind(app->keymaps, keymap, keys, str_trim(args), STR(""), ":bind", err);
}

static int run_freeze(void *target, struct str args, struct error *err)
{
    struct app *app = target;
    (void)args;
    (void)err;
    app->desk.frozen = !app->desk.frozen;
    hub_dirty(app, VIEW_DRAW | VIEW_UPDATE);
    return 0;
}

static int set_option(struct app *app, enum setting setting, struct str value, struct error *err)
{
    struct buf line = {0};
    buf_add_fmt(&line, "%s=%.*s", options_row(app->setup.options, (int)setting)->name, STR_ARG(value));
    int result = changes_set(app, buf_str(&line), err);
    buf_fini(&line);
    return result;
}

/* Local, UTC, local with UTC beside it, and round again. */
static struct str next_zone(struct app *app)
{
    if (app->desk.beside != NULL) {
        app->desk.beside = NULL;
        return STR("local");
    }
    if (strcmp(zone_name(app->desk.zone), "UTC") != 0)
        return STR("UTC");
    app->desk.beside = app->utc;
    return STR("local");
}

static int run_zone(void *target, struct str args, struct error *err)
{
    struct app *app = target;
    bool both = str_eq_nocase(args, STR("both"));
    if (args.n > 0)
        app->desk.beside = both ? app->utc : NULL;
    struct str name = args.n == 0 ? next_zone(app) : both ? STR("local") : args;
    int result = set_option(app, SETTING_SCREEN_TZ, name, err);
    if (result >= 0)
        hub_say(app, TONE_TEXT, "Times are in %s%s%s.", zone_name(app->desk.zone),
                app->desk.beside != NULL ? " and " : "",
                app->desk.beside != NULL ? zone_name(app->desk.beside) : "");
    return result;
}

static int run_theme(void *target, struct str args, struct error *err)
{
    return set_option(target, SETTING_SCREEN_THEME, args, err);
}

static int run_glyphs(void *target, struct str args, struct error *err)
{
    struct app *app = target;
    if (args.n == 0)
        args = str_of(
            glyph_set_names[((unsigned)term_glyphs(app->term) + 1) % GLYPH_SET_COUNT_]);
    int result = set_option(app, SETTING_SCREEN_GLYPHS, args, err);
    if (result >= 0)
        hub_say(app, TONE_TEXT, "Signs: %.*s.", STR_ARG(args));
    return result;
}

static int run_redraw(void *target, struct str args, struct error *err)
{
    struct app *app = target;
    (void)args;
    (void)err;
    term_redraw(app->term);
    hub_dirty(app, VIEW_DRAW);
    return 0;
}

static int run_suspend(void *target, struct str args, struct error *err)
{
    (void)args;
    (void)err;
    hub_suspend(target);
    return 0;
}

static int run_pause(void *target, struct str args, struct error *err)
{
    struct app *app = target;
    int64_t number = 0;
    int count = feeds_count(app->feeds);
    if (args.n > 0 && (!str_i64(args, &number) || number < 1 || number > count))
        return err_set(err, E_RANGE, "a source is a number from 1 to %d", count);
    for (int i = 0; i < count; i++)
        if (number == 0 || number == i + 1)
            app->desk.feed_pause(app, i);
    return 0;
}

static int run_retry(void *target, struct str args, struct error *err)
{
    struct app *app = target;
    (void)args;
    (void)err;
    for (int i = 0; i < feeds_count(app->feeds); i++)
        source_retry_now(feeds_source(app->feeds, i));
    return 0;
}

static int run_reload(void *target, struct str args, struct error *err)
{
    (void)args;
    (void)err;
    changes_reload(target);
    return 0;
}

/* clang-format off */
const struct command app_commands[] = {
#define CMD(name, aliases, args, fn, line, help) {name, aliases, args, fn, line, help},
#include "app/commands.def"
#undef CMD
};
/* clang-format on */
const int app_command_count = (int)(sizeof app_commands / sizeof app_commands[0]);
