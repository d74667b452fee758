/* Interned places. Texts are interned too, so that a place is a handful of numbers. */
#include "fleet/place.h"

#include "base/err.h"
#include "base/intern.h"
#include "base/xalloc.h"

#include <stdlib.h>

struct entry {
    uint32_t op, country, cc, mcc, mnc;
    int32_t rat, lac;
    int64_t ci;
};

struct places {
    struct arena *arena;
    struct intern *texts;
    struct intern *keys; /* an entry's bytes -> its number */
    struct place *items; /* by id; [0] unused */
    size_t capacity, count;
};

struct places *places_new(void)
{
    struct places *p = xcalloc(1, sizeof *p);
    p->arena = arena_new();
    p->texts = intern_new(p->arena);
    p->keys = intern_new(p->arena);
    p->items = xgrow(NULL, &p->capacity, 1, sizeof *p->items);
    p->count = 1;
    return p;
}

void places_free(struct places **places)
{
    struct places *p = *places;
    if (p == NULL)
        return;
    intern_free(&p->texts);
    intern_free(&p->keys);
    arena_free(&p->arena);
    free(p->items);
    free(p);
    *places = NULL;
}

/* The radio of an entry; past PLACE_MAX places, new ones have no cell. */
static void tune(const struct places *p, struct entry *entry, const struct place_radio *radio)
{
    bool full = p->count >= PLACE_MAX;
    entry->rat = (int32_t)radio->rat;
    entry->lac = full ? PLACE_UNKNOWN : (int32_t)radio->lac;
    entry->ci = full ? PLACE_UNKNOWN : radio->ci;
}

static uint32_t add_entry(struct places *p, const struct entry *entry)
{
    struct str key = {(const char *)entry, sizeof *entry};
    uint32_t id = intern_add(p->keys, key);
    if (id < p->count)
        return id;
    p->items = xgrow(p->items, &p->capacity, (size_t)id + 1, sizeof *p->items);
    p->items[id] = (struct place){
        .op = intern_get(p->texts, entry->op),
        .country = intern_get(p->texts, entry->country),
        .cc = intern_get(p->texts, entry->cc),
        .mcc = intern_get(p->texts, entry->mcc),
        .mnc = intern_get(p->texts, entry->mnc),
        .rat = entry->rat,
        .lac = entry->lac,
        .ci = entry->ci,
    };
    p->count = (size_t)id + 1;
    return id;
}

uint32_t places_add(struct places *p, const struct place *place)
{
    const struct place_radio radio = {place->rat, place->lac, place->ci};
    if (place->op.n == 0 && place->cc.n == 0 && place->mcc.n == 0 && place->rat < 0)
        return PLACE_NONE;
    struct entry entry;
    memset(&entry, 0, sizeof entry); /* its bytes are the key, padding included */
    entry.op = intern_add(p->texts, place->op);
    entry.country = intern_add(p->texts, place->country);
    entry.cc = intern_add(p->texts, place->cc);
    entry.mcc = intern_add(p->texts, place->mcc);
    entry.mnc = intern_add(p->texts, place->mnc);
    tune(p, &entry, &radio);
    return add_entry(p, &entry);
}

uint32_t places_at(struct places *p, uint32_t network, const struct place_radio *radio)
{
    must(network != PLACE_NONE);
    const struct place *named = places_get(p, network);
    if (radio->rat == named->rat && radio->lac == named->lac && radio->ci == named->ci)
        return network;
    struct entry entry;
    memcpy(&entry, intern_get(p->keys, network).p, sizeof entry);
    tune(p, &entry, radio);
    return add_entry(p, &entry);
}

const struct place *places_get(const struct places *p, uint32_t id)
{
    must(id < p->count);
    return id != PLACE_NONE ? &p->items[id] : NULL;
}

uint32_t places_join(struct places *p, uint32_t before, uint32_t named)
{
    const struct place *old = places_get(p, before), *now = places_get(p, named);
    if (old == NULL || now == NULL || now->rat >= 0 || old->rat < 0 || !place_same_network(old, now))
        return named;
    struct place joined = *now;
    joined.rat = old->rat;
    return places_add(p, &joined);
}

bool place_same_network(const struct place *a, const struct place *b)
{
    return str_eq(a->op, b->op) && str_eq(a->cc, b->cc);
}

size_t places_bytes(const struct places *p)
{
    return arena_bytes(p->arena) + intern_bytes(p->texts) + intern_bytes(p->keys) + p->capacity * sizeof *p->items;
}
