/* The data session inside an event's detail, and the tunnel it runs through. */
#ifndef EVMON_LAB_TUNNEL_H
#define EVMON_LAB_TUNNEL_H

#include "base/buf.h"
#include "lab/world.h"

enum tunnel_phase { TUNNEL_NEW, TUNNEL_OPEN, TUNNEL_CLOSED };

void tunnel_detail(struct buf *out, const struct world *world, const struct happening *happening,
                   enum tunnel_phase phase);
const char *tunnel_region(unsigned org);
/* The members that a session has everywhere (events and connectivity): "sgsn_…","ggsn_…" addresses. */
void tunnel_addresses(struct buf *out, const struct happening *happening);
unsigned tunnel_teid(uint64_t session, unsigned which);
long long tunnel_pdp_id(uint64_t session);

#endif
