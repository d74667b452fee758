/* A network, an operator in a country: who is on it, how attaches and sessions fare there, why not, and its events below.
 * Opened as "Vodafone/de". */
#ifndef EVMON_VIEW_NETVIEW_H
#define EVMON_VIEW_NETVIEW_H

#include "view/view.h"

extern const struct view_ops netview_ops;

#endif
