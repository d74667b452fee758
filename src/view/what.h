/* WHAT: the one cell that tells an event in a few words, by a template per event type (what.def). */
#ifndef EVMON_VIEW_WHAT_H
#define EVMON_VIEW_WHAT_H

#include "base/instant.h"
#include "query/reader.h"

/* Appends the words for a row; the platform's sentence where a template gives nothing. */
void what_print(struct buf *out, struct reader *reader, row_id row, type_id type, const struct zone *zone);

#endif
