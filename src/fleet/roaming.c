/* One walk over the steps of a device, one over its sessions. An event that names no network counts for the one the
 * device was last seen on. */
#include "fleet/roaming.h"

#include <stdlib.h>

void roaming_start(struct roaming *r, int64_t from_ms, int64_t until_ms)
{
    *r = (struct roaming){.from_ms = from_ms, .until_ms = until_ms > from_ms ? until_ms : from_ms + 1};
}

static struct roaming_row *row_of(struct roaming *r, const struct place *place)
{
    if (place == NULL || place->op.n == 0)
        return NULL;
    for (size_t i = 0; i < r->count; i++)
        if (place_same_network(r->rows[i].place, place))
            return &r->rows[i];
    if (r->count == ROAMING_MAX) {
        r->others++;
        return NULL;
    }
    r->rows[r->count] = (struct roaming_row){.place = place, .first_ms = INT64_MAX, .last_ms = INT64_MIN};
    return &r->rows[r->count++];
}

/* Quotas and the operator's own acts say nothing of a network. */
static bool concerns_network(type_id type)
{
    static const type_id types[] = {TYPE_LOC_UPDATE, TYPE_LOC_GPRS,  TYPE_LOC_PURGE,  TYPE_LOC_GPRS_PURGE,
                                    TYPE_PDP_CREATE, TYPE_PDP_UPDATE, TYPE_PDP_DELETE, TYPE_PDP_REJECT};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (types[i] == type)
            return true;
    return false;
}

static void add_step(struct roaming_row *row, const struct step *step)
{
    bool refused = (step->flags & STEP_REFUSED) != 0;
    switch (step->type) {
    case TYPE_LOC_UPDATE:
    case TYPE_LOC_GPRS:
        row->attaches += !refused;
        row->rejects += refused;
        break;
    case TYPE_PDP_REJECT: row->rejects++; break;
    case TYPE_LOC_PURGE:
    case TYPE_LOC_GPRS_PURGE: row->purges++; break;
    default: break; /* sessions are counted from the ledger */
    }
}

static void add_trend(const struct roaming *r, struct roaming_row *row, int64_t ts_ms)
{
    if (ts_ms < r->from_ms || ts_ms > r->until_ms)
        return;
    int64_t span = r->until_ms > r->from_ms ? r->until_ms - r->from_ms : 1; /* of a single moment */
    int64_t part = (ts_ms - r->from_ms) * ROAMING_TREND / span;
    row->trend[part < ROAMING_TREND ? part : ROAMING_TREND - 1]++;
}

static void add_moment(struct roaming *r, struct roaming_row *row, int64_t ts_ms)
{
    if (ts_ms == INSTANT_NONE)
        return;
    row->first_ms = ts_ms < row->first_ms ? ts_ms : row->first_ms;
    row->last_ms = ts_ms > row->last_ms ? ts_ms : row->last_ms;
    add_trend(r, row, ts_ms);
}

/* A session counts, though its beginning was not seen: it was accepted. */
static void add_session(struct roaming_row *row, const struct session *session)
{
    row->sessions++;
    if (session->start_ms == INSTANT_NONE || session->end_ms == INSTANT_NONE)
        return;
    row->ended++;
    row->ended_ms += session->end_ms - session->start_ms;
}

void roaming_add(struct roaming *r, const struct fleet *fleet, const struct device *d, int64_t from_ms, int64_t until_ms)
{
    for (size_t i = 0; i < d->count; i++) {
        const struct step *step = &d->steps[i];
        if (step->ts_ms < from_ms || step->ts_ms > until_ms || !concerns_network(step->type))
            continue;
        uint32_t at = step->place != PLACE_NONE ? step->place : i > 0 ? step[-1].place : d->base_place;
        const struct place *place = fleet_place(fleet, at);
        struct roaming_row *row = row_of(r, place);
        if (row == NULL)
            continue;
        row->rats |= place->rat >= 0 && place->rat < 32 ? 1u << place->rat : 0;
        add_step(row, step);
        add_moment(r, row, step->ts_ms);
    }
    for (size_t i = 0; i < d->sessions.count; i++) {
        const struct session *session = &d->sessions.items[i];
        int64_t at_ms = session->end_ms != INSTANT_NONE ? session->end_ms : session->start_ms;
        bool within = at_ms != INSTANT_NONE && at_ms >= from_ms && at_ms <= until_ms;
        struct roaming_row *row = within ? row_of(r, fleet_place(fleet, session->place)) : NULL;
        if (row != NULL)
            add_session(row, session);
    }
}

void roaming_add_imsi(struct roaming *r, const struct fleet *fleet, const struct device *d, uint32_t imsi)
{
    for (size_t i = 0; i < d->sessions.count; i++) {
        const struct session *session = &d->sessions.items[i];
        const struct place *place = fleet_place(fleet, session->place);
        struct roaming_row *row = session->imsi == imsi ? row_of(r, place) : NULL;
        if (row == NULL)
            continue;
        row->rats |= place->rat >= 0 && place->rat < 32 ? 1u << place->rat : 0;
        add_moment(r, row, session->start_ms);
        add_moment(r, row, session->end_ms);
        add_session(row, session);
    }
}

static int later_first(const void *a_, const void *b_)
{
    const struct roaming_row *a = a_, *b = b_;
    return (a->last_ms < b->last_ms) - (a->last_ms > b->last_ms);
}

void roaming_finish(struct roaming *r)
{
    qsort(r->rows, r->count, sizeof *r->rows, later_first);
}

double roaming_ok(const struct roaming_row *row)
{
    uint64_t good = row->attaches + row->sessions, tried = good + row->rejects;
    return tried > 0 ? (double)good / (double)tried : -1;
}
