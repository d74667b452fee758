/* The event list of one device or SIM: where it is, and making its events say whose they are. */
#ifndef EVMON_EMNIFY_SCOPE_H
#define EVMON_EMNIFY_SCOPE_H

#include "base/buf.h"
#include "io/source.h"

/* "event", "endpoint/7/event", "sim/7/event". */
void scope_path(enum source_scope scope, int64_t id, char *out, size_t size);
/* Appends the event; where its object of that scope is missing or null, one with the id is put in. What is no JSON object
 * is appended as it is. */
void scope_complete(enum source_scope scope, int64_t id, struct str json, struct buf *out);

#endif
