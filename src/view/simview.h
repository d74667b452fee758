/* A SIM: status and life, its IMSIs, the devices it has been in, quota, networks, and its events below: all IMSIs, all
 * devices. Opened by id or ICCID. */
#ifndef EVMON_VIEW_SIMVIEW_H
#define EVMON_VIEW_SIMVIEW_H

#include "fleet/roaming.h"
#include "view/board.h"
#include "view/factsheet.h"

enum simview_part {
    SIMVIEW_FACTS,
    SIMVIEW_PLATFORM,
    SIMVIEW_LIFE,
    SIMVIEW_IMSIS,
    SIMVIEW_DEVICES,
    SIMVIEW_QUOTA,
    SIMVIEW_NETWORKS,
    SIMVIEW_PART_COUNT_
};
/* Tags of the sheets' lines. */
enum simview_fact { SIMVIEW_STATUS, SIMVIEW_DEVICE, SIMVIEW_DATA, SIMVIEW_SMS, SIMVIEW_BURN };

struct simview {
    struct boardview over;
    struct factsheet platform;
    struct roaming roaming;
    int64_t id;
    int64_t now_ms;
    int change; /* chosen in the row of life, counted back from the last */
};

extern const struct view_ops simview_ops;

/* NULL when no event of it is held. */
const struct simcard *simview_sim(const struct simview *v);
/* The devices it has been in, the one it came to last first; NULL past the last. */
const struct sim_seen *simview_device(const struct simview *v, int line);
int simview_device_count(const struct simcard *sim); /* lines of that table */
/* Since when it has been in this device without a break by another one; INSTANT_NONE: it is not there any more. */
int64_t simview_in_since(const struct simcard *sim, int64_t device_id);
/* The modem that was seen before this one, where that is a change to look at; else NULL. */
const struct sim_seen *simview_imei_before(const struct simcard *sim, const struct sim_seen *seen);
/* simview_parts.c */
extern const struct board_part simview_parts[SIMVIEW_PART_COUNT_];
void simview_fill(struct simview *v);

#endif
