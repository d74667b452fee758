/* Telling a SIM card's life: how a new event enters it. Used by fleet.c alone. */
#ifndef EVMON_FLEET_SIMCARD_TELL_H
#define EVMON_FLEET_SIMCARD_TELL_H

#include "fleet/simcard.h"

struct sim_news {
    int64_t ts_ms;
    uint64_t id;
    row_id row;
    type_id type;
    int severity, origin;
    int64_t device_id, org_id; /* -1 unknown */
    uint32_t iccid, imsi, imei, place;
    uint64_t modem; /* of the IMEI; 0 = none */
    /* of quota events; service < 0: none */
    int service;
    double size, left; /* < 0 unknown */
    int64_t expires_ms;
    int used_up, expired, blocks;
};

struct simcard *simcard_new(int64_t id);
void simcard_free(struct simcard **sim);
size_t simcard_bytes(const struct simcard *sim);
void simcard_foresee(const struct simcard *sim); /* it will be told soon */
void simcard_tell(struct simcard *sim, const struct sim_news *news);

#endif
