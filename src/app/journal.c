/* Owns the rings of bad texts, gaps and notes. Must not know who shows them. */
#include "app/journal.h"

#include "base/clock.h"
#include "base/xalloc.h"

#include <stdio.h>
#include <stdlib.h>

struct ring {
    uint64_t total; /* ever added; the newest JOURNAL_MAX are kept */
};

struct journal {
    struct ring bads, notes;
    int gap_count;
    struct desk_bad bad[JOURNAL_MAX];
    struct desk_gap gap[JOURNAL_MAX];
    struct desk_note note[JOURNAL_MAX];
};

struct journal *journal_new(void)
{
    return xcalloc(1, sizeof(struct journal));
}

void journal_free(struct journal **journal)
{
    if (*journal == NULL)
        return;
    for (int i = 0; i < JOURNAL_MAX; i++)
        free((void *)(uintptr_t)(*journal)->bad[i].raw.p);
    free(*journal);
    *journal = NULL;
}

static size_t ring_push(struct ring *ring)
{
    return (size_t)(ring->total++ % JOURNAL_MAX);
}

static int ring_count(const struct ring *ring)
{
    return ring->total < JOURNAL_MAX ? (int)ring->total : JOURNAL_MAX;
}

/* The slot of the index-th oldest, or -1. */
static int ring_slot(const struct ring *ring, int index)
{
    int count = ring_count(ring);
    if (index < 0 || index >= count)
        return -1;
    return (int)((ring->total - (uint64_t)count + (uint64_t)index) % JOURNAL_MAX);
}

void journal_add_bad(struct journal *journal, const struct desk_bad *bad)
{
    struct desk_bad *row = &journal->bad[ring_push(&journal->bads)];
    free((void *)(uintptr_t)row->raw.p);
    *row = *bad;
    size_t n = bad->raw.n < JOURNAL_RAW_MAX ? bad->raw.n : JOURNAL_RAW_MAX;
    char *copy = xmalloc(n + 1);
    if (n > 0)
        memcpy(copy, bad->raw.p, n);
    row->raw = (struct str){copy, n};
}

static void remove_gap(struct journal *journal, int index)
{
    journal->gap_count--;
    memmove(&journal->gap[index], &journal->gap[index + 1],
            (size_t)(journal->gap_count - index) * sizeof journal->gap[0]);
}

void journal_add_gap(struct journal *journal, int feed, int64_t from_ms, int64_t until_ms,
                     const char *why)
{
    if (journal->gap_count == JOURNAL_MAX)
        remove_gap(journal, 0);
    struct desk_gap *row = &journal->gap[journal->gap_count++];
    *row = (struct desk_gap){.feed = feed, .from_ms = from_ms, .until_ms = until_ms};
    row->when_ms = clock_wall_ms();
    snprintf(row->why, sizeof row->why, "%s", why);
}

void journal_fill_gap(struct journal *journal, int feed, int64_t from_ms, int64_t until_ms)
{
    for (int i = journal->gap_count - 1; i >= 0; i--) {
        const struct desk_gap *gap = &journal->gap[i];
        if (gap->feed == feed && gap->from_ms >= from_ms && gap->until_ms <= until_ms)
            remove_gap(journal, i);
    }
}

void journal_say(struct journal *journal, enum tone tone, const char *sentence)
{
    struct desk_note *row = &journal->note[ring_push(&journal->notes)];
    row->when_ms = clock_wall_ms();
    row->tone = tone;
    snprintf(row->text, sizeof row->text, "%s", sentence);
}

int journal_bad_count(const struct journal *journal)
{
    return ring_count(&journal->bads);
}

const struct desk_bad *journal_bad(const struct journal *journal, int index)
{
    int slot = ring_slot(&journal->bads, index);
    return slot < 0 ? NULL : &journal->bad[slot];
}

int journal_gap_count(const struct journal *journal)
{
    return journal->gap_count;
}

const struct desk_gap *journal_gap(const struct journal *journal, int index)
{
    return index >= 0 && index < journal->gap_count ? &journal->gap[index] : NULL;
}

int journal_note_count(const struct journal *journal)
{
    return ring_count(&journal->notes);
}

const struct desk_note *journal_note(const struct journal *journal, int index)
{
    int slot = ring_slot(&journal->notes, index);
    return slot < 0 ? NULL : &journal->note[slot];
}

uint64_t journal_bad_total(const struct journal *journal)
{
    return journal->bads.total;
}
