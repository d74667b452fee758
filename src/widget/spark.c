/* Sparklines. Without utf8 glyphs the blocks are characters of growing weight. */
#include "widget/spark.h"

static double largest(const double *values, int count)
{
    double most = 0;
    for (int i = 0; i < count; i++)
        most = values[i] > most ? values[i] : most;
    return most;
}

int spark_draw(struct canvas canvas, int row, int col, int width, const double *values, int count,
               double top, role_id role)
{
    int first = count > width ? count - width : 0;
    if (top <= 0)
        top = largest(values + first, count - first);
    for (int i = first; i < count; i++) {
        double share = top > 0 ? values[i] / top : 0;
        int level = share >= 1 ? 8 : (int)(share * 8 + 0.5);
        /* Something is never drawn as nothing, and nothing is a base line. */
        if (level < 1)
            level = 1;
        canvas_repeat(canvas, row, col + i - first, 1, glyph_block(canvas.grid->glyphs, level),
                      values[i] > 0 ? role : (role_id)ROLE_MUTED);
    }
    return count - first;
}
