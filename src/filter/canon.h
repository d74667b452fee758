/* Tree to text: one spelling for every query that means the same to the parser. parse(print(t)) gives t again. */
#ifndef EVMON_FILTER_CANON_H
#define EVMON_FILTER_CANON_H

#include "filter/ast.h"

void canon_query(struct buf *out, const struct node *root);
void canon_node(struct buf *out, const struct node *node);

#endif
