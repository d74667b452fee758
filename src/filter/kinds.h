/* One reader per kind of field: an item of a query becomes `item->typed`. Private to check.c and its readers. */
#ifndef EVMON_FILTER_KINDS_H
#define EVMON_FILTER_KINDS_H

#include "filter/ast.h"
#include "filter/filter.h"

struct checker {
    struct ast *ast;
    const struct filter_env *env;
    struct error *err;
    struct buf scratch;
};

typedef int (*kinds_read_fn)(struct checker *c, const struct node *node, struct item *item);
extern const kinds_read_fn kinds_read[KIND_COUNT_];
int kinds_read_raw(struct checker *c, const struct node *node, struct item *item); /* raw.PATH */

/* The operator that applies to this item: its own, or the node's. */
enum lex_op kinds_op(const struct node *node, const struct item *item);
/* Text folded into the arena. */
struct str kinds_fold(struct checker *c, struct str text);
int kinds_bad(struct checker *c, struct span span, int code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
const char *kinds_name(const struct node *node); /* of its field, "raw" for paths */
/* The bounds low..high of a number under an operator or a range. */
int kinds_bounds(struct checker *c, const struct node *node, struct item *item, const struct number *low,
                 const struct number *high);
/* Closed enums (kinds_enum.c). */
int kinds_read_enum(struct checker *c, const struct node *node, struct item *item);
int kinds_read_severity(struct checker *c, const struct node *node, struct item *item);
int kinds_read_bool(struct checker *c, const struct node *node, struct item *item);

#define KINDS_SHOW(s) ((s).n > 60 ? 60 : (int)(s).n), ((s).n > 0 ? (s).p : "")

#endif
