/* A grid as text, for golden screens and pictures. */
#include "canvas/canvas.h"

#include "base/utf8.h"

size_t canvas_cell_text(const struct cell *cell, char out[4 * (1 + CANVAS_MARKS) + 1])
{
    size_t n = cell->width == 0 ? 0 : utf8_encode(cell->point, out);
    for (int i = 0; i < CANVAS_MARKS && n > 0 && cell->mark[i] != 0; i++)
        n += utf8_encode(cell->mark[i], out + n);
    out[n] = '\0';
    return n;
}

typedef size_t (*cell_fn)(const struct cell *cell, char *out);

static size_t role_letter(const struct cell *cell, char *out)
{
    out[0] = role_row(cell->role)->letter;
    return 1;
}

static size_t over_letter(const struct cell *cell, char *out)
{
    out[0] = cell->over == ROLE_NONE ? '.' : role_row(cell->over)->letter;
    return 1;
}

static void dump_block(const struct grid *grid, struct buf *out, cell_fn fn, char blank)
{
    for (int row = 0; row < grid->rows; row++) {
        const struct cell *cell = grid->cells + (size_t)row * (size_t)grid->cols;
        size_t end = out->n;
        for (int col = 0; col < grid->cols; col++) {
            char text[4 * (1 + CANVAS_MARKS) + 1];
            size_t n = fn(&cell[col], text);
            buf_add(out, text, n);
            if (n != 1 || text[0] != blank)
                end = out->n;
        }
        out->n = end;
        buf_add_byte(out, '\n');
    }
}

static bool has_over(const struct grid *grid)
{
    size_t n = (size_t)grid->rows * (size_t)grid->cols;
    for (size_t i = 0; i < n; i++)
        if (grid->cells[i].over != ROLE_NONE)
            return true;
    return false;
}

void canvas_dump_text(const struct grid *grid, struct buf *out)
{
    dump_block(grid, out, canvas_cell_text, ' ');
}

void canvas_dump(const struct grid *grid, struct buf *out)
{
    canvas_dump_text(grid, out);
    buf_add_text(out, "--- roles\n");
    dump_block(grid, out, role_letter, '.');
    if (!has_over(grid))
        return;
    buf_add_text(out, "--- over\n");
    dump_block(grid, out, over_letter, '.');
}
