/* Texts lie in chunks that never move, in order of their ids, each with its length in front: one
 * byte, or 255 and four more. A byte 254 says that the next text begins the next chunk. The place of
 * every fourth text is known; up to three are passed over. Must not know what the texts mean. */
#include "store/lexicon.h"

#include "base/err.h"
#include "base/xalloc.h"

#include <stdlib.h>

#define FIRST_SLOTS   256u
#define FIRST_CHUNK   4096u
#define LARGEST_CHUNK 65536u /* offsets have 16 bits */
#define NEXT_CHUNK    254u
#define LONG_TEXT     255u
#define PER_PLACE     4u

void lexicon_init(struct lexicon *lexicon)
{
    *lexicon = (struct lexicon){.mask = FIRST_SLOTS - 1};
    lexicon->slots = xcalloc(FIRST_SLOTS, sizeof *lexicon->slots);
}

void lexicon_fini(struct lexicon *lexicon)
{
    for (size_t i = 0; i < lexicon->chunk_count; i++)
        free(lexicon->chunks[i]);
    free(lexicon->chunks);
    free(lexicon->places);
    free(lexicon->slots);
    *lexicon = (struct lexicon){0};
}

struct str lexicon_get(const struct lexicon *lexicon, uint32_t id)
{
    if (id == 0)
        return STR_NONE;
    must(id <= lexicon->count);
    uint32_t place = lexicon->places[(id - 1) / PER_PLACE], chunk = place >> 16;
    const char *p = lexicon->chunks[chunk] + (place & 0xffff);
    for (uint32_t left = (id - 1) % PER_PLACE;; left--) {
        if ((unsigned char)*p == NEXT_CHUNK)
            p = lexicon->chunks[++chunk];
        uint32_t n = (unsigned char)*p++;
        if (n == LONG_TEXT) {
            memcpy(&n, p, sizeof n);
            p += sizeof n;
        }
        if (left == 0)
            return (struct str){p, n};
        p += n;
    }
}

static void add_chunk(struct lexicon *lexicon, uint32_t need)
{
    uint32_t size = lexicon->size > 0 ? lexicon->size * 2 : FIRST_CHUNK;
    if (size > LARGEST_CHUNK)
        size = LARGEST_CHUNK;
    if (size < need + 1)
        size = need + 1; /* a byte is left for NEXT_CHUNK */
    if (lexicon->chunk_count > 0)
        lexicon->chunks[lexicon->chunk_count - 1][lexicon->used] = (char)NEXT_CHUNK;
    must(lexicon->chunk_count < LARGEST_CHUNK);
    lexicon->chunks = xgrow(lexicon->chunks, &lexicon->chunk_capacity, lexicon->chunk_count + 1,
                            sizeof *lexicon->chunks);
    lexicon->chunks[lexicon->chunk_count++] = xmalloc(size);
    lexicon->chunk_bytes += size;
    lexicon->size = size;
    lexicon->used = 0;
}

static uint32_t keep(struct lexicon *lexicon, struct str s)
{
    must(s.n < UINT32_MAX / 2);
    uint32_t n = (uint32_t)s.n;
    uint32_t need = n < NEXT_CHUNK ? n + 1 : n + 1 + (uint32_t)sizeof n;
    if (lexicon->used >= LARGEST_CHUNK || need + 1 > lexicon->size - lexicon->used)
        add_chunk(lexicon, need);
    uint32_t place = (uint32_t)(lexicon->chunk_count - 1) << 16 | lexicon->used;
    char *p = lexicon->chunks[lexicon->chunk_count - 1] + lexicon->used;
    *p++ = (char)(n < NEXT_CHUNK ? n : LONG_TEXT);
    if (n >= NEXT_CHUNK) {
        memcpy(p, &n, sizeof n);
        p += sizeof n;
    }
    memcpy(p, s.p, s.n);
    lexicon->used += need;
    return place;
}

static void grow_slots(struct lexicon *lexicon)
{
    uint32_t size = (lexicon->mask + 1) * 2;
    uint64_t *slots = xcalloc(size, sizeof *slots);
    for (uint32_t i = 0; i <= lexicon->mask; i++) {
        uint64_t slot = lexicon->slots[i];
        if (slot == 0)
            continue;
        uint32_t at = (uint32_t)(slot >> 32) & (size - 1);
        while (slots[at] != 0)
            at = (at + 1) & (size - 1);
        slots[at] = slot;
    }
    free(lexicon->slots);
    lexicon->slots = slots;
    lexicon->mask = size - 1;
}

uint32_t lexicon_add(struct lexicon *lexicon, struct str s, uint64_t hash)
{
    must(lexicon->slots != NULL && s.n > 0);
    uint32_t tag = (uint32_t)(hash >> 32), at = tag & lexicon->mask;
    for (; lexicon->slots[at] != 0; at = (at + 1) & lexicon->mask) {
        uint64_t slot = lexicon->slots[at];
        if ((uint32_t)(slot >> 32) == tag && str_eq(lexicon_get(lexicon, (uint32_t)slot), s))
            return (uint32_t)slot;
    }
    uint32_t id = ++lexicon->count;
    uint32_t place = keep(lexicon, s);
    if ((id - 1) % PER_PLACE == 0) {
        size_t index = (id - 1) / PER_PLACE;
        lexicon->places =
            xgrow(lexicon->places, &lexicon->place_capacity, index + 1, sizeof *lexicon->places);
        lexicon->places[index] = place;
    }
    lexicon->slots[at] = (uint64_t)tag << 32 | id;
    if (lexicon->count > lexicon->mask / 4 * 3)
        grow_slots(lexicon);
    return id;
}

void lexicon_seal(struct lexicon *lexicon)
{
    free(lexicon->slots);
    lexicon->slots = NULL;
    lexicon->mask = 0;
    lexicon->place_capacity = (lexicon->count + PER_PLACE - 1) / PER_PLACE;
    if (lexicon->place_capacity > 0)
        lexicon->places =
            xrealloc(lexicon->places, lexicon->place_capacity * sizeof *lexicon->places);
}

size_t lexicon_bytes(const struct lexicon *lexicon)
{
    size_t slots = lexicon->slots != NULL ? (size_t)lexicon->mask + 1 : 0;
    return lexicon->chunk_bytes + lexicon->chunk_capacity * sizeof *lexicon->chunks +
           lexicon->place_capacity * sizeof *lexicon->places + slots * sizeof *lexicon->slots;
}
