/* Who may come in, and how often: tokens, the lock-out, and the published rate limits. */
#ifndef EVMON_LAB_GATE_H
#define EVMON_LAB_GATE_H

#include "lab/reply.h"

#define GATE_BUCKETS 12

struct gate_bucket {
    double tokens;
    int64_t filled;
};

struct gate {
    const char *token; /* the application token; borrowed */
    uint64_t secret;
    int64_t life;           /* of an auth token, ms */
    uint64_t oldest_serial; /* auth tokens before this one are over (the fault "401") */
    int unlimited;
    int failures;
    int64_t locked_until;
    uint64_t serial;
    int64_t window_start, window_count, login_window_start, login_count; /* five minutes each */
    struct gate_bucket buckets[GATE_BUCKETS];
    uint64_t refused; /* requests answered with 429 */
};

void gate_init(struct gate *gate, const char *token, uint64_t secret, int64_t life, int unlimited);
/* POST /authenticate, all of it. */
void gate_login(struct gate *gate, const struct request *request, int64_t now, struct reply *reply);
/* Every other request: 0 when it may pass; otherwise the reply says why not. */
int gate_check(struct gate *gate, const struct request *request, int64_t now, struct reply *reply);
void gate_unlock(struct gate *gate); /* forgets failures and lock-out */

#endif
