/* Owns the reading of evmon.conf. Every value is read as a
 * string and judged by the option's own row, so that --set, :set and the file agree on types and ranges. */
#include "app/config_text.h"

#include "app/setting.h"
#include "app/slurp.h"
#include "base/xalloc.h"

#include <stdio.h>
#include <stdlib.h>

#define SECTIONS_MAX 16
#define SECTION_NAME_MAX 24
#define SECTION_OPTIONS_MAX (SETTING_COUNT_ + 1)

/* What the callbacks of libconfuse need; the library passes them no pointer of ours. */
static struct reading {
    struct options *scratch; /* values are tried here first */
    const char *where;
} reading;

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

/* ---- causes ---- */

static int on_pattern(cfg_t *section, cfg_opt_t *opt)
{
    struct cause_rule rule;
    struct error err = {0};
    const char *part = cfg_opt_getnstr(opt, cfg_opt_size(opt) - 1);
    if (cause_rule_init(&rule, str_of(cfg_title(section)), str_of(part), &err) >= 0)
        return 0;
    cfg_error(section, "%s", err.text);
    return -1;
}

static int on_type(cfg_t *section, cfg_opt_t *opt)
{
    struct cause_rule rule = {.typed = false};
    struct error err = {0};
    if (cause_rule_add_type(&rule, str_of(cfg_opt_getnstr(opt, cfg_opt_size(opt) - 1)), &err) >= 0)
        return 0;
    cfg_error(section, "%s", err.text);
    return -1;
}

/* A rule for each pattern; at: where the next one goes, behind those of the same file. */
static int take_cause(struct config *config, cfg_t *section, int *at, struct error *err)
{
    unsigned count = cfg_size(section, "pattern");
    if (count == 0)
        return err_set(err, E_SYNTAX, "%s: cause %s has no pattern, add pattern = \"a part of the description\"",
                       reading.where, cfg_title(section));
    for (unsigned i = 0; i < count; i++) {
        if (config->cause_count == CAUSE_RULES_MAX)
            return err_set(err, E_LIMIT, "%s: more than %d patterns of causes, leave some out", reading.where,
                           CAUSE_RULES_MAX);
        struct cause_rule *rule = &config->cause[*at];
        memmove(rule + 1, rule, (size_t)(config->cause_count - *at) * sizeof *rule);
        must(cause_rule_init(rule, str_of(cfg_title(section)), str_of(cfg_getnstr(section, "pattern", i)), err) >= 0);
        for (unsigned k = 0; k < cfg_size(section, "types"); k++)
            must(cause_rule_add_type(rule, str_of(cfg_getnstr(section, "types", k)), err) >= 0);
        config->cause_count++;
        (*at)++;
    }
    return 0;
}

/* ---- the file ---- */

/* The sections that options.def implies, as libconfuse wants them; names are kept here for as long as it lives. */
struct grammar {
    cfg_opt_t top[SECTIONS_MAX + 3];
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
    static cfg_opt_t cause[] = {CFG_STR_LIST("pattern", NULL, CFGF_NODEFAULT),
                                CFG_STR_LIST("types", NULL, CFGF_NODEFAULT), CFG_END()};
    const cfg_opt_t sources = CFG_SEC("source", source, CFGF_MULTI | CFGF_TITLE | CFGF_NO_TITLE_DUPES);
    const cfg_opt_t causes = CFG_SEC("cause", cause, CFGF_MULTI | CFGF_TITLE | CFGF_NO_TITLE_DUPES);
    g->top[n++] = sources;
    g->top[n++] = causes;
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

static void drop_sources(struct config *config, int from)
{
    while (config->source_count > from) {
        struct config_source *source = &config->source[--config->source_count];
        free(source->name);
        free(source->spec);
        free(source->token_file);
        free(source->token_command);
    }
}

/* All sections with a name, or none: nothing of a bad file counts. */
static int take_sections(struct config *config, cfg_t *cfg, struct error *err)
{
    int sources = config->source_count, causes = 0, result = 0;
    for (unsigned i = 0; i < cfg_size(cfg, "source") && result >= 0; i++)
        result = take_source(config, cfg_getnsec(cfg, "source", i), err);
    for (unsigned i = 0; i < cfg_size(cfg, "cause") && result >= 0; i++)
        result = take_cause(config, cfg_getnsec(cfg, "cause", i), &causes, err);
    if (result >= 0)
        return 0;
    drop_sources(config, sources);
    config->cause_count -= causes;
    memmove(config->cause, config->cause + causes, (size_t)config->cause_count * sizeof *config->cause);
    return result;
}

/* Every value was judged while it was read. */
static int take_values(struct options *options, cfg_t *cfg, enum option_origin origin, struct error *err)
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
    return 0;
}

/* An option that the library does not know where it stands: how the one that was meant is written. */
static void tell_spelling(struct error *err)
{
    const struct error before = *err;
    const char *begin = strstr(before.text, "no such option '");
    if (begin == NULL)
        return;
    struct str name = str_of(begin + strlen("no such option '")), section, meant;
    name = str_sub(name, 0, strcspn(name.p, "'"));
    int index = options_find(reading.scratch, name);
    meant = str_of(index >= 0 ? options_row(reading.scratch, index)->name : options_suggest(reading.scratch, name));
    if (!str_next(&meant, '.', &section) || meant.n == 0)
        return;
    err_clear(err);
    err_set(err, before.code, "%s; %s %.*s { %.*s = ... }", before.text, index >= 0 ? "write" : "did you mean",
            STR_ARG(section), STR_ARG(meant));
}

int config_parse(struct config *config, struct options *options, struct str text,
                 const char *where, enum config_trust trust, enum option_origin origin,
                 struct error *err)
{
    struct error own = {0};
    if (err == NULL)
        err = &own;
    int result = config_text_check(text, where, trust, err);
    if (result < 0)
        return result;
    reading = (struct reading){options_new(setting_rows(), SETTING_COUNT_), where};
    struct grammar *grammar = xmalloc(sizeof *grammar);
    grammar_make(grammar);
    cfg_t *cfg = cfg_init(grammar->top, CFGF_NONE);
    must(cfg != NULL);
    for (int i = 0; i < SETTING_COUNT_; i++) {
        char path[128];
        snprintf(path, sizeof path, "%s", setting_rows()[i].name);
        *strchr(path, '.') = '|';
        cfg_set_validate_func(cfg, path, on_value);
    }
    cfg_set_validate_func(cfg, "cause|pattern", on_pattern);
    cfg_set_validate_func(cfg, "cause|types", on_type);
    result = config_text_parse(cfg, text, where, err);
    if (result >= 0)
        result = take_sections(config, cfg, err);
    if (result >= 0)
        result = take_values(options, cfg, origin, err);
    else
        tell_spelling(err);
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
    drop_sources(config, 0);
    config->cause_count = 0;
}
