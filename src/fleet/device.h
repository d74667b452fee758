/* One device as its events tell it: the ordered steps of its history, each with the state after it, and its sessions.
 * Late events are put where their time says and everything behind them is told again, so that the order of arrival does
 * not matter. */
#ifndef EVMON_FLEET_DEVICE_H
#define EVMON_FLEET_DEVICE_H

#include "fleet/machine.h"
#include "fleet/place.h"
#include "fleet/sessions.h"

#define DEVICE_STEPS_MAX 4096 /* history held per device; what is older lives on in the base */
#define DEVICE_NEAR_MIN 64    /* the ledger is also kept as it was at least so many steps ago, and at most this many: */
#define DEVICE_NEAR_MAX 128   /* late events come soon behind their time (doc/PLATFORM.md 2.5), and only these are told again */
#define STEP_QUOTA_UNKNOWN 0xffff

enum step_flag {
    STEP_ALERT = 1 << 0,
    STEP_REFUSED = 1 << 1, /* severity warn or above */
    STEP_LATE = 1 << 2,    /* came after an event that is younger */
    STEP_GONE = 1 << 3,    /* its row has left the store */
};

struct step {
    int64_t ts_ms;
    uint64_t id;
    row_id row;
    uint32_t named_place; /* that it names itself; PLACE_NONE */
    uint32_t place;       /* after it */
    uint16_t named_quota; /* that it says itself; STEP_QUOTA_UNKNOWN */
    uint16_t quota_left;  /* hundredths of a percent of the data quota, after it */
    type_id type;
    uint8_t flags; /* enum step_flag */
    struct machine machine; /* after it */
};

/* A text that the newest event which has it decides. */
struct latest {
    uint32_t text; /* id in the fleet's texts */
    int64_t ts_ms;
    uint64_t id;
};

/* Where a device is counted now (network.h). */
struct device_seat {
    uint32_t network; /* NETWORK_NONE = nowhere */
    uint8_t state, rat;
};

struct device {
    int64_t id;
    uint32_t slot;       /* its number on the roll, for as long as it is known (roll.h) */
    uint64_t changed;    /* the roll's tick of its last change */
    uint8_t counted;     /* enum device_state that the roll counts it under */
    struct device_seat seat;
    int64_t org_id, sim_id; /* -1 unknown */
    struct latest name, org, tags, imei, ip, iccid, imsi;
    struct step *steps;
    size_t count, capacity;
    /* before the first step */
    struct machine base;
    int64_t base_since_ms, base_ts_ms; /* INSTANT_NONE = nothing was before */
    uint64_t base_cause;
    uint32_t base_place;
    uint16_t base_quota;
    /* after the last step */
    int64_t since_ms;  /* of the present state; INSTANT_NONE unknown */
    uint64_t cause;    /* id of the event that led there */
    row_id cause_row;
    int64_t last_alert_ms;
    uint64_t events, late, refused;
    int64_t gap_ms;    /* end of a gap in the stream since its last event; INSTANT_NONE = none */
    struct sessions sessions, base_sessions; /* after the last, before the first step */
    struct sessions near_sessions;           /* before step near; of a long history alone */
    size_t near;                             /* 0: there is no such step */
    struct device *newer, *older; /* by last change, for the LRU */
};

const struct machine *device_machine(const struct device *device);
enum device_state device_state(const struct device *device);
int64_t device_last_ms(const struct device *device); /* of its last event; INSTANT_NONE = none was seen */
/* Data sessions known: ended ones, the dropped included, and those whose end was not seen. */
int64_t device_session_count(const struct device *device);
uint32_t device_place(const struct device *device);
/* Where a step of its history happened: the place it names, else the one before it or, of a purge, the one it left. */
uint32_t device_step_place(const struct device *device, const struct step *step);
/* The step in force at a moment: the last one not after (ts, id). NULL = before the history. */
const struct step *device_at(const struct device *device, int64_t ts_ms, uint64_t id);
/* PDP changes (accepted creates and deletes) in the 15 minutes up to and including a moment. */
#define DEVICE_FLAP_WINDOW_MS (15 * 60 * 1000)
int device_flaps(const struct device *device, int64_t ts_ms, uint64_t id);
/* How sure the present state is, 0-100: 100 with an unbroken history in order; less after a gap in the stream, a late
 * correction, or when the beginning was not seen. why: a sentence part. */
int device_confidence(const struct device *device, const char **why);

#endif
