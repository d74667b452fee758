/* The action menu: what could be done on the platform about one device or SIM, each as the exact command to copy. Nothing
 * is sent. Opened by "actions device ID" or "actions sim ID". */
#ifndef EVMON_VIEW_ACTIONVIEW_H
#define EVMON_VIEW_ACTIONVIEW_H

#include "view/view.h"

extern const struct view_ops actionview_ops;

#endif
