/* The rate strip over query/buckets. Owns zoom and position only. */
#include "view/strip.h"

#include "base/fmt.h"
#include "widget/histogram.h"
#include "widget/spark.h"

#include <stdio.h>

#define COLUMNS_MAX 512
#define NOTE_COLUMNS 27

static const int64_t widths_ms[] = {1000, 5000, 15000, 60000, 300000, 900000, 3600000, 6 * 3600000, 24 * 3600000};
#define WIDTH_COUNT ((int)(sizeof widths_ms / sizeof *widths_ms))
#define WIDTH_START 3 /* a minute a column */

void strip_init(struct strip *strip, const struct desk *desk)
{
    *strip = (struct strip){.desk = desk, .zoom = WIDTH_START, .end_ms = INSTANT_NONE, .frozen_ms = INSTANT_NONE, .eye_ms = INSTANT_NONE};
}

void strip_zoom(struct strip *strip, int direction)
{
    int to = strip->zoom - direction;
    strip->zoom = to < 0 ? 0 : to >= WIDTH_COUNT ? WIDTH_COUNT - 1 : to;
}

static int64_t present_ms(const struct strip *strip)
{
    return strip->frozen_ms != INSTANT_NONE ? strip->frozen_ms : desk_now(strip->desk);
}

static int64_t end_of(const struct strip *strip)
{
    int64_t width = widths_ms[strip->zoom];
    int64_t end = strip->end_ms != INSTANT_NONE ? strip->end_ms : present_ms(strip);
    return end - ((end % width) + width) % width + width;
}

void strip_freeze(struct strip *strip)
{
    strip->frozen_ms = present_ms(strip);
}

void strip_thaw(struct strip *strip)
{
    strip->frozen_ms = INSTANT_NONE;
}

void strip_step(struct strip *strip, int direction)
{
    int64_t now = present_ms(strip), half = widths_ms[strip->zoom] * 30;
    int64_t end = (strip->end_ms != INSTANT_NONE ? strip->end_ms : now) + direction * half;
    strip->end_ms = end >= now ? INSTANT_NONE : end;
}

static int read_counts(const struct strip *strip, int columns, int64_t *start,
                       uint32_t (*counts)[HISTOGRAM_PARTS])
{
    struct bucket buckets[COLUMNS_MAX];
    if (columns > COLUMNS_MAX)
        columns = COLUMNS_MAX;
    int64_t width = widths_ms[strip->zoom];
    *start = end_of(strip) - columns * width;
    buckets_read(strip->desk->buckets, *start, width, (size_t)columns, buckets);
    for (int i = 0; i < columns; i++) {
        for (int severity = 0; severity < SEVERITY_COUNT_; severity++)
            counts[i][severity] = buckets[i].by_severity[severity];
    }
    return columns;
}

void strip_draw(const struct strip *strip, struct canvas canvas)
{
    uint32_t counts[COLUMNS_MAX][HISTOGRAM_PARTS];
    char scale[64], keys[64], span[FMT_MAX], in[KEY_NAME_MAX], out[KEY_NAME_MAX];
    bool notes = canvas.cols >= 80;
    fmt_span_short(widths_ms[strip->zoom], span, sizeof span);
    snprintf(scale, sizeof scale, "1 column = %s", span);
    keymap_hint(strip->desk->keymaps, STR("stream"), STR("zoom-in"), in, sizeof in);
    keymap_hint(strip->desk->keymaps, STR("stream"), STR("zoom-out"), out, sizeof out);
    snprintf(keys, sizeof keys, "%s/%s zoom", in, out);
    struct histogram histogram = {
        .counts = (const uint32_t(*)[HISTOGRAM_PARTS])counts,
        .step_ms = widths_ms[strip->zoom],
        .zone = strip->desk->zone,
        .cursor = -1,
        .notes = {notes ? str_of(scale) : STR_NONE, notes ? str_of(keys) : STR_NONE},
        .roles = {ROLE_HIST_INFO, ROLE_HIST_WARN, ROLE_HIST_CRITICAL},
    };
    int columns = histogram_columns(canvas.cols, notes ? NOTE_COLUMNS : 0);
    histogram.count = read_counts(strip, columns, &histogram.start_ms, counts);
    if (strip->eye_ms >= histogram.start_ms && strip->eye_ms < histogram.start_ms + histogram.count * histogram.step_ms)
        histogram.cursor = (int)((strip->eye_ms - histogram.start_ms) / histogram.step_ms);
    histogram_draw(&histogram, canvas);
}

int strip_spark(const struct strip *strip, struct canvas canvas, int row, int col, int cells)
{
    uint32_t counts[COLUMNS_MAX][HISTOGRAM_PARTS];
    double values[COLUMNS_MAX];
    int64_t start;
    int columns = read_counts(strip, cells, &start, counts);
    for (int i = 0; i < columns; i++)
        values[i] = (double)counts[i][0] + counts[i][1] + counts[i][2];
    return spark_draw(canvas, row, col, columns, values, columns, 0, ROLE_SPARK);
}
