/* An IMSI: its home, the SIM it belongs to and that SIM's other IMSIs, where its sessions were, and its events below.
 * Opened by its digits. */
#ifndef EVMON_VIEW_IMSIVIEW_H
#define EVMON_VIEW_IMSIVIEW_H

#include "view/view.h"

extern const struct view_ops imsiview_ops;

#endif
