/* The forecast of a quota. Volumes are spread evenly over the time of their session: that is all the platform says. */
#include "fleet/burndown.h"

void burndown_start(struct burndown *b, const struct sim_quota *quota, int64_t now_ms)
{
    bool empty = quota->used_up || quota->expired;
    *b = (struct burndown){
        .now_ms = now_ms,
        .from_ms = INSTANT_NONE,
        .size_mb = quota->size,
        .left_mb = empty ? 0 : quota->left,
        .usual_mbh = -1,
        .recent_mbh = -1,
        .empty_ms = INSTANT_NONE,
        .quota_ms = quota->ts_ms,
    };
}

void burndown_add(struct burndown *b, const struct session *session)
{
    if (session->end_ms == INSTANT_NONE || session->end_ms > b->now_ms)
        return;
    int64_t start = session->start_ms != INSTANT_NONE ? session->start_ms : session->end_ms;
    int64_t day = b->now_ms - BURNDOWN_USUAL_MS;
    if (session->end_ms >= day && (b->from_ms == INSTANT_NONE || start < b->from_ms))
        b->from_ms = start > day ? start : day;
    b->day_bytes += session_moved(session, day, b->now_ms + 1);
    b->hour_bytes += session_moved(session, b->now_ms - BURNDOWN_RECENT_MS, b->now_ms + 1);
    if (b->quota_ms != INSTANT_NONE)
        b->spent_bytes += session_moved(session, b->quota_ms, b->now_ms + 1);
}

static double per_hour(double bytes, int64_t span_ms)
{
    return bytes / 1e6 * 3600000.0 / (double)span_ms;
}

void burndown_finish(struct burndown *b)
{
    int64_t seen = b->from_ms != INSTANT_NONE ? b->now_ms - b->from_ms : 0;
    if (seen >= BURNDOWN_LEAST_MS) {
        b->usual_mbh = per_hour(b->day_bytes, seen);
        b->recent_mbh = per_hour(b->hour_bytes, seen < BURNDOWN_RECENT_MS ? seen : BURNDOWN_RECENT_MS);
    }
    double spent = b->spent_bytes / 1e6;
    if (b->left_mb > 0)
        b->left_mb = b->left_mb > spent ? b->left_mb - spent : 0;
    if (b->left_mb > 0 && b->usual_mbh > 0)
        b->empty_ms = b->now_ms + (int64_t)(b->left_mb / b->usual_mbh * 3600000.0);
}
