/* What stands on each row of a list: events of the slice around the selected one, and between them rows about the stream
 * itself (gaps, a new day). The selected event keeps its row of the screen whatever is put in between or goes away. */
#ifndef EVMON_VIEW_WINDOW_H
#define EVMON_VIEW_WINDOW_H

#include "view/cursor.h"
#include "view/view.h"

#define WINDOW_ROWS_MAX 500

enum window_kind {
    WINDOW_EVENT,
    WINDOW_GAP,   /* which: an index of desk->gap */
    WINDOW_DAY,   /* the events below it are of the day of ms */
    WINDOW_BLANK, /* held open: the rows that stood here have gone */
};

struct window_row {
    enum window_kind kind;
    row_id row;   /* ROW_NONE unless EVENT */
    size_t index; /* in the slice */
    int which;
    int64_t ms;
};

struct window {
    int count;  /* rows that hold something */
    int cursor; /* the selected event's row, -1 = none */
    struct window_row rows[WINDOW_ROWS_MAX];
};

void window_fill(struct window *window, const struct cursor *cursor, const struct desk *desk);
/* The row of the screen on which an event stands, -1 when it is not among those seen. */
int window_find(const struct window *window, row_id row);

#endif
