/* From a request to a reply: routes and the functions behind them. */
#ifndef EVMON_LAB_REST_H
#define EVMON_LAB_REST_H

#include "lab/lab.h"
#include "lab/reply.h"

typedef void (*rest_fn)(struct lab *lab, const struct request *request, struct reply *reply);

struct route {
    enum method method;
    const char *pattern; /* "#" stands for a number: request->ids */
    rest_fn answer;
    const char *help;
};

/* The platform's routes, below /api/v1; then those of the lab itself, below /lab. End with answer = NULL. */
extern const struct route rest_routes[], rest_lab_routes[];

/* Does everything but faults of the wire. `path` is the whole path. */
void rest_answer(struct lab *lab, struct str path, struct request *request, struct reply *reply);

/* Paging of a list: reads page and per_page; false when they are not numbers (the reply says so). */
struct paging {
    uint64_t page, per_page;
};
bool rest_paging(const struct request *request, uint64_t usual, uint64_t most, struct paging *paging, struct reply *reply);
enum header_case { HEADERS_LOWER, HEADERS_TITLE };
void rest_page_headers(struct reply *reply, enum header_case spelling, uint64_t count, uint64_t page, uint64_t total,
                       uint64_t per_page, struct str sort, struct str q);

#endif
