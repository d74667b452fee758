/* Rules and boxes: lines with words on them. */
#include "canvas/canvas.h"

void canvas_rule(struct canvas canvas, int row, struct str title, struct str right)
{
    uint32_t line = glyph_point(canvas.grid->glyphs, GLYPH_HLINE);
    canvas_repeat(canvas, row, 0, canvas.cols, line, ROLE_RULE);
    int end = canvas.cols - 3;
    if (right.n > 0) {
        int width = canvas_measure(canvas, right, 0);
        int both = width + canvas_measure(canvas, title, 0) + 10; /* with the blanks, and line left between them */
        if (width + 6 < canvas.cols / 2 || both <= canvas.cols) {
            end -= width + 2;
            canvas_repeat(canvas, row, end, width + 2, ' ', ROLE_RULE);
            canvas_text(canvas, row, end + 1, width, right, ROLE_MUTED, 0);
        }
    }
    if (title.n == 0 || end < 5)
        return;
    int used = canvas_text(canvas, row, 3, end - 4, title, ROLE_RULE_TITLE, CANVAS_ELLIPSIS);
    canvas_repeat(canvas, row, 2, 1, ' ', ROLE_RULE);
    canvas_repeat(canvas, row, 3 + used, 1, ' ', ROLE_RULE);
}


struct canvas canvas_box(struct canvas canvas, struct str title, role_id border, role_id title_role)
{
    int low = canvas.rows - 1, right = canvas.cols - 1;
    if (low < 1 || right < 1)
        return canvas_sub(canvas, 0, 0, 0, 0);
    for (int row = 0; row <= low; row += low)
        canvas_repeat(canvas, row, 1, right - 1, glyph_point(canvas.grid->glyphs, GLYPH_HLINE), border);
    for (int row = 1; row < low; row++) {
        canvas_glyph(canvas, row, 0, GLYPH_VLINE, border);
        canvas_glyph(canvas, row, right, GLYPH_VLINE, border);
    }
    canvas_glyph(canvas, 0, 0, GLYPH_TOP_LEFT, border);
    canvas_glyph(canvas, 0, right, GLYPH_TOP_RIGHT, border);
    canvas_glyph(canvas, low, 0, GLYPH_LOW_LEFT, border);
    canvas_glyph(canvas, low, right, GLYPH_LOW_RIGHT, border);
    if (title.n > 0 && right > 5) {
        int used = canvas_text(canvas, 0, 3, right - 5, title, title_role, CANVAS_ELLIPSIS);
        canvas_repeat(canvas, 0, 2, 1, ' ', border);
        canvas_repeat(canvas, 0, 3 + used, 1, ' ', border);
    }
    return canvas_sub(canvas, 1, 1, canvas.rows - 2, canvas.cols - 2);
}
