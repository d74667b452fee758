/* Keeps the world and turns what is said in it into records with ids. Decides when things arrive, never what devices do
 * (life.c), what goes wrong (scenario.c), or that time passes (course.c). */
#include "lab/world.h"

#include <stdlib.h>

#include "base/err.h"
#include "base/xalloc.h"
#include "lab/chance.h"

#define STAYS_MAX 2000000 /* data sessions remembered: a day of 10,000 devices has some 600,000 */

const struct org world_orgs[WORLD_ORGS] = {
    {7310, "Harbour Light Utilities", 34},
    {7314, "Kestrel Telematics", 22},
    {7321, "Papaya Pay", 14},
    {7333, "Brückner Aufzüge GmbH", 10},
    {7340, "Vinter Kyl AB", 8},
    {7352, "Ampere & Söhne", 7},
    {7367, "Corner Vend Ltd.", 5},
};

const struct user world_users[WORLD_USERS] = {
    {40112, "noc@harbourlight.example", "NOC Desk"},
    {40115, "m.okafor@harbourlight.example", "Mary Okafor"},
    {40131, "ruth.lindqvist@vinterkyl.example", "Ruth Lindqvist"},
    {40144, "ops@kestrel.example", "Kestrel Operations"},
    {40150, "t.brueckner@aufzuege.example", "Thomas Brückner"},
    {40163, "billing@papaya.example", "Papaya Billing"},
    {40170, "d.castellanos@papaya.example", "Diego Castellanos"},
    {40188, "field@ampere.example", "Field Crew"},
    {40191, "jo@cornervend.example", "Jo Whitfield"},
};

static const struct trade trades[TRADE_COUNT] = {
#define TRADE(ident, name, share, gap, stay, mb, sent, update, roam, purge, quota, ...)            \
    {name, share, gap, stay, mb, sent, update, roam, purge, quota, {__VA_ARGS__}},
#include "lab/trades.def"
#undef TRADE
};

const struct trade *trade_get(unsigned trade)
{
    return &trades[trade % TRADE_COUNT];
}

const char *world_state_name(enum standing state)
{
    static const char *const names[] = {"unknown", "offline",  "attached", "online",
                                        "blocked", "disabled", "suspended"};
    return names[state];
}

uint16_t world_any_org(const struct world *world, uint64_t *luck)
{
    (void)world;
    uint32_t ticket = chance_below(luck, 100);
    uint16_t i = 0;
    while (i + 1 < WORLD_ORGS && ticket >= world_orgs[i].share)
        ticket -= world_orgs[i++].share;
    return i;
}

struct world *world_new(const struct world_options *options)
{
    struct world *w = xcalloc(1, sizeof *w);
    w->options = *options;
    must(options->devices > 0 && options->devices <= WORLD_DEVICES_MAX);
    w->now = options->zero - options->history;
    w->pace = 1.0;
    w->luck = chance_mix(options->seed, 1);
    w->devices = xcalloc(options->devices, sizeof *w->devices);
    w->stay_capacity = STAYS_MAX;
    w->stays = xcalloc(w->stay_capacity, sizeof *w->stays);
    ledger_init(&w->ledger, options->limit);
    return w;
}

void world_free(struct world **world)
{
    struct world *w = *world;
    if (w == NULL)
        return;
    ledger_fini(&w->ledger);
    agenda_fini(&w->life);
    agenda_fini(&w->arrivals);
    free(w->pool);
    free(w->stays);
    free(w->devices);
    free(w);
    *world = NULL;
}

void world_plan_scenario(struct world *w, unsigned scenario, int64_t at, uint32_t what)
{
    agenda_add(&w->life, at, WORLD_SCENARIO_ITEM | scenario, what);
}

const struct stay *world_stay(const struct world *w, uint64_t number)
{
    const struct stay *s = &w->stays[number % w->stay_capacity];
    return number > 0 && s->number == number ? s : NULL;
}

struct stay *world_stay_slot(struct world *w, uint64_t number)
{
    return &w->stays[number % w->stay_capacity];
}

uint32_t world_device_of(const struct world *w, int64_t endpoint_id)
{
    int64_t index = endpoint_id - WORLD_DEVICE_ID;
    return index >= 0 && index < w->options.devices ? (uint32_t)index : HAPPENING_NOBODY;
}

uint32_t world_device_of_sim(const struct world *w, int64_t sim_id)
{
    int64_t sim = sim_id - WORLD_SIM_ID;
    return sim >= 0 && sim < w->options.devices ? (uint32_t)sim : HAPPENING_NOBODY;
}

/* ---------------------------------------------------------------- saying */

static struct pending *pending_new(struct world *w)
{
    if (w->pool_free == 0) {
        w->pool = xgrow(w->pool, &w->pool_capacity, w->pool_count + 1, sizeof *w->pool);
        w->pool[w->pool_count].next_free = 0;
        w->pool_free = (uint32_t)++w->pool_count;
    }
    uint32_t slot = w->pool_free - 1;
    w->pool_free = w->pool[slot].next_free;
    w->said = slot;
    w->pool[slot] = (struct pending){0};
    return &w->pool[slot];
}

/* When a device can do something: not before what it did last, and not shown before it. */
static int64_t moment(const struct device *d, enum happening_clock clock, int64_t at)
{
    if (at <= d->last_act)
        at = d->last_act + 1;
    if (clock == STAMP_SECOND && at - at % 1000 < d->last_stamp)
        at = (d->last_stamp + 999) / 1000 * 1000;
    return at;
}

static int64_t lag_of(struct world *w, uint64_t *luck, enum happening_clock clock)
{
    if (w->late_share > 0 && chance_below(luck, 1000) < w->late_share)
        return chance_between(luck, w->late_by / 2, w->late_by);
    return clock == STAMP_SECOND ? chance_between(luck, 6500, 11000)
                                 : chance_between(luck, 200, 300);
}

static void describe_device(struct happening *h, const struct device *d, uint32_t device)
{
    h->device = device;
    h->sim = d->sim;
    h->org = d->org;
    h->carrier = d->carrier;
    h->rat = d->rat;
    h->imsi = d->imsi;
    h->imei = d->imei;
    h->lac = d->lac;
    h->cell = d->cell;
    h->session = d->session;
    h->started = d->opened;
}

struct happening *world_say(struct world *w, enum kind kind, uint32_t device, int64_t at)
{
    const struct kind_row *row = kind_row(kind);
    struct happening *h = &pending_new(w)->happening;
    h->kind = (uint8_t)kind;
    h->device = h->sim = HAPPENING_NOBODY;
    int64_t arrival;
    if (device == HAPPENING_NOBODY) {
        h->ts = row->clock == STAMP_SECOND ? at - at % 1000 : at;
        arrival = at + lag_of(w, &w->luck, row->clock);
    } else {
        struct device *d = &w->devices[device];
        at = moment(d, row->clock, at);
        h->ts = row->clock == STAMP_SECOND ? at - at % 1000 : at;
        d->last_act = at;
        d->last_stamp = h->ts;
        arrival = at + lag_of(w, &d->luck, row->clock);
        if (row->clock == STAMP_SECOND && arrival <= d->last_slow)
            arrival = d->last_slow + 1;
        if (row->clock == STAMP_SECOND)
            d->last_slow = arrival;
        describe_device(h, d, device);
    }
    h->ts += w->skew;
    agenda_add(&w->arrivals, arrival, w->said, 0);
    return h;
}

void world_state(struct world *w, uint32_t device, enum standing state)
{
    struct device *d = &w->devices[device];
    if (d->state == state)
        return;
    d->state = (uint8_t)state;
    d->since = w->pool[w->said].happening.ts;
    d->cause = 0;
    d->cause_mark = ++w->marks;
    w->pool[w->said].mark = d->cause_mark;
}

/* ---------------------------------------------------------------- time */

static uint32_t steps_back(const struct world *w, uint64_t last)
{
    uint64_t back = last > 0 ? w->ledger.end - (last - 1) : 0;
    return back > UINT32_MAX ? 0 : (uint32_t)back;
}

static void chain(struct world *w, struct happening *h)
{
    if (h->device != HAPPENING_NOBODY) {
        struct device *d = &w->devices[h->device];
        h->back = steps_back(w, d->last);
        d->last = w->ledger.end + 1;
    }
    if (h->sim != HAPPENING_NOBODY) {
        struct device *d = &w->devices[h->sim];
        h->back_sim = steps_back(w, d->last_sim);
        d->last_sim = w->ledger.end + 1;
    }
}

static void deliver(struct world *w, struct pending *p, int64_t at)
{
    struct happening *h = &p->happening;
    int64_t ms = at > w->last_ms ? at : w->last_ms;
    w->ids_in_ms = ms > w->last_ms ? 0 : w->ids_in_ms + 1;
    if (w->ids_in_ms >> HAPPENING_ID_SHIFT != 0) {
        ms++;
        w->ids_in_ms = 0;
    }
    w->last_ms = ms;
    h->id = ledger_id_at(ms) + w->ids_in_ms;
    if (w->hostile_every > 0 && (uint64_t)h->id % w->hostile_every == 0 && w->hostile_left > 0) {
        h->hostile = (uint8_t)(1 + chance_mix((uint64_t)h->id, 3) % 250);
        if (w->hostile_left != UINT32_MAX)
            w->hostile_left--;
    }
    if (h->device != HAPPENING_NOBODY && p->mark != 0 &&
        w->devices[h->device].cause_mark == p->mark)
        w->devices[h->device].cause = h->id;
    if (kind_row(h->kind)->type == 5 && world_stay(w, h->session) != NULL)
        world_stay_slot(w, h->session)->end_id = h->id;
    chain(w, h);
    ledger_add(&w->ledger, h);
}

static void arrive(struct world *w, const struct agenda_item *item)
{
    struct pending *p = &w->pool[item->who];
    if (!p->gone)
        deliver(w, p, item->at);
    p->next_free = w->pool_free;
    w->pool_free = item->who + 1;
}

void world_arrivals(struct world *w, int64_t until)
{
    struct agenda_item item;
    while (agenda_take(&w->arrivals, until, &item))
        arrive(w, &item);
}

void world_hurry(struct world *w, enum kind kind, uint32_t device)
{
    world_say(w, kind, device, w->now);
    /* Delivered now; the arrival that is planned for it is passed over. */
    struct pending copy = w->pool[w->said];
    w->pool[w->said].gone = 1;
    deliver(w, &copy, w->now);
}

void world_drain(struct world *w)
{
    world_arrivals(w, INT64_MAX);
}

int64_t world_next(const struct world *w)
{
    int64_t life = agenda_next(&w->life), arrival = agenda_next(&w->arrivals);
    return life < arrival ? life : arrival;
}
