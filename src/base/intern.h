/* Strings as small numbers: the same bytes give the same id. Ids start at 1; 0 means "no string". */
#ifndef EVMON_BASE_INTERN_H
#define EVMON_BASE_INTERN_H

#include "base/arena.h"

struct intern;

struct intern *intern_new(struct arena *arena);  /* the texts live in the (borrowed) arena, the table on the heap */
void intern_free(struct intern **table);
uint32_t intern_add(struct intern *table, struct str s);          /* 0 for the empty string */
/* The same for many: what each needs from memory is on its way before it is needed. */
void intern_add_all(struct intern *table, const struct str *texts, size_t count, uint32_t *ids);
uint32_t intern_find(const struct intern *table, struct str s);   /* 0 when it is not there */
struct str intern_get(const struct intern *table, uint32_t id);   /* borrowed from the arena; empty for 0 */
uint32_t intern_count(const struct intern *table);                /* the largest id */
size_t intern_bytes(const struct intern *table);                  /* of the table, without the arena */

#endif
