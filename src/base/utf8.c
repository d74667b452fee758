/* UTF-8 in and out, graphemes and columns, and the classes that keep foreign bytes off the terminal.
 * Width, category and cluster rules are utf8proc's; the well-formedness rules are Unicode 15 table 3-7, written out.
 * Knows nothing of cells or styles: canvas/ decides what is drawn for each class. */
#include "base/utf8.h"

#include <utf8proc.h>

/* The bytes a lead byte asks for, and what the second byte may be; 0 bytes: no lead byte. */
struct lead {
    size_t bytes;
    unsigned char low, high;
};

static struct lead lead_of(unsigned char c)
{
    if (c >= 0xc2 && c <= 0xdf)
        return (struct lead){2, 0x80, 0xbf};
    if (c >= 0xe0 && c <= 0xef)
        return (struct lead){3, c == 0xe0 ? 0xa0 : 0x80, c == 0xed ? 0x9f : 0xbf};
    if (c >= 0xf0 && c <= 0xf4)
        return (struct lead){4, c == 0xf0 ? 0x90 : 0x80, c == 0xf4 ? 0x8f : 0xbf};
    return (struct lead){0, 0, 0};
}

/* Bytes used; *good says whether they are a code point or a maximal bad part. */
static size_t decode(struct str s, uint32_t *code_point, bool *good)
{
    unsigned char c = (unsigned char)s.p[0];
    *code_point = c;
    *good = true;
    if (c < 0x80)
        return 1;
    struct lead lead = lead_of(c);
    uint32_t value = lead.bytes == 2 ? c & 0x1f : lead.bytes == 3 ? c & 0x0f : c & 0x07;
    size_t n = 1;
    while (n < lead.bytes && n < s.n) {
        unsigned char next = (unsigned char)s.p[n];
        if (n == 1 ? (next < lead.low || next > lead.high) : (next & 0xc0) != 0x80)
            break;
        value = value << 6 | (next & 0x3f);
        n++;
    }
    *good = lead.bytes != 0 && n == lead.bytes;
    *code_point = *good ? value : UTF8_REPLACEMENT;
    return n;
}

size_t utf8_next(struct str s, uint32_t *code_point)
{
    bool good;
    if (s.n == 0)
        return 0;
    return decode(s, code_point, &good);
}

size_t utf8_encode(uint32_t c, char out[4])
{
    if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
        c = UTF8_REPLACEMENT;
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char marks[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t i = n - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (c & 0x3f));
        c >>= 6;
    }
    out[0] = (char)(marks[n] | c);
    return n;
}

/* Skips ASCII eight bytes at a time: nearly all text here is. */
static size_t ascii_run(struct str s)
{
    size_t i = 0;
    while (i + 8 <= s.n) {
        uint64_t word;
        memcpy(&word, s.p + i, 8);
        if ((word & UINT64_C(0x8080808080808080)) != 0)
            break;
        i += 8;
    }
    while (i < s.n && (unsigned char)s.p[i] < 0x80)
        i++;
    return i;
}

bool utf8_is_valid(struct str s)
{
    for (;;) {
        s = str_sub(s, ascii_run(s), s.n);
        if (s.n == 0)
            return true;
        uint32_t c;
        bool good;
        size_t n = decode(s, &c, &good);
        if (!good)
            return false;
        s = str_sub(s, n, s.n);
    }
}

void utf8_repair(struct buf *out, struct str s)
{
    while (s.n > 0) {
        uint32_t c;
        bool good;
        size_t run = ascii_run(s);
        if (run == 0) {
            run = decode(s, &c, &good);
            if (!good) {
                buf_add(out, "\xef\xbf\xbd", 3);
                s = str_sub(s, run, s.n);
                continue;
            }
        }
        buf_add(out, s.p, run);
        s = str_sub(s, run, s.n);
    }
}

int utf8_width(uint32_t c)
{
    if (c >= 0x20 && c < 0x7f)
        return 1;
    if (c < 0xa0 || c > 0x10ffff)
        return 0;
    int width = utf8proc_charwidth((utf8proc_int32_t)c);
    return width < 0 ? 0 : width > 2 ? 2 : width;
}

bool utf8_grapheme(struct str *rest, struct str *cluster, int *width)
{
    uint32_t c;
    size_t n = utf8_next(*rest, &c);
    if (n == 0)
        return false;
    *width = utf8_width(c);
    utf8proc_int32_t state = 0;
    while (n < rest->n) {
        uint32_t next;
        size_t more = utf8_next(str_sub(*rest, n, rest->n), &next);
        if (c < 0x80 && next < 0x80 && !(c == '\r' && next == '\n'))
            break;
        if (utf8proc_grapheme_break_stateful((utf8proc_int32_t)c, (utf8proc_int32_t)next, &state))
            break;
        int columns = utf8_width(next);
        if (columns > 0 && *width > 0)
            break; /* terminals advance per code point: a second spacing one gets cells of its own */
        *width += columns;
        n += more;
        c = next;
    }
    *cluster = str_sub(*rest, 0, n);
    *rest = str_sub(*rest, n, rest->n);
    return true;
}

size_t utf8_columns(struct str s)
{
    size_t columns = 0;
    uint32_t c;
    for (size_t n; (n = utf8_next(s, &c)) > 0; s = str_sub(s, n, s.n))
        columns += (size_t)utf8_width(c);
    return columns;
}

uint32_t utf8_fold_point(uint32_t c)
{
    if (c < 0x80)
        return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
    if (c == 0x130 || c == 0x131 || c > 0x10ffff) /* the Turkish pair folds in Turkish only */
        return c;
    /* Up and down again brings final sigma, long s and the Kelvin sign to their letters, as simple folding does. */
    return (uint32_t)utf8proc_tolower(utf8proc_toupper((utf8proc_int32_t)c));
}

void utf8_fold(struct buf *out, struct str s)
{
    buf_reserve(out, s.n);
    uint32_t c;
    for (size_t n; (n = utf8_next(s, &c)) > 0; s = str_sub(s, n, s.n)) {
        char bytes[4];
        buf_add(out, bytes, utf8_encode(utf8_fold_point(c), bytes));
    }
}

static const struct range {
    uint32_t from, to;
    enum utf8_class class;
} ranges[] = {
    /* clang-format off */
    {0x85,    0x85,    UTF8_SPACE},     {0xad,    0xad,    UTF8_INVISIBLE}, {0x34f,   0x34f,   UTF8_INVISIBLE},
    {0x61c,   0x61c,   UTF8_BIDI},      {0x115f,  0x1160,  UTF8_STRANGE},   {0x17b4,  0x17b5,  UTF8_INVISIBLE},
    {0x180b,  0x180f,  UTF8_INVISIBLE}, {0x200b,  0x200d,  UTF8_INVISIBLE}, {0x200e,  0x200f,  UTF8_BIDI},
    {0x2028,  0x2029,  UTF8_SPACE},     {0x202a,  0x202e,  UTF8_BIDI},      {0x2060,  0x2065,  UTF8_INVISIBLE},
    {0x2066,  0x2069,  UTF8_BIDI},      {0x206a,  0x206f,  UTF8_INVISIBLE}, {0x3164,  0x3164,  UTF8_STRANGE},
    {0xfe00,  0xfe0f,  UTF8_INVISIBLE}, {0xfeff,  0xfeff,  UTF8_INVISIBLE}, {0xffa0,  0xffa0,  UTF8_STRANGE},
    {0xfff0,  0xfff8,  UTF8_STRANGE},   {0xfff9,  0xfffb,  UTF8_INVISIBLE}, {0x1d173, 0x1d17a, UTF8_INVISIBLE},
    {0xe0000, 0xe0fff, UTF8_INVISIBLE},
    /* clang-format on */
};

static enum utf8_class class_of_ascii(uint32_t c)
{
    if (c >= 0x20 && c != 0x7f)
        return UTF8_TEXT;
    return c >= '\t' && c <= '\r' ? UTF8_SPACE : UTF8_CONTROL;
}

static enum utf8_class class_of_category(uint32_t c)
{
    switch (utf8proc_category((utf8proc_int32_t)c)) {
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO: return UTF8_STRANGE;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_ME: return UTF8_COMBINING;
    case UTF8PROC_CATEGORY_CF: return utf8_width(c) > 0 ? UTF8_TEXT : UTF8_INVISIBLE;
    default: return utf8_width(c) > 0 ? UTF8_TEXT : UTF8_COMBINING;
    }
}

enum utf8_class utf8_classify(uint32_t c)
{
    if (c < 0x80)
        return class_of_ascii(c);
    if (c > 0x10ffff)
        return UTF8_STRANGE;
    size_t low = 0, high = sizeof ranges / sizeof ranges[0];
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (c > ranges[middle].to)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < sizeof ranges / sizeof ranges[0] && c >= ranges[low].from)
        return ranges[low].class;
    return c < 0xa0 ? UTF8_C1 : class_of_category(c);
}
