/* The event as the platform would write it: one record to JSON, with the variations that its documentation shows. */
#ifndef EVMON_LAB_WORDING_H
#define EVMON_LAB_WORDING_H

#include "base/buf.h"
#include "lab/world.h"

void wording_event(struct buf *out, const struct world *world, const struct happening *happening);
/* As the list of one device has it: some events leave the device out. */
void wording_of_device(struct buf *out, const struct world *world, const struct happening *happening);
/* The description alone, as plain text. */
void wording_text(struct buf *out, const struct world *world, const struct happening *happening);
/* s as a JSON string with its quotation marks. */
void wording_quote(struct buf *out, struct str s);

#endif
