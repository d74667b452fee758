/* Authentication and limits as the facts have them: an empty 401 for a wrong token, a lock-out of five minutes after
 * three of them, two shapes of 401 for bearer tokens, and token buckets for each path. */
#include "lab/gate.h"

#include <cjson/cJSON.h>

#include "base/err.h"
#include "lab/jwt.h"

#define FIVE_MINUTES 300000
#define LOCK_AFTER   3

/* Requests per second and burst, for an organisation and a path; "#" stands for a number. The first match counts. */
static const struct {
    const char *path;
    double rate, burst;
} limits[] = {
    {"/endpoint/#/connectivity_info", 10, 5},
    {"/endpoint/#/connectivity", 50, 25},
    {"/endpoint/#/stats*", 100, 50},
    {"/endpoint/stats", 100, 50},
    {"/endpoint/#", 50, 25},
    {"/endpoint", 10, 5},
    {"/sim/#/stats", 10, 5},
    {"/sim/#", 100, 50},
    {"/sim", 10, 5},
    {"/event", 10, 5},
    {"/stats", 10, 5},
};
#define LIMIT_COUNT (sizeof limits / sizeof limits[0])
_Static_assert(LIMIT_COUNT <= GATE_BUCKETS, "a bucket for each limit");

void gate_init(struct gate *gate, const char *token, uint64_t secret, int64_t life, int unlimited)
{
    *gate = (struct gate){.token = token, .secret = secret, .life = life, .unlimited = unlimited};
    for (size_t i = 0; i < LIMIT_COUNT; i++)
        gate->buckets[i].tokens = limits[i].burst;
}

void gate_unlock(struct gate *gate)
{
    gate->failures = 0;
    gate->locked_until = 0;
}

static int too_many(struct gate *gate, struct reply *reply)
{
    gate->refused++;
    reply_error(reply, API_TOO_MANY, "Too many requests");
    return -E_LIMIT;
}

static int window_full(int64_t *start, int64_t *count, int64_t most, int64_t now)
{
    if (now - *start >= FIVE_MINUTES) {
        *start = now;
        *count = 0;
    }
    return ++*count > most;
}

static int token_is_right(const struct gate *gate, struct str body)
{
    cJSON *json = cJSON_ParseWithLength(body.n > 0 ? body.p : "", body.n);
    const cJSON *token = cJSON_GetObjectItemCaseSensitive(json, "application_token");
    int state = json == NULL || !cJSON_IsString(token)
                    ? -1
                    : str_eq(str_of(token->valuestring), str_of(gate->token));
    cJSON_Delete(json);
    return state;
}

void gate_login(struct gate *gate, const struct request *request, int64_t now, struct reply *reply)
{
    if (!gate->unlimited && window_full(&gate->login_window_start, &gate->login_count, 100, now)) {
        too_many(gate, reply);
        return;
    }
    if (now < gate->locked_until) {
        reply_error(reply, API_TOO_MANY,
                    "Too many failed authentication requests, try again in 5 minutes");
        reply->status = 401;
        return;
    }
    int right = token_is_right(gate, request->body);
    if (right < 0) {
        reply_error(reply, API_BAD_REQUEST,
                    "The body must be a JSON object with application_token");
        return;
    }
    if (right == 0) {
        reply_empty(reply, 401);
        if (++gate->failures >= LOCK_AFTER) {
            reply_error(reply, API_TOO_MANY,
                        "Too many failed authentication requests, try again in 5 minutes");
            reply->status = 401;
            gate->locked_until = now + FIVE_MINUTES;
            gate->failures = 0;
        }
        return;
    }
    gate->failures = 0;
    buf_add_text(&reply->body, "{\"auth_token\":\"");
    jwt_issue(&reply->body, gate->secret, now, gate->life, ++gate->serial);
    buf_add_text(&reply->body, "\"}");
}

static int path_matches(const char *pattern, struct str path)
{
    size_t i = 0;
    for (; *pattern != '\0' && *pattern != '*'; pattern++) {
        if (*pattern == '#') {
            size_t from = i;
            while (i < path.n && path.p[i] != '/')
                i++;
            if (i == from)
                return 0;
        } else if (i >= path.n || path.p[i++] != *pattern) {
            return 0;
        }
    }
    return *pattern == '*' || i == path.n || (i + 1 == path.n && path.p[i] == '/');
}

static int over_limit(struct gate *gate, struct str path, int64_t now)
{
    if (window_full(&gate->window_start, &gate->window_count, 2000, now))
        return 1;
    for (size_t i = 0; i < LIMIT_COUNT; i++) {
        if (!path_matches(limits[i].path, path))
            continue;
        struct gate_bucket *b = &gate->buckets[i];
        double gained = (double)(now - b->filled) / 1000.0 * limits[i].rate;
        b->tokens = b->tokens + gained > limits[i].burst ? limits[i].burst : b->tokens + gained;
        b->filled = now;
        if (b->tokens < 1)
            return 1;
        b->tokens -= 1;
        return 0;
    }
    return 0;
}

static int check_bearer(const struct gate *gate, struct str authorization, int64_t now,
                        struct reply *reply)
{
    if (!str_starts_nocase(authorization, STR("Bearer "))) {
        reply_gateway(reply, 401, "UnauthorizedException", "Unauthorized");
        return -E_AUTH;
    }
    struct str token = str_trim(str_sub(authorization, 7, authorization.n));
    uint64_t serial = 0;
    switch (jwt_check(token, gate->secret, now, &serial)) {
    case JWT_GOOD:
        if (serial >= gate->oldest_serial)
            return 0;
        reply_error(reply, API_EXPIRED, "Authentication token expired");
        break;
    case JWT_EXPIRED: reply_error(reply, API_EXPIRED, "Authentication token expired"); break;
    case JWT_FORGED: reply_error(reply, API_BAD_TOKEN, "Authentication token is not valid"); break;
    case JWT_SEGMENTS:
        reply_gateway(reply, 401, "AccessDeniedException",
                      "token contains an invalid number of segments");
        break;
    }
    return -E_AUTH;
}

int gate_check(struct gate *gate, const struct request *request, int64_t now, struct reply *reply)
{
    if (!gate->unlimited && over_limit(gate, request->path, now))
        return too_many(gate, reply);
    return check_bearer(gate, request->authorization, now, reply);
}
