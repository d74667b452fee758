/* Owns the filter between foreign text and any line that is written outside the screen: standard output of the headless
 * commands and every message on standard error. Must not know what the text is. */
#include "app/plain.h"

#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#define COMBINING_MOST 2

static void add_point(struct buf *out, uint32_t point)
{
    char bytes[4];
    buf_add(out, bytes, utf8_encode(point, bytes));
}

static void add_class(struct buf *out, uint32_t point, enum utf8_class class, int *combining)
{
    if (class != UTF8_COMBINING)
        *combining = 0;
    switch (class) {
    case UTF8_TEXT: add_point(out, point); break;
    case UTF8_CONTROL: add_point(out, point == 0x7f ? 0x2421 : 0x2400 + point); break;
    case UTF8_SPACE: buf_add_byte(out, ' '); break;
    case UTF8_INVISIBLE: break;
    case UTF8_COMBINING:
        if ((*combining)++ < COMBINING_MOST)
            add_point(out, point);
        break;
    case UTF8_C1:
    case UTF8_BIDI:
    case UTF8_STRANGE: buf_add_fmt(out, "<%02x>", (unsigned)point); break;
    }
}

void plain_add(struct buf *out, struct str text)
{
    int combining = 0;
    while (text.n > 0) {
        size_t clean = 0;
        while (clean < text.n && text.p[clean] >= 0x20 && text.p[clean] < 0x7f)
            clean++;
        if (clean > 0) {
            buf_add(out, text.p, clean);
            combining = 0;
            text = (struct str){text.p + clean, text.n - clean};
            continue;
        }
        uint32_t point;
        size_t used = utf8_next(text, &point);
        if (point == '\r' && text.n > 1 && text.p[1] == '\n')
            used = 2;
        text = (struct str){text.p + used, text.n - used};
        add_class(out, point, utf8_classify(point), &combining);
    }
}

void plain_add_cell(struct buf *out, struct str text, size_t most, enum plain_pad pad)
{
    size_t from = out->n, columns = 0, kept = 0;
    plain_add(out, text);
    struct str rest = {out->p + from, out->n - from}, cluster;
    int width;
    while (utf8_grapheme(&rest, &cluster, &width)) {
        if (most > 0 && columns + (size_t)width > most)
            break;
        columns += (size_t)width;
        kept += cluster.n;
    }
    out->n = from + kept;
    for (; pad == PLAIN_PADDED && columns < most; columns++)
        buf_add_byte(out, ' ');
}

void plain_say(const char *where, const char *format, ...)
{
    char text[2048];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    struct buf line = {0};
    buf_add_text(&line, "evmon: ");
    if (where != NULL) {
        plain_add(&line, str_of(where));
        buf_add_text(&line, ": ");
    }
    plain_add(&line, str_of(text));
    buf_add_byte(&line, '\n');
    /* One write: lines of several programs on one terminal stay whole. There is nowhere to report a failure to. */
    ssize_t written = write(STDERR_FILENO, line.p, line.n);
    (void)written;
    buf_fini(&line);
}
