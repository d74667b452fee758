/* The sources: state, rate, lag, what was lost or repeated; pause, resume, retry. */
#ifndef EVMON_VIEW_FEEDS_H
#define EVMON_VIEW_FEEDS_H

#include "view/view.h"

extern const struct view_ops feeds_ops;

#endif
