/* Selection and window over a slice. Anchored to the event, never to a row number. Draws nothing. */
#include "view/cursor.h"

static bool newest_is_last(const struct cursor *cursor)
{
    struct slice_order order = slice_get_order(cursor->slice);
    return order.field != FIELD_TS || order.direction == SLICE_ASCENDING;
}

static size_t newest_index(const struct cursor *cursor)
{
    size_t count = slice_count(cursor->slice);
    return newest_is_last(cursor) && count > 0 ? count - 1 : 0;
}

/* News are counted from here while the list is held. */
static void watch(struct cursor *cursor)
{
    slice_watch_from(cursor->slice, cursor->mode == CURSOR_HOLD ? store_newest(cursor->store) : ROW_NONE);
}

void cursor_init(struct cursor *cursor, struct slice *slice, const struct store *store)
{
    *cursor = (struct cursor){.slice = slice, .store = store, .mode = CURSOR_FOLLOW, .height = 1};
}

static void take_anchor(struct cursor *cursor)
{
    size_t count = slice_count(cursor->slice);
    if (count == 0) {
        cursor->index = cursor->top = 0;
        return;
    }
    if (cursor->index >= count)
        cursor->index = count - 1;
    cursor->row = slice_row(cursor->slice, cursor->index);
    cursor->anchor = slice_anchor(cursor->slice, cursor->row);
}

void cursor_refresh(struct cursor *cursor)
{
    bool held = cursor->row != ROW_NONE && store_has(cursor->store, cursor->row);
    struct slice_anchor anchor = held ? slice_anchor(cursor->slice, cursor->row) : cursor->anchor;
    if (anchor.row != ROW_NONE && slice_count(cursor->slice) > 0)
        slice_find(cursor->slice, &anchor, &cursor->index);
}

/* The window around the selected row. Held, the row of the screen it stands on is what counts: where rows above it have
 * gone, the list begins lower. */
static void place(struct cursor *cursor)
{
    size_t count = slice_count(cursor->slice), height = cursor->height > 0 ? (size_t)cursor->height : 1;
    if (cursor->mode == CURSOR_FOLLOW) {
        cursor->top = newest_is_last(cursor) && count > height ? count - height : 0;
        cursor->offset = cursor->index - cursor->top;
        return;
    }
    if (cursor->offset >= height)
        cursor->offset = height - 1;
    cursor->top = cursor->index > cursor->offset ? cursor->index - cursor->offset : 0;
}

/* A list that became taller shows more above rather than nothing below. */
static void take_height(struct cursor *cursor, int height)
{
    size_t count = slice_count(cursor->slice);
    bool taller = height > cursor->height;
    cursor->height = height;
    if (!taller || count == 0 || cursor->index >= count)
        return;
    size_t below = count - 1 - cursor->index, last = (size_t)height - 1;
    if (cursor->offset + below < last)
        cursor->offset = last - below < cursor->index ? last - below : cursor->index;
}

void cursor_settle(struct cursor *cursor, int height)
{
    take_height(cursor, height);
    if (slice_count(cursor->slice) == 0) {
        cursor->index = cursor->top = 0;
        return;
    }
    if (cursor->mode == CURSOR_FOLLOW) {
        cursor->index = newest_index(cursor);
        cursor->lost = cursor->folded = 0;
        take_anchor(cursor);
    } else if (cursor->anchor.row != ROW_NONE) {
        enum slice_found found = slice_find(cursor->slice, &cursor->anchor, &cursor->index);
        cursor->lost = found == SLICE_NEAREST;
        cursor->folded = found == SLICE_FOLDED;
        cursor->row = slice_row(cursor->slice, cursor->index);
    } else {
        take_anchor(cursor);
    }
    place(cursor);
}

static void hold_at(struct cursor *cursor, size_t index)
{
    enum cursor_mode before = cursor->mode;
    cursor->index = index;
    cursor->mode = CURSOR_HOLD;
    cursor->lost = cursor->folded = 0;
    take_anchor(cursor);
    if (before != CURSOR_HOLD)
        watch(cursor);
}

/* Moves the window as little as possible so that the selected row, `before` rows of the list away, is in it. */
static void reveal(struct cursor *cursor, size_t before)
{
    ptrdiff_t height = cursor->height > 0 ? cursor->height : 1;
    ptrdiff_t offset = (ptrdiff_t)cursor->offset + (ptrdiff_t)cursor->index - (ptrdiff_t)before;
    offset = offset < 0 ? 0 : offset >= height ? height - 1 : offset;
    cursor->offset = (size_t)offset;
    cursor->top = cursor->index > cursor->offset ? cursor->index - cursor->offset : 0;
}

void cursor_to(struct cursor *cursor, size_t index)
{
    size_t count = slice_count(cursor->slice);
    cursor_refresh(cursor);
    if (count == 0)
        return;
    size_t before = cursor->index;
    hold_at(cursor, index < count ? index : count - 1);
    reveal(cursor, before);
}

void cursor_move(struct cursor *cursor, ptrdiff_t rows)
{
    size_t count = slice_count(cursor->slice);
    cursor_refresh(cursor);
    if (count == 0)
        return;
    bool towards_newest = (rows > 0) == newest_is_last(cursor);
    bool follows = slice_get_order(cursor->slice).field == FIELD_TS;
    if (follows && towards_newest && cursor->index == newest_index(cursor)) {
        if (cursor->mode == CURSOR_HOLD)
            cursor_follow(cursor);
        return;
    }
    size_t distance = (size_t)(rows < 0 ? -rows : rows);
    if (rows < 0)
        cursor_to(cursor, cursor->index > distance ? cursor->index - distance : 0);
    else
        cursor_to(cursor, cursor->index + distance);
}

void cursor_page(struct cursor *cursor, ptrdiff_t rows)
{
    size_t offset = cursor->offset;
    cursor_move(cursor, rows);
    if (cursor->mode == CURSOR_FOLLOW)
        return;
    size_t count = slice_count(cursor->slice), below = count - 1 - cursor->index;
    size_t height = cursor->height > 0 ? (size_t)cursor->height : 1;
    cursor->offset = offset < cursor->index ? offset : cursor->index; /* no empty rows above the first, */
    if (cursor->offset + below < height - 1)                          /* none below the last */
        cursor->offset = height - 1 - below < cursor->index ? height - 1 - below : cursor->index;
    place(cursor);
}

bool cursor_to_row(struct cursor *cursor, row_id row)
{
    struct slice_anchor anchor = slice_anchor(cursor->slice, row);
    size_t index;
    enum slice_found found = row != ROW_NONE ? slice_find(cursor->slice, &anchor, &index) : SLICE_EMPTY;
    if (found != SLICE_EXACT && found != SLICE_FOLDED)
        return false;
    bool visible = index >= cursor->top && index < cursor->top + (size_t)cursor->height;
    cursor_to(cursor, index);
    if (found == SLICE_FOLDED) {
        cursor->anchor = anchor;
        cursor->folded = 1;
    }
    if (!visible) { /* a jump lands with context around it */
        size_t third = (size_t)cursor->height / 3;
        cursor->offset = index > third ? third : index;
        place(cursor);
    }
    return true;
}

void cursor_first(struct cursor *cursor)
{
    size_t count = slice_count(cursor->slice);
    if (count == 0)
        return;
    bool at_top = newest_is_last(cursor);
    cursor_to(cursor, at_top ? 0 : count - 1);
    if (at_top)
        cursor->offset = cursor->top = 0;
}

void cursor_follow(struct cursor *cursor)
{
    if (slice_get_order(cursor->slice).field != FIELD_TS) { /* nothing to follow: new rows come in anywhere */
        cursor_to(cursor, slice_count(cursor->slice));
        return;
    }
    cursor->mode = CURSOR_FOLLOW;
    cursor->lost = cursor->folded = 0;
    watch(cursor);
    cursor_settle(cursor, cursor->height);
}

void cursor_hold(struct cursor *cursor)
{
    cursor_refresh(cursor);
    if (slice_count(cursor->slice) > 0)
        hold_at(cursor, cursor->index);
    else
        cursor->mode = CURSOR_HOLD;
}

row_id cursor_row(const struct cursor *cursor)
{
    return slice_count(cursor->slice) > 0 ? cursor->row : ROW_NONE;
}

bool cursor_command(struct cursor *cursor, struct str name)
{
    int events = cursor->events > 0 ? cursor->events : cursor->height, page = events > 1 ? events - 1 : 1;
    const struct {
        struct str name;
        ptrdiff_t move, page;
    } moves[] = {
        {STR("down"), 1, 0},
        {STR("up"), -1, 0},
        {STR("page-down"), 0, page},
        {STR("page-up"), 0, -page},
        {STR("half-down"), 0, (page + 1) / 2},
        {STR("half-up"), 0, -(page + 1) / 2},
    };
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
        if (!str_eq(moves[i].name, name))
            continue;
        if (moves[i].move != 0)
            cursor_move(cursor, moves[i].move);
        else
            cursor_page(cursor, moves[i].page);
        return true;
    }
    if (str_eq(name, STR("first")))
        cursor_first(cursor);
    else if (str_eq(name, STR("last")) || str_eq(name, STR("follow")))
        cursor_follow(cursor);
    else
        return false;
    return true;
}
