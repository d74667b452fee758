/* A framed list over the screen, with a choice: palette, completion, pickers, questions. */
#ifndef EVMON_WIDGET_POPUP_H
#define EVMON_WIDGET_POPUP_H

#include "canvas/canvas.h"

struct popup_item {
    struct str text;
    struct str note;  /* second column, muted */
    struct str right; /* at the right end: the key */
    uint64_t hits;    /* bytes of text that matched (command_fuzzy) */
};

struct popup {
    struct str title, foot; /* on the frame; how many items are out of sight is told before the foot */
    int count, chosen;      /* chosen -1: none */
    int top;                /* kept by popup_move */
    void (*item)(void *user, int index, struct popup_item *out);
    void *user;
};

enum popup_place { POPUP_CENTRE, POPUP_ABOVE, POPUP_BELOW }; /* ABOVE: ends just above `row`; BELOW: begins under it */
/* The rectangle it would take on this canvas for these many items and that width (0 = two thirds). */
struct canvas popup_area(struct canvas canvas, const struct popup *popup, enum popup_place place, int row, int col,
                         int width);
void popup_draw(const struct popup *popup, struct canvas area);
void popup_move(struct popup *popup, int delta, int visible); /* stops at the ends; scrolls */
/* A question or message of several lines in a centred frame. */
void popup_message(struct canvas canvas, struct str title, struct str text, struct str foot, role_id title_role);

#endif
