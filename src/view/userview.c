/* The user screen: everything is counted over the events that name the user. Actions of an application's token name no
 * user; they stand with their organisation. */
#include "view/userview.h"

#include "base/fmt.h"
#include "view/about.h"
#include "view/tallyboard.h"

#include <stdio.h>

enum userview_part { FACTS, ACTS, DEVICES, PART_COUNT_ };
enum userview_line { LINE_EVENTS, LINE_ALERTS };

struct userview {
    struct tallyboard tally;
    char name[RANKS_TEXT_MAX];
};

static void act_cell(void *view, int line, int column, struct table_cell *out)
{
    tallyboard_cell(view, 0, line, column, out);
}

static void device_cell(void *view, int line, int column, struct table_cell *out)
{
    tallyboard_cell(view, 1, line, column, out);
}

static const struct board_part parts[PART_COUNT_] = {
    [FACTS] = {.kind = BOARD_SHEET, .page = "User", .least = 2, .shed = 1},
    [ACTS] = {.kind = BOARD_TABLE, .page = "Acts", .least = 2, .most = 6, .shed = 5, .columns = ranks_columns,
              .column_count = RANKS_COLUMNS, .cell = act_cell},
    [DEVICES] = {.kind = BOARD_TABLE, .page = "Devices", .least = 2, .most = 4, .shed = 6, .columns = ranks_columns,
                 .column_count = RANKS_COLUMNS, .cell = device_cell},
};

static const struct tallyboard_list lists[] = {
    {ACTS, FIELD_TYPE, "", "WHAT WAS DONE"},
    {DEVICES, FIELD_DEV, "has:device", "TO WHICH DEVICES"},
};

/* ---- facts ---- */

static void add_span(struct tallyboard *t, struct sheet *sheet)
{
    const struct stream *s = &t->over.stream;
    const struct store *store = s->view.desk->store;
    size_t count = slice_event_count(s->slice);
    char first[ABOUT_MAX], last[ABOUT_MAX];
    if (count == 0 || sieve_text(&s->sieve).n > 0)
        return;
    about_when(s->view.desk, store_order_ms(store, slice_event(s->slice, 0)), first);
    about_when(s->view.desk, store_order_ms(store, slice_event(s->slice, count - 1)), last);
    sheet_print(sheet, ROLE_MUTED, " held, %s to %s", first, last);
}

static void fill(struct tallyboard *t)
{
    struct userview *v = (struct userview *)t;
    struct sheet *sheet = board_sheet(&t->over.board, FACTS);
    struct group_row total = group_total(t->groups[0]);
    char count[FMT_MAX];
    snprintf(t->over.board.state[FACTS].title, BOARD_TITLE_MAX, "USER %s", v->name);
    fmt_count(total.count, count, sizeof count);
    sheet_line(sheet, STR("Events"), LINE_EVENTS, SHEET_OWN);
    sheet_print(sheet, ROLE_VALUE, "%s", count);
    add_span(t, sheet);
    fmt_count(total.alerts, count, sizeof count);
    sheet_line(sheet, STR("Alerts"), LINE_ALERTS, SHEET_OWN);
    sheet_print(sheet, total.alerts > 0 ? ROLE_ALERT : ROLE_MUTED, "%s", count);
}

static int enter(struct tallyboard *t, struct error *err)
{
    int tag = sheet_tag(board_sheet(&t->over.board, FACTS), t->over.board.state[FACTS].cursor);
    return stream_narrow(&t->over.stream, tag == LINE_ALERTS ? STR("is:alert") : STR_NONE, ROW_NONE, err);
}

static const char *tell(const struct tallyboard *t)
{
    (void)t;
    return "the events behind this number";
}

static bool here(const struct tallyboard *t, field_id field, struct value *out)
{
    *out = (struct value){.kind = KIND_TEXT, .s = str_of(((const struct userview *)t)->name)};
    return field == FIELD_USER;
}

static const struct tallyboard_of of = {
    .parts = parts, .part_count = PART_COUNT_, .lists = lists, .list_count = 2, .fill = fill, .enter = enter, .here = here,
    .tell = tell,
};

/* ---- the view ---- */

static int userview_open(struct view *view, struct str argument, struct error *err)
{
    struct userview *v = (struct userview *)view;
    struct buf query = {0};
    if (argument.n == 0)
        return err_set(err, E_USAGE, "name a user: user ops@sample.example");
    str_copy(argument, v->name, sizeof v->name);
    buf_add_text(&query, "user=");
    filter_add_value(&query, FIELD_USER, argument, FILTER_BEHIND_EQUAL);
    int result = tallyboard_init(&v->tally, &of, buf_str(&query), err);
    buf_fini(&query);
    if (result >= 0)
        v->tally.over.stream.list_empty = "No event of this user is held.";
    return result;
}

static void userview_close(struct view *view)
{
    tallyboard_fini(&((struct userview *)view)->tally);
}

static void userview_title(const struct view *view, struct buf *out)
{
    buf_add_fmt(out, "user %s", ((const struct userview *)view)->name);
}

static const struct view_hint hints[] = {
    {"step-out", "back"},     {"focus", "parts"},     {"detail", "open"}, {"device", "device"},
    {"organisation", "org"}, {"filter", "filter"}, {"search", "search"}, {NULL, NULL},
};

const struct view_ops userview_ops = {
    .name = "user",
    STREAM_DRILL,
    .keymap = "user",
    .size = sizeof(struct userview),
    .open = userview_open,
    .close = userview_close,
    .title = userview_title,
    .hints = hints,
};
