/* Fills the visible rows from the selected event outwards, upwards first. Pure but for what it reads of the desk. */
#include "view/window.h"

#include "base/instant.h"

#define GAPS_SHOWN_MAX 64 /* the newest ones; the journal has them all */
#define BANNERS_MAX 8     /* rows about the stream between two events */

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

/* The gaps whose end lies between two neighbours of the list, in their order. */
static int add_gaps(const struct filler *f, int64_t older, int64_t newer, struct window_row *out, int count)
{
    int all = f->desk->gap_count(f->desk->app);
    int first = all > GAPS_SHOWN_MAX ? all - GAPS_SHOWN_MAX : 0;
    for (int n = 0; n < all - first && count < BANNERS_MAX; n++) {
        int i = f->direction > 0 ? first + n : all - 1 - n;
        int64_t until = f->desk->gap(f->desk->app, i)->until_ms;
        if (until > older && until <= newer)
            out[count++] = (struct window_row){.kind = WINDOW_GAP, .which = i};
    }
    return count;
}

static struct civil day_of(const struct filler *f, int64_t ms)
{
    return instant_civil(ms, zone_offset(f->desk->zone, ms, NULL));
}

static bool same_day(struct civil a, struct civil b)
{
    return a.day == b.day && a.month == b.month && a.year == b.year;
}

/* What stands above row `border` of the list, from top to bottom. */
static int banners(const struct filler *f, size_t border, struct window_row out[BANNERS_MAX])
{
    if (!f->by_time)
        return 0;
    int64_t first = f->direction > 0 ? INT64_MIN : INT64_MAX;
    int64_t above = border > 0 ? time_at(f, border - 1) : first;
    int64_t below = border < f->count ? time_at(f, border) : f->direction > 0 ? INT64_MAX : INT64_MIN;
    int count = f->direction > 0 ? add_gaps(f, above, below, out, 0) : add_gaps(f, below, above, out, 0);
    bool new_day = border < f->count && border > 0 && !same_day(day_of(f, above), day_of(f, below));
    if (new_day && count < BANNERS_MAX)
        out[count++] = (struct window_row){.kind = WINDOW_DAY, .ms = below};
    return count;
}

static struct window_row event_row(const struct filler *f, size_t index)
{
    return (struct window_row){.kind = WINDOW_EVENT, .row = slice_row(f->cursor->slice, index), .index = index};
}

/* Rows above the selected one, nearest first; returns how many. */
static int fill_up(const struct filler *f, struct window_row *out, int room)
{
    int n = 0;
    struct window_row between[BANNERS_MAX];
    for (size_t k = f->cursor->index; n < room; k--) {
        for (int i = banners(f, k, between) - 1; i >= 0 && n < room; i--)
            out[n++] = between[i];
        if (k == 0)
            break;
        if (n < room)
            out[n++] = event_row(f, k - 1);
    }
    return n;
}

static int fill_down(const struct filler *f, struct window_row *out, int room)
{
    int n = 0;
    struct window_row between[BANNERS_MAX];
    for (size_t k = f->cursor->index + 1; n < room; k++) {
        int count = banners(f, k, between);
        for (int i = 0; i < count && n < room; i++)
            out[n++] = between[i];
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
    bool follows_down = cursor->mode == CURSOR_FOLLOW && f.direction > 0;
    int room = follows_down ? height - 1 : (int)cursor->offset;
    int up = fill_up(&f, above, room);
    while (!follows_down && up < room)
        above[up++] = (struct window_row){.kind = WINDOW_BLANK};
    for (int i = 0; i < up; i++)
        window->rows[i] = above[up - 1 - i];
    window->cursor = up;
    window->rows[up] = event_row(&f, cursor->index);
    window->count = up + 1 + fill_down(&f, window->rows + up + 1, height - up - 1);
}

int window_find(const struct window *window, row_id row)
{
    for (int i = 0; i < window->count; i++) {
        if (window->rows[i].kind == WINDOW_EVENT && window->rows[i].row == row)
            return i;
    }
    return -1;
}
