/* What is taken along from the stream: a row or a value to the clipboard, events to a file. Where a row stands for several
 * events, it is said of which. */
#include "view/stream.h"

#include "base/fmt.h"
#include "base/xalloc.h"

#include <stdio.h>
#include <stdlib.h>

int stream_run_yank(void *target, struct str args, struct error *err)
{
    struct stream *s = target;
    cursor_refresh(&s->cursor);
    row_id row = stream_row(s);
    const struct desk *desk = s->view.desk;
    if (row == ROW_NONE)
        return err_set(err, E_INVALID, "there is no event under the cursor to copy");
    struct buf text = {0};
    const char *what = "the row";
    size_t events = slice_sum(s->slice, row).count;
    if (str_eq(args, STR("json"))) {
        buf_add_str(&text, reader_raw(s->reader, row, NULL));
        what = events > 1 ? "the JSON of one of several events" : "the event's JSON";
    } else if (str_eq(args, STR("value"))) {
        int column = s->column >= 0 ? s->column : lineup_find(&s->columns, FIELD_DEV);
        lineup_text(column >= 0 ? s->columns.field[column] : FIELD_ID, row, desk->store, s->reader, desk->zone, &text);
        what = "the value";
    } else {
        for (int i = 0; i < s->columns.count; i++) {
            lineup_text(s->columns.field[i], row, desk->store, s->reader, desk->zone, &text);
            buf_add_byte(&text, i + 1 < s->columns.count ? '\t' : '\n');
        }
        what = events > 1 ? "the row of one of several events" : what;
    }
    desk->copy(desk->app, buf_str(&text), what);
    buf_fini(&text);
    return 0;
}

/* The marked ones, else all that the list holds, in its order. Where events are folded, those too, in the order of time. */
static row_id *rows_to_export(const struct stream *s, size_t *n)
{
    size_t marked = marks_count(s->marks);
    bool folds = slice_folded(s->slice) > 0;
    size_t all = folds ? slice_event_count(s->slice) : slice_count(s->slice);
    struct slice_order order = slice_get_order(s->slice);
    bool turned = order.field == FIELD_TS && order.direction == SLICE_DESCENDING;
    row_id *rows = xmalloc((marked > 0 ? marked : all) * sizeof *rows);
    *n = 0;
    for (size_t i = 0; i < all; i++) {
        row_id row = folds ? slice_event(s->slice, turned ? all - 1 - i : i) : slice_row(s->slice, i);
        if (marked == 0 || (marks_has(s->marks, row) && *n < marked))
            rows[(*n)++] = row;
    }
    return rows;
}

int stream_run_export(void *target, struct str args, struct error *err)
{
    struct stream *s = target;
    struct str format, path = args;
    str_next(&path, ' ', &format);
    path = str_trim(path);
    if (format.n == 0 || path.n == 0)
        return err_set(err, E_USAGE, "export needs a format and a file: export ndjson|csv|tsv|json|markdown FILE");
    size_t n;
    row_id *rows = rows_to_export(s, &n);
    char *name = str_dup(path), *kind = str_dup(format), text[120], count[FMT_MAX];
    if (marks_count(s->marks) == 0 && slice_folded(s->slice) > 0) {
        fmt_count(slice_folded(s->slice), count, sizeof count);
        snprintf(text, sizeof text, "The %s folded events are written too.", count);
        s->view.desk->say(s->view.desk->app, TONE_MUTED, text);
    }
    s->view.desk->export_rows(s->view.desk->app, rows, n, kind, name);
    free(name);
    free(kind);
    free(rows);
    return 0;
}
