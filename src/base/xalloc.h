/* Allocation that cannot fail: on exhaustion the program says so and ends (err_no_memory). */
#ifndef EVMON_BASE_XALLOC_H
#define EVMON_BASE_XALLOC_H

#include <stddef.h>

void *xmalloc(size_t bytes);                     /* contents undefined; freed with free() */
void *xcalloc(size_t count, size_t size);        /* zeroed; the product is checked for overflow */
void *xrealloc(void *memory, size_t bytes);
char *xstrdup(const char *text);

/* Grows an array of `size`-byte items so that it holds at least `need`; doubles. Returns the (moved) array. */
void *xgrow(void *array, size_t *capacity, size_t need, size_t size);

#endif
