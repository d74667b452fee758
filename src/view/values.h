/* The acts on the value under the cursor (keep, hide, ...), for their menu. */
#ifndef EVMON_VIEW_VALUES_H
#define EVMON_VIEW_VALUES_H

#include "view/view.h"

/* Appends the term of the value under the cursor, op="Vodafone"; value_at: where in `term` the value begins. False when
 * there is none. */
bool values_here(struct view *view, struct buf *term, enum kind *kind, size_t *value_at);
/* What view_values[act] would do with the value, in words. False: it makes no sense for this kind. */
bool values_sentence(int act, enum kind kind, struct str value, struct buf *out);
/* Appends the filter that it would give the list. */
int values_query(struct view *view, int act, struct buf *query, struct error *err);

#endif
