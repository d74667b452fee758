/* What a profile does when new events come in: it rings, and hands them to a command once that is armed by hand. Only
 * events that arrive as they happen count, never what is fetched of the past. */
#ifndef EVMON_APP_ALARM_H
#define EVMON_APP_ALARM_H

#include "base/err.h"
#include "model/profile.h"
#include "view/view.h"

struct app;
struct alarm;

struct alarm *alarm_new(struct app *app);
void alarm_free(struct alarm **alarm);
/* The profile in force. An armed hook stays armed only when the same profile still says the same of it. */
void alarm_wear(struct alarm *alarm, const struct profile *profile);
/* New rows first..last, by arrival. */
void alarm_take(struct alarm *alarm, row_id first, row_id last);
struct desk_hook alarm_hook(const struct alarm *alarm);

int alarm_run_arm(void *target, struct str args, struct error *err); /* commands; target is the app */
int alarm_run_disarm(void *target, struct str args, struct error *err);

#endif
