/* Owns the syntax of profiles. Must not know where their files are, nor who shows them. */
#include "app/config_profile.h"

#include "app/config_text.h"
#include "base/xalloc.h"
#include "canvas/role.h"
#include "filter/filter.h"
#include "view/lineup.h"

#include <stdio.h>
#include <stdlib.h>

#define SECTIONS_MAX 4
#define SECTION_NAME_MAX 24
#define TOP_MAX (PROFILE_OPTION_COUNT_ + SECTIONS_MAX + 2)
#define COLOUR "colour"

/* clang-format off */
enum { TEXT = OPTION_TEXT, LIST = OPTION_TEXT, SPAN = OPTION_SPAN, ENUM = OPTION_ENUM };
static const struct option_row rows[PROFILE_OPTION_COUNT_] = {
#define PROFILE(id, name, kind, min, max, fallback, number, words, sentence) \
    {name, (enum option_kind)(kind), min, max, fallback, words, "", sentence, 0},
#include "model/profile.def"
};
/* clang-format on */

const struct option_row *config_profile_rows(void)
{
    return rows;
}

/* ---- what a text must be ---- */

typedef int (*check_fn)(struct str text, struct error *err);

/* Whether a list is there is asked when the query is used. */
static int any_list(void *user, struct str name, struct buf *text, struct error *err)
{
    (void)user, (void)name, (void)text, (void)err;
    return 0;
}

static int check_query(struct str text, struct error *err)
{
    const struct filter_env env = {.lookup_list = any_list};
    struct filter *filter = NULL;
    int result = filter_compile(text, &env, &filter, err);
    filter_free(&filter);
    return result;
}

static int check_columns(struct str text, struct error *err)
{
    struct lineup columns;
    return text.n == 0 ? 0 : lineup_parse(&columns, text, err);
}

static int check_sort(struct str text, struct error *err)
{
    struct slice_order order;
    return lineup_order_parse(text, &order, err);
}

static int check_role(struct str text, struct error *err)
{
    if (role_find(text) != ROLE_COUNT_)
        return 0;
    const char *near = role_suggest(text);
    return err_set(err, E_UNKNOWN, "there is no role `%.*s`%s%s%s", STR_ARG(text), near != NULL ? "; did you mean `" : "",
                   near != NULL ? near : "", near != NULL ? "`?" : ", evmon.conf(5) lists them");
}

static int check_name(struct str text, struct error *err)
{
    bool printable = str_trim(text).n == text.n;
    for (size_t i = 0; i < text.n; i++)
        printable &= (unsigned char)text.p[i] >= 0x20 && text.p[i] != 0x7f;
    return printable ? 0 : err_set(err, E_INVALID, "a name has no line breaks, and no blanks at its ends");
}

static int check_command(struct str text, struct error *err)
{
    struct str rest = text, word;
    int words = 0;
    while (str_next(&rest, PROFILE_LIST_SEPARATOR, &word))
        words++;
    if (words > PROFILE_LIST_MAX)
        return err_set(err, E_LIMIT, "a command has at most %d words", PROFILE_LIST_MAX);
    return text.n == 0 || text.p[0] == '/'
               ? 0
               : err_set(err, E_INVALID, "the program is named by its whole path, beginning with /");
}

static const check_fn checks[PROFILE_OPTION_COUNT_] = {
    [PROFILE_NAME] = check_name,          [PROFILE_FILTER] = check_query,      [PROFILE_COLUMNS] = check_columns,
    [PROFILE_SORT] = check_sort,          [PROFILE_BELL_FILTER] = check_query, [PROFILE_HOOK_FILTER] = check_query,
    [PROFILE_HOOK_COMMAND] = check_command,
};
static const check_fn paint_checks[PROFILE_PAINT_OPTION_COUNT_] = {
    [PROFILE_PAINT_QUERY] = check_query,
    [PROFILE_PAINT_ROLE] = check_role,
    [PROFILE_PAINT_CELLS] = check_columns,
};

int config_profile_set(struct profile *profile, enum profile_option option, struct str text, struct error *err)
{
    struct options *scratch = options_new(rows, PROFILE_OPTION_COUNT_);
    struct buf canonical = {0};
    int result = options_set(scratch, (int)option, text, OPTION_USER, err);
    if (result >= 0 && checks[option] != NULL) {
        result = checks[option](text, err);
        if (result < 0)
            err_prefix(err, "%s", rows[option].name);
    }
    if (result >= 0) {
        bool is_text = rows[option].kind == OPTION_TEXT;
        options_print(scratch, (int)option, &canonical);
        profile_put(profile, option, buf_str(&canonical), is_text ? 0 : options_int(scratch, (int)option));
    }
    buf_fini(&canonical);
    options_free(&scratch);
    return result < 0 ? result : 0;
}

/* ---- the grammar ---- */

/* The sections that profile.def implies, as libconfuse wants them. */
struct grammar {
    cfg_opt_t top[TOP_MAX];
    cfg_opt_t inner[SECTIONS_MAX][PROFILE_OPTION_COUNT_ + 1];
    char name[SECTIONS_MAX][SECTION_NAME_MAX];
    int inner_count[SECTIONS_MAX];
    int top_count, section_count;
};

static cfg_opt_t option_for(const char *name, enum profile_kind kind)
{
    const cfg_opt_t text = CFG_STR(name, NULL, CFGF_NODEFAULT), list = CFG_STR_LIST(name, NULL, CFGF_NODEFAULT);
    return kind == PROFILE_KIND_LIST ? list : text;
}

static int section_for(struct grammar *g, struct str name)
{
    for (int i = 0; i < g->section_count; i++)
        if (str_eq(str_of(g->name[i]), name))
            return i;
    must(g->section_count < SECTIONS_MAX && name.n < SECTION_NAME_MAX);
    str_copy(name, g->name[g->section_count], SECTION_NAME_MAX);
    return g->section_count++;
}

static void grammar_make(struct grammar *g)
{
    const cfg_opt_t end = CFG_END();
    *g = (struct grammar){0};
    for (int i = 0; i < PROFILE_OPTION_COUNT_; i++) {
        const struct profile_row *row = profile_row((enum profile_option)i);
        const char *dot = strchr(row->name, '.');
        if (dot == NULL) {
            g->top[g->top_count++] = option_for(row->name, row->kind);
            continue;
        }
        int s = section_for(g, (struct str){row->name, (size_t)(dot - row->name)});
        g->inner[s][g->inner_count[s]++] = option_for(dot + 1, row->kind);
    }
    int paint = section_for(g, STR(COLOUR));
    for (int i = 0; i < PROFILE_PAINT_OPTION_COUNT_; i++)
        g->inner[paint][g->inner_count[paint]++] =
            option_for(profile_paint_row((enum profile_paint_option)i)->name, PROFILE_KIND_TEXT);
    for (int s = 0; s < g->section_count; s++) {
        g->inner[s][g->inner_count[s]] = end;
        const cfg_opt_t section = CFG_SEC(g->name[s], g->inner[s], s == paint ? CFGF_MULTI : CFGF_NONE);
        g->top[g->top_count++] = section;
    }
    g->top[g->top_count] = end;
}

/* ---- reading ---- */

static struct profile *filling; /* for on_value; the library passes it no pointer of ours */

static int find_option(cfg_t *section, cfg_opt_t *opt)
{
    char name[64];
    bool is_top = strcmp(cfg_name(section), "root") == 0;
    snprintf(name, sizeof name, "%s%s%s", is_top ? "" : cfg_name(section), is_top ? "" : ".", cfg_opt_name(opt));
    for (int i = 0; i < PROFILE_OPTION_COUNT_; i++)
        if (strcmp(rows[i].name, name) == 0)
            return i;
    return -1;
}

static int on_value(cfg_t *section, cfg_opt_t *opt)
{
    struct error err = {0};
    struct buf text = {0};
    for (unsigned i = 0; i < cfg_opt_size(opt); i++) {
        const char *word = cfg_opt_getnstr(opt, i);
        if (strchr(word, PROFILE_LIST_SEPARATOR) != NULL && i + 1 < cfg_opt_size(opt))
            err_set(&err, E_INVALID, "%s: a word has no line breaks", cfg_opt_name(opt));
        buf_add_fmt(&text, "%s%s", i > 0 ? "\n" : "", word);
    }
    int option = find_option(section, opt), result = err.code != 0 ? -err.code : 0;
    must(option >= 0);
    if (result >= 0)
        result = config_profile_set(filling, (enum profile_option)option, buf_str(&text), &err);
    if (result < 0)
        cfg_error(section, "%s", err.text);
    buf_fini(&text);
    return result < 0 ? -1 : 0;
}

static int on_paint_value(cfg_t *section, cfg_opt_t *opt)
{
    struct error err = {0};
    for (int i = 0; i < PROFILE_PAINT_OPTION_COUNT_; i++) {
        const char *name = profile_paint_row((enum profile_paint_option)i)->name;
        if (strcmp(name, cfg_opt_name(opt)) != 0 || paint_checks[i](str_of(cfg_opt_getnstr(opt, 0)), &err) >= 0)
            continue;
        cfg_error(section, COLOUR ".%s: %s", name, err.text);
        return -1;
    }
    return 0;
}

static int take_paints(struct profile *profile, cfg_t *cfg, const char *where, struct error *err)
{
    for (unsigned i = 0; i < cfg_size(cfg, COLOUR); i++) {
        cfg_t *section = cfg_getnsec(cfg, COLOUR, i);
        struct str text[PROFILE_PAINT_OPTION_COUNT_];
        for (int k = 0; k < PROFILE_PAINT_OPTION_COUNT_; k++) {
            const struct profile_row *row = profile_paint_row((enum profile_paint_option)k);
            const char *given = cfg_getstr(section, row->name);
            text[k] = str_of(given != NULL ? given : row->fallback);
        }
        if (!profile_paint_add(profile, text))
            return err_set(err, E_LIMIT, "%s: more than %d colour rules, leave some out", where, PROFILE_PAINTS_MAX);
    }
    return 0;
}

static void watch_values(cfg_t *cfg)
{
    char path[64];
    for (int i = 0; i < PROFILE_OPTION_COUNT_; i++) {
        snprintf(path, sizeof path, "%s", rows[i].name);
        char *dot = strchr(path, '.');
        if (dot != NULL)
            *dot = '|'; /* libconfuse's own separator */
        cfg_set_validate_func(cfg, path, on_value);
    }
    for (int i = 0; i < PROFILE_PAINT_OPTION_COUNT_; i++) {
        snprintf(path, sizeof path, COLOUR "|%s", profile_paint_row((enum profile_paint_option)i)->name);
        cfg_set_validate_func(cfg, path, on_paint_value);
    }
}

int config_profile_parse(struct str text, const char *where, const char *name, struct profile **out, struct error *err)
{
    struct error own = {0};
    err = err != NULL ? err : &own;
    *out = NULL;
    int result = config_text_check(text, where, CONFIG_SHARED, err);
    if (result < 0)
        return result;
    struct grammar *grammar = xmalloc(sizeof *grammar);
    struct profile *profile = profile_new();
    grammar_make(grammar);
    cfg_t *cfg = cfg_init(grammar->top, CFGF_NONE);
    must(cfg != NULL);
    watch_values(cfg);
    filling = profile;
    result = config_text_parse(cfg, text, where, err);
    filling = NULL;
    if (result >= 0)
        result = take_paints(profile, cfg, where, err);
    if (result >= 0 && profile_text(profile, PROFILE_NAME)[0] == '\0')
        profile_put(profile, PROFILE_NAME, str_of(name), 0);
    if (result < 0)
        profile_free(&profile);
    *out = profile;
    cfg_free(cfg);
    free(grammar);
    return result < 0 ? result : 0;
}

/* ---- writing ---- */

/* In single quotes nothing is filled in; only the quote and the backslash are escaped. */
static void add_quoted(struct buf *out, struct str text)
{
    buf_add_byte(out, '\'');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '\'' || text.p[i] == '\\')
            buf_add_byte(out, '\\');
        buf_add_byte(out, text.p[i]);
    }
    buf_add_byte(out, '\'');
}

static void add_value(struct buf *out, enum profile_kind kind, const char *text)
{
    if (kind == PROFILE_KIND_SPAN || kind == PROFILE_KIND_ENUM) {
        buf_add_text(out, text);
    } else if (kind == PROFILE_KIND_TEXT) {
        add_quoted(out, str_of(text));
    } else {
        struct str rest = str_of(text), word;
        const char *before = "{ ";
        while (str_next(&rest, PROFILE_LIST_SEPARATOR, &word)) {
            buf_add_text(out, before);
            add_quoted(out, word);
            before = ", ";
        }
        buf_add_text(out, " }");
    }
    buf_add_byte(out, '\n');
}

static bool is_in(const char *name, struct str section)
{
    const char *dot = strchr(name, '.');
    return dot != NULL && str_eq((struct str){name, (size_t)(dot - name)}, section);
}

static void print_section(const struct profile *profile, struct str section, struct buf *out)
{
    bool open = false;
    for (int i = 0; i < PROFILE_OPTION_COUNT_; i++) {
        const struct profile_row *row = profile_row((enum profile_option)i);
        if (!is_in(row->name, section) || !profile_is_set(profile, (enum profile_option)i))
            continue;
        if (!open)
            buf_add_fmt(out, "%.*s {\n", STR_ARG(section));
        open = true;
        buf_add_fmt(out, "    %s = ", row->name + section.n + 1);
        add_value(out, row->kind, profile->text[i]);
    }
    if (open)
        buf_add_text(out, "}\n");
}

void config_profile_print(const struct profile *profile, struct buf *out)
{
    for (int i = 0; i < PROFILE_OPTION_COUNT_; i++) {
        const struct profile_row *row = profile_row((enum profile_option)i);
        if (strchr(row->name, '.') != NULL || !profile_is_set(profile, (enum profile_option)i))
            continue;
        buf_add_fmt(out, "%s = ", row->name);
        add_value(out, row->kind, profile->text[i]);
    }
    print_section(profile, STR("bell"), out);
    print_section(profile, STR("hook"), out);
    for (int i = 0; i < profile->paint_count; i++) {
        buf_add_text(out, COLOUR " {\n");
        for (int k = 0; k < PROFILE_PAINT_OPTION_COUNT_; k++) {
            const struct profile_row *row = profile_paint_row((enum profile_paint_option)k);
            if (strcmp(profile->paint[i].text[k], row->fallback) == 0)
                continue;
            buf_add_fmt(out, "    %s = ", row->name);
            add_value(out, PROFILE_KIND_TEXT, profile->paint[i].text[k]);
        }
        buf_add_text(out, "}\n");
    }
}

struct str config_profile_comment(struct str text)
{
    struct str rest = text, line;
    size_t end = 0;
    while (str_next(&rest, '\n', &line)) {
        struct str trimmed = str_trim(line);
        if (trimmed.n > 0 && trimmed.p[0] != '#')
            break;
        if (trimmed.n > 0)
            end = (size_t)(line.p - text.p) + line.n + 1;
    }
    return str_sub(text, 0, end < text.n ? end : text.n);
}
