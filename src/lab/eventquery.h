/* The event lists' q= and sort=, as documented: which are good, which records they select, in which order. */
#ifndef EVMON_LAB_EVENTQUERY_H
#define EVMON_LAB_EVENTQUERY_H

#include "base/err.h"
#include "lab/world.h"

#define EVENTQUERY_CONDITIONS_MAX   24
#define EVENTQUERY_ALTERNATIVES_MAX 6
#define EVENTQUERY_SORT_MAX         6

struct event_condition {
    unsigned field; /* row of the table in eventquery.c */
    int count;
    struct str texts[EVENTQUERY_ALTERNATIVES_MAX]; /* borrowed from the q */
    int64_t numbers[EVENTQUERY_ALTERNATIVES_MAX];
};

struct event_query {
    int condition_count, sort_count;
    struct event_condition conditions[EVENTQUERY_CONDITIONS_MAX];
    struct {
        unsigned field;
        int descending;
    } sort[EVENTQUERY_SORT_MAX];
    int64_t from, until;  /* of the timestamp; INT64_MIN and INT64_MAX when not asked for */
    uint32_t device, sim; /* scope: HAPPENING_NOBODY = all */
    int64_t user;         /* scope: -1 = all */
    int64_t after;        /* ids above this only: 0 = all */
};

void eventquery_init(struct event_query *query);
/* E_SYNTAX for a q that the platform answers with 422; q must outlive the query. */
int eventquery_parse_q(struct event_query *query, struct str q, struct error *err);
/* E_SYNTAX: 400. Empty means by id, ascending. */
int eventquery_parse_sort(struct event_query *query, struct str sort, struct error *err);

/* The sequence numbers of what is selected, in order. Caller frees `found`. */
struct selection {
    uint64_t *found; /* the asked-for part */
    size_t count;
    uint64_t total;
    uint64_t skip; /* how many stand before the part: clamped to what there is */
};
struct selection eventquery_run(const struct world *world, const struct event_query *query,
                                uint64_t page, uint64_t per_page);

#endif
