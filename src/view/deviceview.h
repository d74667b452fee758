/* A device: state and why, history, sessions, quota, and its events below. Opened by id, or by name. */
#ifndef EVMON_VIEW_DEVICEVIEW_H
#define EVMON_VIEW_DEVICEVIEW_H

#include "fleet/history.h"
#include "fleet/rhythm.h"
#include "view/board.h"
#include "view/factsheet.h"
#include "view/timeband.h"

enum deviceview_part {
    DEVICEVIEW_FACTS,
    DEVICEVIEW_PLATFORM,
    DEVICEVIEW_STAGES,
    DEVICEVIEW_TIME,
    DEVICEVIEW_SESSIONS,
    DEVICEVIEW_PART_COUNT_
};
/* The lines of the facts; the tags of their sheet. */
enum deviceview_fact {
    DEVICEVIEW_STATE,
    DEVICEVIEW_HEALTH,
    DEVICEVIEW_RHYTHM,
    DEVICEVIEW_SIM,
    DEVICEVIEW_RADIO,
    DEVICEVIEW_QUOTA,
    DEVICEVIEW_FORECAST,
};

struct deviceview {
    struct boardview over;
    struct factsheet platform;
    struct timeband band;
    struct history history;
    struct health health;
    struct rhythm rhythm;
    int64_t id;
    int64_t now_ms; /* of the last update */
    int stage;      /* chosen in the row of states, counted back from the present one */
};

extern const struct view_ops deviceview_ops;

/* The fleet's word on it; NULL when no event of it is held. */
const struct device *deviceview_device(const struct deviceview *v);
/* The session on a line of the table, newest first; NULL past the last. */
const struct session *deviceview_session(const struct deviceview *v, int line);

/* deviceview_facts.c: fills the labelled lines. */
void deviceview_fill_facts(struct deviceview *v);
/* deviceview_parts.c: the other parts, and the const table of all. */
extern const struct board_part deviceview_parts[DEVICEVIEW_PART_COUNT_];
void deviceview_fill_parts(struct deviceview *v);
struct timeband_of deviceview_band(const struct deviceview *v);

#endif
