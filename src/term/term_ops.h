/* Between term.c and the two makers of terminals: what each of them can do. */
#ifndef EVMON_TERM_TERM_OPS_H
#define EVMON_TERM_TERM_OPS_H

#include "term/keyin.h"
#include "term/term.h"

struct term_ops {
    void (*close)(struct term *term);
    struct term_event (*read)(struct term *term);
    int (*flush)(struct term *term);
    int (*present)(struct term *term, const struct grid *grid); /* only called when nothing is pending */
    void (*redraw)(struct term *term);
    bool (*resize)(struct term *term);
    void (*suspend)(struct term *term);
    void (*resume)(struct term *term);
    void (*mouse)(struct term *term, unsigned on);
    void (*send)(struct term *term, struct str bytes); /* our own sequences: bell, title, clipboard */
    void (*restyle)(struct term *term);                /* theme or glyph set changed */
};

/* The part both have; a maker's own struct begins with it. */
struct term {
    const struct term_ops *ops;
    int rows, cols, in_fd, out_fd;
    enum depth depth;
    enum glyph_set glyphs;
    const struct theme *theme;
    struct keyin keyin;
    uint64_t bytes, frames, skipped;
    unsigned can_clipboard : 1, in_tmux : 1, in_screen : 1, can_title : 1;
};

#endif
