/* Merging is by blocks: each new row's place is found by bisection and the rows between two places
 * move at once, towards the nearer end. Must not know what the order means. */
#include "query/rowlist.h"

#include "base/err.h"
#include "base/xalloc.h"

#include <stdlib.h>

#define FIRST_CAPACITY 256u

void rowlist_fini(struct rowlist *list)
{
    free(list->memory);
    *list = (struct rowlist){0};
}

void rowlist_clear(struct rowlist *list)
{
    rowlist_fini(list);
}

static row_id row_at(const struct rowlist *list, size_t index)
{
    uint32_t behind = (uint32_t)list->newest - list->memory[list->first + index];
    return list->newest - behind;
}

row_id rowlist_get(const struct rowlist *list, size_t index)
{
    return index < list->n ? row_at(list, index) : ROW_NONE;
}

void rowlist_copy(const struct rowlist *list, row_id *out)
{
    for (size_t i = 0; i < list->n; i++)
        out[i] = row_at(list, i);
}

/* The first index in [low, high) whose row is not before `row`. */
static size_t bisect(const struct rowlist *list, size_t low, size_t high,
                     struct rowlist_order order, row_id row)
{
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (order.compare(order.user, row_at(list, middle), row) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The same below n, searching from the end in growing steps: new rows mostly belong there. */
static size_t bisect_from_end(const struct rowlist *list, size_t n, struct rowlist_order order,
                              row_id row)
{
    size_t high = n, step = 1;
    while (high > 0) {
        size_t low = high > step ? high - step : 0;
        if (order.compare(order.user, row_at(list, low), row) < 0)
            return bisect(list, low + 1, high, order, row);
        high = low;
        step *= 4;
    }
    return 0;
}

static size_t bisect_from_front(const struct rowlist *list, size_t from, struct rowlist_order order,
                                row_id row)
{
    size_t low = from, step = 1;
    while (low < list->n) {
        size_t high = list->n - low > step ? low + step : list->n;
        if (order.compare(order.user, row_at(list, high - 1), row) >= 0)
            return bisect(list, low, high - 1, order, row);
        low = high;
        step *= 4;
    }
    return list->n;
}

size_t rowlist_position(const struct rowlist *list, struct rowlist_order order, row_id row)
{
    return bisect(list, 0, list->n, order, row);
}

bool rowlist_has(const struct rowlist *list, struct rowlist_order order, row_id row)
{
    return rowlist_get(list, rowlist_position(list, order, row)) == row;
}

enum end { END_FRONT, END_BACK };

/* Makes room for `more` rows at one end; moves everything only when the memory is used up. */
static void make_room(struct rowlist *list, enum end end, size_t more)
{
    size_t behind = list->capacity - list->first - list->n;
    if (end == END_BACK ? behind >= more : list->first >= more)
        return;
    size_t spare = list->n / 2 > more ? list->n / 2 : more;
    spare = spare < FIRST_CAPACITY ? FIRST_CAPACITY : spare;
    size_t front = end == END_FRONT ? spare : (list->first < spare ? list->first : spare);
    size_t back = end == END_BACK ? spare : (behind < spare ? behind : spare);
    size_t capacity = front + list->n + back;
    uint32_t *memory = xmalloc(capacity * sizeof *memory);
    if (list->n > 0)
        memcpy(memory + front, list->memory + list->first, list->n * sizeof *memory);
    free(list->memory);
    list->memory = memory;
    list->first = front;
    list->capacity = capacity;
}

/* How many of the rows stand before the list's row at `index`. Where whole blocks do not overlap, this is all that is
 * compared. */
static size_t rows_before(const struct rowlist *list, size_t index, struct rowlist_order order,
                          const row_id *rows, size_t count)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (order.compare(order.user, rows[middle], row_at(list, index)) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void merge_back(struct rowlist *list, struct rowlist_order order, const row_id *rows,
                       size_t count)
{
    make_room(list, END_BACK, count);
    uint32_t *base = list->memory + list->first;
    size_t end = list->n, inside = end > 0 ? rows_before(list, end - 1, order, rows, count) : 0;
    for (size_t i = inside; i < count; i++)
        base[end + i] = (uint32_t)rows[i];
    for (size_t i = inside; i-- > 0;) {
        size_t at = bisect_from_end(list, end, order, rows[i]);
        memmove(base + at + i + 1, base + at, (end - at) * sizeof *base);
        base[at + i] = (uint32_t)rows[i];
        end = at;
    }
    list->n += count;
}

static void merge_front(struct rowlist *list, struct rowlist_order order, const row_id *rows,
                        size_t count)
{
    make_room(list, END_FRONT, count);
    /* old rows keep their index here, new ones go below */
    uint32_t *base = list->memory + list->first;
    size_t begin = 0, outside = list->n > 0 ? rows_before(list, 0, order, rows, count) : count;
    for (size_t i = 0; i < outside; i++)
        base[(ptrdiff_t)i - (ptrdiff_t)count] = (uint32_t)rows[i];
    for (size_t i = outside; i < count; i++) {
        size_t at = bisect_from_front(list, begin, order, rows[i]);
        memmove(base + begin - (count - i), base + begin, (at - begin) * sizeof *base);
        base[(ptrdiff_t)at - (ptrdiff_t)(count - i)] = (uint32_t)rows[i];
        begin = at;
    }
    list->first -= count;
    list->n += count;
}

static void note_newest(struct rowlist *list, row_id row)
{
    list->newest = row > list->newest ? row : list->newest;
}

void rowlist_merge(struct rowlist *list, struct rowlist_order order, const row_id *rows,
                   size_t count)
{
    if (count == 0)
        return;
    for (size_t i = 0; i < count; i++)
        note_newest(list, rows[i]);
    size_t behind = list->n - bisect_from_end(list, list->n, order, rows[0]);
    size_t before = bisect_from_front(list, 0, order, rows[count - 1]);
    if (before < behind)
        merge_front(list, order, rows, count);
    else
        merge_back(list, order, rows, count);
}

void rowlist_add(struct rowlist *list, row_id row)
{
    make_room(list, END_BACK, 1);
    note_newest(list, row);
    list->memory[list->first + list->n++] = (uint32_t)row;
}

void rowlist_remove(struct rowlist *list, struct rowlist_order order, const row_id *rows, size_t count)
{
    if (count == 0)
        return;
    uint32_t *base = list->memory + list->first;
    size_t first = rowlist_position(list, order, rows[0]), kept = first, from = first;
    for (size_t i = 0; i < count; i++) { /* what lies between two of them moves at once */
        size_t at = bisect(list, from, list->n, order, rows[i]);
        memmove(base + kept, base + from, (at - from) * sizeof *base);
        kept += at - from;
        from = at + 1;
    }
    size_t behind = list->n - from;
    if (first < behind) { /* then the shorter end */
        memmove(base + count, base, kept * sizeof *base);
        list->first += count;
    } else {
        memmove(base + kept, base + from, behind * sizeof *base);
    }
    list->n -= count;
}

void rowlist_drop_segment(struct rowlist *list, uint64_t seq)
{
    size_t leading = 0;
    while (leading < list->n && row_at(list, leading) >> 16 == seq)
        leading++;
    list->first += leading;
    list->n -= leading;
    size_t kept = 0;
    for (size_t i = 0; i < list->n; i++) {
        row_id row = row_at(list, i);
        list->memory[list->first + kept] = (uint32_t)row;
        kept += row >> 16 != seq;
    }
    list->n = kept;
}
