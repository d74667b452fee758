/* Telling a device's history: how a new event enters it. Used by fleet.c alone. */
#ifndef EVMON_FLEET_DEVICE_TELL_H
#define EVMON_FLEET_DEVICE_TELL_H

#include "fleet/device.h"

/* What fleet.c knows of an event when it comes in. */
struct device_news {
    int64_t ts_ms;
    uint64_t id;
    row_id row;
    type_id type;
    int severity;
    bool alert;
    uint32_t place;      /* PLACE_NONE when the event names none */
    uint16_t quota_left; /* STEP_QUOTA_UNKNOWN when the event does not say */
};

/* Reads what a PDP event says of its session, again and again if history must be retold. False when the row is gone. */
typedef bool (*device_session_fn)(void *user, const struct step *step, struct session_note *out);

struct device *device_new(int64_t id);
void device_free(struct device **device);
void device_tell(struct device *device, const struct device_news *news, device_session_fn read, void *user);
/* Rows up to and including this one are about to leave the store: their steps move into the base. */
void device_forget(struct device *device, row_id last, device_session_fn read, void *user);

#endif
