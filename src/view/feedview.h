/* The sources: state, rate, lag, what was lost or repeated; pause, resume, retry. */
#ifndef EVMON_VIEW_FEEDVIEW_H
#define EVMON_VIEW_FEEDVIEW_H

#include "view/view.h"

extern const struct view_ops feedview_ops;

#endif
