/* The signs evmon draws itself, by name, in three sets. Foreign text that holds one of them is drawn in the set too. */
#ifndef EVMON_CANVAS_GLYPH_H
#define EVMON_CANVAS_GLYPH_H

#include "base/str.h"

enum glyph_set {
    GLYPH_SET_UTF8,
    GLYPH_SET_VT100, /* lines from the terminal's own line drawing set, the rest as in ascii */
    GLYPH_SET_ASCII,
    GLYPH_SET_COUNT_
};
extern const char *const glyph_set_names[GLYPH_SET_COUNT_]; /* utf8 vt100 ascii */

enum glyph {
#define GLYPH(id, ...) GLYPH_##id,
#include "canvas/glyphs.def"
#undef GLYPH
    GLYPH_COUNT_
};

struct glyph_row {
    uint32_t point;    /* U+25B2; one column */
    char ascii;        /* its twin in one column */
    const char *text;  /* its twin in running text where one column says too little ("->"), else NULL */
    unsigned line : 1; /* every terminal with a line drawing set has it */
};

const struct glyph_row *glyph_row(enum glyph glyph);
/* The glyph that a code point is, or NULL. */
const struct glyph_row *glyph_of(uint32_t point);
/* The code point to draw in that set. */
uint32_t glyph_point(enum glyph_set set, enum glyph glyph);
/* The block for `level` of 0 (nothing) to 8 (full). */
uint32_t glyph_block(enum glyph_set set, int level);

#endif
