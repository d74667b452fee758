/* The columns of a headless table: names as they were asked for, values row by row. */
#ifndef EVMON_APP_CELLS_H
#define EVMON_APP_CELLS_H

#include "app/format.h"
#include "query/reader.h"

#define CELLS_MAX 64
#define CELLS_KEYS_MAX 16 /* parts of a raw.PATH */

struct cells_column {
    struct str name;  /* as asked for */
    field_id field;   /* FIELD_NONE: raw.PATH */
    struct str key[CELLS_KEYS_MAX];
    size_t key_count;
};

struct cells {
    struct cells_column column[CELLS_MAX];
    int count;
    char *text; /* the list; names are slices of it */
};

extern const char cells_machine[]; /* the default sets */
extern const char cells_people[];

int cells_parse(struct cells *columns, const char *list, struct error *err);
void cells_fini(struct cells *columns);
bool cells_need_fleet(const struct cells *columns); /* is one of them derived from other events? */

/* The heading for a format: names and widths go to the caller's arrays of CELLS_MAX. */
struct format_table cells_table(const struct cells *cells, struct str *names, int *widths);
/* Fills cell[] (CELLS_MAX of them) with the row's values; text is the storage they lie in. */
enum cells_style { CELLS_MACHINE, CELLS_PEOPLE };
void cells_row(const struct cells *cells, struct reader *reader, row_id row, enum cells_style style,
               const struct zone *zone, struct buf *text, struct format_cell *cell);

#endif
