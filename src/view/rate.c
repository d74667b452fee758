/* Matches per minute, of the hour up to now. */
#include "view/rate.h"

#include "base/xalloc.h"

#include <stdlib.h>

#define MINUTE_MS INT64_C(60000)

void rate_init(struct rate *rate, const struct desk *desk)
{
    *rate = (struct rate){.desk = desk, .query = xstrdup("")};
    sieve_init(&rate->sieve, desk);
    rate->group = group_new(desk->store, &(struct group_by){.field = FIELD_TS, .span = MINUTE_MS}, NULL);
    sieve_attach_group(&rate->sieve, rate->group, NULL);
}

void rate_fini(struct rate *rate)
{
    group_set_test(rate->group, NULL);
    sieve_fini(&rate->sieve);
    group_free(&rate->group);
    free(rate->query);
}

static int64_t next_minute(const struct desk *desk)
{
    return (desk_now(desk) / MINUTE_MS + 1) * MINUTE_MS;
}

/* The query within the hour. */
static void begin(struct rate *rate)
{
    struct buf text = {0};
    struct error err = {0};
    char from[40], until[40];
    instant_format(rate->end_ms - RATE_MINUTES * MINUTE_MS, NULL, INSTANT_ISO, from, sizeof from);
    instant_format(rate->end_ms, NULL, INSTANT_ISO, until, sizeof until);
    if (rate->query[0] != '\0')
        buf_add_fmt(&text, "(%s) ", rate->query);
    buf_add_fmt(&text, "since %s until %s", from, until);
    if (sieve_set(&rate->sieve, buf_str(&text), &err) < 0)
        sieve_set(&rate->sieve, STR("missing:id"), &err);
    buf_fini(&text);
}

void rate_set(struct rate *rate, struct str query)
{
    free(rate->query);
    rate->query = str_dup(query);
    rate->known = 0;
    rate->end_ms = next_minute(rate->desk);
    begin(rate);
}

static void read_minutes(struct rate *rate)
{
    struct group_row rows[GROUP_TOP_MAX];
    size_t count = group_read(rate->group, GROUP_BY_VALUE, GROUP_TOP_MAX, rows);
    memset(rate->minute, 0, sizeof rate->minute);
    for (size_t i = 0; i < count; i++) {
        int64_t at = RATE_MINUTES - (rate->end_ms - rows[i].value.i) / MINUTE_MS;
        if (at >= 0 && at < RATE_MINUTES)
            rate->minute[at] = (double)rows[i].count;
    }
    rate->known = 1;
}

bool rate_work(struct rate *rate, int64_t budget_ns)
{
    int64_t end_ms = next_minute(rate->desk);
    if (end_ms != rate->end_ms) {
        rate->end_ms = end_ms;
        begin(rate);
    }
    bool more = group_work(rate->group, budget_ns);
    if (!more)
        read_minutes(rate);
    return more;
}
