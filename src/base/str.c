/* Slices of bytes. Owns nothing; knows ASCII only (code points are utf8's business). */
#include "base/str.h"

#include "base/xalloc.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

bool str_eq(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static unsigned char lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

bool str_eq_nocase(struct str a, struct str b)
{
    return a.n == b.n && str_starts_nocase(a, b);
}

bool str_starts(struct str s, struct str beginning)
{
    return s.n >= beginning.n && (beginning.n == 0 || memcmp(s.p, beginning.p, beginning.n) == 0);
}

bool str_starts_nocase(struct str s, struct str beginning)
{
    if (s.n < beginning.n)
        return false;
    for (size_t i = 0; i < beginning.n; i++) {
        if (lower(s.p[i]) != lower(beginning.p[i]))
            return false;
    }
    return true;
}

bool str_ends(struct str s, struct str end)
{
    return s.n >= end.n && (end.n == 0 || memcmp(s.p + s.n - end.n, end.p, end.n) == 0);
}

int str_compare(struct str a, struct str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n > 0 ? memcmp(a.p, b.p, n) : 0;
    return order != 0 ? order : (a.n > b.n) - (a.n < b.n);
}

ptrdiff_t str_find(struct str s, struct str needle)
{
    if (needle.n == 0)
        return 0;
    if (s.n < needle.n)
        return -1;
    const char *at = memmem(s.p, s.n, needle.p, needle.n);
    return at != NULL ? at - s.p : -1;
}

ptrdiff_t str_find_byte(struct str s, char byte)
{
    const char *at = s.n > 0 ? memchr(s.p, byte, s.n) : NULL;
    return at != NULL ? at - s.p : -1;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_trim(struct str s)
{
    while (s.n > 0 && is_space(s.p[0])) {
        s.p++;
        s.n--;
    }
    while (s.n > 0 && is_space(s.p[s.n - 1]))
        s.n--;
    return s;
}

struct str str_sub(struct str s, size_t from, size_t n)
{
    if (from > s.n)
        from = s.n;
    if (n > s.n - from)
        n = s.n - from;
    return (struct str){from > 0 ? s.p + from : s.p, n}; /* nothing is added to NULL */
}

bool str_next(struct str *rest, char separator, struct str *piece)
{
    if (rest->p == NULL)
        return false;
    ptrdiff_t at = str_find_byte(*rest, separator);
    if (at < 0) {
        *piece = *rest;
        *rest = STR_NONE;
        return true;
    }
    *piece = str_sub(*rest, 0, (size_t)at);
    *rest = str_sub(*rest, (size_t)at + 1, rest->n);
    return true;
}

bool str_next_word(struct str *rest, struct str *word)
{
    *rest = str_trim(*rest);
    size_t n = 0;
    while (n < rest->n && rest->p[n] != ' ' && rest->p[n] != '\t')
        n++;
    *word = str_sub(*rest, 0, n);
    *rest = str_sub(*rest, n, rest->n);
    return n > 0;
}

size_t str_likeness(struct str a, struct str b)
{
    size_t least = a.n < b.n ? a.n : b.n, front = 0, back = 0;
    while (front < least && a.p[front] == b.p[front])
        front++;
    while (back < least - front && a.p[a.n - 1 - back] == b.p[b.n - 1 - back])
        back++;
    return front + back;
}

bool str_u64(struct str s, uint64_t *value)
{
    if (s.n == 0)
        return false;
    uint64_t sum = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        if (__builtin_mul_overflow(sum, UINT64_C(10), &sum) ||
            __builtin_add_overflow(sum, (uint64_t)(s.p[i] - '0'), &sum))
            return false;
    }
    *value = sum;
    return true;
}

bool str_i64(struct str s, int64_t *value)
{
    bool negative = s.n > 0 && s.p[0] == '-';
    uint64_t sum;
    if (!str_u64(negative ? str_sub(s, 1, s.n) : s, &sum))
        return false;
    if (sum > (uint64_t)INT64_MAX + (negative ? 1 : 0))
        return false;
    *value = negative ? (int64_t)(0 - sum) : (int64_t)sum;
    return true;
}

bool str_double(struct str s, double *value)
{
    char text[64];
    if (s.n == 0 || s.n >= sizeof text || is_space(s.p[0]))
        return false;
    str_copy(s, text, sizeof text);
    char *end;
    errno = 0;
    *value = strtod(text, &end);
    return *end == '\0' && end != text && errno == 0;
}

/* Eight at a time: the upper half of a digit's byte is 3, and stays 3 when 6 is added. */
static bool are_digits(const char *p)
{
    const uint64_t halves = UINT64_C(0xf0f0f0f0f0f0f0f0), threes = UINT64_C(0x3030303030303030);
    uint64_t x;
    memcpy(&x, p, 8);
    return (x & halves) == threes && ((x + UINT64_C(0x0606060606060606)) & halves) == threes;
}

bool str_is_digits(struct str s)
{
    size_t i = 0;
    for (; i + 8 <= s.n; i += 8) {
        if (!are_digits(s.p + i))
            return false;
    }
    for (; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    }
    return s.n > 0;
}

bool str_is_ascii(struct str s)
{
    uint64_t seen = 0, eight;
    size_t i = 0;
    for (; i + 8 <= s.n; i += 8) {
        memcpy(&eight, s.p + i, 8);
        seen |= eight;
    }
    for (; i < s.n; i++)
        seen |= (unsigned char)s.p[i];
    return (seen & UINT64_C(0x8080808080808080)) == 0;
}

/* A process-wide seed keeps crafted names from piling up in one bucket. */
static uint64_t hash_seed(void)
{
    static uint64_t seed;
    if (seed == 0 && (getrandom(&seed, sizeof seed, GRND_NONBLOCK) != (ssize_t)sizeof seed || seed == 0))
        seed = UINT64_C(0x9e3779b97f4a7c15);
    return seed;
}

static uint64_t mix(uint64_t a, uint64_t b)
{
    __uint128_t product = (__uint128_t)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static uint64_t load8(const char *p)
{
    uint64_t word;
    memcpy(&word, p, sizeof word);
    return word;
}

static uint64_t load4(const char *p)
{
    uint32_t word;
    memcpy(&word, p, sizeof word);
    return word;
}

/* Loads of a fixed size only, overlapping at the end: short strings are hashed by the million. */
uint64_t str_hash(struct str s)
{
    const uint64_t k0 = UINT64_C(0xa0761d6478bd642f), k1 = UINT64_C(0xe7037ed1a0b428db);
    uint64_t h = hash_seed() ^ mix(s.n ^ k0, k1), a = 0, b = 0;
    const char *p = s.p;
    size_t n = s.n;
    for (; n > 16; p += 16, n -= 16)
        h = mix(load8(p) ^ k1 ^ h, load8(p + 8) ^ k0);
    if (n >= 8) {
        a = load8(p);
        b = load8(p + n - 8);
    } else if (n >= 4) {
        a = load4(p);
        b = load4(p + n - 4);
    } else if (n > 0) {
        a = (uint64_t)(unsigned char)p[0] << 16 | (uint64_t)(unsigned char)p[n / 2] << 8 |
            (unsigned char)p[n - 1];
    }
    h = mix(a ^ k1 ^ h, b ^ k0);
    return mix(h ^ k0, s.n ^ k1);
}

size_t str_copy(struct str s, char *out, size_t size)
{
    size_t n = s.n < size ? s.n : size - 1;
    while (n < s.n && n > 0 && ((unsigned char)s.p[n] & 0xc0) == 0x80)
        n--;
    if (n > 0)
        memcpy(out, s.p, n);
    out[n] = '\0';
    return n;
}

char *str_dup(struct str s)
{
    char *copy = xmalloc(s.n + 1);
    if (s.n > 0)
        memcpy(copy, s.p, s.n);
    copy[s.n] = '\0';
    return copy;
}
