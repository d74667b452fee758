/* A hash table of seconds, bounded: when the events are spread over too many seconds, neighbours
 * are joined and the table counts in steps of 2, 4, 8 ... seconds. What it cannot answer exactly is
 * counted from the columns. Must not know how the counts are drawn. */
#include "query/buckets.h"

#include "base/err.h"
#include "base/xalloc.h"

#include <stdlib.h>

#define SECOND        1000
#define FIRST_SLOTS   256u
#define LARGEST_SLOTS 65536u

struct slot {
    int64_t step; /* order time divided by the step, rounded down */
    struct bucket count;
};

struct buckets {
    struct store *store;
    row_id seen; /* newest row counted */
    int64_t step_ms;
    struct slot *slots;  /* free: no event of any severity */
    uint32_t mask, used; /* used counts slots that were ever taken since the last rebuild */
    struct bucket total;
};

static int64_t step_of(int64_t ms, int64_t step_ms)
{
    return ms / step_ms - (ms % step_ms < 0);
}

static bool is_free(const struct bucket *bucket)
{
    uint32_t all = bucket->alerts;
    for (int i = 0; i < SEVERITY_COUNT_; i++)
        all |= bucket->by_severity[i];
    return all == 0;
}

static void add_to(struct bucket *sum, const struct bucket *more)
{
    for (int i = 0; i < SEVERITY_COUNT_; i++)
        sum->by_severity[i] += more->by_severity[i];
    sum->alerts += more->alerts;
}

static void take_from(struct bucket *sum, const struct bucket *less)
{
    for (int i = 0; i < SEVERITY_COUNT_; i++)
        sum->by_severity[i] -= less->by_severity[i];
    sum->alerts -= less->alerts;
}

/* ---- the table ---- */

static uint32_t place(int64_t step, uint32_t mask)
{
    return (uint32_t)(((uint64_t)step * UINT64_C(0x9e3779b97f4a7c15)) >> 32) & mask;
}

/* The slot of a step, or the free one where it belongs. INT64_MIN marks slots that were never
 * taken. */
static struct slot *slot_of(const struct buckets *buckets, int64_t step)
{
    uint32_t at = place(step, buckets->mask);
    while (buckets->slots[at].step != step && buckets->slots[at].step != INT64_MIN)
        at = (at + 1) & buckets->mask;
    return &buckets->slots[at];
}

static void new_slots(struct buckets *buckets, uint32_t count)
{
    buckets->slots = xmalloc(count * sizeof *buckets->slots);
    buckets->mask = count - 1;
    buckets->used = 0;
    for (uint32_t i = 0; i < count; i++)
        buckets->slots[i] = (struct slot){.step = INT64_MIN};
}

static void count_at(struct buckets *buckets, int64_t step, const struct bucket *more);

/* Begins a new table when three quarters are used: larger, or in longer steps; slots that fell to
 * zero are left behind. */
static void rebuild(struct buckets *buckets)
{
    struct slot *old = buckets->slots;
    uint32_t count = buckets->mask + 1, alive = 0;
    for (uint32_t i = 0; i < count; i++)
        alive += !is_free(&old[i].count);
    uint32_t wanted = alive > count / 2 ? count * 2 : count;
    int64_t join = 1;
    if (wanted > LARGEST_SLOTS) {
        wanted = LARGEST_SLOTS;
        join = 2;
        buckets->step_ms *= join;
    }
    new_slots(buckets, wanted);
    for (uint32_t i = 0; i < count; i++) {
        if (!is_free(&old[i].count))
            count_at(buckets, step_of(old[i].step, join), &old[i].count);
    }
    free(old);
}

static void count_at(struct buckets *buckets, int64_t step, const struct bucket *more)
{
    struct slot *slot = slot_of(buckets, step);
    if (slot->step == INT64_MIN) {
        slot->step = step;
        buckets->used++;
    }
    add_to(&slot->count, more);
}

/* ---- rows in and out ---- */

struct rows {
    const int64_t *order_ms;
    const uint8_t *severity, *alert;
};

static struct rows rows_of(const struct segment *segment)
{
    return (struct rows){segment_order_ms(segment), segment_column(segment, FIELD_SEV).cells,
                         segment_column(segment, FIELD_ALERT).cells};
}

static struct bucket bucket_of(const struct rows *rows, uint32_t r)
{
    struct bucket one = {.alerts = rows->alert[r] == 1};
    one.by_severity[rows->severity[r] < SEVERITY_COUNT_ ? rows->severity[r] : SEVERITY_INFO] = 1;
    return one;
}

static void count_rows(struct buckets *buckets, const struct segment *segment, uint32_t from,
                       uint32_t to)
{
    struct rows rows = rows_of(segment);
    for (uint32_t r = from; r < to; r++) {
        struct bucket one = bucket_of(&rows, r);
        if (buckets->used > buckets->mask / 4 * 3)
            rebuild(buckets);
        count_at(buckets, step_of(rows.order_ms[r], buckets->step_ms), &one);
        add_to(&buckets->total, &one);
    }
}

static void on_added(void *user, row_id first, row_id last, size_t count)
{
    struct buckets *buckets = user;
    (void)count;
    row_id row = first > buckets->seen ? first : buckets->seen + 1;
    for (; row <= last; row = ((row >> 16) + 1) << 16) {
        const struct segment *segment = store_segment_of(buckets->store, row);
        if (segment == NULL)
            continue;
        uint32_t end =
            row >> 16 == last >> 16 ? (uint32_t)(last & 0xffff) + 1 : segment_rows(segment);
        count_rows(buckets, segment, (uint32_t)(row & 0xffff), end);
    }
    buckets->seen = last > buckets->seen ? last : buckets->seen;
}

static void on_evicting(void *user, const struct segment *segment)
{
    struct buckets *buckets = user;
    struct rows rows = rows_of(segment);
    for (uint32_t r = 0; r < segment_rows(segment); r++) {
        struct bucket one = bucket_of(&rows, r);
        struct slot *slot = slot_of(buckets, step_of(rows.order_ms[r], buckets->step_ms));
        must(slot->step != INT64_MIN);
        take_from(&slot->count, &one);
        take_from(&buckets->total, &one);
    }
}

struct buckets *buckets_new(struct store *store)
{
    struct buckets *buckets = xcalloc(1, sizeof *buckets);
    buckets->store = store;
    buckets->step_ms = SECOND;
    new_slots(buckets, FIRST_SLOTS);
    struct store_listener listener = {on_added, on_evicting, buckets};
    store_listen(store, &listener);
    if (store_newest(store) != ROW_NONE)
        on_added(buckets, store_oldest(store), store_newest(store), store_count(store));
    return buckets;
}

void buckets_free(struct buckets **pointer)
{
    struct buckets *buckets = *pointer;
    if (buckets == NULL)
        return;
    store_unlisten(buckets->store, buckets);
    free(buckets->slots);
    free(buckets);
    *pointer = NULL;
}

/* ---- reading ---- */

struct window {
    int64_t from_ms, width_ms;
    size_t count;
    struct bucket *out;
};

static struct bucket *column_of(const struct window *window, int64_t ms)
{
    if (ms < window->from_ms)
        return NULL;
    uint64_t column = ((uint64_t)ms - (uint64_t)window->from_ms) / (uint64_t)window->width_ms;
    return column < window->count ? &window->out[column] : NULL;
}

static void read_columns(const struct buckets *buckets, const struct window *window)
{
    for (size_t i = 0; i < store_segment_count(buckets->store); i++) {
        const struct segment *segment = store_segment(buckets->store, i);
        int64_t min, max;
        segment_order_range(segment, &min, &max);
        if (max < window->from_ms || (min >= window->from_ms && column_of(window, min) == NULL))
            continue;
        struct rows rows = rows_of(segment);
        for (uint32_t r = 0; r < segment_rows(segment); r++) {
            struct bucket *column = column_of(window, rows.order_ms[r]);
            if (column != NULL && segment_row(segment, r) <= buckets->seen) {
                struct bucket one = bucket_of(&rows, r);
                add_to(column, &one);
            }
        }
    }
}

static void read_all_slots(const struct buckets *buckets, const struct window *window)
{
    for (uint32_t i = 0; i <= buckets->mask; i++) {
        const struct slot *slot = &buckets->slots[i];
        if (is_free(&slot->count))
            continue;
        struct bucket *column = column_of(window, slot->step * buckets->step_ms);
        if (column != NULL)
            add_to(column, &slot->count);
    }
}

static void read_steps(const struct buckets *buckets, const struct window *window)
{
    int64_t first = step_of(window->from_ms, buckets->step_ms);
    int64_t each = window->width_ms / buckets->step_ms;
    for (size_t i = 0; i < window->count; i++) {
        for (int64_t k = 0; k < each; k++)
            add_to(&window->out[i], &slot_of(buckets, first + (int64_t)i * each + k)->count);
    }
}

void buckets_read(const struct buckets *buckets, int64_t from_ms, int64_t width_ms, size_t count,
                  struct bucket *out)
{
    must(width_ms > 0);
    struct window window = {from_ms, width_ms, count, out};
    memset(out, 0, count * sizeof *out);
    if (from_ms % buckets->step_ms != 0 || width_ms % buckets->step_ms != 0)
        read_columns(buckets, &window);
    else if ((uint64_t)(width_ms / buckets->step_ms) > (buckets->mask + 1) / (count + 1))
        read_all_slots(buckets, &window);
    else
        read_steps(buckets, &window);
}

struct bucket buckets_total(const struct buckets *buckets)
{
    return buckets->total;
}
