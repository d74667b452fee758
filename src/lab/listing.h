/* Lists: pages asked for, clamped, and told about in headers. */
#ifndef EVMON_LAB_LISTING_H
#define EVMON_LAB_LISTING_H

#include "lab/reply.h"

/* Paging of a list: reads page and per_page; false when they are not numbers (the reply says so). */
struct paging {
    uint64_t page, per_page;
};
bool listing_paging(const struct request *request, uint64_t usual, uint64_t most,
                    struct paging *paging, struct reply *reply);
enum header_case { HEADERS_LOWER, HEADERS_TITLE };
void listing_headers(struct reply *reply, enum header_case spelling, uint64_t count, uint64_t page,
                     uint64_t total, uint64_t per_page, struct str sort, struct str q);

#endif
