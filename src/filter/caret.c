/* The three lines of a filter error: message, query, carets under the wrong bytes. Columns, not bytes; cut around the
 * place where the query is long; nothing that a terminal would obey. */
#include "filter/filter.h"

#include "base/utf8.h"

#define COLUMNS_MAX 200u                /* of the query, with the signs at its cuts */
#define WINDOW      (COLUMNS_MAX - 2u) /* columns shown of a query that is cut */
#define CONTEXT     60u                /* of them before the place */

/* One character as it is shown: its bytes and its columns. */
struct shown {
    char bytes[8];
    size_t n;
    unsigned columns;
};

static struct shown show(uint32_t point)
{
    struct shown s = {.columns = 1};
    switch (utf8_classify(point)) {
    case UTF8_TEXT: s.columns = (unsigned)utf8_width(point); break;
    case UTF8_SPACE: point = ' '; break;
    case UTF8_COMBINING:
    case UTF8_INVISIBLE: s.columns = 0; return s;
    default: point = UTF8_REPLACEMENT;
    }
    s.n = utf8_encode(point, s.bytes);
    return s;
}

/* The column of a byte; past the end, the one behind the last. */
static size_t column_of(struct str query, size_t byte)
{
    size_t at = 0, column = 0;
    while (at < query.n && at < byte) {
        uint32_t point;
        size_t n = utf8_next(str_sub(query, at, query.n), &point);
        if (at + n > byte)
            break;
        column += show(point).columns;
        at += n;
    }
    return column;
}

/* Adds the columns [from, to) of the query. */
static void add_columns(struct buf *out, struct str query, size_t from, size_t to)
{
    size_t column = 0;
    for (size_t at = 0; at < query.n && column < to;) {
        uint32_t point;
        at += utf8_next(str_sub(query, at, query.n), &point);
        struct shown s = show(point);
        if (column >= from && column + s.columns <= to)
            buf_add(out, s.bytes, s.n);
        else if (column + s.columns > from && column < to)
            buf_add_byte(out, ' '); /* half of a wide character */
        column += s.columns;
    }
}

static void add_message(struct buf *out, const char *message)
{
    struct str rest = str_of(message);
    while (rest.n > 0) {
        uint32_t point;
        size_t n = utf8_next(rest, &point);
        struct shown s = show(point);
        buf_add(out, s.bytes, s.n);
        rest = str_sub(rest, n, rest.n);
    }
    buf_add_byte(out, '\n');
}

void filter_error_text(struct str query, const struct error *err, struct buf *out)
{
    size_t first = column_of(query, err->from), behind = column_of(query, err->to), all = column_of(query, query.n);
    size_t from = 0, to = all;
    if (behind <= first)
        behind = first + 1;
    if (all > COLUMNS_MAX) {
        from = first > CONTEXT ? first - CONTEXT : 0;
        to = from + WINDOW < all ? from + WINDOW : all;
        from = to == all && all - from < WINDOW ? all - WINDOW : from;
    }
    add_message(out, err->text);
    buf_add_text(out, "  ");
    if (from > 0)
        buf_add_text(out, "…");
    add_columns(out, query, from, to);
    if (to < all)
        buf_add_text(out, "…");
    buf_add_text(out, "\n  ");
    for (size_t column = from; column < first + (from > 0); column++)
        buf_add_byte(out, ' ');
    size_t last = behind < to ? behind : to > first ? to : first + 1;
    for (size_t column = first; column < last; column++)
        buf_add_byte(out, '^');
    buf_add_byte(out, '\n');
}
