/* What stands on each row of a list: events of the slice around the selected one, and between them rows about the stream
 * itself (gaps). The selected event keeps its row of the screen whatever is put in between. */
#ifndef EVMON_VIEW_WINDOW_H
#define EVMON_VIEW_WINDOW_H

#include "view/cursor.h"
#include "view/view.h"

#define WINDOW_ROWS_MAX 500

struct window_row {
    row_id row;   /* ROW_NONE for a row about the stream */
    size_t index; /* in the slice */
    int gap;      /* index of the gap, -1 for events */
};

struct window {
    int count;  /* rows that hold something */
    int cursor; /* the selected event's row, -1 = none */
    struct window_row rows[WINDOW_ROWS_MAX];
};

void window_fill(struct window *window, const struct cursor *cursor, const struct desk *desk);

#endif
