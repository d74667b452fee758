/* Owns `evmon print`: the events that match, in the screen's order, on standard output. */
#include "app/plain.h"
#include "base/xalloc.h"
#include "app/cells.h"
#include "app/format.h"
#include "app/original.h"
#include "cli/output.h"
#include "cli/programs.h"
#include "cli/select.h"
#include "view/lineup.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

struct printing {
    struct pass h;
    struct select *select;
    struct slice_test test;
    const struct format *format; /* NULL: the original bytes, one event a line */
    struct cells columns;
    struct str names[CELLS_MAX];
    int widths[CELLS_MAX];
    struct format_table table;
    struct buf text;
    struct reader *reader;
    struct buf out;
    int64_t limit; /* -1: all */
    uint64_t rows;
    int failed; /* of writing; 0 or -E */
};

/* ---- what the arguments ask for ---- */

static int screen_width(void)
{
    struct winsize size;
    if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0)
        return 0;
    return size.ws_col;
}

/* The columns of the profile, where it has some and people read them: what programs read does not change with it. */
static void default_columns(const struct printing *p, struct buf *out)
{
    struct lineup lineup;
    const char *own = p->h.profile != NULL ? profile_text(p->h.profile, PROFILE_COLUMNS) : "";
    bool people = p->format->values == FORMAT_PEOPLE;
    if (!people || own[0] == '\0' || lineup_parse(&lineup, str_of(own), NULL) < 0) {
        buf_add_text(out, people ? cells_people : cells_machine);
        return;
    }
    for (int i = 0; i < lineup.count; i++) {
        int field = lineup.field[i] == LINEUP_WHAT ? FIELD_DESC : lineup.field[i]; /* the sentence that it shortens */
        buf_add_fmt(out, "%s%s", i > 0 ? "," : "", field == FIELD_TS ? "time" : field_row((field_id)field)->name);
    }
}

static int choose_columns(struct printing *p, const char *list, struct error *err)
{
    struct buf columns = {0};
    if (list != NULL)
        buf_add_text(&columns, list);
    else
        default_columns(p, &columns);
    int result = cells_parse(&p->columns, buf_cstr(&columns), err);
    buf_fini(&columns);
    if (result < 0)
        return -E_USAGE;
    p->table = cells_table(&p->columns, p->names, p->widths);
    p->table.screen = screen_width();
    return 0;
}

static int choose_format(struct printing *p, const struct args *args, struct error *err)
{
    const char *name = args_get(args, ARG_FORMAT), *list = args_get(args, ARG_COLUMNS);
    if (name == NULL)
        name = isatty(STDOUT_FILENO) ? "text" : "ndjson";
    p->format = format_find(name);
    if (p->format == NULL)
        return err_set(err, E_USAGE, "--format is one of %s, not %s", args_row(ARG_FORMAT)->words,
                       name);
    if (strcmp(name, "ndjson") == 0 && list == NULL) {
        p->format = NULL;
        return 0;
    }
    return choose_columns(p, list, err);
}

static int read_arguments(struct printing *p, const struct args *args)
{
    struct error err = {0};
    p->limit = -1;
    if (args_number(args, ARG_LIMIT, 0, &p->limit, &err) < 0 || choose_format(p, args, &err) < 0)
        return pass_fail(&p->h, &err);
    return CLI_DONE;
}

/* ---- one event ---- */

static void print_original(struct printing *p, row_id row)
{
    struct error err = {0};
    struct str raw = reader_raw(p->reader, row, &err);
    if (raw.n == 0) {
        plain_say(p->h.where, "%s, an event is missing in the output",
                  err.text[0] != '\0' ? err.text : "its bytes cannot be read any more");
        return;
    }
    original_add_line(&p->out, raw);
}

static void print_cells(struct printing *p, row_id row)
{
    struct format_cell cell[CELLS_MAX];
    cells_row(&p->columns, p->reader, row,
              p->format->values == FORMAT_MACHINE ? CELLS_MACHINE : CELLS_PEOPLE, p->h.setup.zone,
              &p->text, cell);
    p->format->row(&p->out, &p->table, cell, p->rows);
}

static void print_row(struct printing *p, row_id row)
{
    if (p->format == NULL)
        print_original(p, row);
    else
        print_cells(p, row);
    p->rows++;
    if (p->failed == 0)
        p->failed = output_maybe(&p->out);
}

/* ---- all of them ---- */

static void print_all(struct printing *p)
{
    struct slice *slice = select_rows(p->select, &p->test);
    size_t count = slice_count(slice);
    size_t most = p->limit >= 0 && (size_t)p->limit < count ? (size_t)p->limit : count;
    bool reverse = args_has(p->h.args, ARG_REVERSE);
    for (size_t i = 0; i < most && p->failed == 0; i++)
        print_row(p, slice_row(slice, reverse ? count - 1 - i : count - most + i));
    slice_free(&slice);
}

/* ---- what comes (--follow) ---- */

static int compare_rows(const void *a, const void *b, void *user)
{
    return store_compare(user, *(const row_id *)a, *(const row_id *)b);
}

static void on_added(void *user, row_id first, row_id last, size_t count)
{
    struct printing *p = user;
    row_id *rows = xmalloc((count + 1) * sizeof *rows);
    size_t n = 0;
    for (row_id row = first; row != ROW_NONE && row <= last && n < count;
         row = store_next(p->h.store, row))
        if (select_matches(&p->test, p->h.store, row))
            rows[n++] = row;
    qsort_r(rows, n, sizeof *rows, compare_rows, p->h.store);
    for (size_t i = 0; i < n && p->failed == 0; i++) {
        if (p->limit >= 0 && p->rows >= (uint64_t)p->limit)
            break;
        print_row(p, rows[i]);
    }
    free(rows);
    if (p->failed == 0)
        p->failed = output_flush(&p->out);
}

static void print_following(struct printing *p)
{
    const struct store_listener listener = {.added = on_added, .user = p};
    store_listen(p->h.store, &listener);
    while (p->failed == 0 && !feeds_are_gone(p->h.feeds) &&
           (p->limit < 0 || p->rows < (uint64_t)p->limit))
        loop_run(p->h.loop, LOOP_ONCE);
    store_unlisten(p->h.store, p);
}

/* ---- the command ---- */

static int print_matching(struct printing *p)
{
    if (cells_need_fleet(&p->columns))
        select_want_fleet(p->select);
    select_begin(p->select, &p->h, &p->test);
    p->reader = reader_new(p->h.store);
    select_serve(p->select, p->reader);
    if (p->format != NULL)
        p->format->begin(&p->out, &p->table);
    if (args_has(p->h.args, ARG_FOLLOW))
        print_following(p);
    else
        print_all(p);
    if (p->format != NULL)
        p->format->end(&p->out, &p->table, p->rows);
    if (p->failed == 0)
        p->failed = output_flush(&p->out);
    reader_free(&p->reader);
    select_end(p->select, &p->h);
    if (p->failed < 0)
        return output_code(p->failed);
    return pass_verdict(&p->h, p->rows > 0 ? CLI_DONE : CLI_NOTHING);
}

int print_run(struct args *args)
{
    struct printing *p = xcalloc(1, sizeof *p);
    int code = pass_open(&p->h, "print", args);
    if (code == CLI_DONE)
        code = read_arguments(p, args);
    if (code == CLI_DONE)
        code = select_new(&p->h, &p->select);
    if (code == CLI_DONE)
        code = pass_start(&p->h);
    if (code == CLI_DONE)
        code = pass_load(&p->h);
    if (code == CLI_DONE)
        code = print_matching(p);
    select_free(&p->select);
    cells_fini(&p->columns);
    pass_close(&p->h);
    buf_fini(&p->text);
    buf_fini(&p->out);
    free(p);
    return code;
}
