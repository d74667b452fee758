/* Open-addressing string table over an arena. */
#include "base/intern.h"

#include "base/err.h"
#include "base/xalloc.h"

#include <stdlib.h>

#define FIRST_SLOTS 64u

struct intern {
    struct arena *arena;
    struct str *texts; /* by id; texts[0] is empty */
    size_t capacity;
    uint32_t count;
    uint32_t *slots; /* ids, 0 = free */
    uint32_t *tags;  /* upper hash bits, so that most misses touch no text */
    uint32_t mask;
};

struct intern *intern_new(struct arena *arena)
{
    struct intern *t = xcalloc(1, sizeof *t);
    t->arena = arena;
    t->texts = xgrow(NULL, &t->capacity, 1, sizeof *t->texts);
    t->texts[0] = STR_NONE;
    t->slots = xcalloc(FIRST_SLOTS, sizeof *t->slots);
    t->tags = xcalloc(FIRST_SLOTS, sizeof *t->tags);
    t->mask = FIRST_SLOTS - 1;
    return t;
}

void intern_free(struct intern **table)
{
    struct intern *t = *table;
    if (t == NULL)
        return;
    free(t->texts);
    free(t->slots);
    free(t->tags);
    free(t);
    *table = NULL;
}

/* The slot that holds s, or the free one where it belongs. */
static uint32_t probe(const struct intern *t, struct str s, uint64_t hash)
{
    uint32_t tag = (uint32_t)(hash >> 32);
    uint32_t at = (uint32_t)hash & t->mask;
    while (t->slots[at] != 0 && (t->tags[at] != tag || !str_eq(t->texts[t->slots[at]], s)))
        at = (at + 1) & t->mask;
    return at;
}

static void grow(struct intern *t)
{
    uint32_t size = (t->mask + 1) * 2;
    free(t->slots);
    free(t->tags);
    t->slots = xcalloc(size, sizeof *t->slots);
    t->tags = xcalloc(size, sizeof *t->tags);
    t->mask = size - 1;
    for (uint32_t id = 1; id <= t->count; id++) {
        uint64_t hash = str_hash(t->texts[id]);
        uint32_t at = (uint32_t)hash & t->mask;
        while (t->slots[at] != 0)
            at = (at + 1) & t->mask;
        t->slots[at] = id;
        t->tags[at] = (uint32_t)(hash >> 32);
    }
}

uint32_t intern_add(struct intern *t, struct str s)
{
    if (s.n == 0)
        return 0;
    uint64_t hash = str_hash(s);
    uint32_t at = probe(t, s, hash);
    if (t->slots[at] != 0)
        return t->slots[at];
    must(t->count < UINT32_MAX / 2);
    uint32_t id = ++t->count;
    t->texts = xgrow(t->texts, &t->capacity, (size_t)id + 1, sizeof *t->texts);
    t->texts[id] = arena_str(t->arena, s);
    t->slots[at] = id;
    t->tags[at] = (uint32_t)(hash >> 32);
    if (t->count > (t->mask + 1) / 4 * 3)
        grow(t);
    return id;
}

uint32_t intern_find(const struct intern *t, struct str s)
{
    return s.n > 0 ? t->slots[probe(t, s, str_hash(s))] : 0;
}

struct str intern_get(const struct intern *t, uint32_t id)
{
    must(id <= t->count);
    return t->texts[id];
}

uint32_t intern_count(const struct intern *t)
{
    return t->count;
}

size_t intern_bytes(const struct intern *t)
{
    return sizeof *t + t->capacity * sizeof *t->texts + ((size_t)t->mask + 1) * 2 * sizeof *t->slots;
}
