/* The list behind a table. There is always a list in time order; a field's order is a second list
 * made from it. A new test fills `building` beside the list that is shown, newest rows first, and
 * takes its place when it is far enough. Must not know what a test means. */
#include "query/slice.h"

#include "base/clock.h"
#include "base/xalloc.h"
#include "query/order.h"
#include "query/resort.h"
#include "query/scan.h"

#include <stdlib.h>

#define ENOUGH                                                                                     \
    512 /* rows that fill any screen: a rebuild without a row to hold shows itself from here on */

struct list {
    struct rowlist rows;
    struct slice_news news;
};

struct slice {
    struct store *store;
    struct slice_test test;
    struct list shown;    /* in time order */
    struct list building; /* the list of a new test while it is apart */
    bool rebuilding, apart;
    row_id frontier; /* the rebuild has seen every row from here on; older ones wait */
    size_t to_scan, scanned;
    row_id seen; /* the newest row that was taken in, or that the rebuild will come to */
    row_id hold, watch;
    struct order wanted;
    bool descending;      /* of the time order that is shown */
    bool by_field;        /* `sorted` is shown, else `shown` */
    bool sorted_is_stale; /* a new test or order is on its way: new rows stay out */
    struct order sorted_by;
    struct rowlist sorted;
    struct resort *resort;
    struct rowlist late; /* came while a resort was going on */
    uint64_t generation;
    struct scan scan;
};

static void on_added(void *user, row_id first, row_id last, size_t count);
static void on_evicting(void *user, const struct segment *segment);

static void start_rebuild(struct slice *slice)
{
    slice->rebuilding = true;
    slice->frontier = slice->seen + 1;
    slice->to_scan = store_count(slice->store);
    slice->scanned = 0;
}

struct slice *slice_new(struct store *store)
{
    struct slice *slice = xcalloc(1, sizeof *slice);
    slice->store = store;
    slice->seen = store_newest(store);
    order_init(&slice->wanted, store, (struct slice_order){FIELD_TS, SLICE_ASCENDING});
    struct store_listener listener = {on_added, on_evicting, slice};
    store_listen(store, &listener);
    start_rebuild(slice);
    return slice;
}

void slice_free(struct slice **pointer)
{
    struct slice *slice = *pointer;
    if (slice == NULL)
        return;
    store_unlisten(slice->store, slice);
    rowlist_fini(&slice->shown.rows);
    rowlist_fini(&slice->building.rows);
    rowlist_fini(&slice->sorted);
    rowlist_fini(&slice->late);
    resort_free(&slice->resort);
    free(slice);
    *pointer = NULL;
}

/* ---- news ---- */

static void count_news(const struct slice *slice, struct slice_news *news, row_id row)
{
    news->rows++;
    news->alerts += store_alert(slice->store, row);
    news->critical += store_severity(slice->store, row) == SEVERITY_CRITICAL;
}

static void recount_news(const struct slice *slice, struct list *list)
{
    list->news = (struct slice_news){0};
    if (slice->watch == ROW_NONE || slice->watch >= store_newest(slice->store))
        return;
    for (size_t i = 0; i < list->rows.n; i++) {
        row_id row = rowlist_get(&list->rows, i);
        if (row > slice->watch)
            count_news(slice, &list->news, row);
    }
}

void slice_watch_from(struct slice *slice, row_id after)
{
    slice->watch = after;
    recount_news(slice, &slice->shown);
    recount_news(slice, &slice->building);
}

struct slice_news slice_news(const struct slice *slice)
{
    return slice->shown.news;
}

/* ---- rows in ---- */

/* The chunk's matches into the list that grows. */
static void take_matches(struct slice *slice)
{
    struct list *list = slice->apart ? &slice->building : &slice->shown;
    rowlist_merge(&list->rows, order_time(slice->store), slice->scan.rows, slice->scan.count);
    for (size_t i = 0; i < slice->scan.count && slice->watch != ROW_NONE; i++) {
        if (slice->scan.rows[i] > slice->watch)
            count_news(slice, &list->news, slice->scan.rows[i]);
    }
    if (!slice->apart && slice->scan.count > 0)
        slice->generation++;
}

static int compare_rows(const void *a, const void *b, void *user)
{
    return ((struct rowlist_order *)user)
        ->compare(((struct rowlist_order *)user)->user, *(const row_id *)a, *(const row_id *)b);
}

static void take_into_sorted(struct slice *slice, row_id *rows, size_t count)
{
    struct rowlist_order order = order_field(&slice->sorted_by);
    if (count > 0)
        qsort_r(rows, count, sizeof *rows, compare_rows, &order);
    rowlist_merge(&slice->sorted, order, rows, count);
}

static void take_new_rows(struct slice *slice, const struct segment *segment, uint32_t from,
                          uint32_t to)
{
    while (from < to) {
        uint32_t chunk_end = (from / SCAN_CHUNK + 1) * SCAN_CHUNK;
        uint32_t end = chunk_end < to ? chunk_end : to;
        scan_chunk(&slice->scan, &slice->test, segment, from, end);
        take_matches(slice);
        if (slice->resort != NULL)
            rowlist_merge(&slice->late, order_time(slice->store), slice->scan.rows,
                          slice->scan.count);
        else if (slice->by_field && !slice->sorted_is_stale)
            take_into_sorted(slice, slice->scan.rows, slice->scan.count);
        from = end;
    }
}

static void on_added(void *user, row_id first, row_id last, size_t count)
{
    struct slice *slice = user;
    (void)count;
    row_id row = first > slice->seen ? first : slice->seen + 1;
    for (; row <= last; row = ((row >> 16) + 1) << 16) {
        const struct segment *segment = store_segment_of(slice->store, row);
        if (segment == NULL)
            continue;
        uint32_t end =
            row >> 16 == last >> 16 ? (uint32_t)(last & 0xffff) + 1 : segment_rows(segment);
        take_new_rows(slice, segment, (uint32_t)(row & 0xffff), end);
    }
    slice->seen = last > slice->seen ? last : slice->seen;
}

static void on_evicting(void *user, const struct segment *segment)
{
    struct slice *slice = user;
    uint64_t seq = segment_seq(segment);
    rowlist_drop_segment(&slice->shown.rows, seq);
    rowlist_drop_segment(&slice->building.rows, seq);
    rowlist_drop_segment(&slice->sorted, seq);
    rowlist_drop_segment(&slice->late, seq);
    if (slice->watch != ROW_NONE &&
        slice->watch < segment_row(segment, segment_rows(segment) - 1)) {
        recount_news(slice, &slice->shown);
        recount_news(slice, &slice->building);
    }
    slice->generation++;
}

/* ---- work ---- */

void slice_set_test(struct slice *slice, const struct slice_test *test)
{
    slice->test = test != NULL ? *test : (struct slice_test){0};
    rowlist_clear(&slice->building.rows);
    slice->building.news = (struct slice_news){0};
    slice->apart = true;
    start_rebuild(slice);
    resort_free(&slice->resort);
    rowlist_clear(&slice->late);
    slice->sorted_is_stale = true;
}

void slice_hold(struct slice *slice, row_id row)
{
    slice->hold = row;
}

void slice_set_order(struct slice *slice, struct slice_order order)
{
    order_init(&slice->wanted, slice->store, order);
    resort_free(&slice->resort);
    rowlist_clear(&slice->late);
    slice->sorted_is_stale = true;
    if (!order_is_time(&slice->wanted))
        return;
    slice->by_field = false;
    slice->descending = order.direction == SLICE_DESCENDING;
    rowlist_clear(&slice->sorted);
    slice->generation++;
}

struct slice_order slice_get_order(const struct slice *slice)
{
    return slice->wanted.by;
}

static void show_building(struct slice *slice)
{
    rowlist_fini(&slice->shown.rows);
    slice->shown = slice->building;
    slice->building = (struct list){0};
    slice->apart = false;
    slice->generation++;
}

static bool is_far_enough(const struct slice *slice)
{
    if (!slice->rebuilding)
        return true;
    if (slice->by_field)
        return false;
    return slice->hold != ROW_NONE ? slice->frontier <= slice->hold
                                   : slice->building.rows.n >= ENOUGH;
}

static void rebuild_chunk(struct slice *slice)
{
    row_id row = store_prev(slice->store, slice->frontier);
    if (row != ROW_NONE) {
        const struct segment *segment = store_segment_of(slice->store, row);
        uint32_t to = (uint32_t)(row & 0xffff) + 1, from = (to - 1) & ~(SCAN_CHUNK - 1);
        scan_chunk(&slice->scan, &slice->test, segment, from, to);
        take_matches(slice);
        slice->frontier = segment_row(segment, from);
        slice->scanned += to - from;
    }
    slice->rebuilding = store_prev(slice->store, slice->frontier) != ROW_NONE;
    if (slice->apart && is_far_enough(slice))
        show_building(slice);
}

static bool must_sort(const struct slice *slice)
{
    return !order_is_time(&slice->wanted) && (slice->sorted_is_stale || !slice->by_field);
}

/* The new order takes the place of what was shown; rows that came or went meanwhile are seen to. */
static void show_sorted(struct slice *slice)
{
    rowlist_clear(&slice->sorted);
    for (size_t i = 0; i < resort_count(slice->resort); i++) {
        row_id row = resort_row(slice->resort, i);
        if (store_has(slice->store, row))
            rowlist_add(&slice->sorted, row);
    }
    resort_free(&slice->resort);
    slice->sorted_by = slice->wanted;
    if (slice->late.n > 0) {
        row_id *late = xmalloc(slice->late.n * sizeof *late);
        rowlist_copy(&slice->late, late);
        take_into_sorted(slice, late, slice->late.n);
        free(late);
    }
    rowlist_clear(&slice->late);
    slice->by_field = true;
    slice->sorted_is_stale = false;
    slice->generation++;
}

static void sort_some(struct slice *slice, int64_t until)
{
    if (slice->resort == NULL)
        slice->resort = resort_new(&slice->wanted, &slice->shown.rows);
    if (!resort_work(slice->resort, until))
        show_sorted(slice);
}

/* The piece that brings a list of a new test into sight ends with it: the eye comes before the count. */
bool slice_work(struct slice *slice, int64_t budget_ns)
{
    int64_t until = clock_mono_ns() + budget_ns;
    bool was_apart = slice->apart;
    do {
        if (slice->rebuilding || slice->apart)
            rebuild_chunk(slice);
        else if (must_sort(slice))
            sort_some(slice, until);
        else
            return false;
    } while (clock_mono_ns() < until && slice->apart == was_apart);
    return slice->rebuilding || slice->apart || must_sort(slice);
}

double slice_progress(const struct slice *slice)
{
    bool sorts = !order_is_time(&slice->wanted);
    if (slice->rebuilding || slice->apart) {
        double part = slice->to_scan > 0 ? (double)slice->scanned / (double)slice->to_scan : 0;
        part = part < 0.99 ? part : 0.99;
        return sorts ? part / 2 : part;
    }
    if (!must_sort(slice))
        return 1;
    return 0.5 + (slice->resort != NULL ? 0.49 * resort_progress(slice->resort) : 0);
}

/* ---- reading ---- */

size_t slice_count(const struct slice *slice)
{
    return slice->by_field ? slice->sorted.n : slice->shown.rows.n;
}

row_id slice_row(const struct slice *slice, size_t index)
{
    if (slice->by_field)
        return rowlist_get(&slice->sorted, index);
    size_t n = slice->shown.rows.n;
    return index < n ? rowlist_get(&slice->shown.rows, slice->descending ? n - 1 - index : index)
                     : ROW_NONE;
}

uint64_t slice_generation(const struct slice *slice)
{
    return slice->generation;
}

struct slice_anchor slice_anchor(const struct slice *slice, row_id row)
{
    return (struct slice_anchor){row, store_order_ms(slice->store, row),
                                 store_id(slice->store, row)};
}

/* True when the row stands before the anchor in time order. */
static bool is_before(const struct slice *slice, row_id row, const struct slice_anchor *anchor)
{
    int64_t order_ms = store_order_ms(slice->store, row);
    if (order_ms != anchor->order_ms)
        return order_ms < anchor->order_ms;
    uint64_t id = store_id(slice->store, row);
    return id != anchor->id ? id < anchor->id : row < anchor->row;
}

static uint64_t distance(int64_t a, int64_t b)
{
    return a < b ? (uint64_t)b - (uint64_t)a : (uint64_t)a - (uint64_t)b;
}

/* In time order, ascending; the list is not empty. */
static size_t find_in_time(const struct slice *slice, const struct slice_anchor *anchor)
{
    const struct rowlist *rows = &slice->shown.rows;
    size_t low = 0, high = rows->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (is_before(slice, rowlist_get(rows, middle), anchor))
            low = middle + 1;
        else
            high = middle;
    }
    if (low == rows->n)
        return low - 1;
    if (low == 0 || rowlist_get(rows, low) == anchor->row)
        return low;
    int64_t before = store_order_ms(slice->store, rowlist_get(rows, low - 1));
    int64_t after = store_order_ms(slice->store, rowlist_get(rows, low));
    return distance(before, anchor->order_ms) < distance(after, anchor->order_ms) ? low - 1 : low;
}

static size_t find_in_sorted(const struct slice *slice, const struct slice_anchor *anchor)
{
    row_id row = anchor->row;
    if (!store_has(slice->store, row)) {
        if (slice->shown.rows.n == 0)
            return 0;
        row = rowlist_get(&slice->shown.rows, find_in_time(slice, anchor));
    }
    size_t at = rowlist_position(&slice->sorted, order_field(&slice->sorted_by), row);
    return at < slice->sorted.n ? at : slice->sorted.n - 1;
}

enum slice_found slice_find(const struct slice *slice, const struct slice_anchor *anchor,
                            size_t *index)
{
    size_t n = slice_count(slice);
    *index = SIZE_MAX;
    if (n == 0)
        return SLICE_EMPTY;
    if (slice->by_field)
        *index = find_in_sorted(slice, anchor);
    else
        *index =
            slice->descending ? n - 1 - find_in_time(slice, anchor) : find_in_time(slice, anchor);
    bool exact = anchor->row != ROW_NONE && slice_row(slice, *index) == anchor->row;
    return exact ? SLICE_EXACT : SLICE_NEAREST;
}
