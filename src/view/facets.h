/* Facets side by side: which fields, which of them are in view, and which one the keys are for. Used by the panel over a
 * list and by the picker. */
#ifndef EVMON_VIEW_FACETS_H
#define EVMON_VIEW_FACETS_H

#include "view/facet.h"

#define FACETS_MAX 24      /* fields that can be chosen */
#define FACETS_SEEN_MAX 8  /* side by side, however wide the screen */

struct facets {
    const struct desk *desk;
    const struct sieve *list; /* see facet_new */
    int count, chosen;
    field_id field[FACETS_MAX];
    int first, seen;                      /* the fields that are in view */
    struct facet *facet[FACETS_SEEN_MAX]; /* of field[first + i]; only these are counted */
};

void facets_init(struct facets *facets, const struct desk *desk, const struct sieve *list);
void facets_fini(struct facets *facets);
/* From "type org at.op"; and the same spelling back. < 0: err names what is no field. */
int facets_parse(struct facets *facets, struct str names, struct error *err);
void facets_print(const struct facets *facets, struct buf *out);

/* Makes room for a width: brings the chosen one into view, counts what came into view, lets go of what went out. filter: the
 * query in force, NULL = everything. */
void facets_fit(struct facets *facets, int cols, const struct filter *filter);
/* The query in force is another one. */
int facets_set(struct facets *facets, const struct filter *filter, struct error *err);
bool facets_work(struct facets *facets, int64_t budget_ns); /* true while there is more to do */

void facets_step(struct facets *facets, int direction); /* the one to the right or left, round the end */
struct facet *facets_chosen(struct facets *facets);     /* NULL when it is not in view yet */
/* Beside the chosen one, or instead of it; a field that is there already is only chosen. < 0 when there is no room. */
int facets_add(struct facets *facets, field_id field, struct error *err);
int facets_replace(struct facets *facets, field_id field, struct error *err);
int facets_drop(struct facets *facets, struct error *err); /* the last one stays */

/* facets_draw.c */
enum facets_focus { FACETS_AWAY, FACETS_FOCUSED };
/* A title line and rows for each facet in view. */
void facets_draw(const struct facets *facets, struct canvas canvas, enum facets_focus focus);
int facets_width(int cols); /* how many fit side by side */

#endif
