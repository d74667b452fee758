/* The stream of one group. It adds what the list is of, and nothing else: rate strip, detail, filter, marks and export
 * are the stream's own. */
#include "view/groupview.h"

#include "base/fmt.h"
#include "view/stream.h"

#include <stdlib.h>

struct groupview {
    struct stream stream;
    char *what;    /* "pdp.reject" */
    char *subject; /* "pdp.reject gps-tracker-17 quota_exhausted within 1m" */
};

static bool add_field(const struct store *store, row_id row, field_id field, struct buf *out)
{
    struct value value;
    if (!store_get(store, row, field, &value))
        return false;
    buf_add_text(out, out->n > 0 ? " " : "");
    value_print(out, field, &value, PRINT_PEOPLE, NULL);
    return true;
}

static void add_type(const struct store *store, row_id row, struct buf *out)
{
    struct value value;
    char slug[64];
    int64_t id = store_get(store, row, FIELD_TYPE_ID, &value) ? value.i : TYPE_ID_NONE;
    buf_add(out, slug, type_slug(store_type(store, row), id, slug, sizeof slug));
}

static void add_who(const struct store *store, row_id row, struct buf *out)
{
    static const field_id who[] = {FIELD_DEV, FIELD_DEV_ID, FIELD_SIM_ID, FIELD_USER, FIELD_ORG};
    for (size_t i = 0; i < sizeof who / sizeof *who; i++)
        if (add_field(store, row, who[i], out))
            return;
}

/* What the events have in common: the first word for the trail, all of it for the head. */
static void name_it(struct groupview *g, row_id row, struct fold_by by)
{
    const struct store *store = g->stream.view.desk->store;
    struct buf words = {0};
    if (by.kind == FOLD_DEVICE)
        add_who(store, row, &words);
    else
        add_type(store, row, &words);
    g->what = str_dup(buf_str(&words));
    if (by.kind == FOLD_REPEATS)
        add_who(store, row, &words);
    if (by.kind != FOLD_DEVICE)
        add_field(store, row, FIELD_CAUSE, &words);
    buf_add_text(&words, " within ");
    instant_print_span(by.span_ms, &words);
    g->subject = str_dup(buf_str(&words));
    buf_fini(&words);
}

static int open_stream(struct groupview *g, const struct stream *from, row_id row, struct error *err)
{
    struct buf query = {0};
    int result = stream_group_query(from, row, &query, err);
    if (result >= 0)
        result = stream_init(&g->stream, NULL, buf_str(&query), err);
    buf_fini(&query);
    if (result < 0)
        return result;
    struct slice_order order = slice_get_order(from->slice);
    g->stream.columns = from->columns;
    if (order.field == FIELD_TS)
        slice_set_order(g->stream.slice, order);
    lineup_sorted(&g->stream.columns, slice_get_order(g->stream.slice));
    return 0;
}

static int groupview_open(struct view *view, struct str argument, struct error *err)
{
    struct groupview *g = (struct groupview *)view;
    const struct stream *from = stream_of(stack_subject(view->desk->stack));
    struct str number;
    uint64_t row;
    str_next(&argument, ' ', &number);
    if (from == NULL || !str_u64(number, &row))
        return err_set(err, E_INVALID, "a group is opened with Enter on the row that stands for it");
    if (!store_has(view->desk->store, row))
        return err_set(err, E_GONE, "that event is no longer held%s", desk_older_words(view->desk));
    int result = open_stream(g, from, row, err);
    if (result < 0)
        return result;
    name_it(g, row, slice_get_fold(from->slice));
    g->stream.subject = g->subject;
    g->stream.list_empty = "The events of this group have expired from memory.";
    stream_seek(&g->stream, row);
    return 0;
}

static void groupview_close(struct view *view)
{
    struct groupview *g = (struct groupview *)view;
    stream_close(view);
    free(g->what);
    free(g->subject);
}

static void groupview_title(const struct view *view, struct buf *out)
{
    const struct groupview *g = (const struct groupview *)view;
    char count[FMT_MAX];
    fmt_count(slice_event_count(g->stream.slice), count, sizeof count);
    buf_add_fmt(out, "\xc3\x97%s %s", count, g->what);
}

static const struct view_hint hints[] = {
    {"step-out", "back"},     {"detail", "open"}, {"device", "device"}, {"sim", "SIM"},       {"filter", "filter"},
    {"mark", "mark"},     {"raw", "JSON"},    {"layout", "layout"}, {"palette", "commands"}, {NULL, NULL},
};

const struct view_ops groupview_ops = {
    .name = "group",
    STREAM_DRILL,
    .keymap = "group",
    .size = sizeof(struct groupview),
    .open = groupview_open,
    .close = groupview_close,
    .title = groupview_title,
    .hints = hints,
};
