/* Owns the table of options. Must not know who reads them. */
#include "app/setting.h"

/* clang-format off */
enum {
    BOOL = OPTION_BOOL, INT = OPTION_INT, SIZE = OPTION_SIZE, SPAN = OPTION_SPAN, ENUM = OPTION_ENUM,
    TEXT = OPTION_TEXT,
    DRAW = SETTING_DIRTY_DRAW, LAYOUT = SETTING_DIRTY_LAYOUT, THEME = SETTING_DIRTY_THEME,
    GLYPHS = SETTING_DIRTY_GLYPHS, ZONE = SETTING_DIRTY_ZONE, MOUSE = SETTING_DIRTY_MOUSE,
    STORE = SETTING_DIRTY_STORE, SOURCES = SETTING_DIRTY_SOURCES,
};
static const struct option_row rows[SETTING_COUNT_] = {
#define OPT(id, name, kind, min, max, fallback, words, unit, sentence, dirties) \
    {name, (enum option_kind)(kind), min, max, fallback, words, unit, sentence, (unsigned)(dirties)},
#include "app/options.def"
#undef OPT
};
/* clang-format on */

const struct option_row *setting_rows(void)
{
    return rows;
}
