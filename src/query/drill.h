/* The filters that were used before, to walk back and forth in. Texts only. */
#ifndef EVMON_QUERY_DRILL_H
#define EVMON_QUERY_DRILL_H

#include "base/str.h"

#define DRILL_PAST_MAX  200

struct drill;

struct drill *drill_new(void);
void drill_free(struct drill **drill);

/* A filter was applied: what lay ahead of it is forgotten; the same text twice in a row is one
 * visit. */
void drill_visit(struct drill *drill, struct str filter);
/* The filter before or behind the current one, which becomes it. False at the end; *filter is
 * borrowed. */
bool drill_back(struct drill *drill, struct str *filter);
bool drill_forward(struct drill *drill, struct str *filter);

#endif
