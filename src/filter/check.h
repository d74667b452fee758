/* The tree's values are read once, by the kind of their field; what does not fit is an error with what would.
 * Fills in item->typed, node->typed and node->within_ms, and puts the lines of @lists into the tree. */
#ifndef EVMON_FILTER_CHECK_H
#define EVMON_FILTER_CHECK_H

#include "filter/ast.h"
#include "filter/filter.h"

int check_query(struct ast *ast, const struct filter_env *env, struct error *err);
/* Makes TYPED_TIME of an item a range of milliseconds. */
void check_place_time(const struct node *node, struct item *item, const struct zone *zone, int64_t now);
/* True when `~` works on this kind. */
bool check_takes_pattern(enum kind kind);

#endif
