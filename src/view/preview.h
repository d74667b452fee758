/* What a profile would show: its query and options in words, how often it matched in the last hour, and the top values in
 * it, whose ticks change the query before it is used. */
#ifndef EVMON_VIEW_PREVIEW_H
#define EVMON_VIEW_PREVIEW_H

#include "view/facets.h"
#include "view/rate.h"
#include "widget/sheet.h"

struct preview {
    const struct desk *desk;
    struct profile *profile; /* a copy of the one that is shown; NULL before there is one */
    char *query;             /* the profile's, with the ticks made here */
    struct filter *filter;   /* of the query; NULL = everything, or it does not compile */
    struct error err;        /* why not */
    struct facets facets;
    struct rate rate;
    struct sheet *sheet;
    unsigned ticked : 1;     /* the query is not the profile's any more */
};

void preview_init(struct preview *preview, const struct desk *desk);
void preview_fini(struct preview *preview);
/* Shows the entry, when it is another one than before or was changed. */
void preview_show(struct preview *preview, const struct profile_entry *entry);
bool preview_work(struct preview *preview, int64_t budget_ns); /* true while there is more to do */
struct filter_env preview_env(const struct preview *preview); /* what its query is compiled with */
/* Another query instead of the profile's; the ticks made here. */
int preview_set_query(struct preview *preview, struct str query, struct error *err);

/* How much of it is told, and in how many columns. */
struct preview_look {
    enum { PREVIEW_WHOLE, PREVIEW_SHORT } extent; /* SHORT: the few lines for a low screen */
    int cols;
    struct str differences; /* a line each: what the screen changes of it */
    struct desk_hook hook; /* its own */
};
void preview_fill(struct preview *preview, const struct profile_entry *entry, const struct preview_look *look);
void preview_layout(struct preview *preview, const struct grid *grid, int cols); /* before drawing, for a width */
void preview_draw(const struct preview *preview, struct canvas canvas);

#endif
