/* A user, of the portal or the API: what they changed, where from, and the events that say so below. Opened by user
 * name. */
#ifndef EVMON_VIEW_USERVIEW_H
#define EVMON_VIEW_USERVIEW_H

#include "view/view.h"

extern const struct view_ops userview_ops;

#endif
