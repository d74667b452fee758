/* What all lists share: paging and its headers. */
#include "lab/listing.h"

static bool read_number(struct str text, int64_t otherwise, int64_t *value)
{
    *value = otherwise;
    return text.n == 0 || str_i64(text, value);
}

bool listing_paging(const struct request *request, uint64_t usual, uint64_t most,
                    struct paging *paging, struct reply *reply)
{
    int64_t page, per_page;
    if (!read_number(request_argument(request, "page"), 1, &page) ||
        !read_number(request_argument(request, "per_page"), (int64_t)usual, &per_page)) {
        reply_error(reply, API_BAD_REQUEST, "Paging parameters must be numbers");
        return false;
    }
    paging->page = page < 1 ? 1 : (uint64_t)page;
    paging->per_page = per_page < 1 ? usual : (uint64_t)per_page > most ? most : (uint64_t)per_page;
    return true;
}

void listing_headers(struct reply *reply, enum header_case spelling, uint64_t count, uint64_t page,
                     uint64_t total, uint64_t per_page, struct str sort, struct str q)
{
    static const char *const names[2][6] = {{"x-count-per-page", "x-current-page", "x-total-count",
                                             "x-total-pages", "x-sort", "x-filter"},
                                            {"X-Count-Per-Page", "X-Current-Page", "X-Total-Count",
                                             "X-Total-Pages", "X-Sort", "X-Filter"}};
    const char *const *name = names[spelling];
    uint64_t pages = (total + per_page - 1) / per_page;
    reply_header(reply, name[0], "%llu", (unsigned long long)per_page);
    reply_header(reply, name[1], "%llu", (unsigned long long)page);
    reply_header(reply, name[2], "%llu", (unsigned long long)total);
    reply_header(reply, name[3], "%llu", (unsigned long long)pages);
    reply_header(reply, name[4], "%.*s", STR_ARG(sort));
    if (q.n > 0)
        reply_header(reply, name[5], "%.*s", STR_ARG(q));
    if (spelling == HEADERS_TITLE)
        reply_header(reply, "X-Count", "%llu", (unsigned long long)count);
}
