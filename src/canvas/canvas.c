/* The grid of cells, rectangles of it, and everything drawn without text: blanks, repeated signs, tints.
 * Text is canvas_text.c, what is made of both is canvas_frame.c. Knows no theme and no terminal. */
#include "canvas/canvas.h"

#include <stdlib.h>

#include "base/xalloc.h"
#include "canvas/canvas_put.h"

static const struct cell blank = {' ', {0, 0}, ROLE_TEXT, ROLE_NONE, 1};

static int clamp(int value, int least, int most)
{
    return value < least ? least : value > most ? most : value;
}

struct grid *grid_new(int rows, int cols, enum glyph_set glyphs)
{
    struct grid *grid = xcalloc(1, sizeof *grid);
    grid->glyphs = glyphs;
    grid_resize(grid, rows, cols);
    return grid;
}

void grid_free(struct grid **grid)
{
    if (*grid == NULL)
        return;
    free((*grid)->cells);
    free(*grid);
    *grid = NULL;
}

void grid_resize(struct grid *grid, int rows, int cols)
{
    grid->rows = clamp(rows, 1, CANVAS_ROWS_MAX);
    grid->cols = clamp(cols, 1, CANVAS_COLS_MAX);
    free(grid->cells);
    grid->cells = xcalloc((size_t)grid->rows * (size_t)grid->cols, sizeof *grid->cells);
    grid_clear(grid);
}

void grid_clear(struct grid *grid)
{
    size_t n = (size_t)grid->rows * (size_t)grid->cols;
    for (size_t i = 0; i < n; i++)
        grid->cells[i] = blank;
    grid->caret_row = grid->caret_col = -1;
}

struct canvas canvas_of(struct grid *grid)
{
    return (struct canvas){grid, 0, 0, grid->rows, grid->cols, NULL};
}

/* Cuts [at, at + size) to [0, room). */
static void cut(int *at, int *size, int room)
{
    if (*at < 0) {
        *size += *at;
        *at = 0;
    }
    if (*at > room)
        *at = room;
    *size = clamp(*size, 0, room - *at);
}

struct canvas canvas_sub(struct canvas canvas, int row, int col, int rows, int cols)
{
    cut(&row, &rows, canvas.rows);
    cut(&col, &cols, canvas.cols);
    canvas.row += row;
    canvas.col += col;
    canvas.rows = rows;
    canvas.cols = cols;
    return canvas;
}

bool canvas_is_empty(struct canvas canvas)
{
    return canvas.rows <= 0 || canvas.cols <= 0;
}

static bool is_inside(struct canvas canvas, int row, int col)
{
    return row >= 0 && row < canvas.rows && col >= 0 && col < canvas.cols;
}

static struct cell *cell_at(struct canvas canvas, int row, int col)
{
    return &canvas.grid->cells[(size_t)(canvas.row + row) * (size_t)canvas.grid->cols +
                               (size_t)(canvas.col + col)];
}

/* Whoever loses a half of a wide character loses the other one too, also across the edge of the canvas. */
static void mend(struct cell *cell, const struct cell *row_start, const struct cell *row_end)
{
    if (cell->width == 0 && cell > row_start)
        cell[-1].point = ' ', cell[-1].width = 1, cell[-1].mark[0] = cell[-1].mark[1] = 0;
    if (cell->width == 2 && cell + 1 < row_end)
        cell[1].point = ' ', cell[1].width = 1;
}

void canvas_put(struct canvas canvas, int row, int col, const struct cell *sign)
{
    if (!is_inside(canvas, row, col) || !is_inside(canvas, row, col + sign->width - 1))
        return;
    struct cell *start = canvas.grid->cells + (size_t)(canvas.row + row) * (size_t)canvas.grid->cols;
    struct cell *end = start + canvas.grid->cols;
    struct cell *cell = cell_at(canvas, row, col);
    mend(cell, start, end);
    if (sign->width == 2) {
        mend(cell + 1, start, end);
        cell[1] = (struct cell){0, {0, 0}, sign->role, sign->over, 0};
    }
    cell[0] = *sign;
}

int canvas_repeat(struct canvas canvas, int row, int col, int count, uint32_t point, role_id role)
{
    struct cell sign = {point, {0, 0}, role, ROLE_NONE, 1};
    if (count > canvas.cols - col)
        count = canvas.cols - col;
    for (int i = 0; i < count; i++)
        canvas_put(canvas, row, col + i, &sign);
    return count > 0 ? count : 0;
}

int canvas_glyph(struct canvas canvas, int row, int col, enum glyph glyph, role_id role)
{
    return canvas_repeat(canvas, row, col, 1, glyph_point(canvas.grid->glyphs, glyph), role);
}

void canvas_fill_row(struct canvas canvas, int row, role_id role)
{
    canvas_repeat(canvas, row, 0, canvas.cols, ' ', role);
}

void canvas_fill(struct canvas canvas, role_id role)
{
    for (int row = 0; row < canvas.rows; row++)
        canvas_fill_row(canvas, row, role);
}

static void tint(struct canvas canvas, int row, int col, int width, role_id over, int keep)
{
    canvas = canvas_sub(canvas, row, col, 1, width);
    if (canvas_is_empty(canvas) || row < 0)
        return;
    struct cell *cell = cell_at(canvas, 0, 0);
    for (int i = 0; i < canvas.cols; i++)
        if (!keep || cell[i].over == ROLE_NONE)
            cell[i].over = over;
}

void canvas_overlay(struct canvas canvas, int row, int col, int width, role_id over)
{
    tint(canvas, row, col, width, over, 0);
}

void canvas_underlay(struct canvas canvas, int row, int col, int width, role_id over)
{
    tint(canvas, row, col, width, over, 1);
}

void canvas_caret(struct canvas canvas, int row, int col)
{
    if (!is_inside(canvas, row, col))
        return;
    canvas.grid->caret_row = canvas.row + row;
    canvas.grid->caret_col = canvas.col + col;
}
