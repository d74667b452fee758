/* The platform's facts about one device or SIM on the whole screen. Opened by "facts device ID" or "facts sim ID". */
#ifndef EVMON_VIEW_FACTVIEW_H
#define EVMON_VIEW_FACTVIEW_H

#include "view/view.h"

extern const struct view_ops factview_ops;

#endif
