/* Every option: value, where it came from, and below what it does and takes. Changing one is a line in the palette. */
#include "view/settings.h"

#include "view/chooser.h"
#include "widget/sheet.h"
#include "widget/table.h"

#include <stdio.h>

#define DETAIL_ROWS 6

static const struct table_column columns[] = {
    {"Option", 20, 16, 0, 0, TABLE_LEFT, 0, 0},
    {"Value", 22, 8, 2, 0, TABLE_LEFT, 0, 0},
    {"Set by", 12, 7, 0, 1, TABLE_LEFT, 0, 0},
    {"What it does", 30, 20, 4, 2, TABLE_LEFT, 0, 0},
};
#define COLUMN_COUNT ((int)(sizeof columns / sizeof *columns))

struct settings {
    struct view view;
    struct chooser chooser;
    struct sheet *sheet;
};

static const char *origin_word(enum option_origin origin)
{
    static const char *const words[] = {
        [OPTION_DEFAULT] = "default",           [OPTION_SYSTEM] = "system", [OPTION_USER] = "your file",
        [OPTION_COMMAND_LINE] = "command line", [OPTION_LIVE] = "you",
    };
    return words[origin];
}

static void settings_row(void *user, int row, struct table_row *out)
{
    (void)user, (void)row, (void)out;
}

static void settings_cell(void *user, int row, int column, struct table_cell *out)
{
    const struct settings *s = user;
    const struct options *options = s->view.desk->options;
    enum option_origin origin = options_origin(options, row);
    if (column == 0) {
        buf_add_text(out->text, options_row(options, row)->name);
    } else if (column == 1) {
        options_print(options, row, out->text);
        out->role = origin == OPTION_DEFAULT ? ROLE_VALUE : ROLE_ACCENT;
    } else if (column == 2) {
        buf_add_text(out->text, origin_word(origin));
        out->role = ROLE_MUTED;
    } else {
        buf_add_text(out->text, options_row(options, row)->sentence);
        out->role = ROLE_MUTED;
    }
}

static void fill(struct settings *s)
{
    sheet_clear(s->sheet);
    if (s->chooser.chosen < 0)
        return;
    const struct option_row *row = options_row(s->view.desk->options, s->chooser.chosen);
    struct buf range = {0};
    option_range(row, &range);
    sheet_text(s->sheet, ROLE_TEXT, str_of(row->sentence));
    sheet_line(s->sheet, STR("Takes"), -1, SHEET_OWN);
    sheet_span(s->sheet, ROLE_VALUE, buf_str(&range));
    if (row->unit != NULL && row->unit[0] != '\0')
        sheet_print(s->sheet, ROLE_MUTED, " %s", row->unit);
    sheet_line(s->sheet, STR("Default"), -1, SHEET_OWN);
    sheet_span(s->sheet, ROLE_VALUE, row->fallback[0] != '\0' ? str_of(row->fallback) : STR("empty"));
    buf_fini(&range);
}

static int settings_open(struct view *view, struct str argument, struct error *err)
{
    (void)argument, (void)err;
    ((struct settings *)view)->sheet = sheet_new();
    return 0;
}

static void settings_close(struct view *view)
{
    sheet_free(&((struct settings *)view)->sheet);
}

static int list_rows(const struct view *view)
{
    return view->rows > DETAIL_ROWS * 2 ? view->rows - DETAIL_ROWS - 1 : view->rows - 1;
}

static void settings_update(struct view *view, int64_t budget_ns)
{
    (void)budget_ns;
    struct settings *s = (struct settings *)view;
    chooser_settle(&s->chooser, options_count(view->desk->options), list_rows(view));
    fill(s);
}

static void settings_draw(const struct view *view, struct canvas canvas)
{
    const struct settings *s = (const struct settings *)view;
    struct table_layout layout;
    table_fit(columns, COLUMN_COUNT, canvas.cols, &layout);
    const struct table table = {
        .columns = columns,
        .count = COLUMN_COUNT,
        .layout = &layout,
        .top = s->chooser.top,
        .rows = s->chooser.count,
        .cursor = s->chooser.chosen,
        .cursor_column = -1,
        .focused = 1,
        .row = settings_row,
        .cell = settings_cell,
        .user = (void *)(uintptr_t)s,
    };
    int rows = list_rows(view);
    table_draw_header(&table, canvas_sub(canvas, 0, 0, 1, canvas.cols));
    table_draw(&table, canvas_sub(canvas, 1, 0, rows, canvas.cols));
    if (rows + 1 >= canvas.rows || s->chooser.chosen < 0)
        return;
    canvas_rule(canvas, rows + 1, str_of(options_row(view->desk->options, s->chooser.chosen)->name), STR_NONE);
    struct canvas detail = canvas_sub(canvas, rows + 2, 2, canvas.rows - rows - 2, canvas.cols - 4);
    sheet_layout(s->sheet, canvas.grid, detail.cols, SHEET_NO_HEADS);
    sheet_draw(s->sheet, detail, 0, -1);
}

static void settings_title(const struct view *view, struct buf *out)
{
    (void)view;
    buf_add_text(out, "settings");
}

static struct view_status settings_status(const struct view *view)
{
    struct view_status status = {.chip = STR("SETTINGS"), .chip_role = ROLE_CHIP};
    char key[KEY_NAME_MAX];
    if (keymap_hint(view->desk->keymaps, STR("settings"), STR("change"), key, sizeof key) > 0)
        snprintf(status.text, sizeof status.text, "%s changes the chosen one for this run; the config file keeps it", key);
    return status;
}

static void settings_move(struct view *view, struct str name)
{
    struct settings *s = (struct settings *)view;
    chooser_command(&s->chooser, name);
    fill(s);
}

static int run_change(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    struct settings *s = target;
    if (s->chooser.chosen < 0)
        return 0;
    struct buf line = {0};
    buf_add_fmt(&line, "palette set %s ", options_row(s->view.desk->options, s->chooser.chosen)->name);
    options_print(s->view.desk->options, s->chooser.chosen, &line);
    s->view.desk->run(s->view.desk->app, buf_cstr(&line));
    buf_fini(&line);
    return 0;
}

static const struct command commands[] = {
    {"change", "", "", run_change, "change the chosen option", ""},
};

static const struct view_hint hints[] = {
    {"change", "change"}, {"reload", "read the file again"}, {"back", "back"}, {NULL, NULL},
};

const struct view_ops settings_ops = {
    .name = "settings",
    .keymap = "settings",
    .cmds = commands,
    .cmd_count = (int)(sizeof commands / sizeof *commands),
    .size = sizeof(struct settings),
    .open = settings_open,
    .close = settings_close,
    .update = settings_update,
    .draw = settings_draw,
    .title = settings_title,
    .status = settings_status,
    .move = settings_move,
    .hints = hints,
};
