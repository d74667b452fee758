/* Gathers the values of one comparison into arrays that a test can search: sorted, merged, without needless entries. */
#ifndef EVMON_FILTER_BUILD_TEXTS_H
#define EVMON_FILTER_BUILD_TEXTS_H

#include "filter/program.h"

/* The typed items of the list as the arrays of the test. */
void build_texts(struct test *test, struct arena *arena, const struct item *items);
void build_blocks(struct test *test, struct arena *arena, const struct item *items);
void build_intervals(struct test *test, struct arena *arena, const struct item *items);
/* Sorts and joins what touches. */
void build_merge(struct interval *intervals, size_t *count);
/* One needle alone. */
void build_needle(struct test *test, struct arena *arena, struct str folded);
void build_prefix(struct test *test, struct arena *arena, struct str digits);

#endif
