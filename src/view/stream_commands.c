/* The commands of the stream view: what a key, a palette line or a test can ask of it. One function a command; moving
 * commands share one, because their names already say everything. */
#include "view/stream.h"

#include <stdio.h>

/* Every command starts from the event that the eye sees, whatever came in since the last picture. */
static struct stream *target_stream(void *target)
{
    struct stream *s = target;
    cursor_refresh(&s->cursor);
    return s;
}

static void say(struct stream *s, enum tone tone, const char *text)
{
    s->view.desk->say(s->view.desk->app, tone, text);
}

static int run_hold(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    struct stream *s = target_stream(target);
    if (s->cursor.mode == CURSOR_FOLLOW)
        cursor_hold(&s->cursor);
    else
        cursor_follow(&s->cursor);
    stream_changed(s);
    return 0;
}

static int run_follow(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    struct stream *s = target_stream(target);
    cursor_follow(&s->cursor);
    stream_changed(s);
    return 0;
}

/* The cell to the left or right; in a head with a time line, a column of time. */
static int sideways(struct stream *s, int direction)
{
    int to = s->column + direction;
    if (s->head_focused && s->head->sideways != NULL && s->head->sideways(s, direction)) {
        stream_changed(s);
        return 0;
    }
    s->column = to < 0 ? -1 : to < s->columns.count ? to : s->column;
    return 0;
}

static int run_left(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    return sideways(target_stream(target), -1);
}

static int run_right(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    return sideways(target_stream(target), 1);
}

/* ---- the next row of a kind ---- */

typedef bool (*wanted_fn)(const struct stream *s, row_id row);

static bool wants_alert(const struct stream *s, row_id row)
{
    return store_alert(s->view.desk->store, row);
}

static bool wants_warning(const struct stream *s, row_id row)
{
    return store_severity(s->view.desk->store, row) >= SEVERITY_WARN;
}

static bool wants_device(const struct stream *s, row_id row)
{
    struct value here, there;
    const struct store *store = s->view.desk->store;
    return store_get(store, stream_row(s), FIELD_DEV_ID, &here) && store_get(store, row, FIELD_DEV_ID, &there) &&
           here.i == there.i;
}

static int jump(struct stream *s, wanted_fn wanted, int direction, const char *nothing)
{
    size_t count = slice_count(s->slice), index = s->cursor.index;
    for (index += (size_t)(ptrdiff_t)direction; index < count; index += (size_t)(ptrdiff_t)direction) {
        row_id row = slice_row(s->slice, index);
        if (!wanted(s, row))
            continue;
        cursor_to_row(&s->cursor, row);
        stream_changed(s);
        return 0;
    }
    stream_say_nothing(s, nothing);
    return 0;
}

#define JUMP(ident, wanted, direction, nothing)                                                                        \
    static int run_##ident(void *target, struct str args, struct error *err)                                           \
    {                                                                                                                  \
        (void)args, (void)err;                                                                                         \
        return jump(target_stream(target), wanted, direction, nothing);                                                \
    }
JUMP(next_alert, wants_alert, 1, "No newer alert in this list.")
JUMP(prev_alert, wants_alert, -1, "No older alert in this list.")
JUMP(next_warning, wants_warning, 1, "No newer warning in this list.")
JUMP(prev_warning, wants_warning, -1, "No older warning in this list.")
JUMP(next_same, wants_device, 1, "No newer event of this device in this list.")
JUMP(prev_same, wants_device, -1, "No older event of this device in this list.")
#undef JUMP

/* ---- search ---- */

static void start_search(struct stream *s, int direction)
{
    if (!find_is_set(&s->find) || slice_count(s->slice) == 0) {
        say(s, TONE_MUTED, "Nothing to search for yet.");
        return;
    }
    s->find_direction = direction;
    s->find_elsewhere = false;
    s->find_at = s->cursor.index + (size_t)(ptrdiff_t)direction;
    stream_changed(s);
}

static void search_changed(struct view *view, struct str text)
{
    struct stream *s = (struct stream *)view;
    find_set(&s->find, text);
}

static void search_accepted(struct view *view, struct str text)
{
    struct stream *s = (struct stream *)view;
    find_set(&s->find, text);
    if (text.n > 0)
        start_search(s, -1); /* from the newest backwards: what the eye came for lies above */
}

static void search_cancelled(struct view *view)
{
    find_set(&((struct stream *)view)->find, STR_NONE);
}

/* What was searched for becomes a term of the filter. */
static void search_turned(struct view *view, struct str text)
{
    struct stream *s = (struct stream *)view;
    struct buf query = {0};
    find_set(&s->find, STR_NONE);
    buf_add_str(&query, stream_filter(s));
    if (query.n > 0 && text.n > 0)
        buf_add_byte(&query, ' ');
    filter_add_text(&query, text);
    stream_type_filter(s, buf_str(&query));
    buf_fini(&query);
}

static int run_search(void *target, struct str args, struct error *err)
{
    static const struct prompt_use use = {"/", search_changed, search_accepted, search_cancelled, search_turned};
    (void)err;
    struct stream *s = target_stream(target);
    if (args.n > 0)
        search_accepted(&s->view, args);
    else
        prompt_open(&s->prompt, &s->view, &use, STR_NONE);
    return 0;
}

static int run_search_next(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    start_search(target_stream(target), 1);
    return 0;
}

static int run_search_prev(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    start_search(target_stream(target), -1);
    return 0;
}

static int run_search_clear(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    struct stream *s = target_stream(target);
    find_set(&s->find, STR_NONE);
    s->find_direction = 0;
    stream_changed(s);
    return 0;
}

/* ---- time ---- */

static int goto_time(struct stream *s, struct str text, struct error *err)
{
    int64_t ms;
    const struct desk *desk = s->view.desk;
    int result = instant_parse_human(text, desk->zone, desk_now(desk), INSTANT_SPANS_SIGNED, &ms, err);
    if (result < 0)
        return result;
    struct slice_anchor anchor = {.row = ROW_NONE, .order_ms = ms, .id = 0};
    size_t index;
    if (slice_find(s->slice, &anchor, &index) == SLICE_EMPTY) {
        say(s, TONE_MUTED, store_count(desk->store) > 0 ? "No event is in the list: there is no time to go to."
                                                        : "There are no events yet.");
        return 0;
    }
    bool rises = slice_get_order(s->slice).direction == SLICE_ASCENDING;
    if (rises && index + 1 < slice_count(s->slice) && store_order_ms(desk->store, slice_row(s->slice, index)) < ms)
        index++; /* the first that is not before it */
    cursor_to_row(&s->cursor, slice_row(s->slice, index));
    if (ms < desk_reach(desk)) {
        char sentence[120];
        snprintf(sentence, sizeof sentence, "That lies before the oldest event held%s.", desk_older_words(desk));
        say(s, TONE_WARN, sentence);
    }
    stream_changed(s);
    return 0;
}

static void goto_accepted(struct view *view, struct str text)
{
    struct error err = {0};
    if (text.n > 0 && goto_time((struct stream *)view, text, &err) < 0)
        say((struct stream *)view, TONE_WARN, err.text);
}

static int run_goto(void *target, struct str args, struct error *err)
{
    static const struct prompt_use use = {"@ 09:15, -1h, yesterday 14:00: ", NULL, goto_accepted, NULL, NULL};
    struct stream *s = target_stream(target);
    if (args.n > 0)
        return goto_time(s, args, err);
    prompt_open(&s->prompt, &s->view, &use, STR_NONE);
    return 0;
}

/* The time line of a head, else the rate strip. */
static int zoom(struct stream *s, int direction)
{
    if (s->head == NULL)
        strip_zoom(&s->strip, direction);
    else if (s->head->zoom != NULL)
        s->head->zoom(s, direction);
    stream_changed(s);
    return 0;
}

static int step_time(struct stream *s, int direction)
{
    if (s->head == NULL)
        strip_step(&s->strip, direction);
    else if (s->head->step != NULL)
        s->head->step(s, direction);
    stream_changed(s);
    return 0;
}

static int run_zoom_in(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    return zoom(target_stream(target), 1);
}

static int run_zoom_out(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    return zoom(target_stream(target), -1);
}

static int run_strip_back(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    return step_time(target_stream(target), -1);
}

static int run_strip_forward(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    return step_time(target_stream(target), 1);
}

/* ---- marks, order, layout ---- */

static int run_mark(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    struct stream *s = target_stream(target);
    row_id row = stream_row(s);
    if (row == ROW_NONE)
        return 0;
    marks_toggle(s->marks, row);
    cursor_hold(&s->cursor);
    cursor_command(&s->cursor, STR("down"));
    stream_changed(s);
    return 0;
}

static int go_mark(struct stream *s, int direction)
{
    row_id row = direction > 0 ? marks_next(s->marks, s->slice, s->cursor.index)
                               : marks_prev(s->marks, s->slice, s->cursor.index);
    if (!cursor_to_row(&s->cursor, row))
        say(s, TONE_MUTED, "No further mark that way.");
    stream_changed(s);
    return 0;
}

static int run_next_mark(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    return go_mark(target_stream(target), 1);
}

static int run_prev_mark(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    return go_mark(target_stream(target), -1);
}

static int sort_by(struct stream *s, struct slice_order order)
{
    slice_set_order(s->slice, order);
    lineup_sorted(&s->columns, order);
    stream_changed(s);
    return 0;
}

/* The next column that can order, from the one that does now. */
static int sort_step(struct stream *s, int direction)
{
    struct slice_order order = slice_get_order(s->slice);
    int column = lineup_find(&s->columns, order.field);
    for (int i = 0; i < s->columns.count; i++) {
        column = (column + direction + s->columns.count) % s->columns.count;
        int field = s->columns.field[column];
        if (field >= FIELD_STORED_COUNT)
            continue;
        order.field = (field_id)field;
        return sort_by(s, order);
    }
    return 0;
}

static int run_sort_right(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    return sort_step(target_stream(target), 1);
}

static int run_sort_left(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    return sort_step(target_stream(target), -1);
}

static int run_sort_invert(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    struct stream *s = target_stream(target);
    struct slice_order order = slice_get_order(s->slice);
    order.direction = order.direction == SLICE_ASCENDING ? SLICE_DESCENDING : SLICE_ASCENDING;
    return sort_by(s, order);
}

static int run_sort(void *target, struct str args, struct error *err)
{
    struct stream *s = target_stream(target);
    field_id field = field_find(args);
    if (field >= FIELD_STORED_COUNT)
        return err_set(err, E_UNKNOWN, "the list cannot be sorted by `%.*s`; name a field that every event carries",
                       STR_ARG(args));
    if (field == FIELD_TS) /* the way it began, whatever `sort-invert` did since */
        return sort_by(s, (struct slice_order){field, SLICE_ASCENDING});
    return sort_by(s, (struct slice_order){field, slice_get_order(s->slice).direction});
}

/* Kept in the option, so that `:set screen.layout` and the key are one thing. */
static int run_layout(void *target, struct str args, struct error *err)
{
    static const char *const said[STREAM_LAYOUT_COUNT_] = {"Detail below or at the right, by the width.", "List only.",
                                                           "Detail below.", "Detail at the right."};
    struct stream *s = target_stream(target);
    struct options *options = s->view.desk->options;
    int index = options_find(options, STR("screen.layout"));
    must(index >= 0);
    struct str words = str_of(options_row(options, index)->words), word = args;
    int next = (int)(options_int(options, index) + 1) % STREAM_LAYOUT_COUNT_;
    for (int i = 0; args.n == 0 && i <= next; i++)
        str_next(&words, ',', &word);
    int result = options_set(options, index, word, OPTION_LIVE, err);
    if (result >= 0)
        say(s, TONE_MUTED, said[options_int(options, index)]);
    stream_changed(s);
    return result < 0 ? result : 0;
}

static int run_focus(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    struct stream *s = target_stream(target);
    if (s->head != NULL) {
        s->head_focused = s->head->tab(s);
        stream_changed(s);
        return 0;
    }
    s->panel_focused = !s->panel_focused;
    s->panel.cursor = s->panel_focused ? 0 : -1;
    cursor_hold(&s->cursor);
    stream_changed(s);
    return 0;
}

static int run_raw(void *target, struct str args, struct error *err)
{
    (void)args;
    struct stream *s = target_stream(target);
    struct canvas whole = {.rows = s->view.rows, .cols = s->view.cols};
    if (stream_arrange(s, whole).detail.rows <= 0)
        return err_set(err, E_INVALID, "no detail is shown here; Enter opens the event, and there r turns it");
    panel_next_form(&s->panel);
    stream_changed(s);
    return 0;
}

static int run_columns(void *target, struct str args, struct error *err)
{
    struct stream *s = target_stream(target);
    int result = lineup_parse(&s->columns, args, err);
    if (result >= 0)
        lineup_sorted(&s->columns, slice_get_order(s->slice));
    s->column = -1;
    return result;
}

static int run_detail(void *target, struct str args, struct error *err)
{
    (void)args;
    struct stream *s = target_stream(target);
    if (s->head_focused)
        return s->head->enter(s, err);
    row_id row = stream_row(s);
    if (row == ROW_NONE)
        return 0;
    cursor_hold(&s->cursor);
    if (view_drill_cell(&s->view))
        return 0;
    if (slice_sum(s->slice, row).count > 1) {
        stream_open_group(s, row);
        return 0;
    }
    char line[64];
    snprintf(line, sizeof line, "view event %llu", (unsigned long long)row);
    s->view.desk->run(s->view.desk->app, line);
    return 0;
}

const struct command stream_commands[STREAM_COMMAND_COUNT] = {
    {"follow", "", "", run_follow, "the newest row, and follow the stream", ""},
    {"hold", "", "", run_hold, "hold the list, or follow again", ""},
    {"left", "", "", run_left, "the cell to the left", ""},
    {"right", "", "", run_right, "the cell to the right", ""},
    {"next-alert", "", "", run_next_alert, "the next alert below", ""},
    {"prev-alert", "", "", run_prev_alert, "the next alert above", ""},
    {"next-warning", "", "", run_next_warning, "the next warning or worse below", ""},
    {"prev-warning", "", "", run_prev_warning, "the next warning or worse above", ""},
    {"next-same", "", "", run_next_same, "the next event of the same device", ""},
    {"prev-same", "", "", run_prev_same, "the previous event of the same device", ""},
    {"search", "find", "[TEXT]", run_search, "search; highlights, hides nothing", ""},
    {"search-next", "", "", run_search_next, "the next hit below", ""},
    {"search-prev", "", "", run_search_prev, "the next hit above", ""},
    {"search-clear", "", "", run_search_clear, "no search, and nothing highlighted", ""},
    {"filter", "", "[QUERY]", stream_run_filter, "show only what matches; the list is the preview", "See evmon-filter(7)."},
    {"filter-off", "", "", stream_run_filter_off, "the filter off, and on again at the same event", ""},
    {"filter-clear", "", "", stream_run_filter_clear, "no filter", ""},
    {"context", "", "[ROWS]", stream_run_context, "0, 1, 3 or 10 dimmed rows around each match", "The cursor stays on matches."},
    {"filter-back", "", "", stream_run_filter_back, "the filter used before, else the view below", ""},
    {"step-out", "", "", stream_run_step_out, "back to what Enter was pressed on, else close this view", ""},
    {"filter-forward", "", "", stream_run_filter_forward, "the filter used after, else the view above", ""},
    {"severity", "", "[SEVERITY]", stream_run_severity, "severity at least info, warn, critical: in turn, or this one", ""},
    {"alerts", "", "", stream_run_alerts, "alerts only, and all again", ""},
    {"window", "", "[SPAN]", stream_run_window, "the last 15m, 1h, 4h, all: in turn, or this long", ""},
    {"this", "", "FIELD", stream_run_this, "only this device, sim, type or field, and all again", ""},
    {"goto", "at", "[TIME]", run_goto, "go to a time: 09:15, -1h, yesterday 14:00", ""},
    {"zoom-in", "", "", run_zoom_in, "closer in time: rate strip, time line", ""},
    {"zoom-out", "", "", run_zoom_out, "further out in time: rate strip, time line", ""},
    {"strip-back", "", "", run_strip_back, "rate strip or time line half a width back in time", ""},
    {"strip-forward", "", "", run_strip_forward, "rate strip or time line half a width forward", ""},
    {"mark", "", "", run_mark, "mark or unmark this event", ""},
    {"next-mark", "", "", run_next_mark, "the next marked event", ""},
    {"prev-mark", "", "", run_prev_mark, "the previous marked event", ""},
    {"sort-left", "", "", run_sort_left, "sort by the column to the left", ""},
    {"sort-right", "", "", run_sort_right, "sort by the column to the right", ""},
    {"sort-invert", "", "", run_sort_invert, "turn the order round", ""},
    {"group", "", "[KIND]", stream_run_group, "repeats, device, cause, none: which events are one row", "Kinds: none, repeats, device, cause. A span may follow: `group repeats 5m`."},
    {"sort", "", "FIELD", run_sort, "sort by a field; `sort time` is the stream's order", ""},
    {"layout", "", "[LAYOUT]", run_layout, "detail: by width, none, below, at the right", "Layouts: auto, list, below, right."},
    {"focus", "", "", run_focus, "keys to the detail or the next part, and back to the list", ""},
    {"raw", "", "", run_raw, "detail as sections, JSON, compact JSON, original bytes", ""},
    {"columns", "", "COLUMNS", run_columns, "choose the columns: `columns time device what`", ""},
    {"detail", "open", "", run_detail, "this event, or the events that its row stands for", ""},
    {"yank", "copy", "[PART]", stream_run_yank, "copy row, value or json to the clipboard", ""},
    {"export", "", "FORMAT FILE", stream_run_export, "write the marked (else all) events to a file, folded ones too", "Formats: ndjson, csv, tsv, json, markdown."},
};
