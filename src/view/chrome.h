/* What stands around every view: the header with the state of the streams, and the footer with status and hints. */
#ifndef EVMON_VIEW_CHROME_H
#define EVMON_VIEW_CHROME_H

#include "view/view.h"

/* Rows above and below the view, by the screen's size. */
struct chrome_rows {
    int top, bottom;
};
struct chrome_rows chrome_rows(int rows, int cols);
/* The part of the screen that is the view's. */
struct canvas chrome_area(struct canvas screen);

/* What the header counts. States and losses are not among them: they are shown as they are. */
struct chrome_counts {
    double per_second;
    int64_t lag_ms; /* the largest; -1 none is known */
    struct bucket total;
    size_t devices[DEVICE_STATE_COUNT_];
    size_t held, bytes;
};
void chrome_count(const struct desk *desk, struct chrome_counts *counts);
void chrome_draw(const struct stack *stack, const struct chrome_counts *counts, struct canvas screen);

#endif
