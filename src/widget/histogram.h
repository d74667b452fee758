/* Columns of counts over time, stacked by severity, with labels. Two or more rows of blocks; one row becomes a
 * sparkline; without utf8 glyphs digits 0-9. */
#ifndef EVMON_WIDGET_HISTOGRAM_H
#define EVMON_WIDGET_HISTOGRAM_H

#include "base/instant.h"
#include "canvas/canvas.h"

#define HISTOGRAM_PARTS 3 /* info, warn, critical: the worst stands at the top */

struct histogram {
    const uint32_t (*counts)[HISTOGRAM_PARTS]; /* one per column, oldest first */
    int count;
    int64_t start_ms, step_ms; /* time of the first column, and per column */
    const struct zone *zone;   /* of the labels */
    int cursor;                /* column under the brush, -1 none */
    struct str notes[2];       /* at the right: scale and keys, one per row */
    role_id roles[HISTOGRAM_PARTS];
};
#define HISTOGRAM_LABEL 5 /* columns left of the plot: the scale and its line */

/* Draws bars in all rows but the last, which carries the time labels. */
void histogram_draw(const struct histogram *histogram, struct canvas canvas);
/* How many columns of counts fit a canvas of that width with notes of that width at the right. */
int histogram_columns(int width, int note_width);

#endif
