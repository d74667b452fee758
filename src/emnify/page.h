/* One page of the event list, cut into its elements: their bytes untouched, their ids exact. */
#ifndef EVMON_EMNIFY_PAGE_H
#define EVMON_EMNIFY_PAGE_H

#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>

#define PAGE_ELEMENTS_MAX 100000u

struct page_element {
    struct str bytes;
    uint64_t id;   /* of the event; a hash of the bytes when there is no usable id */
    bool odd;      /* id is such a hash */
    uint32_t mark; /* of the bytes: tells another version of the same event */
    int64_t ts_ms; /* INSTANT_NONE when unreadable */
};

struct page {
    struct page_element *elements; /* in the order of the page */
    size_t count, capacity;
    /* from the headers, 0 when they do not say */
    uint64_t number, pages, per_page;
};

/* body is borrowed by the elements. -E_SYNTAX when it is no complete JSON array. */
int page_read(struct page *page, struct str body, struct error *err);
void page_fini(struct page *page);

#endif
