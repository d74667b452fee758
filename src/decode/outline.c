/* Bracket balance of JSON, 64 bytes a step: masks of quotation marks, brackets and line breaks, strings blotted out by
 * a prefix xor. Knows no grammar: that a text is balanced does not make it JSON. */
#include "decode/outline.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define BLOCK 64

struct masks {
    uint64_t quotes, slashes, opens, closes, breaks;
};

#ifdef __SSE2__
static inline uint64_t equal(const __m128i v[4], char byte)
{
    const __m128i c = _mm_set1_epi8(byte);
    uint64_t mask = 0;
    for (int i = 3; i >= 0; i--)
        mask = mask << 16 | (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v[i], c));
    return mask;
}

static inline struct masks look(const char *p)
{
    __m128i v[4], folded[4];
    for (int i = 0; i < 4; i++) {
        v[i] = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
        folded[i] = _mm_or_si128(v[i], _mm_set1_epi8(0x20)); /* [ and { differ in this bit, ] and } too */
    }
    return (struct masks){equal(v, '"'), equal(v, '\\'), equal(folded, '{'), equal(folded, '}'), equal(v, '\n')};
}
#else
static inline struct masks look(const char *p)
{
    struct masks m = {0};
    for (unsigned i = 0; i < BLOCK; i++) {
        uint64_t bit = UINT64_C(1) << i;
        char c = p[i];
        m.quotes |= c == '"' ? bit : 0;
        m.slashes |= c == '\\' ? bit : 0;
        m.opens |= (c | 0x20) == '{' ? bit : 0;
        m.closes |= (c | 0x20) == '}' ? bit : 0;
        m.breaks |= c == '\n' ? bit : 0;
    }
    return m;
}
#endif

static inline uint64_t below(size_t n)
{
    return n >= BLOCK ? ~UINT64_C(0) : (UINT64_C(1) << n) - 1;
}

/* The bytes that a backslash makes ordinary. *escape: the byte before the block was such a backslash, and out: the last
 * of the `n` bytes is one. */
static inline uint64_t escaped(uint64_t slashes, size_t n, bool *escape)
{
    if (slashes == 0 && !*escape)
        return 0;
    uint64_t result = *escape ? 1 : 0;
    slashes &= ~result;
    *escape = false;
    while (slashes != 0) {
        size_t i = (size_t)__builtin_ctzll(slashes);
        slashes &= slashes - 1;
        if (i + 1 >= n) {
            *escape = true;
            break;
        }
        result |= UINT64_C(1) << (i + 1);
        slashes &= ~result;
    }
    return result;
}

/* Bit i: whether an odd number of bits up to and including i is set. */
static inline uint64_t prefix_xor(uint64_t x)
{
    for (int shift = 1; shift < BLOCK; shift *= 2)
        x ^= x << shift;
    return x;
}

/* The bracket after which nothing is open, as a bit number; BLOCK when the text goes on. There are few of them: going
 * from bit to bit is cheaper than counting. */
static inline size_t find_end(uint64_t opens, uint64_t closes, int64_t *depth)
{
    for (uint64_t both = opens | closes; both != 0; both &= both - 1) {
        size_t i = (size_t)__builtin_ctzll(both);
        *depth += (opens >> i & 1) != 0 ? 1 : -1;
        if (*depth <= 0)
            return i;
    }
    return BLOCK;
}

static inline uint64_t count_bits(uint64_t mask)
{
    uint64_t n = 0;
    for (; mask != 0; mask &= mask - 1)
        n++;
    return n;
}

enum outline_event outline_run(struct outline *o, struct str text, size_t *position)
{
    char padded[BLOCK];
    while (o->at < text.n) {
        size_t n = text.n - o->at < BLOCK ? text.n - o->at : BLOCK;
        const char *p = text.p + o->at;
        if (n < BLOCK) {
            memset(padded, ' ', BLOCK);
            memcpy(padded, p, n);
            p = padded;
        }
        struct masks m = look(p);
        bool escape = o->escape;
        uint64_t quotes = m.quotes & ~escaped(m.slashes, n, &escape);
        uint64_t strings = prefix_xor(quotes) ^ (o->in_string ? ~UINT64_C(0) : 0);
        int64_t depth = o->depth;
        size_t end = find_end(m.opens & ~strings, m.closes & ~strings, &depth);
        uint64_t fresh = m.breaks << 1 | (o->after_break ? 1 : 0);
        uint64_t braces = fresh & m.opens & below(end);
        for (; braces != 0; braces &= braces - 1) {
            size_t i = (size_t)__builtin_ctzll(braces);
            if (p[i] != '{' || o->at + i < o->ignore)
                continue;
            *position = o->at + i;
            return OUTLINE_BRACE;
        }
        if (end < BLOCK) {
            o->lines += count_bits(m.breaks & below(end));
            *position = o->at + end + 1;
            return OUTLINE_END;
        }
        o->escape = escape;
        o->depth = depth;
        o->in_string = (strings >> (n - 1) & 1) != 0;
        o->after_break = (m.breaks >> (n - 1) & 1) != 0;
        o->lines += count_bits(m.breaks);
        o->at += n;
    }
    return OUTLINE_MORE;
}
