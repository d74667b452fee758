/* Open-addressing string table over an arena. */
#include "base/intern.h"

#include "base/err.h"
#include "base/xalloc.h"

#include <stdlib.h>

#define FIRST_SLOTS 64u
#define AT_ONCE 32u /* texts whose memory is asked for together */

struct intern {
    struct arena *arena;
    struct str *texts; /* by id; texts[0] is empty */
    size_t capacity;
    uint32_t count;
    uint64_t *slots; /* upper half of the hash << 32 | id, 0 = free: other texts are told apart without a look at them */
    uint32_t mask;
};

struct intern *intern_new(struct arena *arena)
{
    struct intern *t = xcalloc(1, sizeof *t);
    t->arena = arena;
    t->texts = xgrow(NULL, &t->capacity, 1, sizeof *t->texts);
    t->texts[0] = STR_NONE;
    t->slots = xcalloc(FIRST_SLOTS, sizeof *t->slots);
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
    free(t);
    *table = NULL;
}

static uint32_t tag_of(struct str s)
{
    return (uint32_t)(str_hash(s) >> 32);
}

static uint32_t id_in(uint64_t slot)
{
    return (uint32_t)slot;
}

/* The slot that holds s, or the free one where it belongs. */
static uint32_t probe(const struct intern *t, struct str s, uint32_t tag)
{
    uint32_t at = tag & t->mask;
    while (t->slots[at] != 0 && (t->slots[at] >> 32 != tag || !str_eq(t->texts[id_in(t->slots[at])], s)))
        at = (at + 1) & t->mask;
    return at;
}

static void grow(struct intern *t)
{
    uint32_t size = (t->mask + 1) * 2;
    uint64_t *slots = xcalloc(size, sizeof *slots);
    for (uint32_t i = 0; i <= t->mask; i++) {
        if (t->slots[i] == 0)
            continue;
        uint32_t at = (uint32_t)(t->slots[i] >> 32) & (size - 1);
        while (slots[at] != 0)
            at = (at + 1) & (size - 1);
        slots[at] = t->slots[i];
    }
    free(t->slots);
    t->slots = slots;
    t->mask = size - 1;
}

static uint32_t add_tagged(struct intern *t, struct str s, uint32_t tag)
{
    uint32_t at = probe(t, s, tag);
    if (t->slots[at] != 0)
        return id_in(t->slots[at]);
    must(t->count < UINT32_MAX / 2);
    uint32_t id = ++t->count;
    t->texts = xgrow(t->texts, &t->capacity, (size_t)id + 1, sizeof *t->texts);
    t->texts[id] = arena_str(t->arena, s);
    t->slots[at] = (uint64_t)tag << 32 | id;
    if (t->count > (t->mask + 1) / 4 * 3)
        grow(t);
    return id;
}

uint32_t intern_add(struct intern *t, struct str s)
{
    return s.n > 0 ? add_tagged(t, s, tag_of(s)) : 0;
}

static void add_few(struct intern *t, const struct str *texts, size_t count, uint32_t *ids)
{
    uint32_t tags[AT_ONCE];
    for (size_t i = 0; i < count; i++) {
        tags[i] = tag_of(texts[i]);
        __builtin_prefetch(&t->slots[tags[i] & t->mask]);
    }
    for (size_t i = 0; i < count; i++)
        __builtin_prefetch(&t->texts[id_in(t->slots[tags[i] & t->mask])]);
    for (size_t i = 0; i < count; i++)
        __builtin_prefetch(t->texts[id_in(t->slots[tags[i] & t->mask])].p);
    for (size_t i = 0; i < count; i++)
        ids[i] = texts[i].n > 0 ? add_tagged(t, texts[i], tags[i]) : 0;
}

void intern_add_all(struct intern *t, const struct str *texts, size_t count, uint32_t *ids)
{
    for (size_t i = 0; i < count; i += AT_ONCE)
        add_few(t, texts + i, count - i < AT_ONCE ? count - i : AT_ONCE, ids + i);
}

uint32_t intern_find(const struct intern *t, struct str s)
{
    return s.n > 0 ? id_in(t->slots[probe(t, s, tag_of(s))]) : 0;
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
    return sizeof *t + t->capacity * sizeof *t->texts + ((size_t)t->mask + 1) * sizeof *t->slots;
}
