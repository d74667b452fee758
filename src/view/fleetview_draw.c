/* The picture of the fleet list and its status line. Pure: the same state gives the same cells. */
#include "view/fleetview.h"

#include "base/fmt.h"
#include "view/about.h"
#include "widget/bar.h"

#include <stdio.h>

#define FLAPS_WARN 4  /* session changes in a quarter of an hour: more is a retry loop */
#define QUOTA_WARN 2000 /* hundredths of a percent left */

enum fleet_column { NAME, STATE, SINCE, OPERATOR, COUNTRY, RAT, SESSIONS, VOLUME, FLAPS, REJECTS, QUOTA, ALERT, LAST, ORG };

/* clang-format off */
const struct fleetview_column fleetview_columns[FLEETVIEW_COLUMNS] = {
    [NAME] = {{"Device", 17, 10, 3, 0, TABLE_ENDS, 0, 0}, DEVICESORT_NAME, false, FIELD_DEV},
    [STATE] = {{"State", 10, 10, 0, 0, TABLE_LEFT, 0, 0}, DEVICESORT_STATE, false, FIELD_STATE},
    [SINCE] = {{"Since", 5, 5, 0, 1, TABLE_RIGHT, 0, 0}, DEVICESORT_SINCE, true, FIELD_NONE},
    [OPERATOR] = {{"Operator", 9, 8, 1, 2, TABLE_LEFT, 0, 0}, DEVICESORT_NETWORK, false, FIELD_AT_OP},
    [COUNTRY] = {{"CC", 2, 2, 0, 3, TABLE_LEFT, 0, 0}, DEVICESORT_COUNTRY, false, FIELD_AT_CC},
    [RAT] = {{"RAT", 5, 5, 0, 5, TABLE_LEFT, 0, 0}, DEVICESORT_RAT, false, FIELD_AT_RAT},
    [SESSIONS] = {{"Sess", 4, 4, 0, 6, TABLE_RIGHT, 0, 0}, DEVICESORT_SESSIONS, true, FIELD_NONE},
    [VOLUME] = {{"Volume", 7, 7, 0, 4, TABLE_RIGHT, 0, 0}, DEVICESORT_VOLUME, true, FIELD_NONE},
    [FLAPS] = {{"Flap", 4, 4, 0, 4, TABLE_RIGHT, 0, 0}, DEVICESORT_FLAPS, true, FIELD_FLAPS},
    [REJECTS] = {{"Rej", 4, 4, 0, 5, TABLE_RIGHT, 0, 0}, DEVICESORT_REFUSED, true, FIELD_NONE},
    [QUOTA] = {{"Quota", 5, 5, 0, 8, TABLE_RIGHT, 0, 0}, DEVICESORT_QUOTA, false, FIELD_QUOTA_LEFT},
    [ALERT] = {{"Alert", 5, 5, 0, 3, TABLE_RIGHT, 0, 0}, DEVICESORT_ALERT, true, FIELD_NONE},
    [LAST] = {{"Last", 5, 4, 0, 7, TABLE_RIGHT, 0, 0}, DEVICESORT_LAST, true, FIELD_AGE},
    [ORG] = {{"Org", 11, 8, 1, 9, TABLE_LEFT, 0, 0}, DEVICESORT_ORG, false, FIELD_ORG},
};
/* clang-format on */

int fleetview_sorted(const struct fleetview *v)
{
    int column = 0;
    while (fleetview_columns[column].sort != roster_get_order(v->roster).by)
        column++;
    return column;
}

/* ---- head ---- */

static void draw_head(const struct fleetview *v, struct canvas head)
{
    struct str filter = roster_filter(v->roster);
    struct roster_order order = roster_get_order(v->roster);
    const char *title = fleetview_columns[fleetview_sorted(v)].table.title;
    char shown[FMT_MAX], all[FMT_MAX], count[96], sorted[80];
    fmt_count(roster_count(v->roster), shown, sizeof shown);
    fmt_count(fleet_device_count(v->view.desk->fleet), all, sizeof all);
    if (filter.n > 0)
        snprintf(count, sizeof count, "%s of %s devices", shown, all);
    else
        snprintf(count, sizeof count, "%s device%s", all, strcmp(all, "1") == 0 ? "" : "s");
    snprintf(sorted, sizeof sorted, "\xc2\xb7 by %s %s", title, order.descending ? "\xe2\x86\x93" : "\xe2\x86\x91");
    const struct bar_piece pieces[] = {
        {filter.n > 0 ? filter : STR("Every device"), ROLE_ACCENT, 0, BAR_SHRINK},
        {str_of(sorted), ROLE_MUTED, 2, 0},
        {str_of(count), ROLE_MUTED, 1, BAR_GAP},
    };
    bar_line(head, 0, pieces, 3, ROLE_TEXT);
}

/* How many of the list are in which state; what the list cannot tell stands at the right. */
static void draw_states(const struct fleetview *v, struct canvas line)
{
    static const enum device_state order[] = {DEVICE_ONLINE,   DEVICE_ATTACHED,  DEVICE_OFFLINE, DEVICE_BLOCKED,
                                              DEVICE_DISABLED, DEVICE_SUSPENDED, DEVICE_UNKNOWN};
    struct roster_sums sums = roster_sums(v->roster);
    bool filtered = roster_filter(v->roster).n > 0;
    size_t others = fleet_others(v->view.desk->fleet);
    char texts[DEVICE_STATE_COUNT_ + 2][64], number[FMT_MAX];
    struct bar_piece pieces[DEVICE_STATE_COUNT_ + 2];
    int n = 0;
    for (int i = 0; i < DEVICE_STATE_COUNT_; i++) {
        size_t count = sums.by_state[order[i]];
        if (count == 0 && (i > 2 || filtered))
            continue;
        fmt_count(count, number, sizeof number);
        snprintf(texts[n], sizeof texts[n], "%s %s ", machine_state_name(order[i]), number);
        pieces[n] = (struct bar_piece){str_of(texts[n]), count > 0 ? about_state_role(order[i]) : (role_id)ROLE_MUTED, i, 0};
        n++;
    }
    const struct {
        size_t count;
        const char *words;
    } rest[] = {{sums.untested, "without a held event, not tested"}, {others, "others, silent longest, not listed"}};
    unsigned flags = BAR_GAP;
    for (int i = 0; i < 2; i++) {
        if (rest[i].count == 0)
            continue;
        fmt_count(rest[i].count, number, sizeof number);
        snprintf(texts[n], sizeof texts[n], "%s %s", number, rest[i].words);
        pieces[n] = (struct bar_piece){str_of(texts[n]), ROLE_WARN, 1, flags};
        n++;
        flags = 0;
    }
    bar_line(line, 0, pieces, n, ROLE_TEXT);
}

/* ---- rows ---- */

static void fleet_row(void *user, int row, struct table_row *out)
{
    (void)user, (void)row, (void)out;
}

static void ago_cell(const struct fleetview *v, int64_t ms, struct table_cell *out)
{
    char text[FMT_MAX];
    out->role = ROLE_MUTED;
    if (ms == INSTANT_NONE)
        return;
    fmt_span_short(v->now_ms > ms ? v->now_ms - ms : 0, text, sizeof text);
    buf_add_text(out->text, text);
}

/* "!" behind it: silent for longer than its habit explains. */
static void last_cell(const struct fleetview *v, const struct fleetview_row *r, struct table_cell *out)
{
    ago_cell(v, r->last_ms, out);
    if (!r->silent)
        return;
    buf_add_byte(out->text, '!');
    out->role = ROLE_ALERT;
}

static void count_cell(uint64_t count, bool hand, struct table_cell *out)
{
    char text[FMT_MAX];
    if (count == 0)
        return;
    fmt_count_short(count, text, sizeof text);
    buf_add_text(out->text, text);
    out->role = hand ? ROLE_WARN : ROLE_TEXT;
}

static void name_cell(const struct fleetview_row *r, struct table_cell *out)
{
    if (r->name.n > 0)
        buf_add_str(out->text, r->name);
    else
        buf_add_fmt(out->text, "#%lld", (long long)r->id);
}

/* "?" behind the state: something may have happened that was not seen; the device's screen says what. */
static void state_cell(const struct fleetview_row *r, struct table_cell *out)
{
    buf_add_fmt(out->text, "%s%s", machine_state_name(r->state), r->confidence < 80 && r->state != DEVICE_UNKNOWN ? "?" : "");
    out->role = about_state_role(r->state);
}

static void volume_cell(const struct fleetview_row *r, struct table_cell *out)
{
    char text[FMT_MAX];
    if (r->bytes == 0)
        return;
    fmt_mb((double)r->bytes / 1e6, text, sizeof text);
    buf_add_text(out->text, text);
}

static void quota_cell(const struct fleetview_row *r, struct table_cell *out)
{
    char text[FMT_MAX];
    if (r->quota < 0)
        return;
    fmt_percent((double)r->quota / 1e4, text, sizeof text);
    buf_add_text(out->text, text);
    out->role = r->quota < QUOTA_WARN ? ROLE_WARN : ROLE_TEXT;
}

static void fleet_cell(void *user, int row, int column, struct table_cell *out)
{
    const struct fleetview *v = user;
    const struct fleetview_row *r = &v->rows[row];
    switch ((enum fleet_column)column) {
    case NAME: name_cell(r, out); break;
    case STATE: state_cell(r, out); break;
    case SINCE: ago_cell(v, r->since_ms, out); break;
    case OPERATOR: buf_add_str(out->text, r->op); break;
    case COUNTRY: buf_add_str(out->text, r->cc); break;
    case RAT: buf_add_text(out->text, r->rat >= 0 ? field_enum_word(FIELD_RAT, r->rat) : ""); break;
    case SESSIONS: count_cell((uint64_t)r->sessions, false, out); break;
    case VOLUME: volume_cell(r, out); break;
    case FLAPS: count_cell((uint64_t)r->flaps, r->flaps > FLAPS_WARN, out); break;
    case REJECTS: count_cell(r->refused, true, out); break;
    case QUOTA: quota_cell(r, out); break;
    case ALERT: ago_cell(v, r->alert_ms, out); break;
    case LAST: last_cell(v, r, out); break;
    case ORG: buf_add_str(out->text, r->org); break;
    }
}

static void draw_nothing(const struct fleetview *v, struct canvas rows)
{
    bool none = fleet_device_count(v->view.desk->fleet) == 0;
    bool busy = roster_progress(v->roster) < 1;
    canvas_print(rows, 1, 2, rows.cols - 4, ROLE_TEXT, CANVAS_ELLIPSIS, "%s",
                 none ? "No event has named a device yet." : busy ? "Putting the devices in order." : "No device matches the filter.");
}

static void draw_rows(const struct fleetview *v, const struct fleetview_parts *parts)
{
    struct table_layout layout;
    struct table_column columns[FLEETVIEW_COLUMNS];
    struct roster_order order = roster_get_order(v->roster);
    for (int i = 0; i < FLEETVIEW_COLUMNS; i++) {
        columns[i] = fleetview_columns[i].table;
        columns[i].sorted = fleetview_columns[i].sort != order.by ? 0 : order.descending ? 2 : 1;
    }
    table_fit(columns, FLEETVIEW_COLUMNS, parts->rows.cols, &layout);
    const struct table table = {
        .columns = columns,
        .count = FLEETVIEW_COLUMNS,
        .layout = &layout,
        .rows = v->row_count,
        .cursor = v->row_count > 0 ? (int)v->offset : -1,
        .cursor_column = v->column,
        .focused = 1,
        .row = fleet_row,
        .cell = fleet_cell,
        .user = (void *)(uintptr_t)v,
    };
    struct canvas rows = parts->rows;
    rows.finder = find_is_set(&v->find) ? &v->find.finder : NULL;
    table_draw_header(&table, parts->header);
    table_draw(&table, rows);
}

void fleetview_draw(const struct view *view, struct canvas canvas)
{
    const struct fleetview *v = (const struct fleetview *)view;
    struct fleetview_parts parts = fleetview_arrange(v, canvas);
    draw_head(v, parts.head);
    if (parts.states.rows > 0)
        draw_states(v, parts.states);
    draw_rows(v, &parts);
    if (v->row_count == 0)
        draw_nothing(v, parts.rows);
    if (filterbar_is_open(&v->bar))
        filterbar_draw(&v->bar, view, parts.prompt, canvas);
    else if (v->prompt.use != NULL)
        prompt_draw(&v->prompt, parts.prompt);
}

struct view_status fleetview_status(const struct view *view)
{
    const struct fleetview *v = (const struct fleetview *)view;
    bool top = v->mode == FLEETVIEW_TOP;
    struct view_status status = {.chip = top ? STR("TOP") : STR("HOLD"), .chip_role = top ? ROLE_CHIP_FOLLOW : ROLE_CHIP_HOLD};
    char at[FMT_MAX], all[FMT_MAX], sorting[64] = "";
    if (view->desk->frozen) {
        status.chip = STR("FROZEN");
        status.chip_role = ROLE_CHIP_FROZEN;
    }
    fmt_count(v->index + 1, at, sizeof at);
    fmt_count(roster_count(v->roster), all, sizeof all);
    if (roster_progress(v->roster) < 1)
        snprintf(sorting, sizeof sorting, ", putting in order: %.0f%%", roster_progress(v->roster) * 100);
    if (roster_count(v->roster) > 0)
        snprintf(status.text, sizeof status.text, "device %s of %s%s%s", at, all, sorting,
                 v->lost ? "; the device that was here has left the list" : "");
    return status;
}
