/* The roster: the live, ordered list of the devices that a filter lets through (query/devicetest.h). Devices without a
 * held event cannot be tested; they are counted, and listed while there is no filter.
 *
 * Changes are taken in by and by from the fleet's order of last change, so a picture costs what has changed since the one
 * before; another order or filter is prepared in pieces while the old list stays readable. */
#ifndef EVMON_QUERY_ROSTER_H
#define EVMON_QUERY_ROSTER_H

#include "query/devicesort.h"
#include "query/devicetest.h"

struct roster_order {
    enum devicesort_by by; /* equal ones: by device id */
    bool descending;
};

struct roster;
struct roster *roster_new(struct store *store, struct fleet *fleet); /* listens to the store */
void roster_free(struct roster **roster);
/* Empty = every device. < 0: err has the sentence and the bytes at fault, the old filter stays. */
void roster_set_lookup(struct roster *roster, devicetest_lookup_fn fn, void *user);
int roster_set_filter(struct roster *roster, struct str query, const struct zone *zone, struct error *err);
struct str roster_filter(const struct roster *roster); /* as it was typed; "" = every device */
void roster_set_order(struct roster *roster, struct roster_order order);
struct roster_order roster_get_order(const struct roster *roster);
/* Takes in what has changed, for about budget_ns. True while there is more to do. */
bool roster_work(struct roster *roster, int64_t now_ms, int64_t budget_ns);
double roster_progress(const struct roster *roster); /* of a new order or filter, 0..1; 1 = complete */

size_t roster_count(const struct roster *roster);
const struct device *roster_at(const struct roster *roster, size_t index); /* NULL outside */
size_t roster_find(const struct roster *roster, int64_t device_id); /* its index; SIZE_MAX = not in the list */

struct roster_sums {
    size_t devices, by_state[DEVICE_STATE_COUNT_]; /* of those in the list */
    size_t untested; /* devices that a filter could not be tried on */
};
struct roster_sums roster_sums(const struct roster *roster);
size_t roster_bytes(const struct roster *roster);

#endif
