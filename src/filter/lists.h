/* @name: the lines of a list file become the items of the comparison that names it. */
#ifndef EVMON_FILTER_LISTS_H
#define EVMON_FILTER_LISTS_H

#include "filter/kinds.h"

#define LISTS_BYTES_MAX ((size_t)16 << 20)

/* Fills node->items. Errors name the list and the line, with the caret under @name. */
int lists_expand(struct checker *c, struct node *node);

#endif
