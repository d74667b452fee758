/* One function per render kind, in a table. A kind asks for its field and the companions it knows, and writes spans.
 * Knows no event type: any type may use any kind. */
#include "widget/render.h"

#include <inttypes.h>

#include "base/fmt.h"
#include "base/jscan.h"
#include "model/event.h"
#include "model/ident.h"
#include "model/radio.h"

struct job {
    struct sheet *sheet;
    const struct section_line *line;
    const struct render_source *source;
    const struct value *value;
};

static role_id role_of(const struct job *job, enum tone tone)
{
    return job->source->role != NULL ? job->source->role(tone) : (role_id)ROLE_VALUE;
}

static bool get(const struct job *job, field_id field, struct value *out)
{
    *out = VALUE_ABSENT;
    return job->source->value(job->source->user, field, out) && value_is_present(out);
}

static void say(const struct job *job, enum tone tone, struct str text)
{
    sheet_span(job->sheet, role_of(job, tone), text);
}

/* A value as people read it, with something before and behind. */
static void say_value(const struct job *job, enum tone tone, field_id field, const struct value *value)
{
    struct buf out = {0};
    value_print(&out, field, value, PRINT_PEOPLE, job->source->zone);
    say(job, tone, buf_str(&out));
    buf_fini(&out);
}

static bool say_companion(const struct job *job, const char *before, enum tone tone, field_id field)
{
    struct value value;
    if (!get(job, field, &value))
        return false;
    sheet_span(job->sheet, role_of(job, TONE_MUTED), str_of(before));
    say_value(job, tone, field, &value);
    return true;
}

static void render_plain(const struct job *job)
{
    say_value(job, TONE_TEXT, job->line->field, job->value);
}

static void render_time(const struct job *job)
{
    char text[64], ago[FMT_MAX], zone[16] = "UTC";
    if (job->source->zone != NULL)
        zone_offset(job->source->zone, job->value->i, zone);
    size_t n = instant_format(job->value->i, job->source->zone, INSTANT_DATETIME, text, sizeof text);
    say(job, TONE_TEXT, (struct str){text, n});
    sheet_print(job->sheet, role_of(job, TONE_MUTED), " %s", zone);
    int64_t age = job->source->now - job->value->i;
    fmt_span(age < 0 ? -age : age, ago, sizeof ago);
    sheet_print(job->sheet, role_of(job, TONE_MUTED), age < 0 ? ", in %s" : ", %s ago", ago);
}

static void render_severity(const struct job *job)
{
    static const enum tone tones[] = {TONE_TEXT, TONE_WARN, TONE_CRITICAL};
    int64_t severity = job->value->i;
    enum tone tone = severity >= 0 && severity < SEVERITY_COUNT_ ? tones[severity] : TONE_TEXT;
    say_value(job, tone, job->line->field, job->value);
}

static void render_flag(const struct job *job)
{
    bool alert = job->line->field == FIELD_ALERT && job->value->i != 0;
    say(job, alert ? TONE_ALERT : TONE_TEXT, job->value->i != 0 ? STR("yes") : STR("no"));
}

static void render_device(const struct job *job)
{
    render_plain(job);
    say_companion(job, " #", TONE_MUTED, FIELD_DEV_ID);
}

static void render_imsi(const struct job *job)
{
    struct imsi imsi;
    render_plain(job);
    if (!ident_imsi(job->value->s, &imsi))
        return;
    sheet_print(job->sheet, role_of(job, TONE_MUTED), "  %.*s-%.*s-%.*s", STR_ARG(imsi.mcc), STR_ARG(imsi.mnc),
                STR_ARG(imsi.msin));
    if (imsi.home != NULL)
        sheet_print(job->sheet, role_of(job, TONE_TEXT), "  home %s", imsi.home);
    if (imsi.country != NULL)
        sheet_print(job->sheet, role_of(job, TONE_MUTED), " (%s)", imsi.country);
}

static void say_luhn(const struct job *job, enum luhn check)
{
    if (check == LUHN_HOLDS)
        say(job, TONE_MUTED, STR("  check digit holds"));
    if (check == LUHN_WRONG)
        say(job, TONE_WARN, STR("  check digit is wrong"));
}

static void render_iccid(const struct job *job)
{
    struct iccid iccid;
    render_plain(job);
    if (!ident_iccid(job->value->s, &iccid))
        return;
    say_luhn(job, iccid.check);
    if (iccid.check == LUHN_ABSENT && iccid.full[0] != '\0')
        sheet_print(job->sheet, role_of(job, TONE_MUTED), "  in full %s", iccid.full);
}

static void render_imei(const struct job *job)
{
    struct imei imei;
    render_plain(job);
    if (!ident_imei(job->value->s, &imei))
        return;
    sheet_print(job->sheet, role_of(job, TONE_MUTED), "  TAC %.*s  serial %.*s", STR_ARG(imei.tac),
                STR_ARG(imei.serial));
    if (imei.version.n > 0)
        sheet_print(job->sheet, role_of(job, TONE_MUTED), "  software %.*s  IMEI %s", STR_ARG(imei.version), imei.full);
    say_luhn(job, imei.check);
}

static void render_network(const struct job *job)
{
    struct value mcc, mnc;
    render_plain(job);
    say_companion(job, " ", TONE_TEXT, FIELD_CC);
    if (!get(job, FIELD_MCC, &mcc))
        return;
    sheet_print(job->sheet, role_of(job, TONE_MUTED), "  %.*s", STR_ARG(mcc.s));
    if (get(job, FIELD_MNC, &mnc)) {
        say(job, TONE_MUTED, STR("-"));
        say_value(job, TONE_MUTED, FIELD_MNC, &mnc);
    }
}

/* 2G names a cell by LAC and CI, 3G by LAC and SAC, 4G by a 28-bit cell id: eNodeB and sector. */
static void render_cell(const struct job *job)
{
    struct value ci;
    sheet_print(job->sheet, role_of(job, TONE_TEXT), "LAC %" PRId64, job->value->i);
    if (get(job, FIELD_CI, &ci)) {
        sheet_print(job->sheet, role_of(job, TONE_TEXT), "  CI %" PRId64, ci.i);
        if (ci.i > 0xffff)
            sheet_print(job->sheet, role_of(job, TONE_MUTED), " (eNodeB %" PRId64 " sector %" PRId64 ")", ci.i >> 8,
                        ci.i & 0xff);
    }
    say_companion(job, "  SAC ", TONE_TEXT, FIELD_SAC);
    say_companion(job, "  RAC ", TONE_TEXT, FIELD_RAC);
}

static void render_node(const struct job *job)
{
    struct node node;
    if (!radio_node(job->value->s, &node)) {
        render_plain(job);
        return;
    }
    sheet_print(job->sheet, role_of(job, TONE_MUTED), "%s ", node.role);
    say(job, TONE_TEXT, node.name);
    if (node.ip.n > 0)
        sheet_print(job->sheet, role_of(job, TONE_MUTED), "  %.*s", STR_ARG(node.ip));
    if (node.mcc.n == 0)
        return;
    sheet_print(job->sheet, role_of(job, TONE_MUTED), "  %.*s-%.*s", STR_ARG(node.mcc), STR_ARG(node.mnc));
    const char *name = radio_operator(node.mcc, node.mnc);
    if (name != NULL)
        sheet_print(job->sheet, role_of(job, TONE_TEXT), " %s", name);
}

static void render_rat(const struct job *job)
{
    const char *title = radio_rat_title(job->value->i);
    render_plain(job);
    if (title != NULL)
        sheet_print(job->sheet, role_of(job, TONE_MUTED), "  %s", title);
}

static void render_volume(const struct job *job)
{
    struct value duration;
    render_plain(job);
    say_companion(job, "  down ", TONE_TEXT, FIELD_RX);
    say_companion(job, "  up ", TONE_TEXT, FIELD_TX);
    if (!get(job, FIELD_DUR, &duration) || duration.i < 1000)
        return;
    char rate[FMT_MAX];
    fmt_mb((double)job->value->i / 1e6 * 1000 / (double)duration.i, rate, sizeof rate);
    sheet_print(job->sheet, role_of(job, TONE_MUTED), "  %s/s on average", rate);
}

#define QUOTA_BAR 20

static void render_quota(const struct job *job)
{
    struct value threshold, traffic;
    double volume;
    char text[FMT_MAX];
    bool messages = get(job, FIELD_QUOTA_TRAFFIC, &traffic) && str_find(traffic.s, STR("SMS")) >= 0;
    if (!messages && str_double(job->value->s, &volume) && volume >= 0) {
        fmt_mb(volume, text, sizeof text);
        say(job, TONE_TEXT, str_of(text));
    } else {
        render_plain(job);
        say(job, TONE_MUTED, messages ? STR(" messages") : STR(" MB"));
    }
    if (!get(job, FIELD_QUOTA_THRESHOLD, &threshold) || threshold.i < 0 || threshold.i > 100)
        return;
    say(job, TONE_MUTED, STR("  threshold "));
    sheet_bar(job->sheet, (double)threshold.i / 100, QUOTA_BAR);
    sheet_print(job->sheet, role_of(job, TONE_TEXT), " %" PRId64 "%%", threshold.i);
}

static void render_change(const struct job *job)
{
    struct value from;
    if (get(job, FIELD_STATUS_FROM, &from)) {
        say_value(job, TONE_MUTED, FIELD_STATUS_FROM, &from);
        say(job, TONE_MUTED, STR(" \xe2\x86\x92 "));
    }
    say_value(job, TONE_ACCENT, job->line->field, job->value);
}

static void render_cause(const struct job *job)
{
    say_value(job, TONE_WARN, job->line->field, job->value);
}

/* ---------------------------------------------------------------- detail.changed_data */

#define CHANGES_MAX 200

struct changes {
    const struct job *job;
    int count;
};

static void say_json(const struct changes *changes, enum tone tone, struct str bytes)
{
    struct buf out = {0};
    bool text = bytes.n >= 2 && bytes.p[0] == '"';
    if (text)
        jscan_text(&out, str_sub(bytes, 1, bytes.n - 2));
    else
        buf_add_str(&out, bytes);
    bool none = out.n == 0 || str_eq(buf_str(&out), STR("null"));
    say(changes->job, none ? TONE_MUTED : tone, none ? STR("(none)") : buf_str(&out));
    buf_fini(&out);
}

/* {"old": ..., "new": ...} */
static void say_pair(const struct changes *changes, struct str pair)
{
    struct jscan scan;
    struct str old = STR_NONE, new = STR_NONE, value;
    jscan_init(&scan, pair);
    if (jscan_next(&scan) != JSCAN_OBJECT)
        return;
    while (jscan_next(&scan) == JSCAN_KEY) {
        struct str key = scan.text;
        if (!jscan_value(&scan, &value))
            return;
        if (str_eq(key, STR("old")))
            old = value;
        if (str_eq(key, STR("new")))
            new = value;
    }
    say_json(changes, TONE_MUTED, old);
    say(changes->job, TONE_MUTED, STR(" \xe2\x86\x92 "));
    say_json(changes, TONE_TEXT, new);
}

static bool say_element(void *user, enum jscan_token kind, struct str bytes)
{
    struct changes *changes = user;
    struct jscan scan;
    struct str pair;
    jscan_init(&scan, bytes);
    if (kind != JSCAN_OBJECT || jscan_next(&scan) != JSCAN_OBJECT)
        return true;
    while (changes->count < CHANGES_MAX && jscan_next(&scan) == JSCAN_KEY) {
        struct buf name = {0};
        jscan_text(&name, scan.text);
        if (jscan_value(&scan, &pair)) {
            sheet_line(changes->job->sheet, buf_str(&name), -1, SHEET_OWN);
            say_pair(changes, pair);
            changes->count++;
        }
        buf_fini(&name);
    }
    return changes->count < CHANGES_MAX;
}

static int render_changes(struct sheet *sheet, const struct section_line *line, const struct render_source *source)
{
    static const struct str path[] = {{"detail", 6}, {"changed_data", 12}, {"[]", 2}};
    struct job job = {sheet, line, source, NULL};
    struct changes changes = {&job, 0};
    jscan_path(source->raw, path, sizeof path / sizeof path[0], say_element, &changes);
    return changes.count;
}

/* ---------------------------------------------------------------- the table */

static const struct kind_row {
    void (*fn)(const struct job *job);
    enum sheet_flow flow;
} kinds[] = {
    [RENDER_PLAIN] = {render_plain, SHEET_PACK},     [RENDER_TIME] = {render_time, SHEET_PACK},
    [RENDER_SEVERITY] = {render_severity, SHEET_PACK}, [RENDER_FLAG] = {render_flag, SHEET_PACK},
    [RENDER_DEVICE] = {render_device, SHEET_PACK},   [RENDER_IMSI] = {render_imsi, SHEET_PACK},
    [RENDER_ICCID] = {render_iccid, SHEET_PACK},     [RENDER_IMEI] = {render_imei, SHEET_PACK},
    [RENDER_NETWORK] = {render_network, SHEET_PACK}, [RENDER_CELL] = {render_cell, SHEET_PACK},
    [RENDER_NODE] = {render_node, SHEET_OWN},        [RENDER_RAT] = {render_rat, SHEET_PACK},
    [RENDER_ADDRESS] = {render_plain, SHEET_PACK},   [RENDER_VOLUME] = {render_volume, SHEET_OWN},
    [RENDER_SPAN] = {render_plain, SHEET_PACK},      [RENDER_QUOTA] = {render_quota, SHEET_OWN},
    [RENDER_CHANGE] = {render_change, SHEET_PACK},   [RENDER_CAUSE] = {render_cause, SHEET_PACK},
    [RENDER_LONG] = {render_plain, SHEET_OWN},
};

int render_line(struct sheet *sheet, const struct section_line *line, const struct render_source *source)
{
    struct value value = VALUE_ABSENT;
    if (line->render == RENDER_CHANGES)
        return render_changes(sheet, line, source);
    if (!source->value(source->user, line->field, &value) || !value_is_present(&value))
        return 0;
    struct job job = {sheet, line, source, &value};
    sheet_line(sheet, str_of(line->label), line->field, kinds[line->render].flow);
    kinds[line->render].fn(&job);
    return 1;
}

int render_section(struct sheet *sheet, const struct section *section, const struct render_source *source)
{
    int count = 0;
    sheet_section(sheet, str_of(section->title), STR_NONE);
    for (int i = 0; i < section->line_count; i++)
        count += render_line(sheet, &section->lines[i], source);
    return count;
}
