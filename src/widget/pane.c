/* Lines of spans, wrapped to a width and scrolled. JSON for the raw view is in pane_json.c. */
#include "widget/pane.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "base/xalloc.h"

struct span {
    size_t at, n; /* bytes in text */
    role_id role;
};

struct line {
    size_t first; /* span */
    unsigned heading : 1;
};

/* A row on the screen: a piece of a line. */
struct strip {
    size_t line, span, byte; /* where it begins: byte within the span */
};

struct pane {
    struct buf text;
    struct span *span;
    struct line *line;
    struct strip *strip;
    size_t span_count, span_capacity, line_count, line_capacity, strip_count, strip_capacity;
    unsigned open : 1, full : 1;
};

struct pane *pane_new(void)
{
    return xcalloc(1, sizeof(struct pane));
}

void pane_free(struct pane **pane)
{
    if (*pane == NULL)
        return;
    buf_fini(&(*pane)->text);
    free((*pane)->span);
    free((*pane)->line);
    free((*pane)->strip);
    free(*pane);
    *pane = NULL;
}

void pane_clear(struct pane *pane)
{
    buf_clear(&pane->text);
    pane->span_count = pane->line_count = pane->strip_count = 0;
    pane->open = pane->full = 0;
}

static struct line *open_line(struct pane *pane)
{
    if (!pane->open) {
        pane->line = xgrow(pane->line, &pane->line_capacity, pane->line_count + 1, sizeof *pane->line);
        pane->line[pane->line_count++] = (struct line){pane->span_count, 0};
        pane->open = 1;
    }
    return &pane->line[pane->line_count - 1];
}

static void add_span(struct pane *pane, role_id role, struct str text)
{
    open_line(pane);
    pane->span = xgrow(pane->span, &pane->span_capacity, pane->span_count + 1, sizeof *pane->span);
    pane->span[pane->span_count++] = (struct span){pane->text.n, text.n, role};
    buf_add_str(&pane->text, text);
}

void pane_span(struct pane *pane, role_id role, struct str text)
{
    if (pane->full)
        return;
    if (pane->text.n + text.n > PANE_BYTES_MAX || pane->line_count >= PANE_LINES_MAX) {
        pane->full = 1;
        pane->open = 0;
        add_span(pane, ROLE_WARN, STR("(cut here: too long to show)"));
        return;
    }
    add_span(pane, role, text);
}

void pane_print(struct pane *pane, role_id role, const char *format, ...)
{
    char text[1024];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    size_t length = n < 0 ? 0 : (size_t)n < sizeof text ? (size_t)n : sizeof text - 1;
    pane_span(pane, role, (struct str){text, length});
}

void pane_line(struct pane *pane)
{
    if (pane->full)
        return;
    open_line(pane);
    pane->open = 0;
}

void pane_heading(struct pane *pane, struct str title)
{
    if (pane->open)
        pane_line(pane);
    pane_span(pane, ROLE_RULE_TITLE, title);
    if (!pane->full)
        open_line(pane)->heading = 1;
    pane_line(pane);
}

static size_t span_end(const struct pane *pane, size_t line)
{
    return line + 1 < pane->line_count ? pane->line[line + 1].first : pane->span_count;
}

static struct str span_text(const struct pane *pane, size_t span)
{
    return str_sub(buf_str(&pane->text), pane->span[span].at, pane->span[span].n);
}

static void add_strip(struct pane *pane, size_t line, size_t span, size_t byte)
{
    pane->strip = xgrow(pane->strip, &pane->strip_capacity, pane->strip_count + 1, sizeof *pane->strip);
    pane->strip[pane->strip_count++] = (struct strip){line, span, byte};
}

static void wrap_line(struct pane *pane, struct canvas canvas, size_t line, int width)
{
    int room = width, columns;
    add_strip(pane, line, pane->line[line].first, 0);
    for (size_t span = pane->line[line].first; span < span_end(pane, line); span++) {
        struct str rest = span_text(pane, span);
        while (rest.n > 0) {
            size_t n = room > 0 ? canvas_fit(canvas, rest, room, CANVAS_EXACT, &columns) : 0;
            bool fits = n == rest.n && columns <= room;
            if (n > 0 && (columns <= room || room == width)) { /* alone on a row: cut rather than lost */
                rest = str_sub(rest, n, rest.n);
                room -= columns < room ? columns : room;
            }
            if (fits || rest.n == 0)
                break;
            add_strip(pane, line, span, pane->span[span].n - rest.n);
            room = width;
        }
    }
}

int pane_layout(struct pane *pane, const struct grid *grid, int width)
{
    struct grid *borrowed = (struct grid *)(uintptr_t)grid; /* measured on, never drawn on */
    pane->strip_count = 0;
    for (size_t line = 0; line < pane->line_count; line++)
        if (pane->line[line].heading)
            add_strip(pane, line, pane->line[line].first, 0);
        else
            wrap_line(pane, canvas_of(borrowed), line, width > 4 ? width : 4);
    return (int)pane->strip_count;
}

int pane_rows(const struct pane *pane)
{
    return (int)pane->strip_count;
}

static void draw_strip(const struct pane *pane, struct canvas canvas, int row, const struct strip *strip)
{
    int col = 0;
    size_t byte = strip->byte;
    for (size_t span = strip->span; span < span_end(pane, strip->line) && col < canvas.cols; span++, byte = 0) {
        struct str text = str_sub(span_text(pane, span), byte, pane->text.n);
        col += canvas_text(canvas, row, col, canvas.cols - col, text, pane->span[span].role, CANVAS_EXACT);
    }
}

void pane_draw(const struct pane *pane, struct canvas canvas, int top)
{
    for (int row = 0; row < canvas.rows; row++) {
        canvas_fill_row(canvas, row, ROLE_TEXT);
        size_t at = (size_t)(top + row);
        if (top + row < 0 || at >= pane->strip_count)
            continue;
        const struct strip *strip = &pane->strip[at];
        if (pane->line[strip->line].heading)
            canvas_rule(canvas, row, span_text(pane, strip->span), STR_NONE);
        else
            draw_strip(pane, canvas_sub(canvas, row, 0, 1, canvas.cols), 0, strip);
    }
}

static void strip_text(const struct pane *pane, size_t at, struct buf *out)
{
    const struct strip *strip = &pane->strip[at];
    bool last = at + 1 >= pane->strip_count || pane->strip[at + 1].line != strip->line;
    size_t end_span = last ? span_end(pane, strip->line) : pane->strip[at + 1].span + 1;
    for (size_t span = strip->span; span < end_span; span++) {
        size_t from = span == strip->span ? strip->byte : 0;
        size_t to = !last && span == pane->strip[at + 1].span ? pane->strip[at + 1].byte : pane->span[span].n;
        utf8_fold(out, str_sub(span_text(pane, span), from, to - from));
    }
}

int pane_search(const struct pane *pane, struct str needle, int from, int step)
{
    struct buf folded = {0}, text = {0};
    int found = -1, rows = pane_rows(pane);
    utf8_fold(&folded, needle);
    for (int row = from; row >= 0 && row < rows && found < 0 && needle.n > 0; row += step < 0 ? -1 : 1) {
        buf_clear(&text);
        strip_text(pane, (size_t)row, &text);
        if (str_find(buf_str(&text), buf_str(&folded)) >= 0)
            found = row;
    }
    buf_fini(&folded);
    buf_fini(&text);
    return found;
}
