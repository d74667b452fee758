/* The life of a device: it attaches, opens a session, moves data, closes it, updates its location, is purged, comes back.
 * Each device has its own luck. Knows nothing of scenarios, except that networks may be down and devices silent. */
#include "lab/life.h"

#include "lab/chance.h"

#define MINUTE 60000.0
#define MB     1000000.0

static const uint8_t rat_ids[5] = {2, 1, 6, 9, 8};

static uint8_t pick_rat(uint64_t *luck, const struct trade *t)
{
    unsigned total = 0;
    for (int i = 0; i < 5; i++)
        total += t->rats[i];
    unsigned ticket = chance_below(luck, total);
    int i = 0;
    while (i < 4 && ticket >= t->rats[i])
        ticket -= t->rats[i++];
    return rat_ids[i];
}

static void pick_cell(struct device *d)
{
    d->lac = (uint16_t)(1 + chance_below(&d->luck, 60000));
    d->cell = 1 + chance_below(&d->luck, 65000);
}

static uint16_t pick_carrier(uint64_t *luck)
{
    unsigned total = 0;
    for (unsigned i = 0; i < carrier_count; i++)
        total += carrier_get(i)->share;
    unsigned ticket = chance_below(luck, total);
    uint16_t i = 0;
    while (ticket >= carrier_get(i)->share)
        ticket -= carrier_get(i++)->share;
    return i;
}

static int64_t after(const struct world *w, struct device *d, int64_t at, double minutes)
{
    double ms = chance_spread(&d->luck, minutes * MINUTE / w->pace);
    return at + 1 + (int64_t)ms;
}

void life_wake(struct world *w, uint32_t device, int64_t at)
{
    struct device *d = &w->devices[device];
    if (d->planned != 0 && d->planned <= at)
        return;
    d->planned = at;
    agenda_add(&w->life, at, device, 0);
}

static void plan(struct world *w, uint32_t device)
{
    struct device *d = &w->devices[device];
    life_wake(w, device, d->due_session < d->due_update ? d->due_session : d->due_update);
}

static void begin_session_silently(struct world *w, uint32_t device, int64_t at)
{
    struct device *d = &w->devices[device];
    const struct trade *t = trade_get(d->trade);
    d->presence = IS_ONLINE;
    d->session = ++w->sessions;
    d->opened = at - (int64_t)(chance_unit(&d->luck) * t->stay * MINUTE);
    d->opened -= d->opened % 1000;
    d->due_session = after(w, d, at, t->stay);
    *world_stay_slot(w, d->session) = (struct stay){.number = d->session,
                                                    .started = d->opened,
                                                    .device = device,
                                                    .carrier = d->carrier,
                                                    .rat = d->rat,
                                                    .imsi = d->imsi};
}

static void give_first_quota(struct device *d, const struct trade *t, int64_t at)
{
    if (t->quota_mb == 0)
        return;
    int64_t bytes = (int64_t)t->quota_mb * 1000000;
    d->data = (struct quota){.given = bytes, .percent = 20, .threshold = bytes / 5};
    d->data.left = bytes / 4 + chance_between(&d->luck, 0, bytes * 3 / 4);
    d->data.changed = at - chance_between(&d->luck, 0, 20 * 86400000LL);
    d->data.expires = d->data.changed + 60 * 86400000LL;
    d->sms = (struct quota){.given = 50,
                            .left = chance_between(&d->luck, 12, 50),
                            .threshold = 10,
                            .percent = 20,
                            .changed = d->data.changed,
                            .expires = d->data.expires};
}

void life_begin(struct world *w, uint32_t device, int64_t at)
{
    struct device *d = &w->devices[device];
    d->luck = chance_mix(w->options.seed, 1000 + device);
    uint32_t ticket = chance_below(&d->luck, 100);
    while (d->trade + 1 < TRADE_COUNT && ticket >= trade_get(d->trade)->share)
        ticket -= trade_get(d->trade++)->share;
    const struct trade *t = trade_get(d->trade);
    d->sim = device;
    d->org = world_any_org(w, &d->luck);
    d->home = d->carrier = pick_carrier(&d->luck);
    d->rat = pick_rat(&d->luck, t);
    d->has_cs = d->rat <= 2 || chance_below(&d->luck, 10) < 3;
    d->imsi = chance_below(&d->luck, 10) == 0;
    pick_cell(d);
    give_first_quota(d, t, at);
    uint32_t sick = chance_below(&d->luck, 1000);
    d->reason = sick < 8 ? REFUSED_SERVICE : sick < 14 ? REFUSED_APN : REFUSED_NOT;
    d->shelved = device >= 50 && chance_below(&d->luck, 50) == 0;
    d->due_session = after(w, d, at, t->gap);
    d->due_update = after(w, d, at, t->update);
    d->attached = d->updated_ps = at - chance_between(&d->luck, 60000, 86400000);
    d->since = d->attached;
    d->presence = IS_ATTACHED;
    d->state = STATE_ATTACHED;
    if (d->shelved || sick >= 980) {
        d->presence = IS_AWAY;
        d->state = STATE_OFFLINE;
    } else if (d->reason == REFUSED_NOT && chance_unit(&d->luck) < t->stay / (t->stay + t->gap)) {
        begin_session_silently(w, device, at);
        d->state = STATE_ONLINE;
        d->since = d->opened;
    }
    if (!d->shelved)
        plan(w, device);
}

int life_carrier(struct world *w, uint32_t device, int64_t at)
{
    struct device *d = &w->devices[device];
    if (w->carrier_down[d->home] <= at && (d->carrier == d->home || chance_below(&d->luck, 3) > 0))
        return d->home;
    unsigned start = chance_below(&d->luck, carrier_count);
    for (unsigned i = 0; i < carrier_count; i++) {
        unsigned c = (start + i) % carrier_count;
        if (carrier_get(c)->country == carrier_get(d->home)->country && w->carrier_down[c] <= at)
            return (int)c;
    }
    return -1;
}

static int travel(struct world *w, struct device *d, int64_t at)
{
    (void)w;
    (void)at;
    unsigned c = chance_below(&d->luck, carrier_count);
    return w->carrier_down[c] <= at ? (int)c : -1;
}

void life_attach(struct world *w, uint32_t device, unsigned carrier, int64_t at)
{
    struct device *d = &w->devices[device];
    if (carrier != d->carrier)
        pick_cell(d);
    d->carrier = (uint16_t)carrier;
    world_say(w, KIND_LOC_GPRS, device, at);
    if (d->presence == IS_AWAY) {
        d->presence = IS_ATTACHED;
        d->attached = at;
        if (!d->blocked && !d->disabled && !d->suspended)
            world_state(w, device, STATE_ATTACHED);
    }
    d->updated_ps = at;
    if (d->has_cs) {
        world_say(w, KIND_LOC_UPDATE, device, at + 300);
        d->updated_cs = at + 300;
    }
    d->due_update = after(w, d, at, trade_get(d->trade)->update);
}

static enum refusal refusal_of(const struct world *w, const struct device *d, int64_t at)
{
    if (d->suspended)
        return REFUSED_SIM;
    if (d->disabled)
        return REFUSED_DISABLED;
    if (d->blocked)
        return REFUSED_LIMIT;
    if (d->data.given > 0 && d->data.used_up)
        return REFUSED_EXHAUSTED;
    if (w->carrier_down[d->carrier] > at)
        return REFUSED_RESOURCES;
    return (enum refusal)d->reason;
}

static void refuse(struct world *w, uint32_t device, enum refusal why, int64_t at)
{
    struct device *d = &w->devices[device];
    int network = why == REFUSED_RESOURCES || why == REFUSED_SILENCE;
    world_say(w, network ? KIND_PDP_FAIL : KIND_PDP_REJECT, device, at)->reason = (uint8_t)why;
    if (d->refused < 6)
        d->refused++;
    double wait = network ? 0.2 : 0.5 * (double)(1U << d->refused);
    d->due_session = after(w, d, at, wait);
}

void life_open(struct world *w, uint32_t device, int64_t at)
{
    struct device *d = &w->devices[device];
    const struct trade *t = trade_get(d->trade);
    enum refusal why = refusal_of(w, d, at);
    if (why == REFUSED_EXHAUSTED &&
        at - d->data.changed > 600000 + (int64_t)(device % 50) * 60000) {
        life_quota_give(w, device, (int64_t)t->quota_mb * 1000000, at);
        return;
    }
    if (why != REFUSED_NOT) {
        refuse(w, device, why, at);
        return;
    }
    d->refused = 0;
    d->session = ++w->sessions;
    struct happening *h = world_say(w, KIND_PDP_CREATE, device, at);
    d->opened = h->ts - w->skew;
    h->started = h->ts;
    d->presence = IS_ONLINE;
    world_state(w, device, STATE_ONLINE);
    double stay = d->flap_until > at ? 0.12 * w->pace : d->heavy ? 0.5 * w->pace : t->stay;
    d->due_session = after(w, d, at, stay);
    *world_stay_slot(w, d->session) = (struct stay){.number = d->session,
                                                    .started = d->opened,
                                                    .device = device,
                                                    .carrier = d->carrier,
                                                    .rat = d->rat,
                                                    .imsi = d->imsi};
}

static void burn(struct world *w, uint32_t device, int64_t bytes, int64_t at)
{
    struct device *d = &w->devices[device];
    if (d->data.given == 0 || d->data.used_up)
        return;
    d->data.left -= bytes;
    if (d->data.left <= 0)
        life_quota_spent(w, device, at);
    else if (d->data.left < d->data.threshold && !d->data.warned)
        life_quota_warn(w, device, at);
}

void life_close(struct world *w, uint32_t device, int64_t at)
{
    struct device *d = &w->devices[device];
    const struct trade *t = trade_get(d->trade);
    if (d->presence != IS_ONLINE)
        return;
    struct happening *h = world_say(w, KIND_PDP_DELETE, device, at);
    double whole = t->stay * MINUTE / w->pace, lasted = (double)(h->ts - w->skew - d->opened);
    double bytes =
        t->mb * MB * (0.2 + 0.8 * (lasted < whole ? lasted / whole : 1.0 + chance_unit(&d->luck)));
    bytes *= 0.3 + 1.4 * chance_unit(&d->luck);
    if (d->heavy)
        bytes = 60 * MB * (1 + chance_unit(&d->luck));
    double sent = t->sent * (0.8 + 0.4 * chance_unit(&d->luck));
    sent = sent > 0.99 ? 0.99 : sent;
    h->tx = (uint32_t)(bytes * sent) + 40;
    h->rx = (uint32_t)(bytes * (1.0 - sent)) + 40;
    int64_t volume = (int64_t)h->tx + h->rx;
    struct stay *s = world_stay_slot(w, d->session);
    if (s->number == d->session) {
        s->ended = h->ts;
        s->rx = h->rx;
        s->tx = h->tx;
    }
    d->presence = IS_ATTACHED;
    if (!d->suspended && !d->disabled && !d->blocked)
        world_state(w, device, STATE_ATTACHED);
    d->session = 0;
    double gap = d->flap_until > at ? 0.12 * w->pace : t->gap;
    d->due_session = after(w, d, at, gap);
    burn(w, device, volume, at);
}

void life_purge(struct world *w, uint32_t device, int64_t at)
{
    struct device *d = &w->devices[device];
    if (d->presence == IS_AWAY)
        return;
    life_close(w, device, at);
    int both = d->has_cs;
    world_say(w, KIND_LOC_GPRS_PURGE, device, at + 40);
    if (both)
        world_say(w, KIND_LOC_PURGE, device, at + 90);
    d->presence = IS_AWAY;
    if (!d->suspended && !d->disabled && !d->blocked)
        world_state(w, device, STATE_OFFLINE);
    d->due_update = INT64_MAX;
    d->due_session = after(w, d, at, trade_get(d->trade)->gap);
}

void life_quota_warn(struct world *w, uint32_t device, int64_t at)
{
    struct device *d = &w->devices[device];
    d->data.warned = 1;
    struct happening *h = world_say(w, KIND_QUOTA_THRESHOLD, device, at);
    h->a = d->data.left;
    h->b = d->data.percent;
}

void life_quota_spent(struct world *w, uint32_t device, int64_t at)
{
    struct device *d = &w->devices[device];
    if (!d->data.warned)
        life_quota_warn(w, device, at);
    d->data.used_up = 1;
    if (d->data.left > 0)
        d->data.left = 0;
    struct happening *h = world_say(w, KIND_QUOTA_USED, device, at);
    h->a = d->data.left;
    h->b = d->data.percent;
    d->data.changed = at;
    if (d->presence == IS_ONLINE) {
        world_say(w, KIND_GENERIC_QUOTA, device, at);
        life_close(w, device, at);
    }
    d->due_session = after(w, d, at, 0.4);
}

void life_quota_give(struct world *w, uint32_t device, int64_t bytes, int64_t at)
{
    struct device *d = &w->devices[device];
    d->data = (struct quota){.left = bytes,
                             .given = bytes,
                             .threshold = bytes / 5,
                             .percent = 20,
                             .changed = at,
                             .expires = at + 30 * 86400000LL};
    struct happening *h = world_say(w, KIND_QUOTA_ASSIGN, device, at);
    h->a = bytes;
    h->b = d->data.percent;
    d->refused = 0;
    d->due_session = after(w, d, at, 0.2);
    life_wake(w, device, d->due_session);
}

static void update(struct world *w, uint32_t device, int64_t at)
{
    struct device *d = &w->devices[device];
    const struct trade *t = trade_get(d->trade);
    d->due_update = after(w, d, at, t->update);
    int c = chance_below(&d->luck, 100) < t->roam ? travel(w, d, at) : life_carrier(w, device, at);
    if (c < 0 || w->carrier_down[d->carrier] > at)
        return;
    if (c != d->carrier || chance_below(&d->luck, 3) == 0)
        pick_cell(d);
    if (c != d->carrier && d->presence == IS_ONLINE) {
        life_close(w, device, at);
        d->due_session = after(w, d, at, 0.1);
    }
    d->carrier = (uint16_t)c;
    if (d->presence == IS_ONLINE && chance_below(&d->luck, 4) == 0) {
        world_say(w, KIND_PDP_UPDATE, device, at);
        return;
    }
    if (d->has_cs && chance_below(&d->luck, 2) == 0) {
        world_say(w, KIND_LOC_UPDATE, device, at);
        d->updated_cs = at;
    } else {
        world_say(w, KIND_LOC_GPRS, device, at);
        d->updated_ps = at;
    }
}

/* Another network of the same country that is up, or the present one. */
static unsigned neighbour(struct world *w, struct device *d, int64_t at)
{
    unsigned start = chance_below(&d->luck, carrier_count);
    for (unsigned i = 0; i < carrier_count; i++) {
        unsigned c = (start + i) % carrier_count;
        if (c != d->carrier && carrier_get(c)->country == carrier_get(d->carrier)->country &&
            w->carrier_down[c] <= at)
            return c;
    }
    return d->carrier;
}

static void turn(struct world *w, uint32_t device, int64_t at)
{
    struct device *d = &w->devices[device];
    const struct trade *t = trade_get(d->trade);
    if (d->presence == IS_ONLINE) {
        life_close(w, device, at);
        if (chance_below(&d->luck, 100) < t->purge && d->flap_until <= at)
            life_purge(w, device, at + 4000);
        else if (d->flap_until > at && chance_below(&d->luck, 3) == 0)
            life_attach(w, device, neighbour(w, d, at), at + 1000);
        return;
    }
    if (d->presence == IS_AWAY) {
        int c = life_carrier(w, device, at);
        if (c < 0 || d->suspended || d->disabled) {
            d->due_session = after(w, d, at, 0.5);
            return;
        }
        life_attach(w, device, (unsigned)c, at);
        d->due_session = at + chance_between(&d->luck, 1500, 5000);
        return;
    }
    life_open(w, device, at);
}

void life_step(struct world *w, uint32_t device, int64_t at)
{
    struct device *d = &w->devices[device];
    if (d->planned != at)
        return; /* it was woken earlier since */
    d->planned = 0;
    if (d->silent_until > at) {
        d->due_session = d->silent_until + chance_between(&d->luck, 0, 40000);
        d->due_update = INT64_MAX;
    } else if (d->due_session <= at) {
        turn(w, device, at);
    } else if (d->due_update <= at) {
        if (d->presence == IS_AWAY || d->suspended || d->disabled)
            d->due_update = after(w, d, at, trade_get(d->trade)->update);
        else
            update(w, device, at);
    }
    plan(w, device);
}
