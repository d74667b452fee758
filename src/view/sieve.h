/* The filter in force of a list, or of counts: its text, its program, and the test of rows. A text that does not compile
 * changes nothing. Below it lies the base, a predicate that says what the list is about and is not for typing
 * ("dev.id:55214676"): rows must pass both. */
#ifndef EVMON_VIEW_SIEVE_H
#define EVMON_VIEW_SIEVE_H

#include "filter/filter.h"
#include "query/group.h"
#include "query/marks.h"
#include "view/view.h"

struct sieve {
    const struct desk *desk;
    const struct marks *marks; /* for is:marked */
    struct slice *slice;       /* what is tested: rows of a list, or rows that are counted */
    struct group *group;
    struct filter_env env;
    struct filter *base;   /* NULL = of the whole store */
    struct filter *filter; /* NULL = everything of it */
    struct slice *around;  /* all rows of the base, for context; NULL = not kept */
    char *text;            /* as it was typed; "" = everything */
    unsigned off : 1;      /* switched off: everything is shown, the text stays */
    int64_t second;        /* of the clock when the reference time was set last */
    char absent[96];       /* what sieve_absent said last */
    int64_t absent_second; /* and when; -1: not yet of this text */
};

/* Before the slice is made, so that it hears of new rows first (for `same`). */
void sieve_init(struct sieve *sieve, const struct desk *desk);
void sieve_attach(struct sieve *sieve, struct slice *slice, const struct marks *marks);
/* Counts instead of a list; before any text is set. */
void sieve_attach_group(struct sieve *sieve, struct group *group, const struct marks *marks);
void sieve_fini(struct sieve *sieve);
/* What the list is about; before rows are asked for. < 0: err has the sentence. */
int sieve_set_base(struct sieve *sieve, struct str predicate, struct error *err);
/* From here on this text; empty = everything. < 0: err has the sentence and the bytes at fault, the old one stays. */
int sieve_set(struct sieve *sieve, struct str text, struct error *err);
void sieve_switch(struct sieve *sieve); /* off and on */
/* A list of what the base lets through whatever is typed, in the slice's order; or none. */
enum sieve_around { SIEVE_ALONE, SIEVE_AROUND };
void sieve_keep_around(struct sieve *sieve, enum sieve_around which);
bool sieve_is_narrowing(const struct sieve *sieve); /* a filter is in force */
/* The clock moved on: tests anew when the text speaks of now. */
void sieve_tick(struct sieve *sieve);
struct str sieve_text(const struct sieve *sieve);
/* How many of the events held lack the field of a comparison at the top: "17 have no op". Counted anew once a second.
 * Empty when none does. */
const char *sieve_absent(struct sieve *sieve);

#endif
