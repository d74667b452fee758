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

/* A step has entered the history as it stands now (sign +1), or is about to leave it or to be told anew (-1). */
typedef void (*device_note_fn)(void *user, const struct device *device, const struct step *step, int sign);

/* The place that an event leaves the device at: the one it names, with what that one does not say taken from the place
 * before it where both are of one network. */
typedef uint32_t (*device_join_fn)(void *user, uint32_t before, uint32_t named);

/* What telling needs from outside. */
struct device_ties {
    device_session_fn read;
    device_join_fn join;
    device_note_fn note; /* NULL: nobody counts */
    void *user;
};

struct device *device_new(int64_t id);
void device_free(struct device **device);
void device_tell(struct device *device, const struct device_news *news, const struct device_ties *ties);
/* Rows up to and including this one are about to leave the store: their steps move into the base. */
void device_forget(struct device *device, row_id last, const struct device_ties *ties);
/* All of it leaves: its steps are taken off, before device_free. */
void device_leave(struct device *device, const struct device_ties *ties);

#endif
