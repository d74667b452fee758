/* What could not be read, what the program said, gaps. */
#ifndef EVMON_VIEW_JOURNAL_H
#define EVMON_VIEW_JOURNAL_H

#include "view/view.h"

extern const struct view_ops journal_ops;

#endif
