/* Where the eye is in a slice: the selected event and the row of the screen it stands on. Arrivals, eviction and filter
 * edits keep both; only keys move them. Follow = stuck to the newest end. */
#ifndef EVMON_VIEW_CURSOR_H
#define EVMON_VIEW_CURSOR_H

#include "query/slice.h"

enum cursor_mode { CURSOR_FOLLOW, CURSOR_HOLD };

struct cursor {
    struct slice *slice;
    const struct store *store;
    enum cursor_mode mode;
    struct slice_anchor anchor; /* of the selected event; .row ROW_NONE while the slice is empty */
    row_id row;                 /* the selected one as it was last shown */
    size_t index, top;          /* of the selected and of the first visible row, after cursor_settle */
    size_t offset;              /* the row on the screen it is held at */
    int height;                 /* rows of the list */
    int events;                 /* of them, how many a page moves by; 0 = all */
    unsigned lost : 1;          /* the selected event left the slice; the nearest in time is selected */
    unsigned folded : 1;        /* it is in the slice, and the row stands for it that is selected */
};

void cursor_init(struct cursor *cursor, struct slice *slice, const struct store *store);
/* After anything changed (slice, height): finds the selected event again and puts it where it stood. */
void cursor_settle(struct cursor *cursor, int height);
/* The list may have changed since the last picture: `index` is of the row that the eye sees again. Before whatever starts
 * from it; the moves below do so themselves. */
void cursor_refresh(struct cursor *cursor);
void cursor_move(struct cursor *cursor, ptrdiff_t rows); /* stops at the ends; at the newest end, downwards: follows */
void cursor_page(struct cursor *cursor, ptrdiff_t rows); /* moves the window as well */
void cursor_to(struct cursor *cursor, size_t index);
bool cursor_to_row(struct cursor *cursor, row_id row);   /* or to the one that stands for it; false: it is not in the slice */
void cursor_first(struct cursor *cursor);                /* the oldest end, holds */
void cursor_follow(struct cursor *cursor);               /* the newest end, follows; not by time: the last row, holds */
void cursor_hold(struct cursor *cursor);
row_id cursor_row(const struct cursor *cursor);          /* ROW_NONE when the slice is empty */
/* A command that moves the cursor by name: down up page-down page-up half-down half-up first last follow. */
bool cursor_command(struct cursor *cursor, struct str name);

#endif
