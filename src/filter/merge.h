/* Kids of an and or an or that say the same with fewer tests: twins once, comparisons of one field as one set. */
#ifndef EVMON_FILTER_MERGE_H
#define EVMON_FILTER_MERGE_H

#include "filter/ast.h"

/* The kids of the node, or a list in the arena that means the same. The tree itself stays as it is. */
const struct node *merge_kids(struct arena *arena, const struct node *node);
size_t merge_count(const struct node *kids);

#endif
