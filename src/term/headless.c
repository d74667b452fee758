/* A terminal in memory: scripted keys in, the last frame out. For tests and pictures; no bytes, no descriptors. */
#include <ctype.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "term/term_ops.h"

struct headless {
    struct term term;
    struct grid *last;   /* NULL before the first frame */
    struct buf keys;     /* names behind one another, each ended by NUL; a paste: \1 text NUL */
    size_t key_at;
    struct buf clipboard;
    struct buf sent;     /* what a copy would have written */
    int rows, cols;      /* set by term_headless_size, taken by term_resize */
    unsigned gone : 1, stalled : 1;
};

static struct headless *headless_of(const struct term *term)
{
    return (struct headless *)(uintptr_t)term;
}

static void headless_close(struct term *term)
{
    struct headless *self = headless_of(term);
    grid_free(&self->last);
    buf_fini(&self->keys);
    buf_fini(&self->clipboard);
    buf_fini(&self->sent);
    free(self);
}

static struct term_event headless_read(struct term *term)
{
    struct headless *self = headless_of(term);
    struct term_event event = {.kind = self->gone ? TERM_GONE : TERM_NOTHING};
    if (self->key_at >= self->keys.n)
        return event;
    struct str name = str_of(self->keys.p + self->key_at);
    self->key_at += name.n + 1;
    event.kind = TERM_KEY;
    if (name.p[0] == '\1') {
        event.kind = TERM_PASTE;
        event.text = str_sub(name, 1, name.n);
        return event;
    }
    str_copy(name, event.key, sizeof event.key);
    return event;
}

static int headless_flush(struct term *term)
{
    return headless_of(term)->stalled;
}

static int headless_present(struct term *term, const struct grid *grid)
{
    struct headless *self = headless_of(term);
    if (self->gone)
        return -E_GONE;
    size_t bytes = (size_t)grid->rows * (size_t)grid->cols * sizeof *grid->cells;
    if (self->last == NULL)
        self->last = grid_new(grid->rows, grid->cols, grid->glyphs);
    if (self->last->rows != grid->rows || self->last->cols != grid->cols)
        grid_resize(self->last, grid->rows, grid->cols);
    memcpy(self->last->cells, grid->cells, bytes);
    self->last->glyphs = grid->glyphs;
    self->last->caret_row = grid->caret_row;
    self->last->caret_col = grid->caret_col;
    return 1;
}

static void nothing(struct term *term)
{
    (void)term;
}

static void no_mouse(struct term *term, unsigned on)
{
    (void)term;
    (void)on;
}

static bool headless_resize(struct term *term)
{
    struct headless *self = headless_of(term);
    bool changed = term->rows != self->rows || term->cols != self->cols;
    term->rows = self->rows;
    term->cols = self->cols;
    return changed;
}

static void headless_resume(struct term *term)
{
    headless_resize(term);
}

static void headless_send(struct term *term, struct str bytes)
{
    struct headless *self = headless_of(term);
    buf_clear(&self->sent);
    buf_add_str(&self->sent, bytes);
    term->bytes += bytes.n;
}

static const struct term_ops headless_ops = {
    headless_close,  headless_read, headless_flush,  headless_present, nothing, headless_resize,
    nothing,         headless_resume, no_mouse,      headless_send,    nothing,
};

struct term *term_open_headless(int rows, int cols, enum depth depth, enum glyph_set glyphs)
{
    struct headless *self = xcalloc(1, sizeof *self);
    self->term = (struct term){.ops = &headless_ops, .rows = rows, .cols = cols, .in_fd = -1,
                               .out_fd = -1, .depth = depth, .glyphs = glyphs, .can_clipboard = 1};
    self->rows = rows;
    self->cols = cols;
    return &self->term;
}

void term_headless_keys(struct term *term, const char *names)
{
    struct headless *self = headless_of(term);
    while (*names != '\0') {
        size_t n = strcspn(names, " \t\n");
        if (n > 0) {
            buf_add(&self->keys, names, n);
            buf_add_byte(&self->keys, '\0');
        }
        names += n;
        names += *names != '\0';
    }
}

void term_headless_paste(struct term *term, struct str text)
{
    struct headless *self = headless_of(term);
    buf_add_byte(&self->keys, '\1');
    buf_add_str(&self->keys, text);
    buf_add_byte(&self->keys, '\0');
}

void term_headless_size(struct term *term, int rows, int cols)
{
    headless_of(term)->rows = rows;
    headless_of(term)->cols = cols;
}

void term_headless_gone(struct term *term)
{
    headless_of(term)->gone = 1;
}

void term_headless_stall(struct term *term, unsigned stalled)
{
    headless_of(term)->stalled = stalled & 1;
}

const struct grid *term_headless_grid(const struct term *term)
{
    return headless_of(term)->last;
}

static int digit_of(char c)
{
    return isupper((unsigned char)c)   ? c - 'A'
           : islower((unsigned char)c) ? c - 'a' + 26
           : isdigit((unsigned char)c) ? c - '0' + 52
           : c == '+'                  ? 62
           : c == '/'                  ? 63
                                       : -1;
}

struct str term_headless_clipboard(const struct term *term)
{
    struct headless *self = headless_of(term);
    buf_clear(&self->clipboard);
    ptrdiff_t at = str_find(buf_str(&self->sent), STR("52;c;"));
    uint32_t bits = 0;
    int held = 0;
    for (size_t i = at < 0 ? self->sent.n : (size_t)at + 5; i < self->sent.n; i++) {
        int digit = digit_of(self->sent.p[i]);
        if (digit < 0)
            break;
        bits = bits << 6 | (uint32_t)digit;
        held += 6;
        if (held >= 8) {
            held -= 8;
            buf_add_byte(&self->clipboard, (char)(bits >> held & 0xff));
        }
    }
    return buf_str(&self->clipboard);
}
