/* The lab's own routes: faults, the truth, the journal of requests, the world's clock. */
#include "lab/resources.h"

#include <cjson/cJSON.h>

#include "base/clock.h"
#include "lab/course.h"
#include "lab/truth.h"

static int64_t number_argument(const struct request *request, const char *name, int64_t otherwise)
{
    int64_t value;
    struct str text = request_argument(request, name);
    return text.n > 0 && str_i64(text, &value) && value >= 0 ? value : otherwise;
}

void reslab_fault_list(struct lab *lab, const struct request *request, struct reply *reply)
{
    (void)request;
    fault_json(&reply->body, lab);
}

void reslab_fault_add(struct lab *lab, const struct request *request, struct reply *reply)
{
    struct fault fault;
    struct error err = {0};
    if (fault_parse_json(request->body, lab_now(lab), &fault, &err) < 0 ||
        fault_add(lab, &fault, &err) < 0)
        reply_error(reply, API_VALIDATION, "%s", err.text);
    else
        fault_json(&reply->body, lab);
}

void reslab_fault_clear(struct lab *lab, const struct request *request, struct reply *reply)
{
    (void)request;
    fault_clear(lab);
    buf_add_text(&reply->body, "[]");
}

void reslab_truth(struct lab *lab, const struct request *request, struct reply *reply)
{
    int64_t most = number_argument(request, "limit", INT64_MAX);
    reply->type = "application/x-ndjson";
    truth_events(&reply->body, lab->world, number_argument(request, "after", 0), (uint64_t)most);
}

void reslab_truth_devices(struct lab *lab, const struct request *request, struct reply *reply)
{
    (void)request;
    reply->type = "application/x-ndjson";
    truth_devices(&reply->body, lab->world);
}

void reslab_truth_sessions(struct lab *lab, const struct request *request, struct reply *reply)
{
    (void)request;
    reply->type = "application/x-ndjson";
    truth_sessions(&reply->body, lab->world);
}

void reslab_requests(struct lab *lab, const struct request *request, struct reply *reply)
{
    journal_json(&reply->body, &lab->journal,
                 (uint64_t)number_argument(request, "limit", JOURNAL_MAX));
}

void reslab_world(struct lab *lab, const struct request *request, struct reply *reply)
{
    (void)request;
    const struct world *w = lab->world;
    uint64_t count = w->ledger.end - w->ledger.first;
    buf_add_fmt(&reply->body,
                "{\"now\":%lld,\"frozen\":%s,\"seed\":%llu,\"devices\":%u,\"events\":%llu,"
                "\"emitted\":%llu,\"first_id\":%lld,"
                "\"last_id\":%lld,\"refused\":%llu}",
                (long long)lab_now(lab), lab->frozen_at != 0 ? "true" : "false",
                (unsigned long long)w->options.seed, w->options.devices, (unsigned long long)count,
                (unsigned long long)w->ledger.end,
                count > 0 ? (long long)ledger_get(&w->ledger, w->ledger.first)->id : 0LL,
                count > 0 ? (long long)ledger_get(&w->ledger, w->ledger.end - 1)->id : 0LL,
                (unsigned long long)lab->gate.refused);
}

/* {"frozen":true}: nothing happens any more, and what has happened arrives at once. */
void reslab_world_set(struct lab *lab, const struct request *request, struct reply *reply)
{
    cJSON *json =
        cJSON_ParseWithLength(request->body.n > 0 ? request->body.p : "", request->body.n);
    const cJSON *frozen = cJSON_GetObjectItemCaseSensitive(json, "frozen");
    if (!cJSON_IsBool(frozen)) {
        reply_error(reply, API_VALIDATION,
                    "the body must be an object with \"frozen\" true or false");
    } else {
        if (cJSON_IsTrue(frozen) && lab->frozen_at == 0) {
            lab->frozen_at = clock_wall_ms();
            course_advance(lab->world, lab->frozen_at);
            world_drain(lab->world);
        }
        if (cJSON_IsFalse(frozen))
            lab->frozen_at = 0;
        reslab_world(lab, request, reply);
    }
    cJSON_Delete(json);
}
