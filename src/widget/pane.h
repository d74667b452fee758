/* Text with roles in lines, scrolled: help, raw JSON, journal. */
#ifndef EVMON_WIDGET_PANE_H
#define EVMON_WIDGET_PANE_H

#include "canvas/canvas.h"

#define PANE_LINES_MAX 100000
#define PANE_BYTES_MAX (8u << 20) /* text beyond is cut, and the last line says so */

struct pane;

struct pane *pane_new(void);
void pane_free(struct pane **pane);
void pane_clear(struct pane *pane);
void pane_span(struct pane *pane, role_id role, struct str text); /* to the current line; copied */
void pane_print(struct pane *pane, role_id role, const char *format, ...) __attribute__((format(printf, 3, 4)));
void pane_line(struct pane *pane);                                /* ends it */
void pane_heading(struct pane *pane, struct str title);           /* a rule with a title */

int pane_layout(struct pane *pane, const struct grid *grid, int width); /* wraps; returns the rows */
int pane_rows(const struct pane *pane);
void pane_draw(const struct pane *pane, struct canvas canvas, int top);
/* The first row at or after `from` (or before, downwards = 0) whose text contains the needle, any case; -1 = none. */
int pane_search(const struct pane *pane, struct str needle, int from, int step);

/* Fills the pane with a JSON text in syntax roles. pretty: own line breaks; compact: one line; bytes: as they came. */
enum pane_json { PANE_JSON_PRETTY, PANE_JSON_COMPACT, PANE_JSON_BYTES };
void pane_json(struct pane *pane, struct str json, enum pane_json form);

#endif
