/* Sparklines: a value per column in blocks of eighths. */
#ifndef EVMON_WIDGET_SPARK_H
#define EVMON_WIDGET_SPARK_H

#include "canvas/canvas.h"

/* The last `width` of the values; top is what fills a cell (0 = the largest of them). Returns the columns used. */
int spark_draw(struct canvas canvas, int row, int col, int width, const double *values, int count, double top,
               role_id role);

#endif
