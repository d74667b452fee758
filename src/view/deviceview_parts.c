/* The row of states, the time line and the table of sessions of a device. */
#include "view/deviceview.h"

#include "base/fmt.h"
#include "model/field.h"
#include "view/about.h"
#include "view/stages.h"

#include <stdio.h>

/* ---- the row of states ---- */

static void stage(const void *user, int index, struct stage *out)
{
    const struct history_span *span = &((const struct history *)user)->spans[index];
    char state[ABOUT_MAX];
    about_state(span->state, state);
    *out = (struct stage){.role = about_state_role(span->state), .ms = span->from_ms};
    str_copy(str_of(state), out->word, sizeof out->word);
}

static void plot_stages(const void *view, struct canvas canvas, enum board_focus focus)
{
    const struct deviceview *v = view;
    const struct stages stages = {
        .count = (int)v->history.count,
        .stage = stage,
        .user = &v->history,
        .style = INSTANT_HHMM,
        .zone = v->over.stream.view.desk->zone,
        .chosen = focus == BOARD_FOCUSED ? v->stage : -1,
    };
    stages_draw(&stages, canvas);
}

/* ---- the time line ---- */

struct timeband_of deviceview_band(const struct deviceview *v)
{
    return (struct timeband_of){v->over.stream.view.desk, deviceview_device(v), &v->history, v->over.stream.view.cols};
}

static void plot_time(const void *view, struct canvas canvas, enum board_focus focus)
{
    const struct deviceview *v = view;
    const struct timeband_of of = deviceview_band(v);
    (void)focus;
    if (of.device != NULL)
        timeband_draw(&v->band, &of, canvas);
}

/* ---- sessions ---- */

enum session_column { NUMBER, START, END, DURATION, RX, TX, OPERATOR, RAT, UE_IP, ENDED, COLUMN_COUNT_ };

static const struct table_column columns[COLUMN_COUNT_] = {
    [NUMBER] = {.title = "#", .width = 4, .align = TABLE_RIGHT, .priority = 9},
    [START] = {.title = "START", .width = 16, .min = 8},
    [END] = {.title = "END", .width = 8, .priority = 7},
    [DURATION] = {.title = "DUR", .width = 6, .align = TABLE_RIGHT},
    [RX] = {.title = "RX", .width = 8, .align = TABLE_RIGHT},
    [TX] = {.title = "TX", .width = 8, .align = TABLE_RIGHT, .priority = 4},
    [OPERATOR] = {.title = "OPERATOR", .width = 14, .min = 8, .grow = 1, .priority = 3},
    [RAT] = {.title = "RAT", .width = 5, .priority = 5},
    [UE_IP] = {.title = "UE IP", .width = 13, .priority = 6},
    [ENDED] = {.title = "ENDED BY", .width = 8, .priority = 1},
};

static void time_cell(const struct desk *desk, int64_t ms, bool date, struct table_cell *out)
{
    char text[ABOUT_MAX];
    if (ms == INSTANT_NONE)
        return;
    if (date)
        about_when(desk, ms, text);
    else
        instant_format(ms, desk->zone, INSTANT_TIME, text, sizeof text);
    buf_add_text(out->text, text);
}

static void volume_cell(int64_t bytes, struct table_cell *out)
{
    char text[ABOUT_MAX];
    about_bytes(bytes >= 0 ? (double)bytes : -1, text);
    buf_add_text(out->text, text);
}

static void end_cell(const struct session *session, struct table_cell *out)
{
    bool open = session->end == SESSION_OPEN;
    buf_add_text(out->text, open ? "open" : session_end_words[session->end]);
    out->role = open ? ROLE_GOOD : session->end == SESSION_BY_NETWORK ? ROLE_TEXT : ROLE_WARN;
}

static void duration_cell(const struct deviceview *v, const struct session *session, struct table_cell *out)
{
    char text[FMT_MAX];
    int64_t end = session->end == SESSION_OPEN ? v->now_ms : session->end_ms;
    if (session->start_ms == INSTANT_NONE || end == INSTANT_NONE)
        return;
    fmt_span(end - session->start_ms, text, sizeof text);
    buf_add_text(out->text, text);
}

static void place_cell(const struct deviceview *v, const struct session *session, bool rat, struct table_cell *out)
{
    const struct place *place = fleet_place(v->over.stream.view.desk->fleet, session->place);
    const char *word = place != NULL && place->rat >= 0 ? field_enum_word(FIELD_RAT, place->rat) : NULL;
    if (rat && word != NULL)
        buf_add_text(out->text, word);
    else if (!rat && place != NULL)
        buf_add_fmt(out->text, "%.*s %.*s", STR_ARG(place->op), STR_ARG(place->cc));
}

static void session_cell(void *view, int line, int column, struct table_cell *out)
{
    const struct deviceview *v = view;
    const struct desk *desk = v->over.stream.view.desk;
    const struct session *session = deviceview_session(v, line);
    if (session == NULL)
        return;
    switch ((enum session_column)column) {
    case NUMBER: buf_add_fmt(out->text, "%d", (int)deviceview_device(v)->sessions.count - line); break;
    case START: time_cell(desk, session->start_ms, true, out); break;
    case END: time_cell(desk, session->end_ms, false, out); break;
    case DURATION: duration_cell(v, session, out); break;
    case RX: volume_cell(session->rx, out); break;
    case TX: volume_cell(session->tx, out); break;
    case OPERATOR: place_cell(v, session, false, out); break;
    case RAT: place_cell(v, session, true, out); break;
    case UE_IP: buf_add_str(out->text, fleet_text(desk->fleet, session->ue_ip)); break;
    case ENDED: end_cell(session, out); break;
    case COLUMN_COUNT_: break;
    }
    if (column == NUMBER)
        out->role = ROLE_MUTED;
}

/* ---- all of them ---- */

const struct board_part deviceview_parts[DEVICEVIEW_PART_COUNT_] = {
    [DEVICEVIEW_FACTS] = {.kind = BOARD_SHEET, .page = "State", .least = 9, .shed = 1},
    [DEVICEVIEW_PLATFORM] = {.kind = BOARD_SHEET, .page = "State", .least = 1, .most = 3, .shed = 7},
    [DEVICEVIEW_STAGES] = {.kind = BOARD_PLOT, .page = "State", .least = 2, .shed = 9, .plot = plot_stages},
    [DEVICEVIEW_TIME] = {.kind = BOARD_PLOT, .page = "Sessions", .least = 3, .shed = 6, .plot = plot_time},
    [DEVICEVIEW_SESSIONS] = {.kind = BOARD_TABLE, .page = "Sessions", .least = 4, .most = 5, .shed = 5, .columns = columns,
                             .column_count = COLUMN_COUNT_, .cell = session_cell},
};

static void title_sessions(const struct deviceview *v, const struct device *d, struct board_state *state)
{
    char rx[ABOUT_MAX], tx[ABOUT_MAX], ended[FMT_MAX];
    const struct sessions *s = &d->sessions;
    about_bytes((double)s->rx_closed, rx);
    about_bytes((double)s->tx_closed, tx);
    fmt_count(s->ended, ended, sizeof ended);
    (void)v;
    snprintf(state->title, sizeof state->title, "%s", s->count > 0 ? "SESSIONS" : "SESSIONS  none seen");
    int n = snprintf(state->right, sizeof state->right, "%s ended, rx %s, tx %s", ended, rx, tx);
    if (s->orphans > 0 && n > 0)
        n += snprintf(state->right + n, sizeof state->right - (size_t)n, ", %llu began unseen", (unsigned long long)s->orphans);
    if (s->overlaps > 0 && n > 0)
        snprintf(state->right + n, sizeof state->right - (size_t)n, ", %llu overlapped", (unsigned long long)s->overlaps);
}

void deviceview_fill_parts(struct deviceview *v)
{
    const struct device *d = deviceview_device(v);
    struct board_state *stages = &v->over.board.state[DEVICEVIEW_STAGES], *time = &v->over.board.state[DEVICEVIEW_TIME];
    struct board_state *sessions = &v->over.board.state[DEVICEVIEW_SESSIONS];
    char span[FMT_MAX];
    if (d == NULL)
        return;
    stages->lines = v->history.count > 1 ? STAGES_ROWS : 0;
    snprintf(stages->title, sizeof stages->title, "STATES");
    snprintf(stages->right, sizeof stages->right, "derived from its events");
    time->lines = TIMEBAND_ROWS;
    timeband_span(&v->band, span, sizeof span);
    snprintf(time->title, sizeof time->title, "TIME %s", span);
    const struct grid *grid = v->over.stream.view.grid;
    timeband_legend(grid != NULL ? grid->glyphs : GLYPH_SET_UTF8, time->right, sizeof time->right);
    sessions->lines = (int)d->sessions.count;
    title_sessions(v, d, sessions);
}
