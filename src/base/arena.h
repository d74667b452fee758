/* Memory that is dropped at once. Not zeroed unless said. */
#ifndef EVMON_BASE_ARENA_H
#define EVMON_BASE_ARENA_H

#include "base/str.h"

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena **arena);           /* frees everything and nulls the pointer */
void arena_reset(struct arena *arena);           /* forgets everything, keeps one block */
void *arena_alloc(struct arena *arena, size_t bytes);  /* aligned for any type */
void *arena_calloc(struct arena *arena, size_t count, size_t size);
struct str arena_str(struct arena *arena, struct str s); /* a copy, NUL-terminated behind n */
char *arena_fmt(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
size_t arena_bytes(const struct arena *arena);   /* taken from the heap, for accounting */

#endif
