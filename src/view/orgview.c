/* The organisation screen. Devices and quotas are a roster's, everything else is counted over its events. */
#include "view/orgview.h"

#include "base/fmt.h"
#include "view/about.h"
#include "view/tallyboard.h"

#include <stdio.h>

#define ROSTER_BUDGET_NS 2000000
#define QUOTA_LOW 2000 /* hundredths of a percent: below that it is listed */

enum orgview_part { FACTS, QUOTAS, ALERTS, USERS, PART_COUNT_ };
enum orgview_line { LINE_DEVICES, LINE_ALERTS, LINE_QUOTAS, LINE_USERS };

struct orgview {
    struct tallyboard tally;
    struct roster *roster; /* of its devices, the emptiest quota first */
    int64_t id;            /* -1: known by name alone */
    char name[RANKS_TEXT_MAX];
    char predicate[RANKS_TEXT_MAX + 32];
};

static void alert_cell(void *view, int line, int column, struct table_cell *out)
{
    tallyboard_cell(view, 0, line, column, out);
}

static void user_cell(void *view, int line, int column, struct table_cell *out)
{
    tallyboard_cell(view, 1, line, column, out);
}

static void quota_cell(void *view, int line, int column, struct table_cell *out)
{
    const struct orgview *v = view;
    const struct device *d = roster_at(v->roster, (size_t)line);
    if (d != NULL)
        ranks_device_cell(v->tally.over.stream.view.desk, d, v->tally.now_ms, column, out);
}

static const struct board_part parts[PART_COUNT_] = {
    [FACTS] = {.kind = BOARD_SHEET, .page = "State", .least = 2, .shed = 1},
    [QUOTAS] = {.kind = BOARD_TABLE, .page = "Quotas", .least = 2, .most = 4, .shed = 5, .columns = ranks_device_columns,
                .column_count = RANKS_DEVICE_COLUMNS, .cell = quota_cell},
    [ALERTS] = {.kind = BOARD_TABLE, .page = "Alerts", .least = 2, .most = 4, .shed = 6, .columns = ranks_columns,
                .column_count = RANKS_COLUMNS - 1, .cell = alert_cell},
    [USERS] = {.kind = BOARD_TABLE, .page = "Users", .least = 2, .most = 4, .shed = 7, .columns = ranks_columns,
               .column_count = RANKS_COLUMNS, .cell = user_cell},
};

static const struct tallyboard_list lists[] = {
    {ALERTS, FIELD_TYPE, "is:alert", "ALERTS BY TYPE"},
    {USERS, FIELD_USER, "has:user", "USERS  who acted, or was acted on"},
};

/* ---- facts ---- */

static int running_out(const struct orgview *v)
{
    const struct fleet *fleet = v->tally.over.stream.view.desk->fleet;
    struct value left;
    int n = 0;
    const struct device *d;
    while (n < RANKS_MAX && (d = roster_at(v->roster, (size_t)n)) != NULL &&
           fleet_now(fleet, d, FIELD_QUOTA_LEFT, v->tally.now_ms, &left) && left.i < QUOTA_LOW)
        n++;
    return n;
}

static void add_number(struct sheet *sheet, const char *label, int tag, int64_t number, const char *words)
{
    char count[FMT_MAX];
    fmt_count((uint64_t)number, count, sizeof count);
    sheet_line(sheet, str_of(label), tag, SHEET_PACK);
    sheet_print(sheet, number > 0 ? ROLE_VALUE : ROLE_MUTED, "%s", count);
    sheet_print(sheet, ROLE_MUTED, " %s", words);
}

static void fill(struct tallyboard *t)
{
    struct orgview *v = (struct orgview *)t;
    struct sheet *sheet = board_sheet(&t->over.board, FACTS);
    struct board_state *quotas = &t->over.board.state[QUOTAS];
    if (!t->over.stream.view.desk->frozen && roster_work(v->roster, t->now_ms, ROSTER_BUDGET_NS))
        t->over.stream.view.dirty |= VIEW_UPDATE;
    struct roster_sums sums = roster_sums(v->roster);
    if (v->id >= 0)
        snprintf(t->over.board.state[FACTS].title, BOARD_TITLE_MAX, "ORGANISATION %s \xc2\xb7 #%lld", v->name, (long long)v->id);
    else
        snprintf(t->over.board.state[FACTS].title, BOARD_TITLE_MAX, "ORGANISATION %s", v->name);
    sheet_line(sheet, STR("Devices"), LINE_DEVICES, SHEET_OWN);
    ranks_states(sheet, sums.devices, sums.by_state);
    quotas->lines = running_out(v);
    add_number(sheet, "Alerts", LINE_ALERTS, t->ranks[0].sum, "held");
    add_number(sheet, "Quotas", LINE_QUOTAS, quotas->lines, quotas->lines < RANKS_MAX ? "below 20%" : "and more below 20%");
    add_number(sheet, "Users", LINE_USERS, (int64_t)group_count(t->groups[1]), "seen");
    snprintf(quotas->title, BOARD_TITLE_MAX, "%s", quotas->lines > 0 ? "QUOTAS RUNNING OUT" : "");
    snprintf(quotas->right, BOARD_TITLE_MAX, "%s", quotas->lines > 0 ? "as the last quota event of each told it" : "");
}

static const struct device *low_device(const struct orgview *v)
{
    const struct board *board = &v->tally.over.board;
    int line = board->state[QUOTAS].cursor;
    bool on_it = board->focus == QUOTAS && line >= 0 && line < board->state[QUOTAS].lines;
    return on_it ? roster_at(v->roster, (size_t)line) : NULL;
}

static int enter(struct tallyboard *t, struct error *err)
{
    struct orgview *v = (struct orgview *)t;
    const struct desk *desk = t->over.stream.view.desk;
    char line[sizeof v->predicate + 64];
    if (t->over.board.focus == QUOTAS) {
        desk->run(desk->app, "device");
        return 0;
    }
    switch (sheet_tag(board_sheet(&t->over.board, FACTS), t->over.board.state[FACTS].cursor)) {
    case LINE_ALERTS: return stream_narrow(&t->over.stream, STR("is:alert"), ROW_NONE, err);
    case LINE_USERS: return stream_narrow(&t->over.stream, STR("has:user"), ROW_NONE, err);
    case LINE_QUOTAS: snprintf(line, sizeof line, "view devices %s quota.left<20", v->predicate); break;
    default: snprintf(line, sizeof line, "view devices %s", v->predicate); break;
    }
    desk->run(desk->app, line);
    return 0;
}

static const char *tell(const struct tallyboard *t)
{
    if (t->over.board.focus == QUOTAS)
        return "this device";
    int tag = sheet_tag(t->over.board.state[FACTS].sheet, t->over.board.state[FACTS].cursor);
    return tag == LINE_ALERTS || tag == LINE_USERS ? "the events behind this number" : "these devices";
}

static bool here(const struct tallyboard *t, field_id field, struct value *out)
{
    const struct orgview *v = (const struct orgview *)t;
    const struct device *d = low_device(v);
    if (d != NULL)
        return fleet_now(t->over.stream.view.desk->fleet, d, field, t->now_ms, out);
    if (field == FIELD_ORG_ID) {
        *out = (struct value){.kind = KIND_NUMBER, .i = v->id};
        return v->id >= 0;
    }
    *out = (struct value){.kind = KIND_TEXT, .s = str_of(v->name)};
    return field == FIELD_ORG;
}

static const struct tallyboard_of of = {
    .parts = parts, .part_count = PART_COUNT_, .lists = lists, .list_count = 2, .fill = fill, .enter = enter, .here = here,
    .tell = tell,
};

/* ---- the view ---- */

/* The newest event that names it gives the other half of its name; without one the argument stands for itself. */
static void find(struct orgview *v, struct str argument)
{
    const struct store *store = v->tally.over.stream.view.desk->store;
    int64_t id;
    bool by_id = str_i64(argument, &id);
    v->id = by_id ? id : -1;
    str_copy(argument, v->name, sizeof v->name);
    size_t left = SEGMENT_ROWS;
    for (row_id row = store_newest(store); row != ROW_NONE && left > 0; row = store_prev(store, row), left--) {
        struct value number, name;
        bool has_id = store_get(store, row, FIELD_ORG_ID, &number), has_name = store_get(store, row, FIELD_ORG, &name);
        bool same = by_id ? has_id && number.i == id : has_name && str_eq_nocase(name.s, argument);
        if (!same || !has_id || !has_name)
            continue;
        v->id = number.i;
        str_copy(name.s, v->name, sizeof v->name);
        return;
    }
}

static int open_all(struct orgview *v, struct error *err)
{
    struct desk *desk = v->tally.over.stream.view.desk;
    struct buf query = {0};
    if (v->id >= 0) {
        buf_add_fmt(&query, "org.id:%lld", (long long)v->id);
    } else {
        buf_add_text(&query, "org=");
        filter_add_value(&query, FIELD_ORG, str_of(v->name), FILTER_BEHIND_EQUAL);
    }
    str_copy(buf_str(&query), v->predicate, sizeof v->predicate);
    buf_fini(&query);
    v->roster = roster_new(desk->store, desk->fleet);
    roster_set_order(v->roster, (struct roster_order){DEVICESORT_QUOTA, false});
    int result = roster_set_filter(v->roster, str_of(v->predicate), desk->zone, err);
    return result < 0 ? result : tallyboard_init(&v->tally, &of, str_of(v->predicate), err);
}

static int orgview_open(struct view *view, struct str argument, struct error *err)
{
    struct orgview *v = (struct orgview *)view;
    if (view->desk->fleet == NULL)
        return err_set(err, E_INVALID, "states are not derived in this run, so there is no organisation to show");
    if (argument.n == 0)
        return err_set(err, E_USAGE, "name an organisation or its id: organisation Sample Corp");
    find(v, argument);
    int result = open_all(v, err);
    if (result < 0)
        roster_free(&v->roster);
    else
        v->tally.over.stream.list_empty = "No event of this organisation is held.";
    return result;
}

static void orgview_close(struct view *view)
{
    struct orgview *v = (struct orgview *)view;
    tallyboard_fini(&v->tally);
    roster_free(&v->roster);
}

static void orgview_title(const struct view *view, struct buf *out)
{
    buf_add_fmt(out, "org %s", ((const struct orgview *)view)->name);
}

static const struct view_hint hints[] = {
    {"step-out", "back"}, {"focus", "parts"},       {"detail", "open"},   {"device", "device"},         {"sim", "SIM"},
    {"operator", "operator"}, {"filter", "filter"}, {"next-alert", "next alert"}, {NULL, NULL},
};

const struct view_ops orgview_ops = {
    .name = "organisation",
    STREAM_DRILL,
    .keymap = "organisation",
    .size = sizeof(struct orgview),
    .open = orgview_open,
    .close = orgview_close,
    .title = orgview_title,
    .hints = hints,
};
