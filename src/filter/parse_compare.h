/* The parser's middle: a field, what stands behind it, and the comparison they make. */
#ifndef EVMON_FILTER_PARSE_COMPARE_H
#define EVMON_FILTER_PARSE_COMPARE_H

#include "filter/parser.h"

enum follow { FOLLOW_NOTHING, FOLLOW_OP, FOLLOW_IN, FOLLOW_NOT_IN };

/* Reads a field's name, or raw and a path, into the node; < 0 with the error set. */
int parse_compare_field(struct parser *p, struct node *node);
/* Where a field that begins here would end: raw paths may hold strings. */
size_t parse_compare_field_end(const struct parser *p);
/* What stands behind the name that ends at `at`; *op is its operator, *end lies behind it. */
enum follow parse_compare_follow(const struct parser *p, size_t at, enum lex_op *op, size_t *end);
/* The comparison of the field that begins here; the rest as parse_compare_follow found it. NULL with the error set. */
struct node *parse_compare(struct parser *p, enum follow follow, enum lex_op op, size_t end);

#endif
