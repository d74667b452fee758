/* The device state machine: what one event does to what is known of a device. Pure: the same events in the same order
 * give the same state. Source of the rules: doc/PLATFORM.md 5.2 (deriving device state from the event stream). */
#ifndef EVMON_FLEET_MACHINE_H
#define EVMON_FLEET_MACHINE_H

#include "model/type.h"

/* The words and their order are those of the field `state` (model/field.c). */
enum device_state {
    DEVICE_OFFLINE,
    DEVICE_ATTACHED,
    DEVICE_ONLINE,
    DEVICE_BLOCKED,
    DEVICE_DISABLED,
    DEVICE_SUSPENDED,
    DEVICE_UNKNOWN,
    DEVICE_STATE_COUNT_
};

/* What is known of one domain (CS or PS). */
enum machine_known { MACHINE_UNKNOWN, MACHINE_NO, MACHINE_YES };

enum machine_flag {
    MACHINE_BLOCKED = 1 << 0,     /* traffic limit (11) */
    MACHINE_DISABLED = 1 << 1,    /* endpoint disabled (43) */
    MACHINE_SUSPENDED = 1 << 2,   /* SIM suspended or deleted (9, 10) */
    MACHINE_RELEASED = 1 << 3,    /* no SIM in the device (50) */
    MACHINE_SILENT = 1 << 4,      /* the platform called it offline (49) */
    MACHINE_DATA_DENIED = 1 << 5, /* data quota used up or expired (19, 60) */
    MACHINE_SMS_DENIED = 1 << 6,  /* SMS quota used up or expired (21, 61) */
    MACHINE_CUT_EXPECTED = 1 << 7,/* the platform said it is disconnecting (0): the next delete is its doing */
};

struct machine {
    uint8_t state; /* enum device_state, a function of the rest */
    uint8_t flags; /* enum machine_flag */
    uint8_t cs, ps;   /* enum machine_known */
    uint8_t sessions; /* open ones: accepted creates without a delete, at most 255 */
    uint8_t month;    /* of the block: limits are lifted with a new month */
};

#define MACHINE_START ((struct machine){.state = DEVICE_UNKNOWN})

/* What the machine needs of an event. */
struct machine_input {
    type_id type;
    int severity;   /* a location update with a warning is a refusal */
    int64_t ts_ms;
    bool starts;    /* a create that opens a session not known before (sessions.h decides) */
    int sessions;   /* open sessions after this event */
};

struct machine machine_step(struct machine before, const struct machine_input *input);
const char *machine_state_name(enum device_state state);
/* True when an event of this type may change a device's state at all. */
bool machine_cares(type_id type);

#endif
