/* What people do to a device. */
#ifndef EVMON_LAB_HANDS_H
#define EVMON_LAB_HANDS_H

#include "lab/world.h"

/* Each says so, ends the session where that follows, and sets the state. */
void hands_suspend(struct world *world, uint32_t device, int64_t at);
void hands_disable(struct world *world, uint32_t device, int64_t at);
void hands_enable(struct world *world, uint32_t device,
                  int64_t at); /* and activates the SIM; it attaches by itself */
void hands_block(struct world *world, uint32_t device, int64_t at);
void hands_reset(struct world *world, uint32_t device, int64_t at); /* the portal's whole trail */

#endif
