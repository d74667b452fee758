/* Text comparison. The fast search compares 16 bytes at a time with the first and the last byte of the needle, letters
 * with their case bit set, and looks closer only where both fit; texts with characters beyond ASCII or with white
 * space that must be joined take the slow way when the fast one finds nothing. */
#include "filter/fold.h"

#include "base/utf8.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define LONG_NEEDLE 64 /* longer ones are searched in a folded copy, by memmem, whose worst case is linear */

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* One character beyond ASCII; the bytes it took. */
static size_t add_point(struct buf *out, struct str rest)
{
    char bytes[4];
    uint32_t point;
    size_t n = utf8_next(rest, &point);
    buf_add(out, bytes, utf8_encode(utf8_fold_point(point), bytes));
    return n;
}

void fold_add(struct buf *out, struct str text)
{
    bool spaced = false;
    buf_reserve(out, text.n);
    for (size_t i = 0; i < text.n;) {
        char c = text.p[i];
        bool space = is_space(c);
        if ((unsigned char)c >= 0x80) {
            i += add_point(out, str_sub(text, i, text.n));
            buf_reserve(out, text.n - i);
        } else {
            i++;
            if (!space)
                out->p[out->n++] = c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
            else if (!spaced)
                out->p[out->n++] = ' ';
        }
        spaced = space;
    }
}

bool fold_has_wildcard(struct str text)
{
    return str_find_byte(text, '*') >= 0 || str_find_byte(text, '?') >= 0;
}

static size_t point_bytes(struct str s)
{
    uint32_t point;
    return utf8_next(s, &point);
}

/* The bytes of text that the piece of a glob (without `*`) covers at its front, or SIZE_MAX. */
static size_t piece_at(struct str piece, struct str text)
{
    size_t at = 0;
    for (size_t i = 0; i < piece.n; i++) {
        if (at >= text.n)
            return SIZE_MAX;
        if (piece.p[i] == '?')
            at += point_bytes(str_sub(text, at, text.n));
        else if (piece.p[i] != text.p[at++])
            return SIZE_MAX;
    }
    return at;
}

/* Where the piece next stands in text: its end, or SIZE_MAX. Without `?` this is memmem. */
static size_t piece_in(struct str piece, struct str text)
{
    if (str_find_byte(piece, '?') < 0) {
        ptrdiff_t at = str_find(text, piece);
        return at < 0 ? SIZE_MAX : (size_t)at + piece.n;
    }
    for (size_t at = 0; at < text.n; at += point_bytes(str_sub(text, at, text.n))) {
        size_t end = piece_at(piece, str_sub(text, at, text.n));
        if (end != SIZE_MAX)
            return at + end;
    }
    return SIZE_MAX;
}

/* The least number of bytes a piece covers at the end of text, tried from the back. */
static bool piece_ends(struct str piece, struct str text)
{
    size_t points = 0;
    for (size_t i = 0; i < piece.n; i++)
        points += ((unsigned char)piece.p[i] & 0xc0) != 0x80;
    size_t at = text.n;
    while (points > 0 && at > 0) {
        at--;
        points -= ((unsigned char)text.p[at] & 0xc0) != 0x80;
    }
    return points == 0 && piece_at(piece, str_sub(text, at, text.n)) == text.n - at;
}

/* Greedy from the left is right for globs: the first fit of a piece never spoils a later one. */
bool fold_glob(struct str glob, struct str text)
{
    struct str piece;
    ptrdiff_t star = str_find_byte(glob, '*');
    if (star < 0)
        return piece_at(glob, text) == text.n;
    size_t front = piece_at(str_sub(glob, 0, (size_t)star), text);
    if (front == SIZE_MAX)
        return false;
    struct str rest = str_sub(text, front, text.n);
    glob = str_sub(glob, (size_t)star + 1, glob.n);
    while ((star = str_find_byte(glob, '*')) >= 0) {
        piece = str_sub(glob, 0, (size_t)star);
        glob = str_sub(glob, (size_t)star + 1, glob.n);
        if (piece.n == 0)
            continue;
        size_t end = piece_in(piece, rest);
        if (end == SIZE_MAX)
            return false;
        rest = str_sub(rest, end, rest.n);
    }
    return piece_ends(glob, rest);
}

void fold_needle(struct needle *needle, struct str folded)
{
    *needle = (struct needle){.folded = folded, .ascii = 1};
    struct str rest = folded, piece;
    while (str_next(&rest, ' ', &piece)) {
        if (piece.n > needle->piece.n)
            needle->piece = piece;
    }
    for (size_t i = 0; i < folded.n; i++) {
        needle->ascii &= (unsigned char)folded.p[i] < 0x80;
        needle->spaced |= folded.p[i] == ' ';
        needle->odd |= folded.p[i] == 'k' || folded.p[i] == 's';
    }
    if (needle->piece.n > 0) {
        needle->first = (uint8_t)needle->piece.p[0];
        needle->last = (uint8_t)needle->piece.p[needle->piece.n - 1];
    }
}

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

static bool same_at(const char *text, struct str folded)
{
    for (size_t i = 0; i < folded.n; i++) {
        if (lower(text[i]) != folded.p[i])
            return false;
    }
    return true;
}

/* The piece at or behind byte `from`, by the plain way: for ends of texts and machines without SSE2. */
static size_t find_slowly(const struct needle *n, struct str text, size_t from)
{
    for (size_t at = from; at + n->piece.n <= text.n; at++) {
        if (same_at(text.p + at, n->piece))
            return at;
    }
    return SIZE_MAX;
}

#ifdef __SSE2__
/* The case bit where the byte of the needle is a letter, else nothing: OR-ing it into the text makes letters alike. */
static __m128i case_mask(uint8_t byte)
{
    return _mm_set1_epi8(byte >= 'a' && byte <= 'z' ? 0x20 : 0);
}

static size_t find_piece(const struct needle *n, struct str text)
{
    size_t last = n->piece.n - 1;
    if (n->piece.n > text.n)
        return SIZE_MAX;
    if (text.n < last + 16)
        return find_slowly(n, text, 0);
    const __m128i first_byte = _mm_set1_epi8((char)n->first), last_byte = _mm_set1_epi8((char)n->last);
    const __m128i first_case = case_mask(n->first), last_case = case_mask(n->last);
    const size_t end = text.n - last - 16; /* the last 16 places, some of which were looked at already */
    for (size_t at = 0;; at = at + 16 < end ? at + 16 : end) {
        __m128i a = _mm_loadu_si128((const __m128i *)(const void *)(text.p + at));
        __m128i b = _mm_loadu_si128((const __m128i *)(const void *)(text.p + at + last));
        a = _mm_cmpeq_epi8(_mm_or_si128(a, first_case), first_byte);
        b = _mm_cmpeq_epi8(_mm_or_si128(b, last_case), last_byte);
        unsigned hits = (unsigned)_mm_movemask_epi8(_mm_and_si128(a, b));
        for (; hits != 0; hits &= hits - 1) {
            size_t k = at + (size_t)__builtin_ctz(hits);
            if (same_at(text.p + k, n->piece))
                return k;
        }
        if (at == end)
            return SIZE_MAX;
    }
}
#else
static size_t find_piece(const struct needle *n, struct str text)
{
    return find_slowly(n, text, 0);
}
#endif

static bool contains_slowly(const struct needle *n, struct str text, struct buf *scratch)
{
    buf_clear(scratch);
    fold_add(scratch, text);
    return str_find(buf_str(scratch), n->folded) >= 0;
}

/* Is the whole needle there with single spaces? (Then it also is where white space is joined.) */
static bool contains_plainly(const struct needle *n, struct str text, size_t piece_at_byte)
{
    size_t before = (size_t)(n->piece.p - n->folded.p);
    for (size_t at = piece_at_byte; at != SIZE_MAX;) {
        if (at >= before && at - before + n->folded.n <= text.n && same_at(text.p + at - before, n->folded))
            return true;
        struct str rest = str_sub(text, at + 1, text.n);
        size_t next = find_piece(n, rest);
        at = next == SIZE_MAX ? SIZE_MAX : at + 1 + next;
    }
    return false;
}

bool fold_contains(const struct needle *n, struct str text, struct buf *scratch)
{
    if (!n->ascii || n->piece.n == 0 || n->piece.n > LONG_NEEDLE)
        return contains_slowly(n, text, scratch);
    size_t at = find_piece(n, text);
    if (at == SIZE_MAX)
        return n->odd && !str_is_ascii(text) && contains_slowly(n, text, scratch);
    if (!n->spaced)
        return true;
    return contains_plainly(n, text, at) || contains_slowly(n, text, scratch);
}
