/* Owns the cells of a table until it is written. Must not know what they mean. */
#include "cli/cellbook.h"

#include "app/plain.h"
#include "base/err.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "model/event.h"

#include <stdlib.h>

struct cellbook_cell {
    size_t from, n; /* of the book's text */
    enum kind kind;
};

void cellbook_init(struct cellbook *book, const char *names)
{
    struct str rest = str_of(names), name;
    *book = (struct cellbook){.columns = 0};
    while (str_next(&rest, ' ', &name)) {
        must(book->columns < CELLBOOK_COLUMNS_MAX);
        book->name[book->columns++] = name;
    }
}

void cellbook_fini(struct cellbook *book)
{
    free(book->cells);
    buf_fini(&book->text);
}

/* What was added to the text since `from` is the next cell. */
static void close_cell(struct cellbook *book, size_t from, enum kind kind)
{
    book->cells = xgrow(book->cells, &book->capacity, book->count + 1, sizeof *book->cells);
    book->cells[book->count++] = (struct cellbook_cell){from, book->text.n - from, kind};
}

void cellbook_absent(struct cellbook *book)
{
    close_cell(book, book->text.n, KIND_NONE);
}

void cellbook_text(struct cellbook *book, struct str text)
{
    size_t from = book->text.n;
    buf_add_str(&book->text, text);
    close_cell(book, from, text.n > 0 ? KIND_TEXT : KIND_NONE);
}

void cellbook_word(struct cellbook *book, const char *word)
{
    size_t from = book->text.n;
    if (word != NULL)
        buf_add_text(&book->text, word);
    close_cell(book, from, book->text.n > from ? KIND_ENUM : KIND_NONE);
}

void cellbook_number(struct cellbook *book, int64_t number)
{
    size_t from = book->text.n;
    buf_add_fmt(&book->text, "%lld", (long long)number);
    close_cell(book, from, KIND_NUMBER);
}

void cellbook_id(struct cellbook *book, int64_t id)
{
    if (id < 0)
        cellbook_absent(book);
    else
        cellbook_number(book, id);
}

void cellbook_time(struct cellbook *book, int64_t ms)
{
    struct value value = {.kind = KIND_TIME, .i = ms};
    size_t from = book->text.n;
    if (ms != INSTANT_NONE)
        value_print(&book->text, FIELD_TS, &value, PRINT_MACHINE, NULL);
    close_cell(book, from, ms != INSTANT_NONE ? KIND_TIME : KIND_NONE);
}

/* A decimal number of so many places, without needless zeros. */
static void add_decimal(struct cellbook *book, int64_t amount, int64_t unit, int places)
{
    size_t from = book->text.n;
    const char *minus = amount < 0 ? "-" : "";
    long long whole = llabs((long long)(amount / unit)), part = llabs((long long)(amount % unit));
    buf_add_fmt(&book->text, "%s%lld", minus, whole);
    if (part != 0) {
        buf_add_fmt(&book->text, ".%0*lld", places, part);
        while (book->text.p[book->text.n - 1] == '0')
            book->text.n--;
    }
    close_cell(book, from, KIND_NUMBER);
}

void cellbook_megabytes(struct cellbook *book, int64_t bytes)
{
    if (bytes < 0)
        cellbook_absent(book);
    else
        add_decimal(book, bytes, 1000000, 6);
}

void cellbook_seconds(struct cellbook *book, int64_t ms)
{
    add_decimal(book, ms, 1000, 3);
}

size_t cellbook_rows(const struct cellbook *book)
{
    return book->count / (size_t)book->columns;
}

static void row_cells(const struct cellbook *book, size_t row, struct format_cell *out)
{
    const struct cellbook_cell *from = &book->cells[row * (size_t)book->columns];
    for (int i = 0; i < book->columns; i++)
        out[i] = (struct format_cell){from[i].kind, str_sub(buf_str(&book->text), from[i].from, from[i].n)};
}

static void widen(const struct format_cell *cell, int columns, int *width)
{
    struct buf safe = {0};
    for (int i = 0; i < columns; i++) {
        buf_clear(&safe);
        plain_add(&safe, cell[i].text);
        int wanted = (int)utf8_columns(buf_str(&safe));
        width[i] = wanted > width[i] ? wanted : width[i];
    }
    buf_fini(&safe);
}

static void write_heading(const struct cellbook *book, const struct format *format,
                          const struct format_table *table, int *width, struct buf *out)
{
    struct format_cell cell[CELLBOOK_COLUMNS_MAX], names[CELLBOOK_COLUMNS_MAX];
    for (int i = 0; i < book->columns; i++)
        names[i] = (struct format_cell){KIND_ENUM, book->name[i]};
    widen(names, book->columns, width);
    for (size_t row = 0; row < cellbook_rows(book); row++) {
        row_cells(book, row, cell);
        widen(cell, book->columns, width);
    }
    format->row(out, table, names, 0);
}

void cellbook_write(const struct cellbook *book, const struct format *format, struct buf *out)
{
    int width[CELLBOOK_COLUMNS_MAX] = {0};
    struct format_cell cell[CELLBOOK_COLUMNS_MAX];
    const struct format_table table = {.name = book->name, .width = width, .count = book->columns};
    if (format->values == FORMAT_PEOPLE)
        write_heading(book, format, &table, width, out);
    format->begin(out, &table);
    for (size_t row = 0; row < cellbook_rows(book); row++) {
        row_cells(book, row, cell);
        format->row(out, &table, cell, row);
    }
    format->end(out, &table, cellbook_rows(book));
}
