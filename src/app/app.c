/* Owns the life of the screen program: building, wiring, tearing down. Must not know views, sources or event types one
 * by one. */
#include "app/app.h"

#include "app/alarm.h"
#include "app/census.h"
#include "app/joined.h"
#include "app/keys.h"
#include "app/older.h"
#include "app/parts.h"
#include "app/plain.h"
#include "app/switcher.h"
#include "base/clock.h"
#include "base/log.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define SECOND_MS 1000
#define COUNTS_REST_NS 480000000 /* twice between two seconds of the clock, and at every key */

/* ---- frames ---- */

static bool on_frame(void *user, int64_t budget_ns, int *result)
{
    struct app *app = user;
    int64_t now_ns = clock_mono_ns();
    app->desk.counts_rest = app->counted_ns != 0 && now_ns - app->counted_ns < COUNTS_REST_NS;
    if (!app->desk.counts_rest)
        app->counted_ns = now_ns;
    stack_update(app->stack, budget_ns); /* frozen, the views hold still by themselves, and answer keys */
    grid_clear(app->grid);
    stack_draw(app->stack, app->grid);
    *result = term_present(app->term, app->grid);
    return stack_is_behind(app->stack);
}

static void on_terminal_gone(void *user)
{
    hub_end(user, 128 + SIGHUP);
}

static const struct pulse_ops pulse_ops = {on_frame, on_terminal_gone};

static void on_second(void *user)
{
    struct app *app = user;
    app->counted_ns = 0;
    hub_dirty_lazily(app, VIEW_DRAW | VIEW_UPDATE); /* clocks, ages and windows of time move on */
    loop_timer_start(app->second, SECOND_MS - clock_wall_ms() % SECOND_MS);
}

/* ---- keys ---- */

static void answer_end(struct app *app, struct str key)
{
    app->desk.question = NULL;
    if (str_eq(key, STR("y")) || str_eq(key, STR("Y")) || str_eq(key, STR("q")) ||
        str_eq(key, STR("^C")) || str_eq(key, STR("F10")))
        hub_end(app, 0);
    else
        app->desk.say(app, TONE_MUTED, "Still here.");
}

static void take_event(struct app *app, const struct term_event *event)
{
    struct str key = str_of(event->key);
    switch (event->kind) {
    case TERM_KEY:
        switcher_stay(app);
        if (app->desk.question != NULL)
            answer_end(app, key);
        else
            stack_key(app->stack, key, &app->commands);
        break;
    case TERM_PASTE: stack_paste(app->stack, event->text); break;
    case TERM_MOUSE: stack_mouse(app->stack, key, event->row, event->col); break;
    case TERM_GONE: hub_end(app, 128 + SIGHUP); break;
    case TERM_NOTHING: break;
    }
}

static void read_keys(struct app *app)
{
    for (;;) {
        struct term_event event = term_read(app->term);
        if (event.kind == TERM_NOTHING)
            break;
        take_event(app, &event);
        if (app->ending)
            return;
        app->counted_ns = 0;
        pulse_now(app->pulse);
    }
    int wait = term_escape_wait(app->term);
    if (wait >= 0)
        loop_timer_start(app->escape, wait);
}

static void on_escape(void *user)
{
    read_keys(user);
}

static void on_input(void *user, unsigned ready, int status)
{
    struct app *app = user;
    if (status < 0 || (ready & (LOOP_READABLE | LOOP_HANGUP)) == LOOP_HANGUP)
        hub_end(app, 128 + SIGHUP);
    else
        read_keys(app);
}

/* ---- signals ---- */

static void on_signal(void *user, int signal)
{
    struct app *app = user;
    switch (signal) {
    case SIGWINCH:
        term_resize(app->term);
        term_redraw(app->term); /* there and back between two signals: the size is the old one, the picture is not */
        hub_resize(app);
        break;
    case SIGTSTP: hub_suspend(app); break;
    case SIGCONT:
        term_resume(app->term);
        hub_resize(app);
        break;
    case SIGINT: hub_run_line(app, "cancel"); break;
    default: hub_end(app, 128 + signal); break;
    }
}

static void catch_signals(struct app *app)
{
    static const int which[] = {SIGWINCH, SIGTSTP, SIGCONT, SIGINT, SIGTERM, SIGHUP, SIGQUIT};
    for (size_t i = 0; i < sizeof which / sizeof which[0]; i++)
        app->signals[i] = loop_signal_new(app->loop, which[i], on_signal, app);
}

/* ---- building ---- */

static void on_added(void *user, row_id first, row_id last, size_t count)
{
    (void)first;
    (void)last;
    (void)count;
    switcher_look(user);
    hub_dirty(user, VIEW_UPDATE | VIEW_DRAW);
}

static void on_evicting(void *user, const struct segment *segment)
{
    (void)segment;
    hub_dirty(user, VIEW_UPDATE | VIEW_DRAW);
}

static void on_feed_changed(void *user)
{
    older_watch(user);
    hub_dirty_lazily(user, VIEW_DRAW); /* its events are in the store a moment later: one frame for both */
}

static void on_gap(void *user, int64_t from_ms, int64_t until_ms)
{
    struct app *app = user;
    fleet_note_gap(app->fleet, from_ms, until_ms);
    hub_dirty(app, VIEW_DRAW | VIEW_UPDATE);
}

static void build_data(struct app *app)
{
    struct store_options limits = {
        .max_bytes = (size_t)options_int(app->setup.options, SETTING_STORE_MAX_BYTES)};
    struct ingest_options options = {
        .budget_ns = INGEST_BUDGET_NS, .changed = on_feed_changed, .gap = on_gap, .user = app};
    app->loop = loop_new();
    app->store = store_new(&limits);
    app->buckets = buckets_new(app->store);
    app->fleet = fleet_new(app->store, (size_t)options_int(app->setup.options, SETTING_FLEET_MAX_ENTITIES));
    app->listener = (struct store_listener){on_added, on_evicting, app};
    store_listen(app->store, &app->listener);
    app->ingest = ingest_new(app->loop, app->store, app->chronicle, &options);
    app->alarm = alarm_new(app);
    app->feeds = feeds_new(app->loop, app->ingest);
    app->utc = zone_new(STR("UTC"), NULL);
    app->local = zone_new(STR("local"), NULL);
}

/* Keys come from standard input, unless that is a source: then from the terminal itself. */
static int input_fd(void)
{
    if (isatty(STDIN_FILENO))
        return STDIN_FILENO;
    return open("/dev/tty", O_RDONLY | O_CLOEXEC | O_NOCTTY);
}

static int build_term(struct app *app, struct error *err)
{
    int64_t glyphs = options_int(app->setup.options, SETTING_SCREEN_GLYPHS);
    struct term_setup setup = {
        .in = input_fd(),
        .out = STDOUT_FILENO,
        .depth = -1,
        .glyphs = (int)glyphs - 1,
        .escape_ms = (int)options_int(app->setup.options, SETTING_SCREEN_ESCDELAY),
    };
    if (setup.in < 0)
        return err_set(err, E_OPEN, "there is no terminal to read keys from");
    app->term = term_open_tty(&setup, err);
    if (app->term == NULL)
        return -E_OPEN;
    err_set_last_words(term_restore);
    term_guard_crashes();
    app->grid = grid_new(term_rows(app->term), term_cols(app->term), term_glyphs(app->term));
    return 0;
}

static int build_views(struct app *app, struct error *err)
{
    app->keymaps = keys_new(hub_mistake, app);
    app->recall = recall_new(app->loop, hub_mistake, app);
    app->commands = (struct command_set){app_commands, app_command_count, app, "global"};
    desk_init(app);
    int64_t clock = clock_wall_ms(), now = clock;
    if (setup_now(&app->setup, clock, &now, err) < 0)
        return -E_USAGE;
    app->desk.now_shift_ms = now - clock;
    app->stack = stack_new(&app->desk);
    app->pulse = pulse_new(app->loop, app->term, &pulse_ops, app);
    if (getenv("SSH_CONNECTION") != NULL || getenv("SSH_TTY") != NULL)
        pulse_set_line(app->pulse, PULSE_FAR);
    return stack_push(app->stack, views_all[0], STR(""), err);
}

static void build_wires(struct app *app)
{
    app->input = loop_watch_new(app->loop, term_input_fd(app->term), on_input, app);
    loop_watch_set(app->input, LOOP_READABLE);
    app->escape = loop_timer_new(app->loop, on_escape, app);
    app->second = loop_timer_new(app->loop, on_second, app);
    catch_signals(app);
    on_second(app);
    look_watch(app);
}

static void on_config_changed(void *user)
{
    changes_reload(user);
}

static void watch_configuration(struct app *app)
{
    for (int i = 0; i < 2; i++) {
        struct buf path = {0};
        setup_path(&app->setup, i, &path);
        if (path.n > 0 && access(buf_cstr(&path), F_OK) == 0)
            app->paths[1 + i] = loop_path_new(app->loop, buf_cstr(&path), on_config_changed, app);
        buf_fini(&path);
    }
}

/* A profile that shows hours asks for hours, unless --since says otherwise. */
static void widen(const struct app *app, struct source_settings *settings)
{
    int64_t from = clock_wall_ms() - switcher_window(app);
    if (!args_has(app->setup.args, ARG_SINCE) && from < settings->since_ms)
        settings->since_ms = from;
}

static int open_sources(struct app *app, struct error *err)
{
    struct setup_source *list;
    int count = setup_sources(&app->setup, &list), result = 0;
    for (int i = 0; i < count && result >= 0; i++) {
        struct source_settings settings;
        result = setup_source_settings(&app->setup, &list[i], &settings, err);
        settings.follow |= list[i].is_platform; /* files have an end unless --follow says no */
        widen(app, &settings);
        if (result >= 0)
            result = feeds_open(app->feeds, list[i].spec, &settings, err);
    }
    free(list);
    return result;
}

/* Sources are opened before the screen is: a wrong name is told in the shell, not on a screen that goes away. */
static int build_parts(struct app *app, struct error *err)
{
    build_data(app);
    if (open_sources(app, err) < 0)
        return err->code == E_USAGE ? 2 : 4;
    struct error look = {0};
    if (build_term(app, err) < 0)
        return 2;
    if (look_load(app, &look) < 0)
        hub_say(app, TONE_WARN, "%s", look.text);
    if (look.code == E_UNKNOWN) { /* one with a mistake in it stays: it is read anew when that is put right */
        options_reset(app->setup.options, SETTING_SCREEN_THEME);
        (void)look_load(app, NULL);
    }
    if (build_views(app, err) < 0)
        return 5;
    build_wires(app);
    watch_configuration(app);
    changes_tell_mistakes(app);
    options_take_dirty(app->setup.options);
    feeds_start(app->feeds);
    return 0;
}

static int build(struct app *app, struct error *err)
{
    struct buf filter = {0};
    int code = joined_query(&app->setup, &filter) < 0 ? 2 : 0;
    if (code == 0)
        code = switcher_new(app, err) < 0 ? 3 : build_parts(app, err);
    if (code == 0)
        switcher_begin(app, buf_str(&filter));
    buf_fini(&filter);
    return code;
}

/* ---- tearing down, in reverse ---- */

static void cut_wires(struct app *app)
{
    for (int i = 0; i < APP_WATCHES_MAX; i++)
        if (app->paths[i] != NULL)
            loop_path_free(&app->paths[i]);
    if (app->second != NULL)
        loop_timer_free(&app->second);
    if (app->escape != NULL)
        loop_timer_free(&app->escape);
    if (app->input != NULL)
        loop_watch_free(&app->input);
}

/* From here on a signal ends the program at once again. */
static void cut_signals(struct app *app)
{
    for (size_t i = 0; i < sizeof app->signals / sizeof app->signals[0]; i++)
        if (app->signals[i] != NULL)
            loop_signal_free(&app->signals[i]);
}

static void tear_down(struct app *app)
{
    cut_wires(app);
    switcher_end(app); /* a terminal that goes away says so more than once: the place is kept nevertheless */
    cut_signals(app);
    alarm_free(&app->alarm); /* nothing rings while the sources say goodbye */
    export_cancel(&app->export);
    pulse_free(&app->pulse);
    stack_free(&app->stack);
    keymaps_free(&app->keymaps);
    recall_free(&app->recall);
    if (app->term != NULL)
        term_close(&app->term); /* the shell is back before the sources have said goodbye */
    err_set_last_words(NULL);
    grid_free(&app->grid);
    theme_free(&app->theme);
    feeds_free(&app->feeds);
    ingest_free(&app->ingest);
    census_free(&app->census);
    fleet_free(&app->fleet);
    buckets_free(&app->buckets);
    if (app->store != NULL)
        store_unlisten(app->store, app);
    store_free(&app->store);
    zone_free(&app->utc);
    zone_free(&app->local);
    switcher_free(app);
    if (app->loop != NULL)
        loop_free(&app->loop);
}

static int open_log(struct app *app, struct error *err)
{
    const char *path = options_text(app->setup.options, SETTING_LOG_FILE);
    int64_t level = options_int(app->setup.options, SETTING_LOG_LEVEL);
    return path[0] == '\0' ? 0 : log_open(path, (enum log_level)level, err);
}

int app_run(const struct args *args)
{
    struct app app = {.exit_code = 0};
    struct error err = {0};
    int code = 2;
    app.chronicle = chronicle_new();
    if (setup_init(&app.setup, args, &err) >= 0)
        code = open_log(&app, &err) < 0 ? 3 : build(&app, &err);
    if (code == 0) {
        loop_run(app.loop, LOOP_UNTIL_STOPPED);
        code = app.exit_code;
    }
    tear_down(&app);
    setup_fini(&app.setup);
    chronicle_free(&app.chronicle);
    log_close();
    if (err.code != 0)
        plain_say(NULL, "%s", err.text);
    return code;
}
