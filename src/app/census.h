/* How many rows of the store each profile shows, counted a few milliseconds at a time while somebody looks. */
#ifndef EVMON_APP_CENSUS_H
#define EVMON_APP_CENSUS_H

#include "app/profiles.h"
#include "fleet/fleet.h"

struct census;
/* All borrowed. zone: of wall times in queries. */
struct census *census_new(struct store *store, struct fleet *fleet);
void census_free(struct census **census);
/* Goes on for about budget_ns and writes into the entries. now_ms: from where spans in queries count. True while there is
 * more to do; false when every count is as fresh as the store, or was a moment ago. */
bool census_work(struct census *census, const struct profiles *profiles, const struct zone *zone, int64_t now_ms,
                 int64_t budget_ns);

#endif
