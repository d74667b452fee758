/* Stacked columns over time. A cell shows the worst severity that lies in it, and is filled as far as all of them
 * together reach. */
#include "widget/histogram.h"

#include "base/fmt.h"

int histogram_columns(int width, int note_width)
{
    int columns = width - HISTOGRAM_LABEL - (note_width > 0 ? note_width + 2 : 0);
    return columns > 0 ? columns : 0;
}

static uint32_t sum_of(const uint32_t counts[HISTOGRAM_PARTS])
{
    uint64_t sum = 0;
    for (int i = 0; i < HISTOGRAM_PARTS; i++)
        sum += counts[i];
    return sum > UINT32_MAX ? UINT32_MAX : (uint32_t)sum;
}

static uint32_t highest(const struct histogram *self)
{
    uint32_t most = 0;
    for (int i = 0; i < self->count; i++) {
        uint32_t sum = sum_of(self->counts[i]);
        most = sum > most ? sum : most;
    }
    return most;
}

/* The worst part whose stretch of the stack lies in the cell from `floor` on, in eighths. */
static role_id part_at(const struct histogram *self, const uint32_t counts[HISTOGRAM_PARTS], double floor,
                       double scale)
{
    double start = 0;
    role_id role = self->roles[0];
    for (int i = 0; i < HISTOGRAM_PARTS; i++) {
        double end = start + (double)counts[i] * scale;
        if (counts[i] > 0 && end > floor && start < floor + 8)
            role = self->roles[i];
        start = end;
    }
    return role;
}

static void draw_column(const struct histogram *self, struct canvas plot, int col, int bars, uint32_t most)
{
    const uint32_t *counts = self->counts[col];
    uint32_t sum = sum_of(counts);
    double scale = most > 0 ? (double)bars * 8 / (double)most : 0;
    double height = (double)sum * scale;
    for (int row = 0; row < bars; row++) {
        int floor = (bars - 1 - row) * 8;
        double over = height - floor;
        int level = over >= 8 ? 8 : over > 0 ? (int)(over + 0.5) : 0;
        if (level < 1 && row == bars - 1)
            level = 1; /* a base line */
        role_id role = sum > 0 ? part_at(self, counts, floor, scale) : (role_id)ROLE_HIST_AXIS;
        canvas_repeat(plot, row, col, 1, glyph_block(plot.grid->glyphs, level), role);
    }
}

/* One digit per column: tenths of the highest. */
static void draw_digits(const struct histogram *self, struct canvas plot, int col, int row, uint32_t most)
{
    uint32_t sum = sum_of(self->counts[col]);
    uint32_t tenths = most > 0 ? (uint32_t)((uint64_t)sum * 9 / most) : 0;
    if (sum > 0 && tenths == 0)
        tenths = 1;
    role_id role = sum > 0 ? part_at(self, self->counts[col], 0, 1e-9) : (role_id)ROLE_HIST_AXIS;
    canvas_repeat(plot, row, col, 1, sum > 0 ? '0' + tenths : '.', role);
}

static void draw_scale(struct canvas canvas, int bars, uint32_t most)
{
    char text[FMT_MAX];
    size_t n = fmt_count_short(most, text, sizeof text);
    canvas_text(canvas, 0, 0, HISTOGRAM_LABEL - 1, (struct str){text, n}, ROLE_HIST_AXIS, CANVAS_RIGHT);
    if (bars > 1)
        canvas_text(canvas, bars - 1, 0, HISTOGRAM_LABEL - 1, STR("0"), ROLE_HIST_AXIS, CANVAS_RIGHT);
    for (int row = 0; row < bars; row++)
        canvas_glyph(canvas, row, HISTOGRAM_LABEL - 1, GLYPH_VLINE, ROLE_HIST_AXIS);
}

#define LABEL_ROOM 8 /* columns a label needs, with air */

/* The smallest round step of time whose labels do not touch. */
static int64_t label_step(int64_t per_column)
{
    static const int64_t steps[] = {1, 5, 10, 15, 30, 60, 300, 600, 900, 1800, 3600, 7200, 10800, 14400, 21600, 43200, 86400};
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
        if (steps[i] * 1000 >= per_column * LABEL_ROOM)
            return steps[i] * 1000;
    return per_column * LABEL_ROOM;
}

static void draw_times(const struct histogram *self, struct canvas axis)
{
    int64_t step = self->step_ms > 0 ? label_step(self->step_ms) : 0;
    if (step == 0)
        return;
    enum instant_style style = step < 60000 ? INSTANT_TIME : step >= 86400000 ? INSTANT_DATE : INSTANT_HHMM;
    int64_t offset = self->zone != NULL ? zone_offset(self->zone, self->start_ms, NULL) * INT64_C(1000) : 0;
    int free_from = 0;
    for (int col = 0; col < self->count; col++) {
        int64_t from = self->start_ms + offset + col * self->step_ms;
        int64_t tick = (from + step - 1) / step * step;
        if (tick >= from + self->step_ms || col < free_from)
            continue;
        char text[40];
        size_t n = instant_format(tick - offset, self->zone, style, text, sizeof text);
        if (col + (int)n > axis.cols)
            break;
        canvas_text(axis, 0, col, (int)n, (struct str){text, n}, ROLE_HIST_AXIS, 0);
        free_from = col + (int)n + 1;
    }
}

static int note_width(const struct histogram *self, struct canvas canvas)
{
    int width = 0;
    for (int i = 0; i < 2; i++) {
        int n = canvas_measure(canvas, self->notes[i], 0);
        width = n > width ? n : width;
    }
    return width;
}

void histogram_draw(const struct histogram *histogram, struct canvas canvas)
{
    int bars = canvas.rows > 1 ? canvas.rows - 1 : 1;
    int notes = note_width(histogram, canvas);
    int room = histogram_columns(canvas.cols, notes);
    struct histogram self = *histogram;
    if (self.count > room) { /* the newest ones */
        self.counts += self.count - room;
        self.start_ms += (self.count - room) * self.step_ms;
        self.cursor -= self.count - room;
        self.count = room;
    }
    uint32_t most = highest(&self);
    bool blocks = canvas.grid->glyphs == GLYPH_SET_UTF8;
    canvas_fill(canvas, ROLE_HIST_AXIS);
    draw_scale(canvas, bars, most);
    struct canvas plot = canvas_sub(canvas, 0, HISTOGRAM_LABEL, bars, self.count);
    for (int col = 0; col < self.count; col++) {
        if (blocks)
            draw_column(&self, plot, col, bars, most);
        else
            draw_digits(&self, plot, col, bars - 1, most);
    }
    if (self.cursor >= 0 && self.cursor < self.count)
        for (int row = 0; row < bars; row++)
            canvas_overlay(plot, row, self.cursor, 1, ROLE_SEARCH_HIT);
    for (int i = 0; i < 2 && i < bars && notes > 0; i++) {
        canvas_glyph(canvas, i, HISTOGRAM_LABEL + self.count, GLYPH_VLINE, ROLE_HIST_AXIS);
        canvas_text(canvas, i, HISTOGRAM_LABEL + self.count + 2, notes, self.notes[i], ROLE_HINT, 0);
    }
    if (canvas.rows > 1)
        draw_times(&self, canvas_sub(canvas, bars, HISTOGRAM_LABEL, 1, self.count));
}
