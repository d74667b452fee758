/* Begins the world, and lets its devices and scripts live in the order of time. */
#include "lab/course.h"

#include "lab/life.h"
#include "lab/scenario.h"

#define STEP_MS                                                                                    \
    2000 /* so that a long past never keeps more than a few seconds of arrivals in memory */

/* Events per second that the trades make of themselves. */
static double natural_rate(uint32_t devices)
{
    double per_minute = 0, shares = 0;
    for (unsigned i = 0; i < TRADE_COUNT; i++) {
        const struct trade *t = trade_get(i);
        per_minute += t->share * (2.0 / (t->gap + t->stay) + 1.1 / t->update);
        shares += t->share;
    }
    return per_minute / shares * devices / 60.0;
}

struct world *course_new(const struct world_options *options)
{
    struct world *w = world_new(options);
    if (options->rate > 0)
        w->pace = options->rate / natural_rate(options->devices);
    for (uint32_t i = 0; i < options->devices; i++)
        life_begin(w, i, w->now);
    scenario_begin(w);
    return w;
}

void course_advance(struct world *w, int64_t now)
{
    struct agenda_item item;
    while (w->now < now) {
        int64_t until = w->now + STEP_MS < now ? w->now + STEP_MS : now;
        while (agenda_take(&w->life, until, &item)) {
            if (item.who & WORLD_SCENARIO_ITEM)
                scenario_step(w, item.who & ~WORLD_SCENARIO_ITEM, item.what, item.at);
            else
                life_step(w, item.who, item.at);
        }
        world_arrivals(w, until);
        w->now = until;
    }
    ledger_expire(&w->ledger, now);
}
