/* The time line of a device: its states, the volume of its sessions, the networks it was on; with zoom, steps and a
 * cursor. Drawn from the fleet's history; owns only where the eye is in time. */
#ifndef EVMON_VIEW_TIMEBAND_H
#define EVMON_VIEW_TIMEBAND_H

#include "fleet/history.h"
#include "view/view.h"

#define TIMEBAND_ROWS 4 /* times, states, volume, networks: the last go first */

struct timeband {
    int zoom;
    int64_t end_ms;    /* right edge; INSTANT_NONE = now, and it slides */
    int64_t cursor_ms; /* INSTANT_NONE = none */
};

/* What is drawn, and how wide. */
struct timeband_of {
    const struct desk *desk;
    const struct device *device;
    const struct history *history;
    int cols;
};

/* So wide that it reaches back to since_ms (INSTANT_NONE: as usual), if that is no more than a day. */
void timeband_init(struct timeband *band, const struct desk *desk, int64_t since_ms);
void timeband_zoom(struct timeband *band, int direction); /* +1 in */
void timeband_step(struct timeband *band, const struct timeband_of *of, int direction); /* half a width */
/* The cursor a column to the left or right; the window follows it. From nowhere it begins at the right end. */
void timeband_move(struct timeband *band, const struct timeband_of *of, int direction);
/* "6h", for a title. Needs FMT_MAX bytes. */
void timeband_span(const struct timeband *band, char *out, size_t size);
/* The letters and signs in use, for a title: "online attached ...", as they are drawn in this set. */
void timeband_legend(enum glyph_set set, char *out, size_t size);
void timeband_draw(const struct timeband *band, const struct timeband_of *of, struct canvas canvas);

#endif
