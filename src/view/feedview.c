/* The sources: one row each, and below it everything known of the chosen one. Owns the choice; the figures are the
 * sources' own. Must not know what kinds of sources there are. */
#include "view/feedview.h"

#include "base/clock.h"
#include "base/fmt.h"
#include "view/chooser.h"
#include "widget/sheet.h"
#include "widget/table.h"

#include <stdio.h>

#define DETAIL_ROWS_MAX 13
#define SHOWN_MAX 1000

enum feed_column { NAME, STATE, RATE, LAG, EVENTS, DUPLICATES, GAPS, DROPS, BAD, LAST, FEED_COLUMN_COUNT_ };

static const struct table_column columns[FEED_COLUMN_COUNT_] = {
    [NAME] = {"Source", 22, 12, 3, 0, TABLE_LEFT, 0, 0},     [STATE] = {"State", 14, 13, 1, 0, TABLE_LEFT, 0, 0},
    [RATE] = {"Ev/s", 6, 5, 0, 3, TABLE_RIGHT, 0, 0},        [LAG] = {"Lag", 6, 5, 0, 4, TABLE_RIGHT, 0, 0},
    [EVENTS] = {"Events", 11, 7, 0, 2, TABLE_RIGHT, 0, 0},   [DUPLICATES] = {"Dup", 7, 4, 0, 6, TABLE_RIGHT, 0, 0},
    [GAPS] = {"Gap", 5, 4, 0, 1, TABLE_RIGHT, 0, 0},         [DROPS] = {"Drop", 5, 4, 0, 5, TABLE_RIGHT, 0, 0},
    [BAD] = {"Bad", 5, 4, 0, 5, TABLE_RIGHT, 0, 0},          [LAST] = {"Last event", 11, 10, 0, 7, TABLE_RIGHT, 0, 0},
};

struct feedview {
    struct view view;
    struct chooser chooser;
    struct sheet *sheet;
};

static const struct feed *feed_at(const struct feedview *f, int index)
{
    return f->view.desk->feed(f->view.desk->app, index);
}

/* ---- words ---- */

static void state_words(const struct feed *feed, char *out, size_t size)
{
    char span[FMT_MAX];
    int64_t wait = feed->retry_at_ms - clock_wall_ms();
    switch (feed->state) {
    case FEED_OPENING: snprintf(out, size, "%s", feed_is_down(feed) ? "trying again" : "opening"); break;
    case FEED_PAUSED: snprintf(out, size, "%s", feed->held ? "paused by you" : "catching up"); break;
    case FEED_GONE: snprintf(out, size, "%s", feed->finished ? "complete" : "failed"); break;
    case FEED_RETRY:
        view_wait(wait, span, sizeof span);
        snprintf(out, size, "retry in %s", span);
        break;
    case FEED_IDLE: snprintf(out, size, "not started"); break;
    default: snprintf(out, size, "%s", feed_state_names[feed->state]); break;
    }
}

static role_id state_role(const struct feed *feed)
{
    static const role_id roles[FEED_STATE_COUNT_] = {
        [FEED_IDLE] = ROLE_MUTED, [FEED_OPENING] = ROLE_WARN, [FEED_LIVE] = ROLE_GOOD,  [FEED_PAUSED] = ROLE_WARN,
        [FEED_RETRY] = ROLE_CRITICAL, [FEED_STOPPING] = ROLE_MUTED, [FEED_GONE] = ROLE_CRITICAL,
    };
    if (feed_is_down(feed))
        return ROLE_CRITICAL;
    return feed->state == FEED_GONE && feed->finished ? ROLE_MUTED : roles[feed->state];
}

/* ---- the table ---- */

static void feed_row(void *user, int row, struct table_row *out)
{
    const struct feed *feed = feed_at(user, row);
    if (feed_is_down(feed) || feed_has_failed(feed))
        snprintf(out->flag, sizeof out->flag, "!");
    out->flag_role = ROLE_CRITICAL;
}

static void count_cell(struct table_cell *out, uint64_t count, role_id role)
{
    char text[FMT_MAX];
    fmt_count(count, text, sizeof text);
    buf_add_text(out->text, text);
    out->role = count > 0 ? role : ROLE_MUTED;
}

static void span_cell(struct table_cell *out, int64_t ms, const char *after)
{
    char text[FMT_MAX];
    fmt_span(ms > 0 ? ms : 0, text, sizeof text);
    buf_add_fmt(out->text, "%s%s", text, after);
}

static void feed_cell(void *user, int row, int column, struct table_cell *out)
{
    const struct feed *feed = feed_at(user, row);
    char text[64];
    switch ((enum feed_column)column) {
    case NAME: buf_add_text(out->text, feed->name); break;
    case STATE:
        state_words(feed, text, sizeof text);
        buf_add_text(out->text, text);
        out->role = state_role(feed);
        break;
    case RATE:
        if (feed->finished)
            break; /* nothing comes any more */
        fmt_rate(feed->per_second, text, sizeof text);
        buf_add_text(out->text, text);
        break;
    case LAG:
        if (feed->lag_ms >= 0 && !feed->finished)
            span_cell(out, feed->lag_ms, "");
        break;
    case EVENTS: count_cell(out, feed->events, ROLE_TEXT); break;
    case DUPLICATES: count_cell(out, feed->duplicates, ROLE_TEXT); break;
    case GAPS: count_cell(out, feed->gaps, ROLE_WARN); break;
    case DROPS: count_cell(out, feed->drops, ROLE_CRITICAL); break;
    case BAD: count_cell(out, feed->bad, ROLE_WARN); break;
    case LAST:
        if (feed->last_event_ms > 0 && !feed->finished)
            span_cell(out, clock_wall_ms() - feed->last_event_ms, " ago");
        break;
    case FEED_COLUMN_COUNT_: break;
    }
}

/* ---- the chosen one ---- */

static void add_count(struct sheet *sheet, const char *label, uint64_t count, role_id role, const char *meaning)
{
    char text[FMT_MAX];
    fmt_count(count, text, sizeof text);
    sheet_line(sheet, str_of(label), -1, SHEET_PACK);
    sheet_print(sheet, count > 0 ? role : ROLE_MUTED, "%s", text);
    if (meaning[0] != '\0' && count > 0)
        sheet_print(sheet, ROLE_MUTED, " %s", meaning);
}

static void fill_state(struct sheet *sheet, const struct feed *feed)
{
    char words[64], span[FMT_MAX];
    state_words(feed, words, sizeof words);
    bool down = feed_is_down(feed);
    int64_t since_ms = down ? feed->down_since_ms : feed->since_ms;
    fmt_span(clock_wall_ms() - since_ms, span, sizeof span);
    sheet_line(sheet, STR("State"), -1, SHEET_PACK);
    sheet_print(sheet, state_role(feed), "%s", down ? "lost" : words);
    if (since_ms > 0)
        sheet_print(sheet, ROLE_MUTED, " for %s", span);
    if (down)
        sheet_print(sheet, ROLE_VALUE, ", %s", words);
    if (feed->doing[0] != '\0') {
        sheet_line(sheet, STR("Doing"), -1, SHEET_OWN);
        sheet_print(sheet, ROLE_VALUE, "%s", feed->doing);
    }
    if (feed->progress >= 0) {
        char percent[FMT_MAX];
        fmt_percent(feed->progress, percent, sizeof percent);
        sheet_line(sheet, STR("Progress"), -1, SHEET_OWN);
        sheet_bar(sheet, feed->progress, 30);
        sheet_print(sheet, ROLE_VALUE, " %s", percent);
    }
}

static void fill_flow(struct sheet *sheet, const struct feed *feed)
{
    char text[FMT_MAX];
    if (!feed->finished) {
        fmt_rate(feed->per_second, text, sizeof text);
        sheet_line(sheet, STR("Rate"), -1, SHEET_PACK);
        sheet_print(sheet, ROLE_VALUE, "%s ev/s", text);
    }
    if (feed->lag_ms >= 0 && !feed->finished) {
        fmt_span(feed->lag_ms, text, sizeof text);
        sheet_line(sheet, STR("Lag"), -1, SHEET_PACK);
        sheet_print(sheet, ROLE_VALUE, "%s behind the event's own time", text);
    }
    add_count(sheet, "Events", feed->events, ROLE_VALUE, "");
    fmt_bytes(feed->bytes, text, sizeof text);
    sheet_line(sheet, STR("Bytes"), -1, SHEET_PACK);
    sheet_print(sheet, ROLE_VALUE, "%s", text);
    if (feed->requests > 0) {
        add_count(sheet, "Requests", feed->requests, ROLE_VALUE, "");
        add_count(sheet, "Retries", feed->retries, ROLE_WARN, "");
    }
}

static void fill_loss(struct sheet *sheet, const struct feed *feed)
{
    add_count(sheet, "Duplicates", feed->duplicates, ROLE_VALUE, "known ids, left out");
    if (feed->changed > 0) /* so rare that its nought would only be in the way */
        add_count(sheet, "Changed", feed->changed, ROLE_WARN, "known ids, other content; kept");
    add_count(sheet, "Gaps", feed->gaps, ROLE_WARN, "see the journal");
    add_count(sheet, "Unreadable", feed->bad, ROLE_WARN, "see the journal");
    add_count(sheet, "Dropped", feed->drops, ROLE_CRITICAL, "lost to a limit");
}

static void fill_error(struct sheet *sheet, const struct feed *feed)
{
    char span[FMT_MAX];
    if (feed->last_error.code == 0)
        return;
    bool over = feed->state == FEED_LIVE || feed->finished;
    fmt_span(clock_wall_ms() - feed->last_error_ms, span, sizeof span);
    sheet_line(sheet, STR("Last error"), -1, SHEET_OWN);
    sheet_print(sheet, ROLE_MUTED, "%s ago%s", span, over ? ", over since" : "");
    sheet_text(sheet, over ? ROLE_MUTED : ROLE_WARN, str_of(feed->last_error.text));
}

static void fill(struct feedview *f)
{
    sheet_clear(f->sheet);
    if (f->chooser.chosen < 0)
        return;
    const struct feed *feed = feed_at(f, f->chooser.chosen);
    fill_state(f->sheet, feed);
    fill_flow(f->sheet, feed);
    fill_loss(f->sheet, feed);
    fill_error(f->sheet, feed);
}

/* ---- the view ---- */

static int feedview_open(struct view *view, struct str argument, struct error *err)
{
    (void)argument, (void)err;
    ((struct feedview *)view)->sheet = sheet_new();
    return 0;
}

static void feedview_close(struct view *view)
{
    sheet_free(&((struct feedview *)view)->sheet);
}

/* Rows of the list: as many as there are sources, at most half of the view. */
static int list_rows(const struct view *view)
{
    int feeds = view->desk->feed_count(view->desk->app);
    int most = view->rows - 2 > DETAIL_ROWS_MAX * 2 ? view->rows - 2 - DETAIL_ROWS_MAX : (view->rows - 2) / 2;
    int rows = feeds < most ? feeds : most;
    return rows > 0 ? rows : 1;
}

static void feedview_update(struct view *view, int64_t budget_ns)
{
    (void)budget_ns;
    struct feedview *f = (struct feedview *)view;
    int feeds = view->desk->feed_count(view->desk->app);
    chooser_settle(&f->chooser, feeds < SHOWN_MAX ? feeds : SHOWN_MAX, list_rows(view));
    fill(f);
}

static void draw_none(struct canvas canvas)
{
    canvas_print(canvas, 1, 2, canvas.cols - 4, ROLE_TEXT, CANVAS_ELLIPSIS, "No source is open.");
    canvas_print(canvas, 2, 2, canvas.cols - 4, ROLE_MUTED, CANVAS_ELLIPSIS,
                 "evmon emnify:   evmon FILE   evmon demo");
}

static void feedview_draw(const struct view *view, struct canvas canvas)
{
    const struct feedview *f = (const struct feedview *)view;
    struct table_layout layout;
    if (f->chooser.count == 0) {
        draw_none(canvas);
        return;
    }
    table_fit(columns, FEED_COLUMN_COUNT_, canvas.cols, &layout);
    const struct table table = {
        .columns = columns,
        .count = FEED_COLUMN_COUNT_,
        .layout = &layout,
        .top = f->chooser.top,
        .rows = f->chooser.count,
        .cursor = f->chooser.chosen,
        .cursor_column = -1,
        .focused = 1,
        .row = feed_row,
        .cell = feed_cell,
        .user = (void *)(uintptr_t)f,
    };
    int rows = list_rows(view);
    table_draw_header(&table, canvas_sub(canvas, 0, 0, 1, canvas.cols));
    table_draw(&table, canvas_sub(canvas, 1, 0, rows, canvas.cols));
    canvas_rule(canvas, rows + 1, str_of(feed_at(f, f->chooser.chosen)->name), STR_NONE);
    struct canvas detail = canvas_sub(canvas, rows + 2, 2, canvas.rows - rows - 2, canvas.cols - 4);
    sheet_layout(f->sheet, canvas.grid, detail.cols, SHEET_NO_HEADS);
    sheet_draw(f->sheet, detail, 0, -1);
}

static void feedview_title(const struct view *view, struct buf *out)
{
    (void)view;
    buf_add_text(out, "sources");
}

static struct view_status feedview_status(const struct view *view)
{
    struct view_status status = {.chip = STR("SOURCES"), .chip_role = ROLE_CHIP};
    int feeds = view->desk->feed_count(view->desk->app), live = 0, complete = 0;
    for (int i = 0; i < feeds; i++) {
        const struct feed *feed = view->desk->feed(view->desk->app, i);
        live += feed->state == FEED_LIVE ? 1 : 0;
        complete += feed->finished ? 1 : 0;
    }
    if (complete == 0)
        snprintf(status.text, sizeof status.text, "%d of %d live", live, feeds);
    else if (complete == feeds)
        snprintf(status.text, sizeof status.text, feeds == 1 ? "complete" : "all %d complete", feeds);
    else
        snprintf(status.text, sizeof status.text, "%d of %d live, %d complete", live, feeds, complete);
    return status;
}

static void feedview_move(struct view *view, struct str name)
{
    struct feedview *f = (struct feedview *)view;
    chooser_command(&f->chooser, name);
    fill(f);
}

static int run_hold(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    struct feedview *f = target;
    if (f->chooser.chosen >= 0)
        f->view.desk->feed_pause(f->view.desk->app, f->chooser.chosen);
    f->view.dirty |= VIEW_UPDATE;
    return 0;
}

static int run_try(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    struct feedview *f = target;
    if (f->chooser.chosen >= 0)
        f->view.desk->feed_retry(f->view.desk->app, f->chooser.chosen);
    f->view.dirty |= VIEW_UPDATE;
    return 0;
}

static const struct command commands[] = {
    {"hold-source", "", "", run_hold, "pause this source, or let it go on", "Nothing is lost: it reads on where it stopped."},
    {"try-source", "", "", run_try, "try this source again now, without waiting", ""},
};

static const struct view_hint hints[] = {
    {"hold-source", "pause or resume"}, {"try-source", "retry now"}, {"view journal", "journal"}, {"back", "back"},
    {NULL, NULL},
};

const struct view_ops feedview_ops = {
    .name = "feeds",
    .keymap = "feeds",
    .cmds = commands,
    .cmd_count = (int)(sizeof commands / sizeof *commands),
    .size = sizeof(struct feedview),
    .open = feedview_open,
    .close = feedview_close,
    .update = feedview_update,
    .draw = feedview_draw,
    .title = feedview_title,
    .status = feedview_status,
    .move = feedview_move,
    .hints = hints,
};
