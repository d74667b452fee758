/* The labelled lines at the top of a device: what it is in, how it fares, its SIM, where it is, its quota. Every value comes
 * from events; what is carried forward from an earlier one wears ~ and its age. */
#include "view/deviceview.h"

#include "base/fmt.h"
#include "model/ident.h"
#include "view/about.h"

#include <stdio.h>

#define QUOTA_BAR 20
#define QUOTA_BAR_NARROW 10

#define CRAMPED_COLS 90 /* narrower: a line says less, so that it stays one */

struct facts {
    struct deviceview *v;
    const struct device *d;
    const struct desk *desk;
    struct sheet *sheet;
};

/* Not on pages of a small screen: there a line may wrap. */
static bool is_cramped(const struct facts *f)
{
    int cols = f->v->over.stream.view.cols;
    return cols < CRAMPED_COLS && !board_is_small(f->v->over.stream.view.rows, cols);
}

static struct str text_of(const struct facts *f, uint32_t id)
{
    return fleet_text(f->desk->fleet, id);
}

/* ---- state ---- */

static void type_name(const struct facts *f, row_id row, char *out, size_t size)
{
    struct value number;
    out[0] = '\0';
    if (row == ROW_NONE || !store_has(f->desk->store, row))
        return;
    int64_t id = store_get(f->desk->store, row, FIELD_TYPE_ID, &number) ? number.i : TYPE_ID_NONE;
    type_slug(store_type(f->desk->store, row), id, out, size);
}

static void add_before(const struct facts *f)
{
    const struct history *h = &f->v->history;
    char state[ABOUT_MAX], span[FMT_MAX];
    if (h->count < 2 || h->spans[h->count - 2].state == DEVICE_UNKNOWN)
        return;
    const struct history_span *before = &h->spans[h->count - 2];
    about_state(before->state, state);
    fmt_span(before->to_ms - before->from_ms, span, sizeof span);
    sheet_print(f->sheet, ROLE_MUTED, ", was %s %s", state, span);
}

static void add_sure(const struct facts *f)
{
    const char *why;
    char count[FMT_MAX];
    int sure = device_confidence(f->d, &why);
    fmt_count(f->d->events, count, sizeof count);
    if (sure == 100 && is_cramped(f))
        sheet_print(f->sheet, ROLE_MUTED, "  sure");
    else if (sure == 100)
        sheet_print(f->sheet, ROLE_MUTED, "    sure: %s event%s, no gap", count, f->d->events == 1 ? "" : "s");
    else
        sheet_print(f->sheet, ROLE_WARN, "    %d%% sure: %s", sure, why);
}

static void add_state(const struct facts *f)
{
    char state[ABOUT_MAX], when[ABOUT_MAX], span[FMT_MAX], cause[64];
    enum device_state now = device_state(f->d);
    about_state(now, state);
    sheet_line(f->sheet, STR("State"), DEVICEVIEW_STATE, SHEET_OWN);
    sheet_print(f->sheet, about_state_role(now), "%s", state);
    if (f->d->since_ms != INSTANT_NONE) {
        about_when(f->desk, f->d->since_ms, when);
        fmt_span(f->v->now_ms - f->d->since_ms, span, sizeof span);
        type_name(f, f->d->cause_row, cause, sizeof cause);
        sheet_print(f->sheet, ROLE_VALUE, " since %s (%s)%s%s", when, span, cause[0] != '\0' ? " by " : "", cause);
        add_before(f);
    }
    add_sure(f);
}

/* ---- health ---- */

static void add_rejects(const struct facts *f)
{
    const struct health *health = &f->v->health;
    struct value cause;
    struct buf text = {0};
    char span[FMT_MAX], count[FMT_MAX];
    fmt_count(health->rejects, count, sizeof count);
    fmt_span((int64_t)health->rejected_for * 1000, span, sizeof span);
    sheet_print(f->sheet, ROLE_ALERT, "\xe2\x96\xb2 REJECTED \xc3\x97%s", count);
    if (health->reject_row != ROW_NONE && store_get(f->desk->store, health->reject_row, FIELD_CAUSE, &cause))
        value_print(&text, FIELD_CAUSE, &cause, PRINT_PEOPLE, NULL);
    sheet_print(f->sheet, ROLE_VALUE, " %.*s", STR_ARG(buf_str(&text)));
    sheet_print(f->sheet, ROLE_MUTED, ", %s ago  ", span);
    buf_fini(&text);
}

static void add_flags(const struct facts *f)
{
    static const struct {
        unsigned flag;
        const char *text;
    } words[] = {
        {MACHINE_DATA_DENIED, "data denied: quota  "}, {MACHINE_SMS_DENIED, "SMS denied: quota  "},
        {MACHINE_SILENT, "the platform called it offline  "}, {MACHINE_RELEASED, "no SIM in it  "},
        {MACHINE_BLOCKED, "traffic limit reached  "},
    };
    unsigned flags = device_machine(f->d)->flags;
    if (f->v->health.rejects > 0)
        flags &= ~(unsigned)MACHINE_DATA_DENIED; /* the rejects say so, and why */
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if ((flags & words[i].flag) != 0)
            sheet_print(f->sheet, ROLE_ALERT, "\xe2\x96\xb2 %s", words[i].text);
}

static void add_health(const struct facts *f)
{
    const struct health *health = &f->v->health;
    sheet_line(f->sheet, STR("Health"), DEVICEVIEW_HEALTH, SHEET_OWN);
    if (health->rejects > 0)
        add_rejects(f);
    add_flags(f);
    if (health->flaps > HISTORY_FLAP_LIMIT)
        sheet_print(f->sheet, ROLE_WARN, "\xe2\x96\xb2 FLAPPING %d/15m, limit %d", health->flaps, HISTORY_FLAP_LIMIT);
    else
        sheet_print(f->sheet, ROLE_MUTED, "%s%d session change%s in 15 min", health->rejects > 0 ? "" : "no refusal, ",
                    health->flaps, health->flaps == 1 ? "" : "s");
}

/* ---- rhythm ---- */

/* Nothing while too little is known for anything to be usual. */
static void add_rhythm(const struct facts *f)
{
    const struct rhythm *r = &f->v->rhythm;
    char usual[FMT_MAX], spread[FMT_MAX], quiet[FMT_MAX], when[ABOUT_MAX];
    if (r->expected_ms == INSTANT_NONE)
        return;
    fmt_span(r->usual_ms, usual, sizeof usual);
    fmt_span(r->spread_ms, spread, sizeof spread);
    fmt_span(f->v->now_ms > r->last_ms ? f->v->now_ms - r->last_ms : 0, quiet, sizeof quiet);
    about_when(f->desk, r->expected_ms, when);
    sheet_line(f->sheet, STR("Quiet"), DEVICEVIEW_RHYTHM, SHEET_OWN);
    if (r->silent)
        sheet_print(f->sheet, ROLE_ALERT, "\xe2\x96\xb2 SILENT %lld\xc3\x97 overdue  ", (long long)r->times);
    sheet_print(f->sheet, r->silent ? ROLE_ALERT : ROLE_VALUE, "for %s", quiet);
    sheet_print(f->sheet, ROLE_MUTED, ", usually %s", usual);
    if (!is_cramped(f) && r->spread_ms >= 1000)
        sheet_print(f->sheet, ROLE_MUTED, " (\xc2\xb1%s)", spread);
    bool overdue = f->v->now_ms > r->expected_ms;
    sheet_print(f->sheet, ROLE_MUTED, overdue ? ", was expected at " : ", next expected at ");
    sheet_print(f->sheet, overdue ? ROLE_WARN : ROLE_VALUE, "%s", when);
}

/* ---- identities ---- */

static void add_sim(const struct facts *f)
{
    char state[ABOUT_MAX];
    bool inferred = false;
    const struct simcard *sim = f->d->sim_id >= 0 ? fleet_sim(f->desk->fleet, f->d->sim_id) : NULL;
    struct str iccid = text_of(f, f->d->iccid.text), imsi = text_of(f, f->d->imsi.text), imei = text_of(f, f->d->imei.text);
    sheet_line(f->sheet, STR("SIM"), DEVICEVIEW_SIM, SHEET_OWN);
    if (sim == NULL && iccid.n == 0)
        sheet_print(f->sheet, ROLE_MUTED, "no event names its SIM  ");
    sheet_span(f->sheet, ROLE_VALUE, iccid);
    if (sim != NULL) {
        enum sim_state now = simcard_state(sim, INT64_MAX, UINT64_MAX, &inferred);
        about_sim_state(now, state);
        sheet_print(f->sheet, about_sim_role(now), " %s%s", state, !inferred ? "" : is_cramped(f) ? "?" : " (inferred)");
    }
    sheet_print(f->sheet, ROLE_LABEL, "  IMSI ");
    sheet_span(f->sheet, imsi.n > 0 ? ROLE_VALUE : ROLE_MUTED, imsi.n > 0 ? imsi : STR("not told"));
    if (sim != NULL && sim->imsi_count > 1)
        sheet_print(f->sheet, ROLE_MUTED, " (%d)", sim->imsi_count);
    if (!is_cramped(f)) {
        sheet_print(f->sheet, ROLE_LABEL, "  IMEI ");
        sheet_span(f->sheet, imei.n > 0 ? ROLE_VALUE : ROLE_MUTED, imei.n > 0 ? imei : STR("not told"));
    }
    const struct sim_seen *to;
    if (sim != NULL && simcard_moved(sim, &to))
        sheet_print(f->sheet, ROLE_ALERT, "  \xe2\x96\xb2 MOVED");
}

/* ---- radio ---- */

static void add_cell(const struct facts *f, const struct place *place)
{
    const char *rat = place->rat >= 0 ? field_enum_word(FIELD_RAT, place->rat) : NULL;
    char network[ABOUT_MAX];
    about_network(place, network);
    sheet_print(f->sheet, ROLE_VALUE, "~%s%s%s", rat != NULL ? rat : "", rat != NULL ? " " : "", network);
    if (place->lac >= 0)
        sheet_print(f->sheet, ROLE_VALUE, "  LAC %lld", (long long)place->lac);
    if (place->ci >= 0)
        sheet_print(f->sheet, ROLE_VALUE, " CI %lld", (long long)place->ci);
}

static void add_session_facts(const struct facts *f)
{
    const struct session *session = deviceview_session(f->v, 0);
    struct value apn;
    if (session == NULL)
        return;
    row_id row = session->created != ROW_NONE ? session->created : session->deleted;
    if (!is_cramped(f) && row != ROW_NONE && store_get(f->desk->store, row, FIELD_APN, &apn))
        sheet_print(f->sheet, ROLE_VALUE, "  APN %.*s", STR_ARG(apn.s));
    struct str ue = text_of(f, session->ue_ip);
    if (ue.n > 0)
        sheet_print(f->sheet, session->end == SESSION_OPEN ? ROLE_VALUE : ROLE_MUTED, "  UE %.*s", STR_ARG(ue));
}

static void add_radio(const struct facts *f)
{
    const struct place *place = fleet_place(f->desk->fleet, device_place(f->d));
    const struct step *step = history_place_step(f->d);
    char span[FMT_MAX];
    sheet_line(f->sheet, STR("Radio"), DEVICEVIEW_RADIO, SHEET_OWN);
    if (place == NULL)
        sheet_print(f->sheet, ROLE_MUTED, "on no network that an event names, or purged from it since");
    else
        add_cell(f, place);
    if (step != NULL) {
        fmt_span(f->v->now_ms - step->ts_ms, span, sizeof span);
        sheet_print(f->sheet, ROLE_MUTED, ", %s ago", span);
    }
    add_session_facts(f);
    struct str ip = text_of(f, f->d->ip.text);
    const struct session *session = deviceview_session(f->v, 0);
    if (ip.n > 0 && !is_cramped(f) && (session == NULL || !str_eq(ip, text_of(f, session->ue_ip))))
        sheet_print(f->sheet, ROLE_VALUE, "  IP %.*s", STR_ARG(ip));
}

/* ---- quota ---- */

static void add_quota(const struct facts *f)
{
    const struct simcard *sim = f->d->sim_id >= 0 ? fleet_sim(f->desk->fleet, f->d->sim_id) : NULL;
    struct burndown burn;
    sheet_line(f->sheet, STR("Quota"), DEVICEVIEW_QUOTA, SHEET_OWN);
    if (sim == NULL || sim->quota[SIM_DATA].ts_ms == INSTANT_NONE) {
        sheet_print(f->sheet, ROLE_MUTED, "no event held has told a data quota");
        return;
    }
    burndown_start(&burn, &sim->quota[SIM_DATA], f->v->now_ms);
    for (size_t i = 0; i < f->d->sessions.count; i++)
        burndown_add(&burn, &f->d->sessions.items[i]);
    burndown_finish(&burn);
    int bar = f->v->over.stream.view.cols >= 90 ? QUOTA_BAR : QUOTA_BAR_NARROW;
    about_quota(f->sheet, f->desk, &sim->quota[SIM_DATA], &burn, bar, "MB");
    if (sim->quota[SIM_DATA].used_up || sim->quota[SIM_DATA].expired)
        return;
    sheet_line(f->sheet, STR("Burn"), DEVICEVIEW_FORECAST, SHEET_OWN);
    about_burndown(f->sheet, f->desk, &burn);
}

static void add_title(const struct facts *f)
{
    struct board_state *state = &f->v->over.board.state[DEVICEVIEW_FACTS];
    struct buf title = {0};
    struct str name = text_of(f, f->d->name.text), org = text_of(f, f->d->org.text), tags = text_of(f, f->d->tags.text);
    buf_add_text(&title, "DEVICE ");
    buf_add_str(&title, name);
    buf_add_fmt(&title, " \xc2\xb7 #%lld", (long long)f->v->id);
    if (org.n > 0)
        buf_add_fmt(&title, " \xc2\xb7 %.*s", STR_ARG(org));
    struct value value = {.kind = KIND_TEXT, .s = tags};
    if (tags.n > 0) {
        buf_add_text(&title, " \xc2\xb7 tags ");
        value_print(&title, FIELD_TAG, &value, PRINT_PEOPLE, NULL);
    }
    str_copy(buf_str(&title), state->title, sizeof state->title);
    buf_fini(&title);
}

void deviceview_fill_facts(struct deviceview *v)
{
    const struct facts f = {v, deviceview_device(v), v->over.stream.view.desk, board_sheet(&v->over.board, DEVICEVIEW_FACTS)};
    if (f.d == NULL) {
        snprintf(v->over.board.state[DEVICEVIEW_FACTS].title, BOARD_TITLE_MAX, "DEVICE #%lld", (long long)v->id);
        sheet_text(f.sheet, ROLE_MUTED, STR("No event of this device is held, so nothing can be said of its state."));
        return;
    }
    add_title(&f);
    add_state(&f);
    add_health(&f);
    add_rhythm(&f);
    add_sim(&f);
    add_radio(&f);
    add_quota(&f);
}
