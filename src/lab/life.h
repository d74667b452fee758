/* What a device does by itself, and what can be done to it. Times are ms; all of it is announced through world_say. */
#ifndef EVMON_LAB_LIFE_H
#define EVMON_LAB_LIFE_H

#include "lab/world.h"

/* Why a request was refused: happening.reason. */
enum refusal {
    REFUSED_NOT,
    REFUSED_SERVICE,
    REFUSED_NO_QUOTA,
    REFUSED_EXHAUSTED,
    REFUSED_SIM,
    REFUSED_DISABLED,
    REFUSED_LIMIT,
    REFUSED_APN,
    REFUSED_RESOURCES,
    REFUSED_SILENCE,
    REFUSED_IMEI,
    REFUSED_NETWORK,
    REFUSAL_COUNT
};

void life_begin(struct world *world, uint32_t device, int64_t at);
void life_step(struct world *world, uint32_t device, int64_t at);

void life_attach(struct world *world, uint32_t device, unsigned carrier, int64_t at);
void life_open(struct world *world, uint32_t device, int64_t at);
/* Closes the session, if one is open, with volumes by its length; quotas burn. */
void life_close(struct world *world, uint32_t device, int64_t at);
void life_purge(struct world *world, uint32_t device, int64_t at);
/* Looks at the device again at that moment, at the latest. */
void life_wake(struct world *world, uint32_t device, int64_t at);
/* The network it can use now: its own, or another of the same country; -1 when all are down. */
int life_carrier(struct world *world, uint32_t device, int64_t at);

void life_quota_warn(struct world *world, uint32_t device, int64_t at);
void life_quota_spent(struct world *world, uint32_t device, int64_t at);
void life_quota_give(struct world *world, uint32_t device, int64_t bytes, int64_t at);

#endif
