/* The scripts of incidents: a beginning and its steps. Called by scenario.c only. */
#ifndef EVMON_LAB_INCIDENTS_H
#define EVMON_LAB_INCIDENTS_H

#include "lab/world.h"

void storm_begin(struct world *world, unsigned scenario, int64_t at);
void storm_step(struct world *world, unsigned scenario, unsigned step, uint32_t device, int64_t at);
void flap_begin(struct world *world, unsigned scenario, int64_t at);
void quota_begin(struct world *world, unsigned scenario, int64_t at);
void quota_step(struct world *world, unsigned scenario, unsigned step, uint32_t device, int64_t at);
void silent_begin(struct world *world, unsigned scenario, int64_t at);
void silent_step(struct world *world, unsigned scenario, unsigned step, uint32_t device,
                 int64_t at);
void theft_begin(struct world *world, unsigned scenario, int64_t at);
void theft_step(struct world *world, unsigned scenario, unsigned step, uint32_t device, int64_t at);

/* adminwork.c: what people do, and the quiet hum of it */
void adminwork_begin(struct world *world, unsigned scenario, int64_t at);
void adminwork_step(struct world *world, unsigned scenario, unsigned step, uint32_t device,
                    int64_t at);
void adminwork_hum_begin(struct world *world, unsigned scenario, int64_t at);
void adminwork_hum_step(struct world *world, unsigned scenario, unsigned step, uint32_t device,
                        int64_t at);

#endif
