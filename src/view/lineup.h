/* The columns of an event table: which fields, how wide, in what order, and the text and tone of a cell. */
#ifndef EVMON_VIEW_LINEUP_H
#define EVMON_VIEW_LINEUP_H

#include "query/reader.h"
#include "view/view.h"
#include "widget/table.h"

/* One column more than the fields: a few words that tell the event (what.def). */
#define LINEUP_WHAT FIELD_COUNT_

struct lineup {
    int count;
    int field[TABLE_COLUMNS_MAX]; /* field_id or LINEUP_WHAT */
    int asked[TABLE_COLUMNS_MAX]; /* the width that was asked for; 0 = none */
    struct table_column table[TABLE_COLUMNS_MAX];
};

/* From "time type device org op cc what"; a width may follow a name ("device:20"). Unknown names are errors that name the
 * nearest. */
int lineup_parse(struct lineup *columns, struct str list, struct error *err);
void lineup_print(const struct lineup *columns, struct buf *out); /* the same spelling back */
/* An order as it is written: a field that is stored, "-" before it downwards. */
int lineup_order_parse(struct str text, struct slice_order *out, struct error *err);
void lineup_order_print(struct slice_order order, struct buf *out);
/* Marks the column that orders (0 none, 1 ascending, 2 descending). */
void lineup_sorted(struct lineup *columns, struct slice_order order);
/* The column that shows a field, -1 when none does. */
int lineup_find(const struct lineup *columns, int field);

/* The columns as they are to be drawn; with a second zone the time column has room for it, and names both. */
#define LINEUP_TITLE_MAX 40
void lineup_titles(const struct lineup *columns, const struct zone *beside, char title[LINEUP_TITLE_MAX],
                   struct table_column out[TABLE_COLUMNS_MAX]);

struct lineup_look {
    struct reader *reader;
    const struct zone *zone, *beside; /* beside: a second time in the time column, NULL = none */
    int64_t second_above; /* the second shown in the row above: repeated times are muted; INSTANT_NONE = none */
};
void lineup_cell(const struct lineup *columns, int column, row_id row, const struct store *store,
                  const struct lineup_look *look, struct table_cell *out);
/* The same text as it would be shown, for search, export and copying. */
void lineup_text(int field, row_id row, const struct store *store, struct reader *reader, const struct zone *zone,
                  struct buf *out);

#endif
