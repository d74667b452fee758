/* The compiled query as a whole, and walks over its tree that ask about it: what it names, its time window, what the
 * platform can test. Private to the library. */
#ifndef EVMON_FILTER_TREE_H
#define EVMON_FILTER_TREE_H

#include "filter/program.h"

struct filter {
    struct arena *arena; /* tree, tests, texts */
    struct ast ast;
    struct engine engine;
    struct program program;
    struct buf canonical;
    bool sliding, uses_same;
    bool compared[FIELD_COUNT_], fleet[FIELD_COUNT_], live[FLAG_COUNT_];
};

/* Fills in sliding, uses_same, compared, fleet and live. */
void tree_survey(struct filter *filter);

#endif
