/* The options of evmon by number: options.def as rows for command/option.h. */
#ifndef EVMON_APP_SETTING_H
#define EVMON_APP_SETTING_H

#include "command/option.h"

enum setting {
#define OPT(id, ...) SETTING_##id,
#include "app/options.def"
#undef OPT
    SETTING_COUNT_
};

/* What a change makes stale. */
enum setting_dirty {
    SETTING_DIRTY_DRAW = 1 << 0,
    SETTING_DIRTY_LAYOUT = 1 << 1,
    SETTING_DIRTY_THEME = 1 << 2,
    SETTING_DIRTY_GLYPHS = 1 << 3,
    SETTING_DIRTY_ZONE = 1 << 4,
    SETTING_DIRTY_MOUSE = 1 << 5,
    SETTING_DIRTY_STORE = 1 << 6,
    SETTING_DIRTY_SOURCES = 1 << 7, /* taken up when a source is opened next */
};

const struct option_row *setting_rows(void); /* SETTING_COUNT_ of them */

#endif
