/* A sorted array of row ids: marks are made by hand and stay few. Must not know what a mark is used
 * for. */
#include "query/marks.h"

#include "base/xalloc.h"

#include <stdlib.h>

struct marks {
    struct store *store;
    row_id *rows; /* ascending, so by arrival */
    size_t n, capacity;
};

/* The number of marked rows below this one. */
static size_t position(const struct marks *marks, row_id row)
{
    size_t low = 0, high = marks->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (marks->rows[middle] < row)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void on_evicting(void *user, const struct segment *segment)
{
    struct marks *marks = user;
    size_t from = position(marks, segment_row(segment, 0));
    size_t to = position(marks, segment_row(segment, segment_rows(segment) - 1) + 1);
    if (from == to)
        return;
    memmove(marks->rows + from, marks->rows + to, (marks->n - to) * sizeof *marks->rows);
    marks->n -= to - from;
}

struct marks *marks_new(struct store *store)
{
    struct marks *marks = xcalloc(1, sizeof *marks);
    marks->store = store;
    struct store_listener listener = {NULL, on_evicting, marks};
    store_listen(store, &listener);
    return marks;
}

void marks_free(struct marks **pointer)
{
    struct marks *marks = *pointer;
    if (marks == NULL)
        return;
    store_unlisten(marks->store, marks);
    free(marks->rows);
    free(marks);
    *pointer = NULL;
}

bool marks_has(const struct marks *marks, row_id row)
{
    size_t at = position(marks, row);
    return at < marks->n && marks->rows[at] == row;
}

bool marks_toggle(struct marks *marks, row_id row)
{
    size_t at = position(marks, row);
    if (at < marks->n && marks->rows[at] == row) {
        marks->n--;
        memmove(marks->rows + at, marks->rows + at + 1, (marks->n - at) * sizeof *marks->rows);
        return false;
    }
    if (!store_has(marks->store, row))
        return false;
    marks->rows = xgrow(marks->rows, &marks->capacity, marks->n + 1, sizeof *marks->rows);
    memmove(marks->rows + at + 1, marks->rows + at, (marks->n - at) * sizeof *marks->rows);
    marks->rows[at] = row;
    marks->n++;
    return true;
}

void marks_clear(struct marks *marks)
{
    marks->n = 0;
}

size_t marks_count(const struct marks *marks)
{
    return marks->n;
}

row_id marks_row(const struct marks *marks, size_t index)
{
    return index < marks->n ? marks->rows[index] : ROW_NONE;
}

enum direction { BACKWARD, FORWARD };

/* Asks for each marked row where it stands in the slice: the marks are few, the slice is long. */
static row_id nearest(const struct marks *marks, const struct slice *slice, size_t index,
                      enum direction direction)
{
    size_t best = SIZE_MAX;
    row_id found = ROW_NONE;
    for (size_t i = 0; i < marks->n; i++) {
        struct slice_anchor anchor = slice_anchor(slice, marks->rows[i]);
        size_t at;
        enum slice_found how = slice_find(slice, &anchor, &at);
        if (how != SLICE_EXACT && how != SLICE_FOLDED)
            continue;
        bool on_side = direction == FORWARD ? at > index : at < index;
        bool nearer = best == SIZE_MAX || (direction == FORWARD ? at < best : at > best);
        if (!on_side || !nearer)
            continue;
        best = at;
        found = marks->rows[i];
    }
    return found;
}

row_id marks_next(const struct marks *marks, const struct slice *slice, size_t index)
{
    return nearest(marks, slice, index, FORWARD);
}

row_id marks_prev(const struct marks *marks, const struct slice *slice, size_t index)
{
    return nearest(marks, slice, index, BACKWARD);
}
