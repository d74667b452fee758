/* Keeps devices in order. An entry per slot of the fleet's roll remembers what its device was when it was placed; the
 * order is an array of slots. What has changed is taken out in one pass, sorted by itself, and put back by halving. */
#include "query/roster.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/xalloc.h"
#include "query/sorter.h"

#include <stdlib.h>

#define SWEEP 512   /* slots looked at anew per turn: flaps and ages run on while nothing happens */
#define CLOCK_EVERY 256
#define REBUILD_SHARE 4 /* more changes than one device in so many: everything is put in order anew */

enum stage { STAGE_NONE, STAGE_KEYS, STAGE_SORT };

struct entry {
    uint64_t key;
    int64_t id;
    uint8_t state;
    bool in;       /* passes the filter */
    bool placed;   /* stands in the order */
    bool stale;    /* stands there where it does not belong any more */
    bool fresh;    /* waits to be put in */
    bool untested;
};

struct roster {
    struct fleet *fleet;
    struct devicesort sort;
    bool descending;

    struct entry *entries; /* by slot */
    size_t entry_count, entry_capacity;
    uint32_t *order;
    size_t count, order_capacity;
    uint32_t *fresh;
    size_t fresh_count, fresh_capacity, stale_count;
    uint64_t seen; /* the fleet's tick up to which changes were taken in */
    size_t sweep;  /* the slot that is looked at next */
    struct roster_sums sums;

    enum stage stage;
    size_t next; /* STAGE_KEYS: the slot that comes next */
    struct roster_sums coming;
    struct sorter_item *items;
    size_t item_count, item_capacity;
    struct sorter sorter;

    struct devicetest test;
};

/* Of slots: fits struct sorter. */
static int compare_slots(const void *user, uint64_t a, uint64_t b)
{
    const struct roster *r = user;
    const struct entry *x = &r->entries[a], *y = &r->entries[b];
    int order = devicesort_compare(&r->sort, x->key, y->key);
    return order != 0 ? order : (x->id > y->id) - (x->id < y->id);
}

static void begin_again(struct roster *r)
{
    if (r->stage == STAGE_SORT)
        sorter_fini(&r->sorter);
    r->stage = STAGE_KEYS;
    r->next = r->item_count = 0;
    r->coming = (struct roster_sums){0};
}

/* ---- life ---- */

struct roster *roster_new(struct store *store, struct fleet *fleet)
{
    struct roster *r = xcalloc(1, sizeof *r);
    r->fleet = fleet;
    r->sort = (struct devicesort){.fleet = fleet, .by = DEVICESORT_NAME};
    devicetest_init(&r->test, store, fleet);
    begin_again(r);
    return r;
}

void roster_free(struct roster **roster)
{
    struct roster *r = *roster;
    if (r == NULL)
        return;
    if (r->stage == STAGE_SORT)
        sorter_fini(&r->sorter);
    devicetest_fini(&r->test);
    free(r->entries);
    free(r->order);
    free(r->fresh);
    free(r->items);
    free(r);
    *roster = NULL;
}

void roster_set_order(struct roster *r, struct roster_order order)
{
    r->descending = order.descending;
    if (order.by == r->sort.by)
        return;
    r->sort.by = order.by;
    begin_again(r);
}

struct roster_order roster_get_order(const struct roster *r)
{
    return (struct roster_order){r->sort.by, r->descending};
}

void roster_set_lookup(struct roster *r, devicetest_lookup_fn fn, void *user)
{
    r->test.lookup = fn;
    r->test.lookup_user = user;
}

int roster_set_filter(struct roster *r, struct str query, const struct zone *zone, struct error *err)
{
    int result = devicetest_set(&r->test, query, zone, err);
    if (result < 0)
        return result;
    r->test.stale = false;
    begin_again(r);
    return 0;
}

struct str roster_filter(const struct roster *r)
{
    return str_of(r->test.text);
}

/* ---- entries ---- */

static void reach(struct roster *r)
{
    size_t slots = fleet_device_count(r->fleet);
    if (slots <= r->entry_count)
        return;
    r->entries = xgrow(r->entries, &r->entry_capacity, slots, sizeof *r->entries);
    memset(r->entries + r->entry_count, 0, (slots - r->entry_count) * sizeof *r->entries);
    r->entry_count = slots;
}

static void count_in(struct roster_sums *sums, const struct entry *entry, bool up)
{
    size_t one = up ? 1 : SIZE_MAX; /* SIZE_MAX: one less */
    sums->untested += entry->untested ? one : 0;
    if (!entry->in)
        return;
    sums->devices += one;
    sums->by_state[entry->state] += one;
}

static struct entry read_entry(struct roster *r, const struct device *d)
{
    enum devicetest_answer answer = devicetest_ask(&r->test, d);
    return (struct entry){.key = devicesort_key(&r->sort, d), .id = d->id, .state = (uint8_t)device_state(d),
                          .in = answer == DEVICETEST_YES, .untested = answer == DEVICETEST_UNTESTED};
}

static void wait_for_place(struct roster *r, uint32_t slot)
{
    r->fresh = xgrow(r->fresh, &r->fresh_capacity, r->fresh_count + 1, sizeof *r->fresh);
    r->fresh[r->fresh_count++] = slot;
}

/* The device of a slot as it is now; it is moved when its place is another one. */
static void refresh(struct roster *r, const struct device *d)
{
    struct entry *old = &r->entries[d->slot], now = read_entry(r, d);
    bool same_place = old->in == now.in && old->key == now.key && old->id == now.id;
    count_in(&r->sums, old, false);
    count_in(&r->sums, &now, true);
    now.placed = old->placed;
    now.stale = old->stale || (old->placed && !same_place);
    now.fresh = old->fresh || (now.in && (!old->placed || now.stale));
    r->stale_count += now.stale && !old->stale ? 1 : 0;
    if (now.fresh && !old->fresh)
        wait_for_place(r, d->slot);
    *old = now;
}

/* ---- everything anew, in pieces ---- */

static void take_item(struct roster *r, const struct device *d)
{
    struct entry *entry = &r->entries[d->slot];
    *entry = read_entry(r, d);
    count_in(&r->coming, entry, true);
    if (!entry->in)
        return;
    r->items = xgrow(r->items, &r->item_capacity, r->item_count + 1, sizeof *r->items);
    r->items[r->item_count++] = (struct sorter_item){d->slot, d->slot};
}

static void take_keys(struct roster *r, int64_t until_ns)
{
    if (r->next == 0) {
        const struct device *newest = fleet_last_changed(r->fleet);
        r->seen = newest != NULL ? newest->changed : 0;
        r->fresh_count = r->stale_count = 0;
    }
    reach(r);
    while (r->next < r->entry_count) {
        take_item(r, fleet_device_in(r->fleet, r->next++));
        if (r->next % CLOCK_EVERY == 0 && clock_mono_ns() >= until_ns)
            return;
    }
    sorter_init(&r->sorter, r->items, r->item_count, compare_slots, r);
    r->items = NULL;
    r->item_capacity = 0;
    r->stage = STAGE_SORT;
}

static void take_order(struct roster *r)
{
    r->order = xgrow(r->order, &r->order_capacity, r->item_count, sizeof *r->order);
    r->count = r->item_count;
    for (size_t i = 0; i < r->count; i++) {
        r->order[i] = (uint32_t)r->sorter.items[i].what;
        r->entries[r->order[i]].placed = true;
    }
    sorter_fini(&r->sorter);
    r->sums = r->coming;
    r->stage = STAGE_NONE;
}

/* True while it is not done. */
static bool rebuild(struct roster *r, int64_t until_ns)
{
    if (r->stage == STAGE_KEYS)
        take_keys(r, until_ns);
    if (r->stage == STAGE_KEYS || sorter_work(&r->sorter, until_ns))
        return true;
    take_order(r);
    return false;
}

/* ---- changes ---- */

/* False: there are so many that everything had better be put in order anew. */
static bool take_changes(struct roster *r)
{
    const struct device *d = fleet_last_changed(r->fleet);
    uint64_t newest = d != NULL ? d->changed : 0;
    size_t left = r->entry_count / REBUILD_SHARE + SWEEP;
    for (; d != NULL && d->changed > r->seen; d = d->older) {
        if (left-- == 0)
            return false;
        refresh(r, d);
    }
    r->seen = newest;
    for (size_t n = 0; n < SWEEP && n < r->entry_count; n++) {
        r->sweep = r->sweep + 1 < r->entry_count ? r->sweep + 1 : 0;
        refresh(r, fleet_device_in(r->fleet, r->sweep));
    }
    return true;
}

static void take_out_stale(struct roster *r)
{
    size_t kept = 0;
    for (size_t i = 0; i < r->count; i++) {
        struct entry *entry = &r->entries[r->order[i]];
        if (entry->stale)
            entry->stale = entry->placed = false;
        else
            r->order[kept++] = r->order[i];
    }
    r->count = kept;
    r->stale_count = 0;
}

/* How many of the first n of the order stand before this slot. */
static size_t rank_of(const struct roster *r, uint32_t slot, size_t n)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (compare_slots(r, r->order[mid], slot) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* The fresh ones in order, from the last to the first, each block behind it moved once. */
static void put_in(struct roster *r, const struct sorter_item *items, size_t n)
{
    size_t end = r->count;
    r->order = xgrow(r->order, &r->order_capacity, r->count + n, sizeof *r->order);
    for (size_t i = n; i > 0; i--) {
        uint32_t slot = (uint32_t)items[i - 1].what;
        size_t at = rank_of(r, slot, end);
        memmove(&r->order[at + i], &r->order[at], (end - at) * sizeof *r->order);
        r->order[at + i - 1] = slot;
        r->entries[slot].placed = true;
        end = at;
    }
    r->count += n;
}

static void place_fresh(struct roster *r)
{
    struct sorter_item *items = xmalloc((r->fresh_count + 1) * sizeof *items);
    struct sorter sorter;
    size_t n = 0;
    for (size_t i = 0; i < r->fresh_count; i++) {
        struct entry *entry = &r->entries[r->fresh[i]];
        if (entry->in)
            items[n++] = (struct sorter_item){r->fresh[i], r->fresh[i]};
        entry->fresh = false;
    }
    r->fresh_count = 0;
    sorter_init(&sorter, items, n, compare_slots, r);
    sorter_work(&sorter, INT64_MAX);
    put_in(r, sorter.items, n);
    sorter_fini(&sorter);
}

bool roster_work(struct roster *r, int64_t now_ms, int64_t budget_ns)
{
    int64_t until_ns = clock_mono_ns() + budget_ns;
    r->sort.now_ms = now_ms;
    devicetest_set_now(&r->test, now_ms);
    if (r->test.stale && r->stage == STAGE_NONE) { /* what goes on anyway is not held up for ever */
        r->test.stale = false;
        begin_again(r);
    }
    if (r->stage != STAGE_NONE && rebuild(r, until_ns))
        return true;
    reach(r);
    if (!take_changes(r)) {
        begin_again(r);
        return true;
    }
    if (r->stale_count > 0)
        take_out_stale(r);
    if (r->fresh_count > 0)
        place_fresh(r);
    return false;
}

/* ---- reading ---- */

double roster_progress(const struct roster *r)
{
    size_t all = fleet_device_count(r->fleet);
    if (r->stage == STAGE_NONE || all == 0)
        return 1;
    return r->stage == STAGE_KEYS ? (double)r->next / (double)all / 2 : 0.5 + sorter_progress(&r->sorter) / 2;
}

size_t roster_count(const struct roster *r)
{
    return r->count;
}

const struct device *roster_at(const struct roster *r, size_t index)
{
    if (index >= r->count)
        return NULL;
    return fleet_device_in(r->fleet, r->order[r->descending ? r->count - 1 - index : index]);
}

size_t roster_find(const struct roster *r, int64_t device_id)
{
    const struct device *d = fleet_device(r->fleet, device_id);
    for (size_t i = 0; i < r->count && d != NULL; i++)
        if (r->order[i] == d->slot)
            return r->descending ? r->count - 1 - i : i;
    return SIZE_MAX;
}

struct roster_sums roster_sums(const struct roster *r)
{
    return r->sums;
}

size_t roster_bytes(const struct roster *r)
{
    return r->entry_capacity * sizeof *r->entries + (r->order_capacity + r->fresh_capacity) * sizeof *r->order +
           r->item_capacity * sizeof *r->items;
}
