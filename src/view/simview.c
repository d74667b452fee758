/* The SIM screen: opening, focus, and what Enter opens. What its parts say is simview_parts.c. */
#include "view/simview.h"

#include "base/err.h"
#include "view/simparts.h"
#include "view/stages.h"

#include <stdio.h>

#define ICCID_TAIL 4 /* digits of the breadcrumb */

const struct simcard *simview_sim(const struct simview *v)
{
    const struct fleet *fleet = v->over.stream.view.desk->fleet;
    return fleet != NULL ? fleet_sim(fleet, v->id) : NULL;
}

/* Events that leave out the IMEI are no row of their own where others of the same device name it. */
static bool is_shown(const struct simcard *sim, int index)
{
    for (int i = 0; i < sim->device_count && sim->devices[index].text == 0; i++)
        if (sim->devices[i].text != 0 && sim->devices[i].device_id == sim->devices[index].device_id)
            return false;
    return true;
}

int simview_device_count(const struct simcard *sim)
{
    int count = 0;
    for (int i = 0; i < sim->device_count; i++)
        count += is_shown(sim, i);
    return count;
}

int64_t simview_in_since(const struct simcard *sim, int64_t device_id)
{
    int64_t since = INT64_MAX, elsewhere = INT64_MIN;
    for (int i = 0; i < sim->device_count; i++)
        if (sim->devices[i].device_id != device_id && sim->devices[i].last_ms > elsewhere)
            elsewhere = sim->devices[i].last_ms;
    for (int i = 0; i < sim->device_count; i++) {
        const struct sim_seen *seen = &sim->devices[i];
        if (seen->device_id == device_id && seen->last_ms > elsewhere && seen->first_ms < since)
            since = seen->first_ms;
    }
    return since != INT64_MAX ? since : INSTANT_NONE;
}

/* The n-th by when it came there, the last first. */
const struct sim_seen *simview_device(const struct simview *v, int line)
{
    const struct simcard *sim = simview_sim(v);
    for (int i = 0; sim != NULL && i < sim->device_count; i++) {
        int later = 0;
        for (int k = 0; k < sim->device_count; k++) {
            bool tie = sim->devices[k].first_ms == sim->devices[i].first_ms && k < i;
            bool before = sim->devices[k].first_ms > sim->devices[i].first_ms || tie;
            later += before && is_shown(sim, k);
        }
        if (later == line && is_shown(sim, i))
            return &sim->devices[i];
    }
    return NULL;
}

const struct sim_seen *simview_imei_before(const struct simcard *sim, const struct sim_seen *seen)
{
    const struct sim_seen *before = NULL;
    for (int i = 0; i < sim->device_count && seen->modem != 0; i++) {
        const struct sim_seen *other = &sim->devices[i];
        bool earlier = other->modem != 0 && other->modem != seen->modem && other->first_ms < seen->first_ms;
        if (earlier && (before == NULL || other->first_ms > before->first_ms))
            before = other;
    }
    return before;
}

static void head_update(struct stream *stream)
{
    struct simview *v = (struct simview *)stream;
    v->now_ms = desk_now(stream->view.desk);
    board_clear(&v->over.board);
    simview_fill(v);
    factsheet_tend(&v->platform);
    factsheet_fill_part(&v->platform, &v->over.board, SIMVIEW_PLATFORM);
    boardview_settle(&v->over);
}

static bool head_sideways(struct stream *stream, int direction)
{
    struct simview *v = (struct simview *)stream;
    const struct simcard *sim = simview_sim(v);
    if (v->over.board.focus != SIMVIEW_LIFE || sim == NULL)
        return false;
    v->change = stages_step(v->change, sim->life_count, direction);
    return true;
}

/* ---- Enter ---- */

static int to_row(struct simview *v, row_id row, struct error *err)
{
    if (row == ROW_NONE)
        return err_set(err, E_GONE, "no event that is held stands behind this");
    return stream_narrow(&v->over.stream, STR_NONE, row, err);
}

static int run(struct simview *v, const char *command)
{
    const struct desk *desk = v->over.stream.view.desk;
    desk->run(desk->app, command);
    return 0;
}

static int enter_fact(struct simview *v, const struct simcard *sim, struct error *err)
{
    int tag = sheet_tag(board_sheet(&v->over.board, SIMVIEW_FACTS), boardview_line(&v->over));
    if (tag == SIMVIEW_DEVICE)
        return run(v, "device");
    return to_row(v, sim->life_count > 0 ? sim->life[sim->life_count - 1].row : ROW_NONE, err);
}

static int enter_network(struct simview *v, struct error *err)
{
    struct buf query = {0};
    simparts_network_query(&v->roaming, boardview_line(&v->over), &query);
    int result = stream_narrow(&v->over.stream, buf_str(&query), ROW_NONE, err);
    buf_fini(&query);
    return result;
}

static int head_enter(struct stream *stream, struct error *err)
{
    struct simview *v = (struct simview *)stream;
    const struct simcard *sim = simview_sim(v);
    if (sim == NULL)
        return err_set(err, E_INVALID, "no event of this SIM is held");
    int tag = sheet_tag(board_sheet(&v->over.board, SIMVIEW_QUOTA), v->over.board.state[SIMVIEW_QUOTA].cursor);
    switch ((enum simview_part)v->over.board.focus) {
    case SIMVIEW_FACTS: return enter_fact(v, sim, err);
    case SIMVIEW_LIFE: {
        int index = sim->life_count - 1 - v->change;
        return to_row(v, index >= 0 ? sim->life[index].row : ROW_NONE, err);
    }
    case SIMVIEW_PLATFORM: return run(v, "facts");
    case SIMVIEW_IMSIS: return run(v, "imsi");
    case SIMVIEW_DEVICES: return run(v, "device");
    case SIMVIEW_NETWORKS: return enter_network(v, err);
    default: break;
    }
    return stream_narrow(&v->over.stream, tag == SIMVIEW_SMS ? STR("type:sms.*") : STR("type:quota.* or type:pdp.delete"),
                         ROW_NONE, err);
}

static const char *head_tell(const struct stream *stream)
{
    static const char *const words[SIMVIEW_PART_COUNT_] = {
        [SIMVIEW_FACTS] = "the last change of status; on the device, the device",
        [SIMVIEW_PLATFORM] = "all that the platform says of it",
        [SIMVIEW_LIFE] = "the event that made the chosen change",
        [SIMVIEW_IMSIS] = "this IMSI",
        [SIMVIEW_DEVICES] = "this device",
        [SIMVIEW_QUOTA] = "the events of this quota",
        [SIMVIEW_NETWORKS] = "its events on this network",
    };
    const struct simview *v = (const struct simview *)stream;
    if (v->over.board.focus == SIMVIEW_PLATFORM && !factsheet_can_ask(&v->platform))
        return "nothing: no API access here";
    return words[v->over.board.focus];
}

/* ---- what can be opened from the head ---- */

static bool place_value(const struct simview *v, field_id field, struct value *out)
{
    bool on_network = v->over.board.focus == SIMVIEW_NETWORKS && (size_t)boardview_line(&v->over) < v->roaming.count;
    if (!on_network)
        return false;
    const struct place *place = v->roaming.rows[boardview_line(&v->over)].place;
    return boardview_text(field, field == FIELD_AT_OP ? place->op : place->cc, out);
}

static bool head_here(const struct stream *stream, field_id field, struct value *out)
{
    const struct simview *v = (const struct simview *)stream;
    const struct simcard *sim = simview_sim(v);
    const struct fleet *fleet = stream->view.desk->fleet;
    if (sim == NULL)
        return field == FIELD_SIM_ID && boardview_number(field, v->id, out);
    int focus = v->over.board.focus, line = boardview_line(&v->over);
    const struct sim_seen *device = simview_device(v, focus == SIMVIEW_DEVICES ? line : 0);
    const struct sim_seen *imsi = simparts_imsi(sim, focus == SIMVIEW_IMSIS ? line : 0);
    switch (field) {
    case FIELD_SIM_ID: return boardview_number(field, v->id, out);
    case FIELD_ICCID: return boardview_text(field, fleet_text(fleet, sim->iccid), out);
    case FIELD_DEV_ID: return device != NULL && boardview_number(field, device->device_id, out);
    case FIELD_IMSI: return imsi != NULL && boardview_text(field, fleet_text(fleet, imsi->text), out);
    case FIELD_ORG_ID: return boardview_number(field, sim->org_id, out);
    case FIELD_AT_OP:
    case FIELD_AT_CC: return place_value(v, field, out);
    default: return false;
    }
}

static const struct stream_head head = {
    .columns = "time type device imsi op cc what",
    .rows = boardview_rows, .update = head_update, .draw = boardview_draw, .tab = boardview_tab, .move = boardview_move,
    .enter = head_enter, .here = head_here, .tell = head_tell, .sideways = head_sideways,
};

/* ---- the view ---- */

static int find(const struct desk *desk, struct str argument, int64_t *id, struct error *err)
{
    if (desk->fleet == NULL)
        return err_set(err, E_INVALID, "states are not derived in this run, so there is no SIM to show");
    bool number = str_i64(argument, id);
    const struct simcard *sim = number ? fleet_sim(desk->fleet, *id) : NULL;
    if (sim == NULL)
        sim = fleet_sim_by_iccid(desk->fleet, argument);
    if (sim == NULL)
        return err_set(err, E_UNKNOWN, "no event held names a SIM %.*s; give its id or its ICCID", STR_ARG(argument));
    *id = sim->id;
    return 0;
}

static int simview_open(struct view *view, struct str argument, struct error *err)
{
    struct simview *v = (struct simview *)view;
    struct buf predicate = {0};
    int result = find(view->desk, argument, &v->id, err);
    if (result < 0)
        return result;
    struct str iccid = fleet_text(view->desk->fleet, simview_sim(v)->iccid);
    buf_add_fmt(&predicate, "sim.id:%lld", (long long)v->id);
    if (iccid.n > 0)
        buf_add_fmt(&predicate, " or iccid:%.*s", STR_ARG(iccid));
    result = stream_init(&v->over.stream, &head, buf_str(&predicate), err);
    buf_fini(&predicate);
    if (result < 0)
        return result;
    v->over.stream.list_empty = "No event of this SIM is held.";
    board_init(&v->over.board, simview_parts, SIMVIEW_PART_COUNT_, v);
    factsheet_open(&v->platform, view->desk, (struct fact_about){FACT_OF_SIM, v->id}, "sim");
    return 0;
}

static void simview_close(struct view *view)
{
    factsheet_close(&((struct simview *)view)->platform);
    boardview_close(view);
}

static bool simview_about(const struct view *view, struct fact_about *out)
{
    *out = (struct fact_about){FACT_OF_SIM, ((const struct simview *)view)->id};
    return true;
}

static void simview_title(const struct view *view, struct buf *out)
{
    const struct simview *v = (const struct simview *)view;
    const struct simcard *sim = simview_sim(v);
    struct str iccid = sim != NULL ? fleet_text(view->desk->fleet, sim->iccid) : STR_NONE;
    if (iccid.n > ICCID_TAIL)
        buf_add_fmt(out, "SIM \xe2\x80\xa6%.*s", STR_ARG(str_sub(iccid, iccid.n - ICCID_TAIL, iccid.n)));
    else
        buf_add_fmt(out, "SIM %lld", (long long)v->id);
}

static const struct view_hint hints[] = {
    {"step-out", "back"},     {"focus", "parts"},   {"detail", "open"}, {"device", "device"}, {"imsi", "IMSI"},
    {"operator", "operator"}, {"filter", "filter"}, {"actions", "actions"}, {"older", "older"},
    {"next-alert", "next alert"}, {NULL, NULL},
};

const struct view_ops simview_ops = {
    .name = "sim",
    STREAM_DRILL,
    .keymap = "sim",
    .size = sizeof(struct simview),
    .open = simview_open,
    .close = simview_close,
    .title = simview_title,
    .about = simview_about,
    .hints = hints,
};
