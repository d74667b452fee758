/* The platform's event list without a network: events with an id, a time and a moment from which they are visible;
 * answers the queries of tail and backfill as pages, in virtual time. Counts what was delivered. */
#ifndef EVMON_TESTS_FAKELIST_H
#define EVMON_TESTS_FAKELIST_H

#include "base/buf.h"
#include "emnify/page.h"

struct fake_event {
    uint64_t id;
    int64_t ts_ms, visible_ms;
    unsigned delivered;
    bool odd; /* has no id on the wire */
    char text[80];
};

struct fakelist {
    struct fake_event *events; /* sorted by id */
    size_t count, capacity;
    int64_t now_ms;
    uint64_t seed, serial;
    unsigned per_page_max, requests;
    bool no_headers;
    struct page page;
};

#define FAKE_EPOCH 1764000000000 /* wall clock of virtual time 0 */

void fakelist_init(struct fakelist *list, uint64_t seed);
void fakelist_fini(struct fakelist *list);
uint64_t fakelist_random(struct fakelist *list, uint64_t below);
/* An event that happened late_ms ago and gets its id from then, but is visible from now on. */
struct fake_event *fakelist_add(struct fakelist *list, int64_t late_ms);
/* Answers `sort=-id&per_page=N&page=N`, with `q=from:...,until:...&` before it for windows. */
const struct page *fakelist_answer(struct fakelist *list, const char *query);
/* Marks what an array holds as delivered; fails the test on something the list never had. */
void fakelist_deliver(struct fakelist *list, struct str array);
size_t fakelist_lost(const struct fakelist *list);
size_t fakelist_twice(const struct fakelist *list);

#endif
