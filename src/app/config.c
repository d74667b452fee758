/* Owns the reading of evmon.conf and is, with libconfuse, the only file that knows its syntax. Every value is read as a
 * string and judged by the option's own row, so that --set, :set and the file agree on types and ranges. */
#include "app/config.h"

#include "app/setting.h"
#include "app/slurp.h"
#include "base/xalloc.h"

#include <confuse.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#define SECTIONS_MAX 16
#define SECTION_NAME_MAX 24
#define SECTION_OPTIONS_MAX (SETTING_COUNT_ + 1)

/* What the callbacks of libconfuse need; the library passes them no pointer of ours. */
static struct reading {
    struct error *err;
    struct options *scratch; /* values are tried here first */
    const char *where;
} reading;

static void on_error(cfg_t *cfg, const char *format, va_list args)
{
    char text[ERROR_TEXT_MAX];
    vsnprintf(text, sizeof text, format, args);
    err_set(reading.err, E_SYNTAX, "%s:%d: %s", reading.where, cfg->line, text);
}

static int full_name(cfg_t *section, const char *name, char *out, size_t size)
{
    return snprintf(out, size, "%s.%s", cfg_name(section), name);
}

static int on_value(cfg_t *section, cfg_opt_t *opt)
{
    char name[128];
    full_name(section, cfg_opt_name(opt), name, sizeof name);
    int index = options_find(reading.scratch, str_of(name));
    must(index >= 0);
    const char *value = cfg_opt_getnstr(opt, cfg_opt_size(opt) - 1);
    struct error err = {0};
    if (options_set(reading.scratch, index, str_of(value), OPTION_USER, &err) >= 0)
        return 0;
    cfg_error(section, "%s", err.text);
    return -1;
}

/* The sections that options.def implies, as libconfuse wants them; names are kept here for as long as it lives. */
struct grammar {
    cfg_opt_t top[SECTIONS_MAX + 2];
    cfg_opt_t inner[SECTIONS_MAX][SECTION_OPTIONS_MAX];
    char name[SECTIONS_MAX][SECTION_NAME_MAX];
    int inner_count[SECTIONS_MAX];
    int count;
};

static int grammar_section(struct grammar *g, struct str name)
{
    for (int i = 0; i < g->count; i++)
        if (str_eq(str_of(g->name[i]), name))
            return i;
    must(g->count < SECTIONS_MAX && name.n < SECTION_NAME_MAX);
    memcpy(g->name[g->count], name.p, name.n);
    g->name[g->count][name.n] = '\0';
    return g->count++;
}

static void grammar_make(struct grammar *g)
{
    const struct option_row *rows = setting_rows();
    const cfg_opt_t end = CFG_END();
    *g = (struct grammar){0};
    for (int i = 0; i < SETTING_COUNT_; i++) {
        struct str rest = str_of(rows[i].name), section;
        must(str_next(&rest, '.', &section));
        int s = grammar_section(g, section);
        const cfg_opt_t option = CFG_STR(rows[i].name + section.n + 1, NULL, CFGF_NODEFAULT);
        g->inner[s][g->inner_count[s]++] = option;
    }
    static cfg_opt_t source[] = {CFG_STR("spec", NULL, CFGF_NODEFAULT),
                                 CFG_STR("token_file", NULL, CFGF_NODEFAULT),
                                 CFG_STR("token_command", NULL, CFGF_NODEFAULT), CFG_END()};
    int n = 0;
    for (; n < g->count; n++) {
        g->inner[n][g->inner_count[n]] = end;
        const cfg_opt_t section = CFG_SEC(g->name[n], g->inner[n], CFGF_NONE);
        g->top[n] = section;
    }
    const cfg_opt_t sources = CFG_SEC("source", source, CFGF_MULTI | CFGF_TITLE | CFGF_NO_TITLE_DUPES);
    g->top[n++] = sources;
    g->top[n] = end;
}

static char *copy_of(const char *text)
{
    return text != NULL ? xstrdup(text) : NULL;
}

static int take_source(struct config *config, cfg_t *section, struct error *err)
{
    const char *spec = cfg_getstr(section, "spec");
    if (spec == NULL || spec[0] == '\0')
        return err_set(err, E_SYNTAX, "%s: source %s has no spec, add spec = \"emnify:\" or a path",
                       reading.where, cfg_title(section));
    if (config->source_count == CONFIG_SOURCES_MAX)
        return err_set(err, E_LIMIT, "%s: more than %d sources, leave some out", reading.where,
                       CONFIG_SOURCES_MAX);
    config->source[config->source_count++] = (struct config_source){
        .name = xstrdup(cfg_title(section)),
        .spec = xstrdup(spec),
        .token_file = copy_of(cfg_getstr(section, "token_file")),
        .token_command = copy_of(cfg_getstr(section, "token_command")),
    };
    return 0;
}

/* The file was good: its values count from here on. */
static int take_all(struct config *config, struct options *options, cfg_t *cfg,
                    enum option_origin origin, struct error *err)
{
    const struct option_row *rows = setting_rows();
    for (int i = 0; i < SETTING_COUNT_; i++) {
        char path[128];
        snprintf(path, sizeof path, "%s", rows[i].name);
        *strchr(path, '.') = '|'; /* libconfuse's own separator */
        const char *value = cfg_size(cfg, path) > 0 ? cfg_getstr(cfg, path) : NULL;
        if (value != NULL && options_set(options, i, str_of(value), origin, err) < 0)
            return -E_INVALID;
    }
    for (unsigned i = 0; i < cfg_size(cfg, "source"); i++)
        if (take_source(config, cfg_getnsec(cfg, "source", i), err) < 0)
            return -E_INVALID;
    return 0;
}

/* libconfuse fills in the environment between double quotes; in a shared file that would carry one user's secrets into
 * another's request. */
static int refuse_environment(struct str text, const char *where, struct error *err)
{
    int line = 1;
    for (size_t i = 0; i + 1 < text.n; i++) {
        if (text.p[i] == '\n')
            line++;
        if (text.p[i] == '$' && text.p[i + 1] == '{')
            return err_set(err, E_SYNTAX,
                           "%s:%d: ${...} is not allowed in a shared file, write the value or use "
                           "the user's own file",
                           where, line);
    }
    return 0;
}

/* The byte behind a string or comment that begins at i; i itself when neither does. */
static size_t skip_quiet(struct str text, size_t i)
{
    char c = text.p[i];
    struct str rest = str_sub(text, i, text.n);
    if (c == '#' || str_starts(rest, STR("//"))) {
        ptrdiff_t end = str_find_byte(rest, '\n');
        return end < 0 ? text.n : i + (size_t)end;
    }
    if (str_starts(rest, STR("/*"))) {
        ptrdiff_t end = str_find(rest, STR("*/"));
        return end < 0 ? text.n : i + (size_t)end + 2;
    }
    if (c != '"' && c != '\'')
        return i;
    for (i++; i < text.n && text.p[i] != c; i++)
        if (text.p[i] == '\\')
            i++;
    return i + 1;
}

/* The library takes the end of the file for the end of every section; a section that somebody forgot to close would
 * swallow the ones behind it. */
static int refuse_unclosed(struct str text, const char *where, struct error *err)
{
    int depth = 0, line = 1;
    for (size_t i = 0, counted = 0; i < text.n;) {
        size_t next = skip_quiet(text, i);
        if (next == i) {
            depth += (text.p[i] == '{') - (text.p[i] == '}');
            next = i + 1;
        }
        for (; counted < next && counted < text.n; counted++)
            line += text.p[counted] == '\n';
        i = next;
    }
    return depth <= 0 ? 0
                      : err_set(err, E_SYNTAX, "%s:%d: the file ends inside a section, } is missing",
                                where, line);
}

static int parse_text(cfg_t *cfg, struct str text, struct error *err)
{
    if (text.n == 0)
        return 0;
    FILE *file = fmemopen((void *)(uintptr_t)text.p, text.n, "r");
    if (file == NULL)
        return err_set(err, E_IO, "%s: %s", reading.where, strerror(errno));
    int got = cfg_parse_fp(cfg, file);
    fclose(file);
    if (got == CFG_SUCCESS)
        return 0;
    return err_set(err, E_SYNTAX, "%s: it is not well-formed", reading.where);
}

int config_parse(struct config *config, struct options *options, struct str text,
                 const char *where, enum config_trust trust, enum option_origin origin,
                 struct error *err)
{
    struct error own = {0};
    if (err == NULL)
        err = &own;
    if (text.n > CONFIG_BYTES_MAX)
        return err_set(err, E_LIMIT, "%s: larger than %u KiB, shorten it", where,
                       CONFIG_BYTES_MAX / 1024);
    if ((trust == CONFIG_SHARED && refuse_environment(text, where, err) < 0) ||
        refuse_unclosed(text, where, err) < 0)
        return -E_SYNTAX;
    reading = (struct reading){err, options_new(setting_rows(), SETTING_COUNT_), where};
    struct grammar *grammar = xmalloc(sizeof *grammar);
    grammar_make(grammar);
    cfg_t *cfg = cfg_init(grammar->top, CFGF_NONE);
    must(cfg != NULL);
    cfg_set_error_function(cfg, on_error);
    for (int i = 0; i < SETTING_COUNT_; i++) {
        char path[128];
        snprintf(path, sizeof path, "%s", setting_rows()[i].name);
        *strchr(path, '.') = '|';
        cfg_set_validate_func(cfg, path, on_value);
    }
    int result = parse_text(cfg, text, err);
    if (result >= 0)
        result = take_all(config, options, cfg, origin, err);
    cfg_free(cfg);
    free(grammar);
    options_free(&reading.scratch);
    reading = (struct reading){0};
    return result < 0 ? result : 1;
}

int config_read(struct config *config, struct options *options, const char *path,
                enum config_trust trust, enum option_origin origin, struct error *err)
{
    struct buf text = {0};
    struct error own = {0};
    int result = slurp_file(path, CONFIG_BYTES_MAX, &text, &own);
    if (result == -E_GONE)
        result = 0;
    else if (result < 0)
        err_set(err, own.code, "%s", own.text);
    else
        result = config_parse(config, options, buf_str(&text), path, trust, origin, err);
    buf_fini(&text);
    return result;
}

void config_fini(struct config *config)
{
    for (int i = 0; i < config->source_count; i++) {
        free(config->source[i].name);
        free(config->source[i].spec);
        free(config->source[i].token_file);
        free(config->source[i].token_command);
    }
    config->source_count = 0;
}
