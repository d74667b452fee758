/* One event on the whole screen: sections, or its JSON in three forms. Opened by row ("event ROW"). */
#include "view/detail.h"

#include "query/reader.h"
#include "view/panel.h"

#include <stdio.h>

struct detail {
    struct view view;
    struct reader *reader;
    struct panel panel;
};

static int detail_open(struct view *view, struct str argument, struct error *err)
{
    struct detail *d = (struct detail *)view;
    uint64_t row;
    if (!str_u64(argument, &row) || !store_has(view->desk->store, row))
        return err_set(err, E_GONE, "that event is no longer held%s", desk_older_words(view->desk));
    d->reader = desk_reader(view->desk);
    panel_init(&d->panel, view->desk, d->reader);
    d->panel.cursor = 0;
    panel_show(&d->panel, row, PANEL_FULL);
    return 0;
}

static void detail_close(struct view *view)
{
    struct detail *d = (struct detail *)view;
    panel_fini(&d->panel);
    reader_free(&d->reader);
}

static void detail_update(struct view *view, int64_t budget_ns)
{
    (void)budget_ns;
    struct detail *d = (struct detail *)view;
    panel_show(&d->panel, d->panel.row, PANEL_FULL);
}

static void detail_draw(const struct view *view, struct canvas canvas)
{
    const struct detail *d = (const struct detail *)view;
    struct buf title = {0};
    panel_title(&d->panel, &title);
    canvas_rule(canvas, 0, buf_str(&title), STR_NONE);
    buf_fini(&title);
    panel_draw((struct panel *)(uintptr_t)&d->panel, canvas_sub(canvas, 1, 1, canvas.rows - 1, canvas.cols - 2));
}

static void detail_title(const struct view *view, struct buf *out)
{
    panel_name(&((const struct detail *)view)->panel, out);
}

static struct view_status detail_status(const struct view *view)
{
    const struct detail *d = (const struct detail *)view;
    struct view_status status = {.chip = STR("EVENT"), .chip_role = ROLE_CHIP};
    field_id field = panel_field(&d->panel);
    int below = panel_below(&d->panel);
    size_t n = 0;
    if (field != FIELD_NONE)
        n = (size_t)snprintf(status.text, sizeof status.text, "%s: %s", field_row(field)->name, field_row(field)->help);
    if (below > 0 && n < sizeof status.text)
        snprintf(status.text + n, sizeof status.text - n, "%s%d more row%s below", n > 0 ? "   " : "", below,
                 below == 1 ? "" : "s");
    return status;
}

static void detail_move(struct view *view, struct str name)
{
    panel_command(&((struct detail *)view)->panel, name);
}

static int run_raw(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    panel_next_form(&((struct detail *)target)->panel);
    return 0;
}

/* The neighbouring event of the same device, in the order of the screen. */
static int step_device(struct detail *d, row_id (*next)(const struct store *, row_id))
{
    const struct store *store = d->view.desk->store;
    struct value here, there;
    if (!store_get(store, d->panel.row, FIELD_DEV_ID, &here))
        return 0;
    for (row_id row = next(store, d->panel.row); row != ROW_NONE; row = next(store, row)) {
        if (!store_get(store, row, FIELD_DEV_ID, &there) || there.i != here.i)
            continue;
        panel_show(&d->panel, row, PANEL_FULL);
        return 0;
    }
    d->view.desk->say(d->view.desk->app, TONE_MUTED, "No further event of this device that way.");
    return 0;
}

static int run_next_same(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    return step_device(target, store_next);
}

static int run_prev_same(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    return step_device(target, store_prev);
}

static int run_yank(void *target, struct str args, struct error *err)
{
    (void)err;
    struct detail *d = target;
    struct buf text = {0};
    bool json = str_eq(args, STR("json"));
    if (json)
        buf_add_str(&text, reader_raw(d->reader, d->panel.row, NULL));
    else if (str_eq(args, STR("value")) && panel_field(&d->panel) != FIELD_NONE)
        sheet_line_text(d->panel.sheet, d->panel.cursor, &text);
    else
        panel_text(&d->panel, &text);
    d->view.desk->copy(d->view.desk->app, buf_str(&text), json ? "the event's JSON" : "the detail");
    buf_fini(&text);
    return 0;
}

static bool detail_here(const struct view *view, field_id field, struct value *out)
{
    const struct detail *d = (const struct detail *)view;
    return reader_get(d->reader, d->panel.row, field, out);
}

static field_id detail_cell(const struct view *view)
{
    return panel_field(&((const struct detail *)view)->panel);
}

static int run_open_value(void *target, struct str args, struct error *err)
{
    (void)args;
    if (view_drill_cell(target))
        return 0;
    return err_set(err, E_INVALID, "the value under the cursor has no view of its own; a device, SIM, IMSI, operator or "
                   "organisation has");
}

static const struct command commands[] = {
    {"open-value", "", "", run_open_value, "the view of what the value under the cursor names", ""},
    {"raw", "", "", run_raw, "sections, JSON, compact JSON, original bytes", ""},
    {"next-same", "", "", run_next_same, "the next event of the same device", ""},
    {"prev-same", "", "", run_prev_same, "the previous event of the same device", ""},
    {"yank", "copy", "[PART]", run_yank, "copy the detail, the value under the cursor, or json", ""},
};

static const struct view_hint hints[] = {
    {"back", "back"}, {"keep", "keep"}, {"hide", "hide"}, {"view value", "value"}, {"raw", "JSON"}, {"next-same", "device's next"},
    {"device", "device"}, {"sim", "SIM"}, {"prev-same", "device's previous"}, {"yank json", "copy JSON"}, {NULL, NULL},
};

const struct view_ops detail_ops = {
    .name = "event",
    .keymap = "detail",
    .cmds = commands,
    .cmd_count = (int)(sizeof commands / sizeof *commands),
    .size = sizeof(struct detail),
    .open = detail_open,
    .close = detail_close,
    .update = detail_update,
    .draw = detail_draw,
    .title = detail_title,
    .status = detail_status,
    .move = detail_move,
    .here = detail_here,
    .cell = detail_cell,
    .hints = hints,
};
