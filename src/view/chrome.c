/* Header and footer. The header says first whether what is below can be trusted: the state of the streams, how old the
 * newest event is, and what was lost, repeated or could not be proved. Every key on a hint is looked up in the keymap.
 * Must not know which view is on top. */
#include "view/chrome.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/fmt.h"
#include "widget/bar.h"

#include <stdarg.h>
#include <stdio.h>

#define LAG_WARN_MS 15000    /* whole-second events arrive 6.5-11 s late by nature */
#define QUIET_WARN_MS 600000 /* a fleet that says nothing for that long is worth a look */
#define HINTS_MAX 24
#define TEXT_MAX 96
#define TINY_ROWS 9
#define TINY_COLS 41

/* The pieces of one line, with room for their texts. */
struct line {
    struct bar_piece pieces[BAR_PIECES_MAX];
    char texts[BAR_PIECES_MAX][TEXT_MAX];
    int count;
};

static void add(struct line *line, role_id role, int drop, unsigned flags, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

static void add(struct line *line, role_id role, int drop, unsigned flags, const char *format, ...)
{
    must(line->count < BAR_PIECES_MAX);
    char *text = line->texts[line->count];
    va_list args;
    va_start(args, format);
    vsnprintf(text, TEXT_MAX, format, args);
    va_end(args);
    line->pieces[line->count++] = (struct bar_piece){str_of(text), role, drop, flags};
}

/* What all feeds say together. */
struct sum {
    int feeds, live, retrying, paused, opening, failed;
    int64_t lag_ms, last_event_ms, oldest_retry_ms;
    double per_second;
    uint64_t duplicates, gaps, drops, bad;
    const struct feed *worst; /* the one whose state is shown */
};

static void sum_state(struct sum *sum, const struct feed *feed)
{
    switch (feed->state) {
    case FEED_LIVE:
        sum->live++;
        break;
    case FEED_RETRY:
        sum->retrying++;
        sum->worst = feed;
        break;
    case FEED_PAUSED:
        sum->paused += feed->held ? 1 : 0;
        sum->live += feed->held ? 0 : 1; /* held back by the intake for a moment: still live to an operator */
        break;
    case FEED_OPENING:
        sum->opening++;
        break;
    case FEED_GONE:
        if (!feed->finished) {
            sum->failed++;
            sum->worst = feed;
        }
        break;
    default:
        break;
    }
}

static struct sum sum_feeds(const struct desk *desk)
{
    struct sum sum = {.lag_ms = -1};
    sum.feeds = desk->feed_count(desk->app);
    for (int i = 0; i < sum.feeds; i++) {
        const struct feed *feed = desk->feed(desk->app, i);
        sum_state(&sum, feed);
        if (feed->lag_ms > sum.lag_ms)
            sum.lag_ms = feed->lag_ms;
        if (feed->last_event_ms > sum.last_event_ms)
            sum.last_event_ms = feed->last_event_ms;
        sum.per_second += feed->per_second;
        sum.duplicates += feed->duplicates;
        sum.gaps += feed->gaps;
        sum.drops += feed->drops;
        sum.bad += feed->bad;
    }
    return sum;
}

static void add_state(struct line *line, const struct sum *sum, const struct desk *desk)
{
    char span[FMT_MAX] = "";
    int64_t now = clock_wall_ms();
    if (sum->failed > 0) {
        add(line, ROLE_CHIP_BROKEN, 0, BAR_CHIP, "ENDED");
    } else if (sum->retrying > 0) {
        fmt_span(now - sum->worst->since_ms, span, sizeof span);
        add(line, ROLE_CHIP_BROKEN, 0, BAR_CHIP, "STALE %s", span);
    } else if (sum->paused > 0 && sum->live == 0) {
        add(line, ROLE_CHIP_HOLD, 0, BAR_CHIP, "PAUSED");
    } else if (sum->opening > 0) {
        add(line, ROLE_HEADER_WARN, 0, 0, "OPENING");
    } else if (sum->live > 0) {
        add(line, ROLE_HEADER_GOOD, 0, 0, "\xe2\x97\x8f LIVE");
    } else {
        add(line, ROLE_HEADER_MUTED, 0, 0, sum->feeds > 0 ? "COMPLETE" : "NO SOURCE");
    }
    if (desk->frozen)
        add(line, ROLE_CHIP_FROZEN, 0, BAR_CHIP, "FROZEN");
}

static void add_flow(struct line *line, const struct sum *sum)
{
    char text[FMT_MAX];
    if (sum->live == 0 && sum->retrying == 0)
        return;
    if (sum->lag_ms >= 0) {
        fmt_span(sum->lag_ms, text, sizeof text);
        add(line, sum->lag_ms > LAG_WARN_MS ? ROLE_HEADER_WARN : ROLE_HEADER, 5, 0, "lag %s", text);
    }
    fmt_rate(sum->per_second, text, sizeof text);
    add(line, ROLE_HEADER, 4, 0, "%s ev/s", text);
    int64_t quiet = clock_wall_ms() - sum->last_event_ms;
    if (sum->last_event_ms > 0 && quiet >= 5000) {
        fmt_span(quiet, text, sizeof text);
        add(line, quiet > QUIET_WARN_MS ? ROLE_HEADER_WARN : ROLE_HEADER_MUTED, 3, 0, "quiet %s", text);
    }
}

static void add_loss(struct line *line, const struct sum *sum)
{
    add(line, ROLE_HEADER_MUTED, 8, 0, "\xe2\x94\x82 dup %llu", (unsigned long long)sum->duplicates);
    add(line, sum->gaps > 0 ? ROLE_HEADER_WARN : ROLE_HEADER_MUTED, sum->gaps > 0 ? 1 : 7, 0, "gap %llu",
        (unsigned long long)sum->gaps);
    add(line, sum->drops > 0 ? ROLE_HEADER_CRITICAL : ROLE_HEADER_MUTED, sum->drops > 0 ? 1 : 7, 0, "drop %llu",
        (unsigned long long)sum->drops);
    if (sum->bad > 0)
        add(line, ROLE_HEADER_WARN, 2, 0, "bad %llu", (unsigned long long)sum->bad);
}

static void add_clock(struct line *line, const struct desk *desk, int cols)
{
    char time[FMT_MAX], zone[16];
    int64_t now = clock_wall_ms();
    instant_format(now, desk->zone, cols >= 90 ? INSTANT_DATETIME : INSTANT_TIME, time, sizeof time);
    time[cols >= 90 ? 19 : 8] = '\0'; /* without milliseconds */
    zone_offset(desk->zone, now, zone);
    add(line, ROLE_HEADER, 0, BAR_GAP, "%s %s", time, zone);
}

static void draw_first(const struct stack *stack, const struct desk *desk, struct canvas row)
{
    struct line line = {.count = 0};
    struct sum sum = sum_feeds(desk);
    add(&line, ROLE_HEADER, 9, 0, "evmon");
    if (sum.feeds == 1)
        add(&line, ROLE_HEADER_MUTED, 6, BAR_SHRINK, "%s", desk->feed(desk->app, 0)->name);
    else if (sum.feeds > 1)
        add(&line, ROLE_HEADER_MUTED, 6, 0, "%d sources", sum.feeds);
    add_state(&line, &sum, desk);
    add_flow(&line, &sum);
    if (stack_depth(stack) > 1) {
        struct buf trail = {0};
        stack_trail(stack, &trail);
        add(&line, ROLE_HEADER, 1, BAR_SHRINK, "\xe2\x94\x82 %.*s", STR_ARG(buf_str(&trail)));
        buf_fini(&trail);
    } else {
        add_loss(&line, &sum);
    }
    add_clock(&line, desk, row.cols);
    bar_line(row, 0, line.pieces, line.count, ROLE_HEADER);
}

static void draw_second(const struct desk *desk, struct canvas row)
{
    struct line line = {.count = 0};
    struct bucket total = buckets_total(desk->buckets);
    char text[FMT_MAX];
    fmt_count_short(total.by_severity[SEVERITY_CRITICAL], text, sizeof text);
    add(&line, total.by_severity[SEVERITY_CRITICAL] > 0 ? ROLE_HEADER_CRITICAL : ROLE_HEADER_MUTED, 0, 0, "crit %s", text);
    fmt_count_short(total.by_severity[SEVERITY_WARN], text, sizeof text);
    add(&line, total.by_severity[SEVERITY_WARN] > 0 ? ROLE_HEADER_WARN : ROLE_HEADER_MUTED, 0, 0, "warn %s", text);
    fmt_count_short(total.by_severity[SEVERITY_INFO], text, sizeof text);
    add(&line, ROLE_HEADER_MUTED, 1, 0, "info %s", text);
    fmt_count_short(total.alerts, text, sizeof text);
    add(&line, total.alerts > 0 ? ROLE_HEADER_ALERT : ROLE_HEADER_MUTED, 0, 0, "\xe2\x94\x82 \xe2\x96\xb2 %s alerts", text);
    char count[FMT_MAX], bytes[FMT_MAX];
    fmt_count_short(store_count(desk->store), count, sizeof count);
    fmt_bytes(store_bytes(desk->store), bytes, sizeof bytes);
    add(&line, ROLE_HEADER_MUTED, 3, BAR_GAP, "ring %s events, %s", count, bytes);
    int64_t reach = store_reach_ms(desk->store);
    if (reach != INSTANT_NONE) {
        fmt_span(clock_wall_ms() - reach, text, sizeof text);
        add(&line, store_evicted(desk->store) > 0 ? ROLE_HEADER_WARN : ROLE_HEADER_MUTED, 2, 0, "back %s", text);
    }
    bar_line(row, 0, line.pieces, line.count, ROLE_HEADER);
}

static void draw_status(const struct view *view, struct canvas row)
{
    struct line line = {.count = 0};
    const struct desk *desk = view->desk;
    struct view_status status = view->ops->status(view);
    if (status.chip.n > 0)
        add(&line, status.chip_role, 0, BAR_CHIP, "%.*s", STR_ARG(status.chip));
    add(&line, ROLE_FOOTER, 1, BAR_SHRINK, "%s", status.text);
    int notes = desk->note_count(desk->app);
    const struct desk_note *note = notes > 0 ? desk->note(desk->app, notes - 1) : NULL;
    if (note != NULL && clock_wall_ms() - note->when_ms < 8000)
        add(&line, view_role(note->tone), 0, BAR_GAP | BAR_SHRINK, "%s", note->text);
    bar_line(row, 0, line.pieces, line.count, ROLE_FOOTER);
}

static int collect_hints(const struct view *view, struct bar_hint *hints, char keys[][KEY_NAME_MAX])
{
    int count = 0;
    for (const struct view_hint *hint = view->ops->hints; hint != NULL && hint->command != NULL; hint++) {
        if (count == HINTS_MAX)
            break;
        size_t n = keymap_hint(view->desk->keymaps, str_of(view->ops->keymap), str_of(hint->command), keys[count],
                               KEY_NAME_MAX);
        if (n == 0)
            continue;
        hints[count] = (struct bar_hint){{keys[count], n}, str_of(hint->word)};
        count++;
    }
    return count;
}

static void draw_hints(const struct view *view, struct canvas row)
{
    struct bar_hint hints[HINTS_MAX];
    char keys[HINTS_MAX][KEY_NAME_MAX], help[KEY_NAME_MAX];
    int count = collect_hints(view, hints, keys);
    size_t n = keymap_hint(view->desk->keymaps, str_of(view->ops->keymap), STR("help"), help, sizeof help);
    bar_hints(row, 0, hints, count, (struct bar_hint){{help, n}, STR("help")});
}

struct chrome_rows chrome_rows(int rows, int cols)
{
    if (rows < TINY_ROWS || cols < TINY_COLS)
        return (struct chrome_rows){rows > 2 ? 1 : 0, rows > 4 ? 1 : 0};
    if (rows < 24)
        return (struct chrome_rows){1, 2};
    return (struct chrome_rows){2, 2};
}

struct canvas chrome_area(struct canvas screen)
{
    struct chrome_rows rows = chrome_rows(screen.rows, screen.cols);
    return canvas_sub(screen, rows.top, 0, screen.rows - rows.top - rows.bottom, screen.cols);
}

void chrome_draw(const struct stack *stack, struct canvas screen)
{
    struct chrome_rows rows = chrome_rows(screen.rows, screen.cols);
    const struct view *view = stack_subject(stack);
    if (rows.top > 0)
        draw_first(stack, view->desk, canvas_sub(screen, 0, 0, 1, screen.cols));
    if (rows.top > 1)
        draw_second(view->desk, canvas_sub(screen, 1, 0, 1, screen.cols));
    if (rows.bottom > 0)
        draw_status(view, canvas_sub(screen, screen.rows - rows.bottom, 0, 1, screen.cols));
    if (rows.bottom > 1)
        draw_hints(view, canvas_sub(screen, screen.rows - 1, 0, 1, screen.cols));
}
