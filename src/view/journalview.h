/* What could not be read, what the program said, gaps. */
#ifndef EVMON_VIEW_JOURNALVIEW_H
#define EVMON_VIEW_JOURNALVIEW_H

#include "view/view.h"

extern const struct view_ops journalview_ops;

#endif
