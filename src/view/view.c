/* What all views share: the one table from tone to role, and finding a view by its name.
 * The desk's reader. Knows no event fields and no widgets. */
#include "view/view.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/fmt.h"
#include "model/type.h"

#include <stdio.h>

static const role_id roles[TONE_COUNT_] = {
    [TONE_TEXT] = ROLE_TEXT,         [TONE_MUTED] = ROLE_MUTED,       [TONE_ACCENT] = ROLE_ACCENT,
    [TONE_GOOD] = ROLE_GOOD,         [TONE_WARN] = ROLE_WARN,         [TONE_CRITICAL] = ROLE_CRITICAL,
    [TONE_ALERT] = ROLE_ALERT,       [TONE_LOCATION] = ROLE_LOCATION, [TONE_SESSION] = ROLE_SESSION,
    [TONE_SIM] = ROLE_SIM,           [TONE_QUOTA] = ROLE_QUOTA,       [TONE_USER] = ROLE_USER,
    [TONE_BILLING] = ROLE_BILLING,   [TONE_CLOUD] = ROLE_CLOUD,
};

role_id view_role(enum tone tone)
{
    must((int)tone >= 0 && tone < TONE_COUNT_);
    return roles[tone];
}

role_id view_role_of_type(type_id type)
{
    return view_role(type_row(type)->tone);
}

role_id view_role_of_severity(int severity)
{
    static const enum tone tones[SEVERITY_COUNT_] = {TONE_TEXT, TONE_WARN, TONE_CRITICAL};
    must(severity >= 0 && severity < SEVERITY_COUNT_);
    return view_role(tones[severity]);
}

int64_t desk_reach(const struct desk *desk)
{
    int64_t held = store_reach_ms(desk->store), complete = INT64_MIN;
    int feeds = desk->feed_count(desk->app);
    for (int i = 0; i < feeds; i++) {
        int64_t since = desk->feed(desk->app, i)->complete_ms;
        if (since == 0)
            return held;
        complete = since > complete ? since : complete;
    }
    bool forgotten = store_evicted(desk->store) > 0 && held > complete;
    return feeds == 0 || held == INSTANT_NONE || forgotten ? held : complete;
}

struct reader *desk_reader(const struct desk *desk)
{
    struct reader *reader = reader_new(desk->store);
    if (desk->fleet != NULL)
        reader_set_derive(reader, fleet_derive, desk->fleet);
    return reader;
}

const char *desk_older_words(const struct desk *desk)
{
    for (int i = 0; i < desk->feed_count(desk->app); i++)
        if (desk->feed(desk->app, i)->fetches)
            return "; older ones can be fetched from the platform";
    return "";
}

bool desk_is_open_ended(const struct desk *desk)
{
    for (int i = 0; i < desk->feed_count(desk->app); i++) {
        const struct feed *feed = desk->feed(desk->app, i);
        if (feed->follows && !feed->finished)
            return true;
    }
    return false;
}

int64_t desk_now(const struct desk *desk)
{
    if (desk->now_shift_ms != 0)
        return clock_wall_ms() + desk->now_shift_ms;
    if (desk_is_open_ended(desk))
        return clock_wall_ms();
    int64_t latest = store_latest_ms(desk->store);
    return latest != INSTANT_NONE ? latest : clock_wall_ms();
}

size_t view_wait(int64_t ms, char *out, size_t size)
{
    if (ms >= 60000)
        return fmt_span(ms, out, size);
    int n = snprintf(out, size, "%llds", (long long)(ms > 0 ? (ms + 999) / 1000 : 0));
    return n > 0 ? (size_t)n : 0;
}
