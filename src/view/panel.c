/* Detail of an event. What stands in it comes from the type's row in types.def, how a line looks from widget/render.c:
 * no event type is special here. */
#include "view/panel.h"

#include "base/fmt.h"
#include "model/cause.h"
#include "widget/render.h"

#define MARK_TEXTS 7

static const struct {
    unsigned mark;
    const char *text;
} mark_texts[MARK_TEXTS] = {
    {EVENT_NO_ID, "It came without a usable id; one was made from its bytes."},
    {EVENT_NO_TIME, "It has no readable timestamp; it is ordered by its arrival."},
    {EVENT_FUTURE, "Its timestamp lies more than a day ahead."},
    {EVENT_DUPLICATE_KEY, "A key came twice; the first counts."},
    {EVENT_ODD_FIELD, "A field had a value that it cannot take; filters and sums do without it."},
    {EVENT_REPAIRED, "Bytes that are not UTF-8 were replaced."},
    {EVENT_CHANGED, "This id came before with other content."},
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

/* Why an id is kept as a text: evmon counts with those of 63 bits. */
static void add_id_note(struct panel *panel)
{
    struct value id = VALUE_ABSENT;
    reader_get(panel->reader, panel->row, FIELD_ID, &id);
    struct buf note = {0};
    uint64_t number;
    if (id.kind == KIND_DIGITS && !(str_u64(id.s, &number) && number == 0))
        buf_add_fmt(&note, "Its id of %zu digits is above 2^63", id.s.n);
    else
        buf_add_text(&note, "Its id is no positive whole number");
    buf_add_text(&note, "; it is kept as text, raw.id= finds it.");
    sheet_text(panel->sheet, ROLE_WARN, buf_str(&note));
    buf_fini(&note);
}

static void fill_marks(struct panel *panel)
{
    unsigned marks = store_marks(panel->desk->store, panel->row);
    if (marks == 0)
        return;
    sheet_section(panel->sheet, STR("Notes on this event"), STR_NONE);
    if ((marks & EVENT_ID_TEXT) != 0)
        add_id_note(panel);
    for (int i = 0; i < MARK_TEXTS; i++) {
        if ((marks & mark_texts[i].mark) != 0)
            sheet_text(panel->sheet, ROLE_WARN, str_of(mark_texts[i].text));
    }
}

/* A line that another one of the panel says as well, beside more. */
static const struct {
    field_id line, said_by;
} repeats[] = {
    {FIELD_DEV_ID, FIELD_DEV}, {FIELD_MCC, FIELD_OP}, {FIELD_MNC, FIELD_OP},
    {FIELD_RX, FIELD_VOL},     {FIELD_TX, FIELD_VOL}, {FIELD_STATUS_FROM, FIELD_STATUS_TO},
    {FIELD_QUOTA_THRESHOLD, FIELD_QUOTA_VOLUME},
};
/* What the short panel says in its first line, in its title, or leaves to the full one. */
static const field_id full_only[] = {
    FIELD_TS,     FIELD_SEV,    FIELD_ALERT,  FIELD_SOURCE,       FIELD_TYPE_TEXT, FIELD_ID,
    FIELD_ORG_ID, FIELD_SIM_ID, FIELD_SIM_MADE, FIELD_IMSI_IMPORTED, FIELD_USER_ID, FIELD_COUNTRY_CODE,
    FIELD_TAP,
};

/* What it says last, when there is room. */
static const field_id late_fields[] = {
    FIELD_DESC, FIELD_IMEI, FIELD_IMEISV, FIELD_TAG, FIELD_ORG, FIELD_BREAKOUT, FIELD_REGION, FIELD_SESSION_ID,
    FIELD_PDP_ID, FIELD_BREAKOUT_SHARE, FIELD_BREAKOUT_PRICE,
};

struct filling {
    struct panel *panel;
    struct row_values values;
    struct render_source source;
    bool shown[FIELD_COUNT_];
};

static bool is_present(const struct filling *f, field_id field)
{
    struct value value = VALUE_ABSENT;
    return reader_get(f->panel->reader, f->panel->row, field, &value) && value_is_present(&value);
}

/* A cause that is none of the known ones: the platform's sentence says more, and stands in its place. */
static bool is_no_cause(const struct filling *f, field_id field)
{
    struct value value = VALUE_ABSENT;
    return field == FIELD_CAUSE && reader_get(f->panel->reader, f->panel->row, field, &value) &&
           str_eq(value.s, STR(CAUSE_OTHER));
}

static bool is_wanted(const struct filling *f, const struct section_line *line)
{
    if (f->shown[line->field] || (f->panel->size == PANEL_SHORT && is_no_cause(f, line->field)))
        return false;
    for (size_t i = 0; i < sizeof repeats / sizeof *repeats; i++) {
        if (repeats[i].line == line->field && is_present(f, repeats[i].said_by))
            return false;
    }
    bool unlisted = store_type(f->panel->desk->store, f->panel->row) == TYPE_OTHER;
    for (size_t i = 0; f->panel->size == PANEL_SHORT && i < sizeof full_only / sizeof *full_only; i++) {
        if (full_only[i] == line->field && !(unlisted && line->field == FIELD_TYPE_TEXT))
            return line->render == RENDER_CHANGES;
    }
    return true;
}

static int add_line(struct filling *f, const struct section_line *line)
{
    if (!is_wanted(f, line))
        return 0;
    int added = render_line(f->panel->sheet, line, &f->source);
    f->shown[line->field] |= added > 0 && line->render != RENDER_NODE;
    return added;
}

/* The first line of the short panel: when, how bad, who says so. */
static void add_when(struct filling *f)
{
    static const struct section_line when = {"When", FIELD_TS, RENDER_TIME};
    struct sheet *sheet = f->panel->sheet;
    const struct store *store = f->panel->desk->store;
    struct value origin;
    int severity = store_severity(store, f->panel->row);
    if (render_line(sheet, &when, &f->source) == 0) {
        sheet_line(sheet, STR("When"), FIELD_TS, SHEET_OWN);
        sheet_print(sheet, ROLE_WARN, "not said");
    }
    sheet_print(sheet, view_role_of_severity(severity), "    %s", severity_names[severity]);
    if (store_alert(store, f->panel->row))
        sheet_print(sheet, ROLE_ALERT, "    \xe2\x96\xb2 alert");
    if (store_get(store, f->panel->row, FIELD_SOURCE, &origin) && origin.i >= 0 && origin.i < ORIGIN_COUNT_)
        sheet_print(sheet, ROLE_MUTED, "    from %s", origin_names[origin.i]);
}

static void print_field(struct filling *f, field_id field, struct buf *out)
{
    struct value value = VALUE_ABSENT;
    if (reader_get(f->panel->reader, f->panel->row, field, &value))
        value_print(out, field, &value, PRINT_PEOPLE, f->panel->desk->zone);
}

/* What the events before this one had told of its device. */
static void add_known(struct filling *f)
{
    static const struct {
        const char *before;
        field_id field;
        const char *after;
    } parts[] = {
        {"", FIELD_STATE, ""},           {"SIM ", FIELD_SIM_STATE, ""},          {"at ", FIELD_AT_OP, ""},
        {"(", FIELD_AT_CC, ")"},         {"", FIELD_AT_RAT, ""},                 {"data left ", FIELD_QUOTA_LEFT, ""},
        {"last event ", FIELD_DT, " before"},
    };
    struct buf text = {0}, part = {0};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        buf_clear(&part);
        print_field(f, parts[i].field, &part);
        if (part.n == 0 || str_eq(buf_str(&part), STR("unknown")))
            continue;
        bool of_place = parts[i].field == FIELD_AT_CC || parts[i].field == FIELD_AT_RAT;
        buf_add_text(&text, text.n == 0 ? "" : of_place ? " " : ", ");
        buf_add_fmt(&text, "%s%.*s%s", parts[i].before, STR_ARG(buf_str(&part)), parts[i].after);
    }
    if (text.n > 0) {
        sheet_line(f->panel->sheet, STR("State then"), FIELD_STATE, SHEET_OWN);
        sheet_span(f->panel->sheet, ROLE_VALUE, buf_str(&text));
    }
    buf_fini(&text);
    buf_fini(&part);
}

static bool is_late(const struct section_line *line)
{
    for (size_t i = 0; i < sizeof late_fields / sizeof *late_fields; i++) {
        if (late_fields[i] == line->field)
            return line->field != FIELD_DESC || line->render == RENDER_LONG;
    }
    return false;
}

/* The platform's sentence comes late where the line before it says the same in fewer words. */
static void add_pass(struct filling *f, const struct section *section, bool late_ones)
{
    int added = 0;
    bool of_device = false;
    for (int k = 0; k < section->line_count; k++) {
        const struct section_line *line = &section->lines[k];
        bool late = is_late(line) && (line->field != FIELD_DESC || added > 0);
        if (late == late_ones || (late_ones && is_late(line)))
            added += add_line(f, line);
        of_device |= line->field == FIELD_DEV;
    }
    if (of_device && !late_ones)
        add_known(f);
}

/* What else stands behind the event's row of the list. */
static void add_repeat(struct filling *f)
{
    const struct fold_sum sum = f->panel->stands_for;
    struct sheet *sheet = f->panel->sheet;
    char count[FMT_MAX], from[32], until[32], every[FMT_MAX];
    if (sum.count < 2)
        return;
    fmt_count(sum.count, count, sizeof count);
    instant_format(sum.first_ms, f->panel->desk->zone, INSTANT_TIME, from, sizeof from);
    instant_format(sum.last_ms, f->panel->desk->zone, INSTANT_TIME, until, sizeof until);
    fmt_span((sum.last_ms - sum.first_ms) / (int64_t)(sum.count - 1), every, sizeof every);
    sheet_line(sheet, STR("Repeat"), -1, SHEET_OWN);
    sheet_print(sheet, ROLE_ACCENT, "\xc3\x97%s", count);
    sheet_print(sheet, ROLE_VALUE, ", %.8s to %.8s, every %s", from, until, every);
    sheet_print(sheet, ROLE_MUTED, "   %s opens the %s", f->panel->open_key, count);
}

static void add_short(struct filling *f, const struct type_row *type)
{
    add_when(f);
    add_repeat(f);
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < TYPE_SECTIONS_MAX && type->sections[i] != NULL; i++)
            add_pass(f, type->sections[i], pass == 1);
    }
}

static void add_full(struct filling *f, const struct type_row *type)
{
    if (f->panel->stands_for.count > 1)
        sheet_section(f->panel->sheet, STR("In the list"), STR_NONE);
    add_repeat(f);
    for (int i = 0; i < TYPE_SECTIONS_MAX && type->sections[i] != NULL; i++) {
        const struct section *section = type->sections[i];
        sheet_section(f->panel->sheet, str_of(section->title), STR_NONE);
        for (int k = 0; k < section->line_count; k++) {
            add_line(f, &section->lines[k]);
            if (section->lines[k].field == FIELD_DEV)
                add_known(f);
        }
    }
}

static void fill_sections(struct panel *panel)
{
    struct filling f = {.panel = panel, .values = {panel->reader, panel->row}};
    f.source = (struct render_source){
        .value = read_value,
        .user = &f.values,
        .raw = reader_raw(panel->reader, panel->row, NULL),
        .now = desk_now(panel->desk),
        .zone = panel->desk->zone,
        .role = view_role,
    };
    const struct type_row *type = type_row(store_type(panel->desk->store, panel->row));
    if (panel->size == PANEL_SHORT)
        add_short(&f, type);
    else
        add_full(&f, type);
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
    panel->filled_s = desk_now(panel->desk) / 1000;
}

void panel_stands_for(struct panel *panel, struct fold_sum sum, const char *open_key)
{
    const struct fold_sum now = panel->stands_for;
    if (now.count != sum.count || now.first_ms != sum.first_ms || now.last_ms != sum.last_ms)
        panel->filled_s = -1;
    panel->stands_for = sum;
    str_copy(str_of(open_key), panel->open_key, sizeof panel->open_key);
}

void panel_show(struct panel *panel, row_id row, enum panel_size size)
{
    bool other = panel->row != row, resized = panel->size != size;
    panel->size = size;
    if (!other && !resized && panel->zone == panel->desk->zone && panel->filled_s == desk_now(panel->desk) / 1000)
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

void panel_name(const struct panel *panel, struct buf *out)
{
    const struct store *store = panel->desk->store;
    struct value value;
    char slug[64];
    if (!store_has(store, panel->row)) {
        buf_add_text(out, "expired event");
        return;
    }
    size_t n = type_slug(store_type(store, panel->row),
                         store_get(store, panel->row, FIELD_TYPE_ID, &value) ? value.i : TYPE_ID_NONE, slug, sizeof slug);
    buf_add(out, slug, n);
    if (store_get(store, panel->row, FIELD_DEV, &value))
        buf_add_fmt(out, " \xc2\xb7 %.*s", STR_ARG(value.s));
}

void panel_title(const struct panel *panel, struct buf *out)
{
    static const char *const forms[PANEL_FORM_COUNT_] = {"", " \xc2\xb7 JSON", " \xc2\xb7 JSON, compact",
                                                         " \xc2\xb7 original bytes"};
    struct value id = VALUE_ABSENT;
    panel_name(panel, out);
    if (!store_has(panel->desk->store, panel->row))
        return;
    buf_add_text(out, " \xc2\xb7 event");
    if (reader_get(panel->reader, panel->row, FIELD_ID, &id)) { /* not one that was made of its bytes */
        buf_add_byte(out, ' ');
        value_print(out, FIELD_ID, &id, PRINT_PEOPLE, panel->desk->zone);
    }
    buf_add_text(out, forms[panel->form]);
}

void panel_draw(struct panel *panel, struct canvas canvas)
{
    panel->height = canvas.rows;
    if (panel->form == PANEL_SECTIONS) {
        panel->rows = sheet_layout(panel->sheet, canvas.grid, canvas.cols, panel->size == PANEL_FULL ? SHEET_HEADS : SHEET_NO_HEADS);
        sheet_draw(panel->sheet, canvas, panel->top, panel->cursor);
        return;
    }
    panel->rows = pane_layout(panel->pane, canvas.grid, canvas.cols);
    pane_draw(panel->pane, canvas, panel->top);
}

int panel_below(const struct panel *panel)
{
    int below = panel->rows - panel->top - panel->height;
    return below > 0 ? below : 0;
}

static void scroll_to(struct panel *panel, int top)
{
    int last = panel->rows - panel->height;
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
