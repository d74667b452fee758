/* An organisation: its devices by state, quotas that run out, alerts, who did what, and its events below. Opened by id, or
 * by name. */
#ifndef EVMON_VIEW_ORGVIEW_H
#define EVMON_VIEW_ORGVIEW_H

#include "view/view.h"

extern const struct view_ops orgview_ops;

#endif
