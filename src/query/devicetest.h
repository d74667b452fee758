/* The filter language asked about devices: what a device is to it is its newest event that is held, with the derived
 * fields as they stand now instead of as of that event. */
#ifndef EVMON_QUERY_DEVICETEST_H
#define EVMON_QUERY_DEVICETEST_H

#include "filter/filter.h"
#include "fleet/fleet.h"

/* The lists @name of the filter language (struct filter_env). */
typedef int (*devicetest_lookup_fn)(void *user, struct str name, struct buf *text, struct error *err);

struct devicetest {
    struct store *store;
    struct fleet *fleet;
    devicetest_lookup_fn lookup; /* NULL: there are none */
    void *lookup_user;
    int64_t now_ms;
    bool stale; /* answers given before may be wrong now: ask again; the asker clears it */

    struct filter_env env;
    struct filter *filter; /* NULL = every device */
    char *text;            /* as it was typed; "" = every device */
    bool looks_around;     /* it asks other events too (`same`) */
    const struct device *device; /* that is being asked about */
    row_id row;                  /* its newest event */
    int64_t second;              /* of now_ms when the filter's reference time was set last */
};

void devicetest_init(struct devicetest *test, struct store *store, struct fleet *fleet); /* listens to the store */
void devicetest_fini(struct devicetest *test);
/* Empty = every device. < 0: err has the sentence and the bytes at fault, the old filter stays. */
int devicetest_set(struct devicetest *test, struct str query, const struct zone *zone, struct error *err);
void devicetest_set_now(struct devicetest *test, int64_t now_ms);
enum devicetest_answer {
    DEVICETEST_NO,
    DEVICETEST_YES,
    DEVICETEST_UNTESTED, /* none of its events is held */
};
enum devicetest_answer devicetest_ask(struct devicetest *test, const struct device *device);

#endif
