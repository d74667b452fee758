/* The stream view: line of the profile, rate strip, table, detail. It composes: where the eye is belongs to cursor.c,
 * which rows stand where to window.c, what cells say to lineup.c, the detail to panel.c, keys to stream_commands.c. */
#include "view/stream.h"

#include "base/clock.h"
#include "base/fmt.h"
#include "widget/bar.h"

#include <stdio.h>

#define STRIP_MIN_ROWS 17  /* of the view: below that the strip shrinks to a sparkline */
#define STRIP_FULL_ROWS 24
#define DETAIL_MIN_ROWS 18
#define DETAIL_MIN_COLS 70
#define DETAIL_RIGHT_COLS 150
#define DEFAULT_COLUMNS "time dt type device org op cc what"

/* The parts of the view on a canvas; empty where there is no room. */
struct parts {
    struct canvas head, strip, header, rows, divider, rule, detail, prompt;
    bool right;
};

static enum stream_layout effective(const struct stream *s, struct canvas canvas)
{
    if (canvas.rows < DETAIL_MIN_ROWS || canvas.cols < DETAIL_MIN_COLS)
        return STREAM_LIST;
    if (s->layout != STREAM_AUTO)
        return s->layout;
    return canvas.cols >= DETAIL_RIGHT_COLS ? STREAM_RIGHT : STREAM_BELOW;
}

static int strip_rows(int rows)
{
    return rows >= STRIP_FULL_ROWS ? 3 : rows >= STRIP_MIN_ROWS ? 2 : 0;
}

static struct parts arrange(const struct stream *s, struct canvas canvas)
{
    struct parts p = {.head = canvas_sub(canvas, 0, 0, 1, canvas.cols)};
    int top = 1, bottom = canvas.rows, strip = strip_rows(canvas.rows), cols = canvas.cols;
    if (s->prompt.use != NULL)
        p.prompt = canvas_sub(canvas, --bottom, 0, 1, canvas.cols);
    p.strip = canvas_sub(canvas, top, 0, strip, canvas.cols);
    top += strip;
    enum stream_layout layout = effective(s, canvas);
    if (layout == STREAM_BELOW) {
        int detail = canvas.rows >= 24 ? 8 : 6;
        bottom -= detail;
        p.rule = canvas_sub(canvas, bottom, 0, 1, canvas.cols);
        p.detail = canvas_sub(canvas, bottom + 1, 0, detail - 1, canvas.cols);
    } else if (layout == STREAM_RIGHT) {
        cols = canvas.cols * 3 / 5;
        p.right = true;
        p.divider = canvas_sub(canvas, top, cols, bottom - top, 1);
        p.rule = canvas_sub(canvas, top, cols + 1, 1, canvas.cols - cols - 1);
        p.detail = canvas_sub(canvas, top + 1, cols + 2, bottom - top - 1, canvas.cols - cols - 2);
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

static int stream_open(struct view *view, struct str argument, struct error *err)
{
    struct stream *s = (struct stream *)view;
    (void)argument;
    struct desk *desk = view->desk;
    int columns = options_find(desk->options, STR("stream.columns"));
    struct str list = columns >= 0 ? str_of(options_text(desk->options, columns)) : STR(DEFAULT_COLUMNS);
    if (lineup_parse(&s->columns, list, err) < 0)
        return -err->code;
    s->slice = slice_new(desk->store);
    s->reader = reader_new(desk->store);
    s->marks = marks_new(desk->store);
    cursor_init(&s->cursor, s->slice, desk->store);
    panel_init(&s->panel, desk, s->reader);
    strip_init(&s->strip, desk);
    s->column = -1;
    lineup_sorted(&s->columns, slice_get_order(s->slice));
    return 0;
}

static void stream_close(struct view *view)
{
    struct stream *s = (struct stream *)view;
    prompt_fini(&s->prompt);
    panel_fini(&s->panel);
    marks_free(&s->marks);
    reader_free(&s->reader);
    slice_free(&s->slice);
}

static void continue_search(struct stream *s, int64_t budget_ns)
{
    enum find_answer answer = find_step(&s->find, s->slice, &s->columns, s->view.desk->store, s->reader,
                                        s->view.desk->zone, &s->find_at, s->find_direction, budget_ns);
    if (answer == FIND_MORE) {
        s->view.dirty |= VIEW_UPDATE;
        return;
    }
    s->find_direction = 0;
    if (answer == FIND_HIT)
        cursor_to_row(&s->cursor, slice_row(s->slice, s->find_at));
    else
        s->view.desk->say(s->view.desk->app, TONE_MUTED, "The search found nothing further that way.");
}

static void stream_update(struct view *view, int64_t budget_ns)
{
    struct stream *s = (struct stream *)view;
    if (slice_work(s->slice, budget_ns))
        view->dirty |= VIEW_UPDATE;
    struct canvas whole = {.rows = view->rows, .cols = view->cols};
    struct parts parts = arrange(s, whole);
    cursor_settle(&s->cursor, parts.rows.rows);
    if (s->find_direction != 0)
        continue_search(s, budget_ns);
    window_fill(&s->window, &s->cursor, view->desk);
    row_id row = stream_row(s);
    if (row != ROW_NONE && parts.detail.rows > 0)
        panel_show(&s->panel, row);
    s->strip.eye_ms = row != ROW_NONE && s->cursor.mode == CURSOR_HOLD ? store_order_ms(view->desk->store, row)
                                                                       : INSTANT_NONE;
}

/* ---- drawing ---- */

static void draw_head(const struct stream *s, struct canvas head)
{
    char shown[FMT_MAX], all[FMT_MAX], text[96];
    fmt_count(slice_count(s->slice), shown, sizeof shown);
    fmt_count(store_count(s->view.desk->store), all, sizeof all);
    if (slice_count(s->slice) == store_count(s->view.desk->store))
        snprintf(text, sizeof text, "%s events", all);
    else
        snprintf(text, sizeof text, "%s of %s shown", shown, all);
    const struct bar_piece pieces[] = {
        {STR("[0] Everything"), ROLE_ACCENT, 0, 0},
        {str_of(text), ROLE_MUTED, 1, BAR_GAP},
    };
    bar_line(head, 0, pieces, 2, ROLE_TEXT);
    if (strip_rows(s->view.rows) == 0 && head.cols >= 50)
        strip_spark(&s->strip, head, 0, head.cols / 2 - 10, 20);
}

static void table_gap_row(const struct stream *s, int index, struct table_row *out)
{
    const struct desk_gap *gap = s->view.desk->gap(s->view.desk->app, index);
    char from[32], until[32];
    instant_format(gap->from_ms, s->view.desk->zone, INSTANT_TIME, from, sizeof from);
    instant_format(gap->until_ms, s->view.desk->zone, INSTANT_TIME, until, sizeof until);
    out->flags = TABLE_ROW_BANNER;
    out->role = ROLE_TABLE_GAP;
    buf_add_fmt(out->text, "GAP %.8s-%.8s  %s", from, until, gap->why);
}

static void table_row(void *user, int row, struct table_row *out)
{
    const struct stream *s = user;
    const struct window_row *entry = &s->window.rows[row];
    if (entry->row == ROW_NONE) {
        table_gap_row(s, entry->gap, out);
        return;
    }
    const char *flag = marks_has(s->marks, entry->row) ? "*"
                       : store_severity(s->view.desk->store, entry->row) == SEVERITY_CRITICAL ? "!"
                                                                                               : "";
    snprintf(out->flag, sizeof out->flag, "%s", flag);
    out->flag_role = flag[0] == '*' ? ROLE_ROW_MARK : ROLE_CRITICAL;
}

static void table_cell(void *user, int row, int column, struct table_cell *out)
{
    const struct stream *s = user;
    const struct window_row *above = row > 0 ? &s->window.rows[row - 1] : NULL;
    const struct lineup_look look = {
        .reader = s->reader,
        .zone = s->view.desk->zone,
        .second_above = above != NULL && above->row != ROW_NONE
                            ? store_order_ms(s->view.desk->store, above->row) / 1000
                            : INSTANT_NONE,
    };
    lineup_cell(&s->columns, column, s->window.rows[row].row, s->view.desk->store, &look, out);
}

static void draw_empty(const struct stream *s, struct canvas rows)
{
    const char *text = "Waiting for events.";
    if (slice_progress(s->slice) < 1)
        text = "Looking through the events ...";
    else if (s->view.desk->feed_count(s->view.desk->app) == 0)
        text = "No source is open.";
    canvas_print(rows, rows.rows / 2, 0, rows.cols, ROLE_MUTED, CANVAS_CENTRE, "%s", text);
}

static void draw_table(const struct stream *s, const struct parts *parts)
{
    struct table_layout layout;
    table_fit(s->columns.table, s->columns.count, parts->rows.cols, &layout);
    const struct table table = {
        .columns = s->columns.table,
        .count = s->columns.count,
        .layout = &layout,
        .rows = s->window.count,
        .cursor = s->window.cursor,
        .cursor_column = s->column,
        .focused = !s->panel_focused,
        .row = table_row,
        .cell = table_cell,
        .user = (void *)(uintptr_t)s,
    };
    table_draw_header(&table, parts->header);
    struct canvas rows = parts->rows;
    rows.finder = find_is_set(&s->find) ? &s->find.finder : NULL;
    if (s->window.count == 0)
        draw_empty(s, rows);
    else
        table_draw(&table, rows);
}

static void draw_detail(const struct stream *s, const struct parts *parts)
{
    struct buf title = {0};
    if (stream_row(s) != ROW_NONE)
        panel_title(&s->panel, &title);
    canvas_rule(parts->rule, 0, buf_str(&title), STR_NONE);
    buf_fini(&title);
    for (int row = 0; row < parts->divider.rows; row++)
        canvas_glyph(parts->divider, row, 0, GLYPH_VLINE, ROLE_RULE);
    struct canvas detail = parts->detail;
    detail.finder = find_is_set(&s->find) ? &s->find.finder : NULL;
    if (stream_row(s) != ROW_NONE)
        panel_draw((struct panel *)(uintptr_t)&s->panel, detail, parts->right ? PANEL_FULL : PANEL_SHORT);
}

static void stream_draw(const struct view *view, struct canvas canvas)
{
    const struct stream *s = (const struct stream *)view;
    struct parts parts = arrange(s, canvas);
    draw_head(s, parts.head);
    if (parts.strip.rows > 0)
        strip_draw(&s->strip, parts.strip);
    draw_table(s, &parts);
    if (parts.detail.rows > 0)
        draw_detail(s, &parts);
    if (s->prompt.use != NULL)
        prompt_draw(&s->prompt, parts.prompt);
}

static void stream_title(const struct view *view, struct buf *out)
{
    (void)view;
    buf_add_text(out, "stream");
}

static void news_text(const struct stream *s, char *out, size_t size)
{
    struct slice_news news = slice_news(s->slice);
    char count[FMT_MAX], key[KEY_NAME_MAX];
    fmt_count(news.rows, count, sizeof count);
    size_t n = (size_t)snprintf(out, size, "+%s new", count);
    if (news.alerts > 0 || news.critical > 0)
        n += (size_t)snprintf(out + n, size - n, " (%zu alert%s, %zu crit)", news.alerts, news.alerts == 1 ? "" : "s",
                              news.critical);
    if (keymap_hint(s->view.desk->keymaps, STR("stream"), STR("last"), key, sizeof key) > 0)
        snprintf(out + n, size - n, "  %s = live", key);
}

static struct view_status stream_status(const struct view *view)
{
    const struct stream *s = (const struct stream *)view;
    struct view_status status = {.chip = STR("FOLLOW"), .chip_role = ROLE_CHIP_FOLLOW};
    char at[FMT_MAX], all[FMT_MAX], news[100] = "";
    if (s->cursor.mode == CURSOR_HOLD) {
        status.chip = STR("HOLD");
        status.chip_role = ROLE_CHIP_HOLD;
        news_text(s, news, sizeof news);
    }
    fmt_count(s->cursor.index + 1, at, sizeof at);
    fmt_count(slice_count(s->slice), all, sizeof all);
    struct slice_order order = slice_get_order(s->slice);
    const char *sorted = order.field == FIELD_TS ? "" : "  not in time order";
    if (slice_count(s->slice) == 0)
        snprintf(status.text, sizeof status.text, "no events yet");
    else if (s->cursor.lost)
        snprintf(status.text, sizeof status.text, "%s  row %s of %s, nearest in time to the event that no longer matches",
                 news, at, all);
    else
        snprintf(status.text, sizeof status.text, "%s%srow %s of %s%s", news, news[0] != '\0' ? "  " : "", at, all, sorted);
    return status;
}

static bool stream_key(struct view *view, struct str key)
{
    struct stream *s = (struct stream *)view;
    return prompt_key(&s->prompt, view, key);
}

static bool stream_paste(struct view *view, struct str text)
{
    struct stream *s = (struct stream *)view;
    return prompt_paste(&s->prompt, view, text);
}

static void stream_move(struct view *view, struct str name)
{
    struct stream *s = (struct stream *)view;
    if (!s->panel_focused || !panel_command(&s->panel, name))
        cursor_command(&s->cursor, name);
    stream_changed(s);
}

static void stream_mouse(struct view *view, struct str what, int row, int col)
{
    struct stream *s = (struct stream *)view;
    (void)col;
    if (str_eq(what, STR("WheelUp")))
        cursor_page(&s->cursor, -3);
    else if (str_eq(what, STR("WheelDown")))
        cursor_page(&s->cursor, 3);
    struct canvas whole = {.rows = view->rows, .cols = view->cols};
    int line = row - arrange(s, whole).rows.row;
    if (str_starts(what, STR("Press1")) && line >= 0 && line < s->window.count &&
        s->window.rows[line].row != ROW_NONE)
        cursor_to(&s->cursor, s->window.rows[line].index);
    stream_changed(s);
}

static const struct view_hint stream_hints[] = {
    {"search", "search"}, {"filter", "filter"}, {"freeze", "freeze"}, {"detail", "open"},   {"mark", "mark"},
    {"next-alert", "next alert"}, {"goto", "time"}, {"raw", "raw"},   {"layout", "layout"}, {"palette", "cmd"},
    {NULL, NULL},
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
    .hints = stream_hints,
};
