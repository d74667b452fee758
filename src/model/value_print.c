/* Values as text, for people and for machines: one function for every field, decided by kind.
 * Never filters what a terminal may not see: that is the drawing function's and the exporter's part. */
#include "model/event.h"

#include "base/fmt.h"
#include "base/instant.h"

#include <inttypes.h>
#include <stdio.h>

/* Elements of a list joined with a comma and a blank. */
static void add_text(struct buf *out, struct str s)
{
    struct str piece;
    for (bool first = true; str_next(&s, VALUE_SEPARATOR, &piece); first = false) {
        if (!first)
            buf_add(out, ", ", 2);
        buf_add_str(out, piece);
    }
}

/* A number of `unit`s as a decimal without needless zeros: 1250 of 100 is 12.5. */
static void add_decimal(struct buf *out, int64_t i, int digits)
{
    uint64_t unit = 1, amount = i < 0 ? 0 - (uint64_t)i : (uint64_t)i;
    for (int d = 0; d < digits; d++)
        unit *= 10;
    buf_add_fmt(out, "%s%" PRIu64, i < 0 ? "-" : "", amount / unit);
    uint64_t rest = amount % unit;
    if (rest == 0)
        return;
    char text[24];
    int n = snprintf(text, sizeof text, ".%0*" PRIu64, digits, rest);
    while (n > 0 && text[n - 1] == '0')
        n--;
    buf_add(out, text, (size_t)n);
}

static void print_machine(struct buf *out, const struct value *v)
{
    switch (v->kind) {
    case KIND_BOOL: buf_add_text(out, v->i != 0 ? "true" : "false"); break;
    case KIND_PERCENT: add_decimal(out, v->i, 2); break;
    case KIND_DURATION: add_decimal(out, v->i, 3); break; /* seconds */
    default: buf_add_fmt(out, "%" PRId64, v->i);
    }
}

static void print_people(struct buf *out, const struct value *v)
{
    char text[FMT_MAX];
    size_t n;
    switch (v->kind) {
    case KIND_BOOL: buf_add_text(out, v->i != 0 ? "yes" : "no"); return;
    case KIND_PERCENT:
        add_decimal(out, v->i, 2);
        buf_add_byte(out, '%');
        return;
    case KIND_SIZE: n = fmt_mb((double)v->i / 1e6, text, sizeof text); break;
    case KIND_DURATION: n = fmt_span(v->i, text, sizeof text); break;
    default: buf_add_fmt(out, "%" PRId64, v->i); return;
    }
    buf_add(out, text, n);
}

static void print_word(struct buf *out, const char *word, int64_t index)
{
    if (word != NULL && word[0] != '\0')
        buf_add_text(out, word);
    else
        buf_add_fmt(out, "%" PRId64, index);
}

size_t value_print(struct buf *out, field_id field, const struct value *v, enum print_style style,
                   const struct zone *zone)
{
    size_t before = out->n;
    char text[64];
    switch (v->kind) {
    case KIND_NONE: break;
    case KIND_ENUM: print_word(out, field_enum_word(field, v->i), v->i); break;
    case KIND_SEVERITY:
        print_word(out, v->i >= 0 && v->i < SEVERITY_COUNT_ ? severity_names[v->i] : NULL, v->i);
        break;
    case KIND_TIME:
        buf_add(out, text,
                instant_format(v->i, zone, style == PRINT_MACHINE ? INSTANT_ISO : INSTANT_DATETIME, text,
                               sizeof text));
        break;
    default:
        /* Lists of numbers are joined text as well. */
        if (kind_is_text(v->kind) || v->s.n > 0)
            add_text(out, v->s);
        else if (style == PRINT_MACHINE)
            print_machine(out, v);
        else
            print_people(out, v);
    }
    return out->n - before;
}
