/* The IMSI screen. A SIM may carry several IMSIs and an event names the one active last, so its numbers are those of the
 * events that named it. */
#include "view/imsiview.h"

#include "base/err.h"
#include "base/fmt.h"
#include "model/ident.h"
#include "view/board.h"
#include "view/simparts.h"

#include <stdio.h>

enum part { FACTS, NETWORKS, SIBLINGS, PART_COUNT_ };
enum line { LINE_HOME, LINE_SIM, LINE_DEVICE, LINE_SEEN, LINE_PLACE };

struct imsiview {
    struct boardview over;
    struct roaming roaming;
    char digits[24];
    int64_t sim_id; /* -1: no event held named it together with a SIM */
    int64_t now_ms;
};

static const struct simcard *sim_of(const struct imsiview *v)
{
    return v->sim_id >= 0 ? fleet_sim(v->over.stream.view.desk->fleet, v->sim_id) : NULL;
}

static const struct sim_seen *seen_of(const struct imsiview *v)
{
    const struct simcard *sim = sim_of(v);
    const struct fleet *fleet = v->over.stream.view.desk->fleet;
    for (int i = 0; sim != NULL && i < sim->imsi_count; i++)
        if (str_eq(fleet_text(fleet, sim->imsis[i].text), str_of(v->digits)))
            return &sim->imsis[i];
    return NULL;
}

/* The device that the SIM was in last. */
static const struct device *device_of(const struct imsiview *v)
{
    const struct simcard *sim = sim_of(v);
    const struct sim_seen *last = NULL;
    for (int i = 0; sim != NULL && i < sim->device_count; i++)
        if (last == NULL || sim->devices[i].last_ms > last->last_ms)
            last = &sim->devices[i];
    return last != NULL ? fleet_device(v->over.stream.view.desk->fleet, last->device_id) : NULL;
}

/* ---- filling ---- */

static void add_home(const struct imsiview *v, struct sheet *sheet)
{
    struct imsi imsi;
    sheet_line(sheet, STR("Home"), LINE_HOME, SHEET_OWN);
    if (!ident_imsi(str_of(v->digits), &imsi)) {
        sheet_print(sheet, ROLE_WARN, "these digits are no IMSI: it has 6 to 15");
        return;
    }
    sheet_print(sheet, ROLE_VALUE, "%s", imsi.home != NULL ? imsi.home : "a network that is in no table");
    if (imsi.country != NULL)
        sheet_print(sheet, ROLE_VALUE, ", %s", imsi.country);
    sheet_print(sheet, ROLE_MUTED, "   MCC %.*s  MNC %.*s  MSIN %.*s", STR_ARG(imsi.mcc), STR_ARG(imsi.mnc),
                STR_ARG(imsi.msin));
}

static void add_owner(const struct imsiview *v, struct sheet *sheet)
{
    const struct simcard *sim = sim_of(v);
    const struct device *d = device_of(v);
    const struct fleet *fleet = v->over.stream.view.desk->fleet;
    char state[ABOUT_MAX];
    bool inferred;
    sheet_line(sheet, STR("SIM"), LINE_SIM, SHEET_OWN);
    if (sim == NULL) {
        sheet_print(sheet, ROLE_MUTED, "no event held names it together with a SIM");
        return;
    }
    enum sim_state now = simcard_state(sim, INT64_MAX, UINT64_MAX, &inferred);
    about_sim_state(now, state);
    sheet_span(sheet, ROLE_VALUE, fleet_text(fleet, sim->iccid));
    sheet_print(sheet, about_sim_role(now), " %s", state);
    sheet_print(sheet, ROLE_MUTED, "%s", inferred ? " (inferred)" : "");
    if (sim->imsi_count > 1)
        sheet_print(sheet, ROLE_VALUE, "   one of %d IMSIs seen in it", sim->imsi_count);
    else
        sheet_print(sheet, ROLE_MUTED, "   no other IMSI seen in it");
    sheet_line(sheet, STR("Device"), LINE_DEVICE, SHEET_OWN);
    if (d == NULL) {
        sheet_print(sheet, ROLE_MUTED, "no event held saw its SIM in a device");
        return;
    }
    about_state(device_state(d), state);
    sheet_span(sheet, ROLE_VALUE, fleet_text(fleet, d->name.text));
    sheet_print(sheet, about_state_role(device_state(d)), " %s", state);
}

static void add_seen(const struct imsiview *v, struct sheet *sheet)
{
    const struct sim_seen *seen = seen_of(v);
    const struct desk *desk = v->over.stream.view.desk;
    char first[ABOUT_MAX], last[ABOUT_MAX], network[ABOUT_MAX], span[FMT_MAX];
    if (seen == NULL)
        return;
    about_when(desk, seen->first_ms, first);
    about_when(desk, seen->last_ms, last);
    fmt_span(v->now_ms - seen->last_ms, span, sizeof span);
    bool active = seen == simparts_imsi(sim_of(v), 0);
    sheet_line(sheet, STR("Seen"), LINE_SEEN, SHEET_OWN);
    sheet_print(sheet, active ? ROLE_GOOD : ROLE_MUTED, "%s", active ? "active now" : "not the active one");
    sheet_print(sheet, ROLE_VALUE, ", first %s, last %s (%s ago)", first, last, span);
    sheet_line(sheet, STR("Network"), LINE_PLACE, SHEET_OWN);
    about_network(fleet_place(desk->fleet, seen->place), network);
    if (network[0] == '\0') {
        sheet_print(sheet, ROLE_MUTED, "no event that names it names a network");
        return;
    }
    fmt_span(v->now_ms - seen->place_ms, span, sizeof span);
    sheet_print(sheet, ROLE_VALUE, "~%s", network);
    sheet_print(sheet, ROLE_MUTED, ", seen %s ago", span);
}

static void fill_roaming(struct imsiview *v)
{
    const struct simcard *sim = sim_of(v);
    const struct sim_seen *seen = seen_of(v);
    const struct fleet *fleet = v->over.stream.view.desk->fleet;
    roaming_start(&v->roaming, seen != NULL ? seen->first_ms : v->now_ms, v->now_ms);
    for (int i = 0; sim != NULL && seen != NULL && i < sim->device_count; i++) {
        bool repeat = false;
        for (int k = 0; k < i; k++)
            repeat |= sim->devices[k].device_id == sim->devices[i].device_id;
        const struct device *d = fleet_device(fleet, sim->devices[i].device_id);
        if (d != NULL && !repeat)
            roaming_add_imsi(&v->roaming, fleet, d, seen->text);
    }
    roaming_finish(&v->roaming);
}

static bool has_imsi(void *user, const struct simcard *sim)
{
    struct imsiview *v = user;
    const struct fleet *fleet = v->over.stream.view.desk->fleet;
    for (int i = 0; i < sim->imsi_count; i++)
        if (str_eq(fleet_text(fleet, sim->imsis[i].text), str_of(v->digits)))
            v->sim_id = sim->id;
    return v->sim_id < 0;
}

static void head_update(struct stream *stream)
{
    struct imsiview *v = (struct imsiview *)stream;
    struct board_state *state = v->over.board.state;
    const struct simcard *sim = sim_of(v);
    v->now_ms = desk_now(stream->view.desk);
    board_clear(&v->over.board);
    struct sheet *sheet = board_sheet(&v->over.board, FACTS);
    snprintf(state[FACTS].title, BOARD_TITLE_MAX, "IMSI %s", v->digits);
    add_home(v, sheet);
    add_owner(v, sheet);
    add_seen(v, sheet);
    fill_roaming(v);
    snprintf(state[NETWORKS].title, BOARD_TITLE_MAX, "NETWORKS of its sessions  %zu", v->roaming.count);
    state[NETWORKS].lines = (int)v->roaming.count;
    snprintf(state[SIBLINGS].title, BOARD_TITLE_MAX, "IMSIS of its SIM");
    state[SIBLINGS].lines = sim != NULL ? sim->imsi_count : 0;
    boardview_settle(&v->over);
}

/* ---- tables ---- */

/* What sessions tell of a network; attaches and refusals do not always name the IMSI they were made with. */
static const struct table_column network_columns[] = {
    {.title = "NETWORK", .width = 20, .min = 12, .grow = 1}, {.title = "RAT", .width = 8, .priority = 3},
    {.title = "SESSIONS", .width = 8, .align = TABLE_RIGHT}, {.title = "AVG DUR", .width = 7, .align = TABLE_RIGHT, .priority = 2},
    {.title = "LAST", .width = 16, .min = 8, .priority = 1},
};
#define NETWORK_COLUMNS ((int)(sizeof network_columns / sizeof *network_columns))

static void network_cell(void *view, int line, int column, struct table_cell *out)
{
    static const enum simparts_network_column shown[] = {SIMPARTS_NAME, SIMPARTS_RAT, SIMPARTS_SESSIONS, SIMPARTS_LENGTH,
                                                         SIMPARTS_LAST};
    const struct imsiview *v = view;
    simparts_network_cell(v->over.stream.view.desk, &v->roaming, line, (int)shown[column], out);
}

static void sibling_cell(void *view, int line, int column, struct table_cell *out)
{
    const struct imsiview *v = view;
    const struct simcard *sim = sim_of(v);
    if (sim != NULL)
        simparts_imsi_cell(v->over.stream.view.desk, sim, line, column, out);
}

static const struct board_part parts[PART_COUNT_] = {
    [FACTS] = {.kind = BOARD_SHEET, .page = "IMSI", .least = 2, .shed = 1},
    [NETWORKS] = {.kind = BOARD_TABLE, .page = "Networks", .least = 2, .most = 5, .shed = 2,
                  .columns = network_columns, .column_count = NETWORK_COLUMNS, .cell = network_cell},
    [SIBLINGS] = {.kind = BOARD_TABLE, .page = "Networks", .least = 2, .most = 5, .shed = 3,
                  .columns = simparts_imsi_columns, .column_count = SIMPARTS_IMSI_COLUMNS, .cell = sibling_cell},
};

/* ---- Enter ---- */

static int enter_fact(struct imsiview *v, struct error *err)
{
    const struct desk *desk = v->over.stream.view.desk;
    int tag = sheet_tag(board_sheet(&v->over.board, FACTS), boardview_line(&v->over));
    if (tag == LINE_HOME || tag == LINE_SEEN)
        return stream_narrow(&v->over.stream, STR_NONE, ROW_NONE, err);
    desk->run(desk->app, tag == LINE_SIM ? "sim" : tag == LINE_DEVICE ? "device" : "operator");
    return 0;
}

static int head_enter(struct stream *stream, struct error *err)
{
    struct imsiview *v = (struct imsiview *)stream;
    struct buf query = {0};
    if (v->over.board.focus == FACTS)
        return enter_fact(v, err);
    if (v->over.board.focus == SIBLINGS) {
        stream->view.desk->run(stream->view.desk->app, "imsi");
        return 0;
    }
    simparts_network_query(&v->roaming, boardview_line(&v->over), &query);
    int result = stream_narrow(stream, buf_str(&query), ROW_NONE, err);
    buf_fini(&query);
    return result;
}

static const char *head_tell(const struct stream *stream)
{
    static const char *const words[PART_COUNT_] = {
        [FACTS] = "what this line names",
        [NETWORKS] = "its events on this network",
        [SIBLINGS] = "this IMSI",
    };
    return words[((const struct imsiview *)stream)->over.board.focus];
}

/* The network of the line, or the one it was seen on last. */
static const struct place *place_here(const struct imsiview *v)
{
    int line = boardview_line(&v->over);
    if (v->over.board.focus == NETWORKS && (size_t)line < v->roaming.count)
        return v->roaming.rows[line].place;
    const struct sim_seen *seen = seen_of(v);
    return seen != NULL ? fleet_place(v->over.stream.view.desk->fleet, seen->place) : NULL;
}

static bool head_here(const struct stream *stream, field_id field, struct value *out)
{
    const struct imsiview *v = (const struct imsiview *)stream;
    const struct simcard *sim = sim_of(v);
    const struct device *d = device_of(v);
    const struct place *place = place_here(v);
    const struct sim_seen *sibling =
        sim != NULL && v->over.board.focus == SIBLINGS ? simparts_imsi(sim, boardview_line(&v->over)) : NULL;
    switch (field) {
    case FIELD_IMSI:
        return boardview_text(field, sibling != NULL ? fleet_text(stream->view.desk->fleet, sibling->text) : str_of(v->digits),
                              out);
    case FIELD_SIM_ID: return boardview_number(field, v->sim_id, out);
    case FIELD_DEV_ID: return d != NULL && boardview_number(field, d->id, out);
    case FIELD_ORG_ID: return sim != NULL && boardview_number(field, sim->org_id, out);
    case FIELD_AT_OP: return place != NULL && boardview_text(field, place->op, out);
    case FIELD_AT_CC: return place != NULL && boardview_text(field, place->cc, out);
    default: return false;
    }
}

static const struct stream_head head = {
    .columns = "time type device op cc what",
    .rows = boardview_rows, .update = head_update, .draw = boardview_draw, .tab = boardview_tab, .move = boardview_move,
    .enter = head_enter, .here = head_here, .tell = head_tell,
};

/* ---- the view ---- */

static bool is_digits(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return s.n > 0;
}

static int imsiview_open(struct view *view, struct str argument, struct error *err)
{
    struct imsiview *v = (struct imsiview *)view;
    char predicate[64];
    if (!is_digits(argument) || argument.n >= sizeof v->digits)
        return err_set(err, E_INVALID, "an IMSI has 6 to 15 digits");
    if (view->desk->fleet == NULL)
        return err_set(err, E_INVALID, "states are not derived in this run, so there is nothing to show of an IMSI");
    str_copy(argument, v->digits, sizeof v->digits);
    v->sim_id = -1;
    fleet_each_sim(view->desk->fleet, has_imsi, v);
    snprintf(predicate, sizeof predicate, "imsi:%s", v->digits);
    int result = stream_init(&v->over.stream, &head, str_of(predicate), err);
    if (result < 0)
        return result;
    v->over.stream.list_empty = "No event with this IMSI is held.";
    board_init(&v->over.board, parts, PART_COUNT_, v);
    return 0;
}

static void imsiview_title(const struct view *view, struct buf *out)
{
    buf_add_fmt(out, "IMSI %s", ((const struct imsiview *)view)->digits);
}

static const struct view_hint hints[] = {
    {"step-out", "back"},   {"focus", "parts"},       {"detail", "open"},   {"device", "device"}, {"sim", "SIM"},
    {"operator", "operator"}, {"filter", "filter"}, {"next-alert", "next alert"}, {NULL, NULL},
};

const struct view_ops imsiview_ops = {
    .name = "imsi",
    STREAM_DRILL,
    .keymap = "imsi",
    .size = sizeof(struct imsiview),
    .open = imsiview_open,
    .close = boardview_close,
    .title = imsiview_title,
    .hints = hints,
};
