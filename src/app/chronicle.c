/* Owns the rings of bad texts, gaps and notes. Must not know who shows them. */
#include "app/chronicle.h"

#include "base/clock.h"
#include "base/xalloc.h"

#include <stdio.h>
#include <stdlib.h>

struct ring {
    uint64_t total; /* ever added; the newest CHRONICLE_MAX are kept */
};

struct chronicle {
    struct ring bads, notes;
    int gap_count;
    struct desk_bad bad[CHRONICLE_MAX];
    struct desk_gap gap[CHRONICLE_MAX];
    struct desk_note note[CHRONICLE_MAX];
};

struct chronicle *chronicle_new(void)
{
    return xcalloc(1, sizeof(struct chronicle));
}

void chronicle_free(struct chronicle **chronicle)
{
    if (*chronicle == NULL)
        return;
    for (int i = 0; i < CHRONICLE_MAX; i++)
        free((void *)(uintptr_t)(*chronicle)->bad[i].raw.p);
    free(*chronicle);
    *chronicle = NULL;
}

static size_t ring_push(struct ring *ring)
{
    return (size_t)(ring->total++ % CHRONICLE_MAX);
}

static int ring_count(const struct ring *ring)
{
    return ring->total < CHRONICLE_MAX ? (int)ring->total : CHRONICLE_MAX;
}

/* The slot of the index-th oldest, or -1. */
static int ring_slot(const struct ring *ring, int index)
{
    int count = ring_count(ring);
    if (index < 0 || index >= count)
        return -1;
    return (int)((ring->total - (uint64_t)count + (uint64_t)index) % CHRONICLE_MAX);
}

void chronicle_add_bad(struct chronicle *chronicle, const struct desk_bad *bad)
{
    struct desk_bad *row = &chronicle->bad[ring_push(&chronicle->bads)];
    free((void *)(uintptr_t)row->raw.p);
    *row = *bad;
    size_t n = bad->raw.n < CHRONICLE_RAW_MAX ? bad->raw.n : CHRONICLE_RAW_MAX;
    char *copy = xmalloc(n + 1);
    if (n > 0)
        memcpy(copy, bad->raw.p, n);
    row->raw = (struct str){copy, n};
}

static void remove_gap(struct chronicle *chronicle, int index)
{
    chronicle->gap_count--;
    memmove(&chronicle->gap[index], &chronicle->gap[index + 1],
            (size_t)(chronicle->gap_count - index) * sizeof chronicle->gap[0]);
}

void chronicle_add_gap(struct chronicle *chronicle, int feed, int64_t from_ms, int64_t until_ms,
                     const char *why)
{
    if (chronicle->gap_count == CHRONICLE_MAX)
        remove_gap(chronicle, 0);
    struct desk_gap *row = &chronicle->gap[chronicle->gap_count++];
    *row = (struct desk_gap){.feed = feed, .from_ms = from_ms, .until_ms = until_ms};
    row->when_ms = clock_wall_ms();
    snprintf(row->why, sizeof row->why, "%s", why);
}

void chronicle_fill_gap(struct chronicle *chronicle, int feed, int64_t from_ms, int64_t until_ms)
{
    for (int i = chronicle->gap_count - 1; i >= 0; i--) {
        const struct desk_gap *gap = &chronicle->gap[i];
        if (gap->feed == feed && gap->from_ms >= from_ms && gap->until_ms <= until_ms)
            remove_gap(chronicle, i);
    }
}

static void add_note(struct chronicle *chronicle, const struct desk_note *kind, const char *sentence)
{
    struct desk_note *row = &chronicle->note[ring_push(&chronicle->notes)];
    *row = *kind;
    row->number = chronicle->notes.total;
    row->when_ms = clock_wall_ms();
    snprintf(row->text, sizeof row->text, "%s", sentence);
}

void chronicle_say(struct chronicle *chronicle, enum tone tone, const char *sentence)
{
    add_note(chronicle, &(struct desk_note){.tone = tone}, sentence);
}

void chronicle_say_of(struct chronicle *chronicle, int feed, enum tone tone, const char *sentence)
{
    add_note(chronicle, &(struct desk_note){.tone = tone, .of_feed = true, .feed = feed}, sentence);
}

int chronicle_bad_count(const struct chronicle *chronicle)
{
    return ring_count(&chronicle->bads);
}

const struct desk_bad *chronicle_bad(const struct chronicle *chronicle, int index)
{
    int slot = ring_slot(&chronicle->bads, index);
    return slot < 0 ? NULL : &chronicle->bad[slot];
}

int chronicle_gap_count(const struct chronicle *chronicle)
{
    return chronicle->gap_count;
}

const struct desk_gap *chronicle_gap(const struct chronicle *chronicle, int index)
{
    return index >= 0 && index < chronicle->gap_count ? &chronicle->gap[index] : NULL;
}

int chronicle_note_count(const struct chronicle *chronicle)
{
    return ring_count(&chronicle->notes);
}

const struct desk_note *chronicle_note(const struct chronicle *chronicle, int index)
{
    int slot = ring_slot(&chronicle->notes, index);
    return slot < 0 ? NULL : &chronicle->note[slot];
}

uint64_t chronicle_bad_total(const struct chronicle *chronicle)
{
    return chronicle->bads.total;
}
