/* Bars of one row: how much of a whole; and hint bars made of keys and words. */
#ifndef EVMON_WIDGET_BAR_H
#define EVMON_WIDGET_BAR_H

#include "canvas/canvas.h"

/* width columns filled to ratio (clamped to 0..1); anything above 0 shows, anything below 1 is not full.
 * Without utf8 glyphs: [####....]. Returns the columns used. */
int bar_draw(struct canvas canvas, int row, int col, int width, double ratio, role_id full);
/* The same without a rest: the length alone says it, for many bars below one another. */
void bar_length(struct canvas canvas, int row, int col, int width, double ratio, role_id role);

struct bar_hint {
    struct str key, word; /* "f" "filter"; a hint without key is left out */
};
/* Hints from left to right, whole ones only; `right` (may be empty key) stands at the right end and goes last. */
void bar_hints(struct canvas canvas, int row, const struct bar_hint *hints, int count, struct bar_hint right);
/* The F-key row: 1Help 2Setup; empty words leave their key out. */
void bar_fkeys(struct canvas canvas, int row, const struct bar_hint *hints, int count);
/* A chip: the word on its background with a blank at both sides. Returns the columns used. */
int bar_chip(struct canvas canvas, int row, int col, struct str word, role_id role);

/* A line of pieces that share a row: those with the highest drop go first when they do not fit; 0 always stays. Pieces
 * behind a BAR_GAP stand at the right end. Ellipsis in what is cut. */
struct bar_piece {
    struct str text;
    role_id role;
    int drop;
    unsigned flags; /* enum bar_flag */
};
enum bar_flag {
    BAR_GAP = 1 << 0,  /* from here on: right-aligned */
    BAR_CHIP = 1 << 1, /* drawn as a chip */
    BAR_GLUE = 1 << 2, /* no blank before it, and it goes when the piece before it goes */
    BAR_SHRINK = 1 << 3, /* may be cut with an ellipsis before others are dropped */
    BAR_SHRINK_LEFT = 1 << 4 | 1 << 3, /* the same, and its beginning gives way */
};
#define BAR_PIECES_MAX 48
void bar_line(struct canvas canvas, int row, const struct bar_piece *pieces, int count, role_id ground);

#endif
