/* The door of the fleet: entities by id, the LRU, and reading an event into news for its device and its SIM.
 * What an event means is machine.c's, sessions.c's and simcard.c's; here it is only taken apart and handed on. */
#include "fleet/fleet.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/intern.h"
#include "base/xalloc.h"
#include "fleet/device_tell.h"
#include "fleet/fleet_inside.h"
#include "fleet/idmap.h"
#include "fleet/simcard_tell.h"
#include "model/ident.h"

#include <stdlib.h>

struct fleet {
    struct store *store;
    size_t max_entities;
    int64_t until_ms;
    struct idmap devices, sims; /* id -> struct device *, struct simcard * */
    struct idmap iccids;        /* hash of the first 19 digits -> struct simcard * */
    struct device *newest, *oldest; /* by last change */
    size_t others;
    struct places *places;
    struct arena *arena;
    struct intern *texts;
    struct arena *scratch;
    struct buf raw;
    uint64_t generation;
};

/* ---- reading one event ---- */

/* A row while it is being told: values are asked for by field. */
struct reading {
    struct fleet *fleet;
    row_id row;
    type_id type;
};

static int64_t number(const struct reading *r, field_id field)
{
    struct value v;
    return store_get(r->fleet->store, r->row, field, &v) ? v.i : -1;
}

static struct str text(const struct reading *r, field_id field)
{
    struct value v;
    return store_get(r->fleet->store, r->row, field, &v) ? v.s : STR_NONE;
}

static uint32_t kept(const struct reading *r, field_id field)
{
    return intern_add(r->fleet->texts, text(r, field));
}

static struct str first_of(struct str list)
{
    struct str piece = list;
    str_next(&list, VALUE_SEPARATOR, &piece);
    return piece;
}

static uint32_t read_place(const struct reading *r)
{
    struct place place = {
        .op = text(r, FIELD_OP),
        .country = text(r, FIELD_COUNTRY),
        .cc = text(r, FIELD_CC),
        .mcc = first_of(text(r, FIELD_MCC)),
        .mnc = first_of(text(r, FIELD_MNC)),
        .rat = number(r, FIELD_RAT),
        .lac = number(r, FIELD_LAC),
        .ci = number(r, FIELD_CI),
    };
    return places_add(r->fleet->places, &place);
}

static bool raw_value(const struct reading *r, field_id field, struct value *out)
{
    struct fleet *fleet = r->fleet;
    buf_clear(&fleet->raw);
    arena_reset(fleet->scratch);
    return store_raw(fleet->store, r->row, &fleet->raw, NULL) >= 0 &&
           event_extract(buf_str(&fleet->raw), field, fleet->scratch, out);
}

static double raw_double(const struct reading *r, field_id field)
{
    struct value v;
    double number = -1;
    if (raw_value(r, field, &v)) {
        if (v.kind == KIND_TEXT)
            str_double(v.s, &number);
        else
            number = (double)v.i;
    }
    return number;
}

static const struct quota_type {
    type_id type;
    uint8_t service, used_up, expired, assigned;
} quota_types[] = {
    {TYPE_QUOTA_THRESHOLD, SIM_DATA, 0, 0, 0}, {TYPE_QUOTA_USED, SIM_DATA, 1, 0, 0}, {TYPE_QUOTA_ASSIGN, SIM_DATA, 0, 0, 1},
    {TYPE_QUOTA_EXPIRE, SIM_DATA, 0, 1, 0},    {TYPE_SMS_THRESHOLD, SIM_SMS, 0, 0, 0}, {TYPE_SMS_USED, SIM_SMS, 1, 0, 0},
    {TYPE_SMS_ASSIGN, SIM_SMS, 0, 0, 1},       {TYPE_SMS_EXPIRE, SIM_SMS, 0, 1, 0},
};

static void read_quota(const struct reading *r, struct sim_news *news)
{
    const struct quota_type *row = NULL;
    for (size_t i = 0; i < sizeof quota_types / sizeof *quota_types; i++)
        row = quota_types[i].type == r->type ? &quota_types[i] : row;
    if (row == NULL)
        return;
    struct value expiry;
    double volume = raw_double(r, FIELD_QUOTA_VOLUME);
    double percent = raw_double(r, FIELD_QUOTA_THRESHOLD), at = raw_double(r, FIELD_QUOTA_THRESHOLD_VOLUME);
    news->service = row->service;
    news->used_up = row->used_up;
    news->expired = row->expired;
    news->size = row->assigned ? volume : percent > 0 && at > 0 ? at * 100 / percent : -1;
    news->left = row->expired || volume < 0 ? 0 : volume;
    if (raw_value(r, FIELD_QUOTA_EXPIRY, &expiry))
        news->expires_ms = expiry.i;
    news->blocks = news->used_up || news->expired;
}

/* Percent of the data quota that is left, in hundredths, as far as this event says it. */
static uint16_t quota_left(const struct sim_news *news)
{
    if (news->service != SIM_DATA || news->expired)
        return STEP_QUOTA_UNKNOWN;
    if (news->used_up)
        return 0;
    if (news->size <= 0)
        return STEP_QUOTA_UNKNOWN;
    double ratio = news->left / news->size;
    return (uint16_t)((ratio > 1 ? 1 : ratio) * 10000 + 0.5);
}

static bool read_session(void *user, const struct step *step, struct session_note *out)
{
    struct fleet *fleet = user;
    const struct reading r = {fleet, step->row, step->type};
    if (!store_has(fleet->store, step->row))
        return false;
    struct value v;
    struct str sid = text(&r, FIELD_SESSION_ID);
    int64_t pdp = number(&r, FIELD_PDP_ID), sid_number;
    bool is_pdp = str_i64(sid, &sid_number) && sid_number == pdp;
    *out = (struct session_note){
        .sid = is_pdp ? 0 : intern_add(fleet->texts, sid),
        .imsi = kept(&r, FIELD_IMSI),
        .ue_ip = kept(&r, FIELD_UE_IP),
        .place = step->named_place,
        .pdp_id = pdp,
        .tunnel_ms = store_get(fleet->store, step->row, FIELD_TUNNEL, &v) ? v.i : INSTANT_NONE,
        .ts_ms = step->ts_ms,
        .rx = number(&r, FIELD_RX),
        .tx = number(&r, FIELD_TX),
        .row = step->row,
    };
    return true;
}

/* ---- entities ---- */

static void unlink_device(struct fleet *fleet, struct device *d)
{
    if (d->newer != NULL)
        d->newer->older = d->older;
    else if (fleet->newest == d)
        fleet->newest = d->older;
    if (d->older != NULL)
        d->older->newer = d->newer;
    else if (fleet->oldest == d)
        fleet->oldest = d->newer;
    d->newer = d->older = NULL;
}

static void touch(struct fleet *fleet, struct device *d)
{
    if (fleet->newest == d)
        return;
    unlink_device(fleet, d);
    d->older = fleet->newest;
    if (fleet->newest != NULL)
        fleet->newest->newer = d;
    fleet->newest = d;
    if (fleet->oldest == NULL)
        fleet->oldest = d;
}

static struct device *device_of(struct fleet *fleet, int64_t id)
{
    struct device *d = idmap_get(&fleet->devices, (uint64_t)id);
    if (d != NULL)
        return d;
    if (idmap_count(&fleet->devices) >= fleet->max_entities) {
        struct device *victim = fleet->oldest;
        unlink_device(fleet, victim);
        idmap_remove(&fleet->devices, (uint64_t)victim->id);
        device_free(&victim);
        fleet->others++;
    }
    d = device_new(id);
    idmap_put(&fleet->devices, (uint64_t)id, d);
    return d;
}

static uint64_t iccid_key(struct str iccid)
{
    return str_hash(str_sub(iccid, 0, 19)); /* the 20th is the check digit of the first 19 */
}

static struct simcard *sim_of(struct fleet *fleet, const struct reading *r)
{
    struct str iccid = text(r, FIELD_ICCID);
    int64_t id = number(r, FIELD_SIM_ID);
    if (id < 0 && iccid.n == 0)
        return NULL;
    struct simcard *sim = id >= 0 ? idmap_get(&fleet->sims, (uint64_t)id) : idmap_get(&fleet->iccids, iccid_key(iccid));
    if (sim == NULL && idmap_count(&fleet->sims) >= fleet->max_entities)
        return NULL; /* the first ones seen stay; others are only counted with their devices */
    if (sim == NULL) {
        sim = simcard_new(id >= 0 ? id : (int64_t)(iccid_key(iccid) >> 1));
        idmap_put(&fleet->sims, (uint64_t)sim->id, sim);
    }
    if (iccid.n > 0)
        idmap_put(&fleet->iccids, iccid_key(iccid), sim);
    return sim;
}

static void learn(const struct reading *r, struct latest *latest, field_id field, int64_t ts_ms, uint64_t id)
{
    uint32_t now = kept(r, field);
    bool older = latest->text != 0 && (ts_ms < latest->ts_ms || (ts_ms == latest->ts_ms && id < latest->id));
    if (now != 0 && !older)
        *latest = (struct latest){now, ts_ms, id};
}

static void learn_device(const struct reading *r, struct device *d, int64_t ts_ms, uint64_t id)
{
    bool newest = d->count == 0 || ts_ms >= d->steps[d->count - 1].ts_ms;
    int64_t org = number(r, FIELD_ORG_ID), sim = number(r, FIELD_SIM_ID);
    d->org_id = org >= 0 && (newest || d->org_id < 0) ? org : d->org_id;
    d->sim_id = sim >= 0 && (newest || d->sim_id < 0) ? sim : d->sim_id;
    learn(r, &d->name, FIELD_DEV, ts_ms, id);
    learn(r, &d->org, FIELD_ORG, ts_ms, id);
    learn(r, &d->tags, FIELD_TAG, ts_ms, id);
    learn(r, &d->imei, FIELD_IMEI, ts_ms, id);
    learn(r, &d->ip, FIELD_IP, ts_ms, id);
    learn(r, &d->iccid, FIELD_ICCID, ts_ms, id);
    learn(r, &d->imsi, FIELD_IMSI, ts_ms, id);
}

static void tell(struct fleet *fleet, row_id row)
{
    struct store *store = fleet->store;
    const struct reading r = {fleet, row, store_type(store, row)};
    int64_t ts_ms = store_order_ms(store, row), device_id = number(&r, FIELD_DEV_ID);
    uint64_t id = store_id(store, row);
    if (fleet->until_ms != INSTANT_NONE && ts_ms > fleet->until_ms)
        return;
    int64_t origin = number(&r, FIELD_SOURCE);
    struct sim_news sim_news = {
        .ts_ms = ts_ms, .id = id, .row = row, .type = r.type, .severity = store_severity(store, row),
        .origin = origin >= 0 ? (int)origin : ORIGIN_NETWORK, .device_id = device_id, .org_id = number(&r, FIELD_ORG_ID),
        .iccid = kept(&r, FIELD_ICCID), .imsi = kept(&r, FIELD_IMSI), .imei = kept(&r, FIELD_IMEI),
        .place = read_place(&r), .service = -1, .size = -1, .left = -1, .expires_ms = INSTANT_NONE,
    };
    read_quota(&r, &sim_news);
    struct simcard *sim = sim_of(fleet, &r);
    if (sim != NULL)
        simcard_tell(sim, &sim_news);
    if (device_id >= 0) {
        const struct device_news news = {
            .ts_ms = ts_ms, .id = id, .row = row, .type = r.type, .severity = sim_news.severity,
            .alert = store_alert(store, row), .place = sim_news.place, .quota_left = quota_left(&sim_news),
        };
        struct device *d = device_of(fleet, device_id);
        learn_device(&r, d, ts_ms, id);
        device_tell(d, &news, read_session, fleet);
        touch(fleet, d);
    }
    fleet->generation++;
}

static void on_added(void *user, row_id first, row_id last, size_t count)
{
    struct fleet *fleet = user;
    (void)count;
    for (row_id row = first; row != ROW_NONE && row <= last; row = store_next(fleet->store, row))
        tell(fleet, row);
}

static void on_evicting(void *user, const struct segment *segment)
{
    struct fleet *fleet = user;
    uint32_t rows = segment_rows(segment);
    row_id last = rows > 0 ? segment_row(segment, rows - 1) : ROW_NONE;
    for (struct device *d = fleet->newest; d != NULL && last != ROW_NONE; d = d->older)
        device_forget(d, last, read_session, fleet);
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
    fleet->places = places_new();
    fleet->arena = arena_new();
    fleet->texts = intern_new(fleet->arena);
    fleet->scratch = arena_new();
    for (row_id row = store_next(store, ROW_NONE); row != ROW_NONE; row = store_next(store, row))
        tell(fleet, row);
    store_listen(store, &(struct store_listener){on_added, on_evicting, fleet});
    return fleet;
}

static void free_device(void *user, uint64_t id, void *item)
{
    (void)user, (void)id;
    struct device *d = item;
    device_free(&d);
}

static void free_sim(void *user, uint64_t id, void *item)
{
    (void)user, (void)id;
    free(item);
}

void fleet_free(struct fleet **fleet)
{
    struct fleet *f = *fleet;
    if (f == NULL)
        return;
    store_unlisten(f->store, f);
    idmap_each(&f->devices, free_device, NULL);
    idmap_each(&f->sims, free_sim, NULL);
    idmap_fini(&f->devices);
    idmap_fini(&f->sims);
    idmap_fini(&f->iccids);
    places_free(&f->places);
    intern_free(&f->texts);
    arena_free(&f->arena);
    arena_free(&f->scratch);
    buf_fini(&f->raw);
    free(f);
    *fleet = NULL;
}

void fleet_set_until(struct fleet *fleet, int64_t until_ms)
{
    fleet->until_ms = until_ms;
}

void fleet_note_gap(struct fleet *fleet, int64_t from_ms, int64_t until_ms)
{
    for (struct device *d = fleet->newest; d != NULL; d = d->older) {
        int64_t last = d->count > 0 ? d->steps[d->count - 1].ts_ms : d->base_ts_ms;
        if (last != INSTANT_NONE && last < until_ms)
            d->gap_ms = from_ms > last ? until_ms : d->gap_ms;
    }
    fleet->generation++;
}

/* ---- asking ---- */

size_t fleet_device_count(const struct fleet *fleet)
{
    return idmap_count(&fleet->devices);
}

size_t fleet_others(const struct fleet *fleet)
{
    return fleet->others;
}

const struct device *fleet_device(const struct fleet *fleet, int64_t device_id)
{
    return idmap_get(&fleet->devices, (uint64_t)device_id);
}

const struct device *fleet_device_by_name(const struct fleet *fleet, struct str name)
{
    for (const struct device *d = fleet->newest; d != NULL; d = d->older) {
        if (str_eq_nocase(fleet_text(fleet, d->name.text), name))
            return d;
    }
    return NULL;
}

void fleet_each_device(const struct fleet *fleet, fleet_device_fn fn, void *user)
{
    const struct device *d = fleet->newest;
    while (d != NULL && fn(user, d))
        d = d->older;
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
    return intern_get(fleet->texts, id);
}

const struct place *fleet_place(const struct fleet *fleet, uint32_t place)
{
    return places_get(fleet->places, place);
}

void fleet_counts(const struct fleet *fleet, size_t by_state[DEVICE_STATE_COUNT_])
{
    memset(by_state, 0, DEVICE_STATE_COUNT_ * sizeof *by_state);
    for (const struct device *d = fleet->newest; d != NULL; d = d->older)
        by_state[device_state(d)]++;
}

size_t fleet_bytes(const struct fleet *fleet)
{
    size_t sum = arena_bytes(fleet->arena) + intern_bytes(fleet->texts) + places_bytes(fleet->places);
    for (const struct device *d = fleet->newest; d != NULL; d = d->older)
        sum += sizeof *d + d->capacity * sizeof *d->steps +
               (d->sessions.capacity + d->base_sessions.capacity) * sizeof *d->sessions.items;
    return sum + idmap_count(&fleet->sims) * sizeof(struct simcard);
}

uint64_t fleet_generation(const struct fleet *fleet)
{
    return fleet->generation;
}

const struct store *fleet_store(const struct fleet *fleet)
{
    return fleet->store;
}
