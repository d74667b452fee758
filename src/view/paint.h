/* Colour rules: which rows of a list, or which of their cells, wear another role than usual. Each rule is one program of
 * the filter language; it runs over the rows that are seen, once a picture. Without rules nothing runs. */
#ifndef EVMON_VIEW_PAINT_H
#define EVMON_VIEW_PAINT_H

#include "filter/filter.h"
#include "model/profile.h"
#include "view/window.h"

struct paint;
/* The rules of a profile. env: borrowed, must outlive the paint. *out is NULL when there are no rules, or on failure (-E
 * and a sentence that names the rule). */
int paint_new(const struct profile *profile, const struct filter_env *env, struct store *store, struct paint **out,
              struct error *err);
void paint_free(struct paint **paint);
/* Before a picture: which rules fit which rows of the window. */
void paint_fill(struct paint *paint, const struct window *window, int64_t now_ms);
/* The role of a cell of the window's row; `usual` where no rule fits, or paint is NULL. field: as in lineup.h. */
role_id paint_role(const struct paint *paint, int row, int field, role_id usual);

#endif
