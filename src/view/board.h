/* The head of a drill-down: parts above one another - labelled facts, tables, pictures - each under a rule with its
 * title. They share the rows there are, the least important give way first; on a small screen they become pages, one at
 * a time, the last of them being the list below. One cursor walks the lines of the part that has the focus. Knows no
 * events: what a line means and where it leads is the view's. */
#ifndef EVMON_VIEW_BOARD_H
#define EVMON_VIEW_BOARD_H

#include "view/stream.h"
#include "widget/sheet.h"
#include "widget/table.h"

#define BOARD_PARTS_MAX 8
#define BOARD_TITLE_MAX 160
#define BOARD_LIST_PAGE "Events"

enum board_kind {
    BOARD_SHEET, /* labelled lines, filled by the view into board_sheet */
    BOARD_TABLE, /* columns and rows asked for cell by cell */
    BOARD_PLOT,  /* drawn by the view; its cursor moves sideways, by the view's commands */
};

enum board_focus { BOARD_AWAY, BOARD_FOCUSED };

/* What a part is; const tables of the views. */
struct board_part {
    enum board_kind kind;
    const char *page; /* the tab it stands on where the screen is small: "State" */
    int least, most; /* rows without its rule: below `least` it is squeezed; most 0 = all it has */
    int shed;        /* 0 stays; else 1 to 9, the highest gives way first; 8 and 9 before others are squeezed */
    const struct table_column *columns;
    int column_count;
    void (*cell)(void *view, int line, int column, struct table_cell *out);
    void (*plot)(const void *view, struct canvas canvas, enum board_focus focus);
};

struct board_state {
    struct sheet *sheet;         /* of BOARD_SHEET */
    int lines;                   /* of tables: rows; of plots: canvas rows wanted */
    char title[BOARD_TITLE_MAX]; /* on the rule; "" = no rule */
    char right[BOARD_TITLE_MAX];
    int cursor, top;
};

struct board {
    const struct board_part *parts;
    int count;
    void *view; /* handed to cell and plot */
    struct board_state state[BOARD_PARTS_MAX];
    int focus;  /* the part with the cursor; it counts while the stream's head has the focus */
    int page;   /* small screens: which page; past the last one: the list */
    unsigned shown : 1; /* it has been laid out */
};

void board_init(struct board *board, const struct board_part *parts, int count, void *view);
void board_fini(struct board *board);
/* Before filling again: sheets are empty, titles too; cursors stay. */
void board_clear(struct board *board);
struct sheet *board_sheet(struct board *board, int part);
bool board_is_small(int rows, int cols); /* of the view: its parts are pages there */

/* A stream under a board: the first member of views that have both, and their functions for struct stream_head. */
struct boardview {
    struct stream stream;
    struct board board;
};
int boardview_rows(const struct stream *stream, int rows, int cols);
void boardview_draw(const struct stream *stream, struct canvas canvas);
bool boardview_tab(struct stream *stream);
bool boardview_move(struct stream *stream, struct str name);
/* The end of update: lays out for the view's size, keeps cursors inside, and on a small screen the page where the focus is. */
void boardview_settle(struct boardview *view);
int boardview_line(const struct boardview *view); /* the line under the cursor of the part that has the focus */
void boardview_close(struct view *view);
/* Answers for stream_head.here: false for negative numbers and empty texts. */
bool boardview_number(field_id field, int64_t number, struct value *out);
bool boardview_text(field_id field, struct str text, struct value *out);

#endif
