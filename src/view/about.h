/* Phrases that drill-downs share: states, times, places, volumes, numbers as people read them. */
#ifndef EVMON_VIEW_ABOUT_H
#define EVMON_VIEW_ABOUT_H

#include "fleet/burndown.h"
#include "fleet/fleet.h"
#include "view/view.h"
#include "widget/sheet.h"

#define ABOUT_MAX 96

role_id about_state_role(enum device_state state);
void about_state(enum device_state state, char out[ABOUT_MAX]); /* "ONLINE", "SIM SUSPENDED" */
role_id about_sim_role(enum sim_state state);
void about_sim_state(enum sim_state state, char out[ABOUT_MAX]); /* "ACTIVATED" */
/* A moment: the time of day while it is today's, else the date with it. INSTANT_NONE: "not known". */
void about_when(const struct desk *desk, int64_t ms, char out[ABOUT_MAX]);
void about_date(const struct desk *desk, int64_t ms, char out[ABOUT_MAX]);
void about_bytes(double bytes, char out[ABOUT_MAX]); /* of the platform's MB; "" when negative */
/* "Vodafone de 262-02"; "" when nothing is known. */
void about_network(const struct place *place, char out[ABOUT_MAX]);
void about_rats(uint32_t rats, char out[ABOUT_MAX]); /* "2g,4g" */
/* The quota's line: bar, what is left, what becomes of it. unit: "MB". */
void about_quota(struct sheet *sheet, const struct desk *desk, const struct sim_quota *quota, const struct burndown *burn,
                 int bar_cols, const char *unit);
/* How fast it is used up (in the last hour, in the last day) and when it will be empty at the day's rate, as spans of the
 * line. */
void about_burndown(struct sheet *sheet, const struct desk *desk, const struct burndown *burn);

#endif
