/* Owns what `evmon fleet` says of each kind of entity. Must not know how a table is written or who is left out. */
#include "cli/fleetrows.h"

#include "base/xalloc.h"
#include "model/field.h"

#include <stdlib.h>

/* ---- devices ---- */

static void add_plmn(struct str mcc, struct str mnc, struct cellbook *book)
{
    char plmn[32] = "";
    if (mcc.n > 0 && mcc.n + mnc.n < sizeof plmn) {
        memcpy(plmn, mcc.p, mcc.n);
        if (mnc.n > 0)
            memcpy(plmn + mcc.n, mnc.p, mnc.n);
    }
    cellbook_text(book, str_of(plmn));
}

static void add_place(const struct fleetrows *r, uint32_t id, struct cellbook *book)
{
    const struct place *place = fleet_place(r->fleet, id);
    cellbook_text(book, place != NULL ? place->op : STR_NONE);
    cellbook_text(book, place == NULL ? STR_NONE : place->cc.n > 0 ? place->cc : place->country);
    add_plmn(place != NULL ? place->mcc : STR_NONE, place != NULL ? place->mnc : STR_NONE, book);
}

static void add_rat(const struct fleetrows *r, uint32_t id, struct cellbook *book)
{
    const struct place *place = fleet_place(r->fleet, id);
    cellbook_word(book, place != NULL && place->rat >= 0 ? field_enum_word(FIELD_RAT, place->rat) : NULL);
}

static void fill_devices(const struct fleetrows *r, struct cellbook *book)
{
    for (size_t i = 0; i < r->device_count; i++) {
        const struct device *d = r->devices[i];
        cellbook_number(book, d->id);
        cellbook_text(book, fleet_text(r->fleet, d->name.text));
        cellbook_text(book, fleet_text(r->fleet, d->org.text));
        cellbook_word(book, machine_state_name(device_state(d)));
        cellbook_time(book, d->since_ms);
        cellbook_id(book, d->cause != 0 ? (int64_t)d->cause : -1);
        cellbook_number(book, device_confidence(d, NULL));
        add_place(r, device_place(d), book);
        add_rat(r, device_place(d), book);
        cellbook_number(book, device_session_count(d));
        cellbook_megabytes(book, d->sessions.rx_closed);
        cellbook_megabytes(book, d->sessions.tx_closed);
        cellbook_number(book, device_flaps(d, r->now_ms, UINT64_MAX));
        cellbook_time(book, d->last_alert_ms);
    }
}

/* ---- sessions ---- */

static void add_session(const struct fleetrows *r, const struct device *d, const struct session *s,
                        struct cellbook *book)
{
    const struct place *place = fleet_place(r->fleet, s->place);
    cellbook_number(book, d->id);
    if (s->sid != 0)
        cellbook_text(book, fleet_text(r->fleet, s->sid));
    else
        cellbook_id(book, s->pdp_id);
    cellbook_time(book, s->start_ms);
    cellbook_time(book, s->end_ms);
    if (s->start_ms != INSTANT_NONE && s->end_ms != INSTANT_NONE)
        cellbook_seconds(book, s->end_ms - s->start_ms);
    else
        cellbook_absent(book);
    cellbook_megabytes(book, s->rx);
    cellbook_megabytes(book, s->tx);
    cellbook_text(book, place != NULL ? place->op : STR_NONE);
    add_rat(r, s->place, book);
    cellbook_text(book, fleet_text(r->fleet, s->ue_ip));
    cellbook_word(book, session_end_words[s->end]);
}

static void fill_sessions(const struct fleetrows *r, struct cellbook *book)
{
    for (size_t i = 0; i < r->device_count; i++)
        for (size_t k = 0; k < r->devices[i]->sessions.count; k++)
            add_session(r, r->devices[i], &r->devices[i]->sessions.items[k], book);
}

/* ---- SIM cards ---- */

static const struct sim_seen *last_seen(const struct sim_seen *list, size_t count)
{
    const struct sim_seen *last = NULL;
    for (size_t i = 0; i < count; i++)
        if (last == NULL || list[i].last_ms > last->last_ms)
            last = &list[i];
    return last;
}

static void fill_sims(const struct fleetrows *r, struct cellbook *book)
{
    for (size_t i = 0; i < r->sim_count; i++) {
        const struct simcard *sim = r->sims[i];
        const struct sim_seen *imsi = last_seen(sim->imsis, sim->imsi_count);
        const struct sim_seen *device = last_seen(sim->devices, sim->device_count);
        bool inferred = false;
        enum sim_state state = simcard_state(sim, r->now_ms, UINT64_MAX, &inferred);
        cellbook_number(book, sim->id);
        cellbook_text(book, fleet_text(r->fleet, sim->iccid));
        cellbook_id(book, sim->org_id);
        cellbook_word(book, state != SIM_UNKNOWN ? field_enum_word(FIELD_SIM_STATE, state) : NULL);
        cellbook_word(book, inferred ? "yes" : "no");
        cellbook_id(book, device != NULL ? device->device_id : -1);
        cellbook_text(book, imsi != NULL ? fleet_text(r->fleet, imsi->text) : STR_NONE);
        cellbook_number(book, sim->imsi_count);
        cellbook_word(book, simcard_moved(sim, &device) ? "yes" : "no");
        cellbook_number(book, (int64_t)sim->events);
        cellbook_time(book, sim->first_ms);
        cellbook_time(book, sim->last_ms);
    }
}

/* ---- networks: the fleet's own sums, of the devices that are meant ---- */

static int compare_networks(const void *a_, const void *b_)
{
    const struct network *a = *(const struct network *const *)a_, *b = *(const struct network *const *)b_;
    int order = str_compare(a->op, b->op);
    return order != 0 ? order : str_compare(a->cc, b->cc);
}

static void add_network(const struct network *n, struct cellbook *book)
{
    cellbook_text(book, n->op);
    cellbook_text(book, n->cc.n > 0 ? n->cc : n->country);
    add_plmn(n->mcc, n->mnc, book);
    cellbook_number(book, (int64_t)n->devices);
    for (int s = 0; s < DEVICE_STATE_COUNT_; s++)
        cellbook_number(book, (int64_t)n->by_state[s]);
    for (int i = 0; i < NETWORK_COUNT_COUNT_; i++)
        cellbook_number(book, n->count[i]);
    cellbook_megabytes(book, n->rx);
    cellbook_megabytes(book, n->tx);
}

static void fill_networks(const struct fleetrows *r, struct cellbook *book)
{
    struct networks *networks = fleet_networks_of(r->fleet, r->devices, r->device_count);
    size_t count = networks_count(networks);
    const struct network **sorted = xcalloc(count + 1, sizeof *sorted);
    for (uint32_t id = 1; id <= count; id++)
        sorted[id - 1] = networks_get(networks, id);
    qsort(sorted, count, sizeof *sorted, compare_networks);
    for (size_t i = 0; i < count; i++)
        add_network(sorted[i], book);
    free(sorted);
    networks_free(&networks);
}

/* ---- organisations: devices that share one, added up ---- */

struct group {
    struct str name;
    int64_t org_id;
    size_t by_state[DEVICE_STATE_COUNT_];
    int64_t devices, sessions, rx, tx;
};

static int compare_groups(const void *a_, const void *b_)
{
    const struct group *a = a_, *b = b_;
    int order = str_compare(a->name, b->name);
    return order != 0 ? order : (a->org_id > b->org_id) - (a->org_id < b->org_id);
}

static void add_up(struct group *sum, const struct group *one)
{
    for (int s = 0; s < DEVICE_STATE_COUNT_; s++)
        sum->by_state[s] += one->by_state[s];
    sum->devices += one->devices;
    sum->sessions += one->sessions;
    sum->rx += one->rx;
    sum->tx += one->tx;
}

/* The caller frees. One group a device, sorted, equal ones joined. */
static struct group *groups_of(const struct fleetrows *r, size_t *count)
{
    struct group *groups = xcalloc(r->device_count + 1, sizeof *groups);
    size_t kept = 0;
    for (size_t i = 0; i < r->device_count; i++) {
        const struct device *d = r->devices[i];
        groups[i] = (struct group){
            .name = fleet_text(r->fleet, d->org.text), .org_id = d->org_id, .devices = 1,
            .sessions = device_session_count(d), .rx = d->sessions.rx_closed, .tx = d->sessions.tx_closed,
        };
        groups[i].by_state[device_state(d)] = 1;
    }
    qsort(groups, r->device_count, sizeof *groups, compare_groups);
    for (size_t i = 0; i < r->device_count; i++) {
        if (kept > 0 && compare_groups(&groups[kept - 1], &groups[i]) == 0)
            add_up(&groups[kept - 1], &groups[i]);
        else
            groups[kept++] = groups[i];
    }
    *count = kept;
    return groups;
}

static void add_sums(const struct group *g, struct cellbook *book)
{
    cellbook_number(book, g->devices);
    for (int s = 0; s < DEVICE_STATE_COUNT_; s++)
        cellbook_number(book, (int64_t)g->by_state[s]);
    cellbook_number(book, g->sessions);
    cellbook_megabytes(book, g->rx);
    cellbook_megabytes(book, g->tx);
}

static void fill_orgs(const struct fleetrows *r, struct cellbook *book)
{
    size_t count;
    struct group *groups = groups_of(r, &count);
    for (size_t i = 0; i < count; i++) {
        cellbook_id(book, groups[i].org_id);
        cellbook_text(book, groups[i].name);
        add_sums(&groups[i], book);
    }
    free(groups);
}

/* In the order of enum device_state. */
#define STATES "devices offline attached online blocked disabled suspended unknown"
static const char network_columns[] = "operator country mccmnc " STATES
#define NETCOUNT(ident, word, ...) " " word
#include "fleet/network_counts.def"
#undef NETCOUNT
    " rx tx";

/* clang-format off */
static const struct fleetrows_kind kinds[] = {
    {"device", "device_id device org state since cause_id confidence operator country mccmnc rat sessions rx tx flaps "
               "last_alert", fill_devices},
    {"session", "device_id session_id start end duration rx tx operator rat ue_ip ended_by", fill_sessions},
    {"sim", "sim_id iccid org_id state inferred device_id imsi imsis moved events first last", fill_sims},
    {"network", network_columns, fill_networks},
    {"org", "org_id org " STATES " sessions rx tx", fill_orgs},
};
/* clang-format on */

const struct fleetrows_kind *fleetrows_find(const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].name, name) == 0)
            return &kinds[i];
    return NULL;
}
