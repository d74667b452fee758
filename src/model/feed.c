/* The names of a feed's states. */
#include "model/feed.h"

const char *const feed_state_names[FEED_STATE_COUNT_] = {
    [FEED_IDLE] = "idle",     [FEED_OPENING] = "opening",   [FEED_LIVE] = "live", [FEED_PAUSED] = "paused",
    [FEED_RETRY] = "waiting", [FEED_STOPPING] = "stopping", [FEED_GONE] = "ended",
};

bool feed_is_down(const struct feed *feed)
{
    return feed->state == FEED_RETRY || (feed->state == FEED_OPENING && feed->down_since_ms != 0);
}

bool feed_has_failed(const struct feed *feed)
{
    return feed->state == FEED_GONE && !feed->finished;
}
