/* Sections of label/value lines, filled once, laid out for a width, scrolled and walked line by line. */
#ifndef EVMON_WIDGET_SHEET_H
#define EVMON_WIDGET_SHEET_H

#include "canvas/canvas.h"

#define SHEET_LINES_MAX 4000
#define SHEET_LABEL_MAX 24

struct sheet;

struct sheet *sheet_new(void);
void sheet_free(struct sheet **sheet);
void sheet_clear(struct sheet *sheet);

/* Filling: a section, then lines in it, then spans in the line. Texts are copied. Sections without lines vanish. */
void sheet_section(struct sheet *sheet, struct str title, struct str right);
enum sheet_flow {
    SHEET_PACK, /* may share a row with its neighbours when short */
    SHEET_OWN,  /* has its row for itself */
};
/* tag: the caller's number, given back by sheet_tag (a field_id, or -1). */
void sheet_line(struct sheet *sheet, struct str label, int tag, enum sheet_flow flow);
void sheet_span(struct sheet *sheet, role_id role, struct str text);
void sheet_print(struct sheet *sheet, role_id role, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* A bar of `width` columns filled to ratio (0..1, clamped). */
void sheet_bar(struct sheet *sheet, double ratio, int width);
/* A line that only has text, wrapped over the full width. */
void sheet_text(struct sheet *sheet, role_id role, struct str text);
int sheet_line_count(const struct sheet *sheet); /* section titles not counted */

/* Lays out for a width; to be called again when it or the content changed. Returns the rows needed. */
enum sheet_heads { SHEET_HEADS, SHEET_NO_HEADS }; /* rules with the sections' titles, or none (short panels) */
int sheet_layout(struct sheet *sheet, const struct grid *grid, int width, enum sheet_heads heads);
int sheet_rows(const struct sheet *sheet);
/* Draws rows from `top`; the line `cursor` (-1 none) is tinted. */
void sheet_draw(const struct sheet *sheet, struct canvas canvas, int top, int cursor);
/* The first row of a line, and the line at a row and column (-1 between them). */
int sheet_line_row(const struct sheet *sheet, int line);
int sheet_line_at(const struct sheet *sheet, int row, int col);
int sheet_tag(const struct sheet *sheet, int line);
struct str sheet_label(const struct sheet *sheet, int line);
/* The text of a line's spans, joined: for copying. */
void sheet_line_text(const struct sheet *sheet, int line, struct buf *out);

#endif
