/* The ring of segments: which one takes the next event, which goes when memory is short, who is
 * told. Must not know columns or fields; a row is asked of its segment. */
#include "store/store.h"

#include "base/instant.h"
#include "base/xalloc.h"
#include "store/segment.h"

#include <stdlib.h>

#define SHARE                                                                                      \
    16 /* a segment is closed at this part of max_bytes, so that eviction goes in small steps */
#define SHARE_ROWS  256u /* but not before it has this many rows */
#define SHARE_CHECK 256u /* how often the open segment is measured, in rows */

struct store {
    size_t max_bytes;
    struct layout layouts[DIMENSION_COUNT];
    struct shelf *shelf;
    struct segment **segments; /* oldest first, sequence numbers without holes */
    size_t count, capacity;
    size_t sealed_bytes, sealed_raw; /* of all but the last */
    size_t rows;
    uint64_t next_seq, total, evicted;
    struct store_listener *listeners;
    size_t listener_count, listener_capacity;
    row_id pending_first, pending_last; /* appended since the last flush */
    size_t pending;
};

struct store *store_new(const struct store_options *options)
{
    struct store *store = xcalloc(1, sizeof *store);
    store->max_bytes = options->max_bytes;
    store->next_seq = 1;
    layout_init(store->layouts);
    store->shelf = shelf_new();
    return store;
}

void store_free(struct store **pointer)
{
    struct store *store = *pointer;
    if (store == NULL)
        return;
    for (size_t i = 0; i < store->count; i++)
        segment_free(&store->segments[i]);
    free(store->segments);
    free(store->listeners);
    shelf_free(&store->shelf);
    free(store);
    *pointer = NULL;
}

void store_set_max_bytes(struct store *store, size_t max_bytes)
{
    store->max_bytes = max_bytes;
}

int store_add_file(struct store *store, int fd)
{
    return shelf_add_file(store->shelf, fd);
}

/* ---- appending ---- */

static struct segment *open_segment(const struct store *store)
{
    return store->count > 0 ? store->segments[store->count - 1] : NULL;
}

static void seal_open(struct store *store)
{
    struct segment *open = open_segment(store);
    segment_seal(open);
    store->sealed_bytes += segment_bytes(open);
    store->sealed_raw += segment_raw_bytes(open);
}

static bool has_its_share(const struct store *store, const struct segment *open)
{
    uint32_t rows = segment_rows(open);
    return store->max_bytes > 0 && rows >= SHARE_ROWS && rows % SHARE_CHECK == 0 &&
           segment_bytes(open) > store->max_bytes / SHARE;
}

static struct segment *segment_for(struct store *store, const struct event *event)
{
    struct segment *open = open_segment(store);
    if (open != NULL && segment_takes(open, event) && !has_its_share(store, open))
        return open;
    if (open != NULL)
        seal_open(store);
    store->segments =
        xgrow(store->segments, &store->capacity, store->count + 1, sizeof *store->segments);
    open = segment_new(store->next_seq++, store->layouts, store->shelf);
    store->segments[store->count++] = open;
    return open;
}

enum store_verdict store_append(struct store *store, const struct event *event, uint8_t feed,
                                struct raw_place place, row_id *row)
{
    must(event->id != 0);
    uint32_t content = (uint32_t)str_hash(event->raw);
    bool known = false;
    for (size_t i = store->count; i-- > 0;) {
        struct segment_match match = segment_find(store->segments[i], event->id, content);
        known = known || match.newest != SEGMENT_ROWS;
        if (match.same != SEGMENT_ROWS) {
            *row = segment_row(store->segments[i], match.same);
            return STORE_DUPLICATE;
        }
    }
    unsigned marks = event->marks | (known ? EVENT_CHANGED : 0u);
    struct segment *segment = segment_for(store, event);
    uint32_t index = segment_append(segment, event, marks, feed, content, place);
    *row = segment_row(segment, index);
    store->rows++;
    store->total++;
    if (store->pending++ == 0)
        store->pending_first = *row;
    store->pending_last = *row;
    return known ? STORE_CHANGED : STORE_ADDED;
}

row_id store_find_id(const struct store *store, uint64_t id)
{
    for (size_t i = store->count; i-- > 0;) {
        struct segment_match match = segment_find(store->segments[i], id, 0);
        if (match.newest != SEGMENT_ROWS)
            return segment_row(store->segments[i], match.newest);
    }
    return ROW_NONE;
}

bool store_has_id(const struct store *store, uint64_t id)
{
    return store_find_id(store, id) != ROW_NONE;
}

/* ---- listeners and eviction ---- */

void store_listen(struct store *store, const struct store_listener *listener)
{
    store->listeners = xgrow(store->listeners, &store->listener_capacity, store->listener_count + 1,
                             sizeof *store->listeners);
    store->listeners[store->listener_count++] = *listener;
}

void store_unlisten(struct store *store, void *user)
{
    size_t kept = 0;
    for (size_t i = 0; i < store->listener_count; i++) {
        if (store->listeners[i].user != user)
            store->listeners[kept++] = store->listeners[i];
    }
    store->listener_count = kept;
}

static void evict_oldest(struct store *store)
{
    struct segment *oldest = store->segments[0];
    for (size_t i = 0; i < store->listener_count; i++) {
        if (store->listeners[i].evicting != NULL)
            store->listeners[i].evicting(store->listeners[i].user, oldest);
    }
    store->sealed_bytes -= segment_bytes(oldest);
    store->sealed_raw -= segment_raw_bytes(oldest);
    store->rows -= segment_rows(oldest);
    store->evicted += segment_rows(oldest);
    store->count--;
    memmove(store->segments, store->segments + 1, store->count * sizeof *store->segments);
    segment_free(&oldest);
}

void store_flush(struct store *store)
{
    if (store->pending > 0) {
        size_t count = store->pending;
        store->pending = 0;
        for (size_t i = 0; i < store->listener_count; i++) {
            const struct store_listener *listener = &store->listeners[i];
            if (listener->added != NULL)
                listener->added(listener->user, store->pending_first, store->pending_last, count);
        }
    }
    while (store->max_bytes > 0 && store->count > 1 && store_bytes(store) > store->max_bytes)
        evict_oldest(store);
}

/* ---- totals ---- */

size_t store_count(const struct store *store)
{
    return store->rows;
}

uint64_t store_total(const struct store *store)
{
    return store->total;
}

uint64_t store_evicted(const struct store *store)
{
    return store->evicted;
}

size_t store_bytes(const struct store *store)
{
    const struct segment *open = open_segment(store);
    return store->sealed_bytes + (open != NULL ? segment_bytes(open) : 0);
}

size_t store_raw_bytes(const struct store *store)
{
    const struct segment *open = open_segment(store);
    return store->sealed_raw + (open != NULL ? segment_raw_bytes(open) : 0);
}

int64_t store_reach_ms(const struct store *store)
{
    int64_t reach = INT64_MAX;
    for (size_t i = 0; i < store->count; i++) {
        int64_t here, latest;
        segment_order_range(store->segments[i], &here, &latest);
        reach = here < reach ? here : reach;
    }
    return store->count > 0 ? reach : INSTANT_NONE;
}

int64_t store_latest_ms(const struct store *store)
{
    int64_t latest = INT64_MIN;
    for (size_t i = 0; i < store->count; i++) {
        int64_t earliest, here;
        segment_order_range(store->segments[i], &earliest, &here);
        latest = here > latest ? here : latest;
    }
    return store->count > 0 ? latest : INSTANT_NONE;
}

/* ---- rows ---- */

size_t store_segment_count(const struct store *store)
{
    return store->count;
}

const struct segment *store_segment(const struct store *store, size_t index)
{
    must(index < store->count);
    return store->segments[index];
}

const struct segment *store_segment_of(const struct store *store, row_id row)
{
    uint64_t first = store->next_seq - store->count, seq = row >> 16;
    if (row == ROW_NONE || seq < first || seq >= store->next_seq)
        return NULL;
    const struct segment *segment = store->segments[seq - first];
    return (row & 0xffff) < segment_rows(segment) ? segment : NULL;
}

row_id store_oldest(const struct store *store)
{
    return store->count > 0 ? segment_row(store->segments[0], 0) : ROW_NONE;
}

row_id store_newest(const struct store *store)
{
    const struct segment *open = open_segment(store);
    return open != NULL ? segment_row(open, segment_rows(open) - 1) : ROW_NONE;
}

row_id store_next(const struct store *store, row_id row)
{
    row_id oldest = store_oldest(store);
    if (row < oldest)
        return oldest;
    if (store_segment_of(store, row + 1) != NULL)
        return row + 1;
    row_id first = ((row >> 16) + 1) << 16;
    return store_segment_of(store, first) != NULL ? first : ROW_NONE;
}

row_id store_prev(const struct store *store, row_id row)
{
    row_id newest = store_newest(store);
    if (row == ROW_NONE || row > newest)
        return newest;
    if (row <= store_oldest(store))
        return ROW_NONE;
    if ((row & 0xffff) > 0)
        return row - 1;
    const struct segment *before = store_segment_of(store, ((row >> 16) - 1) << 16);
    return before != NULL ? segment_row(before, segment_rows(before) - 1) : ROW_NONE;
}

bool store_has(const struct store *store, row_id row)
{
    return store_segment_of(store, row) != NULL;
}

bool store_get(const struct store *store, row_id row, field_id field, struct value *out)
{
    const struct segment *segment = store_segment_of(store, row);
    *out = VALUE_ABSENT;
    if (segment == NULL)
        return false;
    segment_get(segment, (uint32_t)(row & 0xffff), field, out);
    return value_is_present(out);
}

static struct segment_fact fact_of(const struct store *store, row_id row)
{
    const struct segment *segment = store_segment_of(store, row);
    if (segment == NULL)
        return (struct segment_fact){.order_ms = INSTANT_NONE,
                                     .arrival_ms = INSTANT_NONE,
                                     .type = TYPE_OTHER,
                                     .severity = COLUMN_U8_ABSENT};
    return segment_fact(segment, (uint32_t)(row & 0xffff));
}

type_id store_type(const struct store *store, row_id row)
{
    return fact_of(store, row).type;
}

uint64_t store_id(const struct store *store, row_id row)
{
    return fact_of(store, row).id;
}

int64_t store_order_ms(const struct store *store, row_id row)
{
    return fact_of(store, row).order_ms;
}

int64_t store_arrival_ms(const struct store *store, row_id row)
{
    return fact_of(store, row).arrival_ms;
}

int store_severity(const struct store *store, row_id row)
{
    uint8_t severity = fact_of(store, row).severity;
    return severity < SEVERITY_COUNT_ ? severity : SEVERITY_INFO;
}

bool store_alert(const struct store *store, row_id row)
{
    return fact_of(store, row).alert == 1;
}

unsigned store_marks(const struct store *store, row_id row)
{
    return fact_of(store, row).marks;
}

int store_feed(const struct store *store, row_id row)
{
    return store_has(store, row) ? fact_of(store, row).feed : -1;
}

int store_raw(const struct store *store, row_id row, struct buf *out, struct error *err)
{
    const struct segment *segment = store_segment_of(store, row);
    if (segment == NULL)
        return err_set(err, E_GONE, "the event is no longer held: it was evicted to make room");
    return segment_raw(segment, (uint32_t)(row & 0xffff), out, err);
}

int store_compare(const struct store *store, row_id a, row_id b)
{
    const struct segment *in_a = store_segment_of(store, a), *in_b = store_segment_of(store, b);
    must(in_a != NULL && in_b != NULL);
    int64_t at_a = segment_order_ms(in_a)[a & 0xffff], at_b = segment_order_ms(in_b)[b & 0xffff];
    if (at_a != at_b)
        return at_a < at_b ? -1 : 1;
    uint64_t id_a = segment_ids(in_a)[a & 0xffff], id_b = segment_ids(in_b)[b & 0xffff];
    if (id_a != id_b)
        return id_a < id_b ? -1 : 1;
    return a < b ? -1 : a > b;
}
