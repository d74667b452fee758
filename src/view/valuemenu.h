/* An overlay: what can be done with the value under the cursor. */
#ifndef EVMON_VIEW_VALUEMENU_H
#define EVMON_VIEW_VALUEMENU_H

#include "view/view.h"

extern const struct view_ops valuemenu_ops;

#endif
