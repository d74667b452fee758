/* A device's history read as a whole, for people: the states it went through, how it fares now. Pure. */
#ifndef EVMON_FLEET_HISTORY_H
#define EVMON_FLEET_HISTORY_H

#include "fleet/device.h"

#define HISTORY_FLAP_LIMIT 4 /* changes of the data session in DEVICE_FLAP_WINDOW_MS; more is flapping */

/* A state from one moment to another; the last one lasts until now. */
struct history_span {
    int64_t from_ms, to_ms;
    enum device_state state;
    uint64_t cause;     /* id of the event that led there; 0 unknown */
    row_id row;         /* that event; ROW_NONE when it is no longer held */
    type_id type;       /* of it; meaningful with cause */
};

struct history {
    struct history_span *spans; /* in order, neighbours differ; what was before the first event held is DEVICE_UNKNOWN */
    size_t count, capacity;
};

/* Everything that is known up to now_ms; memory is used again. Zero-initialised is empty and ready. A gap in the stream
 * after the last event is DEVICE_UNKNOWN, since nobody can say. */
void history_read(struct history *history, const struct device *device, int64_t now_ms);
void history_fini(struct history *history);

struct health {
    int flaps;             /* changes of the data session in the window up to now */
    size_t rejects;        /* refused data sessions since the last accepted one */
    int64_t rejected_ms;   /* the first of them */
    row_id reject_row;     /* the last of them; ROW_NONE */
    uint32_t rejected_for; /* how long since the last of them, seconds */
};
void history_health(const struct device *device, int64_t now_ms, struct health *out);
/* The step that named the place where the device is thought to be; NULL when none that is held did. */
const struct step *history_place_step(const struct device *device);

#endif
