/* Owns the order in which options are decided: default, system file, user file, command line. Must not open sources. */
#include "app/setup.h"

#include "app/places.h"
#include "base/clock.h"
#include "base/xalloc.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_SYSTEM, PATH_OWN, PATH_COUNT };

void setup_path(const struct setup *setup, int index, struct buf *out)
{
    const char *named = args_get(setup->args, ARG_CONFIG);
    if (named == NULL)
        named = getenv("EVMON_CONFIG");
    if (index == PATH_SYSTEM)
        places_path(PLACE_SYSTEM, "evmon.conf", out);
    else if (named != NULL && named[0] != '\0')
        buf_add_text(out, named);
    else if (!places_path(PLACE_CONFIG, "evmon.conf", out))
        buf_clear(out);
}

static void keep_mistake(struct setup *setup, const struct error *err)
{
    if (setup->mistake_count < SETUP_MISTAKES_MAX)
        setup->mistake[setup->mistake_count] = *err;
    setup->mistake_count++;
}

static void read_one(struct setup *setup, int index)
{
    struct buf path = {0};
    struct error err = {0};
    setup_path(setup, index, &path);
    if (path.n == 0)
        return;
    int got = config_read(&setup->config, setup->options, buf_cstr(&path),
                          index == PATH_SYSTEM ? CONFIG_SHARED : CONFIG_OWN,
                          index == PATH_SYSTEM ? OPTION_SYSTEM : OPTION_USER, &err);
    if (got == 0 && index == PATH_OWN && args_has(setup->args, ARG_CONFIG))
        err_set(&err, E_OPEN, "%s: there is no such file, check --config", buf_cstr(&path));
    if (err.code != 0)
        keep_mistake(setup, &err);
    buf_fini(&path);
}

void setup_reload(struct setup *setup)
{
    setup->mistake_count = 0;
    config_fini(&setup->config);
    for (int i = 0; i < SETTING_COUNT_; i++)
        if (options_origin(setup->options, i) < OPTION_COMMAND_LINE)
            options_reset(setup->options, i);
    for (int i = 0; i < PATH_COUNT; i++)
        read_one(setup, i);
    cause_use(setup->config.cause, setup->config.cause_count);
}

static const struct {
    enum arg arg;
    enum setting setting;
} shortcuts[] = {
    {ARG_TZ, SETTING_SCREEN_TZ},
    {ARG_THEME, SETTING_SCREEN_THEME},
    {ARG_GLYPHS, SETTING_SCREEN_GLYPHS},
    {ARG_LOG, SETTING_LOG_FILE},
    {ARG_TOKEN_FILE, SETTING_API_TOKEN_FILE},
};

static int apply_arguments(struct setup *setup, struct error *err)
{
    const struct arg_list *sets = &setup->args->given[ARG_SET];
    for (size_t i = 0; i < sets->n; i++)
        if (options_set_line(setup->options, str_of(sets->p[i]), OPTION_COMMAND_LINE, err) < 0) {
            err_prefix(err, "--set %s", sets->p[i]);
            return -E_USAGE;
        }
    for (size_t i = 0; i < sizeof shortcuts / sizeof shortcuts[0]; i++) {
        const char *value = args_get(setup->args, shortcuts[i].arg);
        if (value != NULL && options_set(setup->options, (int)shortcuts[i].setting,
                                         str_of(value), OPTION_COMMAND_LINE, err) < 0) {
            err_prefix(err, "--%s %s", args_row(shortcuts[i].arg)->name, value);
            return -E_USAGE;
        }
    }
    return 0;
}

static int make_zone(struct setup *setup, struct error *err)
{
    struct error own = {0};
    const char *name = options_text(setup->options, SETTING_SCREEN_TZ);
    setup->zone = zone_new(str_of(name), &own);
    if (setup->zone != NULL)
        return 0;
    if (options_origin(setup->options, SETTING_SCREEN_TZ) == OPTION_COMMAND_LINE)
        return err_set(err, E_USAGE, "--tz %s: %s", name, own.text);
    keep_mistake(setup, &own);
    setup->zone = zone_new(STR("UTC"), NULL);
    must(setup->zone != NULL);
    return 0;
}

int setup_init(struct setup *setup, const struct args *args, struct error *err)
{
    *setup = (struct setup){.args = args, .options = options_new(setting_rows(), SETTING_COUNT_)};
    setup_reload(setup);
    int result = apply_arguments(setup, err);
    return result < 0 ? result : make_zone(setup, err);
}

void setup_fini(struct setup *setup)
{
    config_fini(&setup->config);
    zone_free(&setup->zone);
    options_free(&setup->options);
}

/* A pipe, a socket or a redirected file: somebody feeds us. /dev/null and a terminal are not that. */
static bool input_is_fed(void)
{
    struct stat st;
    return fstat(STDIN_FILENO, &st) == 0 &&
           (S_ISFIFO(st.st_mode) || S_ISREG(st.st_mode) || S_ISSOCK(st.st_mode));
}

static struct setup_source source_named(const char *spec)
{
    return (struct setup_source){.spec = spec,
                                 .is_platform = str_starts(str_of(spec), STR("emnify:"))};
}

int setup_sources(const struct setup *setup, struct setup_source **list)
{
    const struct arg_list *named = &setup->args->operands;
    size_t room = named->n + (size_t)setup->config.source_count + 1;
    struct setup_source *out = xcalloc(room, sizeof *out);
    int n = 0;
    *list = out;
    for (size_t i = 0; i < named->n; i++)
        out[n++] = source_named(named->p[i]);
    if (n == 0 && input_is_fed())
        out[n++] = source_named("-");
    for (int i = 0; n == i && i < setup->config.source_count; i++) {
        const struct config_source *source = &setup->config.source[i];
        out[n] = source_named(source->spec);
        out[n].token_file = source->token_file;
        out[n++].token_command = source->token_command;
    }
    return n;
}

int setup_time(const struct setup *setup, enum arg arg, int64_t now, int64_t *ms, struct error *err)
{
    const char *text = args_get(setup->args, arg);
    *ms = INSTANT_NONE;
    if (text == NULL)
        return 0;
    if (instant_parse_human(str_of(text), setup->zone, now, INSTANT_SPANS_BARE, ms, err) < 0) {
        err_prefix(err, "--%s %s", args_row(arg)->name, text);
        return -E_USAGE;
    }
    return 0;
}

int setup_now(const struct setup *setup, int64_t clock, int64_t *ms, struct error *err)
{
    int result = setup_time(setup, ARG_NOW, clock, ms, err);
    if (result >= 0 && *ms == INSTANT_NONE)
        *ms = clock;
    return result;
}

static const char *text_or_null(const char *own, const struct options *options, enum setting setting)
{
    if (own != NULL)
        return own;
    const char *text = options_text(options, (int)setting);
    return text[0] != '\0' ? text : NULL;
}

int setup_source_settings(const struct setup *setup, const struct setup_source *source,
                          struct source_settings *out, struct error *err)
{
    int64_t now;
    *out = (struct source_settings){
        .follow = args_has(setup->args, ARG_FOLLOW),
        .api_url = options_text(setup->options, SETTING_API_URL),
        .token_file = text_or_null(source->token_file, setup->options, SETTING_API_TOKEN_FILE),
        .token_command =
            text_or_null(source->token_command, setup->options, SETTING_API_TOKEN_COMMAND),
    };
    if (setup_now(setup, clock_wall_ms(), &now, err) < 0 ||
        setup_time(setup, ARG_SINCE, now, &out->since_ms, err) < 0 ||
        setup_time(setup, ARG_UNTIL, now, &out->until_ms, err) < 0)
        return -E_USAGE;
    if (out->since_ms == INSTANT_NONE)
        out->since_ms = now - options_int(setup->options, SETTING_API_SINCE);
    return 0;
}
