/* Words and numbers that several screens say in the same way. */
#include "view/about.h"

#include "base/fmt.h"
#include "model/field.h"

#include <stdio.h>

static const struct {
    const char *word;
    enum tone tone;
} states[DEVICE_STATE_COUNT_] = {
    [DEVICE_OFFLINE] = {"OFFLINE", TONE_MUTED},         [DEVICE_ATTACHED] = {"ATTACHED", TONE_ACCENT},
    [DEVICE_ONLINE] = {"ONLINE", TONE_GOOD},            [DEVICE_BLOCKED] = {"BLOCKED", TONE_ALERT},
    [DEVICE_DISABLED] = {"DISABLED", TONE_ALERT},       [DEVICE_SUSPENDED] = {"SIM SUSPENDED", TONE_ALERT},
    [DEVICE_UNKNOWN] = {"UNKNOWN", TONE_MUTED},
}, sim_states[SIM_STATE_COUNT_] = {
    [SIM_ISSUED] = {"ISSUED", TONE_MUTED},     [SIM_ACTIVATED] = {"ACTIVATED", TONE_GOOD},
    [SIM_SUSPENDED] = {"SUSPENDED", TONE_ALERT}, [SIM_DELETED] = {"DELETED", TONE_ALERT},
    [SIM_TEST] = {"FACTORY TEST", TONE_ACCENT},
};

role_id about_state_role(enum device_state state)
{
    return view_role(states[state].tone);
}

void about_state(enum device_state state, char out[ABOUT_MAX])
{
    str_copy(str_of(states[state].word), out, ABOUT_MAX);
}

role_id about_sim_role(enum sim_state state)
{
    return view_role(state == SIM_UNKNOWN ? TONE_MUTED : sim_states[state].tone);
}

void about_sim_state(enum sim_state state, char out[ABOUT_MAX])
{
    str_copy(str_of(state == SIM_UNKNOWN ? "NOT KNOWN" : sim_states[state].word), out, ABOUT_MAX);
}

void about_when(const struct desk *desk, int64_t ms, char out[ABOUT_MAX])
{
    char today[32], date[32];
    if (ms == INSTANT_NONE) {
        str_copy(STR("not known"), out, ABOUT_MAX);
        return;
    }
    instant_format(desk_now(desk), desk->zone, INSTANT_DATE, today, sizeof today);
    instant_format(ms, desk->zone, INSTANT_DATE, date, sizeof date);
    bool same_day = strcmp(today, date) == 0;
    instant_format(ms, desk->zone, same_day ? INSTANT_TIME : INSTANT_MINUTES, out, ABOUT_MAX);
}

void about_date(const struct desk *desk, int64_t ms, char out[ABOUT_MAX])
{
    if (ms == INSTANT_NONE)
        str_copy(STR("not known"), out, ABOUT_MAX);
    else
        instant_format(ms, desk->zone, INSTANT_DATE, out, ABOUT_MAX);
}

void about_bytes(double bytes, char out[ABOUT_MAX])
{
    out[0] = '\0';
    if (bytes >= 0)
        fmt_mb(bytes / 1e6, out, ABOUT_MAX);
}

void about_network(const struct place *place, char out[ABOUT_MAX])
{
    out[0] = '\0';
    if (place == NULL)
        return;
    struct str cc = place->cc.n > 0 ? place->cc : place->country;
    int n = snprintf(out, ABOUT_MAX, "%.*s%s%.*s", STR_ARG(place->op), cc.n > 0 && place->op.n > 0 ? " " : "",
                     STR_ARG(cc));
    if (place->mcc.n > 0 && n > 0 && n < ABOUT_MAX)
        snprintf(out + n, (size_t)(ABOUT_MAX - n), " %.*s%s%.*s", STR_ARG(place->mcc), place->mnc.n > 0 ? "-" : "",
                 STR_ARG(place->mnc));
}

void about_rats(uint32_t rats, char out[ABOUT_MAX])
{
    int n = 0;
    out[0] = '\0';
    for (int i = 0; i < 32 && n < ABOUT_MAX; i++) {
        const char *word = (rats >> i & 1) != 0 ? field_enum_word(FIELD_RAT, i) : NULL;
        if (word != NULL)
            n += snprintf(out + n, (size_t)(ABOUT_MAX - n), "%s%s", n > 0 ? "," : "", word);
    }
}

/* ---- quotas ---- */

void about_quota(struct sheet *sheet, const struct desk *desk, const struct sim_quota *quota, const struct burndown *burn,
                 int bar_cols, const char *unit)
{
    char when[ABOUT_MAX];
    bool empty = quota->used_up || quota->expired;
    double used = burn->size_mb > 0 && burn->left_mb >= 0 ? 1 - burn->left_mb / burn->size_mb : empty ? 1 : -1;
    if (used >= 0) {
        char percent[FMT_MAX];
        fmt_percent(used, percent, sizeof percent);
        sheet_bar(sheet, used, bar_cols);
        sheet_print(sheet, ROLE_VALUE, " %s used", percent);
    }
    about_when(desk, quota->ts_ms, when);
    if (empty && burn->size_mb > 0)
        sheet_print(sheet, ROLE_VALUE, " of %.4g %s", burn->size_mb, unit);
    if (empty)
        sheet_print(sheet, ROLE_ALERT, "  %s at %s", quota->expired ? "EXPIRED" : "USED UP", when);
    else if (burn->left_mb >= 0 && burn->size_mb > 0)
        sheet_print(sheet, ROLE_VALUE, "  %.4g of %.4g %s left", burn->left_mb, burn->size_mb, unit);
    else if (burn->left_mb >= 0)
        sheet_print(sheet, ROLE_VALUE, "%.4g %s left of a size that no event told", burn->left_mb, unit);
    if (quota->expires_ms != INSTANT_NONE) {
        about_date(desk, quota->expires_ms, when);
        sheet_print(sheet, ROLE_MUTED, "  until %s", when);
    }
}

void about_burndown(struct sheet *sheet, const struct desk *desk, const struct burndown *burn)
{
    char when[ABOUT_MAX], wait[FMT_MAX];
    if (burn->usual_mbh < 0) {
        sheet_print(sheet, ROLE_MUTED, "no rate yet: it takes sessions that ended in the last 24 h, over 10 min or more");
        return;
    }
    sheet_print(sheet, ROLE_VALUE, "%.2g MB/h now, %.2g MB/h usual", burn->recent_mbh, burn->usual_mbh);
    if (burn->empty_ms == INSTANT_NONE)
        return;
    fmt_span(burn->empty_ms - burn->now_ms, wait, sizeof wait);
    about_when(desk, burn->empty_ms, when);
    bool soon = burn->empty_ms - burn->now_ms < 8 * 3600000LL;
    sheet_print(sheet, ROLE_MUTED, " \xe2\x86\x92 ");
    sheet_print(sheet, soon ? ROLE_WARN : ROLE_VALUE, "empty in %s, %s", wait, when);
}
