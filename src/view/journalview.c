/* The journal: texts that could not be read, gaps, what the program said and what the sources went through, by time,
 * newest last. The chosen entry
 * stands in full below; of a bad text that includes its bytes. Keeps nothing: all of it is read from the desk. */
#include "view/journalview.h"

#include "base/fmt.h"
#include "base/xalloc.h"
#include "view/chooser.h"
#include "widget/pane.h"
#include "widget/table.h"

#include <stdio.h>
#include <stdlib.h>

enum entry_kind { ENTRY_NOTE, ENTRY_GAP, ENTRY_BAD };

struct entry {
    int64_t when_ms;
    enum entry_kind kind;
    int index; /* in the desk's list of that kind */
    int nth;   /* of those of the kind with the same time */
};

struct journalview {
    struct view view;
    struct entry *entries;
    int count, capacity;
    struct chooser chooser;
    struct entry chosen; /* what the choice is anchored to while others come and go */
    struct pane *pane;   /* the chosen entry in full */
    int pane_top;
    unsigned left_end : 1; /* the choice does not move along with the newest entry */
    unsigned full : 1;     /* the entry has the whole view */
};

static const struct table_column columns[] = {
    {"Time", 19, 8, 0, 0, TABLE_LEFT, 0, 0},
    {"Kind", 10, 6, 0, 0, TABLE_LEFT, 0, 0},
    {"Source", 18, 10, 1, 2, TABLE_LEFT, 0, 0},
    {"What", 30, 12, 5, 0, TABLE_LEFT, 0, 0},
};
#define COLUMN_COUNT ((int)(sizeof columns / sizeof *columns))

/* ---- entries ---- */

static void add_entry(struct journalview *j, enum entry_kind kind, int index, int64_t when_ms)
{
    if (j->count == j->capacity) {
        j->capacity = j->capacity > 0 ? j->capacity * 2 : 64;
        j->entries = xrealloc(j->entries, (size_t)j->capacity * sizeof *j->entries);
    }
    struct entry *before = j->count > 0 ? &j->entries[j->count - 1] : NULL;
    bool same = before != NULL && before->kind == kind && before->when_ms == when_ms;
    j->entries[j->count++] = (struct entry){when_ms, kind, index, same ? before->nth + 1 : 0};
}

static int compare(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    if (x->when_ms != y->when_ms)
        return x->when_ms < y->when_ms ? -1 : 1;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    return x->nth - y->nth;
}

static void collect(struct journalview *j)
{
    const struct desk *desk = j->view.desk;
    j->count = 0;
    for (int i = 0; i < desk->note_count(desk->app); i++)
        add_entry(j, ENTRY_NOTE, i, desk->note(desk->app, i)->when_ms);
    for (int i = 0; i < desk->gap_count(desk->app); i++)
        add_entry(j, ENTRY_GAP, i, desk->gap(desk->app, i)->when_ms);
    for (int i = 0; i < desk->bad_count(desk->app); i++)
        add_entry(j, ENTRY_BAD, i, desk->bad(desk->app, i)->when_ms);
    if (j->count > 0)
        qsort(j->entries, (size_t)j->count, sizeof *j->entries, compare);
}

/* Where the anchored entry stands now; the next younger one when it is no longer kept. */
static int find_chosen(const struct journalview *j)
{
    int i = 0;
    while (i < j->count - 1 && compare(&j->entries[i], &j->chosen) < 0)
        i++;
    return i;
}

static const struct entry *chosen_entry(const struct journalview *j)
{
    return j->chooser.chosen >= 0 && j->chooser.chosen < j->count ? &j->entries[j->chooser.chosen] : NULL;
}

/* ---- the table ---- */

static const struct desk_bad *bad_of(const struct journalview *j, const struct entry *entry)
{
    return j->view.desk->bad(j->view.desk->app, entry->index);
}

static const struct desk_gap *gap_of(const struct journalview *j, const struct entry *entry)
{
    return j->view.desk->gap(j->view.desk->app, entry->index);
}

static const struct desk_note *note_of(const struct journalview *j, const struct entry *entry)
{
    return j->view.desk->note(j->view.desk->app, entry->index);
}

static const char *source_name(const struct journalview *j, int feed)
{
    const struct desk *desk = j->view.desk;
    return feed >= 0 && feed < desk->feed_count(desk->app) ? desk->feed(desk->app, feed)->name : "";
}

static void add_span(const struct journalview *j, const struct desk_gap *gap, struct buf *out)
{
    char from[32], until[32];
    instant_format(gap->from_ms, j->view.desk->zone, INSTANT_TIME, from, sizeof from);
    instant_format(gap->until_ms, j->view.desk->zone, INSTANT_TIME, until, sizeof until);
    buf_add_fmt(out, "%s to %s", from, until);
}

static bool is_about_a_source(const struct journalview *j, const struct entry *entry)
{
    return entry->kind == ENTRY_NOTE && note_of(j, entry)->of_feed;
}

/* The source that an entry is about, -1 none. */
static int feed_of(const struct journalview *j, const struct entry *entry)
{
    switch (entry->kind) {
    case ENTRY_BAD: return bad_of(j, entry)->feed;
    case ENTRY_GAP: return gap_of(j, entry)->feed;
    case ENTRY_NOTE: break;
    }
    return note_of(j, entry)->of_feed ? note_of(j, entry)->feed : -1;
}

static bool is_trouble(enum tone tone)
{
    return tone == TONE_WARN || tone == TONE_CRITICAL;
}

static void journal_row(void *user, int row, struct table_row *out)
{
    const struct journalview *j = user;
    const struct entry *entry = &j->entries[row];
    if (entry->kind == ENTRY_NOTE && !(is_about_a_source(j, entry) && is_trouble(note_of(j, entry)->tone)))
        return;
    snprintf(out->flag, sizeof out->flag, "!");
    out->flag_role = ROLE_WARN;
}

/* The time of day alone where it is narrow. */
static bool has_dates(const struct journalview *j)
{
    return j->view.cols >= 100;
}

static void what_cell(const struct journalview *j, const struct entry *entry, struct table_cell *out)
{
    if (entry->kind == ENTRY_BAD) {
        buf_add_text(out->text, bad_of(j, entry)->reason);
    } else if (entry->kind == ENTRY_GAP) {
        add_span(j, gap_of(j, entry), out->text);
        buf_add_fmt(out->text, ": %s", gap_of(j, entry)->why);
    } else {
        buf_add_text(out->text, note_of(j, entry)->text);
        out->role = view_role(note_of(j, entry)->tone);
    }
}

static void journal_cell(void *user, int row, int column, struct table_cell *out)
{
    static const char *const kinds[] = {[ENTRY_NOTE] = "said", [ENTRY_GAP] = "gap", [ENTRY_BAD] = "unreadable"};
    const struct journalview *j = user;
    const struct entry *entry = &j->entries[row];
    char time[32];
    if (column == 0) {
        size_t n = instant_format(entry->when_ms, j->view.desk->zone, INSTANT_DATETIME, time, sizeof time);
        size_t date = has_dates(j) ? 0 : 11;
        buf_add_str(out->text, str_sub((struct str){time, n}, date, 19 - date));
        out->role = ROLE_MUTED;
    } else if (column == 1) {
        buf_add_text(out->text, is_about_a_source(j, entry) ? "source" : kinds[entry->kind]);
        out->role = entry->kind == ENTRY_NOTE ? ROLE_MUTED : ROLE_WARN;
    } else if (column == 2) {
        int feed = feed_of(j, entry);
        buf_add_text(out->text, feed >= 0 ? source_name(j, feed) : "");
    } else if (column == 3) {
        what_cell(j, entry, out);
    }
}

/* ---- the chosen entry ---- */

static void labelled(struct pane *pane, const char *label, role_id role, struct str text)
{
    pane_print(pane, ROLE_LABEL, "%-9s", label);
    pane_span(pane, role, text);
    pane_line(pane);
}

static void fill_bad(struct journalview *j, const struct desk_bad *bad)
{
    char size[FMT_MAX], line[FMT_MAX], where[96];
    fmt_bytes(bad->raw.n, size, sizeof size);
    fmt_count(bad->line, line, sizeof line);
    if (bad->line > 0)
        snprintf(where, sizeof where, "line %s, byte %llu", line, (unsigned long long)bad->offset);
    else
        snprintf(where, sizeof where, "byte %llu", (unsigned long long)bad->offset);
    labelled(j->pane, "Reason", ROLE_WARN, str_of(bad->reason));
    labelled(j->pane, "Source", ROLE_VALUE, str_of(source_name(j, bad->feed)));
    labelled(j->pane, "Where", ROLE_VALUE, str_of(where));
    pane_line(j->pane);
    pane_print(j->pane, ROLE_MUTED, "The bytes as they came (%s%s):", size, bad->raw.n >= 4096 ? ", the first of more" : "");
    pane_line(j->pane);
    pane_json(j->pane, bad->raw, PANE_JSON_BYTES);
}

static void fill_gap(struct journalview *j, const struct desk_gap *gap)
{
    struct buf span = {0};
    add_span(j, gap, &span);
    labelled(j->pane, "Span", ROLE_VALUE, buf_str(&span));
    labelled(j->pane, "Source", ROLE_VALUE, str_of(source_name(j, gap->feed)));
    labelled(j->pane, "Why", ROLE_WARN, str_of(gap->why));
    pane_line(j->pane);
    pane_print(j->pane, ROLE_MUTED, "Events of this span may be missing: nothing proved that all of them arrived.");
    pane_line(j->pane);
    buf_fini(&span);
}

static void fill(struct journalview *j)
{
    const struct entry *entry = chosen_entry(j);
    pane_clear(j->pane);
    if (entry == NULL)
        return;
    if (entry->kind == ENTRY_BAD) {
        fill_bad(j, bad_of(j, entry));
    } else if (entry->kind == ENTRY_GAP) {
        fill_gap(j, gap_of(j, entry));
    } else {
        if (note_of(j, entry)->of_feed)
            labelled(j->pane, "Source", ROLE_VALUE, str_of(source_name(j, note_of(j, entry)->feed)));
        pane_span(j->pane, view_role(note_of(j, entry)->tone), str_of(note_of(j, entry)->text));
        pane_line(j->pane);
    }
}

/* ---- the view ---- */

static int journalview_open(struct view *view, struct str argument, struct error *err)
{
    (void)argument, (void)err;
    ((struct journalview *)view)->pane = pane_new();
    return 0;
}

static void journalview_close(struct view *view)
{
    struct journalview *j = (struct journalview *)view;
    pane_free(&j->pane);
    free(j->entries);
}

static int list_rows(const struct view *view)
{
    return view->rows >= 14 ? view->rows * 3 / 5 - 1 : view->rows - 1;
}

static void journalview_update(struct view *view, int64_t budget_ns)
{
    (void)budget_ns;
    struct journalview *j = (struct journalview *)view;
    collect(j);
    chooser_settle(&j->chooser, j->count, list_rows(view));
    if (j->count > 0)
        chooser_to(&j->chooser, j->left_end ? find_chosen(j) : j->count - 1);
    if (j->count > 0)
        j->chosen = j->entries[j->chooser.chosen];
    fill(j);
}

static void draw_entry(const struct journalview *j, struct canvas canvas)
{
    struct canvas inner = canvas_sub(canvas, 0, 2, canvas.rows, canvas.cols - 4);
    pane_layout(j->pane, canvas.grid, inner.cols);
    pane_draw(j->pane, inner, j->full ? j->pane_top : 0);
}

static void draw_list(const struct journalview *j, struct canvas canvas)
{
    struct table_layout layout;
    struct table_column fitted[COLUMN_COUNT];
    memcpy(fitted, columns, sizeof columns);
    fitted[0].width = has_dates(j) ? 19 : 8;
    table_fit(fitted, COLUMN_COUNT, canvas.cols, &layout);
    const struct table table = {
        .columns = fitted,
        .count = COLUMN_COUNT,
        .layout = &layout,
        .top = j->chooser.top,
        .rows = j->count,
        .cursor = j->chooser.chosen,
        .cursor_column = -1,
        .focused = 1,
        .row = journal_row,
        .cell = journal_cell,
        .user = (void *)(uintptr_t)j,
    };
    table_draw_header(&table, canvas_sub(canvas, 0, 0, 1, canvas.cols));
    table_draw(&table, canvas_sub(canvas, 1, 0, canvas.rows - 1, canvas.cols));
}

static void journalview_draw(const struct view *view, struct canvas canvas)
{
    const struct journalview *j = (const struct journalview *)view;
    if (j->count == 0) {
        canvas_print(canvas, canvas.rows / 2, 0, canvas.cols, ROLE_MUTED, CANVAS_CENTRE,
                     "Nothing has gone wrong, and nothing was said yet.");
        return;
    }
    if (j->full) {
        draw_entry(j, canvas);
        return;
    }
    int rows = list_rows(view);
    draw_list(j, canvas_sub(canvas, 0, 0, rows + 1, canvas.cols));
    if (rows + 2 >= canvas.rows)
        return;
    canvas_rule(canvas, rows + 1, STR_NONE, STR_NONE);
    draw_entry(j, canvas_sub(canvas, rows + 2, 0, canvas.rows - rows - 2, canvas.cols));
}

static void journalview_title(const struct view *view, struct buf *out)
{
    (void)view;
    buf_add_text(out, "journal");
}

static struct view_status journalview_status(const struct view *view)
{
    const struct journalview *j = (const struct journalview *)view;
    const struct desk *desk = view->desk;
    struct view_status status = {.chip = STR("JOURNAL"), .chip_role = ROLE_CHIP};
    if (j->count > 0)
        snprintf(status.text, sizeof status.text, "entry %d of %d: %d unreadable, %d gap%s", j->chooser.chosen + 1, j->count,
                 desk->bad_count(desk->app), desk->gap_count(desk->app), desk->gap_count(desk->app) == 1 ? "" : "s");
    return status;
}

static void scroll(struct journalview *j, struct str name)
{
    struct chooser lines = {.count = pane_rows(j->pane), .chosen = j->pane_top, .height = j->view.rows};
    chooser_command(&lines, name);
    int last = lines.count - lines.height;
    j->pane_top = lines.chosen < last ? lines.chosen : last > 0 ? last : 0;
}

static void journalview_move(struct view *view, struct str name)
{
    struct journalview *j = (struct journalview *)view;
    if (j->full) {
        scroll(j, name);
        return;
    }
    chooser_command(&j->chooser, name);
    j->left_end = j->chooser.chosen < j->count - 1;
    if (j->count > 0)
        j->chosen = j->entries[j->chooser.chosen];
    fill(j);
}

static int run_open(void *target, struct str args, struct error *err)
{
    (void)args, (void)err;
    struct journalview *j = target;
    j->full = !j->full;
    j->pane_top = 0;
    j->left_end = 1; /* what is being read stays, whatever is said meanwhile */
    return 0;
}

static int run_yank(void *target, struct str args, struct error *err)
{
    (void)args;
    struct journalview *j = target;
    const struct entry *entry = chosen_entry(j);
    const struct desk *desk = j->view.desk;
    if (entry == NULL)
        return err_set(err, E_INVALID, "there is no entry to copy");
    if (entry->kind == ENTRY_BAD)
        desk->copy(desk->app, bad_of(j, entry)->raw, "the bytes");
    else
        desk->copy(desk->app, str_of(entry->kind == ENTRY_GAP ? gap_of(j, entry)->why : note_of(j, entry)->text),
                   "the entry");
    return 0;
}

static const struct command commands[] = {
    {"open-entry", "", "", run_open, "this entry on the whole view, or the list again", ""},
    {"yank", "copy", "[PART]", run_yank, "copy the entry, of a bad text its bytes", ""},
};

static const struct view_hint hints[] = {
    {"open-entry", "read it"}, {"yank", "copy"}, {"view feeds", "sources"}, {"back", "back"}, {NULL, NULL},
};

const struct view_ops journalview_ops = {
    .name = "journal",
    .keymap = "journal",
    .cmds = commands,
    .cmd_count = (int)(sizeof commands / sizeof *commands),
    .size = sizeof(struct journalview),
    .open = journalview_open,
    .close = journalview_close,
    .update = journalview_update,
    .draw = journalview_draw,
    .title = journalview_title,
    .status = journalview_status,
    .move = journalview_move,
    .hints = hints,
};
