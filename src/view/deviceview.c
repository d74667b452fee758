/* The device screen: opening, focus, and what Enter opens. What its parts say is deviceview_facts.c and _parts.c; the list
 * below is the stream's. */
#include "view/deviceview.h"

#include "base/err.h"
#include "view/about.h"

#include <stdio.h>

const struct device *deviceview_device(const struct deviceview *v)
{
    const struct fleet *fleet = v->stream.view.desk->fleet;
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

static int head_rows(const struct stream *stream, int rows, int cols)
{
    return board_rows(&const_view_of(stream)->board, rows, cols);
}

/* The time of the event under the list's cursor, while the time line itself has not the focus. */
static void follow_eye(struct deviceview *v)
{
    struct stream *s = &v->stream;
    bool moved_here = s->head_focused && v->board.focus == DEVICEVIEW_TIME;
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
    }
    follow_eye(v);
    board_clear(&v->board);
    deviceview_fill_facts(v);
    factsheet_tend(&v->platform);
    factsheet_fill_part(&v->platform, &v->board, DEVICEVIEW_PLATFORM);
    deviceview_fill_parts(v);
    board_settle(&v->board, stream->view.grid, stream->view.rows, stream->view.cols);
}

static void head_draw(const struct stream *stream, struct canvas canvas)
{
    board_draw(&const_view_of(stream)->board, canvas, stream->view.rows,
               stream->head_focused ? BOARD_FOCUSED : BOARD_AWAY);
}

static bool head_tab(struct stream *stream)
{
    enum board_focus focus = stream->head_focused ? BOARD_FOCUSED : BOARD_AWAY;
    return board_tab(&view_of(stream)->board, focus, stream->view.rows, stream->view.cols) == BOARD_FOCUSED;
}

static bool head_move(struct stream *stream, struct str name)
{
    return board_move(&view_of(stream)->board, name, stream->view.rows, stream->view.cols);
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
    struct stream *s = &v->stream;
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
    int last = (int)v->history.count - 1, to = v->stage - direction;
    if (v->board.focus == DEVICEVIEW_TIME)
        move_in_time(v, direction);
    else if (v->board.focus == DEVICEVIEW_STAGES)
        v->stage = to < 0 || last < 0 ? 0 : to > last ? last : to;
    else
        return false;
    return true;
}

/* ---- Enter ---- */

static int to_row(struct deviceview *v, row_id row, struct error *err)
{
    if (row == ROW_NONE)
        return err_set(err, E_GONE, "the event behind this is not held any more");
    return stream_narrow(&v->stream, STR_NONE, row, err);
}

static int enter_session(struct deviceview *v, struct error *err)
{
    const struct session *session = deviceview_session(v, v->board.state[DEVICEVIEW_SESSIONS].cursor);
    const struct fleet *fleet = v->stream.view.desk->fleet;
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
    int result = row == ROW_NONE ? to_row(v, row, err) : stream_narrow(&v->stream, buf_str(&query), row, err);
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
    const struct desk *desk = v->stream.view.desk;
    if (d == NULL)
        return err_set(err, E_INVALID, "no event of this device is held");
    const struct step *place = history_place_step(d);
    switch (sheet_tag(board_sheet(&v->board, DEVICEVIEW_FACTS), v->board.state[DEVICEVIEW_FACTS].cursor)) {
    case DEVICEVIEW_STATE: return to_row(v, d->cause_row, err);
    case DEVICEVIEW_HEALTH:
        if (v->health.rejects > 0)
            return stream_narrow(&v->stream, STR("type:pdp.reject"), v->health.reject_row, err);
        return stream_narrow(&v->stream, STR("type:pdp.*"), ROW_NONE, err);
    case DEVICEVIEW_SIM: desk->run(desk->app, "sim"); return 0;
    case DEVICEVIEW_RADIO: return to_row(v, place != NULL ? place->row : ROW_NONE, err);
    default: return stream_narrow(&v->stream, STR("type:quota.* or type:pdp.delete"), ROW_NONE, err);
    }
}

static int head_enter(struct stream *stream, struct error *err)
{
    struct deviceview *v = view_of(stream);
    switch ((enum deviceview_part)v->board.focus) {
    case DEVICEVIEW_FACTS: return enter_fact(v, err);
    case DEVICEVIEW_PLATFORM: v->stream.view.desk->run(v->stream.view.desk->app, "facts"); return 0;
    case DEVICEVIEW_STAGES: return enter_stage(v, err);
    case DEVICEVIEW_SESSIONS: return enter_session(v, err);
    default: break;
    }
    stream->head_focused = 0; /* the list stands at the moment already */
    return 0;
}

/* ---- what can be opened from the head ---- */

static bool number_value(field_id field, int64_t number, struct value *out)
{
    *out = (struct value){.kind = field_row(field)->kind, .i = number};
    return number >= 0;
}

static bool text_value(field_id field, struct str text, struct value *out)
{
    *out = (struct value){.kind = field_row(field)->kind, .s = text};
    return text.n > 0;
}

static bool head_here(const struct stream *stream, field_id field, struct value *out)
{
    const struct deviceview *v = const_view_of(stream);
    const struct device *d = deviceview_device(v);
    const struct fleet *fleet = v->stream.view.desk->fleet;
    if (d == NULL)
        return field == FIELD_DEV_ID && number_value(field, v->id, out);
    bool on_session = v->board.focus == DEVICEVIEW_SESSIONS;
    const struct session *session = on_session ? deviceview_session(v, v->board.state[DEVICEVIEW_SESSIONS].cursor) : NULL;
    const struct place *place = fleet_place(fleet, session != NULL ? session->place : device_place(d));
    switch (field) {
    case FIELD_DEV_ID: return number_value(field, v->id, out);
    case FIELD_SIM_ID: return number_value(field, d->sim_id, out);
    case FIELD_ICCID: return text_value(field, fleet_text(fleet, d->iccid.text), out);
    case FIELD_IMSI:
        return text_value(field, fleet_text(fleet, session != NULL && session->imsi != 0 ? session->imsi : d->imsi.text), out);
    case FIELD_ORG_ID: return number_value(field, d->org_id, out);
    case FIELD_ORG: return text_value(field, fleet_text(fleet, d->org.text), out);
    case FIELD_AT_OP: return place != NULL && text_value(field, place->op, out);
    case FIELD_AT_CC: return place != NULL && text_value(field, place->cc, out);
    default: return false;
    }
}

static const struct stream_head head = {
    .columns = "time dt type op cc what",
    .rows = head_rows, .update = head_update, .draw = head_draw, .tab = head_tab, .move = head_move, .enter = head_enter,
    .here = head_here, .sideways = head_sideways, .zoom = head_zoom, .step = head_step,
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
    result = stream_init(&v->stream, &head, str_of(predicate), err);
    if (result < 0)
        return result;
    v->stream.list_empty = "No event of this device is held.";
    const struct device *d = deviceview_device(v);
    timeband_init(&v->band, view->desk, d == NULL ? INSTANT_NONE : d->base_since_ms != INSTANT_NONE || d->count == 0
                                            ? d->base_since_ms : d->steps[0].ts_ms);
    board_init(&v->board, deviceview_parts, DEVICEVIEW_PART_COUNT_, v);
    factsheet_open(&v->platform, view->desk, (struct fact_about){FACT_OF_DEVICE, v->id}, "device");
    return 0;
}

static void deviceview_close(struct view *view)
{
    struct deviceview *v = (struct deviceview *)view;
    factsheet_close(&v->platform);
    board_fini(&v->board);
    history_fini(&v->history);
    stream_close(view);
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
    {"back", "back"},   {"focus", "parts"},     {"detail", "open"},   {"sim", "SIM"},       {"imsi", "IMSI"},
    {"operator", "operator"}, {"filter", "filter"}, {"zoom-in", "zoom"}, {"next-alert", "next alert"}, {NULL, NULL},
};

const struct view_ops deviceview_ops = {
    .name = "device",
    .base = &stream_ops,
    .keymap = "device",
    .size = sizeof(struct deviceview),
    .open = deviceview_open,
    .close = deviceview_close,
    .update = stream_update,
    .draw = stream_draw,
    .key = stream_key,
    .paste = stream_paste,
    .title = deviceview_title,
    .status = stream_status,
    .mouse = stream_mouse,
    .move = stream_move,
    .here = stream_here,
    .cell = stream_cell,
    .about = deviceview_about,
    .hints = hints,
};
