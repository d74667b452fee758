/* The tools of the scripts in incidents.c and adminwork.c. */
#ifndef EVMON_LAB_SCRIPT_H
#define EVMON_LAB_SCRIPT_H

#include "lab/world.h"

#define SCRIPT_PERIOD_MS 600000 /* every incident comes again after ten minutes */

/* A step of a script: what to do, and to whom. */
#define SCRIPT_STEP(step, device) ((uint32_t)(step) << 20 | (device))
#define SCRIPT_STEP_OF(what)      ((what) >> 20)
#define SCRIPT_DEVICE_OF(what)    ((what)&0xfffffU)
_Static_assert(WORLD_DEVICES_MAX <= 0xfffff, "a device fits into a step");

void script_later(struct world *world, unsigned scenario, unsigned step, uint32_t device,
                  int64_t at);

enum script_want { WANT_ANY, WANT_QUOTA, WANT_CHATTY, WANT_METER };
/* Up to `most` healthy devices (and at most an eighth of the fleet), of one organisation where there are enough. */
void script_pick(struct world *world, struct scenario_state *state, enum script_want want,
                 uint32_t most);

#endif
