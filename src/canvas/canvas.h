/* A grid of cells, and the clipped rectangle of it that somebody may draw on. Drawing outside the rectangle does
 * nothing. canvas_text is the one function through which text of any origin reaches the screen: no control byte, no
 * half character and no second line ever comes out of it. */
#ifndef EVMON_CANVAS_CANVAS_H
#define EVMON_CANVAS_CANVAS_H

#include "base/buf.h"
#include "canvas/glyph.h"
#include "canvas/role.h"

#define CANVAS_MARKS 2        /* combining marks that stay on a base; the rest is dropped and the cell says so */
#define CANVAS_ROWS_MAX 500   /* a grid is never larger, whatever the terminal claims */
#define CANVAS_COLS_MAX 1000

struct cell {
    uint32_t point;              /* ' ' when blank; 0 = the right half of the wide cell before it */
    uint32_t mark[CANVAS_MARKS]; /* 0 = none */
    role_id role;
    role_id over; /* ROLE_NONE, or the role that tints it: cursor row, search hit */
    uint8_t width; /* 1 or 2; 0 for a right half */
};

struct grid {
    int rows, cols;
    struct cell *cells; /* row by row */
    enum glyph_set glyphs;
    int caret_row, caret_col; /* where the terminal's cursor stands; -1 = hidden */
};

struct grid *grid_new(int rows, int cols, enum glyph_set glyphs); /* clamped to 1..CANVAS_x_MAX, blank */
void grid_free(struct grid **grid);
void grid_resize(struct grid *grid, int rows, int cols);          /* blank afterwards */
void grid_clear(struct grid *grid);                               /* blanks, ROLE_TEXT, caret hidden */

/* Finds what is to be highlighted in a text: the first hit at or after byte `from`; false when there is none. */
struct canvas_finder {
    bool (*next)(void *user, struct str text, size_t from, size_t *start, size_t *end);
    void *user;
};

/* Passed by value. Coordinates of all functions are relative to it, from 0. */
struct canvas {
    struct grid *grid;
    int row, col, rows, cols;
    const struct canvas_finder *finder; /* not NULL: hits in text are overlaid with ROLE_SEARCH_HIT */
};

struct canvas canvas_of(struct grid *grid);
/* The part of it that lies in the rectangle; sizes that do not fit are cut, never an error. */
struct canvas canvas_sub(struct canvas canvas, int row, int col, int rows, int cols);
bool canvas_is_empty(struct canvas canvas);

enum canvas_flag {
    CANVAS_LEFT = 0,
    CANVAS_RIGHT = 1 << 0,         /* at the right end of the width */
    CANVAS_CENTRE = 1 << 1,
    CANVAS_ELLIPSIS = 1 << 2,      /* what does not fit ends in an ellipsis instead of being cut */
    CANVAS_ELLIPSIS_LEFT = 1 << 3, /* the beginning gives way, the end stays (…5678) */
    CANVAS_PAD = 1 << 4,           /* the rest of the width becomes blanks in the same role */
    CANVAS_EXACT = 1 << 5,         /* what is dropped elsewhere (zero-width characters, surplus marks) is shown as
                                      <200b>: detail panel and raw view */
    CANVAS_ELLIPSIS_MIDDLE = 1 << 6, /* both ends stay: names and numbers that differ at their end (smart…r-0321) */
};

/* Draws text at (row, col) in at most `width` columns. Returns the columns used (with CANVAS_PAD or an alignment:
 * width). What may not be drawn as it came is replaced and wears ROLE_ALTERED:
 *   bad UTF-8 -> U+FFFD; C0 and DEL -> ␀…␡; tab, CR, LF, CRLF, VT, FF, NEL, U+2028/9 -> one space; C1 -> <9b>;
 *   bidi controls -> <202e>; zero-width and other invisible ones -> nothing; private, unassigned -> <e000>;
 *   marks past the second -> nothing; a mark without a base -> on U+25CC. A wide character never loses a half. */
int canvas_text(struct canvas canvas, int row, int col, int width, struct str text, role_id role, unsigned flags);
/* The columns canvas_text would need for all of it. */
int canvas_measure(struct canvas canvas, struct str text, unsigned flags);
/* The bytes of text that fit into width columns, for wrapping, and the columns they take. At least one character, also
 * when that alone takes more columns than there are. */
size_t canvas_fit(struct canvas canvas, struct str text, int width, unsigned flags, int *columns);
/* canvas_text of a formatted string of our own making; foreign parts in it are safe too. */
int canvas_print(struct canvas canvas, int row, int col, int width, role_id role, unsigned flags, const char *format, ...)
    __attribute__((format(printf, 7, 8)));

int canvas_glyph(struct canvas canvas, int row, int col, enum glyph glyph, role_id role); /* 1 */
/* A code point from glyph_point or glyph_block, `count` times to the right. */
int canvas_repeat(struct canvas canvas, int row, int col, int count, uint32_t point, role_id role);
void canvas_fill(struct canvas canvas, role_id role); /* blanks */
void canvas_fill_row(struct canvas canvas, int row, role_id role);
/* A line across the whole canvas: ── title ─────── right ──; either may be empty. */
void canvas_rule(struct canvas canvas, int row, struct str title, struct str right);
/* A frame on the outermost cells; returns the canvas inside it. */
struct canvas canvas_box(struct canvas canvas, struct str title, role_id border, role_id title_role);
/* Lays a role over cells: cursor row, selection. What lies there already is covered. */
void canvas_overlay(struct canvas canvas, int row, int col, int width, role_id over);
/* The same, but where cells carry an overlay already (hits), that one stays. */
void canvas_underlay(struct canvas canvas, int row, int col, int width, role_id over);
void canvas_caret(struct canvas canvas, int row, int col); /* shows the terminal's cursor there */

/* The picture as text: rows of the grid, then "--- roles" and a letter per cell (roles.def), then, when anything lies
 * over a cell, "--- over" with those letters. Blanks at the end of rows are cut; a right half is left out of the first
 * block and repeated in the others. */
void canvas_dump(const struct grid *grid, struct buf *out);
/* The first block alone: what a reader would copy. */
void canvas_dump_text(const struct grid *grid, struct buf *out);
/* The text of one cell (base and marks) as UTF-8 into out. Returns its bytes. */
size_t canvas_cell_text(const struct cell *cell, char out[4 * (1 + CANVAS_MARKS) + 1]);

#endif
