/* Finds the route, asks the gate, and owns what all lists share: paging and its headers. */
#include "lab/rest.h"

static bool route_matches(const char *pattern, struct str path, int64_t ids[REQUEST_IDS_MAX])
{
    int id = 0;
    size_t i = 0;
    for (; *pattern != '\0'; pattern++) {
        if (*pattern == '#') {
            size_t from = i;
            while (i < path.n && path.p[i] != '/')
                i++;
            if (id == REQUEST_IDS_MAX || !str_i64(str_sub(path, from, i - from), &ids[id++]))
                return false;
        } else if (i >= path.n || path.p[i++] != *pattern) {
            return false;
        }
    }
    return i == path.n || (i + 1 == path.n && path.p[i] == '/');
}

static const struct route *find(const struct route *routes, struct request *request, int *path_known)
{
    for (const struct route *r = routes; r->answer != NULL; r++) {
        if (!route_matches(r->pattern, request->path, request->ids))
            continue;
        *path_known = 1;
        if (r->method == request->method)
            return r;
    }
    return NULL;
}

static void dispatch(struct lab *lab, const struct route *routes, struct request *request, struct reply *reply)
{
    int known = 0;
    const struct route *route = find(routes, request, &known);
    if (route != NULL)
        route->answer(lab, request, reply);
    else if (known)
        reply_gateway(reply, 405, "MethodNotAllowedException", "Method not allowed");
    else
        reply_gateway(reply, 403, "MissingAuthenticationTokenException", "Missing Authentication Token");
}

void rest_answer(struct lab *lab, struct str path, struct request *request, struct reply *reply)
{
    struct str base = STR("/api/v1");
    int64_t now = lab_now(lab);
    reply->status = 200;
    request->path = path;
    if (str_starts(path, STR("/lab/"))) {
        dispatch(lab, rest_lab_routes, request, reply);
        return;
    }
    if (!str_starts(path, base)) {
        reply_gateway(reply, 403, "MissingAuthenticationTokenException", "Missing Authentication Token");
        return;
    }
    request->path = str_sub(path, base.n, path.n);
    if (str_eq(request->path, STR("/authenticate")) && request->method == METHOD_POST)
        gate_login(&lab->gate, request, now, reply);
    else if (gate_check(&lab->gate, request, now, reply) == 0)
        dispatch(lab, rest_routes, request, reply);
}

static bool read_number(struct str text, int64_t otherwise, int64_t *value)
{
    *value = otherwise;
    return text.n == 0 || str_i64(text, value);
}

bool rest_paging(const struct request *request, uint64_t usual, uint64_t most, struct paging *paging,
                 struct reply *reply)
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

void rest_page_headers(struct reply *reply, enum header_case spelling, uint64_t count, uint64_t page, uint64_t total,
                       uint64_t per_page, struct str sort, struct str q)
{
    static const char *const names[2][6] = {
        {"x-count-per-page", "x-current-page", "x-total-count", "x-total-pages", "x-sort", "x-filter"},
        {"X-Count-Per-Page", "X-Current-Page", "X-Total-Count", "X-Total-Pages", "X-Sort", "X-Filter"}};
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
