/* All facts as sections, scrolled and walked. Owns the cursor; the lines are factsheet.c's. */
#include "view/factview.h"

#include "base/clock.h"
#include "view/asks.h"
#include "view/factsheet.h"
#include "widget/table.h"

#include <stdio.h>

struct factview {
    struct view view;
    struct factsheet facts;
    struct sheet *sheet;
    int top, cursor; /* rows scrolled away; line of the sheet */
    int rows;        /* of the last drawing */
    int64_t filled_s;
};

static void fill(struct factview *f)
{
    sheet_clear(f->sheet);
    factsheet_fill(&f->facts, f->sheet, FACTSHEET_FULL);
    int last = sheet_line_count(f->sheet) - 1;
    f->cursor = f->cursor > last ? last : f->cursor < 0 ? 0 : f->cursor;
}

static int factview_open(struct view *view, struct str argument, struct error *err)
{
    struct factview *f = (struct factview *)view;
    struct fact_about about;
    int result = asks_parse(argument, &about, err);
    if (result < 0)
        return result;
    f->sheet = sheet_new();
    factsheet_open(&f->facts, view->desk, about, "facts");
    fill(f);
    return 0;
}

static void factview_close(struct view *view)
{
    struct factview *f = (struct factview *)view;
    factsheet_close(&f->facts);
    sheet_free(&f->sheet);
}

static void factview_update(struct view *view, int64_t budget_ns)
{
    struct factview *f = (struct factview *)view;
    (void)budget_ns;
    factsheet_tend(&f->facts);
    fill(f);
}

static void factview_draw(const struct view *view, struct canvas canvas)
{
    const struct factview *f = (const struct factview *)view;
    struct factview *own = (struct factview *)(uintptr_t)f;
    char age[64];
    struct buf title = {0};
    fill(own); /* ages move on */
    factview_ops.title(view, &title);
    factsheet_age(&f->facts, age, sizeof age);
    canvas_rule(canvas, 0, buf_str(&title), str_of(age));
    buf_fini(&title);
    struct canvas area = canvas_sub(canvas, 1, 1, canvas.rows - 1, canvas.cols - 2);
    own->rows = sheet_layout(f->sheet, canvas.grid, area.cols, SHEET_HEADS);
    own->top = table_scroll(f->top, sheet_line_row(f->sheet, f->cursor), f->rows, area.rows);
    sheet_draw(f->sheet, area, f->top, f->cursor);
}

static void factview_title(const struct view *view, struct buf *out)
{
    const struct factview *f = (const struct factview *)view;
    buf_add_fmt(out, "platform: %s ", fact_subject_names[f->facts.about.subject]);
    asks_name(view->desk, f->facts.about, out);
}

static struct view_status factview_status(const struct view *view)
{
    const struct factview *f = (const struct factview *)view;
    struct view_status status = {.chip = STR("FACTS"), .chip_role = ROLE_CHIP};
    int below = f->rows - f->top - (view->rows - 1);
    if (below > 0)
        snprintf(status.text, sizeof status.text, "%d more row%s below", below, below == 1 ? "" : "s");
    return status;
}

static void factview_move(struct view *view, struct str name)
{
    struct factview *f = (struct factview *)view;
    int page = view->rows > 2 ? view->rows - 2 : 1;
    const struct {
        struct str name;
        int step;
    } steps[] = {{STR("down"), 1},           {STR("up"), -1},
                 {STR("page-down"), page},   {STR("page-up"), -page},
                 {STR("half-down"), page / 2 + 1}, {STR("half-up"), -(page / 2 + 1)},
                 {STR("first"), -SHEET_LINES_MAX}, {STR("last"), SHEET_LINES_MAX}};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (str_eq(steps[i].name, name))
            f->cursor += steps[i].step;
    fill(f);
}

static bool factview_about(const struct view *view, struct fact_about *out)
{
    *out = ((const struct factview *)view)->facts.about;
    return true;
}

/* Where the drill-downs go from here: what the facts are about, and what they name. */
static bool factview_here(const struct view *view, field_id field, struct value *out)
{
    const struct factview *f = (const struct factview *)view;
    bool of_device = f->facts.about.subject == FACT_OF_DEVICE;
    if (field == (of_device ? FIELD_DEV_ID : FIELD_SIM_ID)) {
        *out = (struct value){KIND_NUMBER, f->facts.about.id, STR_NONE};
        return true;
    }
    const struct fact_book *book = view->desk->facts != NULL ? view->desk->facts(view->desk->app, f->facts.about) : NULL;
    for (int fact = 0; book != NULL && fact < FACT_COUNT_; fact++)
        if (fact_row((enum fact)fact)->field == field && fact_get(book, (enum fact)fact, 0, out))
            return true;
    return false;
}

static int run_yank(void *target, struct str args, struct error *err)
{
    struct factview *f = target;
    struct buf text = {0};
    bool one = str_eq(args, STR("value"));
    (void)err;
    for (int i = one ? f->cursor : 0; i < sheet_line_count(f->sheet) && (!one || i == f->cursor); i++) {
        struct str label = sheet_label(f->sheet, i);
        if (!one && label.n > 0)
            buf_add_fmt(&text, "%.*s: ", STR_ARG(label));
        sheet_line_text(f->sheet, i, &text);
        if (!one)
            buf_add_byte(&text, '\n');
    }
    f->view.desk->copy(f->view.desk->app, buf_str(&text), one ? "the value" : "the facts");
    buf_fini(&text);
    return 0;
}

static const struct command commands[] = {
    {"yank", "copy", "[PART]", run_yank, "copy all facts, or the value under the cursor", ""},
};

static const struct view_hint hints[] = {
    {"back", "back"}, {"facts-again", "ask again"}, {"locate", "ask the network"}, {"older", "older events"},
    {"actions", "actions"}, {"yank", "copy"}, {NULL, NULL},
};

const struct view_ops factview_ops = {
    .name = "facts",
    .keymap = "facts",
    .cmds = commands,
    .cmd_count = (int)(sizeof commands / sizeof *commands),
    .size = sizeof(struct factview),
    .open = factview_open,
    .close = factview_close,
    .update = factview_update,
    .draw = factview_draw,
    .title = factview_title,
    .status = factview_status,
    .move = factview_move,
    .here = factview_here,
    .about = factview_about,
    .hints = hints,
};
