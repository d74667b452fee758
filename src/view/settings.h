/* Every option with its value, and what it does. */
#ifndef EVMON_VIEW_SETTINGS_H
#define EVMON_VIEW_SETTINGS_H

#include "view/view.h"

extern const struct view_ops settings_ops;

#endif
