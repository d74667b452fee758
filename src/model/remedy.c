/* The tables of remedies and of what they are filled with, and writing the commands. Must not know devices or screens. */
#include "model/remedy.h"

#include "base/instant.h"
#include "base/jscan.h"

#include <stdio.h>

#define DAYS_30_MS ((int64_t)30 * 86400000)
#define SENDER_MAX 11 /* letters of a sender that is a name */

static const struct remedy_row rows[REMEDY_COUNT_] = {
#define REMEDY(id, when, method, path, body, title, help)                                                              \
    [REMEDY_##id] = {REMEDY_WHEN_##when, #method, path, body, title, help},
#include "model/remedies.def"
#undef REMEDY
};

enum shape { SHAPE_NUMBER, SHAPE_DECIMAL, SHAPE_DATE, SHAPE_NAME, SHAPE_TEXT };

static const struct blank {
    const char *name, *title, *usual;
    enum shape shape;
} blanks[REMEDY_BLANK_COUNT_] = {
    [REMEDY_DEVICE] = {"{device}", "Device id", "", SHAPE_NUMBER},
    [REMEDY_SIM] = {"{sim}", "SIM id", "", SHAPE_NUMBER},
    [REMEDY_TEXT] = {"{text}", "Text", "STATUS?", SHAPE_TEXT},
    [REMEDY_SENDER] = {"{sender}", "Sender", "NOC", SHAPE_NAME},
    [REMEDY_MEGABYTES] = {"{megabytes}", "Megabytes", "50", SHAPE_DECIMAL},
    [REMEDY_MESSAGES] = {"{messages}", "Messages", "50", SHAPE_NUMBER},
    [REMEDY_DATE] = {"{date}", "Until", "", SHAPE_DATE},
    [REMEDY_OPERATOR] = {"{operator}", "Operator id", "", SHAPE_NUMBER},
};

const struct remedy_row *remedy_row(enum remedy remedy)
{
    return &rows[remedy];
}

const char *remedy_blank_title(enum remedy_blank blank)
{
    return blanks[blank].title;
}

bool remedy_has(enum remedy remedy, enum remedy_blank blank)
{
    struct str name = str_of(blanks[blank].name);
    return str_find(str_of(rows[remedy].path), name) >= 0 || str_find(str_of(rows[remedy].body), name) >= 0;
}

void remedy_values_usual(struct remedy_values *values, int64_t now_ms)
{
    for (int blank = 0; blank < REMEDY_BLANK_COUNT_; blank++)
        str_copy(str_of(blanks[blank].usual), values->text[blank], REMEDY_VALUE_MAX);
    instant_format(now_ms + DAYS_30_MS, NULL, INSTANT_DATE, values->text[REMEDY_DATE], REMEDY_VALUE_MAX);
}

/* ---------------------------------------------------------------- what may stand where */

static bool is_decimal(struct str s)
{
    ptrdiff_t dot = str_find_byte(s, '.');
    struct str whole = dot < 0 ? s : str_sub(s, 0, (size_t)dot);
    if (!str_is_digits(whole) || whole.n > 12)
        return false;
    return dot < 0 || (str_is_digits(str_sub(s, (size_t)dot + 1, s.n)) && s.n - whole.n <= 7);
}

static bool is_name(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ' || (unsigned char)s.p[i] > '~')
            return false;
    return s.n > 0 && s.n <= SENDER_MAX;
}

static bool is_date(struct str s)
{
    int64_t ms;
    return s.n == 10 && s.p[4] == '-' && s.p[7] == '-' && instant_parse(s, &ms);
}

int remedy_check(enum remedy_blank blank, struct str text, struct error *err)
{
    const char *title = blanks[blank].title;
    switch (blanks[blank].shape) {
    case SHAPE_NUMBER:
        return str_is_digits(text) && text.n <= 18 ? 0 : err_set(err, E_INVALID, "%s: it takes a whole number", title);
    case SHAPE_DECIMAL: return is_decimal(text) ? 0 : err_set(err, E_INVALID, "%s: it takes a number, as 50 or 0.5", title);
    case SHAPE_DATE: return is_date(text) ? 0 : err_set(err, E_INVALID, "%s: it takes a date, as 2026-12-31", title);
    case SHAPE_NAME:
        return is_name(text) ? 0 : err_set(err, E_INVALID, "%s: it takes 1 to %d plain letters or digits", title, SENDER_MAX);
    case SHAPE_TEXT: break;
    }
    return text.n > 0 && text.n < REMEDY_VALUE_MAX ? 0 : err_set(err, E_INVALID, "%s: it is empty or too long", title);
}

/* ---------------------------------------------------------------- writing */

void remedy_quote(struct buf *out, struct str text)
{
    buf_add_byte(out, '\'');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '\'')
            buf_add_text(out, "'\\''"); /* out of the quotes, one of its own, in again */
        else
            buf_add_byte(out, text.p[i]);
    }
    buf_add_byte(out, '\'');
}

/* The template with its blanks filled in; texts as the inside of a JSON string. */
static int fill(const char *pattern, const struct remedy_values *values, struct buf *out, struct error *err)
{
    struct str rest = str_of(pattern);
    while (rest.n > 0) {
        int blank = 0;
        while (blank < REMEDY_BLANK_COUNT_ && !str_starts(rest, str_of(blanks[blank].name)))
            blank++;
        if (blank == REMEDY_BLANK_COUNT_) {
            buf_add_byte(out, rest.p[0]);
            rest = str_sub(rest, 1, rest.n);
            continue;
        }
        struct str text = str_of(values->text[blank]);
        int rc = remedy_check((enum remedy_blank)blank, text, err);
        if (rc < 0)
            return rc;
        jscan_quote(out, text);
        rest = str_sub(rest, str_of(blanks[blank].name).n, rest.n);
    }
    return 0;
}

int remedy_command(enum remedy remedy, const struct remedy_values *values, const char *base, struct buf *out,
                   struct error *err)
{
    const struct remedy_row *row = &rows[remedy];
    struct buf url = {0}, body = {0};
    buf_add_fmt(&url, "%s/", base);
    int rc = fill(row->path, values, &url, err);
    if (rc == 0)
        rc = fill(row->body, values, &body, err);
    if (rc == 0) {
        buf_add_text(out, "printf 'Authorization: Bearer %s\\n' \"$EVMON_AUTH\" |\n");
        buf_add_fmt(out, "curl -sS -i -H @- -X %s", row->method);
        if (body.n > 0) {
            buf_add_text(out, " -H 'Content-Type: application/json' \\\n-d ");
            remedy_quote(out, buf_str(&body));
        }
        buf_add_text(out, " \\\n");
        remedy_quote(out, buf_str(&url));
        buf_add_byte(out, '\n');
    }
    buf_fini(&url);
    buf_fini(&body);
    return rc;
}

void remedy_login(const char *base, struct buf *out)
{
    struct buf url = {0};
    buf_add_fmt(&url, "%s/authenticate", base);
    buf_add_text(out, "EVMON_AUTH=$(printf '{\"application_token\":\"%s\"}' \"$EVMON_TOKEN\" |\n"
                      "curl -sS -H 'Content-Type: application/json' -d @- \\\n");
    remedy_quote(out, buf_str(&url));
    buf_add_text(out, " |\nsed -n 's/.*\"auth_token\" *: *\"\\([^\"]*\\)\".*/\\1/p')\n");
    buf_fini(&url);
}
