/* The profile that a list wears: what it said when it was put on, so that the screen can tell what was changed since. */
#ifndef EVMON_VIEW_GUISE_H
#define EVMON_VIEW_GUISE_H

#include "base/buf.h"
#include "model/profile.h"
#include "query/slice.h"
#include "view/lineup.h"
#include "view/paint.h"

struct guise {
    struct profile *profile; /* NULL: none is worn */
    int key;                 /* the digit that reaches it, -1 none */
    struct paint *paint;     /* NULL: no colour rules */
    char *filter, *columns;  /* as they read right after it was put on */
    struct slice_order order;
    int64_t layout;          /* screen.layout then */
    struct fold_by fold;
};

/* What a list looks like, for comparison with it. */
struct guise_look {
    struct str filter;
    const struct lineup *columns;
    struct slice_order order;
    struct fold_by fold;
};

/* The query of a profile, its window in it: "(sev>=warn or is:alert) last 4h". */
void guise_query(const struct profile *profile, struct buf *out);
struct fold_by guise_fold(const struct profile *profile);
/* Whether filter, columns, order or grouping are not as they were when it was put on. */
bool guise_is_changed(const struct guise *guise, const struct guise_look *look);
/* Puts what is on the screen into a profile; what was not changed keeps the words of the profile that is worn. */
void guise_take(const struct guise *guise, const struct guise_look *look, struct profile *into);
/* "[2] NOC-EU", with a * behind it when changed; nothing when none is worn. */
enum guise_state { GUISE_AS_IT_WAS, GUISE_CHANGED };
void guise_badge(const struct guise *guise, enum guise_state state, struct buf *out);
void guise_fini(struct guise *guise);

#endif
