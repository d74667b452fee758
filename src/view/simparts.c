/* Cells of the tables that SIMs and IMSIs share, and the sums behind them. Keeps nothing. */
#include "view/simparts.h"

#include "base/fmt.h"
#include "base/utf8.h"
#include "canvas/glyph.h"
#include "filter/filter.h"

#include <stdio.h>

/* ---- IMSIs ---- */

enum { IMSI_NUMBER, IMSI_FIRST, IMSI_LAST, IMSI_EVENTS, IMSI_NETWORK, IMSI_NOTE };

const struct table_column simparts_imsi_columns[SIMPARTS_IMSI_COLUMNS] = {
    [IMSI_NUMBER] = {.title = "IMSI", .width = 15},
    [IMSI_FIRST] = {.title = "FIRST SEEN", .width = 16, .priority = 5},
    [IMSI_LAST] = {.title = "LAST SEEN", .width = 16, .min = 8, .priority = 1},
    [IMSI_EVENTS] = {.title = "EVENTS", .width = 7, .align = TABLE_RIGHT, .priority = 3},
    [IMSI_NETWORK] = {.title = "LAST NETWORK", .width = 20, .min = 10, .grow = 1, .priority = 2},
    [IMSI_NOTE] = {.title = "NOTE", .width = 12, .priority = 4},
};

/* The n-th most recently seen one. */
const struct sim_seen *simparts_imsi(const struct simcard *sim, int line)
{
    for (int i = 0; i < sim->imsi_count; i++) {
        int later = 0;
        for (int k = 0; k < sim->imsi_count; k++) {
            bool tie = sim->imsis[k].last_ms == sim->imsis[i].last_ms && k < i;
            later += sim->imsis[k].last_ms > sim->imsis[i].last_ms || tie;
        }
        if (later == line)
            return &sim->imsis[i];
    }
    return NULL;
}

static void when_cell(const struct desk *desk, int64_t ms, struct table_cell *out)
{
    char text[ABOUT_MAX];
    about_when(desk, ms, text);
    buf_add_text(out->text, text);
}

static void count_cell(uint64_t count, role_id role, struct table_cell *out)
{
    char text[FMT_MAX];
    fmt_count(count, text, sizeof text);
    buf_add_text(out->text, text);
    out->role = count > 0 ? role : ROLE_MUTED;
}

void simparts_imsi_cell(const struct desk *desk, const struct simcard *sim, int line, int column, struct table_cell *out)
{
    const struct sim_seen *imsi = simparts_imsi(sim, line), *newest = simparts_imsi(sim, 0);
    char text[ABOUT_MAX];
    if (imsi == NULL)
        return;
    switch (column) {
    case IMSI_NUMBER: buf_add_str(out->text, fleet_text(desk->fleet, imsi->text)); break;
    case IMSI_FIRST: when_cell(desk, imsi->first_ms, out); break;
    case IMSI_LAST: when_cell(desk, imsi->last_ms, out); break;
    case IMSI_EVENTS: count_cell(imsi->events, ROLE_TEXT, out); break;
    case IMSI_NETWORK:
        about_network(fleet_place(desk->fleet, imsi->place), text);
        buf_add_text(out->text, text);
        break;
    default:
        buf_add_text(out->text, imsi == newest ? "active now" : "before");
        out->role = imsi == newest ? ROLE_GOOD : ROLE_MUTED;
    }
}

/* ---- networks ---- */

const struct table_column simparts_network_columns[SIMPARTS_NETWORK_COLUMNS] = {
    [SIMPARTS_NAME] = {.title = "NETWORK", .width = 20, .min = 12, .grow = 1},
    [SIMPARTS_RAT] = {.title = "RAT", .width = 8, .priority = 6},
    [SIMPARTS_ATTACH] = {.title = "ATTACH", .width = 6, .align = TABLE_RIGHT, .priority = 2},
    [SIMPARTS_SESSIONS] = {.title = "SESSIONS", .width = 8, .align = TABLE_RIGHT},
    [SIMPARTS_REJECT] = {.title = "REJECT", .width = 6, .align = TABLE_RIGHT},
    [SIMPARTS_PURGE] = {.title = "PURGE", .width = 5, .align = TABLE_RIGHT, .priority = 5},
    [SIMPARTS_OK] = {.title = "OK", .width = 4, .align = TABLE_RIGHT, .priority = 1},
    [SIMPARTS_LENGTH] = {.title = "AVG DUR", .width = 7, .align = TABLE_RIGHT, .priority = 4},
    [SIMPARTS_LAST] = {.title = "LAST", .width = 16, .min = 8, .priority = 3},
    [SIMPARTS_TREND] = {.title = "TREND", .width = ROAMING_TREND, .priority = 7},
};

static void ok_cell(const struct roaming_row *row, struct table_cell *out)
{
    char text[FMT_MAX];
    double ok = roaming_ok(row);
    if (ok < 0)
        return;
    fmt_percent(ok, text, sizeof text);
    buf_add_text(out->text, text);
    out->role = ok < 0.9 ? ROLE_WARN : ROLE_TEXT;
}

static void length_cell(const struct roaming_row *row, struct table_cell *out)
{
    char text[FMT_MAX];
    if (row->ended == 0)
        return;
    fmt_span(row->ended_ms / (int64_t)row->ended, text, sizeof text);
    buf_add_text(out->text, text);
}

/* How its events lie over the time that is told, a block a tenth. */
static void trend_cell(const struct roaming_row *row, struct table_cell *out)
{
    uint32_t most = 1;
    for (int i = 0; i < ROAMING_TREND; i++)
        most = row->trend[i] > most ? row->trend[i] : most;
    for (int i = 0; i < ROAMING_TREND; i++) {
        char text[4];
        int level = row->trend[i] > 0 ? 2 + (int)(row->trend[i] * 6 / most) : 1;
        buf_add(out->text, text, utf8_encode(glyph_block(GLYPH_SET_UTF8, level), text));
    }
    out->role = ROLE_MUTED;
}

void simparts_network_cell(const struct desk *desk, const struct roaming *roaming, int line, int column,
                           struct table_cell *out)
{
    char text[ABOUT_MAX];
    if (line < 0 || (size_t)line >= roaming->count)
        return;
    const struct roaming_row *row = &roaming->rows[line];
    switch (column) {
    case SIMPARTS_NAME:
        about_network(row->place, text);
        buf_add_text(out->text, text);
        break;
    case SIMPARTS_RAT:
        about_rats(row->rats, text);
        buf_add_text(out->text, text);
        break;
    case SIMPARTS_ATTACH: count_cell(row->attaches, ROLE_TEXT, out); break;
    case SIMPARTS_SESSIONS: count_cell(row->sessions, ROLE_TEXT, out); break;
    case SIMPARTS_REJECT: count_cell(row->rejects, ROLE_ALERT, out); break;
    case SIMPARTS_PURGE: count_cell(row->purges, ROLE_WARN, out); break;
    case SIMPARTS_OK: ok_cell(row, out); break;
    case SIMPARTS_LENGTH: length_cell(row, out); break;
    case SIMPARTS_TREND: trend_cell(row, out); break;
    default: when_cell(desk, row->last_ms, out); break;
    }
}

void simparts_network_query(const struct roaming *roaming, int line, struct buf *out)
{
    if (line < 0 || (size_t)line >= roaming->count)
        return;
    const struct place *place = roaming->rows[line].place;
    buf_add_text(out, "at.op:");
    filter_add_value(out, FIELD_AT_OP, place->op, FILTER_BEHIND_COLON);
    if (place->cc.n > 0) {
        buf_add_text(out, " at.cc:");
        filter_add_value(out, FIELD_AT_CC, place->cc, FILTER_BEHIND_COLON);
    }
}

/* ---- sums over the devices that a SIM has been in ---- */

/* When a SIM came into a device, whatever the IMEI, and left it: from its first event there to the first one in another
 * device after it. */
static int64_t came_at(const struct simcard *sim, const struct sim_seen *in)
{
    int64_t came = in->first_ms;
    for (int i = 0; i < sim->device_count; i++)
        if (sim->devices[i].device_id == in->device_id && sim->devices[i].first_ms < came)
            came = sim->devices[i].first_ms;
    return came;
}

static int64_t left_at(const struct simcard *sim, const struct sim_seen *in)
{
    int64_t left = INT64_MAX, came = came_at(sim, in);
    for (int i = 0; i < sim->device_count; i++) {
        const struct sim_seen *other = &sim->devices[i];
        if (other->device_id != in->device_id && other->first_ms > came && other->first_ms < left)
            left = other->first_ms;
    }
    return left;
}

/* A device stands in the list once per IMEI that was in it. */
static bool is_repeat(const struct simcard *sim, int index)
{
    for (int i = 0; i < index; i++)
        if (sim->devices[i].device_id == sim->devices[index].device_id)
            return true;
    return false;
}

void simparts_roaming(const struct desk *desk, const struct simcard *sim, int64_t now_ms, struct roaming *out)
{
    roaming_start(out, sim->first_ms, now_ms);
    for (int i = 0; i < sim->device_count; i++) {
        const struct sim_seen *seen = &sim->devices[i];
        const struct device *d = fleet_device(desk->fleet, seen->device_id);
        if (d != NULL && !is_repeat(sim, i))
            roaming_add(out, desk->fleet, d, came_at(sim, seen), left_at(sim, seen));
    }
    roaming_finish(out);
}

void simparts_burndown(const struct desk *desk, const struct simcard *sim, int64_t now_ms, struct burndown *out)
{
    burndown_start(out, &sim->quota[SIM_DATA], now_ms);
    for (int i = 0; i < sim->device_count; i++) {
        const struct sim_seen *seen = &sim->devices[i];
        const struct device *d = fleet_device(desk->fleet, seen->device_id);
        for (size_t k = 0; d != NULL && !is_repeat(sim, i) && k < d->sessions.count; k++) {
            const struct session *session = &d->sessions.items[k];
            bool within = session->end_ms != INSTANT_NONE && session->end_ms >= came_at(sim, seen) &&
                          session->end_ms < left_at(sim, seen);
            if (within)
                burndown_add(out, session);
        }
    }
    burndown_finish(out);
}
