/* Linear probing with backward shift on removal, so that no tombstones gather over weeks. */
#include "fleet/idmap.h"

#include "base/err.h"
#include "base/xalloc.h"

#include <stdlib.h>

#define FIRST_SLOTS 256

static size_t home(const struct idmap *map, uint64_t id)
{
    uint64_t h = id * UINT64_C(0x9e3779b97f4a7c15);
    return (size_t)(h ^ (h >> 29)) & (map->slots - 1);
}

static size_t probe(const struct idmap *map, uint64_t id)
{
    size_t at = home(map, id);
    while (map->at[at].item != NULL && map->at[at].id != id)
        at = (at + 1) & (map->slots - 1);
    return at;
}

void *idmap_get(const struct idmap *map, uint64_t id)
{
    return map->slots > 0 ? map->at[probe(map, id)].item : NULL;
}

static void grow(struct idmap *map)
{
    struct idmap old = *map;
    map->slots = old.slots > 0 ? old.slots * 2 : FIRST_SLOTS;
    map->at = xcalloc(map->slots, sizeof *map->at);
    for (size_t i = 0; i < old.slots; i++) {
        if (old.at[i].item != NULL)
            map->at[probe(map, old.at[i].id)] = old.at[i];
    }
    free(old.at);
}

void idmap_put(struct idmap *map, uint64_t id, void *item)
{
    must(item != NULL);
    if (map->count + 1 > map->slots / 4 * 3)
        grow(map);
    size_t at = probe(map, id);
    map->count += map->at[at].item == NULL ? 1 : 0;
    map->at[at] = (struct idmap_slot){id, item};
}

void idmap_remove(struct idmap *map, uint64_t id)
{
    if (map->slots == 0)
        return;
    size_t hole = probe(map, id), mask = map->slots - 1;
    if (map->at[hole].item == NULL)
        return;
    map->at[hole].item = NULL;
    map->count--;
    for (size_t at = (hole + 1) & mask; map->at[at].item != NULL; at = (at + 1) & mask) {
        size_t distance = (at - home(map, map->at[at].id)) & mask;
        if (distance < ((at - hole) & mask))
            continue;
        map->at[hole] = map->at[at];
        map->at[at].item = NULL;
        hole = at;
    }
}

size_t idmap_count(const struct idmap *map)
{
    return map->count;
}

void idmap_each(const struct idmap *map, idmap_fn fn, void *user)
{
    for (size_t i = 0; i < map->slots; i++) {
        if (map->at[i].item != NULL)
            fn(user, map->at[i].id, map->at[i].item);
    }
}

void idmap_fini(struct idmap *map)
{
    free(map->at);
    *map = (struct idmap){0};
}
