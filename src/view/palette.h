/* Every action by name, with its key, found by typing. */
#ifndef EVMON_VIEW_PALETTE_H
#define EVMON_VIEW_PALETTE_H

#include "view/view.h"

extern const struct view_ops palette_ops;

#endif
