/* The fields of home FLEET for one event, as of that event. A function of the device's history around it. */
#include "base/clock.h"
#include "fleet/fleet.h"
#include "fleet/fleet_inside.h"
#include "fleet/rhythm.h"

struct moment {
    const struct fleet *fleet;
    const struct device *device;
    const struct step *step;   /* the event itself, or the last one before it */
    const struct step *before; /* the one before step; NULL */
    int64_t ts_ms;
    uint64_t id;
};

/* The event's own step says where it happened: a purge still belongs to the network it leaves. */
static uint32_t place_id(const struct moment *m)
{
    if (m->step == NULL)
        return PLACE_NONE;
    return m->step->id == m->id ? device_step_place(m->device, m->step) : m->step->place;
}

static bool place_text(const struct moment *m, field_id field, struct value *out)
{
    const struct place *place = fleet_place(m->fleet, place_id(m));
    if (place == NULL)
        return false;
    if (field == FIELD_AT_RAT) {
        *out = (struct value){.kind = KIND_ENUM, .i = place->rat};
        return place->rat >= 0;
    }
    struct str text = field == FIELD_AT_OP ? place->op : place->cc;
    *out = (struct value){.kind = field == FIELD_AT_OP ? KIND_TEXT : KIND_OPEN, .s = text};
    return text.n > 0;
}

static bool state_of(const struct moment *m, struct value *out)
{
    enum device_state state = m->step != NULL ? (enum device_state)m->step->machine.state : DEVICE_UNKNOWN;
    *out = (struct value){.kind = KIND_ENUM, .i = state};
    return true;
}

static bool sim_state_of(const struct moment *m, row_id row, struct value *out)
{
    struct value id;
    bool inferred;
    if (!store_get(fleet_store(m->fleet), row, FIELD_SIM_ID, &id))
        return false;
    const struct simcard *sim = fleet_sim(m->fleet, id.i);
    enum sim_state state = sim != NULL ? simcard_state(sim, m->ts_ms, m->id, &inferred) : SIM_UNKNOWN;
    *out = (struct value){.kind = KIND_ENUM, .i = state};
    return state != SIM_UNKNOWN;
}

static bool since_previous(const struct moment *m, struct value *out)
{
    int64_t before = m->before != NULL ? m->before->ts_ms : m->device->base_ts_ms;
    if (before == INSTANT_NONE)
        return false;
    *out = (struct value){.kind = KIND_DURATION, .i = m->ts_ms - before};
    return true;
}

static bool quota_of(const struct moment *m, struct value *out)
{
    bool known = m->step != NULL && m->step->quota_left != STEP_QUOTA_UNKNOWN;
    *out = (struct value){.kind = KIND_PERCENT, .i = known ? m->step->quota_left : 0};
    return known;
}

/* The silence that ended with the event. One that was not as long as it sounds for this device counts less. */
static bool silence_of(const struct device *d, size_t steps, int64_t ts_ms, struct value *out)
{
    struct rhythm rhythm;
    rhythm_read(d, steps, ts_ms, &rhythm);
    int64_t times = rhythm.silent || rhythm.times < RHYTHM_SILENT ? rhythm.times : RHYTHM_SILENT - 1;
    *out = (struct value){.kind = KIND_NUMBER, .i = times};
    return times >= 0;
}

/* Steps before the event's own, or all up to it. */
static size_t steps_before(const struct moment *m)
{
    size_t upto = m->step != NULL ? (size_t)(m->step - m->device->steps) + 1 : 0;
    return upto > 0 && m->step->id == m->id ? upto - 1 : upto;
}

static bool moment_of(const struct fleet *fleet, row_id row, struct moment *m)
{
    const struct store *store = fleet_store(fleet);
    struct value id;
    *m = (struct moment){.fleet = fleet, .ts_ms = store_order_ms(store, row), .id = store_id(store, row)};
    if (!store_get(store, row, FIELD_DEV_ID, &id) || (m->device = fleet_device(fleet, id.i)) == NULL)
        return false;
    m->step = device_at(m->device, m->ts_ms, m->id);
    if (m->step != NULL && m->step > m->device->steps)
        m->before = m->step - 1;
    return true;
}

bool fleet_derive(void *user, row_id row, field_id field, struct value *out)
{
    struct fleet *fleet = user;
    struct moment m;
    *out = VALUE_ABSENT;
    if (!store_has(fleet_store(fleet), row))
        return false;
    if (field == FIELD_AGE) {
        *out = (struct value){.kind = KIND_DURATION, .i = clock_wall_ms() - store_order_ms(fleet_store(fleet), row)};
        return true;
    }
    bool known = moment_of(fleet, row, &m);
    bool present = false;
    if (field == FIELD_SIM_STATE)
        present = sim_state_of(&m, row, out);
    else if (!known)
        present = false;
    else if (field == FIELD_STATE)
        present = state_of(&m, out);
    else if (field == FIELD_DT)
        present = since_previous(&m, out);
    else if (field == FIELD_QUOTA_LEFT)
        present = quota_of(&m, out);
    else if (field == FIELD_SILENT)
        present = silence_of(m.device, steps_before(&m), m.ts_ms, out);
    else if (field == FIELD_FLAPS) {
        *out = (struct value){.kind = KIND_NUMBER, .i = device_flaps(m.device, m.ts_ms, m.id)};
        present = true;
    } else
        present = place_text(&m, field, out);
    if (!present)
        *out = VALUE_ABSENT;
    return present;
}

/* ---- as it stands now ---- */

static bool known_text(const struct fleet *fleet, field_id field, uint32_t text, struct value *out)
{
    *out = (struct value){.kind = field_row(field)->kind, .s = fleet_text(fleet, text)};
    return text != 0;
}

static bool known_number(field_id field, int64_t number, struct value *out)
{
    *out = (struct value){.kind = field_row(field)->kind, .i = number};
    return number >= 0;
}

static bool identity(const struct fleet *fleet, const struct device *d, field_id field, struct value *out)
{
    switch (field) {
    case FIELD_DEV_ID: return known_number(field, d->id, out);
    case FIELD_ORG_ID: return known_number(field, d->org_id, out);
    case FIELD_SIM_ID: return known_number(field, d->sim_id, out);
    case FIELD_DEV: return known_text(fleet, field, d->name.text, out);
    case FIELD_ORG: return known_text(fleet, field, d->org.text, out);
    case FIELD_TAG: return known_text(fleet, field, d->tags.text, out);
    case FIELD_IMEI: return known_text(fleet, field, d->imei.text, out);
    case FIELD_IP: return known_text(fleet, field, d->ip.text, out);
    case FIELD_ICCID: return known_text(fleet, field, d->iccid.text, out);
    case FIELD_IMSI: return known_text(fleet, field, d->imsi.text, out);
    default: return false;
    }
}

static bool place_now(const struct fleet *fleet, const struct device *d, field_id field, struct value *out)
{
    const struct place *place = fleet_place(fleet, device_place(d));
    if (place == NULL)
        return false;
    if (field == FIELD_AT_RAT)
        return known_number(field, place->rat, out);
    *out = (struct value){.kind = field_row(field)->kind, .s = field == FIELD_AT_OP ? place->op : place->cc};
    return out->s.n > 0;
}

static bool sim_state_now(const struct fleet *fleet, const struct device *d, int64_t now_ms, struct value *out)
{
    bool inferred;
    const struct simcard *sim = d->sim_id >= 0 ? fleet_sim(fleet, d->sim_id) : NULL;
    return sim != NULL && known_number(FIELD_SIM_STATE, simcard_state(sim, now_ms, UINT64_MAX, &inferred), out);
}

/* Between its last two events, or since its last one. */
static bool spans_now(const struct device *d, field_id field, int64_t now_ms, struct value *out)
{
    int64_t before = d->count > 1 ? d->steps[d->count - 2].ts_ms : d->base_ts_ms, last = device_last_ms(d);
    int64_t from = field == FIELD_DT ? before : last, until = field == FIELD_DT ? last : now_ms;
    *out = (struct value){.kind = KIND_DURATION, .i = until - from};
    return from != INSTANT_NONE && (field == FIELD_AGE || d->count > 0);
}

bool fleet_now(const struct fleet *fleet, const struct device *d, field_id field, int64_t now_ms, struct value *out)
{
    bool known = false;
    uint16_t left = d->count > 0 ? d->steps[d->count - 1].quota_left : d->base_quota;
    switch (field) {
    case FIELD_STATE: known = known_number(field, device_state(d), out); break;
    case FIELD_FLAPS: known = known_number(field, device_flaps(d, now_ms, UINT64_MAX), out); break;
    case FIELD_SILENT: known = silence_of(d, d->count, now_ms, out); break;
    case FIELD_QUOTA_LEFT: known = known_number(field, left != STEP_QUOTA_UNKNOWN ? left : -1, out); break;
    case FIELD_SIM_STATE: known = sim_state_now(fleet, d, now_ms, out); break;
    case FIELD_DT:
    case FIELD_AGE: known = spans_now(d, field, now_ms, out); break;
    case FIELD_AT_OP:
    case FIELD_AT_CC:
    case FIELD_AT_RAT: known = place_now(fleet, d, field, out); break;
    default: known = identity(fleet, d, field, out); break;
    }
    if (!known)
        *out = VALUE_ABSENT;
    return known;
}
