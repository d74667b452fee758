/* The way an operator came: drilled predicates one on top of the other (device, then its SIM, ...), joined to the filter
 * that is typed; and beside it the filters used before, to walk back and forth in. Texts only. */
#ifndef EVMON_QUERY_TRAIL_H
#define EVMON_QUERY_TRAIL_H

#include "base/buf.h"

#define TRAIL_DEPTH_MAX 16
#define TRAIL_PAST_MAX 200

struct trail;

struct trail *trail_new(void);
void trail_free(struct trail **trail);

/* title: for the line at the top ("device gps-tracker-17"); query: the predicate, may be empty. False when too deep. */
bool trail_push(struct trail *trail, struct str title, struct str query);
bool trail_pop(struct trail *trail); /* false at the root */
size_t trail_depth(const struct trail *trail);
struct str trail_title(const struct trail *trail, size_t index); /* 0 = the outermost; empty past the end */
struct str trail_predicate(const struct trail *trail, size_t index);
/* Appends the query for what is shown: every predicate and the filter, each in parentheses when there are several. */
void trail_query(const struct trail *trail, struct str filter, struct buf *out);

/* A filter was applied: what lay ahead of it is forgotten; the same text twice in a row is one visit. */
void trail_visit(struct trail *trail, struct str filter);
/* The filter before or behind the current one, which becomes it. False at the end; *filter is borrowed. */
bool trail_back(struct trail *trail, struct str *filter);
bool trail_forward(struct trail *trail, struct str *filter);

#endif
