/* Sections of labelled lines. Short lines share a row two by two; long ones wrap under their own label. */
#include "widget/sheet.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "widget/bar.h"

#define INDENT 2
#define PACK_LEAST 44  /* columns of half a row below which lines do not share */
#define PACK_GAP 2

struct span {
    size_t at, n;
    double ratio; /* of a bar */
    int bar;      /* its width, 0 = text */
    role_id role;
};

struct line {
    size_t label, label_n, first; /* bytes of the label; first span */
    int section, tag;
    enum sheet_flow flow;
    unsigned plain : 1;           /* no label, full width */
    int row, rows, col, cols;     /* as laid out */
};

struct section {
    size_t title, title_n, right, right_n;
    int row; /* of its rule, -1 none */
};

struct sheet {
    struct buf text;
    struct span *span;
    struct line *line;
    struct section *section;
    size_t span_count, span_capacity, line_capacity, section_capacity;
    int line_count, section_count, rows, label_width;
};

struct sheet *sheet_new(void)
{
    return xcalloc(1, sizeof(struct sheet));
}

void sheet_free(struct sheet **sheet)
{
    if (*sheet == NULL)
        return;
    buf_fini(&(*sheet)->text);
    free((*sheet)->span);
    free((*sheet)->line);
    free((*sheet)->section);
    free(*sheet);
    *sheet = NULL;
}

void sheet_clear(struct sheet *sheet)
{
    buf_clear(&sheet->text);
    sheet->span_count = 0;
    sheet->line_count = sheet->section_count = sheet->rows = 0;
}

static size_t keep(struct sheet *sheet, struct str text)
{
    size_t at = sheet->text.n;
    buf_add_str(&sheet->text, text);
    return at;
}

static struct str kept(const struct sheet *sheet, size_t at, size_t n)
{
    return str_sub(buf_str(&sheet->text), at, n);
}

void sheet_section(struct sheet *sheet, struct str title, struct str right)
{
    size_t count = (size_t)sheet->section_count;
    sheet->section = xgrow(sheet->section, &sheet->section_capacity, count + 1, sizeof *sheet->section);
    sheet->section[sheet->section_count++] =
        (struct section){keep(sheet, title), title.n, keep(sheet, right), right.n, -1};
}

static void add_line(struct sheet *sheet, struct str label, int tag, enum sheet_flow flow, unsigned plain)
{
    if (sheet->line_count == SHEET_LINES_MAX)
        return;
    if (sheet->section_count == 0)
        sheet_section(sheet, STR_NONE, STR_NONE);
    label = str_sub(label, 0, SHEET_LABEL_MAX * 4);
    size_t count = (size_t)sheet->line_count;
    sheet->line = xgrow(sheet->line, &sheet->line_capacity, count + 1, sizeof *sheet->line);
    sheet->line[sheet->line_count++] =
        (struct line){.label = keep(sheet, label), .label_n = label.n, .first = sheet->span_count,
                      .section = sheet->section_count - 1, .tag = tag, .flow = flow, .plain = plain & 1};
}

void sheet_line(struct sheet *sheet, struct str label, int tag, enum sheet_flow flow)
{
    add_line(sheet, label, tag, flow, 0);
}

static void add_span(struct sheet *sheet, struct span span)
{
    if (sheet->line_count == 0)
        return;
    sheet->span = xgrow(sheet->span, &sheet->span_capacity, sheet->span_count + 1, sizeof *sheet->span);
    sheet->span[sheet->span_count++] = span;
}

void sheet_span(struct sheet *sheet, role_id role, struct str text)
{
    if (text.n > 0)
        add_span(sheet, (struct span){.at = keep(sheet, text), .n = text.n, .role = role});
}

void sheet_print(struct sheet *sheet, role_id role, const char *format, ...)
{
    char text[1024];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    size_t length = n < 0 ? 0 : (size_t)n < sizeof text ? (size_t)n : sizeof text - 1;
    sheet_span(sheet, role, (struct str){text, length});
}

void sheet_bar(struct sheet *sheet, double ratio, int width)
{
    add_span(sheet, (struct span){.ratio = ratio, .bar = width > 0 ? width : 1, .role = ROLE_BAR_FULL});
}

void sheet_text(struct sheet *sheet, role_id role, struct str text)
{
    add_line(sheet, STR_NONE, -1, SHEET_OWN, 1);
    sheet_span(sheet, role, text);
}

int sheet_line_count(const struct sheet *sheet)
{
    return sheet->line_count;
}

/* ---------------------------------------------------------------- flowing spans into a width */

static size_t span_end(const struct sheet *sheet, int line)
{
    return line + 1 < sheet->line_count ? sheet->line[line + 1].first : sheet->span_count;
}

/* A pen that moves over rows of `cols` columns, drawing when there is a canvas to draw on. */
struct flow {
    struct canvas canvas;
    int row, col, cols;
    unsigned draws : 1;
};

static void flow_break(struct flow *flow)
{
    flow->row++;
    flow->col = 0;
}

static void flow_piece(struct flow *flow, struct str text, int columns, role_id role)
{
    if (flow->draws && flow->row >= 0)
        canvas_text(flow->canvas, flow->row, flow->col, flow->cols - flow->col, text, role, CANVAS_EXACT);
    flow->col += columns;
}

/* The bytes of the text that go on this row: all, or up to the last blank that fits. */
static size_t fitting(const struct flow *flow, struct str text, int *columns)
{
    int room = flow->cols - flow->col;
    if (room <= 0)
        return 0;
    size_t n = canvas_fit(flow->canvas, text, room, CANVAS_EXACT, columns);
    if (n == text.n && *columns <= room)
        return n;
    size_t cut = n;
    while (cut > 0 && text.p[cut - 1] != ' ')
        cut--;
    if (cut == 0 && flow->col > 0)
        return 0; /* a word of its own: on the next row */
    if (cut > 0) {
        n = cut;
        *columns = canvas_measure(flow->canvas, str_sub(text, 0, n), CANVAS_EXACT);
    }
    return *columns <= room || flow->col == 0 ? n : 0;
}

static void flow_text(struct flow *flow, struct str text, role_id role)
{
    while (text.n > 0) {
        int columns = 0;
        size_t n = fitting(flow, text, &columns);
        if (n > 0)
            flow_piece(flow, str_sub(text, 0, n), columns, role);
        text = str_sub(text, n, text.n);
        if (text.n > 0)
            flow_break(flow);
        while (flow->col == 0 && flow->row > 0 && text.n > 0 && text.p[0] == ' ')
            text = str_sub(text, 1, text.n);
    }
}

static void flow_bar(struct flow *flow, const struct span *span)
{
    int width = span->bar < flow->cols ? span->bar : flow->cols;
    if (flow->col + width > flow->cols)
        flow_break(flow);
    if (flow->draws && flow->row >= 0)
        bar_draw(flow->canvas, flow->row, flow->col, width, span->ratio, span->role);
    flow->col += width;
}

static int flow_line(const struct sheet *sheet, int line, struct flow *flow)
{
    for (size_t i = sheet->line[line].first; i < span_end(sheet, line); i++) {
        const struct span *span = &sheet->span[i];
        if (span->bar > 0)
            flow_bar(flow, span);
        else
            flow_text(flow, kept(sheet, span->at, span->n), span->role);
    }
    return flow->row + 1;
}

/* ---------------------------------------------------------------- layout */

static int value_width(const struct sheet *sheet, int line, struct canvas canvas)
{
    int sum = 0;
    for (size_t i = sheet->line[line].first; i < span_end(sheet, line); i++) {
        const struct span *span = &sheet->span[i];
        sum += span->bar > 0 ? span->bar : canvas_measure(canvas, kept(sheet, span->at, span->n), CANVAS_EXACT);
    }
    return sum;
}

static int widest_label(const struct sheet *sheet, struct canvas canvas)
{
    int most = 0;
    for (int i = 0; i < sheet->line_count; i++) {
        int width = canvas_measure(canvas, kept(sheet, sheet->line[i].label, sheet->line[i].label_n), 0);
        most = width > most ? width : most;
    }
    return most < SHEET_LABEL_MAX ? most : SHEET_LABEL_MAX;
}

struct layout {
    struct canvas canvas;
    int width, half;
    unsigned left_taken : 1; /* the left half of the current row is used */
};

/* The column where values begin within a line's own area. */
static int value_at(const struct sheet *sheet, const struct line *line)
{
    return line->plain ? INDENT : INDENT + sheet->label_width + 1;
}

static void place(struct sheet *sheet, int index, struct layout *layout)
{
    struct line *line = &sheet->line[index];
    int need = value_at(sheet, line) + value_width(sheet, index, layout->canvas);
    bool packs = line->flow == SHEET_PACK && layout->half > 0 && need <= layout->half;
    if (packs && layout->left_taken) {
        line->row = sheet->rows - 1;
        line->col = layout->half + PACK_GAP;
        line->cols = layout->width - line->col;
        line->rows = 1;
        layout->left_taken = 0;
        return;
    }
    line->row = sheet->rows;
    line->col = 0;
    line->cols = packs ? layout->half : layout->width;
    int room = line->cols - value_at(sheet, line);
    struct flow flow = {.canvas = layout->canvas, .cols = room > 4 ? room : 4};
    line->rows = packs ? 1 : flow_line(sheet, index, &flow);
    sheet->rows += line->rows;
    layout->left_taken = packs;
}

int sheet_layout(struct sheet *sheet, const struct grid *grid, int width, enum sheet_heads heads)
{
    struct grid *borrowed = (struct grid *)(uintptr_t)grid; /* measured on, never drawn on */
    struct layout layout = {.canvas = canvas_of(borrowed), .width = width > 8 ? width : 8};
    layout.half = width >= 2 * PACK_LEAST ? (width - PACK_GAP) / 2 : 0;
    sheet->rows = 0;
    sheet->label_width = widest_label(sheet, layout.canvas);
    int section = -1;
    for (int i = 0; i < sheet->section_count; i++)
        sheet->section[i].row = -1;
    for (int i = 0; i < sheet->line_count; i++) {
        struct section *own = &sheet->section[sheet->line[i].section];
        if (sheet->line[i].section != section) {
            layout.left_taken = 0;
            if (heads == SHEET_HEADS && own->title_n > 0)
                own->row = sheet->rows++;
        }
        section = sheet->line[i].section;
        place(sheet, i, &layout);
    }
    return sheet->rows;
}

int sheet_rows(const struct sheet *sheet)
{
    return sheet->rows;
}

/* ---------------------------------------------------------------- drawing and asking */

static void draw_line(const struct sheet *sheet, struct canvas canvas, int index, int top, int cursor)
{
    const struct line *line = &sheet->line[index];
    int row = line->row - top, at = value_at(sheet, line);
    if (row + line->rows <= 0 || row >= canvas.rows)
        return;
    struct canvas area = canvas_sub(canvas, 0, line->col, canvas.rows, line->cols);
    if (!line->plain)
        canvas_text(area, row, INDENT, sheet->label_width, kept(sheet, line->label, line->label_n), ROLE_LABEL,
                    CANVAS_ELLIPSIS);
    int room = area.cols - at;
    struct flow flow = {.canvas = canvas_sub(area, 0, at, area.rows, room), .row = row, .cols = room > 4 ? room : 4,
                        .draws = 1};
    flow_line(sheet, index, &flow);
    for (int i = 0; i < line->rows && index == cursor; i++)
        if (row + i >= 0)
            canvas_underlay(area, row + i, 0, area.cols, ROLE_ROW_CURSOR);
}

void sheet_draw(const struct sheet *sheet, struct canvas canvas, int top, int cursor)
{
    canvas_fill(canvas, ROLE_TEXT);
    for (int i = 0; i < sheet->section_count; i++) {
        const struct section *own = &sheet->section[i];
        if (own->row >= top && own->row < top + canvas.rows)
            canvas_rule(canvas, own->row - top, kept(sheet, own->title, own->title_n),
                        kept(sheet, own->right, own->right_n));
    }
    for (int i = 0; i < sheet->line_count; i++)
        draw_line(sheet, canvas, i, top, cursor);
}

int sheet_line_row(const struct sheet *sheet, int line)
{
    return line >= 0 && line < sheet->line_count ? sheet->line[line].row : 0;
}

int sheet_line_at(const struct sheet *sheet, int row, int col)
{
    for (int i = 0; i < sheet->line_count; i++) {
        const struct line *line = &sheet->line[i];
        if (row >= line->row && row < line->row + line->rows && col >= line->col && col < line->col + line->cols)
            return i;
    }
    return -1;
}

int sheet_tag(const struct sheet *sheet, int line)
{
    return line >= 0 && line < sheet->line_count ? sheet->line[line].tag : -1;
}

struct str sheet_label(const struct sheet *sheet, int line)
{
    if (line < 0 || line >= sheet->line_count)
        return STR_NONE;
    return kept(sheet, sheet->line[line].label, sheet->line[line].label_n);
}

void sheet_line_text(const struct sheet *sheet, int line, struct buf *out)
{
    if (line < 0 || line >= sheet->line_count)
        return;
    for (size_t i = sheet->line[line].first; i < span_end(sheet, line); i++)
        buf_add_str(out, kept(sheet, sheet->span[i].at, sheet->span[i].n));
}
