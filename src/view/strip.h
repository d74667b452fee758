/* The rate strip: events of all kinds over time, by severity, whatever the list below shows. Zoom, step, brush. */
#ifndef EVMON_VIEW_STRIP_H
#define EVMON_VIEW_STRIP_H

#include "view/view.h"

struct strip {
    const struct desk *desk;
    int zoom;           /* index into the widths of a column */
    int64_t end_ms;     /* right edge; INSTANT_NONE = now */
    int64_t frozen_ms;  /* what "now" is while the picture is frozen; INSTANT_NONE = it is not */
    int64_t eye_ms;     /* time of the selected event, for the brush; INSTANT_NONE = none */
};

void strip_init(struct strip *strip, const struct desk *desk);
void strip_zoom(struct strip *strip, int direction);  /* +1 in, -1 out */
void strip_step(struct strip *strip, int direction);  /* half a strip to the left or right; the right end slides again */
void strip_freeze(struct strip *strip); /* it slides no further */
void strip_thaw(struct strip *strip);
/* Draws bars and, in the last row, times. One row: a sparkline. */
void strip_draw(const struct strip *strip, struct canvas canvas);
/* A sparkline of `cells` columns of the last minutes, for narrow headers. */
int strip_spark(const struct strip *strip, struct canvas canvas, int row, int col, int cells);

#endif
