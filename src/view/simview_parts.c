/* What the parts of a SIM say. Everything is told by events that are held; what no event said is a sentence. */
#include "view/simview.h"

#include "base/fmt.h"
#include "model/ident.h"
#include "view/simparts.h"
#include "view/stages.h"

#include <stdio.h>

#define QUOTA_BAR 30
#define QUOTA_BAR_NARROW 12

/* ---- status ---- */

static const struct sim_change *last_status(const struct simcard *sim)
{
    for (int i = sim->life_count; i-- > 0;)
        if (sim->life[i].state != SIM_UNKNOWN)
            return &sim->life[i];
    return NULL;
}

static void add_status(const struct simview *v, const struct simcard *sim, struct sheet *sheet)
{
    char state[ABOUT_MAX], when[ABOUT_MAX], span[FMT_MAX];
    bool inferred;
    enum sim_state now = simcard_state(sim, INT64_MAX, UINT64_MAX, &inferred);
    const struct sim_change *change = last_status(sim);
    const struct desk *desk = v->over.stream.view.desk;
    about_sim_state(now, state);
    sheet_line(sheet, STR("Status"), SIMVIEW_STATUS, SHEET_OWN);
    sheet_print(sheet, about_sim_role(now), "%s", state);
    if (inferred) {
        sheet_print(sheet, ROLE_MUTED, ", inferred: it attached or opened a session, no event held told its status");
    } else if (change == NULL) {
        sheet_print(sheet, ROLE_MUTED, ": no event held tells its status");
    } else {
        about_when(desk, change->ts_ms, when);
        fmt_span(v->now_ms - change->ts_ms, span, sizeof span);
        sheet_print(sheet, ROLE_VALUE, " since %s (%s)", when, span);
        sheet_print(sheet, ROLE_MUTED, ", by %s", change->origin < ORIGIN_COUNT_ ? origin_names[change->origin] : "?");
    }
}

static void add_device(const struct simview *v, const struct simcard *sim, struct sheet *sheet)
{
    const struct desk *desk = v->over.stream.view.desk;
    const struct sim_seen *seen = simview_device(v, 0), *to;
    sheet_line(sheet, STR("Device"), SIMVIEW_DEVICE, SHEET_OWN);
    if (seen == NULL) {
        sheet_print(sheet, ROLE_MUTED, "no event held saw it in a device");
        return;
    }
    const struct device *d = fleet_device(desk->fleet, seen->device_id);
    char when[ABOUT_MAX];
    about_when(desk, simview_in_since(sim, seen->device_id), when);
    if (d != NULL)
        sheet_span(sheet, ROLE_VALUE, fleet_text(desk->fleet, d->name.text));
    sheet_print(sheet, ROLE_MUTED, " #%lld", (long long)seen->device_id);
    sheet_print(sheet, ROLE_VALUE, ", in it since %s", when);
    if (!simcard_moved(sim, &to))
        return;
    about_when(desk, to->first_ms, when);
    bool then = to->first_ms == simview_in_since(sim, seen->device_id);
    sheet_print(sheet, ROLE_ALERT, "  \xe2\x96\xb2 IMEI CHANGED %s%s: stolen?", then ? "then" : "at ", then ? "" : when);
}

/* ---- life ---- */

static void life_stage(const void *user, int index, struct stage *out)
{
    static const struct {
        type_id type;
        const char *word;
    } moves[] = {{TYPE_SIM_ASSIGN, "assigned"}, {TYPE_SIM_RELEASE, "released"}, {TYPE_SIM_REGISTER, "registered"},
                 {TYPE_SIM_MIGRATE, "migrated"}};
    const struct sim_change *change = &((const struct simcard *)user)->life[index];
    char state[ABOUT_MAX] = "?";
    *out = (struct stage){.role = ROLE_TEXT, .ms = change->ts_ms};
    if (change->state != SIM_UNKNOWN) {
        about_sim_state((enum sim_state)change->state, state);
        out->role = about_sim_role((enum sim_state)change->state);
    }
    for (size_t i = 0; change->state == SIM_UNKNOWN && i < sizeof moves / sizeof *moves; i++)
        if (moves[i].type == change->type)
            str_copy(str_of(moves[i].word), state, sizeof state);
    str_copy(str_of(state), out->word, sizeof out->word);
}

static void plot_life(const void *view, struct canvas canvas, enum board_focus focus)
{
    const struct simview *v = view;
    const struct simcard *sim = simview_sim(v);
    if (sim == NULL)
        return;
    const struct stages stages = {
        .count = sim->life_count,
        .stage = life_stage,
        .user = sim,
        .style = INSTANT_MINUTES,
        .zone = v->over.stream.view.desk->zone,
        .chosen = focus == BOARD_FOCUSED ? v->change : -1,
    };
    stages_draw(&stages, canvas);
}

/* ---- tables ---- */

static void imsi_cell(void *view, int line, int column, struct table_cell *out)
{
    const struct simview *v = view;
    const struct simcard *sim = simview_sim(v);
    if (sim != NULL)
        simparts_imsi_cell(v->over.stream.view.desk, sim, line, column, out);
}

static void network_cell(void *view, int line, int column, struct table_cell *out)
{
    const struct simview *v = view;
    simparts_network_cell(v->over.stream.view.desk, &v->roaming, line, column, out);
}

enum { DEV_NAME, DEV_FIRST, DEV_LAST, DEV_IMEI, DEV_EVENTS, DEV_NOTE, DEV_COLUMN_COUNT_ };

static const struct table_column device_columns[DEV_COLUMN_COUNT_] = {
    [DEV_NAME] = {.title = "DEVICE", .width = 16, .min = 10, .grow = 1},
    [DEV_FIRST] = {.title = "FIRST SEEN", .width = 16, .priority = 3},
    [DEV_LAST] = {.title = "LAST SEEN", .width = 16, .min = 8, .priority = 2},
    [DEV_IMEI] = {.title = "IMEI", .width = 16, .priority = 1},
    [DEV_EVENTS] = {.title = "EVENTS", .width = 7, .align = TABLE_RIGHT, .priority = 4},
    [DEV_NOTE] = {.title = "NOTE", .width = 14, .min = 12},
};

static void device_note(const struct simcard *sim, const struct sim_seen *seen, int line, struct table_cell *out)
{
    bool changed = simview_imei_before(sim, seen) != NULL;
    buf_add_text(out->text, changed ? "\xe2\x96\xb2 IMEI changed" : line == 0 ? "now" : "before");
    out->role = changed ? ROLE_ALERT : line == 0 ? ROLE_GOOD : ROLE_MUTED;
}

static void device_cell(void *view, int line, int column, struct table_cell *out)
{
    const struct simview *v = view;
    const struct simcard *sim = simview_sim(v);
    const struct sim_seen *seen = simview_device(v, line);
    const struct desk *desk = v->over.stream.view.desk;
    char text[ABOUT_MAX];
    if (sim == NULL || seen == NULL)
        return;
    const struct device *d = fleet_device(desk->fleet, seen->device_id);
    switch (column) {
    case DEV_NAME:
        if (d != NULL && d->name.text != 0)
            buf_add_str(out->text, fleet_text(desk->fleet, d->name.text));
        else
            buf_add_fmt(out->text, "#%lld", (long long)seen->device_id);
        break;
    case DEV_FIRST:
    case DEV_LAST:
        about_when(desk, column == DEV_FIRST ? seen->first_ms : seen->last_ms, text);
        buf_add_text(out->text, text);
        break;
    case DEV_IMEI: buf_add_str(out->text, fleet_text(desk->fleet, seen->text)); break;
    case DEV_EVENTS: buf_add_fmt(out->text, "%llu", (unsigned long long)seen->events); break;
    default: device_note(sim, seen, line, out); break;
    }
}

/* ---- quotas ---- */

static void add_service(const struct simview *v, const struct simcard *sim, enum sim_service service,
                        const struct burndown *burn, struct sheet *sheet)
{
    static const char *const labels[SIM_SERVICE_COUNT_] = {[SIM_DATA] = "data", [SIM_SMS] = "sms"};
    const struct sim_quota *quota = &sim->quota[service];
    int bar = v->over.stream.view.cols >= 90 ? QUOTA_BAR : QUOTA_BAR_NARROW;
    if (quota->ts_ms == INSTANT_NONE)
        return;
    sheet_line(sheet, str_of(labels[service]), service == SIM_DATA ? SIMVIEW_DATA : SIMVIEW_SMS, SHEET_OWN);
    about_quota(sheet, v->over.stream.view.desk, quota, burn, bar, service == SIM_DATA ? "MB" : "messages");
}

static void fill_quota(const struct simview *v, const struct simcard *sim, struct sheet *sheet)
{
    struct burndown data, sms;
    const struct sim_quota *quota = &sim->quota[SIM_DATA];
    simparts_burndown(v->over.stream.view.desk, sim, v->now_ms, &data);
    burndown_start(&sms, &sim->quota[SIM_SMS], v->now_ms);
    add_service(v, sim, SIM_DATA, &data, sheet);
    add_service(v, sim, SIM_SMS, &sms, sheet);
    if (quota->ts_ms != INSTANT_NONE && !quota->used_up && !quota->expired) {
        sheet_line(sheet, STR("burn"), SIMVIEW_BURN, SHEET_OWN);
        about_burndown(sheet, v->over.stream.view.desk, &data);
    }
    if (sheet_line_count(sheet) == 0)
        sheet_text(sheet, ROLE_MUTED, STR("No event held has told a quota or a limit."));
}

/* ---- all of them ---- */

const struct board_part simview_parts[SIMVIEW_PART_COUNT_] = {
    [SIMVIEW_FACTS] = {.kind = BOARD_SHEET, .page = "Life", .least = 4, .shed = 1},
    [SIMVIEW_PLATFORM] = {.kind = BOARD_SHEET, .page = "Life", .least = 1, .most = 3, .shed = 8},
    [SIMVIEW_LIFE] = {.kind = BOARD_PLOT, .page = "Life", .least = 2, .shed = 7, .plot = plot_life},
    [SIMVIEW_IMSIS] = {.kind = BOARD_TABLE, .page = "Life", .least = 3, .most = 4, .shed = 5,
                       .columns = simparts_imsi_columns, .column_count = SIMPARTS_IMSI_COLUMNS, .cell = imsi_cell},
    [SIMVIEW_DEVICES] = {.kind = BOARD_TABLE, .page = "Life", .least = 3, .most = 4, .shed = 8, .columns = device_columns,
                         .column_count = DEV_COLUMN_COUNT_, .cell = device_cell},
    [SIMVIEW_QUOTA] = {.kind = BOARD_SHEET, .page = "Quota", .least = 3, .shed = 2},
    [SIMVIEW_NETWORKS] = {.kind = BOARD_TABLE, .page = "Quota", .least = 3, .most = 4, .shed = 4,
                          .columns = simparts_network_columns, .column_count = SIMPARTS_NETWORK_COLUMNS,
                          .cell = network_cell},
};

static void fill_titles(struct simview *v, const struct simcard *sim)
{
    const struct desk *desk = v->over.stream.view.desk;
    struct board_state *state = v->over.board.state;
    struct str iccid = fleet_text(desk->fleet, sim->iccid);
    struct iccid parts;
    const char *full = ident_iccid(iccid, &parts) ? parts.full : "";
    snprintf(state[SIMVIEW_FACTS].title, BOARD_TITLE_MAX, "SIM %.*s \xc2\xb7 #%lld", STR_ARG(iccid), (long long)sim->id);
    if (iccid.n < strlen(full))
        snprintf(state[SIMVIEW_FACTS].right, BOARD_TITLE_MAX, "on the card: %s", full);
    snprintf(state[SIMVIEW_LIFE].title, BOARD_TITLE_MAX, "LIFE");
    snprintf(state[SIMVIEW_IMSIS].title, BOARD_TITLE_MAX, "IMSIS  %d", sim->imsi_count);
    snprintf(state[SIMVIEW_IMSIS].right, BOARD_TITLE_MAX, "an event names the one active last");
    snprintf(state[SIMVIEW_DEVICES].title, BOARD_TITLE_MAX, "DEVICES it was seen in  %d", simview_device_count(sim));
    snprintf(state[SIMVIEW_QUOTA].title, BOARD_TITLE_MAX, "QUOTA AND LIMITS");
    snprintf(state[SIMVIEW_NETWORKS].title, BOARD_TITLE_MAX, "NETWORKS  %zu", v->roaming.count);
    snprintf(state[SIMVIEW_NETWORKS].right, BOARD_TITLE_MAX, "OK: accepted of all attaches and sessions tried");
}

void simview_fill(struct simview *v)
{
    const struct simcard *sim = simview_sim(v);
    struct board_state *state = v->over.board.state;
    struct sheet *facts = board_sheet(&v->over.board, SIMVIEW_FACTS);
    if (sim == NULL) {
        snprintf(state[SIMVIEW_FACTS].title, BOARD_TITLE_MAX, "SIM #%lld", (long long)v->id);
        sheet_text(facts, ROLE_MUTED, STR("No event of this SIM is held, so nothing can be said of its life."));
        return;
    }
    simparts_roaming(v->over.stream.view.desk, sim, v->now_ms, &v->roaming);
    fill_titles(v, sim);
    add_status(v, sim, facts);
    add_device(v, sim, facts);
    fill_quota(v, sim, board_sheet(&v->over.board, SIMVIEW_QUOTA));
    state[SIMVIEW_LIFE].lines = sim->life_count > 0 ? STAGES_ROWS : 0;
    state[SIMVIEW_IMSIS].lines = sim->imsi_count;
    state[SIMVIEW_DEVICES].lines = simview_device_count(sim);
    state[SIMVIEW_NETWORKS].lines = (int)v->roaming.count;
}
