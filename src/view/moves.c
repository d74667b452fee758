/* The commands that move, the same in every view: each hands its name to the view it is run on. */
#include "view/view.h"

#define MOVE(ident, name)                                                                                              \
    static int run_##ident(void *target, struct str args, struct error *err)                                           \
    {                                                                                                                  \
        (void)args, (void)err;                                                                                         \
        struct view *view = target;                                                                                    \
        view->ops->move(view, STR(name));                                                                              \
        view->dirty |= VIEW_DRAW;                                                                                      \
        return 0;                                                                                                      \
    }
MOVE(down, "down")
MOVE(up, "up")
MOVE(page_down, "page-down")
MOVE(page_up, "page-up")
MOVE(half_down, "half-down")
MOVE(half_up, "half-up")
MOVE(first, "first")
MOVE(last, "last")
#undef MOVE

const struct command view_moves[VIEW_MOVE_COUNT] = {
    {"down", "", "", run_down, "the row below", "In the stream, at the newest row: follow again."},
    {"up", "", "", run_up, "the row above", "In the stream: leaves following, the list holds still."},
    {"page-down", "", "", run_page_down, "a page down", ""},
    {"page-up", "", "", run_page_up, "a page up", ""},
    {"half-down", "", "", run_half_down, "half a page down", ""},
    {"half-up", "", "", run_half_up, "half a page up", ""},
    {"first", "", "", run_first, "the first row, the oldest", ""},
    {"last", "", "", run_last, "the last row, the newest; the stream follows", ""},
};
