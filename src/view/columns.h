/* The columns of an event table: which fields, how wide, in what order, and the text and tone of a cell. */
#ifndef EVMON_VIEW_COLUMNS_H
#define EVMON_VIEW_COLUMNS_H

#include "query/reader.h"
#include "view/view.h"
#include "widget/table.h"

/* One column more than the fields: a few words that tell the event (what.def). */
#define COLUMN_WHAT FIELD_COUNT_

struct columns {
    int count;
    int field[TABLE_COLUMNS_MAX]; /* field_id or COLUMN_WHAT */
    struct table_column table[TABLE_COLUMNS_MAX];
};

/* From "time type device org op cc what"; a width may follow a name ("device:20"). Unknown names are errors that name the
 * nearest. */
int columns_parse(struct columns *columns, struct str list, struct error *err);
void columns_print(const struct columns *columns, struct buf *out); /* the same spelling back */
/* Marks the column that orders (0 none, 1 ascending, 2 descending). */
void columns_sorted(struct columns *columns, struct slice_order order);
/* The column that shows a field, -1 when none does. */
int columns_find(const struct columns *columns, int field);

struct columns_look {
    struct reader *reader;
    const struct zone *zone;
    int64_t second_above; /* the second shown in the row above: repeated times are muted; INSTANT_NONE = none */
};
void columns_cell(const struct columns *columns, int column, row_id row, const struct store *store,
                  const struct columns_look *look, struct table_cell *out);
/* The same text as it would be shown, for search, export and copying. */
void columns_text(int field, row_id row, const struct store *store, struct reader *reader, const struct zone *zone,
                  struct buf *out);

#endif
