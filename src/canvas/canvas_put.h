/* Between canvas.c and canvas_text.c only: one sign into one or two cells. */
#ifndef EVMON_CANVAS_CANVAS_PUT_H
#define EVMON_CANVAS_CANVAS_PUT_H

#include "canvas/canvas.h"

/* Does nothing where the sign does not fit whole. */
void canvas_put(struct canvas canvas, int row, int col, const struct cell *sign);

#endif
