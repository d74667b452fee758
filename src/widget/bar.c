/* Things of one row: shares of a whole, hints, chips, and lines of pieces that make room for one another. */
#include "widget/bar.h"

static void bar_ascii(struct canvas canvas, int row, int col, int width, int full, role_id role)
{
    canvas_repeat(canvas, row, col, 1, '[', ROLE_BAR_EMPTY);
    canvas_repeat(canvas, row, col + 1, full, '#', role);
    canvas_repeat(canvas, row, col + 1 + full, width - 2 - full, '.', ROLE_BAR_EMPTY);
    canvas_repeat(canvas, row, col + width - 1, 1, ']', ROLE_BAR_EMPTY);
}

int bar_draw(struct canvas canvas, int row, int col, int width, double ratio, role_id full)
{
    bool blocks = canvas.grid->glyphs == GLYPH_SET_UTF8;
    int cells = blocks ? width : width - 2;
    if (cells < 1)
        return 0;
    ratio = ratio > 0 ? (ratio < 1 ? ratio : 1) : 0;
    int filled = (int)(ratio * cells + 0.5);
    if (filled == 0 && ratio > 0)
        filled = 1;
    if (filled == cells && ratio < 1 && cells > 1)
        filled = cells - 1;
    if (!blocks) {
        bar_ascii(canvas, row, col, width, filled, full);
        return width;
    }
    canvas_repeat(canvas, row, col, filled, glyph_point(canvas.grid->glyphs, GLYPH_SHADE), full);
    canvas_repeat(canvas, row, col + filled, cells - filled, glyph_point(canvas.grid->glyphs, GLYPH_SHADE_LOW),
                  ROLE_BAR_EMPTY);
    return width;
}

void bar_length(struct canvas canvas, int row, int col, int width, double ratio, role_id role)
{
    int cells = (int)((ratio > 1 ? 1 : ratio) * width + 0.5);
    if (cells == 0 && ratio > 0 && width > 0)
        cells = 1;
    canvas_repeat(canvas, row, col, cells, glyph_point(canvas.grid->glyphs, GLYPH_BLOCK4), role);
}

int bar_chip(struct canvas canvas, int row, int col, struct str word, role_id role)
{
    int width = canvas_measure(canvas, word, 0) + 2;
    canvas_repeat(canvas, row, col, width, ' ', role);
    return 2 + canvas_text(canvas, row, col + 1, width - 2, word, role, 0);
}

static int hint_width(struct canvas canvas, const struct bar_hint *hint)
{
    if (hint->key.n == 0)
        return 0;
    return canvas_measure(canvas, hint->key, 0) + 1 + canvas_measure(canvas, hint->word, 0);
}

static void hint_draw(struct canvas canvas, int row, int col, const struct bar_hint *hint)
{
    int used = canvas_text(canvas, row, col, canvas.cols, hint->key, ROLE_HINT_KEY, 0);
    canvas_text(canvas, row, col + used + 1, canvas.cols, hint->word, ROLE_HINT, 0);
}

void bar_hints(struct canvas canvas, int row, const struct bar_hint *hints, int count, struct bar_hint right)
{
    int end = canvas.cols - 1, col = 1;
    int width = hint_width(canvas, &right);
    canvas_fill_row(canvas, row, ROLE_HINT);
    if (width > 0 && width < end) {
        hint_draw(canvas, row, end - width, &right);
        end -= width + 2;
    }
    for (int i = 0; i < count; i++) {
        width = hint_width(canvas, &hints[i]);
        if (width == 0)
            continue;
        if (col + width > end)
            return;
        hint_draw(canvas, row, col, &hints[i]);
        col += width + 2;
    }
}

void bar_fkeys(struct canvas canvas, int row, const struct bar_hint *hints, int count)
{
    int col = 1;
    canvas_fill_row(canvas, row, ROLE_FKEY);
    for (int i = 0; i < count; i++) {
        int key = canvas_measure(canvas, hints[i].key, 0);
        int width = key + canvas_measure(canvas, hints[i].word, 0);
        if (hints[i].word.n == 0 || hints[i].key.n == 0)
            continue;
        if (col + width > canvas.cols)
            return;
        canvas_text(canvas, row, col, key, hints[i].key, ROLE_FKEY, 0);
        canvas_text(canvas, row, col + key, width - key, hints[i].word, ROLE_FKEY_LABEL, 0);
        col += width + 1;
    }
}

/* ---------------------------------------------------------------- lines of pieces */

struct line {
    const struct bar_piece *pieces;
    int count;
    int width[BAR_PIECES_MAX]; /* 0 = dropped */
};

static bool is_gap(const struct bar_piece *piece)
{
    return (piece->flags & BAR_GAP) != 0;
}

/* The blank before a piece that is drawn. */
static int space_before(const struct line *line, int i, bool first)
{
    return first || (line->pieces[i].flags & BAR_GLUE) != 0 ? 0 : 1;
}

static int line_width(const struct line *line)
{
    int sum = 0;
    bool first = true;
    for (int i = 0; i < line->count; i++) {
        if (line->width[i] == 0)
            continue;
        sum += line->width[i] + space_before(line, i, first);
        first = false;
    }
    return sum;
}

static void drop(struct line *line, int i)
{
    line->width[i] = 0;
    while (++i < line->count && (line->pieces[i].flags & BAR_GLUE) != 0)
        line->width[i] = 0;
}

static bool drop_worst(struct line *line)
{
    int worst = -1;
    for (int i = 0; i < line->count; i++) {
        bool better = worst < 0 || line->pieces[i].drop >= line->pieces[worst].drop;
        bool glued = i > 0 && (line->pieces[i].flags & BAR_GLUE) != 0; /* goes with its head */
        if (line->width[i] > 0 && line->pieces[i].drop > 0 && !glued && better)
            worst = i;
    }
    if (worst >= 0)
        drop(line, worst);
    return worst >= 0;
}

/* Pieces that may shrink give way first, down to a handful of columns. */
static void shrink(struct line *line, int room)
{
    for (int i = 0; i < line->count; i++) {
        int over = line_width(line) - room;
        if (over <= 0)
            return;
        if ((line->pieces[i].flags & BAR_SHRINK) == 0 || line->width[i] <= 8)
            continue;
        line->width[i] = line->width[i] - over > 8 ? line->width[i] - over : 8;
    }
}

/* What dropping left over goes back to them. */
static void regrow(struct line *line, int room, const int *wanted)
{
    for (int i = 0; i < line->count; i++) {
        int left = room - line_width(line), more = wanted[i] - line->width[i];
        if (line->width[i] > 0 && left > 0 && more > 0)
            line->width[i] += more < left ? more : left;
    }
}

static int piece_draw(struct canvas canvas, int row, int col, const struct bar_piece *piece, int width)
{
    if ((piece->flags & BAR_CHIP) != 0)
        return bar_chip(canvas_sub(canvas, row, col, 1, width), 0, 0, piece->text, piece->role);
    bool left = (piece->flags & BAR_SHRINK_LEFT) == BAR_SHRINK_LEFT;
    return canvas_text(canvas, row, col, width, piece->text, piece->role, left ? CANVAS_ELLIPSIS_LEFT : CANVAS_ELLIPSIS);
}

static int width_from(const struct line *line, int from)
{
    int sum = 0;
    bool first = true;
    for (int i = from; i < line->count; i++) {
        sum += line->width[i] > 0 ? line->width[i] + space_before(line, i, first) : 0;
        first = first && line->width[i] == 0;
    }
    return sum;
}

static void line_draw(const struct line *line, struct canvas canvas, int row)
{
    int col = 0;
    bool first = true, right = false;
    for (int i = 0; i < line->count; i++) {
        if (is_gap(&line->pieces[i]) && !right) {
            int start = canvas.cols - width_from(line, i);
            col = start > col ? start : col + 1;
            right = first = true;
        }
        if (line->width[i] == 0)
            continue;
        col += space_before(line, i, first);
        col += piece_draw(canvas, row, col, &line->pieces[i], line->width[i]);
        first = false;
    }
}

void bar_line(struct canvas canvas, int row, const struct bar_piece *pieces, int count, role_id ground)
{
    struct line line = {pieces, count < BAR_PIECES_MAX ? count : BAR_PIECES_MAX, {0}};
    int wanted[BAR_PIECES_MAX];
    for (int i = 0; i < line.count; i++) {
        int chip = (pieces[i].flags & BAR_CHIP) != 0 ? 2 : 0;
        line.width[i] = pieces[i].text.n > 0 ? canvas_measure(canvas, pieces[i].text, 0) + chip : 0;
    }
    canvas_fill_row(canvas, row, ground);
    memcpy(wanted, line.width, sizeof wanted);
    shrink(&line, canvas.cols);
    while (line_width(&line) > canvas.cols && drop_worst(&line))
        ;
    regrow(&line, canvas.cols, wanted);
    line_draw(&line, canvas, row);
}
