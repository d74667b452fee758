/* Owns which devices are known. Must not know events: only that a device has changed. */
#include "fleet/roll.h"

#include "base/err.h"
#include "base/xalloc.h"
#include "fleet/device_tell.h"

#include <stdlib.h>

#define CACHE_LINE 64

void roll_init(struct roll *roll)
{
    *roll = (struct roll){.hole = SIZE_MAX};
}

void roll_fini(struct roll *roll)
{
    while (roll->newest != NULL) {
        struct device *d = roll->newest;
        roll->newest = d->older;
        device_free(&d);
    }
    idmap_fini(&roll->by_id);
    free(roll->slots);
    roll_init(roll);
}

struct device *roll_get(const struct roll *roll, int64_t id)
{
    return idmap_get(&roll->by_id, (uint64_t)id);
}

void roll_foresee(const struct roll *roll, int64_t id)
{
    const struct device *d = roll_get(roll, id);
    for (size_t at = 0; d != NULL && at < sizeof *d; at += CACHE_LINE)
        __builtin_prefetch((const char *)d + at);
}

static void unlink_device(struct roll *roll, struct device *d)
{
    if (d->newer != NULL)
        d->newer->older = d->older;
    else if (roll->newest == d)
        roll->newest = d->older;
    if (d->older != NULL)
        d->older->newer = d->newer;
    else if (roll->oldest == d)
        roll->oldest = d->newer;
    d->newer = d->older = NULL;
}

static void link_newest(struct roll *roll, struct device *d)
{
    d->older = roll->newest;
    if (roll->newest != NULL)
        roll->newest->newer = d;
    roll->newest = d;
    if (roll->oldest == NULL)
        roll->oldest = d;
}

struct device *roll_add(struct roll *roll, int64_t id)
{
    struct device *d = device_new(id);
    size_t slot = roll->hole != SIZE_MAX ? roll->hole : roll->count++;
    roll->hole = SIZE_MAX;
    roll->slots = xgrow(roll->slots, &roll->capacity, roll->count, sizeof(void *));
    roll->slots[slot] = d;
    d->slot = (uint32_t)slot;
    d->counted = (uint8_t)device_state(d);
    roll->by_state[d->counted]++;
    idmap_put(&roll->by_id, (uint64_t)id, d);
    link_newest(roll, d);
    d->changed = ++roll->ticks;
    return d;
}

void roll_retire(struct roll *roll, struct device *d)
{
    must(roll->hole == SIZE_MAX);
    unlink_device(roll, d);
    idmap_remove(&roll->by_id, (uint64_t)d->id);
    roll->by_state[d->counted]--;
    roll->hole = d->slot;
    roll->slots[d->slot] = NULL;
    device_free(&d);
}

void roll_touch(struct roll *roll, struct device *d)
{
    d->changed = ++roll->ticks;
    roll->by_state[d->counted]--;
    d->counted = (uint8_t)device_state(d);
    roll->by_state[d->counted]++;
    if (roll->newest == d)
        return;
    unlink_device(roll, d);
    link_newest(roll, d);
}
