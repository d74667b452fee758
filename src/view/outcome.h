/* How many events of a list a query would leave: counted in pieces, without showing them. */
#ifndef EVMON_VIEW_OUTCOME_H
#define EVMON_VIEW_OUTCOME_H

#include "view/sieve.h"

struct outcome;

/* The list gives its base and its marks. NULL with err set when the query does not compile, or has `same`: that begins
 * with reading the whole store at once. */
struct outcome *outcome_new(const struct desk *desk, const struct sieve *list, struct str query, struct error *err);
void outcome_free(struct outcome **outcome);
bool outcome_work(struct outcome *outcome, int64_t budget_ns); /* true while there is more to do */
/* False until all events were counted once. */
bool outcome_get(const struct outcome *outcome, uint64_t *count);

#endif
