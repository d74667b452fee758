/* Lanes of state over time: a column shows the state of the highest rank that touches it. */
#include "widget/timeline.h"

struct span_of_time {
    int64_t from, to;
};

static struct span_of_time column_time(const struct timeline *self, int col, int cols)
{
    int64_t whole = self->to_ms - self->from_ms;
    return (struct span_of_time){self->from_ms + whole * col / cols, self->from_ms + whole * (col + 1) / cols};
}

/* The index of the state to show, -1 when nothing is known of that time. */
static int state_in(const struct timeline *self, const struct timeline_lane *lane, struct span_of_time time)
{
    int best = -1;
    for (int i = 0; i < lane->count && lane->spans[i].from_ms < time.to; i++) {
        const struct timeline_span *span = &lane->spans[i];
        bool touches = span->to_ms > time.from || (span->to_ms == span->from_ms && span->from_ms >= time.from);
        bool known = span->state >= 0 && span->state < self->state_count;
        if (touches && known && (best < 0 || self->states[span->state].rank >= self->states[best].rank))
            best = span->state;
    }
    return best;
}

static void draw_lane(const struct timeline *self, const struct timeline_lane *lane, struct canvas canvas)
{
    bool blocks = canvas.grid->glyphs == GLYPH_SET_UTF8;
    canvas_text(canvas, 0, 0, self->label_width - 1, lane->label, ROLE_LABEL, CANVAS_ELLIPSIS);
    struct canvas plot = canvas_sub(canvas, 0, self->label_width, 1, canvas.cols);
    for (int col = 0; col < plot.cols; col++) {
        int state = state_in(self, lane, column_time(self, col, plot.cols));
        uint32_t point = state < 0 ? ' ' : blocks ? self->states[state].point
                                                  : (uint32_t)(unsigned char)self->states[state].letter;
        canvas_repeat(plot, 0, col, 1, point, state < 0 ? (role_id)ROLE_TEXT : self->states[state].role);
    }
}

#define LABELS 6

static void draw_times(const struct timeline *self, struct canvas axis)
{
    int end = 0;
    for (int i = 0; i <= LABELS; i++) {
        int col = i * (axis.cols - 1) / LABELS;
        char text[40];
        int64_t at = self->from_ms + (self->to_ms - self->from_ms) * i / LABELS;
        size_t n = instant_format(at, self->zone, INSTANT_HHMM, text, sizeof text);
        if (i == LABELS)
            col = axis.cols - (int)n;
        if (col < end)
            continue;
        canvas_text(axis, 0, col, (int)n, (struct str){text, n}, ROLE_HIST_AXIS, 0);
        end = col + (int)n + 1;
    }
}

int timeline_draw(const struct timeline *timeline, struct canvas canvas)
{
    if (timeline->to_ms <= timeline->from_ms || canvas.rows < 1)
        return 0;
    int rows = 1;
    draw_times(timeline, canvas_sub(canvas, 0, timeline->label_width, 1, canvas.cols));
    for (; rows <= timeline->lane_count && rows < canvas.rows; rows++)
        draw_lane(timeline, &timeline->lanes[rows - 1], canvas_sub(canvas, rows, 0, 1, canvas.cols));
    int cols = canvas.cols - timeline->label_width;
    int64_t whole = timeline->to_ms - timeline->from_ms, at = timeline->cursor_ms;
    if (at != INSTANT_NONE && at >= timeline->from_ms && at < timeline->to_ms)
        for (int row = 1; row < rows; row++)
            canvas_overlay(canvas, row, timeline->label_width + (int)((at - timeline->from_ms) * cols / whole), 1, ROLE_SEARCH_HIT);
    return rows;
}
