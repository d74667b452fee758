/* The values of what a list shows, as a panel below it: facets whose ticks are the list's filter. */
#ifndef EVMON_VIEW_FACETVIEW_H
#define EVMON_VIEW_FACETVIEW_H

#include "view/view.h"

extern const struct view_ops facetview_ops;

#endif
