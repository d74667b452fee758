/* Event lists: all, of a device, of a SIM, of a user, and the lookup of their types. */
#include "lab/resources.h"

#include <stdlib.h>

#include "lab/eventquery.h"
#include "lab/listing.h"
#include "lab/wording.h"

#define EVENTS_USUAL 100
#define EVENTS_MOST  1000

static bool read_query(const struct request *request, struct event_query *query,
                       struct reply *reply)
{
    struct error err = {0};
    struct str q = request_argument(request, "q"), sort = request_argument(request, "sort");
    if (q.n > 0 && eventquery_parse_q(query, q, &err) < 0) {
        reply_error(reply, API_QUERY, "%s", err.text);
        return false;
    }
    if (sort.n > 0 && eventquery_parse_sort(query, sort, &err) < 0) {
        reply_error(reply, API_SORT, "%s", err.text);
        return false;
    }
    return true;
}

static void answer_list(struct lab *lab, const struct request *request, struct event_query *query,
                        struct reply *reply)
{
    struct paging paging;
    struct str sort = request_argument(request, "sort");
    if (!listing_paging(request, EVENTS_USUAL, EVENTS_MOST, &paging, reply) ||
        !read_query(request, query, reply))
        return;
    struct selection s = eventquery_run(lab->world, query, paging.page, paging.per_page);
    buf_add_byte(&reply->body, '[');
    for (size_t i = 0; i < s.count; i++) {
        if (i > 0)
            buf_add_byte(&reply->body, ',');
        const struct happening *h = ledger_get(&lab->world->ledger, s.found[i]);
        if (query->device != HAPPENING_NOBODY)
            wording_of_device(&reply->body, lab->world, h);
        else
            wording_event(&reply->body, lab->world, h);
    }
    buf_add_byte(&reply->body, ']');
    free(s.found);
    reply->page = 1;
    listing_headers(reply, HEADERS_LOWER, s.count, s.skip / paging.per_page + 1, s.total,
                    paging.per_page, sort.n > 0 ? sort : STR("id"), request_argument(request, "q"));
}

void resevents_all(struct lab *lab, const struct request *request, struct reply *reply)
{
    struct event_query query;
    eventquery_init(&query);
    answer_list(lab, request, &query, reply);
}

/* Scoped lists answer 200 with nothing for ids that are unknown or somebody else's. */
static void nothing(struct reply *reply)
{
    buf_add_text(&reply->body, "[]");
    listing_headers(reply, HEADERS_LOWER, 0, 1, 0, EVENTS_USUAL, STR("id"), STR_NONE);
}

void resevents_device(struct lab *lab, const struct request *request, struct reply *reply)
{
    struct event_query query;
    eventquery_init(&query);
    query.device = world_device_of(lab->world, request->ids[0]);
    if (query.device == HAPPENING_NOBODY)
        nothing(reply);
    else
        answer_list(lab, request, &query, reply);
}

void resevents_sim(struct lab *lab, const struct request *request, struct reply *reply)
{
    struct event_query query;
    eventquery_init(&query);
    query.sim = world_device_of_sim(lab->world, request->ids[0]);
    if (query.sim == HAPPENING_NOBODY)
        nothing(reply);
    else
        answer_list(lab, request, &query, reply);
}

void resevents_user(struct lab *lab, const struct request *request, struct reply *reply)
{
    struct event_query query;
    eventquery_init(&query);
    for (int i = 0; i < WORLD_USERS; i++)
        if (world_users[i].id == request->ids[0])
            query.user = i;
    if (query.user < 0)
        nothing(reply);
    else
        answer_list(lab, request, &query, reply);
}

void resevents_my_user(struct lab *lab, const struct request *request, struct reply *reply)
{
    struct event_query query;
    eventquery_init(&query);
    query.user = 0;
    answer_list(lab, request, &query, reply);
}

/* The lookup list drifts from the names in the events themselves, and does not know every id. */
void resevents_types(struct lab *lab, const struct request *request, struct reply *reply)
{
    (void)lab;
    (void)request;
    int first = 1;
    buf_add_byte(&reply->body, '[');
    for (int type = 0; type < 70; type++) {
        unsigned kind = 0;
        while (kind < KIND_COUNT && kind_row(kind)->type != type)
            kind++;
        if (kind == KIND_COUNT)
            continue;
        const char *name = type == 13   ? "Support"
                           : type == 18 ? "Threshold reached"
                                        : kind_row(kind)->name;
        buf_add_fmt(&reply->body, "%s{\"id\":%d,\"description\":\"%s\"}", first ? "" : ",", type,
                    name);
        first = 0;
    }
    buf_add_byte(&reply->body, ']');
}
