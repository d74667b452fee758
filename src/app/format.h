/* Output formats of the headless commands: how a table's heading, rows and end are written. */
#ifndef EVMON_APP_FORMAT_H
#define EVMON_APP_FORMAT_H

#include "base/buf.h"
#include "model/value.h"

/* One cell: its text as columns.c gave it (foreign, not yet safe), KIND_NONE when absent. */
struct format_cell {
    enum kind kind;
    struct str text;
};

struct format_table {
    const struct str *name; /* headings */
    const int *width;       /* for text: columns wanted */
    int count;
    int screen; /* for text: width of the terminal, 0 when it is none */
};

struct format {
    const char *name;
    void (*begin)(struct buf *out, const struct format_table *table);
    void (*row)(struct buf *out, const struct format_table *table, const struct format_cell *cell,
                uint64_t number); /* rows are counted from 0 */
    void (*end)(struct buf *out, const struct format_table *table, uint64_t rows);
    enum { FORMAT_PEOPLE, FORMAT_MACHINE } values; /* which spelling of values it takes */
};

const struct format *format_find(const char *name); /* NULL when there is none */

#endif
