/* Owns what is refused in a configuration file as text, and the way to libconfuse. Must not know any option. */
#include "app/config_text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

/* For on_error; the library passes it no pointer of ours. */
static struct parsing {
    struct error *err;
    const char *where;
} parsing;

static void on_error(cfg_t *cfg, const char *format, va_list args)
{
    char text[ERROR_TEXT_MAX];
    vsnprintf(text, sizeof text, format, args);
    err_set(parsing.err, E_SYNTAX, "%s:%d: %s", parsing.where, cfg->line, text);
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

static int line_of(struct str text, size_t at)
{
    int line = 1;
    for (size_t i = 0; i < at && i < text.n; i++)
        line += text.p[i] == '\n';
    return line;
}

/* ${ where the library would fill in the environment: not in comments, not in single quotes, not behind a backslash. */
static bool find_environment(struct str text, size_t *at)
{
    for (size_t i = 0; i < text.n;) {
        size_t next = skip_quiet(text, i);
        bool quiet = next > i && text.p[i] != '"';
        next = next > i ? next : i + 1;
        for (size_t k = i; !quiet && k < next && k < text.n; k++) {
            if (text.p[k] == '\\')
                k++;
            else if (str_starts(str_sub(text, k, text.n), STR("${"))) {
                *at = k;
                return true;
            }
        }
        i = next;
    }
    return false;
}

/* In a shared file the environment would carry one user's secrets into another's request. */
static int refuse_environment(struct str text, const char *where, struct error *err)
{
    size_t at;
    if (!find_environment(text, &at))
        return 0;
    return err_set(err, E_SYNTAX,
                   "%s:%d: ${...} is not allowed in a shared file, write the value or use the user's own file", where,
                   line_of(text, at));
}

/* The library takes the end of the file for the end of every section; a section that somebody forgot to close would
 * swallow the ones behind it. */
static int refuse_unclosed(struct str text, const char *where, struct error *err)
{
    int depth = 0;
    for (size_t i = 0; i < text.n;) {
        size_t next = skip_quiet(text, i);
        if (next == i) {
            depth += (text.p[i] == '{') - (text.p[i] == '}');
            next = i + 1;
        }
        i = next;
    }
    return depth <= 0 ? 0
                      : err_set(err, E_SYNTAX, "%s:%d: the file ends inside a section, } is missing", where,
                                line_of(text, text.n));
}

int config_text_check(struct str text, const char *where, enum config_trust trust, struct error *err)
{
    if (text.n > CONFIG_BYTES_MAX)
        return err_set(err, E_LIMIT, "%s: larger than %u KiB, shorten it", where, CONFIG_BYTES_MAX / 1024);
    int result = trust == CONFIG_SHARED ? refuse_environment(text, where, err) : 0;
    return result < 0 ? result : refuse_unclosed(text, where, err);
}

int config_text_parse(cfg_t *cfg, struct str text, const char *where, struct error *err)
{
    if (text.n == 0)
        return 0;
    FILE *file = fmemopen((void *)(uintptr_t)text.p, text.n, "r");
    if (file == NULL)
        return err_set(err, E_IO, "%s: %s", where, strerror(errno));
    parsing = (struct parsing){err, where};
    cfg_set_error_function(cfg, on_error);
    int got = cfg_parse_fp(cfg, file);
    parsing = (struct parsing){0};
    fclose(file);
    if (got == CFG_SUCCESS)
        return 0;
    return err_set(err, E_SYNTAX, "%s: it is not well-formed", where);
}
