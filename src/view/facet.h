/* One facet: the top values of a field among the events that pass the rest of the query, with counts, and which of them
 * the query lets in or keeps out. The field's own ticks do not narrow its counts: a count says what the list holds, or
 * would hold, of that value. */
#ifndef EVMON_VIEW_FACET_H
#define EVMON_VIEW_FACET_H

#include "view/chooser.h"
#include "view/sieve.h"

#define FACET_VALUES 60 /* looked at without a search; the title says how many there are */
#define FACET_TICKS 40  /* of one field; a query with more of them is left as it is */
#define FACET_FIND_MAX 128

enum facet_mark { FACET_FREE, FACET_IN, FACET_OUT };

struct facet_row {
    struct str text; /* as a query names it; empty: the events without the field */
    uint64_t count;
    enum facet_mark mark;
    role_id role;
};

struct facet_look; /* a look through the counts, in pieces */

struct facet {
    const struct desk *desk;
    field_id field;
    struct sieve sieve; /* the rest of the query */
    struct reader *reader;
    struct group *group;
    struct arena *arena; /* texts of rows and ticks */
    struct facet_row rows[FACET_VALUES + FACET_TICKS + 1];
    struct chooser chooser;
    struct filter_tick ticks[FACET_TICKS];
    size_t tick_count;    /* may be more than FACET_TICKS */
    uint64_t values, total, most; /* distinct values; events counted; the count of the most frequent value */
    char find[FACET_FIND_MAX]; /* only values that hold this; folded */
    struct facet_look *look;
    int64_t next_ns;      /* when the rows are to be read again */
    int64_t touched_ns;   /* when a key was pressed here: for a while rows keep their order */
    unsigned counted : 1; /* the rows are of all events */
    unsigned settled : 1; /* the rows stand in an order that may be kept */
};

/* What it counts in: the events of a list (its base and marks), or of the whole store (NULL). */
struct facet *facet_new(const struct desk *desk, field_id field, const struct sieve *list);
void facet_free(struct facet **facet);
/* The query whose ticks it shows, NULL = everything. < 0: err says why the rest of it does not compile. */
int facet_set(struct facet *facet, const struct filter *filter, struct error *err);
void facet_find(struct facet *facet, struct str text);
/* Counts and reads for about budget_ns. True while there is more to do. */
bool facet_work(struct facet *facet, int64_t budget_ns);
double facet_progress(const struct facet *facet);
/* The chosen row, NULL when there is none. */
const struct facet_row *facet_row(const struct facet *facet);

void facet_touch(struct facet *facet); /* somebody is at work in it */

/* Appends the query after a press on the chosen row. False: there is nothing to press on, or no room for more ticks. */
enum facet_press { FACET_TOGGLE, FACET_EXCLUDE, FACET_ONLY, FACET_CLEAR };
bool facet_press(const struct facet *facet, const struct filter *filter, enum facet_press press, struct buf *query);

#endif
