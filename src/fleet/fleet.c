/* The door of the fleet: reading an event into news for its device, its SIM and the network it happened on.
 * What an event means is machine.c's, sessions.c's and simcard.c's; here it is only taken apart and handed on. */
#include "fleet/fleet.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/intern.h"
#include "base/xalloc.h"
#include "fleet/device_tell.h"
#include "fleet/fleet_inside.h"
#include "fleet/idmap.h"
#include "fleet/reading.h"
#include "fleet/roll.h"
#include "fleet/simcard_tell.h"

#include <stdlib.h>

#define FORESIGHT 8 /* rows */

struct fleet {
    struct store *store;
    size_t max_entities;
    int64_t until_ms;
    struct roll roll;
    struct idmap sims;   /* id -> struct simcard * */
    struct idmap iccids; /* hash of the first 19 digits -> struct simcard * */
    size_t others;
    struct networks *networks;
    struct arena *arena;
    struct reading read;
    uint64_t generation;
};

/* ---- entities ---- */

/* What a step adds to its network. */
static void note_in(struct fleet *fleet, struct networks *networks, const struct device *d, const struct step *step,
                    int sign)
{
    struct reading *r = &fleet->read;
    bool ended = step->type == TYPE_PDP_DELETE;
    reading_begin(r, step->row);
    const struct network_note note = {
        .place = device_step_place(d, step),
        .type = step->type,
        .refused = (step->flags & STEP_REFUSED) != 0,
        .alert = (step->flags & STEP_ALERT) != 0,
        .ts_ms = step->ts_ms,
        .rx = ended ? reading_number(r, FIELD_RX) : -1,
        .tx = ended ? reading_number(r, FIELD_TX) : -1,
        .cause = step->type == TYPE_PDP_REJECT ? intern_get(r->texts, reading_kept(r, FIELD_CAUSE)) : STR_NONE,
    };
    networks_note(networks, &note, sign);
}

static void note_step(void *user, const struct device *d, const struct step *step, int sign)
{
    struct fleet *fleet = user;
    note_in(fleet, fleet->networks, d, step, sign);
}

static bool read_session(void *user, const struct step *step, struct session_note *out)
{
    return reading_session(&((struct fleet *)user)->read, step, out);
}

static uint32_t join_places(void *user, uint32_t before, uint32_t named)
{
    return places_join(((struct fleet *)user)->read.places, before, named);
}

static struct device_ties ties_of(struct fleet *fleet)
{
    return (struct device_ties){read_session, join_places, note_step, fleet};
}

static struct device *device_of(struct fleet *fleet, int64_t id)
{
    struct device *d = roll_get(&fleet->roll, id), *victim = fleet->roll.oldest;
    const struct device_ties ties = ties_of(fleet);
    if (d != NULL)
        return d;
    if (fleet->roll.count >= fleet->max_entities) {
        device_leave(victim, &ties);
        networks_unseat(fleet->networks, &victim->seat);
        roll_retire(&fleet->roll, victim);
        fleet->others++;
    }
    return roll_add(&fleet->roll, id);
}

static uint64_t iccid_key(struct str iccid)
{
    return str_hash(str_sub(iccid, 0, 19)); /* the 20th is the check digit of the first 19 */
}

/* The SIM of a number that two ids claim is the lower one, whichever came first. */
static void note_iccid(struct fleet *fleet, struct str iccid, struct simcard *sim)
{
    uint64_t key = iccid_key(iccid);
    const struct simcard *known = idmap_get(&fleet->iccids, key);
    if (known == NULL || known->id > sim->id)
        idmap_put(&fleet->iccids, key, sim);
}

static struct simcard *sim_of(struct fleet *fleet, const struct reading_who *who)
{
    struct str iccid = fleet_text(fleet, who->iccid);
    int64_t id = who->sim_id;
    if (id < 0 && iccid.n == 0)
        return NULL;
    struct simcard *sim = id >= 0 ? idmap_get(&fleet->sims, (uint64_t)id) : idmap_get(&fleet->iccids, iccid_key(iccid));
    if (sim == NULL && idmap_count(&fleet->sims) >= fleet->max_entities)
        return NULL; /* the first ones seen stay; others are only counted with their devices */
    if (sim == NULL) {
        sim = simcard_new(id >= 0 ? id : (int64_t)(iccid_key(iccid) >> 1));
        idmap_put(&fleet->sims, (uint64_t)sim->id, sim);
    }
    if (iccid.n > 0 && sim->iccid != who->iccid)
        note_iccid(fleet, iccid, sim);
    return sim;
}

static void learn(struct latest *latest, uint32_t now, int64_t ts_ms, uint64_t id)
{
    bool older = latest->text != 0 && (ts_ms < latest->ts_ms || (ts_ms == latest->ts_ms && id < latest->id));
    if (now != 0 && !older)
        *latest = (struct latest){now, ts_ms, id};
}

static void learn_device(const struct reading_who *who, struct device *d, int64_t ts_ms, uint64_t id)
{
    bool newest = d->count == 0 || ts_ms >= d->steps[d->count - 1].ts_ms;
    d->org_id = who->org_id >= 0 && (newest || d->org_id < 0) ? who->org_id : d->org_id;
    d->sim_id = who->sim_id >= 0 && (newest || d->sim_id < 0) ? who->sim_id : d->sim_id;
    learn(&d->name, who->name, ts_ms, id);
    learn(&d->org, who->org, ts_ms, id);
    learn(&d->tags, who->tags, ts_ms, id);
    learn(&d->imei, who->imei, ts_ms, id);
    learn(&d->ip, who->ip, ts_ms, id);
    learn(&d->iccid, who->iccid, ts_ms, id);
    learn(&d->imsi, who->imsi, ts_ms, id);
}

static void tell_device(struct fleet *fleet, int64_t id, const struct device_news *news)
{
    const struct device_ties ties = ties_of(fleet);
    struct device *d = device_of(fleet, id);
    reading_begin(&fleet->read, news->row); /* whoever had to go was read last */
    learn_device(reading_who(&fleet->read), d, news->ts_ms, news->id);
    device_tell(d, news, &ties);
    networks_seat(fleet->networks, &d->seat, d);
    roll_touch(&fleet->roll, d);
}

static void tell(struct fleet *fleet, row_id row)
{
    struct reading *r = &fleet->read;
    reading_begin(r, row);
    int64_t ts_ms = segment_order_ms(r->segment)[r->index];
    uint64_t id = segment_ids(r->segment)[r->index];
    if (fleet->until_ms != INSTANT_NONE && ts_ms > fleet->until_ms)
        return;
    const struct reading_who *who = reading_who(r);
    int64_t origin = reading_number(r, FIELD_SOURCE), severity = reading_number(r, FIELD_SEV);
    struct sim_news sim_news = {
        .ts_ms = ts_ms, .id = id, .row = row, .type = r->type,
        .severity = severity >= 0 ? (int)severity : SEVERITY_INFO,
        .origin = origin >= 0 ? (int)origin : ORIGIN_NETWORK, .device_id = who->dev_id, .org_id = who->org_id,
        .iccid = who->iccid, .imsi = who->imsi, .imei = who->imei, .modem = who->modem,
        .place = reading_place(r),
        .service = -1, .size = -1, .left = -1, .expires_ms = INSTANT_NONE,
    };
    reading_quota(r, &sim_news);
    struct simcard *sim = sim_of(fleet, who);
    if (sim != NULL)
        simcard_tell(sim, &sim_news);
    const struct device_news news = {
        .ts_ms = ts_ms, .id = id, .row = row, .type = r->type, .severity = sim_news.severity,
        .alert = reading_number(r, FIELD_ALERT) == 1, .place = sim_news.place,
        .quota_left = reading_quota_left(&sim_news),
    };
    if (who->dev_id >= 0)
        tell_device(fleet, who->dev_id, &news);
    fleet->generation++;
}

/* With very many devices the pass waits for memory most of its time: what the event of a row will need is asked for
 * while earlier ones are told. Changes nothing. */
static void foresee(struct fleet *fleet, row_id row)
{
    const struct reading_who *who = reading_who_of(&fleet->read, row);
    if (who == NULL)
        return;
    roll_foresee(&fleet->roll, who->dev_id);
    const struct simcard *sim = who->sim_id >= 0 ? fleet_sim(fleet, who->sim_id) : NULL;
    if (sim != NULL)
        simcard_foresee(sim);
}

/* Rows first..last; ROW_NONE when there are none. */
static void tell_rows(struct fleet *fleet, row_id first, row_id last)
{
    for (row_id row = first; row != ROW_NONE && row <= last; row = store_next(fleet->store, row)) {
        if (row == first || (row & 0xffff) == 0)
            reading_open(&fleet->read, row);
        foresee(fleet, row + FORESIGHT);
        tell(fleet, row);
    }
    reading_close(&fleet->read);
}

static void on_added(void *user, row_id first, row_id last, size_t count)
{
    (void)count;
    tell_rows(user, first, last);
}

static void on_evicting(void *user, const struct segment *segment)
{
    struct fleet *fleet = user;
    uint32_t rows = segment_rows(segment);
    row_id last = rows > 0 ? segment_row(segment, rows - 1) : ROW_NONE;
    const struct device_ties ties = ties_of(fleet);
    for (struct device *d = fleet->roll.newest; d != NULL && last != ROW_NONE; d = d->older)
        device_forget(d, last, &ties);
}

struct fleet *fleet_new(struct store *store, size_t max_entities)
{
    return fleet_new_at(store, max_entities, INSTANT_NONE);
}

struct fleet *fleet_new_at(struct store *store, size_t max_entities, int64_t until_ms)
{
    struct fleet *fleet = xcalloc(1, sizeof *fleet);
    fleet->store = store;
    fleet->max_entities = max_entities > 0 ? max_entities : FLEET_ENTITIES_DEFAULT;
    fleet->until_ms = until_ms;
    roll_init(&fleet->roll);
    fleet->read.places = places_new();
    fleet->networks = networks_new(fleet->read.places);
    fleet->arena = arena_new();
    fleet->read.texts = intern_new(fleet->arena);
    fleet->read.scratch = arena_new();
    fleet->read.store = store;
    tell_rows(fleet, store_oldest(store), store_newest(store));
    store_listen(store, &(struct store_listener){on_added, on_evicting, fleet});
    return fleet;
}

static void free_sim(void *user, uint64_t id, void *item)
{
    (void)user, (void)id;
    struct simcard *sim = item;
    simcard_free(&sim);
}

void fleet_free(struct fleet **fleet)
{
    struct fleet *f = *fleet;
    if (f == NULL)
        return;
    store_unlisten(f->store, f);
    roll_fini(&f->roll);
    idmap_each(&f->sims, free_sim, NULL);
    idmap_fini(&f->sims);
    idmap_fini(&f->iccids);
    networks_free(&f->networks);
    places_free(&f->read.places);
    intern_free(&f->read.texts);
    arena_free(&f->arena);
    arena_free(&f->read.scratch);
    reading_fini(&f->read);
    free(f);
    *fleet = NULL;
}

void fleet_set_until(struct fleet *fleet, int64_t until_ms)
{
    fleet->until_ms = until_ms;
}

void fleet_note_gap(struct fleet *fleet, int64_t from_ms, int64_t until_ms)
{
    for (struct device *d = fleet->roll.newest; d != NULL; d = d->older) {
        int64_t last = device_last_ms(d);
        if (last != INSTANT_NONE && last < until_ms)
            d->gap_ms = from_ms > last ? until_ms : d->gap_ms;
    }
    fleet->generation++;
}

/* ---- asking ---- */

size_t fleet_device_count(const struct fleet *fleet)
{
    return fleet->roll.count;
}

size_t fleet_others(const struct fleet *fleet)
{
    return fleet->others;
}

const struct device *fleet_device(const struct fleet *fleet, int64_t device_id)
{
    return roll_get(&fleet->roll, device_id);
}

const struct device *fleet_device_by_name(const struct fleet *fleet, struct str name)
{
    for (const struct device *d = fleet->roll.newest; d != NULL; d = d->older) {
        if (str_eq_nocase(fleet_text(fleet, d->name.text), name))
            return d;
    }
    return NULL;
}

void fleet_each_device(const struct fleet *fleet, fleet_device_fn fn, void *user)
{
    const struct device *d = fleet->roll.newest;
    while (d != NULL && fn(user, d))
        d = d->older;
}

const struct device *fleet_device_in(const struct fleet *fleet, size_t slot)
{
    return slot < fleet->roll.count ? fleet->roll.slots[slot] : NULL;
}

const struct device *fleet_last_changed(const struct fleet *fleet)
{
    return fleet->roll.newest;
}

struct networks *fleet_networks(const struct fleet *fleet)
{
    return fleet->networks;
}

struct networks *fleet_networks_of(struct fleet *fleet, const struct device *const *devices, size_t count)
{
    struct networks *networks = networks_new(fleet->read.places);
    for (size_t i = 0; i < count; i++) {
        struct device_seat seat = {.network = NETWORK_NONE};
        networks_seat(networks, &seat, devices[i]);
        for (size_t k = 0; k < devices[i]->count; k++)
            note_in(fleet, networks, devices[i], &devices[i]->steps[k], +1);
    }
    return networks;
}

const struct simcard *fleet_sim(const struct fleet *fleet, int64_t sim_id)
{
    return idmap_get(&fleet->sims, (uint64_t)sim_id);
}

const struct simcard *fleet_sim_by_iccid(const struct fleet *fleet, struct str iccid)
{
    return idmap_get(&fleet->iccids, iccid_key(iccid));
}

struct sim_walk {
    fleet_sim_fn fn;
    void *user;
    bool stopped;
};

static void walk_sim(void *user, uint64_t id, void *item)
{
    struct sim_walk *walk = user;
    (void)id;
    if (!walk->stopped)
        walk->stopped = !walk->fn(walk->user, item);
}

void fleet_each_sim(const struct fleet *fleet, fleet_sim_fn fn, void *user)
{
    struct sim_walk walk = {fn, user, false};
    idmap_each(&fleet->sims, walk_sim, &walk);
}

size_t fleet_sim_count(const struct fleet *fleet)
{
    return idmap_count(&fleet->sims);
}

struct str fleet_text(const struct fleet *fleet, uint32_t id)
{
    return intern_get(fleet->read.texts, id);
}

const struct place *fleet_place(const struct fleet *fleet, uint32_t place)
{
    return places_get(fleet->read.places, place);
}

void fleet_counts(const struct fleet *fleet, size_t by_state[DEVICE_STATE_COUNT_])
{
    memcpy(by_state, fleet->roll.by_state, sizeof fleet->roll.by_state);
}

static void add_sim_bytes(void *user, uint64_t id, void *item)
{
    (void)id;
    *(size_t *)user += simcard_bytes(item);
}

size_t fleet_bytes(const struct fleet *fleet)
{
    size_t sum = arena_bytes(fleet->arena) + intern_bytes(fleet->read.texts) + places_bytes(fleet->read.places) +
                 networks_bytes(fleet->networks);
    for (const struct device *d = fleet->roll.newest; d != NULL; d = d->older)
        sum += sizeof *d + d->capacity * sizeof *d->steps +
               (d->sessions.capacity + d->base_sessions.capacity + d->near_sessions.capacity) * sizeof *d->sessions.items;
    idmap_each(&fleet->sims, add_sim_bytes, &sum);
    return sum;
}

uint64_t fleet_generation(const struct fleet *fleet)
{
    return fleet->generation;
}

const struct store *fleet_store(const struct fleet *fleet)
{
    return fleet->store;
}
