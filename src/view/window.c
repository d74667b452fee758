/* Fills the visible rows from the selected event outwards, upwards first. Pure but for what it reads of the desk. */
#include "view/window.h"

#include "base/instant.h"

#define GAPS_SHOWN_MAX 64 /* the newest ones; the journal has them all */

/* The gaps whose end lies between two neighbours of the list (either may be missing). */
static int gap_between(const struct desk *desk, int64_t older, int64_t newer, int skip)
{
    int count = desk->gap_count(desk->app);
    int first = count > GAPS_SHOWN_MAX ? count - GAPS_SHOWN_MAX : 0;
    for (int i = count - 1; i >= first; i--) {
        int64_t until = desk->gap(desk->app, i)->until_ms;
        if (until > older && until <= newer && skip-- == 0)
            return i;
    }
    return -1;
}

struct filler {
    const struct cursor *cursor;
    const struct desk *desk;
    size_t count;
    bool by_time;
    int direction; /* +1: the list goes from old to new */
};

static int64_t time_at(const struct filler *f, size_t index)
{
    return store_order_ms(f->desk->store, slice_row(f->cursor->slice, index));
}

/* The n-th gap between the rows above and below a border of the list; border k lies above row k. */
static int gap_at(const struct filler *f, size_t border, int n)
{
    if (!f->by_time)
        return -1;
    int64_t above = border > 0 ? time_at(f, border - 1) : f->direction > 0 ? INT64_MIN : INT64_MAX;
    int64_t below = border < f->count ? time_at(f, border) : f->direction > 0 ? INT64_MAX : INT64_MIN;
    return f->direction > 0 ? gap_between(f->desk, above, below, n) : gap_between(f->desk, below, above, n);
}

static struct window_row event_row(const struct filler *f, size_t index)
{
    return (struct window_row){slice_row(f->cursor->slice, index), index, -1};
}

/* Rows above the selected one, nearest first; returns how many. */
static int fill_up(const struct filler *f, struct window_row *out, int room)
{
    int n = 0, gap;
    for (size_t k = f->cursor->index; n < room; k--) {
        for (int i = 0; n < room && (gap = gap_at(f, k, i)) >= 0; i++)
            out[n++] = (struct window_row){ROW_NONE, k, gap};
        if (k == 0)
            break;
        if (n < room)
            out[n++] = event_row(f, k - 1);
    }
    return n;
}

static int fill_down(const struct filler *f, struct window_row *out, int room)
{
    int n = 0, gap;
    for (size_t k = f->cursor->index + 1; n < room; k++) {
        for (int i = 0; n < room && (gap = gap_at(f, k, i)) >= 0; i++)
            out[n++] = (struct window_row){ROW_NONE, k, gap};
        if (k >= f->count)
            break;
        if (n < room)
            out[n++] = event_row(f, k);
    }
    return n;
}

void window_fill(struct window *window, const struct cursor *cursor, const struct desk *desk)
{
    struct slice_order order = slice_get_order(cursor->slice);
    const struct filler f = {cursor, desk, slice_count(cursor->slice), order.field == FIELD_TS,
                             order.direction == SLICE_ASCENDING ? 1 : -1};
    int height = cursor->height < WINDOW_ROWS_MAX ? cursor->height : WINDOW_ROWS_MAX;
    window->count = 0;
    window->cursor = -1;
    if (f.count == 0 || height <= 0)
        return;
    struct window_row above[WINDOW_ROWS_MAX];
    int up = fill_up(&f, above, (int)cursor->offset);
    for (int i = 0; i < up; i++)
        window->rows[i] = above[up - 1 - i];
    window->cursor = up;
    window->rows[up] = event_row(&f, cursor->index);
    window->count = up + 1 + fill_down(&f, window->rows + up + 1, height - up - 1);
}
