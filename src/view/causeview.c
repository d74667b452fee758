/* Codes and sentences are fields like any other (model/cause.h), so this screen only counts them over the events that
 * carry a cause. What a sentence without a code is missing is said where it stands. */
#include "view/causeview.h"

#include "base/fmt.h"
#include "model/cause.h"
#include "view/tallyboard.h"

enum causeview_part { FACTS, CODES, SENTENCES, PART_COUNT_ };
enum causeview_line { LINE_ALL, LINE_OTHER };
enum causeview_list { LIST_CODES, LIST_SENTENCES };

_Static_assert(CAUSE_SENTENCE_MAX < RANKS_TEXT_MAX, "a line opens the events of its whole sentence");

struct causeview {
    struct tallyboard tally;
};

static void code_cell(void *view, int line, int column, struct table_cell *out)
{
    tallyboard_cell(view, LIST_CODES, line, column, out);
}

static void sentence_cell(void *view, int line, int column, struct table_cell *out)
{
    tallyboard_cell(view, LIST_SENTENCES, line, column, out);
}

static const struct board_part parts[PART_COUNT_] = {
    [FACTS] = {.kind = BOARD_SHEET, .page = "Causes", .least = 2, .shed = 1},
    [CODES] = {.kind = BOARD_TABLE, .page = "Codes", .least = 2, .most = 6, .shed = 6, .columns = ranks_columns,
               .column_count = RANKS_COLUMNS, .cell = code_cell},
    [SENTENCES] = {.kind = BOARD_TABLE, .page = "Without", .least = 2, .most = 6, .shed = 5, .columns = ranks_columns,
                   .column_count = RANKS_COLUMNS, .cell = sentence_cell},
};

static const struct tallyboard_list lists[] = {
    [LIST_CODES] = {CODES, FIELD_CAUSE, "", "BY CODE"},
    [LIST_SENTENCES] = {SENTENCES, FIELD_CAUSE_TEXT, "cause:" CAUSE_OTHER, "WITHOUT A CODE"},
};

/* ---- facts ---- */

static void fill(struct tallyboard *t)
{
    struct sheet *sheet = board_sheet(&t->over.board, FACTS);
    uint64_t all = group_total(t->groups[LIST_CODES]).count, other = group_total(t->groups[LIST_SENTENCES]).count;
    size_t sentences = group_count(t->groups[LIST_SENTENCES]);
    char text[FMT_MAX];
    str_copy(STR("CAUSES"), t->over.board.state[FACTS].title, BOARD_TITLE_MAX);
    fmt_count(all, text, sizeof text);
    sheet_line(sheet, STR("Events"), LINE_ALL, SHEET_OWN);
    sheet_print(sheet, ROLE_VALUE, "%s", text);
    sheet_print(sheet, ROLE_MUTED, " that say why");
    fmt_count(other, text, sizeof text);
    sheet_line(sheet, STR("Without"), LINE_OTHER, SHEET_OWN);
    sheet_print(sheet, other > 0 ? ROLE_WARN : ROLE_MUTED, "%s", text);
    if (other > 0)
        sheet_print(sheet, ROLE_MUTED, " in %zu sentence%s that no pattern knows", sentences, sentences == 1 ? "" : "s");
    sheet_line(sheet, STR("Patterns"), -1, SHEET_OWN);
    sheet_print(sheet, ROLE_VALUE, "%d of your own", cause_own_count());
    sheet_print(sheet, ROLE_MUTED, "; more: cause { } in evmon.conf(5)");
}

static int enter(struct tallyboard *t, struct error *err)
{
    int tag = sheet_tag(board_sheet(&t->over.board, FACTS), t->over.board.state[FACTS].cursor);
    return stream_narrow(&t->over.stream, tag == LINE_OTHER ? STR("cause:" CAUSE_OTHER) : STR_NONE, ROW_NONE, err);
}

static const char *tell(const struct tallyboard *t)
{
    (void)t;
    return "the events behind this number";
}

static bool here(const struct tallyboard *t, field_id field, struct value *out)
{
    (void)t, (void)field;
    *out = VALUE_ABSENT;
    return false;
}

static const struct tallyboard_of of = {
    .parts = parts, .part_count = PART_COUNT_, .lists = lists, .list_count = 2, .fill = fill, .enter = enter, .here = here,
    .tell = tell,
};

/* ---- the view ---- */

static int causeview_open(struct view *view, struct str argument, struct error *err)
{
    struct causeview *v = (struct causeview *)view;
    if (argument.n > 0)
        return err_set(err, E_USAGE, "causes takes no argument; a code is a filter, cause:%.*s", STR_ARG(argument));
    int result = tallyboard_init(&v->tally, &of, STR("has:cause"), err);
    if (result >= 0)
        v->tally.over.stream.list_empty = "No event that says why is held.";
    return result;
}

static void causeview_close(struct view *view)
{
    tallyboard_fini(&((struct causeview *)view)->tally);
}

static void causeview_title(const struct view *view, struct buf *out)
{
    (void)view;
    buf_add_text(out, "causes");
}

static const struct view_hint hints[] = {
    {"step-out", "back"}, {"focus", "parts"},     {"detail", "open"}, {"device", "device"}, {"operator", "operator"},
    {"organisation", "org"}, {"filter", "filter"}, {"search", "search"}, {NULL, NULL},
};

const struct view_ops causeview_ops = {
    .name = "causes",
    STREAM_DRILL,
    .keymap = "causes",
    .size = sizeof(struct causeview),
    .open = causeview_open,
    .close = causeview_close,
    .title = causeview_title,
    .hints = hints,
};
