/* The stream view: what is shown, rate strip, table, detail. It composes: where the eye is belongs to cursor.c, which
 * rows stand where to window.c, what cells say to lineup.c, the detail to panel.c, the picture to stream_draw.c, keys to
 * stream_commands.c. */
#include "view/stream.h"

#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>

#define STRIP_MIN_ROWS 18 /* of the view: below that the strip shrinks to a sparkline */
#define STRIP_FULL_ROWS 24
#define BAR_FULL_ROWS 10 /* of the view: below that the filter bar has one row */
#define DETAIL_MIN_ROWS 18
#define DETAIL_MIN_COLS 70
#define DETAIL_RIGHT_COLS 150
#define DETAIL_BUSY 3.0 /* events a second from which on the detail rests between two of them */
#define DETAIL_REST_NS 1000000000
#define DEFAULT_COLUMNS "time dt type device org op cc what"

/* ---- layout ---- */

static int64_t option(const struct desk *desk, struct str name, int64_t otherwise)
{
    int index = options_find(desk->options, name);
    return index >= 0 ? options_int(desk->options, index) : otherwise;
}

static enum stream_layout layout_of(const struct stream *s, struct canvas canvas)
{
    if (canvas.rows < DETAIL_MIN_ROWS || canvas.cols < DETAIL_MIN_COLS)
        return STREAM_LIST;
    enum stream_layout layout = (enum stream_layout)option(s->view.desk, STR("screen.layout"), STREAM_AUTO);
    if (layout != STREAM_AUTO)
        return layout;
    return canvas.cols >= DETAIL_RIGHT_COLS ? STREAM_RIGHT : STREAM_BELOW;
}

static int strip_rows(const struct stream *s, int rows)
{
    if (rows < STRIP_MIN_ROWS || !option(s->view.desk, STR("screen.strip"), 1))
        return 0;
    return rows >= STRIP_FULL_ROWS ? 3 : 2;
}

/* Rows at the bottom for what is being typed. */
static int typed_rows(const struct stream *s, int rows)
{
    if (filterbar_is_open(&s->bar))
        return rows >= BAR_FULL_ROWS ? 2 : 1;
    return s->prompt.use != NULL ? 1 : 0;
}

/* Under a head there is the list alone. */
static struct stream_parts arrange_under_head(const struct stream *s, struct canvas canvas)
{
    int top = s->head->rows(s, canvas.rows, canvas.cols), bottom = canvas.rows;
    int typed = typed_rows(s, canvas.rows);
    struct stream_parts p = {.top = canvas_sub(canvas, 0, 0, top, canvas.cols)};
    bottom -= typed;
    p.prompt = canvas_sub(canvas, bottom, 0, typed, canvas.cols);
    p.head = canvas_sub(canvas, top, 0, 1, canvas.cols);
    p.header = canvas_sub(canvas, top + 1, 0, 1, canvas.cols);
    p.rows = canvas_sub(canvas, top + 2, 0, bottom - top - 2, canvas.cols);
    return p;
}

struct stream_parts stream_arrange(const struct stream *s, struct canvas canvas)
{
    if (s->head != NULL)
        return arrange_under_head(s, canvas);
    struct stream_parts p = {.head = canvas_sub(canvas, 0, 0, 1, canvas.cols)};
    int top = 1, bottom = canvas.rows, strip = strip_rows(s, canvas.rows), cols = canvas.cols;
    int typed = typed_rows(s, canvas.rows);
    bottom -= typed;
    p.prompt = canvas_sub(canvas, bottom, 0, typed, canvas.cols);
    p.strip = canvas_sub(canvas, top, 0, strip, canvas.cols);
    top += strip;
    enum stream_layout layout = layout_of(s, canvas);
    if (layout == STREAM_BELOW) {
        int detail = (canvas.rows >= STRIP_FULL_ROWS ? 8 : 6) - typed; /* the list keeps its place */
        bottom -= detail;
        p.rule = canvas_sub(canvas, bottom, 0, 1, canvas.cols);
        p.detail = canvas_sub(canvas, bottom + 1, 2, detail - 1, canvas.cols - 4);
    } else if (layout == STREAM_RIGHT) {
        cols = canvas.cols * 3 / 5;
        p.right = true;
        p.divider = canvas_sub(canvas, top, cols, bottom - top, 1);
        p.rule = canvas_sub(canvas, top, cols + 1, 1, canvas.cols - cols - 1);
        p.detail = canvas_sub(canvas, top + 1, cols + 2, bottom - top - 1, canvas.cols - cols - 3);
    }
    p.header = canvas_sub(canvas, top, 0, 1, cols);
    p.rows = canvas_sub(canvas, top + 1, 0, bottom - top - 1, cols);
    return p;
}

row_id stream_row(const struct stream *s)
{
    return cursor_row(&s->cursor);
}

void stream_changed(struct stream *s)
{
    s->view.dirty |= VIEW_UPDATE | VIEW_DRAW;
}

void stream_choose(struct stream *s)
{
    if (s->cursor.mode == CURSOR_HOLD)
        cursor_hold(&s->cursor);
}

/* ---- life ---- */

int stream_init(struct stream *s, const struct stream_head *head, struct str predicate, struct error *err)
{
    struct desk *desk = s->view.desk;
    int columns = options_find(desk->options, STR("stream.columns"));
    struct str list = head != NULL ? str_of(head->columns) : columns >= 0 ? str_of(options_text(desk->options, columns)) : STR(DEFAULT_COLUMNS);
    if (lineup_parse(&s->columns, list, err) < 0)
        return -(int)err->code;
    s->head = head;
    s->list_empty = "No event is held.";
    sieve_init(&s->sieve, desk);
    int based = predicate.n > 0 ? sieve_set_base(&s->sieve, predicate, err) : 0;
    if (based < 0) {
        sieve_fini(&s->sieve);
        return based;
    }
    s->slice = slice_new(desk->store);
    s->reader = desk_reader(desk);
    s->marks = marks_new(desk->store);
    sieve_attach(&s->sieve, s->slice, s->marks);
    cursor_init(&s->cursor, s->slice, desk->store);
    panel_init(&s->panel, desk, s->reader);
    strip_init(&s->strip, desk);
    s->visits = drill_new();
    drill_visit(s->visits, STR_NONE);
    s->column = -1;
    s->wanted = ROW_NONE;
    lineup_sorted(&s->columns, slice_get_order(s->slice));
    return 0;
}

static int stream_open(struct view *view, struct str argument, struct error *err)
{
    (void)argument;
    return stream_init((struct stream *)view, NULL, STR_NONE, err);
}

void stream_close(struct view *view)
{
    struct stream *s = (struct stream *)view;
    prompt_fini(&s->prompt);
    filterbar_fini(&s->bar);
    drill_free(&s->visits);
    free(s->typed_from.filter);
    free(s->opened_from.filter);
    slice_set_test(s->slice, NULL);
    guise_fini(&s->guise); /* its rules use the sieve's surroundings */
    sieve_fini(&s->sieve);
    panel_fini(&s->panel);
    marks_free(&s->marks);
    reader_free(&s->reader);
    slice_free(&s->slice);
}

static void continue_search(struct stream *s, int64_t budget_ns)
{
    const struct desk *desk = s->view.desk;
    const struct find_list list = {s->slice, &s->columns, desk->store, s->reader, desk->zone};
    enum find_answer answer = find_step(&s->find, &list, &s->find_at, s->find_direction, budget_ns);
    if (answer == FIND_MORE) {
        s->view.dirty |= VIEW_UPDATE;
        return;
    }
    if (answer == FIND_NONE && !s->find_elsewhere) { /* is there one at all? */
        s->find_elsewhere = true;
        s->find_direction = -s->find_direction;
        s->find_at = s->cursor.index;
        s->view.dirty |= VIEW_UPDATE;
        return;
    }
    const char *way = s->find_direction < 0 ? "below" : "above"; /* it looks the other way now */
    s->find_direction = 0;
    if (answer == FIND_HIT && !s->find_elsewhere) {
        cursor_to_row(&s->cursor, slice_row(s->slice, s->find_at));
        return;
    }
    char text[FIND_PATTERN_MAX + 64];
    if (answer == FIND_HIT)
        snprintf(text, sizeof text, "No further row %s shows `%s`.", way, s->find.pattern);
    else
        snprintf(text, sizeof text, "No row shows `%s`.", s->find.pattern);
    stream_say_nothing(s, text);
}

/* The row that a head pointed to, as soon as the list has come to it. */
static void seek_wanted(struct stream *s)
{
    if (s->wanted == ROW_NONE)
        return;
    bool found = cursor_to_row(&s->cursor, s->wanted);
    if (!found && slice_progress(s->slice) < 1)
        return;
    s->wanted = ROW_NONE;
    if (!found)
        s->view.desk->say(s->view.desk->app, TONE_WARN, "That event is not in the list any more.");
}

/* A frozen picture does not run along; when it thaws, it goes on as it was. */
static void freeze(struct stream *s)
{
    s->frozen = 1;
    s->thaw_follows = s->cursor.mode == CURSOR_FOLLOW;
    cursor_hold(&s->cursor);
    strip_freeze(&s->strip);
}

static void thaw(struct stream *s)
{
    s->frozen = 0;
    strip_thaw(&s->strip);
    if (s->thaw_follows)
        cursor_follow(&s->cursor);
}

/* Rows first, then what may be typed. */
static void work(struct stream *s, int64_t budget_ns)
{
    int64_t began = clock_mono_ns();
    bool behind = slice_progress(s->slice) < 1;
    bool more = slice_work(s->slice, budget_ns);
    if (behind)
        s->spent_ns += clock_mono_ns() - began;
    if (!more && s->sieve.around != NULL)
        more = slice_work(s->sieve.around, budget_ns);
    if (!more && filterbar_is_open(&s->bar))
        more = filterbar_work(&s->bar, budget_ns);
    if (more)
        s->view.dirty |= VIEW_UPDATE;
}

/* Context stands around matches of a list in the order of time; elsewhere "around" says nothing. */
static void lay_context(struct stream *s)
{
    bool wanted = s->window.context > 0 && sieve_is_narrowing(&s->sieve) && slice_get_order(s->slice).field == FIELD_TS;
    sieve_keep_around(&s->sieve, wanted ? SIEVE_AROUND : SIEVE_ALONE);
    s->window.around = s->sieve.around;
    if (s->sieve.around != NULL)
        slice_hold(s->sieve.around, s->cursor.mode == CURSOR_HOLD ? stream_row(s) : ROW_NONE);
}

/* The row that the list is to show: the one that was chosen, also where a filter hides it for now. */
static row_id row_to_hold(const struct stream *s)
{
    if (s->wanted != ROW_NONE || s->cursor.mode != CURSOR_HOLD)
        return s->wanted;
    return store_has(s->view.desk->store, s->cursor.anchor.row) ? s->cursor.anchor.row : stream_row(s);
}

/* While many events arrive the detail of the newest goes at a reader's pace, not at that of the frames: the screen is
 * calmer, and a slow line has half as much to carry. */
static bool detail_may_wait(const struct stream *s, row_id row)
{
    const struct desk *desk = s->view.desk;
    double per_second = 0;
    bool loading = false;
    if (s->cursor.mode == CURSOR_HOLD || s->panel_focused || row == s->panel.row || !store_has(desk->store, s->panel.row))
        return false;
    for (int i = 0; i < desk->feed_count(desk->app); i++) {
        const struct feed *feed = desk->feed(desk->app, i);
        per_second += feed->per_second;
        loading |= feed->progress >= 0 && feed->progress < 1;
    }
    return (loading || per_second > DETAIL_BUSY) && clock_mono_ns() - s->detail_ns < DETAIL_REST_NS;
}

static void show_detail(struct stream *s, row_id row, enum panel_size size)
{
    if (detail_may_wait(s, row))
        return;
    if (row != s->panel.row)
        s->detail_ns = clock_mono_ns();
    char key[KEY_NAME_MAX] = "";
    keymap_hint(s->view.desk->keymaps, str_of(s->view.ops->keymap), STR("detail"), key, sizeof key);
    panel_stands_for(&s->panel, slice_sum(s->slice, row), key);
    panel_show(&s->panel, row, size);
}

static void count(struct stream *s)
{
    s->counts = (struct stream_counts){
        .index = s->cursor.index,
        .listed = slice_count(s->slice),
        .folded = slice_folded(s->slice),
        .held = store_count(s->view.desk->store),
        .news = slice_news(s->slice),
    };
}

void stream_update(struct view *view, int64_t budget_ns)
{
    struct stream *s = (struct stream *)view;
    if (view->desk->frozen && !s->frozen)
        freeze(s);
    else if (!view->desk->frozen && s->frozen)
        thaw(s);
    sieve_tick(&s->sieve);
    lay_context(s);
    bool behind = slice_progress(s->slice) < 1;
    work(s, budget_ns);
    if (stream_filter_step_back(s))
        work(s, budget_ns);
    stream_filter_tell(s);
    if (s->head != NULL)
        s->head->update(s);
    struct canvas whole = {.rows = view->rows, .cols = view->cols};
    struct stream_parts parts = stream_arrange(s, whole);
    seek_wanted(s);
    cursor_settle(&s->cursor, parts.rows.rows);
    if (s->find_direction != 0)
        continue_search(s, budget_ns);
    window_fill(&s->window, &s->cursor, view->desk);
    paint_fill(s->guise.paint, &s->window, desk_now(view->desk));
    if (s->window.cursor >= 0)
        s->cursor.offset = (size_t)s->window.cursor;
    s->cursor.events = s->sieve.around != NULL ? window_events(&s->window) : 0;
    row_id row = stream_row(s);
    slice_hold(s->slice, row_to_hold(s));
    if (row != ROW_NONE && parts.detail.rows > 0)
        show_detail(s, row, parts.right ? PANEL_FULL : PANEL_SHORT);
    bool eye = row != ROW_NONE && s->cursor.mode == CURSOR_HOLD;
    if (behind || !view->desk->counts_rest || s->counts.listed > slice_count(s->slice))
        count(s);
    s->strip.eye_ms = eye ? store_order_ms(view->desk->store, row) : INSTANT_NONE;
}

static void stream_title(const struct view *view, struct buf *out)
{
    (void)view;
    buf_add_text(out, "stream");
}

/* ---- keys and mouse ---- */

bool stream_key(struct view *view, struct str key)
{
    struct stream *s = (struct stream *)view;
    return filterbar_is_open(&s->bar) ? filterbar_key(&s->bar, view, key) : prompt_key(&s->prompt, view, key);
}

bool stream_paste(struct view *view, struct str text)
{
    struct stream *s = (struct stream *)view;
    return filterbar_is_open(&s->bar) ? filterbar_paste(&s->bar, view, text) : prompt_paste(&s->prompt, view, text);
}

void stream_move(struct view *view, struct str name)
{
    struct stream *s = (struct stream *)view;
    if (s->head_focused && s->head->move(s, name)) {
        stream_changed(s);
        return;
    }
    if (s->panel_focused && panel_command(&s->panel, name))
        return;
    cursor_command(&s->cursor, name);
    int row = window_find(&s->window, stream_row(s));
    bool by_row = str_eq(name, STR("down")) || str_eq(name, STR("up"));
    if (by_row && row >= 0)
        s->cursor.offset = (size_t)row; /* over a row about the stream, the list stays where it is */
    stream_changed(s);
}

void stream_mouse(struct view *view, struct str what, int row, int col)
{
    struct stream *s = (struct stream *)view;
    (void)col;
    if (str_eq(what, STR("WheelUp")))
        cursor_page(&s->cursor, -3);
    else if (str_eq(what, STR("WheelDown")))
        cursor_page(&s->cursor, 3);
    struct canvas whole = {.rows = view->rows, .cols = view->cols};
    int line = row - stream_arrange(s, whole).rows.row;
    if (str_starts(what, STR("Press1")) && line >= 0 && line < s->window.count &&
        s->window.rows[line].kind == WINDOW_EVENT) {
        cursor_to_row(&s->cursor, s->window.rows[line].row);
        s->cursor.offset = (size_t)line;
    }
    stream_changed(s);
}

/* ---- what is under the cursor ---- */

bool stream_here(const struct view *view, field_id field, struct value *out)
{
    const struct stream *s = (const struct stream *)view;
    if (s->head_focused)
        return s->head->here(s, field, out);
    return stream_row(s) != ROW_NONE && reader_get(s->reader, stream_row(s), field, out);
}

field_id stream_cell(const struct view *view)
{
    const struct stream *s = (const struct stream *)view;
    if (s->head_focused)
        return FIELD_NONE;
    if (s->panel_focused)
        return panel_field(&s->panel);
    if (s->column < 0)
        return FIELD_NONE;
    if (s->columns.field[s->column] != LINEUP_WHAT)
        return (field_id)s->columns.field[s->column];
    struct value cause;
    return stream_here(view, FIELD_CAUSE, &cause) ? FIELD_CAUSE : FIELD_DESC; /* what the words are about */
}

int stream_narrow(struct stream *s, struct str query, row_id row, struct error *err)
{
    if (row != ROW_NONE && !store_has(s->view.desk->store, row))
        return err_set(err, E_GONE, "that event is no longer held%s", desk_older_words(s->view.desk));
    int result = stream_open_filter(s, query, err);
    if (result < 0)
        return result;
    s->wanted = row;
    if (row == ROW_NONE)
        cursor_follow(&s->cursor);
    else
        cursor_hold(&s->cursor);
    stream_changed(s);
    return 0;
}

static const struct view_hint stream_hints[] = {
    {"search", "search"}, {"filter", "filter"}, {"freeze", "freeze"}, {"detail", "open"},
    {"device", "device"}, {"alerts", "alerts"}, {"mark", "mark"}, {"next-alert", "next alert"}, {"group", "group"}, {"goto", "time"}, {"palette", "commands"},
    {"raw", "JSON"},      {"layout", "layout"}, {NULL, NULL},
};

const struct view_ops stream_ops = {
    .name = "stream",
    .keymap = "stream",
    .cmds = stream_commands,
    .cmd_count = STREAM_COMMAND_COUNT,
    .size = sizeof(struct stream),
    .open = stream_open,
    .close = stream_close,
    .update = stream_update,
    .draw = stream_draw,
    .key = stream_key,
    .paste = stream_paste,
    .title = stream_title,
    .status = stream_status,
    .mouse = stream_mouse,
    .move = stream_move,
    .here = stream_here,
    .cell = stream_cell,
    .hints = stream_hints,
};
