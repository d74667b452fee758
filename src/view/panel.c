/* Detail of an event. What stands in it comes from the type's row in types.def, how a line looks from widget/render.c:
 * no event type is special here. */
#include "view/panel.h"

#include "base/clock.h"
#include "widget/render.h"

#define MARK_TEXTS 8

static const struct {
    unsigned mark;
    const char *text;
} mark_texts[MARK_TEXTS] = {
    {EVENT_NO_ID, "it came without a usable id; one was made from its bytes"},
    {EVENT_ID_TEXT, "its id does not fit 64 bits; the exact digits stand in the original bytes"},
    {EVENT_NO_TIME, "it has no readable timestamp; it is ordered by its arrival"},
    {EVENT_FUTURE, "its timestamp lies more than a day ahead"},
    {EVENT_DUPLICATE_KEY, "a key came twice; the first counts"},
    {EVENT_ODD_FIELD, "a field had a type that it cannot have, and is left out"},
    {EVENT_REPAIRED, "bytes that are not UTF-8 were replaced"},
    {EVENT_CHANGED, "this id came before with other content"},
};

void panel_init(struct panel *panel, const struct desk *desk, struct reader *reader)
{
    *panel = (struct panel){.desk = desk, .reader = reader, .cursor = -1};
    panel->sheet = sheet_new();
    panel->pane = pane_new();
}

void panel_fini(struct panel *panel)
{
    sheet_free(&panel->sheet);
    pane_free(&panel->pane);
}

struct row_values {
    struct reader *reader;
    row_id row;
};

static bool read_value(void *user, field_id field, struct value *out)
{
    struct row_values *values = user;
    return reader_get(values->reader, values->row, field, out);
}

static void fill_marks(struct panel *panel)
{
    unsigned marks = store_marks(panel->desk->store, panel->row);
    if (marks == 0)
        return;
    sheet_section(panel->sheet, STR("Notes on this event"), STR_NONE);
    for (int i = 0; i < MARK_TEXTS; i++) {
        if ((marks & mark_texts[i].mark) != 0)
            sheet_text(panel->sheet, ROLE_WARN, str_of(mark_texts[i].text));
    }
}

static void fill_sections(struct panel *panel)
{
    struct row_values values = {panel->reader, panel->row};
    const struct render_source source = {
        .value = read_value,
        .user = &values,
        .raw = reader_raw(panel->reader, panel->row, NULL),
        .now = clock_wall_ms(),
        .zone = panel->desk->zone,
        .role = view_role,
    };
    const struct type_row *type = type_row(store_type(panel->desk->store, panel->row));
    for (int i = 0; i < TYPE_SECTIONS_MAX && type->sections[i] != NULL; i++)
        render_section(panel->sheet, type->sections[i], &source);
    fill_marks(panel);
}

static void fill_json(struct panel *panel)
{
    static const enum pane_json forms[PANEL_FORM_COUNT_] = {
        [PANEL_PRETTY] = PANE_JSON_PRETTY, [PANEL_COMPACT] = PANE_JSON_COMPACT, [PANEL_BYTES] = PANE_JSON_BYTES};
    struct error err = {0};
    struct str raw = reader_raw(panel->reader, panel->row, &err);
    if (raw.n == 0)
        pane_print(panel->pane, ROLE_WARN, "The original bytes cannot be shown: %s",
                   err.code != 0 ? err.text : "the event has expired from the store");
    else
        pane_json(panel->pane, raw, forms[panel->form]);
}

static void fill(struct panel *panel)
{
    sheet_clear(panel->sheet);
    pane_clear(panel->pane);
    if (!store_has(panel->desk->store, panel->row))
        sheet_text(panel->sheet, ROLE_MUTED, STR("This event has expired from the store."));
    else if (panel->form == PANEL_SECTIONS)
        fill_sections(panel);
    else
        fill_json(panel);
    panel->zone = panel->desk->zone;
    panel->filled_s = clock_wall_ms() / 1000;
}

void panel_show(struct panel *panel, row_id row)
{
    bool other = panel->row != row;
    if (!other && panel->zone == panel->desk->zone && panel->filled_s == clock_wall_ms() / 1000)
        return;
    panel->row = row;
    if (other)
        panel->top = 0;
    if (other && panel->cursor > 0)
        panel->cursor = 0;
    fill(panel);
}

void panel_next_form(struct panel *panel)
{
    panel->form = (panel->form + 1) % PANEL_FORM_COUNT_;
    panel->top = 0;
    fill(panel);
}

void panel_title(const struct panel *panel, struct buf *out)
{
    static const char *const forms[PANEL_FORM_COUNT_] = {"", " \xc2\xb7 JSON", " \xc2\xb7 JSON, compact",
                                                         " \xc2\xb7 original bytes"};
    const struct store *store = panel->desk->store;
    if (!store_has(store, panel->row)) {
        buf_add_text(out, "expired event");
        return;
    }
    struct value value;
    char slug[64];
    size_t n = type_slug(store_type(store, panel->row),
                         store_get(store, panel->row, FIELD_TYPE_ID, &value) ? value.i : -1, slug, sizeof slug);
    buf_add(out, slug, n);
    if (store_get(store, panel->row, FIELD_DEV, &value))
        buf_add_fmt(out, " \xc2\xb7 %.*s", STR_ARG(value.s));
    buf_add_fmt(out, " \xc2\xb7 event %llu%s", (unsigned long long)store_id(store, panel->row), forms[panel->form]);
}

void panel_draw(struct panel *panel, struct canvas canvas, enum panel_size size)
{
    panel->height = canvas.rows;
    if (panel->form == PANEL_SECTIONS) {
        sheet_layout(panel->sheet, canvas.grid, canvas.cols, size == PANEL_FULL ? SHEET_HEADS : SHEET_NO_HEADS);
        sheet_draw(panel->sheet, canvas, panel->top, panel->cursor);
        return;
    }
    pane_layout(panel->pane, canvas.grid, canvas.cols);
    pane_draw(panel->pane, canvas, panel->top);
}

static int rows_of(const struct panel *panel)
{
    return panel->form == PANEL_SECTIONS ? sheet_rows(panel->sheet) : pane_rows(panel->pane);
}

static void scroll_to(struct panel *panel, int top)
{
    int last = rows_of(panel) - panel->height;
    panel->top = top < 0 || last < 0 ? 0 : top > last ? last : top;
}

static void move(struct panel *panel, int lines)
{
    if (panel->form != PANEL_SECTIONS || panel->cursor < 0) {
        scroll_to(panel, panel->top + lines);
        return;
    }
    int last = sheet_line_count(panel->sheet) - 1;
    int to = panel->cursor + lines;
    panel->cursor = to < 0 || last < 0 ? 0 : to > last ? last : to;
    int row = sheet_line_row(panel->sheet, panel->cursor);
    if (row < panel->top)
        scroll_to(panel, row);
    else if (row >= panel->top + panel->height)
        scroll_to(panel, row - panel->height + 1);
}

bool panel_command(struct panel *panel, struct str name)
{
    int page = panel->height > 1 ? panel->height - 1 : 1;
    if (str_eq(name, STR("down")))
        move(panel, 1);
    else if (str_eq(name, STR("up")))
        move(panel, -1);
    else if (str_eq(name, STR("page-down")))
        move(panel, page);
    else if (str_eq(name, STR("page-up")))
        move(panel, -page);
    else if (str_eq(name, STR("first")))
        move(panel, -PANE_LINES_MAX);
    else if (str_eq(name, STR("last")))
        move(panel, PANE_LINES_MAX);
    else
        return false;
    return true;
}

field_id panel_field(const struct panel *panel)
{
    if (panel->form != PANEL_SECTIONS || panel->cursor < 0 || panel->cursor >= sheet_line_count(panel->sheet))
        return FIELD_NONE;
    int tag = sheet_tag(panel->sheet, panel->cursor);
    return tag >= 0 ? (field_id)tag : FIELD_NONE;
}

void panel_text(const struct panel *panel, struct buf *out)
{
    if (panel->form != PANEL_SECTIONS) {
        buf_add_str(out, reader_raw(panel->reader, panel->row, NULL));
        return;
    }
    for (int i = 0; i < sheet_line_count(panel->sheet); i++) {
        struct str label = sheet_label(panel->sheet, i);
        if (label.n > 0)
            buf_add_fmt(out, "%.*s: ", STR_ARG(label));
        sheet_line_text(panel->sheet, i, out);
        buf_add_byte(out, '\n');
    }
}
