/* A row of states. Pure drawing. */
#include "view/stages.h"

#define INDENT 2
#define ARROW 3 /* columns between two states */
#define CUT 2   /* of the ellipsis, where older ones have no room */

static int width_of(const struct stages *stages, int index, struct stage *stage, char time[40])
{
    stages->stage(stages->user, index, stage);
    size_t n = instant_format(stage->ms, stages->zone, stages->style, time, 40), word = strlen(stage->word);
    return (int)(n > word ? n : word);
}

/* The oldest one that still fits. */
static int first_shown(const struct stages *stages, int room)
{
    struct stage stage;
    char time[40];
    int first = stages->count;
    while (first > 0) {
        room -= width_of(stages, first - 1, &stage, time) + ARROW;
        if (room < 0)
            break;
        first--;
    }
    return first;
}

void stages_draw(const struct stages *stages, struct canvas canvas)
{
    int first = first_shown(stages, canvas.cols - 2 * INDENT - CUT), col = INDENT;
    if (first > 0)
        col += canvas_glyph(canvas, 0, col, GLYPH_ELLIPSIS, ROLE_MUTED) + 1;
    for (int i = first; i < stages->count; i++) {
        struct stage stage;
        char time[40];
        int width = width_of(stages, i, &stage, time);
        if (i > 0)
            col += canvas_glyph(canvas, 0, col, GLYPH_RIGHT, ROLE_MUTED) + 1;
        canvas_text(canvas, 0, col, width, str_of(stage.word), stage.role, 0);
        canvas_text(canvas, 1, col, width, str_of(time), ROLE_MUTED, 0);
        if (stages->count - 1 - i == stages->chosen)
            canvas_overlay(canvas, 0, col, width, ROLE_ROW_CURSOR);
        col += width + 1;
    }
}

int stages_step(int chosen, int count, int direction)
{
    int to = chosen - direction;
    return to < 0 || count == 0 ? 0 : to >= count ? count - 1 : to;
}
