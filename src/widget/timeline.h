/* Lanes of state over time: which state held in each column, worst wins, with a cursor. */
#ifndef EVMON_WIDGET_TIMELINE_H
#define EVMON_WIDGET_TIMELINE_H

#include "base/instant.h"
#include "canvas/canvas.h"

struct timeline_state {
    uint32_t point;     /* sign in a utf8 terminal */
    char letter;        /* elsewhere */
    role_id role;
    int rank;           /* the highest shows where several fall into one column */
};
struct timeline_span {
    int64_t from_ms, to_ms;
    int state; /* index into states */
};
struct timeline_lane {
    struct str label;
    const struct timeline_span *spans; /* by from_ms */
    int count;
};
struct timeline {
    const struct timeline_state *states;
    int state_count;
    const struct timeline_lane *lanes;
    int lane_count;
    int64_t from_ms, to_ms;
    int64_t cursor_ms; /* INSTANT_NONE = no cursor */
    const struct zone *zone;
    int label_width; /* columns for the lanes' labels, 0 = none */
};
/* Row 0: time labels; then a row per lane. Returns the rows used. */
int timeline_draw(const struct timeline *timeline, struct canvas canvas);

#endif
