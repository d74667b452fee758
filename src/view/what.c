/* WHAT cells: a template per event type. Knows templates and values; must not know colours. */
#include "view/what.h"

#include "base/err.h"
#include "model/cause.h"
#include "model/radio.h"

static const char *const templates[TYPE_COUNT_] = {
#define WHAT(type, text) [TYPE_##type] = text,
#include "view/what.def"
#undef WHAT
};

struct filler {
    struct reader *reader;
    row_id row;
    const struct zone *zone;
};

static bool add_node(struct buf *out, const struct filler *filler)
{
    struct value text;
    struct node node;
    if (!reader_get(filler->reader, filler->row, FIELD_DESC, &text) || !radio_node(text.s, &node))
        return false;
    buf_add_fmt(out, "%s %.*s", node.role, STR_ARG(node.name));
    return true;
}

/* The sentence from its reason on: before it stands what the type's name says already. */
static bool add_reason(struct buf *out, const struct filler *filler)
{
    const struct str turn = STR(", because ");
    struct value text;
    if (!reader_get(filler->reader, filler->row, FIELD_DESC, &text))
        return false;
    ptrdiff_t at = str_find(text.s, turn);
    buf_add_str(out, at < 0 ? text.s : str_sub(text.s, (size_t)at + turn.n, text.s.n));
    return true;
}

static bool add_field(struct buf *out, const struct filler *filler, struct str name)
{
    if (str_eq(name, STR("node")))
        return add_node(out, filler);
    if (str_eq(name, STR("reason")))
        return add_reason(out, filler);
    field_id field = field_find(name);
    must(field != FIELD_NONE);
    struct value value;
    if (!reader_get(filler->reader, filler->row, field, &value))
        return false;
    if (field == FIELD_CAUSE && str_eq(value.s, STR(CAUSE_OTHER))) /* the sentence says more */
        return false;
    value_print(out, field, &value, PRINT_PEOPLE, filler->zone);
    return true;
}

/* Adds a part without brackets. False when a field of it is absent; what was added stays for the caller to cut. */
static bool add_part(struct buf *out, const struct filler *filler, struct str part)
{
    bool complete = true;
    while (part.n > 0) {
        ptrdiff_t open = str_find_byte(part, '{');
        if (open < 0) {
            buf_add_str(out, part);
            break;
        }
        buf_add_str(out, str_sub(part, 0, (size_t)open));
        part = str_sub(part, (size_t)open + 1, part.n);
        ptrdiff_t close = str_find_byte(part, '}');
        must(close > 0);
        complete &= add_field(out, filler, str_sub(part, 0, (size_t)close));
        part = str_sub(part, (size_t)close + 1, part.n);
    }
    return complete;
}

static void add_template(struct buf *out, const struct filler *filler, struct str text)
{
    while (text.n > 0) {
        ptrdiff_t open = str_find_byte(text, '[');
        add_part(out, filler, str_sub(text, 0, open < 0 ? text.n : (size_t)open));
        if (open < 0)
            return;
        text = str_sub(text, (size_t)open + 1, text.n);
        ptrdiff_t close = str_find_byte(text, ']');
        must(close >= 0);
        size_t before = out->n;
        if (!add_part(out, filler, str_sub(text, 0, (size_t)close)))
            out->n = before;
        text = str_sub(text, (size_t)close + 1, text.n);
    }
}

/* A part that vanished at the front leaves its separator behind: ", 18s". */
static void trim_front(struct buf *out, size_t start)
{
    size_t skip = start;
    while (skip < out->n && (out->p[skip] == ' ' || out->p[skip] == ','))
        skip++;
    memmove(out->p + start, out->p + skip, out->n - skip);
    out->n -= skip - start;
}

void what_print(struct buf *out, struct reader *reader, row_id row, type_id type, const struct zone *zone)
{
    const struct filler filler = {reader, row, zone};
    size_t start = out->n;
    if (type < TYPE_COUNT_ && templates[type] != NULL) {
        add_template(out, &filler, str_of(templates[type]));
        if (out->n > start)
            trim_front(out, start);
    }
    if (out->n == start)
        add_field(out, &filler, STR("desc"));
}
