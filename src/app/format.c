/* Owns text, json, ndjson objects, csv, tsv and markdown. Every byte that came from outside passes plain_add or
 * jscan_quote. Must not know events. */
#include "app/format.h"

#include "app/plain.h"
#include "base/jscan.h"

static void none(struct buf *out, const struct format_table *table)
{
    (void)out;
    (void)table;
}

static void none_at_end(struct buf *out, const struct format_table *table, uint64_t rows)
{
    (void)out;
    (void)table;
    (void)rows;
}

/* ---- text ---- */

#define TEXT_GAP 2

static void text_row(struct buf *out, const struct format_table *table,
                     const struct format_cell *cell, uint64_t number)
{
    size_t from = out->n;
    int used = 0;
    (void)number;
    for (int i = 0; i < table->count; i++) {
        bool last = i == table->count - 1;
        int width = table->width[i];
        if (last) {
            int left = table->screen - used;
            plain_add_cell(out, cell[i].text, table->screen == 0 ? 0 : left > 8 ? (size_t)left : 8,
                           PLAIN_RAGGED);
            break;
        }
        plain_add_cell(out, cell[i].text, (size_t)width, PLAIN_PADDED);
        for (int gap = 0; gap < TEXT_GAP; gap++)
            buf_add_byte(out, ' ');
        used += width + TEXT_GAP;
    }
    while (out->n > from && out->p[out->n - 1] == ' ')
        out->n--;
    buf_add_byte(out, '\n');
}

/* ---- csv (RFC 4180) and tsv ---- */

/* A spreadsheet takes these for the beginning of a formula, some of them also behind blanks. */
static bool is_formula(enum kind kind, struct str plain)
{
    bool foreign = kind == KIND_TEXT || kind == KIND_OPEN;
    size_t at = 0;
    while (at < plain.n && plain.p[at] == ' ')
        at++;
    return foreign && at < plain.n && strchr("=+-@", plain.p[at]) != NULL;
}

static void csv_cell(struct buf *out, const struct format_cell *cell)
{
    size_t from = out->n;
    plain_add(out, cell->text);
    if (out->n == from)
        return;
    if (is_formula(cell->kind, (struct str){out->p + from, out->n - from})) {
        buf_add_byte(out, '\'');
        memmove(out->p + from + 1, out->p + from, out->n - from - 1);
        out->p[from] = '\'';
    }
    struct str plain = {out->p + from, out->n - from};
    bool spaced = plain.p[0] == ' ' || plain.p[plain.n - 1] == ' ';
    if (!spaced && str_find_byte(plain, ',') < 0 && str_find_byte(plain, '"') < 0)
        return;
    struct buf copy = {0};
    buf_add_str(&copy, plain);
    out->n = from;
    buf_add_byte(out, '"');
    for (size_t i = 0; i < copy.n; i++) {
        if (copy.p[i] == '"')
            buf_add_byte(out, '"');
        buf_add_byte(out, copy.p[i]);
    }
    buf_add_byte(out, '"');
    buf_fini(&copy);
}

static void tsv_cell(struct buf *out, const struct format_cell *cell)
{
    plain_add(out, cell->text);
}

static void separated(struct buf *out, int count, const struct format_cell *cell, char separator,
                      void (*add)(struct buf *out, const struct format_cell *cell))
{
    for (int i = 0; i < count; i++) {
        if (i > 0)
            buf_add_byte(out, separator);
        add(out, &cell[i]);
    }
    buf_add_byte(out, '\n');
}

static void headings(struct buf *out, const struct format_table *table, char separator,
                     void (*add)(struct buf *out, const struct format_cell *cell))
{
    for (int i = 0; i < table->count; i++) {
        if (i > 0)
            buf_add_byte(out, separator);
        add(out, &(struct format_cell){KIND_ENUM, table->name[i]});
    }
    buf_add_byte(out, '\n');
}

static void csv_begin(struct buf *out, const struct format_table *table)
{
    headings(out, table, ',', csv_cell);
}

static void csv_row(struct buf *out, const struct format_table *table,
                    const struct format_cell *cell, uint64_t number)
{
    (void)number;
    separated(out, table->count, cell, ',', csv_cell);
}

static void tsv_begin(struct buf *out, const struct format_table *table)
{
    headings(out, table, '\t', tsv_cell);
}

static void tsv_row(struct buf *out, const struct format_table *table,
                    const struct format_cell *cell, uint64_t number)
{
    (void)number;
    separated(out, table->count, cell, '\t', tsv_cell);
}

/* ---- json ---- */

static bool is_number(struct str s)
{
    size_t i = 0;
    if (i < s.n && s.p[i] == '-')
        i++;
    size_t digits = i;
    while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
        i++;
    if (i == digits || (s.p[digits] == '0' && i > digits + 1))
        return false;
    if (i == s.n)
        return true;
    size_t fraction = ++i;
    while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
        i++;
    return s.p[fraction - 1] == '.' && i == s.n && i > fraction;
}

static bool is_bare(const struct format_cell *cell)
{
    switch (cell->kind) {
    case KIND_BOOL: return true;
    case KIND_NUMBER:
    case KIND_PERCENT:
    case KIND_SIZE:
    case KIND_DURATION: return is_number(cell->text);
    default: return false;
    }
}

static void json_object(struct buf *out, const struct format_table *table,
                        const struct format_cell *cell)
{
    for (int i = 0; i < table->count; i++) {
        buf_add_text(out, i == 0 ? "{\"" : ",\"");
        jscan_quote(out, table->name[i]);
        buf_add_text(out, "\":");
        if (cell[i].kind == KIND_NONE) {
            buf_add_text(out, "null");
        } else if (is_bare(&cell[i])) {
            buf_add_str(out, cell[i].text);
        } else {
            buf_add_byte(out, '"');
            jscan_quote(out, cell[i].text);
            buf_add_byte(out, '"');
        }
    }
    buf_add_byte(out, '}');
}

static void json_begin(struct buf *out, const struct format_table *table)
{
    (void)table;
    buf_add_byte(out, '[');
}

static void json_row(struct buf *out, const struct format_table *table,
                     const struct format_cell *cell, uint64_t number)
{
    buf_add_text(out, number == 0 ? "\n" : ",\n");
    json_object(out, table, cell);
}

static void json_end(struct buf *out, const struct format_table *table, uint64_t rows)
{
    (void)table;
    buf_add_text(out, rows == 0 ? "]\n" : "\n]\n");
}

static void ndjson_row(struct buf *out, const struct format_table *table,
                       const struct format_cell *cell, uint64_t number)
{
    (void)number;
    json_object(out, table, cell);
    buf_add_byte(out, '\n');
}

/* ---- markdown ---- */

static void markdown_cell(struct buf *out, struct str text)
{
    struct buf plain = {0};
    plain_add(&plain, text);
    for (size_t i = 0; i < plain.n; i++) {
        if (plain.p[i] == '<') {
            buf_add_text(out, "&lt;");
            continue;
        }
        if (plain.p[i] == '|' || plain.p[i] == '\\')
            buf_add_byte(out, '\\');
        buf_add_byte(out, plain.p[i]);
    }
    buf_fini(&plain);
}

static void markdown_begin(struct buf *out, const struct format_table *table)
{
    for (int i = 0; i < table->count; i++) {
        buf_add_text(out, i == 0 ? "| " : " | ");
        markdown_cell(out, table->name[i]);
    }
    buf_add_text(out, " |\n");
    for (int i = 0; i < table->count; i++)
        buf_add_text(out, i == 0 ? "| ---" : " | ---");
    buf_add_text(out, " |\n");
}

static void markdown_row(struct buf *out, const struct format_table *table,
                         const struct format_cell *cell, uint64_t number)
{
    (void)number;
    for (int i = 0; i < table->count; i++) {
        buf_add_text(out, i == 0 ? "| " : " | ");
        markdown_cell(out, cell[i].text);
    }
    buf_add_text(out, " |\n");
}

static const struct format formats[] = {
    {"text", none, text_row, none_at_end, FORMAT_PEOPLE},
    {"ndjson", none, ndjson_row, none_at_end, FORMAT_MACHINE},
    {"json", json_begin, json_row, json_end, FORMAT_MACHINE},
    {"csv", csv_begin, csv_row, none_at_end, FORMAT_MACHINE},
    {"tsv", tsv_begin, tsv_row, none_at_end, FORMAT_MACHINE},
    {"markdown", markdown_begin, markdown_row, none_at_end, FORMAT_MACHINE},
};

const struct format *format_find(const char *name)
{
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    return NULL;
}
