/* The parser's lower half: what may stand behind an operator. Each leaves the scan behind what it read; < 0 (NULL) with
 * the parser's error set. */
#ifndef EVMON_FILTER_PARSE_VALUE_H
#define EVMON_FILTER_PARSE_VALUE_H

#include "filter/parser.h"

bool parse_value_here(const struct parser *p); /* a value begins here */
int parse_value_missing(struct parser *p);     /* says that one should */
int parse_value_operand(struct parser *p, struct operand *out);
int parse_value_reject_empty(struct parser *p, const struct operand *operand); /* "" stands behind = and != alone */
int parse_value_spec(struct parser *p, struct node *node);    /* set or list, behind a colon or `in` */
int parse_value_pattern(struct parser *p, struct node *node); /* /.../c or a string, behind ~ */
/* One line of a list file, as it would stand behind `:`. Not counted against the caps; borrows the line. */
struct item *parse_value_line(struct str line, struct ast *ast, struct error *err);

#endif
