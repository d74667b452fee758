/* What people do to a device in the portal, with the trail of events that each act leaves. */
#include "lab/hands.h"

#include "lab/chance.h"
#include "lab/life.h"

void hands_suspend(struct world *w, uint32_t device, int64_t at)
{
    struct device *d = &w->devices[device];
    world_say(w, KIND_SIM_SUSPEND, device, at);
    d->suspended = 1;
    world_state(w, device, STATE_SUSPENDED);
    life_close(w, device, at + 200);
}

void hands_disable(struct world *w, uint32_t device, int64_t at)
{
    struct device *d = &w->devices[device];
    if (d->presence == IS_ONLINE) {
        world_say(w, KIND_GENERIC_DISABLED, device, at);
        life_close(w, device, at);
    }
    world_say(w, KIND_DEV_DISABLE, device, at);
    d->disabled = 1;
    d->blocked = 0;
    world_state(w, device, STATE_DISABLED);
}

/* It is away until it attaches again. */
void hands_enable(struct world *w, uint32_t device, int64_t at)
{
    struct device *d = &w->devices[device];
    world_say(w, KIND_DEV_ENABLE, device, at);
    d->disabled = 0;
    if (d->suspended) {
        world_say(w, KIND_SIM_ACTIVATE, device, at + 400);
        d->suspended = 0;
    }
    d->presence = IS_AWAY;
    world_state(w, device, STATE_OFFLINE);
    d->refused = 0;
    d->due_session = at + chance_between(&d->luck, 4000, 15000);
    life_wake(w, device, d->due_session);
}

void hands_block(struct world *w, uint32_t device, int64_t at)
{
    struct device *d = &w->devices[device];
    life_close(w, device, at);
    world_say(w, KIND_DEV_BLOCK, device, at);
    d->blocked = 1;
    world_state(w, device, STATE_BLOCKED);
    d->due_session = at + chance_between(&d->luck, 5000, 60000);
    life_wake(w, device, d->due_session);
}

void hands_reset(struct world *w, uint32_t device, int64_t at)
{
    world_say(w, KIND_DEV_RESET, device, at);
    hands_suspend(w, device, at + 100);
    hands_disable(w, device, at + 1200);
    hands_enable(w, device, at + 4000);
}
