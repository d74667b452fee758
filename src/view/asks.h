/* What a view may ask the platform about its device or SIM: its facts, where the network finds it, its older events, and
 * the calls that would change something. Commands of every view that can say what it is about. */
#ifndef EVMON_VIEW_ASKS_H
#define EVMON_VIEW_ASKS_H

#include "view/view.h"

#define ASKS_COUNT 5
extern const struct command asks_commands[ASKS_COUNT]; /* their target is the view */

/* "device 55214676", "sim 7053671": as an argument of the views facts and actions. */
void asks_print(struct fact_about about, struct buf *out);
int asks_parse(struct str text, struct fact_about *about, struct error *err);
/* "gps-tracker-17" where the fleet knows a name or card number, else the id. */
void asks_name(const struct desk *desk, struct fact_about about, struct buf *out);

#endif
