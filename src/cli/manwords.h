/* The tables of evmon-filter(7): every word of the language that the registries know. */
#ifndef EVMON_CLI_MANWORDS_H
#define EVMON_CLI_MANWORDS_H

#include "base/buf.h"

void manwords_fields(struct buf *out); /* by where they come from, with kind and aliases */
void manwords_types(struct buf *out);
void manwords_rats(struct buf *out);
void manwords_causes(struct buf *out);
void manwords_cause_limits(struct buf *out); /* of own patterns */
void manwords_flags(struct buf *out);

#endif
