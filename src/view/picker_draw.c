/* The picture of the picker. Pure. Rules and one divider instead of frames; on a narrow screen the lower half shows what
 * the keys are for. */
#include "view/picker.h"

#include "base/fmt.h"
#include "widget/table.h"

#include <stdio.h>

#define WIDE_COLS 96
#define LIST_COLS 46
#define LEAST_PAST 4
#define LEAST_VALUES 5
#define SHORT_ROWS 4
#define LOW_ROWS 18 /* below that the preview comes only when asked for */

/* ---- where things stand ---- */

static int list_rows(const struct picker *p, int most)
{
    int rows = p->view.desk->profile_count(p->view.desk->app) + 1;
    return rows < most ? rows : most;
}

static void arrange_wide(const struct picker *p, struct canvas canvas, struct picker_parts *parts)
{
    int left = LIST_COLS, right = canvas.cols - left - 1, list = list_rows(p, canvas.rows - 2 - LEAST_PAST);
    parts->wide = true;
    parts->rule = canvas_sub(canvas, 0, 0, 1, left);
    parts->list = canvas_sub(canvas, 1, 0, list, left);
    parts->past_rule = canvas_sub(canvas, 1 + list, 0, 1, left);
    parts->past = canvas_sub(canvas, 2 + list, 0, canvas.rows - 2 - list, left);
    parts->divider = canvas_sub(canvas, 0, left, canvas.rows, 1);
    parts->preview_rule = canvas_sub(canvas, 0, left + 1, 1, right);
    int rows = p->whole ? canvas.rows - 1 : sheet_rows(p->preview.sheet);
    int most = canvas.rows - 2 - LEAST_VALUES;
    rows = !p->whole && rows > most ? most : rows;
    parts->preview = canvas_sub(canvas, 1, left + 1, rows, right);
    if (p->whole)
        return;
    parts->values_rule = canvas_sub(canvas, 1 + rows, left + 1, 1, right);
    parts->values = canvas_sub(canvas, 2 + rows, left + 1, canvas.rows - 2 - rows, right);
}

static void arrange_narrow(const struct picker *p, struct canvas canvas, struct picker_parts *parts)
{
    parts->rule = canvas_sub(canvas, 0, 0, 1, canvas.cols);
    if (p->whole) {
        parts->preview_rule = parts->rule;
        parts->preview = canvas_sub(canvas, 1, 0, canvas.rows - 1, canvas.cols);
        return;
    }
    bool low = canvas.rows < LOW_ROWS && p->pane == PICKER_PROFILES;
    int lower = p->pane == PICKER_PROFILES ? SHORT_ROWS + 1 : canvas.rows / 2;
    int list = list_rows(p, canvas.rows - 1 - (low ? 0 : lower));
    parts->list = canvas_sub(canvas, 1, 0, list, canvas.cols);
    if (low)
        return;
    struct canvas rule = canvas_sub(canvas, canvas.rows - lower, 0, 1, canvas.cols);
    struct canvas rest = canvas_sub(canvas, canvas.rows - lower + 1, 0, lower - 1, canvas.cols);
    struct canvas *rules[] = {&parts->preview_rule, &parts->values_rule, &parts->past_rule};
    struct canvas *bodies[] = {&parts->preview, &parts->values, &parts->past};
    *rules[p->pane] = rule;
    *bodies[p->pane] = rest;
}

static bool is_wide(struct canvas canvas)
{
    return canvas.cols >= WIDE_COLS && canvas.rows >= LOW_ROWS;
}

int picker_preview_cols(int rows, int cols)
{
    struct canvas canvas = {.rows = rows, .cols = cols};
    return is_wide(canvas) ? cols - LIST_COLS - 1 : cols;
}

struct picker_parts picker_arrange(const struct picker *p, struct canvas canvas)
{
    struct picker_parts parts = {.wide = false};
    if (p->prompt.use != NULL) {
        parts.prompt = canvas_sub(canvas, canvas.rows - 1, 0, 1, canvas.cols);
        canvas = canvas_sub(canvas, 0, 0, canvas.rows - 1, canvas.cols);
    }
    if (is_wide(canvas))
        arrange_wide(p, canvas, &parts);
    else
        arrange_narrow(p, canvas, &parts);
    return parts;
}

/* ---- the list ---- */

enum picker_column { KEY, NAME, FROM, MATCH, ALARM, COLUMN_COUNT_ };

static const struct table_column columns[COLUMN_COUNT_] = {
    [KEY] = {"Key", 3, 3, 0, 0, TABLE_LEFT, 0, 0},    [NAME] = {"Name", 14, 8, 1, 0, TABLE_LEFT, 0, 0},
    [FROM] = {"From", 7, 7, 0, 2, TABLE_LEFT, 0, 0},  [MATCH] = {"Match", 5, 5, 0, 0, TABLE_RIGHT, 0, 0},
    [ALARM] = {"Bell", 4, 4, 0, 1, TABLE_LEFT, 0, 0},
};

/* "bell" where it rings, "hook" where it runs something, "both". */
static const char *alarm_of(const struct profile *profile)
{
    bool rings = profile_number(profile, PROFILE_BELL_SEVERITY) != PROFILE_BELL_OFF;
    bool runs = profile_is_set(profile, PROFILE_HOOK_COMMAND);
    return rings && runs ? "both" : rings ? "bell" : runs ? "hook" : "";
}

/* The counts have the room they need; the last column is there when some profile rings or runs something. */
static int fit_columns(const struct picker *p, struct table_column out[COLUMN_COUNT_])
{
    const struct desk *desk = p->view.desk;
    bool alarms = false;
    memcpy(out, columns, sizeof columns);
    for (int i = 0; i < p->profiles.count; i++) {
        char text[FMT_MAX];
        const struct profile_entry *entry = desk->profile(desk->app, i);
        int width = (int)fmt_count(entry->matches > 0 ? (uint64_t)entry->matches : 0, text, sizeof text);
        out[MATCH].width = width > out[MATCH].width ? width : out[MATCH].width;
        alarms |= alarm_of(entry->profile)[0] != '\0';
    }
    return alarms ? COLUMN_COUNT_ : COLUMN_COUNT_ - 1;
}

static const struct profile_entry *entry_at(const struct picker *p, int row)
{
    return p->view.desk->profile(p->view.desk->app, p->profiles.top + row);
}

static void list_row(void *user, int row, struct table_row *out)
{
    const struct picker *p = user;
    bool worn = p->view.desk->profile_current(p->view.desk->app) == p->profiles.top + row;
    snprintf(out->flag, sizeof out->flag, "%s", worn ? "*" : "");
    out->flag_role = ROLE_ROW_MARK;
}

static void match_cell(const struct picker *p, const struct profile_entry *entry, struct table_cell *out)
{
    char text[FMT_MAX];
    fmt_count(entry->matches > 0 ? (uint64_t)entry->matches : 0, text, sizeof text);
    bool broken = entry->matches < 0 && picker_is_broken(p, entry->profile);
    buf_add_text(out->text, broken ? "error" : entry->matches < 0 ? "..." : text);
    out->role = broken ? ROLE_WARN : entry->matches <= 0 ? ROLE_MUTED : ROLE_TEXT;
}

static void alarm_cell(const struct picker *p, int index, struct table_cell *out)
{
    const struct desk *desk = p->view.desk;
    buf_add_text(out->text, alarm_of(desk->profile(desk->app, index)->profile));
    out->role = picker_hook(p, index).armed ? ROLE_WARN : ROLE_TEXT;
}

static void list_cell(void *user, int row, int column, struct table_cell *out)
{
    const struct picker *p = user;
    const struct profile_entry *entry = entry_at(p, row);
    switch ((enum picker_column)column) {
    case KEY:
        if (entry->key >= 0)
            buf_add_fmt(out->text, "%d", entry->key);
        out->role = ROLE_HINT_KEY;
        break;
    case NAME: buf_add_text(out->text, profile_text(entry->profile, PROFILE_NAME)); break;
    case FROM:
        buf_add_text(out->text, profile_origin_names[entry->origin]);
        out->role = ROLE_MUTED;
        break;
    case MATCH: match_cell(p, entry, out); break;
    case ALARM: alarm_cell(p, p->profiles.top + row, out); break;
    case COLUMN_COUNT_: break;
    }
}

static void draw_list(const struct picker *p, const struct picker_parts *parts)
{
    struct table_layout layout;
    struct table_column fitted[COLUMN_COUNT_];
    struct canvas rows = canvas_sub(parts->list, 1, 0, parts->list.rows - 1, parts->list.cols);
    int count = fit_columns(p, fitted);
    table_fit(fitted, count, rows.cols - 1, &layout);
    int left = p->profiles.count - p->profiles.top;
    const struct table table = {
        .columns = fitted,
        .count = count,
        .layout = &layout,
        .rows = left < rows.rows ? left : rows.rows,
        .cursor = p->profiles.chosen - p->profiles.top,
        .cursor_column = -1,
        .focused = p->pane == PICKER_PROFILES,
        .row = list_row,
        .cell = list_cell,
        .user = (void *)(uintptr_t)p,
    };
    table_draw_header(&table, canvas_sub(parts->list, 0, 0, 1, parts->list.cols));
    table_draw(&table, rows);
}

/* ---- the filters used before ---- */

static void draw_past(const struct picker *p, struct canvas canvas)
{
    const struct desk *desk = p->view.desk;
    if (p->past.count == 0)
        canvas_text(canvas, 0, 2, canvas.cols - 2, STR("none yet"), ROLE_MUTED, CANVAS_ELLIPSIS);
    for (int row = 0; row < canvas.rows && p->past.top + row < p->past.count; row++) {
        int index = p->past.top + row;
        canvas_text(canvas, row, 2, canvas.cols - 3, str_of(desk->past(desk->app, index)), ROLE_TEXT, CANVAS_ELLIPSIS);
        if (p->pane != PICKER_PAST || index != p->past.chosen)
            continue;
        canvas_glyph(canvas, row, 0, GLYPH_POINTER, ROLE_TEXT);
        canvas_overlay(canvas, row, 0, canvas.cols, ROLE_ROW_CURSOR);
    }
}

/* ---- all of it ---- */

static void draw_preview_rule(const struct picker *p, struct canvas rule)
{
    const struct profile_entry *entry = picker_entry(p);
    struct buf title = {0};
    buf_add_text(&title, "Preview");
    if (entry != NULL && entry->key >= 0)
        buf_add_fmt(&title, " \xc2\xb7 %d %s", entry->key, profile_text(entry->profile, PROFILE_NAME));
    else if (entry != NULL)
        buf_add_fmt(&title, " \xc2\xb7 %s", profile_text(entry->profile, PROFILE_NAME));
    canvas_rule(rule, 0, buf_str(&title), STR_NONE);
    buf_fini(&title);
}

static void draw_values(const struct picker *p, const struct picker_parts *parts)
{
    const struct facets *facets = &p->preview.facets;
    char more[48] = "";
    if (facets->seen < facets->count)
        snprintf(more, sizeof more, "%d-%d of %d", facets->first + 1, facets->first + facets->seen, facets->count);
    if (p->preview.err.code != 0) {
        canvas_rule(parts->values_rule, 0, STR("Values in it"), STR_NONE);
        canvas_text(parts->values, 0, 2, parts->values.cols - 2, STR("none: its filter has a mistake"), ROLE_MUTED,
                    CANVAS_ELLIPSIS);
        return;
    }
    canvas_rule(parts->values_rule, 0, STR("Values in it"), str_of(more));
    facets_draw(facets, parts->values, p->pane == PICKER_VALUES ? FACETS_FOCUSED : FACETS_AWAY);
}

/* Where rules meet it, they join. */
static void draw_divider(const struct picker_parts *parts)
{
    int top = parts->divider.row, left = parts->past_rule.row - top;
    int right = canvas_is_empty(parts->values_rule) ? -1 : parts->values_rule.row - top;
    for (int row = 0; row < parts->divider.rows; row++) {
        enum glyph glyph = row == 0                     ? GLYPH_TEE_DOWN
                           : row == left && row == right ? GLYPH_PLUS
                           : row == left                 ? GLYPH_TEE_LEFT
                           : row == right                ? GLYPH_TEE_RIGHT
                                                         : GLYPH_VLINE;
        canvas_glyph(parts->divider, row, 0, glyph, ROLE_RULE);
    }
}

void picker_draw(const struct view *view, struct canvas canvas)
{
    const struct picker *p = (const struct picker *)view;
    preview_layout((struct preview *)(uintptr_t)&p->preview, canvas.grid, picker_preview_cols(canvas.rows, canvas.cols));
    struct picker_parts parts = picker_arrange(p, canvas);
    if (!canvas_is_empty(parts.list)) {
        canvas_rule(parts.rule, 0, STR("Profiles"), STR_NONE);
        draw_list(p, &parts);
    }
    if (!canvas_is_empty(parts.preview)) {
        draw_preview_rule(p, parts.preview_rule);
        preview_draw(&p->preview, parts.preview);
    }
    if (!canvas_is_empty(parts.values))
        draw_values(p, &parts);
    if (!canvas_is_empty(parts.past)) {
        canvas_rule(parts.past_rule, 0, STR("Filters used before"), STR_NONE);
        draw_past(p, parts.past);
    }
    draw_divider(&parts);
    if (p->prompt.use != NULL)
        prompt_draw(&p->prompt, parts.prompt);
}

struct view_status picker_status(const struct view *view)
{
    const struct picker *p = (const struct picker *)view;
    static const char *const panes[PICKER_PANE_COUNT_] = {"PROFILES", "VALUES", "FILTERS"};
    struct view_status status = {.chip = str_of(panes[p->pane]), .chip_role = ROLE_CHIP};
    const struct profile_entry *entry = picker_entry(p);
    char count[FMT_MAX], all[FMT_MAX];
    if (entry == NULL)
        return status;
    fmt_count(store_count(view->desk->store), all, sizeof all);
    fmt_count(entry->matches > 0 ? (uint64_t)entry->matches : 0, count, sizeof count);
    if (p->preview.err.code != 0)
        snprintf(status.text, sizeof status.text, "its filter has a mistake");
    else if (entry->matches < 0)
        snprintf(status.text, sizeof status.text, "counting in %s events", all);
    else
        snprintf(status.text, sizeof status.text, "%s of %s events", count, all);
    return status;
}
