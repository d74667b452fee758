/* The events behind one row of a grouped list: a stream of them alone. Opened with Enter on such a row, over the list
 * that shows it ("group ROW KIND SPAN"). */
#ifndef EVMON_VIEW_GROUPVIEW_H
#define EVMON_VIEW_GROUPVIEW_H

#include "view/view.h"

extern const struct view_ops groupview_ops;

#endif
