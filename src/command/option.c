/* Option values by row: read, checked against the row's range, printed. What a change means is app/'s business. */
#include "command/option.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/instant.h"
#include "base/xalloc.h"

struct option {
    int64_t number;
    char *text; /* TEXT only */
    enum option_origin origin;
};

struct options {
    const struct option_row *rows;
    struct option *value;
    int count;
    unsigned dirty;
};

static const struct {
    const char *word;
    int64_t value;
} truths[] = {{"on", 1},  {"off", 0},   {"yes", 1}, {"no", 0},
              {"true", 1}, {"false", 0}, {"1", 1},   {"0", 0}};

static bool parse_bool(struct str text, int64_t *value)
{
    for (size_t i = 0; i < sizeof truths / sizeof truths[0]; i++)
        if (str_eq_nocase(text, str_of(truths[i].word))) {
            *value = truths[i].value;
            return true;
        }
    return false;
}

static const struct {
    const char *name;
    int64_t bytes;
} units[] = {
    {"GiB", INT64_C(1) << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}, {"GB", 1000000000}, {"MB", 1000000},
    {"kB", 1000},              {"G", INT64_C(1) << 30}, {"M", 1 << 20}, {"K", 1 << 10}, {"B", 1}, {"", 1},
};

static bool parse_size(struct str text, int64_t *value)
{
    size_t digits = 0;
    while (digits < text.n && text.p[digits] >= '0' && text.p[digits] <= '9')
        digits++;
    struct str unit = str_trim(str_sub(text, digits, text.n));
    int64_t number;
    if (!str_i64(str_sub(text, 0, digits), &number))
        return false;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (str_eq_nocase(unit, str_of(units[i].name)))
            return !__builtin_mul_overflow(number, units[i].bytes, value);
    return false;
}

static bool parse_word(const char *words, struct str text, int64_t *value)
{
    struct str rest = str_of(words), word;
    for (*value = 0; str_next(&rest, ',', &word); ++*value)
        if (str_eq_nocase(word, text))
            return true;
    return false;
}

static bool parse_number(const struct option_row *row, struct str text, int64_t *value)
{
    switch (row->kind) {
    case OPTION_BOOL: return parse_bool(text, value);
    case OPTION_INT: return str_i64(text, value);
    case OPTION_SIZE: return parse_size(text, value);
    case OPTION_SPAN: return instant_parse_span(text, value) || (str_eq(text, STR("0")) && (*value = 0) == 0);
    case OPTION_ENUM: return parse_word(row->words, text, value);
    case OPTION_TEXT: break;
    }
    return false;
}

static bool has_range(const struct option_row *row)
{
    return row->kind == OPTION_INT || row->kind == OPTION_SIZE || row->kind == OPTION_SPAN;
}

/* ---------------------------------------------------------------- printing */

static void print_size(int64_t bytes, struct buf *out)
{
    static const char *const names[] = {"", "KiB", "MiB", "GiB"};
    int unit = 0;
    while (unit < 3 && bytes != 0 && bytes % 1024 == 0) {
        bytes /= 1024;
        unit++;
    }
    buf_add_fmt(out, "%" PRId64 "%s", bytes, names[unit]);
}

static void print_word(const char *words, int64_t index, struct buf *out)
{
    struct str rest = str_of(words), word;
    for (int64_t i = 0; str_next(&rest, ',', &word); i++)
        if (i == index)
            buf_add_str(out, word);
}

static void print_number(const struct option_row *row, int64_t number, struct buf *out)
{
    switch (row->kind) {
    case OPTION_BOOL: buf_add_text(out, number ? "on" : "off"); break;
    case OPTION_INT: buf_add_fmt(out, "%" PRId64, number); break;
    case OPTION_SIZE: print_size(number, out); break;
    case OPTION_SPAN: instant_print_span(number, out); break;
    case OPTION_ENUM: print_word(row->words, number, out); break;
    case OPTION_TEXT: break;
    }
}

void options_print(const struct options *options, int index, struct buf *out)
{
    if (options->rows[index].kind == OPTION_TEXT)
        buf_add_text(out, options->value[index].text);
    else
        print_number(&options->rows[index], options->value[index].number, out);
}

void option_range(const struct option_row *row, struct buf *out)
{
    static const char *const kinds[] = {"on or off", "a number", "a size", "a span of time", "one of ", "text"};
    buf_add_text(out, kinds[row->kind]);
    if (row->kind == OPTION_ENUM) {
        struct str rest = str_of(row->words), word;
        for (int i = 0; str_next(&rest, ',', &word); i++)
            buf_add_fmt(out, "%s%.*s", i > 0 ? ", " : "", STR_ARG(word));
    }
    if (has_range(row) && row->min < row->max) {
        buf_add_text(out, ", ");
        print_number(row, row->min, out);
        buf_add_text(out, " to ");
        print_number(row, row->max, out);
    }
}

/* ---------------------------------------------------------------- the set */

struct options *options_new(const struct option_row *rows, int count)
{
    struct options *options = xcalloc(1, sizeof *options);
    options->rows = rows;
    options->count = count;
    options->value = xcalloc((size_t)count + 1, sizeof *options->value);
    for (int i = 0; i < count; i++)
        options_reset(options, i);
    options->dirty = 0;
    return options;
}

void options_free(struct options **options)
{
    if (*options == NULL)
        return;
    for (int i = 0; i < (*options)->count; i++)
        free((*options)->value[i].text);
    free((*options)->value);
    free(*options);
    *options = NULL;
}

int options_count(const struct options *options)
{
    return options->count;
}

const struct option_row *options_row(const struct options *options, int index)
{
    return &options->rows[index];
}

int options_find(const struct options *options, struct str name)
{
    int found = -1, near = 0;
    for (int i = 0; i < options->count; i++) {
        struct str full = str_of(options->rows[i].name);
        if (str_eq(full, name))
            return i;
        bool ending = name.n > 0 && str_ends(full, name) && full.n > name.n &&
                      full.p[full.n - name.n - 1] == '.';
        near += ending;
        found = ending ? i : found;
    }
    return near == 1 ? found : -1;
}

const char *options_suggest(const struct options *options, struct str name)
{
    const char *best = NULL;
    size_t most = 2;
    for (int i = 0; i < options->count; i++) {
        const char *full = options->rows[i].name, *dot = strrchr(full, '.');
        size_t alike = str_likeness(name, str_of(full));
        size_t tail = dot != NULL ? str_likeness(name, str_of(dot + 1)) : 0;
        alike = alike > tail ? alike : tail;
        if (alike > most) {
            most = alike;
            best = full;
        }
    }
    return best;
}

static int refuse(const struct option_row *row, struct str text, int code, struct error *err)
{
    struct buf range = {0};
    option_range(row, &range);
    err_set(err, code, "%s = '%.*s' %s; it is %s (default %s)", row->name,
            (int)(text.n < 60 ? text.n : 60), text.n > 0 ? text.p : "",
            code == E_RANGE ? "is out of range" : "cannot be read", buf_cstr(&range), row->fallback);
    buf_fini(&range);
    return -code;
}

static int set_text(struct options *options, int index, struct str text, struct error *err)
{
    const struct option_row *row = &options->rows[index];
    struct option *value = &options->value[index];
    size_t most = row->max > 0 ? (size_t)row->max : OPTION_TEXT_MAX;
    if (text.n > most || memchr(text.p != NULL ? text.p : "", '\0', text.n) != NULL)
        return err_set(err, E_RANGE, "%s has at most %zu bytes", row->name, most);
    if (value->text != NULL && str_eq(text, str_of(value->text)))
        return 0;
    free(value->text);
    value->text = str_dup(text);
    return 1;
}

static int set_number(struct options *options, int index, struct str text, struct error *err)
{
    const struct option_row *row = &options->rows[index];
    int64_t number;
    if (!parse_number(row, text, &number))
        return refuse(row, text, E_SYNTAX, err);
    if (has_range(row) && row->min < row->max && (number < row->min || number > row->max))
        return refuse(row, text, E_RANGE, err);
    bool changed = options->value[index].number != number;
    options->value[index].number = number;
    return changed;
}

int options_set(struct options *options, int index, struct str text, enum option_origin origin,
                struct error *err)
{
    const struct option_row *row = &options->rows[index];
    int code = row->kind == OPTION_TEXT ? set_text(options, index, text, err)
                                        : set_number(options, index, str_trim(text), err);
    if (code < 0)
        return code;
    options->value[index].origin = origin;
    options->dirty |= code > 0 ? row->dirties : 0;
    return code;
}

void options_reset(struct options *options, int index)
{
    struct error err = {0};
    int code = options_set(options, index, str_of(options->rows[index].fallback), OPTION_DEFAULT, &err);
    must(code >= 0); /* a row's default is ours */
}

/* A name without a value: NAME, noNAME, NAME!. */
static int set_bare(struct options *options, struct str name, enum option_origin origin, struct error *err)
{
    struct str value = STR("on");
    int index = options_find(options, name);
    if (index < 0 && str_starts(name, STR("no"))) {
        index = options_find(options, str_sub(name, 2, name.n));
        value = STR("off");
    } else if (index < 0 && str_ends(name, STR("!"))) {
        index = options_find(options, str_sub(name, 0, name.n - 1));
        if (index >= 0)
            value = options_int(options, index) ? STR("off") : STR("on");
    }
    if (index >= 0 && options->rows[index].kind != OPTION_BOOL)
        return err_set(err, E_USAGE, "%s needs a value: %s=VALUE", options->rows[index].name,
                       options->rows[index].name);
    return index < 0 ? -E_UNKNOWN : options_set(options, index, value, origin, err);
}

int options_set_line(struct options *options, struct str line, enum option_origin origin,
                     struct error *err)
{
    line = str_trim(line);
    size_t n = 0;
    while (n < line.n && strchr("= \t", line.p[n]) == NULL)
        n++;
    struct str name = str_sub(line, 0, n), value = str_trim(str_sub(line, n, line.n));
    bool bare = value.n == 0;
    if (value.n > 0 && value.p[0] == '=')
        value = str_trim(str_sub(value, 1, value.n));
    int index = options_find(options, name);
    int code = bare ? set_bare(options, name, origin, err)
                    : index < 0 ? -E_UNKNOWN : options_set(options, index, value, origin, err);
    if (code != -E_UNKNOWN)
        return code;
    const char *near = options_suggest(options, name);
    return err_set(err, E_UNKNOWN, "there is no option '%.*s'%s%s%s", (int)(name.n < 60 ? name.n : 60), name.p,
                   near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
}

bool options_bool(const struct options *options, int index)
{
    return options->value[index].number != 0;
}

int64_t options_int(const struct options *options, int index)
{
    return options->value[index].number;
}

const char *options_text(const struct options *options, int index)
{
    return options->value[index].text;
}

enum option_origin options_origin(const struct options *options, int index)
{
    return options->value[index].origin;
}

unsigned options_take_dirty(struct options *options)
{
    unsigned dirty = options->dirty;
    options->dirty = 0;
    return dirty;
}
