/* What may be written at a place of a filter: words of the language, and values that the store holds, with how often.
 * A pure engine: a text and a place in it go in, a list comes out; the values are counted and looked through in pieces. */
#ifndef EVMON_QUERY_OFFERS_H
#define EVMON_QUERY_OFFERS_H

#include "query/reader.h"

#define OFFERS_MAX 200
#define OFFERS_TEXT_MAX 160 /* longer values are not offered */

struct offer {
    char insert[OFFERS_TEXT_MAX]; /* what it writes over from..to */
    const char *help;             /* may be "" */
    uint64_t count;               /* events that have this value */
    bool counted;                 /* count means something */
};

struct offers;

/* Lists @name: calls visit with each name. each_list may be NULL. The reader is of the same store. */
struct offers_lists {
    void (*each_list)(void *user, void (*visit)(void *user, const char *name), void *user_of_visit);
    void *user;
};
struct offers *offers_new(struct store *store, struct reader *reader, const struct offers_lists *lists);
void offers_free(struct offers **offers);

/* What may stand at byte `at` of the query. Begins to count the values of a field when they are asked for. */
void offers_ask(struct offers *offers, struct str query, size_t at);
/* Counts for about budget_ns. True while there is more to do; the list may have changed. */
bool offers_work(struct offers *offers, int64_t budget_ns);
double offers_progress(const struct offers *offers); /* of the counting, 1 = done or nothing to count */

size_t offers_count(const struct offers *offers);
const struct offer *offers_get(const struct offers *offers, size_t index);
/* The bytes an offer replaces, and whether something is asked for at all: a word was begun, or a value is due. */
size_t offers_from(const struct offers *offers);
size_t offers_to(const struct offers *offers);
bool offers_is_called_for(const struct offers *offers);
/* The field whose values are offered, FIELD_NONE when it is other words. */
field_id offers_field(const struct offers *offers);
/* Its values hardly repeat: those of the newest events are offered, without counts. */
bool offers_are_sampled(const struct offers *offers);

#endif
