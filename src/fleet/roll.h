/* The roll of devices: found by id, walked by last change, each with a slot that it keeps for as long as it is known,
 * and how many are in which state. It owns the devices. */
#ifndef EVMON_FLEET_ROLL_H
#define EVMON_FLEET_ROLL_H

#include "fleet/device.h"
#include "fleet/idmap.h"

struct roll {
    struct idmap by_id;
    struct device **slots; /* dense: a newcomer takes the slot of whoever had to go */
    size_t count, capacity, hole; /* hole: the slot that is free, SIZE_MAX = none */
    struct device *newest, *oldest; /* by last change */
    uint64_t ticks;                 /* of the last change */
    size_t by_state[DEVICE_STATE_COUNT_];
};

void roll_init(struct roll *roll);
void roll_fini(struct roll *roll);
struct device *roll_get(const struct roll *roll, int64_t id);
void roll_foresee(const struct roll *roll, int64_t id); /* its device will be touched soon; none: nothing */ /* NULL = not on it */
struct device *roll_add(struct roll *roll, int64_t id);       /* a new one, not on it yet */
void roll_retire(struct roll *roll, struct device *device);   /* frees it; its slot waits for the next */
/* The device has changed: it is the newest now, and counted where its state is. */
void roll_touch(struct roll *roll, struct device *device);

#endif
