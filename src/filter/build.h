/* Nodes of the checked tree to a tree of tests, before they are arranged. Private to plan.c and build.c. */
#ifndef EVMON_FILTER_BUILD_H
#define EVMON_FILTER_BUILD_H

#include "filter/program.h"

enum branch_kind { BRANCH_EVERY, BRANCH_NONE, BRANCH_TEST, BRANCH_AND, BRANCH_OR, BRANCH_NOT };

struct branch {
    enum branch_kind kind;
    enum home space; /* a dimension when every test below is of it, else SPACE_ROWS */
    int cost;
    size_t order, kid_count;
    struct branch *next, *kids;
    struct test *test;
};

struct builder {
    struct engine *engine;
    struct arena *arena;
    struct error *err;
    struct test **made; /* those that own a pattern or an index, to free on failure */
    size_t made_count, made_capacity;
};

struct branch *build_branch(struct builder *b, enum branch_kind kind);
/* NULL on an error (a pattern that does not compile). */
struct branch *build_node(struct builder *b, const struct node *node);
/* Sets the intervals of a test on times. True when they changed. */
bool build_times(struct test *test, const struct engine *engine);

#endif
