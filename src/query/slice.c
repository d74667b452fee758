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
    struct rowlist rows; /* every match */
    struct fold fold;    /* which of them are rows; without a kind all are */
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
    struct fold_by fold; /* of the list of the next test, if not of the one that is shown */
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

static bool is_folded(const struct list *list)
{
    return list->fold.by.kind != FOLD_NONE;
}

/* What is shown of a list, in time order. */
static const struct rowlist *rows_of(const struct list *list)
{
    return is_folded(list) ? &list->fold.rows : &list->rows;
}

static void list_fini(struct list *list)
{
    rowlist_fini(&list->rows);
    fold_fini(&list->fold);
    *list = (struct list){.news = {0}};
}

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
    list_fini(&slice->shown);
    list_fini(&slice->building);
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

/* The chunk's matches into the list that grows; those of them that are rows stay in the scan. */
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
    if (is_folded(list))
        slice->scan.count = fold_take(&list->fold, slice->scan.rows, slice->scan.count);
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

/* Rows of the list that came, or that stand now for others that went, into what a field orders. */
static void take_by_field(struct slice *slice, row_id *rows, size_t count)
{
    if (slice->resort != NULL)
        rowlist_merge(&slice->late, order_time(slice->store), rows, count);
    else if (slice->by_field && !slice->sorted_is_stale)
        take_into_sorted(slice, rows, count);
}

static void take_new_rows(struct slice *slice, const struct segment *segment, uint32_t from,
                          uint32_t to)
{
    while (from < to) {
        uint32_t chunk_end = (from / SCAN_CHUNK + 1) * SCAN_CHUNK;
        uint32_t end = chunk_end < to ? chunk_end : to;
        scan_chunk(&slice->scan, &slice->test, segment, from, end);
        take_matches(slice);
        take_by_field(slice, slice->scan.rows, slice->scan.count);
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

static void drop_segment(struct list *list, const struct segment *segment, struct rowlist *risen)
{
    if (is_folded(list))
        fold_evict(&list->fold, segment, &list->rows, risen);
    rowlist_drop_segment(&list->rows, segment_seq(segment));
}

static void on_evicting(void *user, const struct segment *segment)
{
    struct slice *slice = user;
    uint64_t seq = segment_seq(segment);
    struct rowlist risen = {.n = 0}, unseen = {.n = 0};
    drop_segment(&slice->shown, segment, &risen);
    drop_segment(&slice->building, segment, &unseen);
    rowlist_drop_segment(&slice->sorted, seq);
    rowlist_drop_segment(&slice->late, seq);
    row_id *rows = xmalloc(risen.n * sizeof *rows);
    rowlist_copy(&risen, rows);
    take_by_field(slice, rows, risen.n);
    free(rows);
    rowlist_fini(&risen);
    rowlist_fini(&unseen);
    if (slice->watch != ROW_NONE &&
        slice->watch < segment_row(segment, segment_rows(segment) - 1)) {
        recount_news(slice, &slice->shown);
        recount_news(slice, &slice->building);
    }
    slice->generation++;
}

/* ---- work ---- */

static void begin_again(struct slice *slice)
{
    list_fini(&slice->building);
    if (slice->fold.kind != FOLD_NONE)
        fold_init(&slice->building.fold, slice->store, slice->fold);
    slice->apart = true;
    start_rebuild(slice);
    resort_free(&slice->resort);
    rowlist_clear(&slice->late);
    slice->sorted_is_stale = true;
}

void slice_set_test(struct slice *slice, const struct slice_test *test)
{
    slice->test = test != NULL ? *test : (struct slice_test){0};
    begin_again(slice);
}

void slice_set_fold(struct slice *slice, struct fold_by by)
{
    slice->fold = by;
    begin_again(slice);
}

struct fold_by slice_get_fold(const struct slice *slice)
{
    return slice->fold;
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
    list_fini(&slice->shown);
    slice->shown = slice->building;
    slice->building = (struct list){.news = {0}};
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
                                   : rows_of(&slice->building)->n >= ENOUGH;
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
        slice->resort = resort_new(&slice->wanted, rows_of(&slice->shown));
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
    return slice->by_field ? slice->sorted.n : rows_of(&slice->shown)->n;
}

row_id slice_row(const struct slice *slice, size_t index)
{
    if (slice->by_field)
        return rowlist_get(&slice->sorted, index);
    const struct rowlist *rows = rows_of(&slice->shown);
    return index < rows->n ? rowlist_get(rows, slice->descending ? rows->n - 1 - index : index) : ROW_NONE;
}

size_t slice_event_count(const struct slice *slice)
{
    return slice->shown.rows.n;
}

size_t slice_folded(const struct slice *slice)
{
    return slice->shown.rows.n - rows_of(&slice->shown)->n;
}

row_id slice_event(const struct slice *slice, size_t index)
{
    return rowlist_get(&slice->shown.rows, index);
}

struct fold_sum slice_sum(const struct slice *slice, row_id row)
{
    int64_t ms = store_order_ms(slice->store, row);
    return is_folded(&slice->shown) ? fold_sum(&slice->shown.fold, row) : (struct fold_sum){1, ms, ms};
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
    const struct rowlist *rows = rows_of(&slice->shown);
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
        if (rows_of(&slice->shown)->n == 0)
            return 0;
        row = rowlist_get(rows_of(&slice->shown), find_in_time(slice, anchor));
    }
    size_t at = rowlist_position(&slice->sorted, order_field(&slice->sorted_by), row);
    return at < slice->sorted.n ? at : slice->sorted.n - 1;
}

/* The row that stands for a folded event; ROW_NONE when it is none, or not in the list. */
static row_id row_instead(const struct slice *slice, row_id row)
{
    const struct list *list = &slice->shown;
    if (!is_folded(list) || !store_has(slice->store, row) ||
        !rowlist_has(&list->rows, order_time(slice->store), row))
        return ROW_NONE;
    row_id standing = fold_standing(&list->fold, row);
    return standing != row ? standing : ROW_NONE;
}

static size_t find_index(const struct slice *slice, const struct slice_anchor *anchor)
{
    if (slice->by_field)
        return find_in_sorted(slice, anchor);
    size_t at = find_in_time(slice, anchor);
    return slice->descending ? slice_count(slice) - 1 - at : at;
}

enum slice_found slice_find(const struct slice *slice, const struct slice_anchor *anchor,
                            size_t *index)
{
    *index = SIZE_MAX;
    if (slice_count(slice) == 0)
        return SLICE_EMPTY;
    row_id instead = row_instead(slice, anchor->row);
    const struct slice_anchor other = slice_anchor(slice, instead);
    *index = find_index(slice, instead != ROW_NONE ? &other : anchor);
    row_id row = slice_row(slice, *index);
    if (anchor->row != ROW_NONE && row == anchor->row)
        return SLICE_EXACT;
    return instead != ROW_NONE && row == instead ? SLICE_FOLDED : SLICE_NEAREST;
}
