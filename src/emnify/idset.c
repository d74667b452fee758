/* A set of ids in four generations of open addressing. Owns its tables; knows nothing of events. */
#include "emnify/idset.h"

#include "base/xalloc.h"

#include <stdlib.h>

#define GENERATIONS 4
#define FIRST_SLOTS 1024u

struct slot {
    uint64_t id;
    uint32_t mark; /* 0: any */
    uint32_t used;
};

struct generation {
    struct slot *slots;
    size_t size, count; /* size: a power of two */
};

struct idset {
    size_t most; /* of one generation */
    struct generation generations[GENERATIONS];
    unsigned now; /* the one that takes new ids */
};

struct idset *idset_new(size_t most)
{
    struct idset *set = xcalloc(1, sizeof *set);
    set->most = most / GENERATIONS > 0 ? most / GENERATIONS : 1;
    return set;
}

static void empty(struct generation *g)
{
    free(g->slots);
    *g = (struct generation){0};
}

void idset_clear(struct idset *set)
{
    for (size_t i = 0; i < GENERATIONS; i++)
        empty(&set->generations[i]);
}

void idset_free(struct idset **set)
{
    if (*set == NULL)
        return;
    idset_clear(*set);
    free(*set);
    *set = NULL;
}

static struct slot *find(const struct generation *g, uint64_t id)
{
    if (g->size == 0)
        return NULL;
    uint64_t hash = id * 0x9e3779b97f4a7c15u;
    size_t at = (size_t)(hash >> 32) & (g->size - 1);
    while (g->slots[at].used && g->slots[at].id != id)
        at = (at + 1) & (g->size - 1);
    return &g->slots[at];
}

static void grow(struct generation *g)
{
    struct generation old = *g;
    g->size = old.size > 0 ? old.size * 2 : FIRST_SLOTS;
    g->slots = xcalloc(g->size, sizeof *g->slots);
    for (size_t i = 0; i < old.size; i++)
        if (old.slots[i].used)
            *find(g, old.slots[i].id) = old.slots[i];
    free(old.slots);
}

static struct slot *known(const struct idset *set, uint64_t id)
{
    for (unsigned i = 0; i < GENERATIONS; i++) {
        struct slot *slot = find(&set->generations[(set->now + GENERATIONS - i) % GENERATIONS], id);
        if (slot != NULL && slot->used)
            return slot;
    }
    return NULL;
}

bool idset_has(const struct idset *set, uint64_t id)
{
    return known(set, id) != NULL;
}

enum idset_verdict idset_add(struct idset *set, uint64_t id, uint32_t mark)
{
    struct slot *slot = known(set, id);
    if (slot != NULL) {
        if (slot->mark == mark || slot->mark == 0)
            return IDSET_KNOWN;
        slot->mark = 0;
        return IDSET_CHANGED;
    }
    struct generation *g = &set->generations[set->now];
    if (g->count == set->most) {
        set->now = (set->now + 1) % GENERATIONS;
        g = &set->generations[set->now];
        empty(g);
    }
    if ((g->count + 1) * 2 > g->size)
        grow(g);
    *find(g, id) = (struct slot){id, mark, 1};
    g->count++;
    return IDSET_NEW;
}

size_t idset_count(const struct idset *set)
{
    size_t count = 0;
    for (size_t i = 0; i < GENERATIONS; i++)
        count += set->generations[i].count;
    return count;
}
