/* What stands on each row of a list: events of the slice around the selected one, and between them rows about the stream
 * itself (gaps, a new day). The selected event keeps its row of the screen whatever is put in between or goes away. */
#ifndef EVMON_VIEW_WINDOW_H
#define EVMON_VIEW_WINDOW_H

#include "view/cursor.h"
#include "view/view.h"

#define WINDOW_ROWS_MAX 500
#define WINDOW_CONTEXT_MAX 10 /* rows before and behind a match */

enum window_kind {
    WINDOW_EVENT,
    WINDOW_GAP,   /* which: an index of desk->gap */
    WINDOW_CONTEXT, /* row: an event that does not match, near one that does */
    WINDOW_BREAK, /* index: how many events are left out here */
    WINDOW_DAY,   /* the events below it are of the day of ms */
    WINDOW_BLANK, /* held open: the rows that stood here have gone */
};

struct window_row {
    enum window_kind kind;
    row_id row;   /* ROW_NONE unless EVENT or CONTEXT */
    size_t index; /* EVENT: in the slice */
    int which;
    int64_t ms;
};

struct window {
    int count;  /* rows that hold something */
    int cursor; /* the selected event's row, -1 = none */
    struct window_row rows[WINDOW_ROWS_MAX];
    /* The events among which matches are shown, in the same order as the list, and how many of them around each; NULL,
     * 0: matches alone. The cursor rests on matches only: context is for reading. */
    const struct slice *around;
    int context;
};

void window_fill(struct window *window, const struct cursor *cursor, const struct desk *desk);
/* The row of the screen on which an event stands, -1 when it is not among those seen. */
int window_find(const struct window *window, row_id row);

int window_events(const struct window *window); /* how many rows are events of the list */

#endif
