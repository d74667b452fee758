/* Runs a filter on one row per device. Must not know lists or orders. */
#include "query/devicetest.h"

#include "base/clock.h"
#include "base/xalloc.h"
#include "query/fleetflag.h"

#include <stdlib.h>

static struct value derive(void *user, const struct segment *segment, uint32_t row, field_id field)
{
    const struct devicetest *t = user;
    struct value value = VALUE_ABSENT;
    row_id id = segment_row(segment, row);
    if (id == t->row)
        fleet_now(t->fleet, t->device, field, t->now_ms, &value);
    else if (t->looks_around) /* else a neighbour in the same word of the mask, whose answer is not wanted */
        fleet_derive(t->fleet, id, field, &value);
    return value;
}

static bool flag(void *user, const struct segment *segment, uint32_t row, const char *name)
{
    return fleetflag_is(&((const struct devicetest *)user)->env, segment, row, name);
}

static int lookup_list(void *user, struct str name, struct buf *text, struct error *err)
{
    const struct devicetest *t = user;
    if (t->lookup == NULL)
        return err_set(err, E_UNKNOWN, "there are no lists here");
    return t->lookup(t->lookup_user, name, text, err);
}

static void on_added(void *user, row_id first, row_id last, size_t count)
{
    struct devicetest *t = user;
    (void)count;
    t->stale |= t->filter != NULL && filter_note_added(t->filter, t->store, first, last) == FILTER_STALE;
}

static void on_evicting(void *user, const struct segment *segment)
{
    struct devicetest *t = user;
    t->stale |= t->filter != NULL && filter_note_evicting(t->filter, segment) == FILTER_STALE;
}

void devicetest_init(struct devicetest *t, struct store *store, struct fleet *fleet)
{
    *t = (struct devicetest){.store = store, .fleet = fleet, .now_ms = clock_wall_ms(), .text = xstrdup("")};
    t->env = (struct filter_env){.user = t, .lookup_list = lookup_list, .derive = derive, .flag = flag};
    store_listen(store, &(struct store_listener){on_added, on_evicting, t});
}

void devicetest_fini(struct devicetest *t)
{
    store_unlisten(t->store, t);
    filter_free(&t->filter);
    free(t->text);
    t->text = NULL;
}

int devicetest_set(struct devicetest *t, struct str query, const struct zone *zone, struct error *err)
{
    struct filter *filter = NULL;
    t->env.zone = zone;
    t->env.now = t->now_ms;
    int result = filter_compile(query, &t->env, &filter, err);
    if (result < 0)
        return result;
    filter_free(&t->filter);
    if (filter_is_every(filter))
        filter_free(&filter);
    else
        filter_bind(filter, t->store);
    t->filter = filter;
    t->looks_around = filter != NULL && str_find(filter_canonical(filter), STR("same ")) >= 0;
    char *copy = str_dup(str_trim(query));
    free(t->text);
    t->text = copy;
    t->stale = true;
    return 0;
}

void devicetest_set_now(struct devicetest *t, int64_t now_ms)
{
    t->now_ms = now_ms;
    if (t->filter == NULL || now_ms / 1000 == t->second)
        return;
    t->second = now_ms / 1000;
    t->stale |= filter_set_now(t->filter, now_ms) == FILTER_STALE;
}

enum devicetest_answer devicetest_ask(struct devicetest *t, const struct device *d)
{
    if (t->filter == NULL)
        return DEVICETEST_YES;
    if (d->count == 0 || !store_has(t->store, d->steps[d->count - 1].row))
        return DEVICETEST_UNTESTED;
    t->device = d;
    t->row = d->steps[d->count - 1].row;
    bool match = filter_match(t->filter, t->store, t->row);
    t->row = ROW_NONE;
    return match ? DEVICETEST_YES : DEVICETEST_NO;
}
