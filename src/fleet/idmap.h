/* Entities by a 64-bit id: open addressing, pointers borrowed. Zero-initialised is empty and ready. */
#ifndef EVMON_FLEET_IDMAP_H
#define EVMON_FLEET_IDMAP_H

#include <stddef.h>
#include <stdint.h>

struct idmap {
    struct idmap_slot {
        uint64_t id;
        void *item; /* NULL = free */
    } *at;
    size_t slots, count;
};

void *idmap_get(const struct idmap *map, uint64_t id); /* NULL when it is not there */
void idmap_put(struct idmap *map, uint64_t id, void *item); /* replaces; item must not be NULL */
void idmap_remove(struct idmap *map, uint64_t id);
size_t idmap_count(const struct idmap *map);
typedef void (*idmap_fn)(void *user, uint64_t id, void *item);
void idmap_each(const struct idmap *map, idmap_fn fn, void *user); /* fn must not change the map */
void idmap_fini(struct idmap *map);

#endif
