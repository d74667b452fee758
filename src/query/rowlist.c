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

row_id rowlist_get(const struct rowlist *list, size_t index)
{
    return index < list->n ? list->memory[list->first + index] : ROW_NONE;
}

/* The first index in [low, high) whose row is not before `row`. */
static size_t bisect(const row_id *rows, size_t low, size_t high, struct rowlist_order order,
                     row_id row)
{
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (order.compare(order.user, rows[middle], row) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The same, searching from the end in growing steps: new rows mostly belong there. */
static size_t bisect_from_end(const row_id *rows, size_t n, struct rowlist_order order, row_id row)
{
    size_t high = n, step = 1;
    while (high > 0) {
        size_t low = high > step ? high - step : 0;
        if (order.compare(order.user, rows[low], row) < 0)
            return bisect(rows, low + 1, high, order, row);
        high = low;
        step *= 4;
    }
    return 0;
}

static size_t bisect_from_front(const row_id *rows, size_t from, size_t n,
                                struct rowlist_order order, row_id row)
{
    size_t low = from, step = 1;
    while (low < n) {
        size_t high = n - low > step ? low + step : n;
        if (order.compare(order.user, rows[high - 1], row) >= 0)
            return bisect(rows, low, high - 1, order, row);
        low = high;
        step *= 4;
    }
    return n;
}

size_t rowlist_position(const struct rowlist *list, struct rowlist_order order, row_id row)
{
    return list->n > 0 ? bisect(list->memory + list->first, 0, list->n, order, row) : 0;
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
    row_id *memory = xmalloc(capacity * sizeof *memory);
    if (list->n > 0)
        memcpy(memory + front, list->memory + list->first, list->n * sizeof *memory);
    free(list->memory);
    list->memory = memory;
    list->first = front;
    list->capacity = capacity;
}

static void merge_back(struct rowlist *list, struct rowlist_order order, const row_id *rows,
                       size_t count)
{
    make_room(list, END_BACK, count);
    row_id *base = list->memory + list->first;
    size_t end = list->n;
    for (size_t i = count; i-- > 0;) {
        size_t at = bisect_from_end(base, end, order, rows[i]);
        memmove(base + at + i + 1, base + at, (end - at) * sizeof *base);
        base[at + i] = rows[i];
        end = at;
    }
    list->n += count;
}

static void merge_front(struct rowlist *list, struct rowlist_order order, const row_id *rows,
                        size_t count)
{
    make_room(list, END_FRONT, count);
    row_id *base =
        list->memory + list->first; /* old rows keep their index here, new ones go below */
    size_t begin = 0;
    for (size_t i = 0; i < count; i++) {
        size_t at = bisect_from_front(base, begin, list->n, order, rows[i]);
        memmove(base + begin - (count - i), base + begin, (at - begin) * sizeof *base);
        base[(ptrdiff_t)at - (ptrdiff_t)(count - i)] = rows[i];
        begin = at;
    }
    list->first -= count;
    list->n += count;
}

void rowlist_merge(struct rowlist *list, struct rowlist_order order, const row_id *rows,
                   size_t count)
{
    if (count == 0)
        return;
    size_t before = 0, behind = 0;
    if (list->n > 0) {
        row_id *base = list->memory + list->first;
        behind = list->n - bisect_from_end(base, list->n, order, rows[0]);
        before = bisect_from_front(base, 0, list->n, order, rows[count - 1]);
    }
    if (before < behind)
        merge_front(list, order, rows, count);
    else
        merge_back(list, order, rows, count);
}

void rowlist_drop_segment(struct rowlist *list, uint64_t seq)
{
    if (list->n == 0)
        return;
    row_id *rows = list->memory + list->first;
    size_t leading = 0;
    while (leading < list->n && rows[leading] >> 16 == seq)
        leading++;
    list->first += leading;
    list->n -= leading;
    rows += leading;
    size_t kept = 0;
    for (size_t i = 0; i < list->n; i++) {
        rows[kept] = rows[i];
        kept += rows[i] >> 16 != seq;
    }
    list->n = kept;
}
