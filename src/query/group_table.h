/* The groups themselves: a table from value to counts. */
#ifndef EVMON_QUERY_GROUP_TABLE_H
#define EVMON_QUERY_GROUP_TABLE_H

#include "query/group.h"

struct group_table {
    struct group_row
        *rows; /* rows[0] is the group of absent values; others in order of appearance */
    size_t count, capacity; /* rows in use, the first included */
    uint32_t *slots;        /* by number: index of a row, 0 = free */
    uint32_t mask;
    uint32_t *by_text; /* by text id: index of a row */
    size_t by_text_capacity;
    struct arena *arena;
    struct intern *texts;
};

void group_table_init(struct group_table *table);
void group_table_fini(struct group_table *table);
/* The index of a value's row, made when there is none. 0 for absence. */
size_t group_table_find(struct group_table *table, const struct value *v);
size_t group_table_read(const struct group_table *table, enum group_order order, size_t max,
                        struct group_row *rows);
/* Looks at up to `rows` more of the table, from top->at on. */
void group_table_top(const struct group_table *table, size_t rows, struct group_top *top, const struct group_wish *wish);

#endif
