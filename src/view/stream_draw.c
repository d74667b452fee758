/* The picture of the stream view and its status line. Pure: the same state gives the same cells. */
#include "view/stream.h"

#include "base/clock.h"
#include "base/fmt.h"
#include "widget/bar.h"

#include <stdio.h>

#define SPARK_CELLS 20
#define SPARK_LEAST 10

/* ---- what is shown ---- */

static void order_words(const struct stream *s, char *out, size_t size)
{
    struct slice_order order = slice_get_order(s->slice);
    struct fold_by fold = slice_get_fold(s->slice);
    bool up = order.direction == SLICE_ASCENDING;
    size_t n;
    if (order.field == FIELD_TS)
        n = (size_t)snprintf(out, size, s->sieve.around != NULL ? "\xc2\xb7 %s first, %d around" : "\xc2\xb7 %s first",
                             up ? "oldest" : "newest", s->window.context);
    else
        n = (size_t)snprintf(out, size, "\xc2\xb7 sorted by %s %s, not by time", field_row(order.field)->title,
                             up ? "\xe2\x86\x91" : "\xe2\x86\x93");
    if (fold.kind == FOLD_NONE || n >= size)
        return;
    struct buf span = {0};
    instant_print_span(fold.span_ms, &span);
    snprintf(out + n, size - n, " \xc2\xb7 by %s in %s", fold_name(fold.kind), buf_cstr(&span));
    buf_fini(&span);
}

/* "1,284 events", "1,284 of 412,077 shown", "1,284 rows, 3,020 more folded" */
static void count_words(const struct stream *s, const char *word, char *out, size_t size)
{
    char rows[FMT_MAX], more[FMT_MAX];
    size_t count = s->counts.listed, folded = s->counts.folded;
    fmt_count(count, rows, sizeof rows);
    fmt_count(folded > 0 ? folded : s->counts.held, more, sizeof more);
    if (folded > 0)
        snprintf(out, size, "%s row%s, %s more folded", rows, count == 1 ? "" : "s", more);
    else if (word != NULL)
        snprintf(out, size, "%s %s", rows, word);
    else
        snprintf(out, size, "%s of %s shown", rows, more);
}

static void draw_head(const struct stream *s, struct canvas head, bool spark)
{
    char count[96], order[112];
    bool all_of_it = s->sieve.filter == NULL || s->sieve.off; /* rows just stored come into the list a moment later */
    count_words(s, !all_of_it ? NULL : s->counts.listed == 1 ? "event" : "events", count, sizeof count);
    order_words(s, order, sizeof order);
    struct str filter = sieve_text(&s->sieve);
    bool by_time = slice_get_order(s->slice).field == FIELD_TS;
    struct buf what = {0};
    guise_badge(&s->guise, stream_is_changed(s) ? GUISE_CHANGED : GUISE_AS_IT_WAS, &what);
    if (s->subject != NULL)
        buf_add_text(&what, s->subject);
    if (what.n > 0 && filter.n > 0)
        buf_add_text(&what, " \xe2\x96\xb8 ");
    buf_add_str(&what, what.n == 0 && filter.n == 0 ? STR("Everything") : filter);
    const struct desk *desk = s->view.desk;
    struct desk_hook hook = {.armed = false};
    char skipped[FMT_MAX + 16] = "";
    if (s->guise.profile != NULL && desk->hook != NULL)
        hook = desk->hook(desk->app);
    if (hook.skipped > 0) {
        size_t n = fmt_count_short(hook.skipped, skipped, FMT_MAX);
        snprintf(skipped + n, sizeof skipped - n, " skipped");
    }
    const struct bar_piece pieces[] = {
        {buf_str(&what), s->sieve.off ? ROLE_MUTED : ROLE_ACCENT, 0, BAR_SHRINK},
        {str_of(order), by_time ? ROLE_MUTED : ROLE_WARN, by_time ? 2 : 0, 0},
        {str_of(count), ROLE_MUTED, 1, BAR_GAP},
        {STR("HOOK ARMED"), ROLE_CHIP_HOLD, 0, BAR_CHIP},
        {str_of(skipped), ROLE_WARN, 3, 0},
    };
    bar_line(head, 0, pieces, !hook.armed ? 3 : hook.skipped > 0 ? 5 : 4, ROLE_TEXT);
    spark = spark && !hook.armed;
    int from = canvas_measure(head, pieces[0].text, 0) + canvas_measure(head, str_of(order), 0) + 3;
    int until = head.cols - canvas_measure(head, str_of(count), 0) - 2;
    if (spark && until - from >= SPARK_LEAST)
        strip_spark(&s->strip, head, 0, from, until - from < SPARK_CELLS ? until - from : SPARK_CELLS);
    buf_fini(&what);
}

/* The line over the list of a drill-down: how many, in which order, and the filter. */
static void draw_list_rule(const struct stream *s, struct canvas head)
{
    char count[96], order[112];
    struct buf title = {0}, right = {0};
    struct str filter = sieve_text(&s->sieve);
    bool typed = filter.n > 0 && !s->sieve.off;
    count_words(s, typed ? "match" : "held", count, sizeof count);
    order_words(s, order, sizeof order);
    buf_add_text(&title, "EVENTS");
    if (typed)
        buf_add_fmt(&title, "  %.*s", STR_ARG(filter));
    buf_add_fmt(&right, "%s %s", count, order);
    canvas_rule(head, 0, buf_str(&title), buf_str(&right));
    buf_fini(&title);
    buf_fini(&right);
}

/* ---- rows ---- */

static void gap_row(const struct stream *s, int index, struct table_row *out)
{
    const struct desk_gap *gap = s->view.desk->gap(s->view.desk->app, index);
    char from[32], until[32];
    instant_format(gap->from_ms, s->view.desk->zone, INSTANT_TIME, from, sizeof from);
    instant_format(gap->until_ms, s->view.desk->zone, INSTANT_TIME, until, sizeof until);
    out->role = ROLE_TABLE_GAP;
    buf_add_fmt(out->text, "GAP %.8s to %.8s  %s", from, until, gap->why);
}

static void day_row(const struct stream *s, int64_t ms, struct table_row *out)
{
    static const char *const days[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
    char date[32];
    struct civil civil = instant_civil(ms, zone_offset(s->view.desk->zone, ms, NULL));
    instant_format(ms, s->view.desk->zone, INSTANT_DATE, date, sizeof date);
    out->role = ROLE_MUTED;
    buf_add_fmt(out->text, "\xe2\x94\x80\xe2\x94\x80 %s %s \xe2\x94\x80\xe2\x94\x80", days[civil.weekday], date);
}

static void break_row(size_t hidden, struct table_row *out)
{
    char count[FMT_MAX];
    fmt_count(hidden, count, sizeof count);
    out->role = ROLE_TABLE_CONTEXT;
    buf_add_fmt(out->text, "\xe2\x80\xa6 %s not shown", count);
}

/* The lowest of the rows held open says why they are. */
static void blank_row(const struct stream *s, int row, struct table_row *out)
{
    out->role = ROLE_MUTED;
    if (row + 1 < s->window.count && s->window.rows[row + 1].kind != WINDOW_BLANK)
        buf_add_text(out->text, store_evicted(s->view.desk->store) > 0 ? "what stood here has expired from memory"
                                                                         : "what stood here is not in the list any more");
}

static void event_row(const struct stream *s, row_id row, struct table_row *out)
{
    bool marked = marks_has(s->marks, row);
    bool critical = store_severity(s->view.desk->store, row) == SEVERITY_CRITICAL;
    snprintf(out->flag, sizeof out->flag, "%s", marked ? "*" : critical ? "!" : "");
    out->flag_role = marked ? ROLE_ROW_MARK : ROLE_CRITICAL;
}

/* How many events an event's row stands for. */
static void add_tail(const struct stream *s, row_id row, struct table_row *out)
{
    char count[FMT_MAX];
    size_t events = slice_sum(s->slice, row).count;
    if (events < 2)
        return;
    fmt_count(events, count, sizeof count);
    buf_add_fmt(out->tail, "\xc3\x97%s", count);
    out->tail_role = ROLE_ACCENT;
}

static void table_row(void *user, int row, struct table_row *out)
{
    const struct stream *s = user;
    const struct window_row *entry = &s->window.rows[row];
    if (entry->kind == WINDOW_EVENT || entry->kind == WINDOW_CONTEXT) {
        event_row(s, entry->row, out);
        if (entry->kind == WINDOW_EVENT)
            add_tail(s, entry->row, out);
        out->flags = entry->kind == WINDOW_CONTEXT ? TABLE_ROW_DIM : 0;
        return;
    }
    out->flags = TABLE_ROW_BANNER;
    if (entry->kind == WINDOW_GAP)
        gap_row(s, entry->which, out);
    else if (entry->kind == WINDOW_BREAK)
        break_row(entry->index, out);
    else if (entry->kind == WINDOW_DAY)
        day_row(s, entry->ms, out);
    else
        blank_row(s, row, out);
}

static void table_cell(void *user, int row, int column, struct table_cell *out)
{
    const struct stream *s = user;
    const struct window_row *above = row > 0 ? &s->window.rows[row - 1] : NULL;
    bool event_above = above != NULL && (above->kind == WINDOW_EVENT || above->kind == WINDOW_CONTEXT);
    const struct lineup_look look = {
        .reader = s->reader,
        .zone = s->view.desk->zone,
        .beside = s->view.desk->beside,
        .second_above = event_above ? store_order_ms(s->view.desk->store, above->row) / 1000 : INSTANT_NONE,
    };
    lineup_cell(&s->columns, column, s->window.rows[row].row, s->view.desk->store, &look, out);
    out->role = paint_role(s->guise.paint, row, s->columns.field[column], out->role);
}

static void draw_table(const struct stream *s, const struct stream_parts *parts)
{
    struct table_layout layout;
    struct table_column columns[TABLE_COLUMNS_MAX];
    char title[LINEUP_TITLE_MAX];
    lineup_titles(&s->columns, s->view.desk->beside, title, columns);
    table_fit(columns, s->columns.count, parts->rows.cols, &layout);
    const struct table table = {
        .columns = columns,
        .count = s->columns.count,
        .layout = &layout,
        .rows = s->window.count,
        .cursor = s->window.cursor,
        .cursor_column = s->column,
        .focused = !s->panel_focused && !s->head_focused,
        .row = table_row,
        .cell = table_cell,
        .user = (void *)(uintptr_t)s,
    };
    struct canvas rows = parts->rows;
    rows.finder = find_is_set(&s->find) ? &s->find.finder : NULL;
    table_draw_header(&table, parts->header);
    table_draw(&table, rows);
}

/* ---- detail ---- */

static void draw_detail(const struct stream *s, const struct stream_parts *parts)
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
        panel_draw((struct panel *)(uintptr_t)&s->panel, detail);
}

/* A filter that nothing passes is no empty stream. */
static void draw_no_match(const struct stream *s, const struct stream_parts *parts)
{
    char key[KEY_NAME_MAX] = "";
    keymap_hint(s->view.desk->keymaps, str_of(s->view.ops->keymap), STR("filter-off"), key, sizeof key);
    const char *text = slice_progress(s->slice) < 1 ? "Looking for events that match ..." : "No event matches the filter.";
    canvas_print(parts->rows, 1, 2, parts->rows.cols - 2, ROLE_MUTED, 0, "%s", text);
    canvas_print(parts->rows, 2, 2, parts->rows.cols - 2, ROLE_MUTED, 0, "%s shows everything again.", key);
}

/* No row in a list that is of something, or filtered. */
static void draw_nothing(const struct stream *s, const struct stream_parts *parts)
{
    if (sieve_text(&s->sieve).n > 0)
        draw_no_match(s, parts);
    else
        canvas_print(parts->rows, 0, 2, parts->rows.cols - 2, ROLE_MUTED, CANVAS_ELLIPSIS, "%s",
                     slice_progress(s->slice) < 1 ? "Looking through the events held ..." : s->list_empty);
}

static void draw_alone(const struct stream *s, struct canvas canvas, const struct stream_parts *parts)
{
    bool empty = s->window.count == 0, filtered = sieve_text(&s->sieve).n > 0;
    if (empty && !filtered && s->subject == NULL) {
        stream_empty_draw(s, canvas);
        return;
    }
    draw_head(s, parts->head, !empty && parts->strip.rows == 0);
    if (parts->strip.rows > 0)
        strip_draw(&s->strip, parts->strip);
    if (empty) {
        draw_nothing(s, parts);
        return;
    }
    draw_table(s, parts);
    if (parts->detail.rows > 0)
        draw_detail(s, parts);
}

static void draw_under_head(const struct stream *s, const struct stream_parts *parts)
{
    s->head->draw(s, parts->top);
    draw_list_rule(s, parts->head);
    if (s->window.count > 0)
        draw_table(s, parts);
    else
        draw_nothing(s, parts);
}

void stream_draw(const struct view *view, struct canvas canvas)
{
    const struct stream *s = (const struct stream *)view;
    struct stream_parts parts = stream_arrange(s, canvas);
    if (s->head != NULL)
        draw_under_head(s, &parts);
    else
        draw_alone(s, canvas, &parts);
    if (filterbar_is_open(&s->bar))
        filterbar_draw(&s->bar, view, parts.prompt, canvas);
    else if (s->prompt.use != NULL)
        prompt_draw(&s->prompt, parts.prompt);
}

/* ---- the status line ---- */

static size_t news_text(const struct stream *s, char *out, size_t size)
{
    struct slice_news news = s->counts.news;
    char count[FMT_MAX], key[KEY_NAME_MAX];
    fmt_count(news.rows, count, sizeof count);
    bool open_ended = desk_is_open_ended(s->view.desk);
    size_t n = open_ended || news.rows > 0 ? (size_t)snprintf(out, size, "+%s new", count) : 0;
    if (news.alerts > 0 && news.critical > 0)
        n += (size_t)snprintf(out + n, size - n, " (%zu alert, %zu crit)", news.alerts, news.critical);
    else if (news.alerts > 0)
        n += (size_t)snprintf(out + n, size - n, " (%zu alert)", news.alerts);
    else if (news.critical > 0)
        n += (size_t)snprintf(out + n, size - n, " (%zu crit)", news.critical);
    bool by_time = slice_get_order(s->slice).field == FIELD_TS;
    const struct keymaps *keymaps = s->view.desk->keymaps;
    struct str map = str_of(s->view.ops->keymap);
    if (s->frozen && keymap_hint(keymaps, map, STR("freeze"), key, sizeof key) > 0)
        n += (size_t)snprintf(out + n, size - n, "%s%s = go on", n > 0 ? "  " : "", key);
    else if (by_time && !s->frozen && keymap_hint(keymaps, map, STR("last"), key, sizeof key) > 0)
        n += (size_t)snprintf(out + n, size - n, "%s%s = %s", n > 0 ? "  " : "", key, open_ended ? "live" : "newest");
    return n;
}

/* The date of the selected event, where it is not today's. */
static void add_date(const struct stream *s, char *out, size_t size)
{
    const struct desk *desk = s->view.desk;
    char here[32], today[32];
    instant_format(store_order_ms(desk->store, stream_row(s)), desk->zone, INSTANT_DATE, here, sizeof here);
    instant_format(clock_wall_ms(), desk->zone, INSTANT_DATE, today, sizeof today);
    if (strcmp(here, today) != 0)
        snprintf(out, size, ", %s", here);
}

/* What Enter opens, where no detail beside the list says it. */
static void add_behind(const struct stream *s, char out[96])
{
    const struct canvas whole = {.rows = s->view.rows, .cols = s->view.cols};
    size_t events = slice_sum(s->slice, stream_row(s)).count;
    char count[FMT_MAX], key[KEY_NAME_MAX] = "";
    if (events < 2 || stream_arrange(s, whole).detail.rows > 0)
        return;
    fmt_count(events, count, sizeof count);
    if (keymap_hint(s->view.desk->keymaps, str_of(s->view.ops->keymap), STR("detail"), key, sizeof key) > 0)
        snprintf(out, 96, ", %s opens its %s", key, count);
}

static void row_words(const struct stream *s, char *out, size_t size)
{
    char at[FMT_MAX], all[FMT_MAX], date[40] = "", behind[96] = "";
    fmt_count(s->counts.index + 1, at, sizeof at);
    fmt_count(s->counts.listed, all, sizeof all);
    add_date(s, date, sizeof date);
    add_behind(s, behind);
    size_t marked = marks_count(s->marks);
    size_t n = (size_t)snprintf(out, size, "row %s of %s%s%s", at, all, date, behind);
    if (marked > 0 && n < size)
        n += (size_t)snprintf(out + n, size - n, ", %zu marked", marked);
    if (slice_progress(s->slice) < 1 && n < size)
        n += (size_t)snprintf(out + n, size - n, ", looking through the rest: %.0f%%", slice_progress(s->slice) * 100);
    if (s->cursor.folded && n < size)
        n += (size_t)snprintf(out + n, size - n, "; it stands for your event");
    if (s->cursor.lost && n < size)
        snprintf(out + n, size - n, "; the event that was here %s, this is the nearest",
                 store_has(s->view.desk->store, s->cursor.anchor.row) ? "does not match" : "has expired");
}

struct view_status stream_status(const struct view *view)
{
    const struct stream *s = (const struct stream *)view;
    struct view_status status = {.chip = STR("FOLLOW"), .chip_role = ROLE_CHIP_FOLLOW};
    size_t n = 0;
    if (s->cursor.mode == CURSOR_HOLD) {
        status.chip = STR("HOLD");
        status.chip_role = ROLE_CHIP_HOLD;
    }
    if (view->desk->frozen) {
        status.chip = STR("FROZEN");
        status.chip_role = ROLE_CHIP_FROZEN;
    }
    if (s->head_focused) {
        char key[KEY_NAME_MAX] = "";
        keymap_hint(view->desk->keymaps, str_of(view->ops->keymap), STR("detail"), key, sizeof key);
        snprintf(status.text, sizeof status.text, "%s opens %s", key, s->head->tell(s));
        return status;
    }
    if (slice_count(s->slice) == 0)
        return status;
    if (s->cursor.mode == CURSOR_HOLD) {
        n = news_text(s, status.text, sizeof status.text - 2);
        n += (size_t)snprintf(status.text + n, sizeof status.text - n, "  ");
    }
    row_words(s, status.text + n, sizeof status.text - n);
    return status;
}
