/* Five incidents. Each is a beginning that chooses who suffers, and steps that are planned for single devices; between
 * them the devices live on by themselves. */
#include "lab/incidents.h"

#include "lab/chance.h"
#include "lab/hands.h"
#include "lab/life.h"
#include "lab/script.h"

#define SECOND 1000

/* A later step for each victim, somewhere between two delays. */
static void spread(struct world *w, unsigned scenario, unsigned step, int64_t at, int64_t from,
                   int64_t to)
{
    struct scenario_state *s = &w->scenarios[scenario];
    for (uint32_t i = 0; i < s->victim_count; i++)
        script_later(w, scenario, step, s->victims[i], at + chance_between(&s->luck, from, to));
}

/* ---------------------------------------------------------------- storm */

enum { STORM_DROP = 1, STORM_END, STORM_RETURN };
#define STORM_MS (95 * SECOND)

static unsigned busiest_carrier(const struct world *w, uint64_t *luck)
{
    uint32_t best = 0, count = 0, busy[64] = {0};
    for (uint32_t i = 0; i < w->options.devices; i++)
        busy[w->devices[i].carrier]++;
    for (int tries = 0; tries < 3; tries++) {
        uint32_t c = w->devices[chance_below(luck, w->options.devices)].carrier;
        if (busy[c] > count) {
            best = c;
            count = busy[c];
        }
    }
    return best;
}

void storm_begin(struct world *w, unsigned scenario, int64_t at)
{
    struct scenario_state *s = &w->scenarios[scenario];
    s->carrier = busiest_carrier(w, &s->luck);
    w->carrier_down[s->carrier] = at + STORM_MS;
    for (uint32_t i = 0; i < w->options.devices; i++) {
        const struct device *d = &w->devices[i];
        if (d->carrier == s->carrier && d->presence != IS_AWAY && !d->shelved)
            script_later(w, scenario, STORM_DROP, i, at + chance_between(&s->luck, 0, 14 * SECOND));
    }
    script_later(w, scenario, STORM_END, 0, at + STORM_MS);
}

static void storm_drop(struct world *w, struct scenario_state *s, uint32_t device, int64_t at)
{
    struct device *d = &w->devices[device];
    if (d->carrier != s->carrier || d->presence == IS_AWAY)
        return;
    life_close(w, device, at);
    if (chance_below(&s->luck, 10) < 6)
        life_purge(w, device, at + 1500);
    d->due_session = at + chance_between(&s->luck, 3 * SECOND, 20 * SECOND);
    life_wake(w, device, d->due_session);
}

static void storm_end(struct world *w, unsigned scenario, int64_t at)
{
    struct scenario_state *s = &w->scenarios[scenario];
    w->carrier_down[s->carrier] = 0;
    for (uint32_t i = 0; i < w->options.devices; i++) {
        const struct device *d = &w->devices[i];
        if (d->home == s->carrier && !d->shelved && !d->suspended && !d->disabled &&
            d->silent_until < at)
            script_later(w, scenario, STORM_RETURN, i,
                         at + chance_between(&s->luck, 200, 18 * SECOND));
    }
}

static void storm_return(struct world *w, struct scenario_state *s, uint32_t device, int64_t at)
{
    struct device *d = &w->devices[device];
    if (d->presence == IS_ONLINE || d->suspended || d->disabled)
        return;
    life_attach(w, device, d->home, at);
    d->due_session = at + chance_between(&s->luck, 800, 6 * SECOND);
    life_wake(w, device, d->due_session);
}

void storm_step(struct world *w, unsigned scenario, unsigned step, uint32_t device, int64_t at)
{
    if (step == STORM_DROP)
        storm_drop(w, &w->scenarios[scenario], device, at);
    else if (step == STORM_END)
        storm_end(w, scenario, at);
    else
        storm_return(w, &w->scenarios[scenario], device, at);
}

/* ---------------------------------------------------------------- flap */

void flap_begin(struct world *w, unsigned scenario, int64_t at)
{
    struct scenario_state *s = &w->scenarios[scenario];
    script_pick(w, s, WANT_CHATTY, 6);
    for (uint32_t i = 0; i < s->victim_count; i++) {
        struct device *d = &w->devices[s->victims[i]];
        d->flap_until = at + 160 * SECOND;
        d->due_session = at + chance_between(&s->luck, 100, 6 * SECOND);
        life_wake(w, s->victims[i], d->due_session);
    }
}

/* ---------------------------------------------------------------- quota */

enum {
    QUOTA_WARN = 1,
    QUOTA_SPEND,
    QUOTA_REFILL,
    QUOTA_SMS,
    QUOTA_LIMIT,
    QUOTA_BLOCK,
    QUOTA_RELEASE,
    QUOTA_FREE
};

void quota_begin(struct world *w, unsigned scenario, int64_t at)
{
    struct scenario_state *s = &w->scenarios[scenario];
    script_pick(w, s, WANT_QUOTA, 24);
    spread(w, scenario, QUOTA_WARN, at, 0, 35 * SECOND);
    spread(w, scenario, QUOTA_SPEND, at, 45 * SECOND, 100 * SECOND);
    spread(w, scenario, QUOTA_REFILL, at, 240 * SECOND, 330 * SECOND);
    s->victim_count = s->victim_count < 4 ? s->victim_count : 4;
    spread(w, scenario, QUOTA_SMS, at, 20 * SECOND, 90 * SECOND);
    script_pick(w, s, WANT_CHATTY, 2);
    spread(w, scenario, QUOTA_LIMIT, at, 5 * SECOND, 20 * SECOND);
    spread(w, scenario, QUOTA_BLOCK, at, 40 * SECOND, 60 * SECOND);
    spread(w, scenario, QUOTA_RELEASE, at, 300 * SECOND, 310 * SECOND);
    spread(w, scenario, QUOTA_FREE, at, 315 * SECOND, 320 * SECOND);
}

static void sms_runs_out(struct world *w, uint32_t device, int64_t at)
{
    struct device *d = &w->devices[device];
    struct happening *h = world_say(w, KIND_SMS_THRESHOLD, device, at);
    h->a = 4;
    h->b = d->sms.percent > 0 ? d->sms.percent : 50;
    h = world_say(w, KIND_SMS_USED, device, at + 9 * SECOND);
    h->b = d->sms.percent > 0 ? d->sms.percent : 50;
    d->sms.left = 0;
    d->sms.used_up = 1;
}

void quota_step(struct world *w, unsigned scenario, unsigned step, uint32_t device, int64_t at)
{
    struct device *d = &w->devices[device];
    (void)scenario;
    switch (step) {
    case QUOTA_WARN:
        if (d->data.warned || d->data.used_up)
            return;
        d->data.left = d->data.threshold * 9 / 10;
        life_quota_warn(w, device, at);
        break;
    case QUOTA_SPEND:
        if (d->data.used_up)
            return;
        d->data.left = -(int64_t)(device % 5) * 240;
        life_quota_spent(w, device, at);
        life_wake(w, device, d->due_session);
        break;
    case QUOTA_REFILL:
        if (d->data.used_up && device % 3 != 0)
            life_quota_give(w, device, (int64_t)trade_get(d->trade)->quota_mb * 1000000, at);
        break;
    case QUOTA_SMS: sms_runs_out(w, device, at); break;
    case QUOTA_LIMIT: world_say(w, KIND_DEV_LIMIT_WARN, device, at)->a = 80 + device % 15; break;
    case QUOTA_BLOCK: hands_block(w, device, at); break;
    case QUOTA_RELEASE: hands_disable(w, device, at); break;
    default: hands_enable(w, device, at);
    }
}

/* ---------------------------------------------------------------- silence */

enum { SILENT_CUT = 1, SILENT_GONE };

void silent_begin(struct world *w, unsigned scenario, int64_t at)
{
    struct scenario_state *s = &w->scenarios[scenario];
    script_pick(w, s, WANT_METER, 20);
    for (uint32_t i = 0; i < s->victim_count; i++)
        w->devices[s->victims[i]].silent_until = at + 25 * 60 * SECOND;
    spread(w, scenario, SILENT_CUT, at, 50 * SECOND, 110 * SECOND);
    spread(w, scenario, SILENT_GONE, at, 415 * SECOND, 430 * SECOND);
}

void silent_step(struct world *w, unsigned scenario, unsigned step, uint32_t device, int64_t at)
{
    struct device *d = &w->devices[device];
    (void)scenario;
    if (step == SILENT_CUT) {
        life_close(w, device, at);
        return;
    }
    if (d->presence != IS_ATTACHED)
        return;
    world_say(w, KIND_DEV_OFFLINE, device, at);
    world_state(w, device, STATE_OFFLINE);
    d->presence = IS_AWAY;
}

/* ---------------------------------------------------------------- theft */

enum { THEFT_MOVE = 1, THEFT_USE, THEFT_MORE, THEFT_STOP, THEFT_BACK };

void theft_begin(struct world *w, unsigned scenario, int64_t at)
{
    struct scenario_state *s = &w->scenarios[scenario];
    script_pick(w, s, WANT_ANY, 2);
    s->carrier = chance_below(&s->luck, carrier_count);
    spread(w, scenario, THEFT_MOVE, at, 0, 4 * SECOND);
    spread(w, scenario, THEFT_USE, at, 12 * SECOND, 16 * SECOND);
    spread(w, scenario, THEFT_MORE, at, 50 * SECOND, 60 * SECOND);
    spread(w, scenario, THEFT_STOP, at, 150 * SECOND, 170 * SECOND);
    spread(w, scenario, THEFT_BACK, at, 540 * SECOND, 560 * SECOND);
}

static void theft_move(struct world *w, uint32_t device, int64_t at)
{
    struct device *d = &w->devices[device];
    life_purge(w, device, at);
    d->heavy = 1;
    d->imei++;
    d->rat = 6;
    d->due_session = at + 30 * SECOND;
}

static void theft_use(struct world *w, unsigned carrier, uint32_t device, int64_t at)
{
    struct device *d = &w->devices[device];
    if (d->presence == IS_AWAY)
        life_attach(w, device, carrier, at);
    else
        life_close(w, device, at);
    d->due_session = at + 2 * SECOND;
    life_wake(w, device, d->due_session);
}

void theft_step(struct world *w, unsigned scenario, unsigned step, uint32_t device, int64_t at)
{
    struct device *d = &w->devices[device];
    switch (step) {
    case THEFT_MOVE: theft_move(w, device, at); break;
    case THEFT_USE:
    case THEFT_MORE: theft_use(w, w->scenarios[scenario].carrier, device, at); break;
    case THEFT_STOP:
        hands_suspend(w, device, at);
        hands_disable(w, device, at + 3 * SECOND);
        d->due_session = at + 20 * SECOND;
        life_wake(w, device, d->due_session);
        break;
    default:
        d->heavy = 0;
        d->imei--;
        hands_enable(w, device, at);
    }
}
