/* Block arena: blocks double up to a cap; a large request gets a block of its own. */
#include "base/arena.h"

#include "base/err.h"
#include "base/xalloc.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define FIRST_BLOCK (size_t)4096
#define LARGEST_BLOCK ((size_t)1 << 20)
#define ALIGNMENT _Alignof(max_align_t)

struct block {
    struct block *next;
    size_t used, size;
    max_align_t bytes[];
};

struct arena {
    struct block *head; /* the block that is being filled */
    size_t total, next_size;
};

struct arena *arena_new(void)
{
    struct arena *arena = xcalloc(1, sizeof *arena);
    arena->next_size = FIRST_BLOCK;
    return arena;
}

static void free_blocks(struct block *block)
{
    while (block != NULL) {
        struct block *next = block->next;
        free(block);
        block = next;
    }
}

void arena_free(struct arena **arena)
{
    if (*arena == NULL)
        return;
    free_blocks((*arena)->head);
    free(*arena);
    *arena = NULL;
}

void arena_reset(struct arena *arena)
{
    if (arena->head == NULL)
        return;
    free_blocks(arena->head->next);
    arena->head->next = NULL;
    arena->head->used = 0;
    arena->total = sizeof *arena->head + arena->head->size;
}

static struct block *add_block(struct arena *arena, size_t need)
{
    size_t size = arena->next_size > need ? arena->next_size : need;
    if (arena->next_size < LARGEST_BLOCK)
        arena->next_size *= 2;
    struct block *block = xmalloc(sizeof *block + size);
    block->next = arena->head;
    block->used = 0;
    block->size = size;
    arena->head = block;
    arena->total += sizeof *block + size;
    return block;
}

static void *take(struct arena *arena, size_t bytes, size_t alignment)
{
    must(bytes < SIZE_MAX / 2);
    struct block *block = arena->head;
    size_t at = block != NULL ? (block->used + alignment - 1) & ~(alignment - 1) : 0;
    if (block == NULL || at > block->size || bytes > block->size - at) {
        block = add_block(arena, bytes);
        at = 0;
    }
    block->used = at + bytes;
    return (char *)block->bytes + at;
}

void *arena_alloc(struct arena *arena, size_t bytes)
{
    return take(arena, bytes, ALIGNMENT);
}

void *arena_calloc(struct arena *arena, size_t count, size_t size)
{
    must(size == 0 || count <= SIZE_MAX / size);
    return memset(arena_alloc(arena, count * size), 0, count * size);
}

struct str arena_str(struct arena *arena, struct str s)
{
    char *copy = take(arena, s.n + 1, 1); /* text needs no alignment, and there is a lot of it */
    if (s.n > 0)
        memcpy(copy, s.p, s.n);
    copy[s.n] = '\0';
    return (struct str){copy, s.n};
}

char *arena_fmt(struct arena *arena, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    must(n >= 0);
    char *text = take(arena, (size_t)n + 1, 1);
    vsnprintf(text, (size_t)n + 1, format, again);
    va_end(again);
    return text;
}

size_t arena_bytes(const struct arena *arena)
{
    return arena->total;
}
