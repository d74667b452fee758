/* The fleet list: where the eye is, and the picture of the rows around it. The order and the filter are the roster's,
 * cells are fleetview_draw.c's, keys fleetview_commands.c's. The cursor is on a device, never on a row number. */
#include "view/fleetview.h"

#include <stdlib.h>

#define STATES_MIN_ROWS 12 /* of the view: below that the line of states goes */
#define BAR_FULL_ROWS 10   /* below that the filter bar has one row */

void fleetview_changed(struct fleetview *v)
{
    v->view.dirty |= VIEW_UPDATE | VIEW_DRAW;
}

struct fleetview_parts fleetview_arrange(const struct fleetview *v, struct canvas canvas)
{
    struct fleetview_parts p = {.head = canvas_sub(canvas, 0, 0, 1, canvas.cols)};
    int top = 1, bottom = canvas.rows;
    if (canvas.rows >= STATES_MIN_ROWS)
        p.states = canvas_sub(canvas, top++, 0, 1, canvas.cols);
    int typed = filterbar_is_open(&v->bar) ? (canvas.rows >= BAR_FULL_ROWS ? 2 : 1) : v->prompt.use != NULL ? 1 : 0;
    bottom -= typed;
    p.prompt = canvas_sub(canvas, bottom, 0, typed, canvas.cols);
    p.header = canvas_sub(canvas, top, 0, 1, canvas.cols);
    p.rows = canvas_sub(canvas, top + 1, 0, bottom - top - 1, canvas.cols);
    return p;
}

/* ---- the cursor ---- */

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

void fleetview_to(struct fleetview *v, size_t index)
{
    size_t count = roster_count(v->roster);
    const struct device *d = count > 0 ? roster_at(v->roster, least(index, count - 1)) : NULL;
    v->mode = FLEETVIEW_HOLD;
    v->chosen = d != NULL ? d->id : -1;
    v->index = d != NULL ? least(index, count - 1) : 0;
    v->lost = 0;
    fleetview_changed(v);
}

/* Finds the chosen device where it is now. One that has left the list gives its place to whoever stands there. */
static void find_chosen(struct fleetview *v)
{
    size_t count = roster_count(v->roster), index = SIZE_MAX;
    if (count == 0 || v->mode == FLEETVIEW_TOP)
        index = 0;
    else if (v->chosen >= 0)
        index = roster_find(v->roster, v->chosen);
    v->lost = index == SIZE_MAX && v->chosen >= 0 ? 1 : v->lost;
    v->index = index != SIZE_MAX ? index : least(v->index, count - 1);
    const struct device *d = roster_at(v->roster, v->index);
    v->chosen = d != NULL ? d->id : -1;
}

/* The cursor keeps its row of the screen; the list has no blank rows while it could fill them. */
static void settle(struct fleetview *v, int height)
{
    size_t count = roster_count(v->roster), rows = height > 0 ? (size_t)height : 1;
    v->height = height;
    v->offset = least(v->offset, rows - 1);
    v->top = v->index > v->offset ? v->index - v->offset : 0;
    if (v->top + rows > count)
        v->top = count > rows ? count - rows : 0;
    v->offset = v->index - v->top;
}

/* ---- the picture ---- */

static int64_t number_of(const struct fleetview *v, const struct device *d, field_id field)
{
    struct value value;
    return fleet_now(v->view.desk->fleet, d, field, v->now_ms, &value) ? value.i : -1;
}

static struct fleetview_row row_of(const struct fleetview *v, const struct device *d)
{
    const struct fleet *fleet = v->view.desk->fleet;
    const struct place *place = fleet_place(fleet, device_place(d));
    return (struct fleetview_row){
        .id = d->id,
        .name = fleet_text(fleet, d->name.text),
        .org = fleet_text(fleet, d->org.text),
        .op = place != NULL ? place->op : STR_NONE,
        .cc = place != NULL ? place->cc : STR_NONE,
        .state = device_state(d),
        .confidence = device_confidence(d, NULL),
        .since_ms = d->since_ms,
        .alert_ms = d->last_alert_ms,
        .last_ms = device_last_ms(d),
        .rat = place != NULL ? place->rat : -1,
        .sessions = device_session_count(d),
        .bytes = d->sessions.rx_closed + d->sessions.tx_closed,
        .quota = number_of(v, d, FIELD_QUOTA_LEFT),
        .refused = d->refused,
        .flaps = device_flaps(d, v->now_ms, UINT64_MAX),
        .silent = number_of(v, d, FIELD_SILENT) >= RHYTHM_SILENT,
    };
}

static void take_picture(struct fleetview *v)
{
    int room = v->height < FLEETVIEW_ROWS_MAX ? v->height : FLEETVIEW_ROWS_MAX;
    v->row_count = 0;
    for (int i = 0; i < room; i++) {
        const struct device *d = roster_at(v->roster, v->top + (size_t)i);
        if (d == NULL)
            break;
        v->rows[v->row_count++] = row_of(v, d);
    }
}

static void fleetview_update(struct view *view, int64_t budget_ns)
{
    struct fleetview *v = (struct fleetview *)view;
    struct canvas whole = {.rows = view->rows, .cols = view->cols};
    size_t top = v->top;
    bool held = view->desk->frozen && v->row_count > 0;
    if (view->desk->fleet == NULL)
        return;
    if (!held) {
        v->now_ms = desk_now(view->desk);
        bool more = roster_work(v->roster, v->now_ms, budget_ns);
        if (!more && filterbar_is_open(&v->bar))
            more = filterbar_work(&v->bar, budget_ns);
        if (more)
            view->dirty |= VIEW_UPDATE;
    }
    find_chosen(v);
    settle(v, fleetview_arrange(v, whole).rows.rows);
    if (!held || v->top != top)
        take_picture(v);
    fleetview_filter_tell(v);
}

/* ---- life ---- */

static int lookup(void *user, struct str name, struct buf *text, struct error *err)
{
    const struct desk *desk = user;
    return desk->lookup_list(desk->app, name, text, err);
}

static int fleetview_open(struct view *view, struct str argument, struct error *err)
{
    struct fleetview *v = (struct fleetview *)view;
    struct desk *desk = view->desk;
    if (desk->fleet == NULL)
        return err_set(err, E_INVALID, "states are not derived in this run, so there is no list of devices");
    v->roster = roster_new(desk->store, desk->fleet);
    v->chosen = v->column = -1;
    if (desk->lookup_list != NULL)
        roster_set_lookup(v->roster, lookup, desk);
    int result = roster_set_filter(v->roster, argument, desk->zone, err);
    if (result < 0)
        roster_free(&v->roster);
    return result;
}

static void fleetview_close(struct view *view)
{
    struct fleetview *v = (struct fleetview *)view;
    prompt_fini(&v->prompt);
    filterbar_fini(&v->bar);
    free(v->filter_before);
    roster_free(&v->roster);
}

static void fleetview_title(const struct view *view, struct buf *out)
{
    (void)view;
    buf_add_text(out, "devices");
}

static bool fleetview_key(struct view *view, struct str key)
{
    struct fleetview *v = (struct fleetview *)view;
    return filterbar_is_open(&v->bar) ? filterbar_key(&v->bar, view, key) : prompt_key(&v->prompt, view, key);
}

static bool fleetview_paste(struct view *view, struct str text)
{
    struct fleetview *v = (struct fleetview *)view;
    return filterbar_is_open(&v->bar) ? filterbar_paste(&v->bar, view, text) : prompt_paste(&v->prompt, view, text);
}

static bool fleetview_here(const struct view *view, field_id field, struct value *out)
{
    const struct fleetview *v = (const struct fleetview *)view;
    const struct fleet *fleet = view->desk->fleet;
    const struct device *d = fleet_device(fleet, v->chosen);
    *out = VALUE_ABSENT;
    return d != NULL && fleet_now(fleet, d, field, v->now_ms, out);
}

static field_id fleetview_cell(const struct view *view)
{
    const struct fleetview *v = (const struct fleetview *)view;
    return v->column >= 0 ? fleetview_columns[v->column].field : FIELD_NONE;
}

/* ---- moving ---- */

static void fleetview_move(struct view *view, struct str name)
{
    struct fleetview *v = (struct fleetview *)view;
    size_t page = v->height > 1 ? (size_t)v->height - 1 : 1, half = (page + 1) / 2, last = roster_count(v->roster);
    const struct {
        struct str name;
        size_t up, down;
        bool scrolls; /* the row of the screen stays */
    } moves[] = {
        {STR("down"), 0, 1, false},      {STR("up"), 1, 0, false},      {STR("page-down"), 0, page, true},
        {STR("page-up"), page, 0, true}, {STR("half-down"), 0, half, true}, {STR("half-up"), half, 0, true},
        {STR("first"), last, 0, false},  {STR("last"), 0, last, false},
    };
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
        if (!str_eq(name, moves[i].name))
            continue;
        size_t before = v->index;
        fleetview_to(v, before > moves[i].up ? before - moves[i].up + moves[i].down : moves[i].down);
        if (!moves[i].scrolls)
            v->offset = v->index > before ? v->offset + (v->index - before) : v->offset - least(v->offset, before - v->index);
    }
    if (str_eq(name, STR("first")))
        v->mode = FLEETVIEW_TOP;
}

static void fleetview_mouse(struct view *view, struct str what, int row, int col)
{
    struct fleetview *v = (struct fleetview *)view;
    struct canvas whole = {.rows = view->rows, .cols = view->cols};
    int line = row - fleetview_arrange(v, whole).rows.row;
    (void)col;
    if (str_eq(what, STR("WheelUp")))
        fleetview_move(view, STR("half-up"));
    else if (str_eq(what, STR("WheelDown")))
        fleetview_move(view, STR("half-down"));
    else if (str_starts(what, STR("Press1")) && line >= 0 && line < v->row_count) {
        fleetview_to(v, v->top + (size_t)line);
        v->offset = (size_t)line;
    }
}

static const struct view_hint hints[] = {
    {"detail", "open"},     {"filter", "filter"},     {"sort-right", "sort"}, {"sort-invert", "turn"}, {"search", "find"},
    {"operator", "operator"}, {"organisation", "org"}, {"keep", "only this"}, {"back", "back"},        {NULL, NULL},
};

const struct view_ops fleetview_ops = {
    .name = "devices",
    .keymap = "devices",
    .cmds = fleetview_commands,
    .cmd_count = FLEETVIEW_COMMAND_COUNT,
    .size = sizeof(struct fleetview),
    .open = fleetview_open,
    .close = fleetview_close,
    .update = fleetview_update,
    .draw = fleetview_draw,
    .key = fleetview_key,
    .paste = fleetview_paste,
    .title = fleetview_title,
    .status = fleetview_status,
    .mouse = fleetview_mouse,
    .here = fleetview_here,
    .cell = fleetview_cell,
    .move = fleetview_move,
    .hints = hints,
};
