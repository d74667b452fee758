/* One event on the whole screen. */
#ifndef EVMON_VIEW_DETAIL_H
#define EVMON_VIEW_DETAIL_H

#include "view/view.h"

extern const struct view_ops detail_ops;

#endif
