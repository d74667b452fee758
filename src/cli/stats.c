/* Owns `evmon stats`: the events that match, counted by fields and spans of time. */
#include "app/cells.h"
#include "app/format.h"
#include "app/plain.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "cli/output.h"
#include "cli/programs.h"
#include "cli/select.h"
#include "cli/tally.h"

#include <stdlib.h>

#define BY_MAX 8
#define TABLE_MAX (BY_MAX + 4) /* bucket, fields, count, sum, distinct */

struct counting {
    struct pass h;
    struct select *select;
    const struct format *format;
    struct cells by, sum, distinct; /* of the last two at most one column */
    int64_t bucket_ms, top;
    struct reader *reader;
    struct tally *tally;
    struct buf text, key, out;
    uint64_t rows;
};

/* ---- what the arguments ask for ---- */

static int one_field(struct cells *cells, const struct args *args, enum arg arg, struct error *err)
{
    const char *name = args_get(args, arg);
    if (name == NULL)
        return 0;
    int result = cells_parse(cells, name, err);
    if (result >= 0 && cells->count != 1)
        result = err_set(err, E_USAGE, "one field is counted at a time, not %s", name);
    if (result < 0)
        err_prefix(err, "--%s", args_row(arg)->name);
    return result;
}

static bool can_be_summed(const struct cells *cells)
{
    if (cells->column[0].field == FIELD_NONE)
        return false;
    switch (field_row(cells->column[0].field)->kind) {
    case KIND_NUMBER:
    case KIND_SIZE:
    case KIND_DURATION:
    case KIND_PERCENT: return true;
    default: return false;
    }
}

static int read_fields(struct counting *c, const struct args *args, struct error *err)
{
    const char *by = args_get(args, ARG_BY);
    if (by == NULL && !args_has(args, ARG_BUCKET))
        by = "type";
    if (by != NULL && cells_parse(&c->by, by, err) < 0) {
        err_prefix(err, "--by");
        return -E_USAGE;
    }
    if (c->by.count > BY_MAX)
        return err_set(err, E_USAGE, "--by takes up to %d fields", BY_MAX);
    if (one_field(&c->sum, args, ARG_SUM, err) < 0 ||
        one_field(&c->distinct, args, ARG_DISTINCT, err) < 0)
        return -E_USAGE;
    if (c->sum.count == 1 && !can_be_summed(&c->sum))
        return err_set(err, E_USAGE, "--sum %s: it has no amounts, take vol, rx, tx or dur",
                       args_get(args, ARG_SUM));
    return 0;
}

static int read_arguments(struct counting *c, const struct args *args)
{
    struct error err = {0};
    const char *format = args_get(args, ARG_STATS_FORMAT), *bucket = args_get(args, ARG_BUCKET);
    c->top = -1;
    c->format = format_find(format != NULL ? format : "text");
    if (c->format == NULL || strcmp(c->format->name, "ndjson") == 0 ||
        strcmp(c->format->name, "markdown") == 0)
        err_set(&err, E_USAGE, "--format is one of text, json, csv, tsv, not %s", format);
    else if (bucket != NULL && (!instant_parse_span(str_of(bucket), &c->bucket_ms) || c->bucket_ms <= 0))
        err_set(&err, E_USAGE, "--bucket takes a span such as 1m, 15m, 1h or 1d, not %s", bucket);
    else if (args_number(args, ARG_TOP, 1, &c->top, &err) >= 0)
        read_fields(c, args, &err);
    return err.code != 0 ? pass_fail(&c->h, &err) : CLI_DONE;
}

/* ---- counting ---- */

static int64_t bucket_of(const struct counting *c, row_id row)
{
    struct value ts;
    if (c->bucket_ms == 0 || !store_get(c->h.store, row, FIELD_TS, &ts) || !value_is_present(&ts))
        return TALLY_NO_BUCKET;
    int64_t east = (int64_t)zone_offset(c->h.setup.zone, ts.i, NULL) * 1000;
    int64_t local = ts.i + east, into = local % c->bucket_ms;
    return local - (into < 0 ? into + c->bucket_ms : into) - east;
}

static void count_group(struct counting *c, row_id row, int64_t bucket)
{
    struct tally_row *group = tally_row(c->tally, bucket, buf_str(&c->key));
    struct value value;
    struct format_cell cell[CELLS_MAX];
    group->count++;
    if (c->sum.count == 1 && reader_get(c->reader, row, c->sum.column[0].field, &value) &&
        value_is_present(&value) && !kind_is_text(value.kind) && !__builtin_add_overflow(group->sum, value.i, &group->sum))
        group->summed++;
    if (c->distinct.count == 0)
        return;
    cells_row(&c->distinct, c->reader, row, CELLS_MACHINE, NULL, &c->text, cell);
    if (cell[0].kind != KIND_NONE)
        tally_distinct(c->tally, group, cell[0].text);
}

static void count_row(struct counting *c, row_id row)
{
    struct format_cell cell[CELLS_MAX];
    buf_clear(&c->key);
    cells_row(&c->by, c->reader, row, CELLS_MACHINE, NULL, &c->text, cell);
    for (int i = 0; i < c->by.count; i++) {
        buf_add_byte(&c->key, (char)(cell[i].kind + 1)); /* never 0 */
        for (size_t k = 0; k < cell[i].text.n; k++)
            buf_add_byte(&c->key, cell[i].text.p[k] != '\0' ? cell[i].text.p[k] : ' ');
        buf_add_byte(&c->key, '\0');
    }
    count_group(c, row, bucket_of(c, row));
    c->rows++;
}

static void count_all(struct counting *c)
{
    struct slice_test test;
    if (cells_need_fleet(&c->by) || cells_need_fleet(&c->sum) || cells_need_fleet(&c->distinct))
        select_want_fleet(c->select);
    select_begin(c->select, &c->h, &test);
    select_serve(c->select, c->reader);
    struct slice *slice = select_rows(c->select, &test);
    for (size_t i = 0; i < slice_count(slice); i++)
        count_row(c, slice_row(slice, i));
    slice_free(&slice);
    select_end(c->select, &c->h);
}

/* ---- writing ---- */

struct stats_sheet {
    struct str name[TABLE_MAX];
    int width[TABLE_MAX];
    struct format_table table;
};

static void add_name(struct stats_sheet *sheet, struct str name)
{
    sheet->name[sheet->table.count++] = name;
}

static void name_columns(const struct counting *c, struct stats_sheet *sheet)
{
    *sheet = (struct stats_sheet){.table = {.count = 0}};
    if (c->bucket_ms > 0)
        add_name(sheet, STR("bucket"));
    for (int i = 0; i < c->by.count; i++)
        add_name(sheet, c->by.column[i].name);
    add_name(sheet, STR("count"));
    if (c->sum.count == 1)
        add_name(sheet, STR("sum"));
    if (c->distinct.count == 1)
        add_name(sheet, STR("distinct"));
    sheet->table.name = sheet->name;
    sheet->table.width = sheet->width;
}

/* Appends a number's text to c->text; the cell's slice is set when all are there. */
static void put_value(struct counting *c, field_id field, struct value value, struct format_cell *cell)
{
    size_t from = c->text.n;
    bool people = c->format->values == FORMAT_PEOPLE;
    value_print(&c->text, field, &value, people ? PRINT_PEOPLE : PRINT_MACHINE,
                people ? c->h.setup.zone : NULL);
    *cell = (struct format_cell){value.kind, {NULL, c->text.n - from}};
}

static int fill_cells(struct counting *c, const struct tally_row *row, struct format_cell *cell)
{
    int n = 0;
    struct str key = row->key;
    buf_clear(&c->text);
    if (c->bucket_ms > 0 && row->bucket == TALLY_NO_BUCKET)
        cell[n++] = (struct format_cell){KIND_NONE, STR_NONE};
    else if (c->bucket_ms > 0)
        put_value(c, FIELD_TS, (struct value){KIND_TIME, row->bucket, STR_NONE}, &cell[n++]);
    for (int i = 0; i < c->by.count; i++) {
        struct str text = {key.p + 1, strlen(key.p) - 1};
        buf_add_str(&c->text, text);
        cell[n++] = (struct format_cell){(enum kind)(key.p[0] - 1), text};
        key = str_sub(key, text.n + 2, key.n);
    }
    put_value(c, FIELD_ID, (struct value){KIND_NUMBER, (int64_t)row->count, STR_NONE}, &cell[n++]);
    if (c->sum.count == 1) {
        field_id field = c->sum.column[0].field;
        put_value(c, field, (struct value){field_row(field)->kind, row->sum, STR_NONE}, &cell[n++]);
        if (row->summed == 0)
            cell[n - 1].kind = KIND_NONE;
    }
    if (c->distinct.count == 1)
        put_value(c, FIELD_ID, (struct value){KIND_NUMBER, (int64_t)row->distinct, STR_NONE},
                  &cell[n++]);
    size_t at = 0;
    for (int i = 0; i < n; i++) {
        cell[i].text = (struct str){c->text.p + at, cell[i].text.n};
        at += cell[i].text.n;
        if (cell[i].kind == KIND_NONE)
            cell[i].text.n = 0;
    }
    return n;
}

static void widen(struct counting *c, struct stats_sheet *sheet, const struct format_cell *cell)
{
    for (int i = 0; i < sheet->table.count; i++) {
        buf_clear(&c->out);
        plain_add(&c->out, cell[i].text);
        int columns = (int)utf8_columns(buf_str(&c->out));
        if (columns > sheet->width[i])
            sheet->width[i] = columns;
    }
    buf_clear(&c->out);
}

/* The rows that --top leaves: the first of each bucket, which are the largest. */
static size_t keep_top(const struct counting *c, struct tally_row **rows, size_t count)
{
    size_t kept = 0;
    int64_t in_bucket = 0;
    for (size_t i = 0; i < count; i++) {
        in_bucket = i > 0 && rows[i]->bucket == rows[i - 1]->bucket ? in_bucket + 1 : 1;
        if (c->top < 0 || in_bucket <= c->top)
            rows[kept++] = rows[i];
    }
    return kept;
}

static int write_table(struct counting *c)
{
    struct stats_sheet sheet;
    struct format_cell cell[TABLE_MAX];
    size_t count;
    struct tally_row **rows = tally_sorted(c->tally, &count);
    name_columns(c, &sheet);
    count = keep_top(c, rows, count);
    if (c->format->values == FORMAT_PEOPLE) {
        for (int i = 0; i < sheet.table.count; i++)
            cell[i] = (struct format_cell){KIND_TEXT, sheet.name[i]};
        widen(c, &sheet, cell);
        for (size_t i = 0; i < count; i++) {
            fill_cells(c, rows[i], cell);
            widen(c, &sheet, cell);
        }
        for (int i = 0; i < sheet.table.count; i++)
            cell[i] = (struct format_cell){KIND_TEXT, sheet.name[i]};
        c->format->row(&c->out, &sheet.table, cell, 0);
    }
    c->format->begin(&c->out, &sheet.table);
    for (size_t i = 0; i < count; i++) {
        fill_cells(c, rows[i], cell);
        c->format->row(&c->out, &sheet.table, cell, i);
    }
    c->format->end(&c->out, &sheet.table, count);
    free(rows);
    return output_flush(&c->out);
}

static int count_and_write(struct counting *c)
{
    c->reader = reader_new(c->h.store);
    c->tally = tally_new();
    count_all(c);
    int failed = write_table(c);
    tally_free(&c->tally);
    reader_free(&c->reader);
    if (failed < 0)
        return output_code(failed);
    return pass_verdict(&c->h, c->rows > 0 ? CLI_DONE : CLI_NOTHING);
}

int stats_run(struct args *args)
{
    struct counting *c = xcalloc(1, sizeof *c);
    int code = pass_open(&c->h, "stats", args);
    if (code == CLI_DONE && args_has(args, ARG_FOLLOW)) {
        plain_say("stats", "it counts what has an end, leave out --follow");
        code = CLI_USAGE;
    }
    if (code == CLI_DONE)
        code = read_arguments(c, args);
    if (code == CLI_DONE)
        code = select_new(&c->h, &c->select);
    if (code == CLI_DONE)
        code = pass_start(&c->h);
    if (code == CLI_DONE)
        code = pass_load(&c->h);
    if (code == CLI_DONE)
        code = count_and_write(c);
    select_free(&c->select);
    cells_fini(&c->by);
    cells_fini(&c->sum);
    cells_fini(&c->distinct);
    pass_close(&c->h);
    buf_fini(&c->text);
    buf_fini(&c->key);
    buf_fini(&c->out);
    free(c);
    return code;
}
