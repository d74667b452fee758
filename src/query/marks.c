/* Marks: a sorted array of row ids. There are a handful of them, set by hand. */
#include "query/marks.h"

#include "base/xalloc.h"

#include <stdlib.h>

struct marks {
    struct store *store;
    row_id *rows; /* ascending */
    size_t count, capacity;
};

/* How many marks are below the row: where it stands, or belongs. */
static size_t rank_of(const struct marks *marks, row_id row)
{
    size_t low = 0, high = marks->count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (marks->rows[mid] < row)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static void on_evicting(void *user, const struct segment *segment)
{
    struct marks *marks = user;
    uint32_t rows = segment_rows(segment);
    if (rows == 0)
        return;
    size_t gone = rank_of(marks, segment_row(segment, rows - 1) + 1);
    marks->count -= gone;
    memmove(marks->rows, marks->rows + gone, marks->count * sizeof *marks->rows);
}

struct marks *marks_new(struct store *store)
{
    struct marks *marks = xcalloc(1, sizeof *marks);
    marks->store = store;
    marks->rows = xgrow(NULL, &marks->capacity, 1, sizeof *marks->rows);
    store_listen(store, &(struct store_listener){.evicting = on_evicting, .user = marks});
    return marks;
}

void marks_free(struct marks **marks)
{
    if (*marks == NULL)
        return;
    store_unlisten((*marks)->store, *marks);
    free((*marks)->rows);
    free(*marks);
    *marks = NULL;
}

bool marks_has(const struct marks *marks, row_id row)
{
    size_t at = rank_of(marks, row);
    return at < marks->count && marks->rows[at] == row;
}

void marks_toggle(struct marks *marks, row_id row)
{
    size_t at = rank_of(marks, row);
    if (at < marks->count && marks->rows[at] == row) {
        marks->count--;
        memmove(marks->rows + at, marks->rows + at + 1, (marks->count - at) * sizeof *marks->rows);
        return;
    }
    marks->rows = xgrow(marks->rows, &marks->capacity, marks->count + 1, sizeof *marks->rows);
    memmove(marks->rows + at + 1, marks->rows + at, (marks->count - at) * sizeof *marks->rows);
    marks->rows[at] = row;
    marks->count++;
}

size_t marks_count(const struct marks *marks)
{
    return marks->count;
}

void marks_clear(struct marks *marks)
{
    marks->count = 0;
}

enum side { BEFORE, AFTER };

static row_id nearest(const struct marks *marks, const struct slice *slice, size_t index, enum side side)
{
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < marks->count; i++) {
        const struct slice_anchor anchor = slice_anchor(slice, marks->rows[i]);
        size_t at;
        if (slice_find(slice, &anchor, &at) != SLICE_EXACT)
            continue;
        bool candidate = side == AFTER ? at > index && at < best : at < index && (best == SIZE_MAX || at > best);
        best = candidate ? at : best;
    }
    return best != SIZE_MAX ? slice_row(slice, best) : ROW_NONE;
}

row_id marks_next(const struct marks *marks, const struct slice *slice, size_t index)
{
    return nearest(marks, slice, index, AFTER);
}

row_id marks_prev(const struct marks *marks, const struct slice *slice, size_t index)
{
    return nearest(marks, slice, index, BEFORE);
}
