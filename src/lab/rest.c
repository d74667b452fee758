/* Finds the route, and asks the gate. */
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

static const struct route *find(const struct route *routes, struct request *request,
                                int *path_known)
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

static void dispatch(struct lab *lab, const struct route *routes, struct request *request,
                     struct reply *reply)
{
    int known = 0;
    const struct route *route = find(routes, request, &known);
    if (route != NULL)
        route->answer(lab, request, reply);
    else if (known)
        reply_gateway(reply, 405, "MethodNotAllowedException", "Method not allowed");
    else
        reply_gateway(reply, 403, "MissingAuthenticationTokenException",
                      "Missing Authentication Token");
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
        reply_gateway(reply, 403, "MissingAuthenticationTokenException",
                      "Missing Authentication Token");
        return;
    }
    request->path = str_sub(path, base.n, path.n);
    if (str_eq(request->path, STR("/authenticate")) && request->method == METHOD_POST)
        gate_login(&lab->gate, request, now, reply);
    else if (gate_check(&lab->gate, request, now, reply) == 0)
        dispatch(lab, rest_routes, request, reply);
}
