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

#define LAG_WARN_MS 30000 /* where the desk has no options; whole-second events arrive 6.5-11 s late by nature */
#define QUIET_WARN_MS 300000
#define NAME_COLS 70 /* narrower screens leave the source's name to the view of sources */
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
    int64_t last_event_ms, stale_since_ms;
    double progress; /* of the one that is the least far, -1 = none is filling */
    uint64_t duplicates, changed, gaps, drops, bad;
};

static void sum_state(struct sum *sum, const struct feed *feed)
{
    if (feed_is_down(feed)) {
        sum->retrying++;
        if (sum->stale_since_ms == 0 || feed->down_since_ms < sum->stale_since_ms)
            sum->stale_since_ms = feed->down_since_ms;
        return;
    }
    switch (feed->state) {
    case FEED_LIVE:
        sum->live++;
        break;
    case FEED_PAUSED:
        sum->paused += feed->held ? 1 : 0;
        sum->live += feed->held ? 0 : 1; /* held back by the intake for a moment: still live to an operator */
        break;
    case FEED_OPENING:
        sum->opening++;
        break;
    case FEED_GONE:
        sum->failed += feed->finished ? 0 : 1;
        break;
    default:
        break;
    }
}

static struct sum sum_feeds(const struct desk *desk)
{
    struct sum sum = {.progress = -1};
    sum.feeds = desk->feed_count(desk->app);
    for (int i = 0; i < sum.feeds; i++) {
        const struct feed *feed = desk->feed(desk->app, i);
        sum_state(&sum, feed);
        if (feed->last_event_ms > sum.last_event_ms)
            sum.last_event_ms = feed->last_event_ms;
        if (feed->progress >= 0 && feed->progress < 1 && (sum.progress < 0 || feed->progress < sum.progress))
            sum.progress = feed->progress;
        sum.duplicates += feed->duplicates;
        sum.changed += feed->changed;
        sum.gaps += feed->gaps;
        sum.drops += feed->drops;
        sum.bad += feed->bad;
    }
    return sum;
}

void chrome_count(const struct desk *desk, struct chrome_counts *counts)
{
    *counts = (struct chrome_counts){
        .lag_ms = -1,
        .total = buckets_total(desk->buckets),
        .held = store_count(desk->store),
        .bytes = store_bytes(desk->store),
    };
    if (desk->fleet != NULL && fleet_device_count(desk->fleet) > 0)
        fleet_counts(desk->fleet, counts->devices);
    for (int i = 0; i < desk->feed_count(desk->app); i++) {
        const struct feed *feed = desk->feed(desk->app, i);
        counts->per_second += feed->per_second;
        counts->lag_ms = feed->lag_ms > counts->lag_ms ? feed->lag_ms : counts->lag_ms;
    }
}

/* "STALE", or "2 STALE" where there are several sources. */
static void numbered(int count, int feeds, const char *word, char out[24])
{
    if (feeds > 1)
        snprintf(out, 24, "%d %s", count, word);
    else
        snprintf(out, 24, "%s", word);
}

/* One source says its state; of several, those that need a hand are counted before those that live. */
static void add_state(struct line *line, const struct sum *sum, const struct desk *desk)
{
    char span[FMT_MAX] = "", count[24] = "";
    if (sum->failed > 0) {
        numbered(sum->failed, sum->feeds, "FAILED", count);
        add(line, ROLE_CHIP_BROKEN, 0, BAR_CHIP, "%s", count);
    }
    if (sum->retrying > 0) {
        fmt_span(clock_wall_ms() - sum->stale_since_ms, span, sizeof span);
        numbered(sum->retrying, sum->feeds, "STALE", count);
        add(line, ROLE_CHIP_BROKEN, 0, BAR_CHIP, "%s %s", count, span);
    }
    if (sum->paused > 0) {
        numbered(sum->paused, sum->feeds, "PAUSED", count);
        add(line, ROLE_CHIP_HOLD, 0, BAR_CHIP, "%s", count);
    }
    if (sum->live > 0 && sum->live < sum->feeds)
        add(line, ROLE_HEADER_GOOD, 0, 0, "\xe2\x97\x8f %d LIVE", sum->live);
    else if (sum->live > 0)
        add(line, ROLE_HEADER_GOOD, 0, 0, "\xe2\x97\x8f LIVE");
    if (sum->opening > 0) {
        numbered(sum->opening, sum->feeds, "OPENING", count);
        add(line, ROLE_HEADER_WARN, sum->live > 0 ? 2 : 0, 0, "%s", count);
    }
    if (sum->failed + sum->retrying + sum->paused + sum->live + sum->opening == 0)
        add(line, ROLE_HEADER_MUTED, 0, 0, sum->feeds > 0 ? "COMPLETE" : "NO SOURCE");
    if (desk->frozen)
        add(line, ROLE_CHIP_FROZEN, 0, BAR_CHIP, "FROZEN");
}

static int64_t limit(const struct desk *desk, struct str option, int64_t otherwise)
{
    int index = options_find(desk->options, option);
    return index >= 0 ? options_int(desk->options, index) : otherwise;
}

static void add_flow(struct line *line, const struct sum *sum, const struct chrome_counts *counts, const struct desk *desk)
{
    char text[FMT_MAX];
    if (sum->live == 0 && sum->retrying == 0)
        return;
    if (sum->progress >= 0) {
        fmt_percent(sum->progress, text, sizeof text);
        add(line, ROLE_HEADER_WARN, 4, 0, "loading %s", text);
    }
    if (counts->lag_ms >= 0) {
        fmt_span(counts->lag_ms, text, sizeof text);
        add(line, counts->lag_ms > limit(desk, STR("feed.lag_warn"), LAG_WARN_MS) ? ROLE_HEADER_WARN : ROLE_HEADER, 5, 0, "lag %s", text);
    }
    fmt_rate(counts->per_second, text, sizeof text);
    add(line, ROLE_HEADER, 4, 0, "%s ev/s", text);
    int64_t quiet = clock_wall_ms() - sum->last_event_ms;
    if (sum->last_event_ms > 0 && quiet >= 5000) {
        fmt_span_short(quiet, text, sizeof text); /* a number that stands still while nothing happens */
        bool loud = quiet > limit(desk, STR("feed.quiet_warn"), QUIET_WARN_MS);
        add(line, loud ? ROLE_HEADER_WARN : ROLE_HEADER_MUTED, 3, 0, "quiet %s", text);
    }
}

/* What is not nought is always said; noughts where there is room for them. */
static void add_loss(struct line *line, const struct sum *sum, bool roomy)
{
    const struct {
        const char *name;
        uint64_t count;
        role_id role;
        int drop; /* where it is trouble */
    } losses[] = {{"dup", sum->duplicates, ROLE_HEADER_MUTED, 8},
                  {"gap", sum->gaps, ROLE_HEADER_WARN, 1},
                  {"drop", sum->drops, ROLE_HEADER_CRITICAL, 1},
                  {"bad", sum->bad, ROLE_HEADER_WARN, 1},
                  {"changed", sum->changed, ROLE_HEADER_WARN, 3}};
    for (size_t i = 0; i < sizeof losses / sizeof *losses; i++) {
        bool some = losses[i].count > 0, trouble = some && losses[i].role != ROLE_HEADER_MUTED;
        char count[FMT_MAX];
        fmt_count_short(losses[i].count, count, sizeof count);
        if (trouble || (roomy && i < 3))
            add(line, trouble ? losses[i].role : ROLE_HEADER_MUTED, trouble ? losses[i].drop : 8, 0, "%s%s %s",
                roomy && i == 0 ? "\xe2\x94\x82 " : "", losses[i].name, count);
    }
}

static void add_clock(struct line *line, const struct desk *desk, int cols)
{
    char time[FMT_MAX], zone[16];
    int64_t now = clock_wall_ms();
    instant_format(now, desk->zone, cols >= 90 ? INSTANT_DATETIME : INSTANT_TIME, time, sizeof time);
    time[cols >= 90 ? 19 : 8] = '\0'; /* without milliseconds */
    zone_offset(desk->zone, now, zone);
    add(line, ROLE_HEADER, 0, BAR_GAP, "%s %s", time, zone);
    if (desk->beside == NULL)
        return;
    instant_format(now, desk->beside, INSTANT_HHMM, time, sizeof time);
    zone_offset(desk->beside, now, zone);
    add(line, ROLE_HEADER_MUTED, 1, BAR_GAP, "%s %s", time, zone);
}

static void add_name(struct line *line, const struct sum *sum, const struct desk *desk, int cols)
{
    add(line, ROLE_HEADER, 9, 0, "evmon");
    if (cols < NAME_COLS)
        return;
    if (sum->feeds == 1)
        add(line, ROLE_HEADER_MUTED, 6, BAR_SHRINK, "%s", desk->feed(desk->app, 0)->name);
    else if (sum->feeds > 1)
        add(line, ROLE_HEADER_MUTED, 6, 0, "%d sources", sum->feeds);
}

static void add_alerts(struct line *line, uint64_t alerts, const char *before)
{
    char text[FMT_MAX];
    fmt_count_short(alerts, text, sizeof text);
    add(line, alerts > 0 ? ROLE_HEADER_ALERT : ROLE_HEADER_MUTED, 2, 0, "%s\xe2\x96\xb2 %s alert%s", before, text,
        alerts == 1 ? "" : "s");
}

static void draw_first(const struct stack *stack, const struct desk *desk, const struct chrome_counts *counts,
                       struct canvas row, bool alone)
{
    struct line line = {.count = 0};
    struct sum sum = sum_feeds(desk);
    struct buf trail = {0};
    add_name(&line, &sum, desk, row.cols);
    add_state(&line, &sum, desk);
    add_flow(&line, &sum, counts, desk);
    if (alone)
        add_alerts(&line, counts->total.alerts, "");
    stack_trail(stack, &trail);
    bool deep = str_find(buf_str(&trail), STR("\xe2\x96\xb8")) >= 0;
    add_loss(&line, &sum, !deep && !alone);
    if (deep) { /* where one is counts more than how one came there */
        add(&line, ROLE_HEADER_MUTED, 4, 0, "\xe2\x94\x82");
        add(&line, ROLE_HEADER, 3, BAR_SHRINK_LEFT, "%.*s", STR_ARG(buf_str(&trail)));
    }
    add_clock(&line, desk, row.cols);
    bar_line(row, 0, line.pieces, line.count, ROLE_HEADER);
    buf_fini(&trail);
}

/* How many devices are in which state, as the events tell it. */
static void add_fleet(struct line *line, const struct chrome_counts *counts, const struct desk *desk)
{
    static const struct {
        enum device_state state;
        const char *word;
    } words[] = {{DEVICE_ONLINE, "online"}, {DEVICE_ATTACHED, "attached"}, {DEVICE_OFFLINE, "off"}, {DEVICE_BLOCKED, "blocked"}};
    if (desk->fleet == NULL || fleet_device_count(desk->fleet) == 0)
        return;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        char text[FMT_MAX];
        fmt_count_short(counts->devices[words[i].state], text, sizeof text);
        bool some = counts->devices[words[i].state] > 0;
        if (some || i < 2)
            add(line, words[i].state == DEVICE_BLOCKED ? ROLE_HEADER_WARN : some ? ROLE_HEADER : ROLE_HEADER_MUTED,
                4 + (int)i, 0, "%s%s %s", i == 0 ? "\xe2\x94\x82 " : "", words[i].word, text);
    }
}

static void draw_second(const struct desk *desk, const struct chrome_counts *counts, struct canvas row)
{
    struct line line = {.count = 0};
    struct bucket total = counts->total;
    char text[FMT_MAX], count[FMT_MAX], bytes[FMT_MAX];
    fmt_count_short(total.by_severity[SEVERITY_CRITICAL], text, sizeof text);
    bool critical = total.by_severity[SEVERITY_CRITICAL] > 0, warn = total.by_severity[SEVERITY_WARN] > 0;
    add(&line, critical ? ROLE_HEADER_CRITICAL : ROLE_HEADER_MUTED, 0, 0, "crit %s", text);
    fmt_count_short(total.by_severity[SEVERITY_WARN], text, sizeof text);
    add(&line, warn ? ROLE_HEADER_WARN : ROLE_HEADER_MUTED, 0, 0, "warn %s", text);
    fmt_count_short(total.by_severity[SEVERITY_INFO], text, sizeof text);
    add(&line, ROLE_HEADER_MUTED, 1, 0, "info %s", text);
    add_alerts(&line, total.alerts, "\xe2\x94\x82 ");
    add_fleet(&line, counts, desk);
    fmt_count_short(counts->held, count, sizeof count);
    fmt_bytes(counts->bytes, bytes, sizeof bytes);
    if (counts->held > 0)
        add(&line, ROLE_HEADER_MUTED, 9, BAR_GAP, "holds %s in %s", count, bytes);
    int64_t reach = desk_reach(desk);
    if (reach != INSTANT_NONE) {
        fmt_span(desk_now(desk) - reach, text, sizeof text);
        add(&line, store_evicted(desk->store) > 0 ? ROLE_HEADER : ROLE_HEADER_MUTED, 8, BAR_GAP, "back %s", text);
    }
    bar_line(row, 0, line.pieces, line.count, ROLE_HEADER);
}

static void add_note(struct line *line, const struct desk *desk, const struct desk_note *note, int more)
{
    char key[KEY_NAME_MAX];
    add(line, view_role(note->tone), 0, BAR_GAP | BAR_SHRINK, "%s", note->text);
    if (more == 0)
        return;
    size_t n = keymap_hint(desk->keymaps, STR("stream"), STR("view journal"), key, sizeof key);
    if (n > 0)
        add(line, view_role(note->tone), 0, 0, "and %d more, %s shows %s", more, key, more == 1 ? "it" : "them");
    else
        add(line, view_role(note->tone), 0, 0, "and %d more", more);
}

static void draw_status(const struct stack *stack, const struct view *view, struct canvas row)
{
    struct line line = {.count = 0};
    const struct desk *desk = view->desk;
    int more;
    const struct desk_note *note = stack_note(stack, &more);
    struct view_status status = view->ops->status(view);
    if (status.chip.n > 0 && desk->question == NULL)
        add(&line, status.chip_role, 0, BAR_CHIP, "%.*s", STR_ARG(status.chip));
    if (desk->question != NULL) /* alone: all of it is to be read */
        add(&line, view_role(TONE_WARN), 0, BAR_SHRINK, "%s", desk->question);
    else
        add(&line, ROLE_FOOTER, 1, BAR_SHRINK, "%s", status.text);
    if (desk->question == NULL && note != NULL)
        add_note(&line, desk, note, more);
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

/* What the next key of a sequence may be, each with a word for what it does. */
struct choices {
    key_id begun[KEY_SEQUENCE_MAX];
    int begun_count, count;
    struct bar_hint hints[HINTS_MAX];
    char keys[HINTS_MAX][KEY_NAME_MAX];
};

/* The arguments say it in a word where there are any: "yank row". */
static struct str choice_word(const char *command)
{
    struct str name, args;
    command_split(str_of(command), &name, &args);
    return args.n > 0 ? args : name;
}

static void add_choice(void *user, const struct binding *binding)
{
    struct choices *c = user;
    struct key_sequence rest = {.count = binding->keys.count - c->begun_count};
    if (rest.count <= 0 || c->count == HINTS_MAX ||
        memcmp(binding->keys.key, c->begun, (size_t)c->begun_count * sizeof *c->begun) != 0)
        return;
    memcpy(rest.key, binding->keys.key + c->begun_count, (size_t)rest.count * sizeof *rest.key);
    struct buf text = {0};
    key_sequence_print(&rest, &text);
    size_t n = str_copy(buf_str(&text), c->keys[c->count], KEY_NAME_MAX);
    c->hints[c->count] = (struct bar_hint){{c->keys[c->count], n}, choice_word(binding->command)};
    c->count++;
    buf_fini(&text);
}

static void draw_choices(struct choices *c, const struct view *view, struct canvas row)
{
    struct key_sequence begun = {.count = c->begun_count};
    struct buf text = {0};
    memcpy(begun.key, c->begun, sizeof begun.key);
    key_sequence_print(&begun, &text);
    buf_add_text(&text, "\xe2\x80\xa6");
    c->hints[c->count++] = (struct bar_hint){buf_str(&text), STR_NONE};
    keymap_each(view->desk->keymaps, str_of(view->ops->keymap), add_choice, c);
    bar_hints(row, 0, c->hints, c->count, (struct bar_hint){STR("Esc"), STR("cancel")});
    buf_fini(&text);
}

/* While something is typed keys are letters, and those that are not are the line's. */
static void draw_typed(const struct bar_hint *typed, struct canvas row)
{
    int count = 0;
    while (typed[count].key.n > 0)
        count++;
    bar_hints(row, 0, typed, count, (struct bar_hint){0});
}

static bool is_typing(const struct stack *stack)
{
    const struct view *top = stack_top(stack);
    return top->typing && top->typed != NULL;
}

static void draw_hints(const struct stack *stack, struct canvas row)
{
    const struct view *view = stack_subject(stack);
    struct choices choices = {.count = 0};
    struct bar_hint hints[HINTS_MAX];
    char keys[HINTS_MAX][KEY_NAME_MAX], help[KEY_NAME_MAX];
    choices.begun_count = stack_pending(stack, choices.begun);
    if (choices.begun_count > 0) {
        draw_choices(&choices, stack_top(stack), row);
        return;
    }
    if (is_typing(stack)) {
        draw_typed(stack_top(stack)->typed, row);
        return;
    }
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

void chrome_draw(const struct stack *stack, const struct chrome_counts *counts, struct canvas screen)
{
    struct chrome_rows rows = chrome_rows(screen.rows, screen.cols);
    const struct view *view = stack_ground(stack);
    key_id begun[KEY_SEQUENCE_MAX];
    if (rows.top > 0)
        draw_first(stack, view->desk, counts, canvas_sub(screen, 0, 0, 1, screen.cols), rows.top == 1);
    if (rows.top > 1)
        draw_second(view->desk, counts, canvas_sub(screen, 1, 0, 1, screen.cols));
    struct canvas last = canvas_sub(screen, screen.rows - 1, 0, 1, screen.cols);
    bool keys_first = view->desk->question == NULL && (is_typing(stack) || stack_pending(stack, begun) > 0);
    if (rows.bottom > 1 || (rows.bottom == 1 && !keys_first))
        draw_status(stack, view, canvas_sub(screen, screen.rows - rows.bottom, 0, 1, screen.cols));
    if (rows.bottom > 1 || (rows.bottom == 1 && keys_first))
        draw_hints(stack, last);
}
