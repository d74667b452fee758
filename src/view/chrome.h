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
void chrome_draw(const struct stack *stack, struct canvas screen);

#endif
