/* Fills the visible rows from the selected event outwards, upwards first; between two events of the list stand rows of
 * the stream and the events around them that do not match. Pure but for what it reads of the desk. */
#include "view/window.h"

#include "base/instant.h"

#define GAPS_SHOWN_MAX 64 /* the newest ones; the journal has them all */
#define BANNERS_MAX 8     /* rows about the stream between two events */
#define BETWEEN_MAX (2 * WINDOW_CONTEXT_MAX + 1 + 2 * BANNERS_MAX)

struct filler {
    const struct cursor *cursor;
    const struct desk *desk;
    const struct slice *around; /* what context rows are taken from, NULL: none are */
    int context;
    size_t count;
    bool by_time;
    int direction; /* +1: the list goes from old to new */
};

/* Rows that are gathered between two neighbours of the list, from top to bottom. */
struct between {
    struct window_row rows[BETWEEN_MAX];
    int count;
    int64_t above; /* the time of the event above the next one */
    bool any;      /* there is one */
};

/* The gaps whose end lies between two neighbours of the list, in their order. */
static void add_gaps(const struct filler *f, int64_t older, int64_t newer, struct between *b)
{
    int all = f->desk->gap_count(f->desk->app), added = 0;
    int first = all > GAPS_SHOWN_MAX ? all - GAPS_SHOWN_MAX : 0;
    for (int n = 0; n < all - first && added < BANNERS_MAX && b->count < BETWEEN_MAX; n++) {
        int i = f->direction > 0 ? first + n : all - 1 - n;
        int64_t until = f->desk->gap(f->desk->app, i)->until_ms;
        if (until <= older || until > newer)
            continue;
        b->rows[b->count++] = (struct window_row){.kind = WINDOW_GAP, .which = i};
        added++;
    }
}

static struct civil day_of(const struct filler *f, int64_t ms)
{
    return instant_civil(ms, zone_offset(f->desk->zone, ms, NULL));
}

static bool same_day(struct civil a, struct civil b)
{
    return a.day == b.day && a.month == b.month && a.year == b.year;
}

/* What stands above an event of that time; `last`: there is no further one. */
static void add_banners(const struct filler *f, int64_t below, bool last, struct between *b)
{
    if (!f->by_time)
        return;
    if (f->direction > 0)
        add_gaps(f, b->above, below, b);
    else
        add_gaps(f, below, b->above, b);
    bool new_day = !last && b->any && !same_day(day_of(f, b->above), day_of(f, below));
    if (new_day && b->count < BETWEEN_MAX)
        b->rows[b->count++] = (struct window_row){.kind = WINDOW_DAY, .ms = below};
}

static int64_t time_of(const struct filler *f, row_id row)
{
    return store_order_ms(f->desk->store, row);
}

static void add_context(const struct filler *f, size_t from, size_t to, struct between *b)
{
    for (size_t i = from; i < to && b->count < BETWEEN_MAX; i++) {
        row_id row = slice_row(f->around, i);
        add_banners(f, time_of(f, row), false, b);
        if (b->count == BETWEEN_MAX)
            return;
        b->rows[b->count++] = (struct window_row){.kind = WINDOW_CONTEXT, .row = row};
        b->above = time_of(f, row);
        b->any = true;
    }
}

/* The place of a row of the list among all events; false while that list has not come to it. */
static bool find_around(const struct filler *f, size_t index, size_t *at)
{
    struct slice_anchor anchor = slice_anchor(f->cursor->slice, slice_row(f->cursor->slice, index));
    return slice_find(f->around, &anchor, at) == SLICE_EXACT;
}

/* The events that follow the one above, a row that counts those left out, the events that lead to the one below. One
 * event alone is shown rather than counted. */
static void add_around(const struct filler *f, size_t border, struct between *b)
{
    size_t from = 0, to = slice_count(f->around), context = (size_t)f->context;
    bool above = border > 0, below = border < f->count;
    if ((above && !find_around(f, border - 1, &from)) || (below && !find_around(f, border, &to)))
        return;
    from += above;
    size_t all = to - from, behind = above ? context : 0, ahead = below ? context : 0;
    if (all <= behind + ahead + (above && below)) {
        add_context(f, from, to, b);
        return;
    }
    add_context(f, from, from + behind, b);
    if (above && below && b->count < BETWEEN_MAX)
        b->rows[b->count++] = (struct window_row){.kind = WINDOW_BREAK, .index = all - behind - ahead};
    add_context(f, to - ahead, to, b);
}

/* What stands above row `border` of the list, from top to bottom. */
static void fill_between(const struct filler *f, size_t border, struct between *b)
{
    const struct slice *slice = f->cursor->slice;
    bool last = border >= f->count;
    int64_t never = f->direction > 0 ? INT64_MIN : INT64_MAX;
    b->count = 0;
    b->any = border > 0;
    b->above = border > 0 ? time_of(f, slice_row(slice, border - 1)) : never;
    if (f->around != NULL && f->by_time && f->context > 0)
        add_around(f, border, b);
    add_banners(f, !last ? time_of(f, slice_row(slice, border)) : f->direction > 0 ? INT64_MAX : INT64_MIN, last, b);
}

static struct window_row event_row(const struct filler *f, size_t index)
{
    return (struct window_row){.kind = WINDOW_EVENT, .row = slice_row(f->cursor->slice, index), .index = index};
}

/* Rows above the selected one, nearest first; returns how many. */
static int fill_up(const struct filler *f, struct window_row *out, int room)
{
    int n = 0;
    struct between between;
    for (size_t k = f->cursor->index; n < room; k--) {
        fill_between(f, k, &between);
        for (int i = between.count - 1; i >= 0 && n < room; i--)
            out[n++] = between.rows[i];
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
    struct between between;
    for (size_t k = f->cursor->index + 1; n < room; k++) {
        fill_between(f, k, &between);
        for (int i = 0; i < between.count && n < room; i++)
            out[n++] = between.rows[i];
        if (k >= f->count)
            break;
        if (n < room)
            out[n++] = event_row(f, k);
    }
    return n;
}

/* Following, the newest match stands at the bottom, above what has come since. */
static int rows_above(const struct filler *f, int height)
{
    struct between behind;
    if (f->around == NULL)
        return height - 1;
    fill_between(f, f->count, &behind);
    return behind.count < height / 2 ? height - 1 - behind.count : height - height / 2;
}

void window_fill(struct window *window, const struct cursor *cursor, const struct desk *desk)
{
    struct slice_order order = slice_get_order(cursor->slice);
    const struct filler f = {cursor, desk, window->around, window->context, slice_count(cursor->slice),
                             order.field == FIELD_TS, order.direction == SLICE_ASCENDING ? 1 : -1};
    int height = cursor->height < WINDOW_ROWS_MAX ? cursor->height : WINDOW_ROWS_MAX;
    window->count = 0;
    window->cursor = -1;
    if (f.count == 0 || height <= 0)
        return;
    struct window_row above[WINDOW_ROWS_MAX];
    bool follows_down = cursor->mode == CURSOR_FOLLOW && f.direction > 0;
    int room = follows_down ? rows_above(&f, height) : (int)cursor->offset;
    int up = fill_up(&f, above, room);
    while (!follows_down && up < room)
        above[up++] = (struct window_row){.kind = WINDOW_BLANK};
    for (int i = 0; i < up; i++)
        window->rows[i] = above[up - 1 - i];
    window->cursor = up;
    window->rows[up] = event_row(&f, cursor->index);
    window->count = up + 1 + fill_down(&f, window->rows + up + 1, height - up - 1);
}

int window_events(const struct window *window)
{
    int events = 0;
    for (int i = 0; i < window->count; i++)
        events += window->rows[i].kind == WINDOW_EVENT;
    return events;
}

int window_find(const struct window *window, row_id row)
{
    for (int i = 0; i < window->count; i++) {
        if (window->rows[i].kind == WINDOW_EVENT && window->rows[i].row == row)
            return i;
    }
    return -1;
}
