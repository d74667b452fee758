/* The causes: why things failed, counted by code, and the sentences that no pattern knows. */
#ifndef EVMON_VIEW_CAUSEVIEW_H
#define EVMON_VIEW_CAUSEVIEW_H

#include "view/view.h"

extern const struct view_ops causeview_ops;

#endif
