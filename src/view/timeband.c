/* Columns of time. The right edge is a whole column, so that the picture moves by columns and not by every second. */
#include "view/timeband.h"

#include "base/fmt.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "widget/spark.h"
#include "widget/timeline.h"

#include <stdio.h>
#include <stdlib.h>

#define MINUTE 60000LL
#define HOUR (60 * MINUTE)
#define INDENT 2

static const int64_t spans_ms[] = {15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 24 * HOUR, 72 * HOUR, 168 * HOUR, 720 * HOUR};
#define SPAN_COUNT ((int)(sizeof spans_ms / sizeof *spans_ms))
#define SPAN_START 3
#define SPAN_WIDEST_START 4

enum { REJECTED = DEVICE_STATE_COUNT_, STATES };

/* clang-format off */
static const struct timeline_state states[STATES] = {
    [DEVICE_OFFLINE]   = {0x00b7, '.', ROLE_LANE_OFF, 1},
    [DEVICE_ATTACHED]  = {0x2592, 'A', ROLE_LANE_READY, 2},
    [DEVICE_ONLINE]    = {0x2588, 'O', ROLE_LANE_ON, 3},
    [DEVICE_BLOCKED]   = {'B', 'B', ROLE_LANE_BAD, 4},
    [DEVICE_DISABLED]  = {'D', 'D', ROLE_LANE_BAD, 5},
    [DEVICE_SUSPENDED] = {'S', 'S', ROLE_LANE_BAD, 6},
    [DEVICE_UNKNOWN]   = {'?', '?', ROLE_LANE_UNKNOWN, 0},
    [REJECTED]         = {'x', 'x', ROLE_LANE_BAD, 7},
};
/* clang-format on */

struct range {
    int64_t from_ms, to_ms, column_ms;
    int cols;
};

static struct range range_of(const struct timeband *band, const struct timeband_of *of)
{
    struct range r = {.cols = of->cols > 2 * INDENT ? of->cols - 2 * INDENT : 1};
    r.column_ms = spans_ms[band->zoom] / r.cols;
    r.column_ms = r.column_ms > 0 ? r.column_ms : 1;
    int64_t end = band->end_ms != INSTANT_NONE ? band->end_ms : desk_now(of->desk);
    r.to_ms = end - end % r.column_ms + r.column_ms;
    r.from_ms = r.to_ms - r.column_ms * r.cols;
    return r;
}

void timeband_init(struct timeband *band, const struct desk *desk, int64_t since_ms)
{
    *band = (struct timeband){.zoom = SPAN_START, .end_ms = INSTANT_NONE, .cursor_ms = INSTANT_NONE};
    if (since_ms == INSTANT_NONE)
        return;
    for (band->zoom = 0; band->zoom < SPAN_WIDEST_START && desk_now(desk) - since_ms > spans_ms[band->zoom];)
        band->zoom++;
}

void timeband_zoom(struct timeband *band, int direction)
{
    int to = band->zoom - direction;
    band->zoom = to < 0 ? 0 : to >= SPAN_COUNT ? SPAN_COUNT - 1 : to;
}

static void set_end(struct timeband *band, const struct timeband_of *of, int64_t end_ms)
{
    band->end_ms = end_ms >= desk_now(of->desk) ? INSTANT_NONE : end_ms;
}

void timeband_step(struct timeband *band, const struct timeband_of *of, int direction)
{
    set_end(band, of, range_of(band, of).to_ms + direction * spans_ms[band->zoom] / 2);
}

void timeband_move(struct timeband *band, const struct timeband_of *of, int direction)
{
    struct range r = range_of(band, of);
    bool nowhere = band->cursor_ms == INSTANT_NONE;
    int64_t last = r.to_ms - r.column_ms, to = nowhere ? last : band->cursor_ms + direction * r.column_ms;
    int64_t now = desk_now(of->desk);
    band->cursor_ms = to > now ? now : to;
    if (band->cursor_ms < r.from_ms)
        set_end(band, of, band->cursor_ms + spans_ms[band->zoom] / 2);
    else if (band->cursor_ms >= r.to_ms)
        set_end(band, of, band->cursor_ms + r.column_ms);
}

void timeband_span(const struct timeband *band, char *out, size_t size)
{
    fmt_span_short(spans_ms[band->zoom], out, size);
}

void timeband_legend(enum glyph_set set, char *out, size_t size)
{
    static const struct {
        int state;
        const char *word;
    } words[] = {{DEVICE_ONLINE, "online"}, {DEVICE_ATTACHED, "attached"}, {DEVICE_OFFLINE, "offline"},
                 {REJECTED, "refused"}, {DEVICE_UNKNOWN, "not known"}};
    struct buf text = {0};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const struct timeline_state *state = &states[words[i].state];
        buf_add_text(&text, i > 0 ? "  " : "");
        char sign[4] = {state->letter};
        buf_add(&text, sign, set == GLYPH_SET_UTF8 ? utf8_encode(state->point, sign) : 1);
        buf_add_fmt(&text, " %s", words[i].word);
    }
    str_copy(buf_str(&text), out, size);
    buf_fini(&text);
}

/* ---- rows ---- */

static struct timeline_span *add_span(struct timeline_span *spans, size_t *count, size_t *capacity, int64_t from,
                                      int64_t to, int state)
{
    spans = xgrow(spans, capacity, *count + 1, sizeof *spans);
    spans[(*count)++] = (struct timeline_span){from, to, state};
    return spans;
}

static int by_start(const void *a_, const void *b_)
{
    const struct timeline_span *a = a_, *b = b_;
    return (a->from_ms > b->from_ms) - (a->from_ms < b->from_ms);
}

static void draw_states(const struct timeband *band, const struct timeband_of *of, const struct range *r,
                        struct canvas canvas)
{
    struct timeline_span *spans = NULL;
    size_t count = 0, capacity = 0;
    int64_t now = desk_now(of->desk), known = of->history->count > 0 ? of->history->spans[0].from_ms : now;
    spans = add_span(spans, &count, &capacity, r->from_ms, known, DEVICE_UNKNOWN);
    for (size_t i = 0; i < of->history->count; i++) {
        const struct history_span *span = &of->history->spans[i];
        spans = add_span(spans, &count, &capacity, span->from_ms, span->to_ms, (int)span->state);
    }
    for (size_t i = 0; i < of->device->count; i++) {
        const struct step *step = &of->device->steps[i];
        if (step->type == TYPE_PDP_REJECT)
            spans = add_span(spans, &count, &capacity, step->ts_ms, step->ts_ms, REJECTED);
    }
    qsort(spans, count, sizeof *spans, by_start);
    const struct timeline_lane lane = {STR_NONE, spans, (int)count};
    const struct timeline timeline = {
        .states = states, .state_count = STATES, .lanes = &lane, .lane_count = 1, .from_ms = r->from_ms,
        .to_ms = r->to_ms, .cursor_ms = band->cursor_ms, .zone = of->desk->zone,
    };
    timeline_draw(&timeline, canvas);
    free(spans);
}

static void draw_volume(const struct timeband_of *of, const struct range *r, struct canvas canvas)
{
    double *bytes = xcalloc((size_t)r->cols, sizeof *bytes), most = 0;
    const struct sessions *sessions = &of->device->sessions;
    for (size_t i = 0; i < sessions->count; i++) {
        const struct session *session = &sessions->items[i];
        if (session->end_ms == INSTANT_NONE || session->end_ms < r->from_ms)
            continue;
        for (int col = 0; col < r->cols; col++)
            bytes[col] += session_moved(session, r->from_ms + col * r->column_ms, r->from_ms + (col + 1) * r->column_ms);
    }
    for (int col = 0; col < r->cols; col++)
        most = bytes[col] > most ? bytes[col] : most;
    if (most > 0)
        spark_draw(canvas, 0, 0, r->cols, bytes, r->cols, most, ROLE_SPARK);
    else
        canvas_print(canvas, 0, 0, r->cols, ROLE_MUTED, CANVAS_ELLIPSIS, "no session that ended in this time has told a volume");
    free(bytes);
}

/* Where the device was at a moment; NULL = not known. */
static const struct place *place_at(const struct timeband_of *of, int64_t ms)
{
    const struct step *step = device_at(of->device, ms, UINT64_MAX);
    bool before = step == NULL && (of->device->base_ts_ms == INSTANT_NONE || ms < of->device->base_ts_ms);
    if (before || ms > desk_now(of->desk))
        return NULL;
    return fleet_place(of->desk->fleet, step != NULL ? step->place : of->device->base_place);
}

/* The same network and radio; an attach says no radio, which is no other one. */
static bool same_stay(const struct place *a, const struct place *b)
{
    if (a == NULL || b == NULL)
        return a == b;
    return place_same_network(a, b) && (a->rat == b->rat || a->rat < 0 || b->rat < 0);
}

static void draw_stay(struct canvas canvas, int from, int to, const struct place *place)
{
    int cols = to - from;
    if (place == NULL || cols < 1)
        return;
    canvas_repeat(canvas, 0, from, cols, glyph_point(canvas.grid->glyphs, GLYPH_HLINE), ROLE_RULE);
    canvas_glyph(canvas, 0, from, GLYPH_TEE_RIGHT, ROLE_RULE);
    const char *rat = place->rat >= 0 ? field_enum_word(FIELD_RAT, place->rat) : NULL;
    char text[96];
    snprintf(text, sizeof text, " %.*s %.*s%s%s ", STR_ARG(place->op), STR_ARG(place->cc), rat != NULL ? " " : "",
             rat != NULL ? rat : "");
    if (cols >= canvas_measure(canvas, str_of(text), 0) + 2)
        canvas_text(canvas, 0, from + 1, cols - 1, str_of(text), ROLE_MUTED, 0);
}

static void draw_places(const struct timeband_of *of, const struct range *r, struct canvas canvas)
{
    const struct place *here = place_at(of, r->from_ms + r->column_ms - 1);
    int64_t now = desk_now(of->desk);
    int from = 0;
    for (int col = 1; col <= r->cols; col++) {
        int64_t end = r->from_ms + (col + 1) * r->column_ms - 1;
        const struct place *next = col < r->cols ? place_at(of, end < now ? end : now) : NULL;
        if (col < r->cols && same_stay(here, next)) {
            here = next == NULL || next->rat >= 0 ? next : here;
            continue;
        }
        draw_stay(canvas, from, col, here);
        here = next;
        from = col;
    }
}

void timeband_draw(const struct timeband *band, const struct timeband_of *of, struct canvas canvas)
{
    struct range r = range_of(band, of);
    struct canvas inner = canvas_sub(canvas, 0, INDENT, canvas.rows, r.cols);
    draw_states(band, of, &r, inner);
    if (inner.rows > 2)
        draw_volume(of, &r, canvas_sub(inner, 2, 0, 1, r.cols));
    if (inner.rows > 3)
        draw_places(of, &r, canvas_sub(inner, 3, 0, 1, r.cols));
}
