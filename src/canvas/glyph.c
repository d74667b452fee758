/* The glyph table: one row per sign, with its twins for terminals that know less. */
#include "canvas/glyph.h"

const char *const glyph_set_names[GLYPH_SET_COUNT_] = {"utf8", "vt100", "ascii"};

static const struct glyph_row rows[GLYPH_COUNT_] = {
#define GLYPH(id, point, ascii, text, line) {point, ascii, text, line},
#include "canvas/glyphs.def"
#undef GLYPH
};

const struct glyph_row *glyph_row(enum glyph glyph)
{
    return &rows[(unsigned)glyph < GLYPH_COUNT_ ? glyph : GLYPH_BAD_BYTE];
}

const struct glyph_row *glyph_of(uint32_t point)
{
    if (point < 0x80)
        return NULL;
    for (int i = 0; i < GLYPH_COUNT_; i++)
        if (rows[i].point == point)
            return &rows[i];
    return NULL;
}

uint32_t glyph_point(enum glyph_set set, enum glyph glyph)
{
    const struct glyph_row *row = glyph_row(glyph);
    bool drawn = set == GLYPH_SET_UTF8 || (set == GLYPH_SET_VT100 && row->line);
    return drawn ? row->point : (uint32_t)(unsigned char)row->ascii;
}

uint32_t glyph_block(enum glyph_set set, int level)
{
    if (level <= 0)
        return ' ';
    return glyph_point(set, (enum glyph)(GLYPH_BLOCK1 + (level > 8 ? 8 : level) - 1));
}
