/* Columns of event tables. A field's own row in fields.def says title and width; here stands only what a table adds:
 * which columns give way first, and the tones of cells. */
#include "view/lineup.h"

#include "base/clock.h"
#include "base/fmt.h"
#include "view/what.h"

#include <stdio.h>

#define WIDTH_MAX 200
#define BOTH_TIMES_WIDTH 14 /* 09:14:05 11:14 */

/* How columns behave when there is too little or too much room; a field without a row has the first one's manners. */
static const struct manners {
    int field, width, min, grow, priority;
} manners[] = {
    {FIELD_COUNT_ + 1, 0, 0, 0, 50},
    {FIELD_TS, 8, 8, 0, 0},
    {FIELD_TYPE, 15, 11, 1, 0},
    {FIELD_DEV, 14, 9, 1, 0},
    {FIELD_ORG, 11, 8, 0, 30},
    {FIELD_OP, 11, 8, 0, 20},
    {FIELD_AT_OP, 11, 8, 0, 20},
    {FIELD_CC, 2, 2, 0, 25},
    {FIELD_AT_CC, 2, 2, 0, 25},
    {FIELD_DT, 4, 4, 0, 40},
    {LINEUP_WHAT, 24, 22, 5, 1},
    {FIELD_DESC, 24, 22, 5, 5},
};

static const struct manners *manners_of(int field)
{
    for (size_t i = 1; i < sizeof manners / sizeof *manners; i++) {
        if (manners[i].field == field)
            return &manners[i];
    }
    return &manners[0];
}

static int add_column(struct lineup *columns, int field, int64_t width)
{
    const struct manners *m = manners_of(field);
    const struct field_row *row = field == LINEUP_WHAT ? NULL : field_row((field_id)field);
    int natural = m->width > 0 ? m->width : row->width > 0 ? row->width : 12;
    bool right = row != NULL && (row->kind == KIND_NUMBER || row->kind == KIND_SIZE || row->kind == KIND_DURATION ||
                                 row->kind == KIND_PERCENT);
    bool ends = field == FIELD_DEV || (row != NULL && row->kind == KIND_DIGITS);
    columns->field[columns->count] = field;
    columns->asked[columns->count] = (int)width;
    columns->table[columns->count] = (struct table_column){
        .title = row != NULL ? row->title : "What",
        .width = width > 0 ? (int)width : natural,
        .min = width > 0 ? (int)width : m->min,
        .grow = m->grow,
        .priority = m->priority,
        .align = right ? TABLE_RIGHT : ends ? TABLE_ENDS : TABLE_LEFT,
        .marks = field == FIELD_TYPE,
    };
    return ++columns->count;
}

static int parse_one(struct lineup *columns, struct str word, struct error *err)
{
    struct str name, width_text = word;
    int64_t width = 0;
    str_next(&width_text, ':', &name);
    if (width_text.p != NULL && (!str_i64(width_text, &width) || width < 1 || width > WIDTH_MAX))
        return err_set(err, E_RANGE, "column `%.*s`: the width behind the colon is 1 to %d", STR_ARG(word), WIDTH_MAX);
    if (str_eq_nocase(name, STR("what")))
        return add_column(columns, LINEUP_WHAT, width);
    field_id field = field_find(name);
    if (field != FIELD_NONE)
        return add_column(columns, field, width);
    const char *near = field_suggest(name);
    return err_set(err, E_UNKNOWN, "there is no column `%.*s`%s%s%s", STR_ARG(name), near != NULL ? "; did you mean `" : "",
                   near != NULL ? near : "", near != NULL ? "`?" : "; `:help fields` lists them");
}

int lineup_parse(struct lineup *columns, struct str list, struct error *err)
{
    struct lineup parsed = {.count = 0};
    struct str word;
    while (list.n > 0) {
        size_t n = 0;
        while (n < list.n && list.p[n] != ' ' && list.p[n] != ',')
            n++;
        word = str_sub(list, 0, n);
        list = str_sub(list, n + 1, list.n);
        if (word.n == 0)
            continue;
        if (parsed.count == TABLE_COLUMNS_MAX)
            return err_set(err, E_LIMIT, "a table has at most %d columns", TABLE_COLUMNS_MAX);
        int result = parse_one(&parsed, word, err);
        if (result < 0)
            return result;
    }
    if (parsed.count == 0)
        return err_set(err, E_INVALID, "a table needs at least one column, for example `time type device what`");
    *columns = parsed;
    return 0;
}

void lineup_print(const struct lineup *columns, struct buf *out)
{
    for (int i = 0; i < columns->count; i++) {
        int field = columns->field[i];
        buf_add_fmt(out, "%s%s", i > 0 ? " " : "", field == LINEUP_WHAT ? "what" : field_row((field_id)field)->name);
        if (columns->asked[i] > 0)
            buf_add_fmt(out, ":%d", columns->asked[i]);
    }
}

int lineup_order_parse(struct str text, struct slice_order *out, struct error *err)
{
    bool down = text.n > 0 && text.p[0] == '-';
    struct str name = down ? str_sub(text, 1, text.n) : text;
    field_id field = field_find(name);
    if (field >= FIELD_STORED_COUNT)
        return err_set(err, E_UNKNOWN, "the list cannot be sorted by `%.*s`; name a field that every event carries",
                       STR_ARG(name));
    *out = (struct slice_order){field, down ? SLICE_DESCENDING : SLICE_ASCENDING};
    return 0;
}

void lineup_order_print(struct slice_order order, struct buf *out)
{
    buf_add_fmt(out, "%s%s", order.direction == SLICE_DESCENDING ? "-" : "",
                order.field == FIELD_TS ? "time" : field_row(order.field)->name);
}

void lineup_sorted(struct lineup *columns, struct slice_order order)
{
    for (int i = 0; i < columns->count; i++) {
        bool here = columns->field[i] == order.field;
        columns->table[i].sorted = here ? (order.direction == SLICE_ASCENDING ? 1u : 2u) : 0u;
    }
}

void lineup_titles(const struct lineup *columns, const struct zone *beside, char title[LINEUP_TITLE_MAX],
                   struct table_column out[TABLE_COLUMNS_MAX])
{
    memcpy(out, columns->table, sizeof columns->table);
    int time = lineup_find(columns, FIELD_TS);
    if (beside == NULL || time < 0)
        return;
    char abbreviation[16];
    zone_offset(beside, clock_wall_ms(), abbreviation);
    snprintf(title, LINEUP_TITLE_MAX, "%-8.8s %.5s", columns->table[time].title, abbreviation);
    out[time].title = title;
    out[time].width = out[time].min = BOTH_TIMES_WIDTH;
}

int lineup_find(const struct lineup *columns, int field)
{
    for (int i = 0; i < columns->count; i++) {
        if (columns->field[i] == field)
            return i;
    }
    return -1;
}

static void add_type(row_id row, const struct store *store, struct buf *out)
{
    struct value id;
    char slug[64];
    type_id type = store_type(store, row);
    bool known = store_get(store, row, FIELD_TYPE_ID, &id);
    size_t n = type_slug(type, known ? id.i : TYPE_ID_NONE, slug, sizeof slug);
    buf_add(out, slug, n);
}

void lineup_text(int field, row_id row, const struct store *store, struct reader *reader, const struct zone *zone,
                  struct buf *out)
{
    struct value value;
    if (field == LINEUP_WHAT)
        what_print(out, reader, row, store_type(store, row), zone);
    else if (field == FIELD_TYPE)
        add_type(row, store, out);
    else if (reader_get(reader, row, (field_id)field, &value))
        value_print(out, (field_id)field, &value, PRINT_PEOPLE, zone);
}

/* An event without a readable time stands where it arrived, and says so: ?09:14. */
static void time_cell(row_id row, const struct store *store, const struct lineup_look *look, struct table_cell *out)
{
    char text[32];
    int64_t ms = store_order_ms(store, row);
    bool unknown = (store_marks(store, row) & EVENT_NO_TIME) != 0;
    size_t n = instant_format(ms, look->zone, unknown ? INSTANT_HHMM : INSTANT_TIME, text, sizeof text);
    if (unknown)
        buf_add_byte(out->text, '?');
    buf_add(out->text, text, n < 8 ? n : 8);
    if (look->beside != NULL) {
        n = instant_format(ms, look->beside, INSTANT_HHMM, text, sizeof text);
        buf_add_byte(out->text, ' ');
        buf_add(out->text, text, n);
    }
    out->role = unknown ? ROLE_WARN : ms / 1000 == look->second_above ? ROLE_MUTED : ROLE_TEXT;
}

static void type_cell(row_id row, const struct store *store, struct table_cell *out)
{
    add_type(row, store, out->text);
    int severity = store_severity(store, row);
    out->role = severity > SEVERITY_INFO ? view_role_of_severity(severity) : view_role_of_type(store_type(store, row));
    if (store_alert(store, row)) {
        snprintf(out->mark, sizeof out->mark, "\xe2\x96\xb2");
        out->mark_role = ROLE_ALERT;
    }
}

/* Since the device's event before: one unit is enough for a glance. */
static void delta_cell(row_id row, const struct lineup_look *look, struct table_cell *out)
{
    struct value value;
    char text[FMT_MAX];
    out->role = ROLE_MUTED;
    if (!reader_get(look->reader, row, FIELD_DT, &value))
        return;
    size_t n = fmt_span_short(value.i, text, sizeof text);
    buf_add(out->text, text, n);
}

/* Where the event itself names no operator, the place where the device was last seen stands in, marked ~. */
static bool last_known(int field, row_id row, const struct lineup_look *look, struct table_cell *out)
{
    struct value value;
    int stand_in = field == FIELD_OP ? FIELD_AT_OP : field == FIELD_CC ? FIELD_AT_CC : -1;
    if (stand_in < 0 || !reader_get(look->reader, row, (field_id)stand_in, &value))
        return false;
    if (field == FIELD_OP)
        buf_add_byte(out->text, '~');
    value_print(out->text, (field_id)stand_in, &value, PRINT_PEOPLE, look->zone);
    out->role = ROLE_MUTED;
    return true;
}

void lineup_cell(const struct lineup *columns, int column, row_id row, const struct store *store,
                  const struct lineup_look *look, struct table_cell *out)
{
    int field = columns->field[column];
    if (field == FIELD_TS)
        time_cell(row, store, look, out);
    else if (field == FIELD_TYPE)
        type_cell(row, store, out);
    else if (field == FIELD_DT)
        delta_cell(row, look, out);
    else
        lineup_text(field, row, store, look->reader, look->zone, out->text);
    if (field == FIELD_SEV)
        out->role = view_role_of_severity(store_severity(store, row));
    if (out->text->n == 0)
        last_known(field, row, look, out);
}
