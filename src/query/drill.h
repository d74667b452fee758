/* The way an operator came: drilled predicates one on top of the other (device, then its SIM, ...),
 * joined to the filter that is typed; and beside it the filters used before, to walk back and forth
 * in. Texts only. */
#ifndef EVMON_QUERY_DRILL_H
#define EVMON_QUERY_DRILL_H

#include "base/buf.h"

#define DRILL_DEPTH_MAX 16
#define DRILL_PAST_MAX  200

struct drill;

struct drill *drill_new(void);
void drill_free(struct drill **drill);

/* title: for the line at the top ("device gps-tracker-17"); query: the predicate, may be empty.
 * False when too deep. */
bool drill_push(struct drill *drill, struct str title, struct str query);
bool drill_pop(struct drill *drill); /* false at the root */
size_t drill_depth(const struct drill *drill);
struct str drill_title(const struct drill *drill,
                       size_t index); /* 0 = the outermost; empty past the end */
struct str drill_predicate(const struct drill *drill, size_t index);
/* Appends the query for what is shown: every predicate and the filter, each in parentheses when
 * there are several. */
void drill_query(const struct drill *drill, struct str filter, struct buf *out);

/* A filter was applied: what lay ahead of it is forgotten; the same text twice in a row is one
 * visit. */
void drill_visit(struct drill *drill, struct str filter);
/* The filter before or behind the current one, which becomes it. False at the end; *filter is
 * borrowed. */
bool drill_back(struct drill *drill, struct str *filter);
bool drill_forward(struct drill *drill, struct str *filter);

#endif
