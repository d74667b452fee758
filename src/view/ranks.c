/* Owns how ranked lists look. Must not know where their rows come from. */
#include "view/ranks.h"

#include "base/fmt.h"
#include "view/about.h"

#include <stdlib.h>

enum value_column { VALUE, COUNT, SHARE, ALERTS };

const struct table_column ranks_columns[RANKS_COLUMNS] = {
    [VALUE] = {.title = "VALUE", .width = 30, .min = 16, .grow = 1},
    [COUNT] = {.title = "EVENTS", .width = 7, .align = TABLE_RIGHT},
    [SHARE] = {.title = "SHARE", .width = 5, .align = TABLE_RIGHT, .priority = 3},
    [ALERTS] = {.title = "ALERTS", .width = 6, .align = TABLE_RIGHT, .priority = 5},
};

static void add_count(int64_t count, struct table_cell *out)
{
    char text[FMT_MAX];
    fmt_count((uint64_t)(count > 0 ? count : 0), text, sizeof text);
    buf_add_text(out->text, text);
}

void ranks_cell(const struct ranks *ranks, int line, int column, struct table_cell *out)
{
    const struct ranks_row *row = &ranks->rows[line];
    char text[FMT_MAX];
    switch ((enum value_column)column) {
    case VALUE: buf_add_text(out->text, row->text); break;
    case COUNT: add_count(row->count, out); break;
    case SHARE:
        fmt_percent(ranks->sum > 0 ? (double)row->count / (double)ranks->sum : 0, text, sizeof text);
        buf_add_text(out->text, text);
        out->role = ROLE_MUTED;
        break;
    case ALERTS:
        if (row->alerts > 0)
            add_count(row->alerts, out);
        out->role = ROLE_ALERT;
        break;
    }
}

static int compare_rows(const void *a_, const void *b_)
{
    const struct ranks_row *a = a_, *b = b_;
    return a->count != b->count ? (a->count < b->count ? 1 : -1) : strcmp(a->text, b->text);
}

void ranks_sort(struct ranks *ranks)
{
    qsort(ranks->rows, (size_t)ranks->count, sizeof *ranks->rows, compare_rows);
}

/* ---- devices ---- */

enum device_column { NAME, STATE, SINCE, OPERATOR, REJECTS, FLAPS, QUOTA, ALERT };

const struct table_column ranks_device_columns[RANKS_DEVICE_COLUMNS] = {
    [NAME] = {.title = "DEVICE", .width = 20, .min = 12, .grow = 2, .align = TABLE_ENDS},
    [STATE] = {.title = "STATE", .width = 13, .min = 9},
    [SINCE] = {.title = "SINCE", .width = 6, .align = TABLE_RIGHT},
    [OPERATOR] = {.title = "LAST AT", .width = 14, .min = 8, .grow = 1, .priority = 6},
    [REJECTS] = {.title = "REJECTED", .width = 8, .align = TABLE_RIGHT, .priority = 2},
    [FLAPS] = {.title = "FLAPS", .width = 5, .align = TABLE_RIGHT, .priority = 3},
    [QUOTA] = {.title = "QUOTA", .width = 5, .align = TABLE_RIGHT, .priority = 4},
    [ALERT] = {.title = "LAST ALERT", .width = 10, .align = TABLE_RIGHT, .priority = 5},
};

static void add_ago(int64_t now_ms, int64_t ms, const char *behind, struct table_cell *out)
{
    char text[FMT_MAX];
    if (ms == INSTANT_NONE)
        return;
    fmt_span_short(now_ms > ms ? now_ms - ms : 0, text, sizeof text);
    buf_add_fmt(out->text, "%s%s", text, behind);
}

static void add_quota(const struct fleet *fleet, const struct device *d, int64_t now_ms, struct table_cell *out)
{
    struct value left;
    char text[FMT_MAX];
    if (!fleet_now(fleet, d, FIELD_QUOTA_LEFT, now_ms, &left))
        return;
    fmt_percent((double)left.i / 1e4, text, sizeof text);
    buf_add_text(out->text, text);
    out->role = left.i == 0 ? ROLE_ALERT : left.i < 2000 ? ROLE_WARN : ROLE_TEXT;
}

static void add_state(const struct device *d, struct table_cell *out)
{
    char state[ABOUT_MAX];
    about_state(device_state(d), state);
    buf_add_text(out->text, state);
    out->role = about_state_role(device_state(d));
}

void ranks_device_cell(const struct desk *desk, const struct device *d, int64_t now_ms, int column, struct table_cell *out)
{
    const struct place *place = fleet_place(desk->fleet, device_place(d));
    struct str name = fleet_text(desk->fleet, d->name.text);
    switch ((enum device_column)column) {
    case NAME:
        if (name.n > 0)
            buf_add_str(out->text, name);
        else
            buf_add_fmt(out->text, "#%lld", (long long)d->id);
        break;
    case STATE: add_state(d, out); break;
    case SINCE: add_ago(now_ms, d->since_ms, "", out); break;
    case OPERATOR:
        if (place != NULL)
            buf_add_fmt(out->text, "%.*s %.*s", STR_ARG(place->op), STR_ARG(place->cc));
        break;
    case REJECTS:
        if (d->refused > 0)
            add_count((int64_t)d->refused, out);
        break;
    case FLAPS:
        if (device_flaps(d, now_ms, UINT64_MAX) > 0)
            add_count(device_flaps(d, now_ms, UINT64_MAX), out);
        break;
    case QUOTA: add_quota(desk->fleet, d, now_ms, out); break;
    case ALERT: add_ago(now_ms, d->last_alert_ms, " ago", out); break;
    }
}

void ranks_states(struct sheet *sheet, size_t devices, const size_t by_state[DEVICE_STATE_COUNT_])
{
    static const enum device_state order[] = {DEVICE_ONLINE,   DEVICE_ATTACHED,  DEVICE_OFFLINE, DEVICE_BLOCKED,
                                              DEVICE_DISABLED, DEVICE_SUSPENDED, DEVICE_UNKNOWN};
    char count[FMT_MAX];
    const char *before = ": ";
    fmt_count(devices, count, sizeof count);
    sheet_print(sheet, ROLE_VALUE, "%s", count);
    for (int i = 0; i < DEVICE_STATE_COUNT_; i++) {
        if (by_state[order[i]] == 0)
            continue;
        fmt_count(by_state[order[i]], count, sizeof count);
        sheet_print(sheet, ROLE_MUTED, "%s", before);
        sheet_print(sheet, about_state_role(order[i]), "%s %s", machine_state_name(order[i]), count);
        before = ", ";
    }
}
