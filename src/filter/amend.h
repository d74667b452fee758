/* A query changed term by term: a value kept or hidden, a floor, a window of time. Works on what is joined by `and` at
 * the top; what the new term stands in for goes, so that pressing a key twice says nothing twice. Texts in, texts out. */
#ifndef EVMON_FILTER_AMEND_H
#define EVMON_FILTER_AMEND_H

#include "base/buf.h"
#include "base/err.h"
#include "model/event.h"

/* Which terms of a query a new one takes the place of. */
enum amend_slot {
    AMEND_SAME,  /* the same term, negated or not */
    AMEND_FIELD, /* whatever compares this field (not what excludes values of it), and the flag of its name */
    AMEND_TIME,  /* since, until, last */
};

/* Appends the canonical query without the terms of the slot and with `term` (a query of its own; empty: nothing is
 * added) behind the others. field: of AMEND_FIELD. < 0 with err: one of the two is no query. */
int amend(struct str query, enum amend_slot slot, field_id field, struct str term, struct buf *out, struct error *err);
/* Appends the terms of the slot that the query has, in canonical spelling; nothing when it has none. */
void amend_find(struct str query, enum amend_slot slot, field_id field, struct buf *out);

/* Appends the term that is true for exactly the events that have this value: `op="Vodafone DE"`, `sev:warn`. Of a
 * repeated field every element; of a time its minute. */
void amend_add_term(struct buf *out, field_id field, const struct value *value);

#endif
