/* Text to cells, code point by code point: the one door through which foreign text reaches the screen.
 *
 * The pen reads bytes and hands out signs. A sign is what one cell (or a wide pair) shows: a base that is printable by
 * class, and at most CANVAS_MARKS marks on it. Whatever is not printable leaves as other, printable signs. So nothing
 * downstream needs to know what a control character is. */
#include "canvas/canvas.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/utf8.h"
#include "canvas/canvas_put.h"

#define PEN_QUEUE 16
#define DOTTED_CIRCLE 0x25cc /* carries a mark that has no base */

struct pen {
    struct str rest;
    const char *start;
    enum glyph_set glyphs;
    unsigned exact : 1;
    unsigned queue_altered : 1;
    char queue[PEN_QUEUE]; /* ASCII that stands for the last code point */
    int queue_at;
    size_t queue_from;
};

struct sign {
    struct cell cell; /* role still unset */
    unsigned altered : 1;
    size_t from; /* byte in the text */
};

static struct pen pen_of(struct canvas canvas, struct str text, unsigned flags)
{
    struct pen pen = {.rest = text, .start = text.p, .glyphs = canvas.grid->glyphs};
    pen.exact = (flags & CANVAS_EXACT) != 0;
    return pen;
}

static size_t pen_at(const struct pen *pen)
{
    return (size_t)(pen->rest.p - pen->start);
}

static void pen_skip(struct pen *pen, size_t bytes)
{
    pen->rest.p += bytes;
    pen->rest.n -= bytes;
}

static void pen_spell(struct pen *pen, size_t from, unsigned altered, const char *text)
{
    snprintf(pen->queue, sizeof pen->queue, "%s", text);
    pen->queue_at = 0;
    pen->queue_from = from;
    pen->queue_altered = altered & 1;
}

static void pen_spell_point(struct pen *pen, size_t from, uint32_t point)
{
    char text[PEN_QUEUE];
    snprintf(text, sizeof text, point < 0x100 ? "<%02x>" : "<%04x>", (unsigned)point);
    pen_spell(pen, from, 1, text);
}

static bool pen_queued(struct pen *pen, struct sign *sign)
{
    char c = pen->queue[pen->queue_at];
    if (c == '\0')
        return false;
    pen->queue_at++;
    sign->cell.point = (uint32_t)(unsigned char)c;
    sign->altered = pen->queue_altered;
    sign->from = pen->queue_from;
    return true;
}

/* Takes the marks that follow a base. More than the cell holds are dropped, and said. */
static void pen_marks(struct pen *pen, struct sign *sign, int taken)
{
    uint32_t point;
    for (size_t n; (n = utf8_next(pen->rest, &point)) > 0; pen_skip(pen, n)) {
        enum utf8_class class = utf8_classify(point);
        if (class != UTF8_COMBINING && (class != UTF8_INVISIBLE || pen->exact))
            return;
        if (class == UTF8_INVISIBLE)
            continue;
        if (taken < CANVAS_MARKS)
            sign->cell.mark[taken++] = point;
        else if (pen->exact && taken == CANVAS_MARKS)
            return;
        else
            sign->altered = 1;
    }
}

/* Text as it is, or its twin where the glyph set is a smaller one. False: spelled into the queue. */
static bool pen_text(struct pen *pen, uint32_t point, struct sign *sign)
{
    const struct glyph_row *glyph = pen->glyphs == GLYPH_SET_UTF8 ? NULL : glyph_of(point);
    if (glyph != NULL && !(pen->glyphs == GLYPH_SET_VT100 && glyph->line)) {
        if (glyph->text != NULL) {
            pen_spell(pen, sign->from, 0, glyph->text);
            return false;
        }
        point = (uint32_t)(unsigned char)glyph->ascii;
    }
    sign->cell.point = point;
    sign->cell.width = utf8_width(point) == 2 ? 2 : 1;
    sign->altered = point == UTF8_REPLACEMENT || (glyph != NULL && point == '?');
    pen_marks(pen, sign, 0);
    return true;
}

/* A control is shown as its symbol, or as ^X where the terminal knows only ASCII. */
static bool pen_control(struct pen *pen, uint32_t point, struct sign *sign)
{
    if (pen->glyphs != GLYPH_SET_UTF8) {
        char caret[] = {'^', (char)(point ^ 0x40), '\0'};
        pen_spell(pen, sign->from, 1, caret);
        return false;
    }
    sign->cell.point = point == 0x7f ? 0x2421 : 0x2400 + point;
    sign->altered = 1;
    return true;
}

static bool pen_space(struct pen *pen, uint32_t point, struct sign *sign)
{
    if (point == '\r' && pen->rest.n > 0 && pen->rest.p[0] == '\n')
        pen_skip(pen, 1);
    sign->cell.point = ' ';
    sign->altered = point != '\t';
    return true;
}

static bool pen_orphan(struct pen *pen, uint32_t point, struct sign *sign)
{
    sign->altered = 1;
    if (pen->exact) { /* surplus marks, spelled */
        pen_spell_point(pen, sign->from, point);
        return false;
    }
    sign->cell.point = pen->glyphs == GLYPH_SET_UTF8 ? DOTTED_CIRCLE : '?';
    sign->cell.mark[0] = point;
    pen_marks(pen, sign, 1);
    return true;
}

/* The next sign; false at the end of the text. */
static bool pen_next(struct pen *pen, struct sign *sign)
{
    uint32_t point;
    for (;;) {
        *sign = (struct sign){.cell = {.width = 1}};
        if (pen_queued(pen, sign))
            return true;
        sign->from = pen_at(pen);
        size_t n = utf8_next(pen->rest, &point);
        if (n == 0)
            return false;
        pen_skip(pen, n);
        bool drawn = false;
        switch (utf8_classify(point)) {
        case UTF8_TEXT: drawn = pen_text(pen, point, sign); break;
        case UTF8_CONTROL: drawn = pen_control(pen, point, sign); break;
        case UTF8_SPACE: drawn = pen_space(pen, point, sign); break;
        case UTF8_COMBINING: drawn = pen_orphan(pen, point, sign); break;
        case UTF8_INVISIBLE:
            if (pen->exact)
                pen_spell_point(pen, sign->from, point);
            break;
        case UTF8_C1:
        case UTF8_BIDI:
        case UTF8_STRANGE: pen_spell_point(pen, sign->from, point); break;
        }
        if (drawn)
            return true;
    }
}

/* Columns of the text, counted no further than past `most`. */
static int measure(struct pen pen, int most)
{
    struct sign sign;
    int columns = 0;
    while (columns <= most && pen_next(&pen, &sign))
        columns += sign.cell.width;
    return columns;
}

int canvas_measure(struct canvas canvas, struct str text, unsigned flags)
{
    return measure(pen_of(canvas, text, flags), CANVAS_COLS_MAX * CANVAS_ROWS_MAX);
}

size_t canvas_fit(struct canvas canvas, struct str text, int width, unsigned flags, int *columns)
{
    struct pen pen = pen_of(canvas, text, flags);
    struct sign sign;
    size_t bytes = 0; /* up to the code point being read */
    int used = 0;     /* columns before it */
    int own = 0;      /* its own: one that is spelled has several signs */
    while (pen_next(&pen, &sign)) {
        if (sign.from != bytes || own == 0) {
            used += own;
            own = 0;
            bytes = sign.from;
        }
        own += sign.cell.width;
        if (used + own > width && used > 0) {
            *columns = used;
            return bytes;
        }
        if (used + own > width && pen.queue[pen.queue_at] == '\0') {
            *columns = own;
            return pen_at(&pen);
        }
    }
    *columns = used + own;
    return text.n;
}

/* Which bytes of the text are hits, asked for in order. */
struct hits {
    const struct canvas_finder *finder;
    struct str text;
    size_t start, end;
};

static bool hits_cover(struct hits *hits, size_t byte)
{
    while (hits->finder != NULL && byte >= hits->end) {
        size_t start, end;
        if (!hits->finder->next(hits->finder->user, hits->text, hits->end, &start, &end) ||
            end <= hits->end || start >= end) {
            hits->finder = NULL;
            break;
        }
        hits->start = start;
        hits->end = end;
    }
    return byte >= hits->start && byte < hits->end;
}

struct stroke {
    struct canvas canvas;
    int row, col, end; /* end: the column behind the last one allowed */
    role_id role;
};

/* Draws what fits. A wide sign that does not fit at the end leaves a blank. */
static void stroke_signs(struct stroke *stroke, struct pen pen, struct hits *hits, int skip)
{
    struct sign sign;
    while (stroke->col < stroke->end && pen_next(&pen, &sign)) {
        if (skip > 0) {
            skip -= sign.cell.width;
            continue;
        }
        bool hit = hits_cover(hits, sign.from);
        sign.cell.role = sign.altered ? (role_id)ROLE_ALTERED : stroke->role;
        sign.cell.over = hit ? (role_id)ROLE_SEARCH_HIT : ROLE_NONE;
        if (stroke->col + sign.cell.width > stroke->end)
            sign.cell = (struct cell){' ', {0, 0}, stroke->role, ROLE_NONE, 1};
        canvas_put(stroke->canvas, stroke->row, stroke->col, &sign.cell);
        stroke->col += sign.cell.width;
    }
}

static void stroke_ellipsis(struct stroke *stroke, int columns)
{
    uint32_t point = glyph_point(stroke->canvas.grid->glyphs, GLYPH_ELLIPSIS);
    stroke->col +=
        canvas_repeat(stroke->canvas, stroke->row, stroke->col, columns, point, stroke->role);
}

/* The columns an ellipsis takes: dots need two to be seen as one. */
static int ellipsis_width(struct canvas canvas, int width)
{
    return canvas.grid->glyphs == GLYPH_SET_UTF8 || width < 6 ? 1 : 2;
}

static void stroke_cut(struct stroke *stroke, struct pen pen, struct hits *hits, unsigned flags,
                       int total)
{
    int width = stroke->end - stroke->col;
    int dots = ellipsis_width(stroke->canvas, width);
    if ((flags & CANVAS_ELLIPSIS_LEFT) != 0) {
        stroke_ellipsis(stroke, dots);
        stroke_signs(stroke, pen, hits, total - (width - dots));
        return;
    }
    int tail = (flags & CANVAS_ELLIPSIS_MIDDLE) != 0 ? (width - dots) / 2 : 0;
    stroke->end -= dots + tail;
    stroke_signs(stroke, pen, hits, 0);
    stroke->end += dots + tail;
    stroke_ellipsis(stroke, dots);
    if (tail > 0)
        stroke_signs(stroke, pen, hits, total - tail);
}

int canvas_text(struct canvas canvas, int row, int col, int width, struct str text, role_id role,
                unsigned flags)
{
    if (row < 0 || row >= canvas.rows || col < 0 || col >= canvas.cols || width <= 0)
        return 0;
    if (width > canvas.cols - col)
        width = canvas.cols - col;
    struct pen pen = pen_of(canvas, text, flags);
    struct hits hits = {canvas.finder, text, 0, 0};
    struct stroke stroke = {canvas, row, col, col + width, role};
    bool whole = (flags & (CANVAS_ELLIPSIS_LEFT | CANVAS_ELLIPSIS_MIDDLE)) != 0; /* how long it is must be known */
    int total = measure(pen, whole ? CANVAS_COLS_MAX * CANVAS_ROWS_MAX : width);
    int room = total < width ? width - total : 0;
    if ((flags & (CANVAS_RIGHT | CANVAS_CENTRE)) != 0) {
        int before = (flags & CANVAS_RIGHT) != 0 ? room : room / 2;
        if ((flags & CANVAS_PAD) != 0)
            canvas_repeat(canvas, row, col, before, ' ', role);
        stroke.col += before;
    }
    if (total > width && (flags & (CANVAS_ELLIPSIS | CANVAS_ELLIPSIS_LEFT | CANVAS_ELLIPSIS_MIDDLE)) != 0)
        stroke_cut(&stroke, pen, &hits, flags, total);
    else
        stroke_signs(&stroke, pen, &hits, 0);
    if ((flags & CANVAS_PAD) != 0)
        canvas_repeat(canvas, row, stroke.col, stroke.end - stroke.col, ' ', role);
    return (flags & (CANVAS_PAD | CANVAS_RIGHT | CANVAS_CENTRE)) != 0 ? width : stroke.col - col;
}

int canvas_print(struct canvas canvas, int row, int col, int width, role_id role, unsigned flags,
                 const char *format, ...)
{
    char text[1024];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (n < 0)
        return 0;
    size_t length = (size_t)n < sizeof text ? (size_t)n : sizeof text - 1;
    return canvas_text(canvas, row, col, width, (struct str){text, length}, role, flags);
}
