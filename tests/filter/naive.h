/* A second evaluator: walks the tree over the values of one row, the plainest way there is. For comparing only. */
#ifndef EVMON_TEST_NAIVE_H
#define EVMON_TEST_NAIVE_H

#include "filter/ast.h"
#include "filter/filter.h"

struct naive {
    const struct store *store;
    const struct filter_env *env;
};

bool naive_match(const struct naive *naive, const struct node *node, row_id row);

#endif
