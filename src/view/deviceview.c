/* The device screen: opening, focus, and what Enter opens. What its parts say is deviceview_facts.c and _parts.c; the list
 * below is the stream's. */
#include "view/deviceview.h"

#include "base/err.h"
#include "view/stages.h"

#include <stdio.h>

const struct device *deviceview_device(const struct deviceview *v)
{
    const struct fleet *fleet = v->over.stream.view.desk->fleet;
    return fleet != NULL ? fleet_device(fleet, v->id) : NULL;
}

const struct session *deviceview_session(const struct deviceview *v, int line)
{
    const struct device *d = deviceview_device(v);
    bool there = d != NULL && line >= 0 && (size_t)line < d->sessions.count;
    return there ? &d->sessions.items[d->sessions.count - 1 - (size_t)line] : NULL;
}

static struct deviceview *view_of(struct stream *stream)
{
    return (struct deviceview *)stream;
}

static const struct deviceview *const_view_of(const struct stream *stream)
{
    return (const struct deviceview *)stream;
}

/* ---- the head ---- */

/* The time of the event under the list's cursor, while the time line itself has not the focus. */
static void follow_eye(struct deviceview *v)
{
    struct stream *s = &v->over.stream;
    bool moved_here = s->head_focused && v->over.board.focus == DEVICEVIEW_TIME;
    row_id row = stream_row(s);
    if (!moved_here)
        v->band.cursor_ms = row != ROW_NONE && s->cursor.mode == CURSOR_HOLD ? store_order_ms(s->view.desk->store, row)
                                                                              : INSTANT_NONE;
}

static void head_update(struct stream *stream)
{
    struct deviceview *v = view_of(stream);
    const struct device *d = deviceview_device(v);
    v->now_ms = desk_now(stream->view.desk);
    v->history.count = 0;
    if (d != NULL) {
        history_read(&v->history, d, v->now_ms);
        history_health(d, v->now_ms, &v->health);
        rhythm_read(d, d->count, v->now_ms, &v->rhythm);
    }
    follow_eye(v);
    board_clear(&v->over.board);
    deviceview_fill_facts(v);
    factsheet_tend(&v->platform);
    factsheet_fill_part(&v->platform, &v->over.board, DEVICEVIEW_PLATFORM);
    deviceview_fill_parts(v);
    boardview_settle(&v->over);
}

/* ---- time ---- */

static void head_zoom(struct stream *stream, int direction)
{
    timeband_zoom(&view_of(stream)->band, direction);
}

static void head_step(struct stream *stream, int direction)
{
    const struct timeband_of of = deviceview_band(view_of(stream));
    timeband_step(&view_of(stream)->band, &of, direction);
}

/* Another moment: the list goes to the event there, or the last one before it. */
static void move_in_time(struct deviceview *v, int direction)
{
    const struct timeband_of of = deviceview_band(v);
    struct stream *s = &v->over.stream;
    struct slice_anchor anchor = {.row = ROW_NONE, .id = UINT64_MAX};
    size_t index;
    timeband_move(&v->band, &of, direction);
    anchor.order_ms = v->band.cursor_ms;
    if (slice_find(s->slice, &anchor, &index) != SLICE_EMPTY)
        cursor_to_row(&s->cursor, slice_row(s->slice, index));
}

static bool head_sideways(struct stream *stream, int direction)
{
    struct deviceview *v = view_of(stream);
    if (v->over.board.focus == DEVICEVIEW_TIME)
        move_in_time(v, direction);
    else if (v->over.board.focus == DEVICEVIEW_STAGES)
        v->stage = stages_step(v->stage, (int)v->history.count, direction);
    else
        return false;
    return true;
}

/* ---- Enter ---- */

static int to_row(struct deviceview *v, row_id row, struct error *err)
{
    if (row == ROW_NONE)
        return err_set(err, E_GONE, "the event behind this is not held any more");
    return stream_narrow(&v->over.stream, STR_NONE, row, err);
}

static int enter_session(struct deviceview *v, struct error *err)
{
    const struct session *session = deviceview_session(v, boardview_line(&v->over));
    const struct fleet *fleet = v->over.stream.view.desk->fleet;
    struct buf query = {0};
    if (session == NULL)
        return err_set(err, E_INVALID, "no session of this device has been seen");
    if (session->sid != 0) {
        buf_add_text(&query, "session.id:");
        filter_add_value(&query, FIELD_SESSION_ID, fleet_text(fleet, session->sid), FILTER_BEHIND_COLON);
    } else if (session->pdp_id >= 0) {
        buf_add_fmt(&query, "pdp.id:%lld", (long long)session->pdp_id);
    }
    row_id row = session->deleted != ROW_NONE ? session->deleted : session->created;
    int result = row == ROW_NONE ? to_row(v, row, err) : stream_narrow(&v->over.stream, buf_str(&query), row, err);
    buf_fini(&query);
    return result;
}

static int enter_stage(struct deviceview *v, struct error *err)
{
    const struct history *h = &v->history;
    size_t back = (size_t)v->stage;
    return to_row(v, back < h->count ? h->spans[h->count - 1 - back].row : ROW_NONE, err);
}

static int enter_fact(struct deviceview *v, struct error *err)
{
    const struct device *d = deviceview_device(v);
    const struct desk *desk = v->over.stream.view.desk;
    if (d == NULL)
        return err_set(err, E_INVALID, "no event of this device is held");
    const struct step *place = history_place_step(d);
    switch (sheet_tag(board_sheet(&v->over.board, DEVICEVIEW_FACTS), boardview_line(&v->over))) {
    case DEVICEVIEW_STATE: return to_row(v, d->cause_row, err);
    case DEVICEVIEW_HEALTH:
        if (v->health.rejects > 0)
            return stream_narrow(&v->over.stream, STR("type:pdp.reject"), v->health.reject_row, err);
        return stream_narrow(&v->over.stream, STR("type:pdp.*"), ROW_NONE, err);
    case DEVICEVIEW_RHYTHM: return to_row(v, v->rhythm.last_row, err);
    case DEVICEVIEW_SIM: desk->run(desk->app, "sim"); return 0;
    case DEVICEVIEW_RADIO: return to_row(v, place != NULL ? place->row : ROW_NONE, err);
    default: return stream_narrow(&v->over.stream, STR("type:quota.* or type:pdp.delete"), ROW_NONE, err);
    }
}

static int head_enter(struct stream *stream, struct error *err)
{
    struct deviceview *v = view_of(stream);
    switch ((enum deviceview_part)v->over.board.focus) {
    case DEVICEVIEW_FACTS: return enter_fact(v, err);
    case DEVICEVIEW_PLATFORM: stream->view.desk->run(stream->view.desk->app, "facts"); return 0;
    case DEVICEVIEW_STAGES: return enter_stage(v, err);
    case DEVICEVIEW_SESSIONS: return enter_session(v, err);
    default: break;
    }
    stream_open_list(stream); /* it stands at the moment already */
    return 0;
}

static const char *head_tell(const struct stream *stream)
{
    static const char *const facts[] = {
        [DEVICEVIEW_STATE] = "the event that led to this state",   [DEVICEVIEW_HEALTH] = "the refusals, or the session changes",
        [DEVICEVIEW_RHYTHM] = "its last sign of life",
        [DEVICEVIEW_SIM] = "the SIM",                              [DEVICEVIEW_RADIO] = "the event that told where it is",
        [DEVICEVIEW_QUOTA] = "quota events and what sessions moved", [DEVICEVIEW_FORECAST] = "what sessions moved",
    };
    const struct deviceview *v = const_view_of(stream);
    int tag = sheet_tag(v->over.board.state[DEVICEVIEW_FACTS].sheet, boardview_line(&v->over));
    switch ((enum deviceview_part)v->over.board.focus) {
    case DEVICEVIEW_FACTS: return tag >= 0 ? facts[tag] : "nothing";
    case DEVICEVIEW_PLATFORM: return factsheet_can_ask(&v->platform) ? "all that the platform says of it" : "nothing: no API access here";
    case DEVICEVIEW_STAGES: return "the event that led to the chosen state";
    case DEVICEVIEW_TIME: return "the event at this time, in the list";
    default: return "the events of this session";
    }
}

/* ---- what can be opened from the head ---- */

static bool head_here(const struct stream *stream, field_id field, struct value *out)
{
    const struct deviceview *v = const_view_of(stream);
    const struct device *d = deviceview_device(v);
    const struct fleet *fleet = v->over.stream.view.desk->fleet;
    if (d == NULL)
        return field == FIELD_DEV_ID && boardview_number(field, v->id, out);
    bool on_session = v->over.board.focus == DEVICEVIEW_SESSIONS;
    const struct session *session = on_session ? deviceview_session(v, boardview_line(&v->over)) : NULL;
    const struct place *place = fleet_place(fleet, session != NULL ? session->place : device_place(d));
    switch (field) {
    case FIELD_DEV_ID: return boardview_number(field, v->id, out);
    case FIELD_SIM_ID: return boardview_number(field, d->sim_id, out);
    case FIELD_ICCID: return boardview_text(field, fleet_text(fleet, d->iccid.text), out);
    case FIELD_IMSI:
        return boardview_text(field, fleet_text(fleet, session != NULL && session->imsi != 0 ? session->imsi : d->imsi.text), out);
    case FIELD_ORG_ID: return boardview_number(field, d->org_id, out);
    case FIELD_ORG: return boardview_text(field, fleet_text(fleet, d->org.text), out);
    case FIELD_AT_OP: return place != NULL && boardview_text(field, place->op, out);
    case FIELD_AT_CC: return place != NULL && boardview_text(field, place->cc, out);
    default: return false;
    }
}

static const struct stream_head head = {
    .columns = "time dt type op cc what",
    .rows = boardview_rows, .update = head_update, .draw = boardview_draw, .tab = boardview_tab, .move = boardview_move,
    .enter = head_enter, .here = head_here, .tell = head_tell, .sideways = head_sideways, .zoom = head_zoom, .step = head_step,
};

/* ---- the view ---- */

static int find(const struct desk *desk, struct str argument, int64_t *id, struct error *err)
{
    const struct device *d = NULL;
    bool number = str_i64(argument, id);
    if (desk->fleet == NULL)
        return err_set(err, E_INVALID, "states are not derived in this run, so there is no device to show");
    if (number)
        d = fleet_device(desk->fleet, *id);
    if (d == NULL)
        d = fleet_device_by_name(desk->fleet, argument);
    if (d == NULL && !number)
        return err_set(err, E_UNKNOWN, "no event held names a device `%.*s`", STR_ARG(argument));
    *id = d != NULL ? d->id : *id;
    return 0;
}

static int deviceview_open(struct view *view, struct str argument, struct error *err)
{
    struct deviceview *v = (struct deviceview *)view;
    char predicate[64];
    int result = find(view->desk, argument, &v->id, err);
    if (result < 0)
        return result;
    snprintf(predicate, sizeof predicate, "dev.id:%lld", (long long)v->id);
    result = stream_init(&v->over.stream, &head, str_of(predicate), err);
    if (result < 0)
        return result;
    v->over.stream.list_empty = "No event of this device is held.";
    const struct device *d = deviceview_device(v);
    timeband_init(&v->band, view->desk, d == NULL ? INSTANT_NONE : d->base_since_ms != INSTANT_NONE || d->count == 0
                                            ? d->base_since_ms : d->steps[0].ts_ms);
    board_init(&v->over.board, deviceview_parts, DEVICEVIEW_PART_COUNT_, v);
    factsheet_open(&v->platform, view->desk, (struct fact_about){FACT_OF_DEVICE, v->id}, "device");
    return 0;
}

static void deviceview_close(struct view *view)
{
    struct deviceview *v = (struct deviceview *)view;
    factsheet_close(&v->platform);
    history_fini(&v->history);
    boardview_close(view);
}

static void deviceview_title(const struct view *view, struct buf *out)
{
    const struct deviceview *v = (const struct deviceview *)view;
    const struct device *d = deviceview_device(v);
    struct str name = d != NULL ? fleet_text(view->desk->fleet, d->name.text) : STR_NONE;
    if (name.n > 0)
        buf_add_fmt(out, "device %.*s", STR_ARG(name));
    else
        buf_add_fmt(out, "device %lld", (long long)v->id);
}

static bool deviceview_about(const struct view *view, struct fact_about *out)
{
    *out = (struct fact_about){FACT_OF_DEVICE, ((const struct deviceview *)view)->id};
    return true;
}

static const struct view_hint hints[] = {
    {"step-out", "back"},   {"focus", "parts"},     {"detail", "open"},   {"sim", "SIM"},       {"imsi", "IMSI"},
    {"operator", "operator"}, {"filter", "filter"}, {"actions", "actions"},
    {"older", "older"}, {"zoom-in", "zoom"}, {"next-alert", "next alert"}, {NULL, NULL},
};

const struct view_ops deviceview_ops = {
    .name = "device",
    STREAM_DRILL,
    .keymap = "device",
    .size = sizeof(struct deviceview),
    .open = deviceview_open,
    .close = deviceview_close,
    .title = deviceview_title,
    .about = deviceview_about,
    .hints = hints,
};
