/* Colours: names, numbers, the 256-colour palette, and how a colour looks where there are fewer of them. */
#ifndef EVMON_CANVAS_COLOUR_H
#define EVMON_CANVAS_COLOUR_H

#include "base/str.h"
#include "canvas/theme.h"

struct colour {
    enum { COLOUR_OWN, COLOUR_INDEX, COLOUR_RGB } kind; /* OWN: the terminal's */
    uint32_t value;
};

/* default, a name, 0-255 or #rrggbb. */
bool colour_parse(struct str word, struct colour *out);
/* 0xrrggbb; OWN gives `own`. */
uint32_t colour_rgb(struct colour colour, uint32_t own);
/* What to ask a terminal of that depth for: COLOUR_DEFAULT, an index, or 0xrrggbb for DEPTH_DIRECT. */
int32_t colour_reduce(struct colour colour, enum depth depth);
/* The same for grounds: where few colours are left, near-black and near-white become the terminal's own. */
int32_t colour_reduce_ground(struct colour colour, enum depth depth);

#endif
