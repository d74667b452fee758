/* When a quota will be empty: what was left when the platform last said so, less what ended sessions have moved since,
 * over how fast they moved it. A session that is still open has not told its volume, so the truth is never later. Pure:
 * the same quota, sessions and time give the same answer, in whatever order they are added. */
#ifndef EVMON_FLEET_BURNDOWN_H
#define EVMON_FLEET_BURNDOWN_H

#include "fleet/sessions.h"
#include "fleet/simcard.h"

#define BURNDOWN_USUAL_MS (24 * 3600000LL) /* "usual": the day before now */
#define BURNDOWN_RECENT_MS 3600000LL       /* "now": the hour before now */
#define BURNDOWN_LEAST_MS (10 * 60000LL)   /* a shorter history says nothing about a rate */

struct burndown {
    int64_t now_ms;
    int64_t from_ms;             /* where the rate is counted from; INSTANT_NONE = no session has ended */
    double size_mb, left_mb;     /* negative = unknown */
    double usual_mbh, recent_mbh; /* MB in an hour; negative = too little is known */
    int64_t empty_ms;            /* at the usual rate; INSTANT_NONE = unknown, or nothing moves, or it is empty */
    /* of the counting */
    int64_t quota_ms;
    double day_bytes, hour_bytes, spent_bytes;
};

void burndown_start(struct burndown *burn, const struct sim_quota *quota, int64_t now_ms);
void burndown_add(struct burndown *burn, const struct session *session);
void burndown_finish(struct burndown *burn);

#endif
