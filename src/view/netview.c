/* The network screen. The numbers are the fleet's (fleet/network.h), each opens the events that were counted; the devices
 * are a roster's. */
#include "view/netview.h"

#include "base/fmt.h"
#include "view/about.h"
#include "view/board.h"
#include "view/ranks.h"
#include "widget/spark.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#define ROSTER_BUDGET_NS 2000000
#define TREND_LABEL_COLS 13

enum netview_part { FACTS, TREND, CAUSES, WORST, PART_COUNT_ };
/* Tags of the facts' lines: the counts of network_counts.def, then these. */
enum netview_line { FACT_DEVICES = NETWORK_COUNT_COUNT_, FACT_RATS };

struct netview {
    struct boardview over;
    struct roster *roster; /* of its devices, most often rejected first */
    struct ranks causes;
    char *op, *cc;
    char *predicate;
    int64_t now_ms;
};

static struct netview *view_of(const struct stream *stream)
{
    return (struct netview *)(uintptr_t)stream;
}

static const struct network *network_of(const struct netview *v)
{
    const struct networks *networks = fleet_networks(v->over.stream.view.desk->fleet);
    return networks_get(networks, networks_find(networks, str_of(v->op), str_of(v->cc)));
}

/* ---- facts ---- */

static void add_ratio(struct sheet *sheet, double ratio)
{
    char percent[FMT_MAX];
    if (ratio < 0)
        return;
    fmt_percent(ratio, percent, sizeof percent);
    sheet_print(sheet, ratio >= 0.95 ? ROLE_GOOD : ratio >= 0.8 ? ROLE_WARN : ROLE_ALERT, "  %s", percent);
}

static void add_volume(struct sheet *sheet, const struct network *n)
{
    char rx[ABOUT_MAX], tx[ABOUT_MAX];
    about_bytes((double)n->rx, rx);
    about_bytes((double)n->tx, tx);
    sheet_print(sheet, ROLE_MUTED, "  rx %s, tx %s", rx, tx);
}

/* One line per number, so that each can be opened. */
static void add_count(struct sheet *sheet, const struct network *n, int which)
{
    char label[SHEET_LABEL_MAX], count[FMT_MAX];
    bool bad = which == NETWORK_REFUSED || which == NETWORK_REJECT || which == NETWORK_PURGE;
    snprintf(label, sizeof label, "%s", network_counts[which].word);
    label[0] = (char)toupper((unsigned char)label[0]);
    fmt_count((uint64_t)(n->count[which] > 0 ? n->count[which] : 0), count, sizeof count);
    sheet_line(sheet, str_of(label), which, SHEET_PACK);
    sheet_print(sheet, n->count[which] == 0 ? ROLE_MUTED : bad ? ROLE_WARN : ROLE_VALUE, "%s", count);
    if (which == NETWORK_ATTACH)
        add_ratio(sheet, network_attach_ratio(n));
    if (which == NETWORK_SESSION)
        add_ratio(sheet, network_session_ratio(n));
    if (which == NETWORK_ENDED && n->count[which] > 0)
        add_volume(sheet, n);
}

static void add_rats(struct sheet *sheet, const struct network *n)
{
    const char *before = "";
    sheet_line(sheet, STR("RAT"), FACT_RATS, SHEET_OWN);
    for (int rat = 0; rat < NETWORK_RATS; rat++) {
        char count[FMT_MAX];
        if (n->by_rat[rat] == 0)
            continue;
        fmt_count(n->by_rat[rat], count, sizeof count);
        sheet_print(sheet, ROLE_VALUE, "%s%s %s", before, rat < NETWORK_RATS - 1 ? field_enum_word(FIELD_RAT, rat) : "not known",
                    count);
        before = "  ";
    }
}

static void fill_facts(struct netview *v, const struct network *n)
{
    struct sheet *sheet = board_sheet(&v->over.board, FACTS);
    struct board_state *state = &v->over.board.state[FACTS];
    snprintf(state->title, sizeof state->title, "NETWORK %s %s", v->op, v->cc);
    if (n == NULL) {
        sheet_text(sheet, ROLE_MUTED, STR("No event of this network is held, and no device was last seen on it."));
        return;
    }
    if (n->mcc.n > 0)
        snprintf(state->title, sizeof state->title, "NETWORK %s %s \xc2\xb7 %.*s%s%.*s%s%.*s", v->op, v->cc, STR_ARG(n->mcc),
                 n->mnc.n > 0 ? "-" : "", STR_ARG(n->mnc), n->country.n > 0 ? " \xc2\xb7 " : "", STR_ARG(n->country));
    sheet_line(sheet, STR("Devices"), FACT_DEVICES, SHEET_OWN);
    ranks_states(sheet, n->devices, n->by_state);
    for (int i = 0; i < NETWORK_COUNT_COUNT_; i++)
        add_count(sheet, n, i);
    if (n->devices > 0)
        add_rats(sheet, n);
}

/* ---- the trend ---- */

static void plot_trend(const void *view, struct canvas canvas, enum board_focus focus)
{
    const struct netview *v = view;
    const struct network *n = network_of(v);
    double good[NETWORK_SLOTS], bad[NETWORK_SLOTS];
    (void)focus;
    if (n == NULL)
        return;
    int room = canvas.cols - TREND_LABEL_COLS - 4, slots = room < NETWORK_SLOTS ? room : NETWORK_SLOTS;
    if (slots <= 0)
        return;
    network_trend(n, v->now_ms, slots, good, bad);
    canvas_print(canvas, 0, 2, TREND_LABEL_COLS, ROLE_MUTED, 0, "well");
    canvas_print(canvas, 1, 2, TREND_LABEL_COLS, ROLE_MUTED, 0, "badly");
    spark_draw(canvas, 0, TREND_LABEL_COLS, slots, good, slots, 0, ROLE_GOOD);
    spark_draw(canvas, 1, TREND_LABEL_COLS, slots, bad, slots, 0, ROLE_WARN);
}

/* ---- causes and devices ---- */

static void fill_causes(struct netview *v, const struct network *n)
{
    struct board_state *state = &v->over.board.state[CAUSES];
    v->causes.count = 0;
    v->causes.sum = 0;
    for (int i = 0; n != NULL && i < n->cause_count; i++) {
        struct str code = n->causes[i].code.n > 0 ? n->causes[i].code : STR("(none given)");
        if (n->causes[i].count <= 0)
            continue;
        struct ranks_row *row = &v->causes.rows[v->causes.count++];
        str_copy(code, row->text, sizeof row->text);
        row->count = n->causes[i].count;
        row->alerts = -1;
        v->causes.sum += row->count;
    }
    ranks_sort(&v->causes);
    state->lines = v->causes.count;
    snprintf(state->title, sizeof state->title, "%s", state->lines > 0 ? "REJECTS BY CAUSE" : "");
    snprintf(state->right, sizeof state->right, "%s", state->lines > 0 ? "Enter: its events" : "");
}

static void cause_cell(void *view, int line, int column, struct table_cell *out)
{
    ranks_cell(&((struct netview *)view)->causes, line, column, out);
}

/* Those that were rejected, and one line at least. */
static void fill_worst(struct netview *v)
{
    struct board_state *state = &v->over.board.state[WORST];
    int count = roster_count(v->roster) < RANKS_MAX ? (int)roster_count(v->roster) : RANKS_MAX, lines = 0;
    while (lines < count && roster_at(v->roster, (size_t)lines)->refused > 0)
        lines++;
    state->lines = lines;
    snprintf(state->title, sizeof state->title, "%s", lines > 0 ? "DEVICES IN TROUBLE" : "");
    snprintf(state->right, sizeof state->right, "%s", lines > 0 ? "rejected most often, wherever that was" : "");
}

static void worst_cell(void *view, int line, int column, struct table_cell *out)
{
    const struct netview *v = view;
    const struct device *d = roster_at(v->roster, (size_t)line);
    if (d != NULL)
        ranks_device_cell(v->over.stream.view.desk, d, v->now_ms, column, out);
}

static const struct board_part parts[PART_COUNT_] = {
    [FACTS] = {.kind = BOARD_SHEET, .page = "Network", .least = 3, .shed = 1},
    [TREND] = {.kind = BOARD_PLOT, .page = "Network", .least = 2, .shed = 9, .plot = plot_trend},
    [CAUSES] = {.kind = BOARD_TABLE, .page = "Causes", .least = 2, .most = 5, .shed = 5, .columns = ranks_columns,
                .column_count = RANKS_COLUMNS - 1, .cell = cause_cell},
    [WORST] = {.kind = BOARD_TABLE, .page = "Devices", .least = 2, .most = 5, .shed = 7, .columns = ranks_device_columns,
               .column_count = RANKS_DEVICE_COLUMNS, .cell = worst_cell},
};

/* ---- the head ---- */

static void head_update(struct stream *stream)
{
    struct netview *v = view_of(stream);
    const struct network *n = network_of(v);
    struct board_state *trend = &v->over.board.state[TREND];
    v->now_ms = desk_now(stream->view.desk);
    if (!stream->view.desk->frozen && roster_work(v->roster, v->now_ms, ROSTER_BUDGET_NS))
        stream->view.dirty |= VIEW_UPDATE;
    board_clear(&v->over.board);
    fill_facts(v, n);
    trend->lines = n != NULL ? 2 : 0;
    snprintf(trend->title, sizeof trend->title, "%s", n != NULL ? "TREND 8h" : "");
    snprintf(trend->right, sizeof trend->right, "%s", n != NULL ? "10 minutes a column" : "");
    fill_causes(v, n);
    fill_worst(v);
    boardview_settle(&v->over);
}

static void open_line(const struct desk *desk, const char *command, const char *argument)
{
    struct buf line = {0};
    buf_add_fmt(&line, "%s %s", command, argument);
    desk->run(desk->app, buf_cstr(&line));
    buf_fini(&line);
}

static int enter_fact(struct netview *v, struct error *err)
{
    int tag = sheet_tag(board_sheet(&v->over.board, FACTS), v->over.board.state[FACTS].cursor);
    if (tag >= 0 && tag < NETWORK_COUNT_COUNT_)
        return stream_narrow(&v->over.stream, str_of(network_counts[tag].query), ROW_NONE, err);
    open_line(v->over.stream.view.desk, "view devices", v->predicate);
    return 0;
}

static int enter_cause(struct netview *v, struct error *err)
{
    struct buf query = {0};
    int line = v->over.board.state[CAUSES].cursor;
    if (line < 0 || line >= v->causes.count)
        return err_set(err, E_INVALID, "nothing was rejected here");
    buf_add_text(&query, "type:pdp.reject ");
    if (v->causes.rows[line].text[0] == '(')
        buf_add_text(&query, "missing:cause");
    else
        buf_add_fmt(&query, "cause:%s", v->causes.rows[line].text);
    int result = stream_narrow(&v->over.stream, buf_str(&query), ROW_NONE, err);
    buf_fini(&query);
    return result;
}

static const struct device *worst(const struct netview *v)
{
    int line = v->over.board.state[WORST].cursor;
    bool on_it = v->over.board.focus == WORST && line >= 0 && line < v->over.board.state[WORST].lines;
    return on_it ? roster_at(v->roster, (size_t)line) : NULL;
}

static int head_enter(struct stream *stream, struct error *err)
{
    struct netview *v = view_of(stream);
    switch ((enum netview_part)v->over.board.focus) {
    case FACTS: return enter_fact(v, err);
    case CAUSES: return enter_cause(v, err);
    case WORST: stream->view.desk->run(stream->view.desk->app, "device"); return 0;
    default: break;
    }
    stream_open_list(stream);
    return 0;
}

static const char *head_tell(const struct stream *stream)
{
    static const char *const words[PART_COUNT_] = {
        [FACTS] = "the events behind this number", [TREND] = "the list below",
        [CAUSES] = "the rejects with this cause",  [WORST] = "this device",
    };
    const struct netview *v = view_of(stream);
    int tag = sheet_tag(v->over.board.state[FACTS].sheet, v->over.board.state[FACTS].cursor);
    bool devices = v->over.board.focus == FACTS && tag >= NETWORK_COUNT_COUNT_;
    return devices ? "the devices that are there now" : words[v->over.board.focus];
}

static bool head_here(const struct stream *stream, field_id field, struct value *out)
{
    const struct netview *v = view_of(stream);
    const struct device *d = worst(v);
    *out = VALUE_ABSENT;
    if (d != NULL)
        return fleet_now(stream->view.desk->fleet, d, field, v->now_ms, out);
    if (field != FIELD_AT_OP && field != FIELD_AT_CC)
        return false;
    out->kind = field_row(field)->kind;
    out->s = str_of(field == FIELD_AT_OP ? v->op : v->cc);
    return out->s.n > 0;
}

static const struct stream_head head = {
    .columns = "time dt type device org what",
    .rows = boardview_rows, .update = head_update, .draw = boardview_draw, .tab = boardview_tab, .move = boardview_move,
    .enter = head_enter,
    .here = head_here, .tell = head_tell,
};

/* ---- the view ---- */

/* Without a country: the one of that operator with the most devices. */
static struct str likely_country(const struct networks *networks, struct str op)
{
    const struct network *best = NULL;
    for (uint32_t id = 1; id <= networks_count(networks); id++) {
        const struct network *n = networks_get(networks, id);
        if (str_eq_nocase(n->op, op) && (best == NULL || n->devices > best->devices))
            best = n;
    }
    return best != NULL ? best->cc : STR_NONE;
}

static char *predicate_of(const struct netview *v)
{
    struct buf query = {0};
    const struct {
        field_id field;
        const char *text;
    } halves[] = {{FIELD_AT_OP, v->op}, {FIELD_AT_CC, v->cc}};
    for (int i = 0; i < 2; i++) {
        buf_add_text(&query, i > 0 ? " " : "");
        if (halves[i].text[0] == '\0') {
            buf_add_fmt(&query, "missing:%s", field_row(halves[i].field)->name);
            continue;
        }
        buf_add_fmt(&query, "%s=", field_row(halves[i].field)->name);
        filter_add_value(&query, halves[i].field, str_of(halves[i].text), FILTER_BEHIND_EQUAL);
    }
    char *predicate = str_dup(buf_str(&query));
    buf_fini(&query);
    return predicate;
}

static void forget(struct netview *v)
{
    roster_free(&v->roster);
    free(v->op);
    free(v->cc);
    free(v->predicate);
}

static int open_list(struct netview *v, struct error *err)
{
    struct desk *desk = v->over.stream.view.desk;
    v->roster = roster_new(desk->store, desk->fleet);
    roster_set_order(v->roster, (struct roster_order){DEVICESORT_REFUSED, true});
    int result = roster_set_filter(v->roster, str_of(v->predicate), desk->zone, err);
    return result < 0 ? result : stream_init(&v->over.stream, &head, str_of(v->predicate), err);
}

static int netview_open(struct view *view, struct str argument, struct error *err)
{
    struct netview *v = (struct netview *)view;
    size_t slash = argument.n;
    if (view->desk->fleet == NULL)
        return err_set(err, E_INVALID, "places are not derived in this run, so there is no network to show");
    if (argument.n == 0)
        return err_set(err, E_USAGE, "name an operator and its country: operator Vodafone/de");
    while (slash > 0 && argument.p[slash - 1] != '/')
        slash--;
    struct str op = slash > 0 ? str_sub(argument, 0, slash - 1) : argument;
    struct str cc = slash > 0 ? str_sub(argument, slash, argument.n) : likely_country(fleet_networks(view->desk->fleet), op);
    v->op = str_dup(op);
    v->cc = str_dup(cc);
    v->predicate = predicate_of(v);
    int result = open_list(v, err);
    if (result < 0) {
        forget(v);
        return result;
    }
    v->over.stream.list_empty = "No event of this network is held.";
    board_init(&v->over.board, parts, PART_COUNT_, v);
    return 0;
}

static void netview_close(struct view *view)
{
    struct netview *v = (struct netview *)view;
    board_fini(&v->over.board);
    stream_close(view);
    forget(v);
}

static void netview_title(const struct view *view, struct buf *out)
{
    const struct netview *v = (const struct netview *)view;
    buf_add_fmt(out, "network %s %s", v->op, v->cc);
}

static const struct view_hint hints[] = {
    {"step-out", "back"},     {"focus", "parts"},   {"detail", "open"},           {"device", "device"},
    {"sim", "SIM"},       {"organisation", "org"}, {"filter", "filter"},     {"next-alert", "next alert"}, {NULL, NULL},
};

const struct view_ops netview_ops = {
    .name = "network",
    STREAM_DRILL,
    .keymap = "network",
    .size = sizeof(struct netview),
    .open = netview_open,
    .close = netview_close,
    .title = netview_title,
    .hints = hints,
};
