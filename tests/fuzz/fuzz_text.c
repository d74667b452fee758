/* Any bytes through the one function that draws text: every cell holds text of its own width, halves stand in pairs.
 * The first byte chooses width and flags. */
#include <stdint.h>

#include "base/err.h"
#include "base/utf8.h"
#include "canvas/canvas.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_cell(const struct cell *cell, bool last)
{
    if (cell->width == 0) {
        must(cell->point == 0 && cell[-1].width == 2);
        return;
    }
    must(utf8_classify(cell->point) == UTF8_TEXT && utf8_width(cell->point) == cell->width);
    must(cell->width == 1 || (!last && cell[1].width == 0));
    for (int i = 0; i < CANVAS_MARKS; i++)
        must(cell->mark[i] == 0 || utf8_classify(cell->mark[i]) == UTF8_COMBINING);
}

/* Wrapping takes everything, piece by piece. */
static void check_wrapping(struct canvas canvas, struct str text, unsigned flags)
{
    while (text.n > 0) {
        int columns;
        size_t n = canvas_fit(canvas, text, canvas.cols, flags, &columns);
        must(n > 0 && n <= text.n);
        text = str_sub(text, n, text.n);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    struct str text = {(const char *)data + 1, size - 1};
    unsigned flags = data[0] & 0x3f;
    struct grid *grid = grid_new(1, 1 + data[0] % 40, (enum glyph_set)(data[0] % GLYPH_SET_COUNT_));
    struct canvas canvas = canvas_of(grid);
    int used = canvas_text(canvas, 0, 0, canvas.cols, text, ROLE_TEXT, flags);
    must(used >= 0 && used <= canvas.cols);
    for (int i = 0; i < grid->cols; i++)
        check_cell(&grid->cells[i], i + 1 == grid->cols);
    check_wrapping(canvas, text, flags);
    grid_free(&grid);
    return 0;
}
