/* A short list of (time, id). Owns its array. */
#include "emnify/trail.h"

#include "base/instant.h"
#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>

void trail_add(struct trail *trail, int64_t at_ms, uint64_t id)
{
    if (id == 0)
        return;
    trail->marks = xgrow(trail->marks, &trail->capacity, trail->count + 1, sizeof *trail->marks);
    trail->marks[trail->count++] = (struct trail_mark){at_ms, id};
}

void trail_add_before(struct trail *trail, int64_t at_ms, uint64_t id)
{
    if (id == 0)
        return;
    if (trail->count > 0 && at_ms > trail->marks[0].at_ms)
        at_ms = trail->marks[0].at_ms;
    trail_add(trail, at_ms, id);
    memmove(trail->marks + 1, trail->marks, (trail->count - 1) * sizeof *trail->marks);
    trail->marks[0] = (struct trail_mark){at_ms, id};
}

uint64_t trail_id_at(const struct trail *trail, int64_t at_ms)
{
    if (trail->count == 0)
        return 0;
    for (size_t i = trail->count; i-- > 0;)
        if (trail->marks[i].at_ms <= at_ms)
            return trail->marks[i].id;
    return trail->marks[0].id;
}

int64_t trail_first_above(const struct trail *trail, uint64_t id)
{
    for (size_t i = 0; i < trail->count; i++)
        if (trail->marks[i].id > id)
            return trail->marks[i].at_ms;
    return INSTANT_NONE;
}

void trail_forget(struct trail *trail, int64_t before_ms)
{
    size_t drop = 0;
    while (drop + 1 < trail->count && trail->marks[drop + 1].at_ms <= before_ms)
        drop++;
    if (drop == 0)
        return;
    trail->count -= drop;
    memmove(trail->marks, trail->marks + drop, trail->count * sizeof *trail->marks);
}

void trail_fini(struct trail *trail)
{
    free(trail->marks);
    *trail = (struct trail){0};
}
