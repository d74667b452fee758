/* Keys and commands of the view below, made from keymap and command tables. */
#ifndef EVMON_VIEW_HELPVIEW_H
#define EVMON_VIEW_HELPVIEW_H

#include "view/view.h"

extern const struct view_ops helpview_ops;

#endif
