/* The queries of --filter, checked one by one and joined by and. */
#ifndef EVMON_APP_JOINED_H
#define EVMON_APP_JOINED_H

#include "app/setup.h"
#include "base/buf.h"

/* Appends the joined query, nothing when none was given. -E_USAGE after the message with its caret on standard error. */
int joined_query(const struct setup *setup, struct buf *out);
/* The three lines of a mistake in a query, on standard error. */
void joined_say(const char *query, const struct error *err);

#endif
