/* One SIM card as its events tell it: status, IMSIs, the devices it has been in, IMEI changes, quotas. */
#ifndef EVMON_FLEET_SIMCARD_H
#define EVMON_FLEET_SIMCARD_H

#include "base/instant.h"
#include "store/store.h"

#define SIMCARD_LIFE_MAX 64    /* status changes held */
#define SIMCARD_IMSIS_MAX 16
#define SIMCARD_DEVICES_MAX 32 /* device and IMEI pairs */

/* The words and their order are those of the field `sim.state`. */
enum sim_state { SIM_ISSUED, SIM_ACTIVATED, SIM_SUSPENDED, SIM_DELETED, SIM_TEST, SIM_STATE_COUNT_, SIM_UNKNOWN = -1 };

struct sim_change {
    int64_t ts_ms;
    uint64_t id;
    row_id row;
    type_id type;
    int8_t state; /* enum sim_state after it, SIM_UNKNOWN when the type does not say (assigned, released) */
    uint8_t origin; /* ORIGIN_x: who did it */
    int64_t device_id;
};

/* Something that was seen from a first to a last moment. */
struct sim_seen {
    uint32_t text;     /* IMSI, or IMEI */
    uint64_t modem;    /* of an IMEI (model/ident.h), else 0 */
    int64_t device_id; /* for devices; -1 */
    int64_t first_ms, last_ms;
    uint64_t events;
    uint32_t place;    /* last network, for IMSIs */
    int64_t place_ms;
};

struct sim_quota {
    int64_t ts_ms; /* INSTANT_NONE = never heard of */
    uint64_t id;
    double size, left; /* MB or messages; negative size = unknown */
    int64_t expires_ms;
    uint8_t used_up, expired, blocks;
};
enum sim_service { SIM_DATA, SIM_SMS, SIM_SERVICE_COUNT_ };

struct simcard {
    int64_t id;
    uint32_t iccid;
    int64_t iccid_ms, org_id, made_ms;
    struct sim_change *life;   /* in order, SIMCARD_LIFE_MAX at most; the oldest are dropped */
    struct sim_seen *imsis;    /* SIMCARD_IMSIS_MAX at most */
    struct sim_seen *devices;  /* one per device and IMEI, SIMCARD_DEVICES_MAX at most */
    uint8_t life_count, imsi_count, device_count;
    uint8_t life_room, imsi_room, device_room; /* allocated: most cards need one of each */
    struct sim_quota quota[SIM_SERVICE_COUNT_];
    int64_t first_ms, last_ms;
    uint64_t events;
    unsigned working : 1; /* it attached or opened a session: activated, though nobody said so */
};

/* The state in force at a moment (last change not after it); inferred says that no event told so. */
enum sim_state simcard_state(const struct simcard *sim, int64_t ts_ms, uint64_t id, bool *inferred);
/* A later modem in the same device, or the SIM in another device without a release: worth a look. Another software
 * version (the end of an IMEISV) is no other modem. */
bool simcard_moved(const struct simcard *sim, const struct sim_seen **to);

#endif
