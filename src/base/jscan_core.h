/* The innermost loops of the scanner, inline, for jscan.c and for decode/, which reads a million events a second.
 * Everybody else uses jscan.h. */
#ifndef EVMON_BASE_JSCAN_CORE_H
#define EVMON_BASE_JSCAN_CORE_H

#include "base/jscan.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum expect {
    EXPECT_VALUE,
    EXPECT_VALUE_OR_END, /* after [ */
    EXPECT_KEY_OR_END,   /* after { */
    EXPECT_MORE_OR_END,  /* after a value in a container: a comma or its end */
    EXPECT_NOTHING,      /* after the outermost value */
    EXPECT_CUT,          /* the text ended where a value could come */
};

/* The first byte from `at` on that a string's fast loop cannot pass: quotation mark, backslash, control, non-ASCII. */
static inline size_t jscan_plain_run(const char *p, size_t at, size_t end)
{
#ifdef __SSE2__
    const __m128i quote = _mm_set1_epi8('"'), slash = _mm_set1_epi8('\\'), space = _mm_set1_epi8(' ');
    while (at + 16 <= end) {
        __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + at));
        __m128i hit = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(v, quote), _mm_cmpeq_epi8(v, slash)),
                                   _mm_cmplt_epi8(v, space)); /* signed: bytes above 7f are below */
        unsigned mask = (unsigned)_mm_movemask_epi8(hit);
        if (mask != 0)
            return at + (size_t)__builtin_ctz(mask);
        at += 16;
    }
#endif
    while (at < end) {
        unsigned char c = (unsigned char)p[at];
        if (c == '"' || c == '\\' || c < 0x20 || c >= 0x80)
            return at;
        at++;
    }
    return at;
}

/* Whether `n` (4 at least) bytes are equal: two overlapping loads instead of a call. */
static inline bool jscan_same(const char *a, const char *b, size_t n)
{
    uint64_t x, y;
    uint32_t s, t;
    if (n < 8) {
        memcpy(&s, a, 4);
        memcpy(&t, b, 4);
        if (s != t)
            return false;
        memcpy(&s, a + n - 4, 4);
        memcpy(&t, b + n - 4, 4);
        return s == t;
    }
    for (size_t at = 0; at + 8 < n; at += 8) {
        memcpy(&x, a + at, 8);
        memcpy(&y, b + at, 8);
        if (x != y)
            return false;
    }
    memcpy(&x, a + n - 8, 8);
    memcpy(&y, b + n - 8, 8);
    return x == y;
}

/* Reads the key that probably comes next, in an object, if it does: `quoted` has its quotation marks and the colon.
 * False leaves everything as it was. */
static inline bool jscan_try_key(struct jscan *scan, struct str quoted)
{
    size_t at = scan->at;
    if (scan->expect == EXPECT_MORE_OR_END) {
        if (at >= scan->all.n || scan->all.p[at] != ',')
            return false;
        at++;
    } else if (scan->expect != EXPECT_KEY_OR_END) {
        return false;
    }
    if (scan->all.n - at < quoted.n || !jscan_same(scan->all.p + at, quoted.p, quoted.n))
        return false;
    scan->start = at;
    scan->at = at + quoted.n;
    scan->keys++;
    scan->expect = EXPECT_VALUE;
    return true;
}

#endif
