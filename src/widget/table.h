/* A table: columns with priorities, a heading, rows asked for one by one. It knows no events. */
#ifndef EVMON_WIDGET_TABLE_H
#define EVMON_WIDGET_TABLE_H

#include "base/buf.h"
#include "canvas/canvas.h"

#define TABLE_COLUMNS_MAX 32
#define TABLE_GUTTER 2 /* columns at the left: the row's flag, the cursor */

enum table_align {
    TABLE_LEFT,
    TABLE_RIGHT,
    TABLE_ENDS, /* left; what does not fit gives way in the middle: texts that differ at their end */
};

struct table_column {
    const char *title;
    int width;              /* wanted */
    int min;                /* what it can do with when it is among the last, or grows; 0 = width */
    int grow;               /* share of what is left over, 0 = none */
    int priority;           /* 0 never goes; else the highest goes first */
    enum table_align align;
    unsigned sorted : 2;    /* 0 no, 1 ascending, 2 descending */
    unsigned marks : 1;     /* a column before the text is kept free for cells' marks */
};

/* The result of fitting: x[i] and columns[i] for each column; 0 = dropped. A less important column never takes room from
 * the wanted width of a more important one. */
struct table_layout {
    int count, width;
    int x[TABLE_COLUMNS_MAX];
    int columns[TABLE_COLUMNS_MAX];
};
void table_fit(const struct table_column *columns, int count, int width, struct table_layout *out);

enum table_row_flag {
    TABLE_ROW_DIM = 1 << 0,    /* context around matches */
    TABLE_ROW_BANNER = 1 << 1, /* one text over the whole width: gaps, storms */
};

/* What a row says of itself. */
struct table_row {
    char flag[5];     /* one character for the gutter, UTF-8, "" = none: A ! * */
    role_id flag_role;
    unsigned flags;   /* enum table_row_flag */
    role_id role;     /* BANNER: of its text */
    struct buf *text; /* BANNER: to be filled */
    struct buf *tail; /* set at the right end over the last column: "×14"; fill or leave empty */
    role_id tail_role;
};

struct table_cell {
    struct buf *text; /* to be filled; empty at the call */
    role_id role;     /* ROLE_TEXT at the call */
    char mark[5];     /* drawn in the column before the text, UTF-8, "" = none: the alert sign */
    role_id mark_role;
};

struct table {
    const struct table_column *columns;
    int count;
    const struct table_layout *layout;
    int top, rows;     /* the first row shown, and how many there are */
    int cursor;        /* row, -1 none */
    int cursor_column; /* column whose cell stands out, -1 none */
    unsigned focused : 1;
    void (*row)(void *user, int row, struct table_row *out);
    void (*cell)(void *user, int row, int column, struct table_cell *out);
    void *user;
};

void table_draw_header(const struct table *table, struct canvas canvas); /* its row 0 */
void table_draw(const struct table *table, struct canvas canvas);        /* the rows alone */
/* The first row to show so that `cursor` is visible, moving `top` as little as possible. */
int table_scroll(int top, int cursor, int rows, int height);

#endif
