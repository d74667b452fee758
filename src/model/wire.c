/* JSON scalars to values, kind by kind. Numbers never pass through a double: ids and bytes stay exact.
 * Knows spellings, not fields: which field takes which kind is fields.def's business. */
#include "model/wire.h"

#include "base/instant.h"

#include <arpa/inet.h>

#define MB_DIGITS 6        /* the platform's MB are 10^6 bytes */
#define EXPONENT_MAX 400   /* anything larger is 0 or does not fit */
#define SIGNIFICANT_MAX 36 /* decimal digits that 128 bits hold */

struct str wire_text(const struct jscan *scan, struct arena *arena, bool *repaired)
{
    if (!scan->escaped && !scan->odd)
        return scan->text;
    bool bad = false;
    char *out = arena_alloc(arena, 3 * scan->text.n + 1);
    size_t n = jscan_unescape(scan->text, out, &bad);
    *repaired |= bad;
    return (struct str){out, n};
}

/* ---- numbers ---- */

struct decimal {
    unsigned __int128 digits;
    int exponent; /* of ten */
    bool negative, lossy;
};

static bool read_exponent(struct str s, int *value)
{
    bool negative = s.n > 0 && s.p[0] == '-';
    if (s.n > 0 && (s.p[0] == '-' || s.p[0] == '+'))
        s = str_sub(s, 1, s.n);
    if (!str_is_digits(s))
        return false;
    int sum = 0;
    for (size_t i = 0; i < s.n && sum <= EXPONENT_MAX; i++)
        sum = sum * 10 + (s.p[i] - '0');
    *value = negative ? -sum : sum;
    return true;
}

static bool read_decimal(struct str s, struct decimal *d)
{
    *d = (struct decimal){0};
    size_t at = 0, digits = 0, kept = 0;
    bool fraction = false;
    if (at < s.n && s.p[at] == '-') {
        d->negative = true;
        at++;
    }
    for (; at < s.n; at++) {
        char c = s.p[at];
        if (c == '.' && !fraction && digits > 0) {
            fraction = true;
            continue;
        }
        if (c < '0' || c > '9')
            break;
        digits++;
        if (kept < SIGNIFICANT_MAX) {
            d->digits = d->digits * 10 + (unsigned)(c - '0');
            kept += d->digits != 0;
            d->exponent -= fraction;
        } else {
            d->lossy |= c != '0';
            d->exponent += !fraction;
        }
    }
    if (digits == 0 || s.p[at - 1] == '.')
        return false;
    int exponent = 0;
    if (at < s.n && (s.p[at] == 'e' || s.p[at] == 'E')) {
        if (!read_exponent(str_sub(s, at + 1, s.n), &exponent))
            return false;
        at = s.n;
    }
    d->exponent += exponent;
    return at == s.n;
}

bool wire_decimal(struct str text, int scale, enum wire_rounding rounding, int64_t *out)
{
    struct decimal d;
    if (scale == 0 && str_i64(text, out))
        return true;
    if (!read_decimal(text, &d))
        return false;
    int shift = d.exponent + scale;
    unsigned last = 0;
    for (; shift < 0 && (d.digits != 0 || last != 0); shift++) {
        d.lossy |= last != 0;
        last = (unsigned)(d.digits % 10);
        d.digits /= 10;
    }
    d.lossy |= last != 0;
    for (; shift > 0 && d.digits != 0; shift--) {
        if (d.digits > (unsigned __int128)INT64_MAX)
            return false;
        d.digits *= 10;
    }
    d.digits += last >= 5;
    if (d.digits > (unsigned __int128)INT64_MAX || (rounding == WIRE_EXACT && d.lossy))
        return false;
    *out = d.negative ? -(int64_t)d.digits : (int64_t)d.digits;
    return true;
}

/* ---- addresses ---- */

static bool is_ipv4(struct str s)
{
    int parts = 0;
    size_t at = 0;
    if (s.n < 7 || s.n > 15)
        return false;
    for (;;) {
        size_t from = at;
        int value = 0;
        while (at < s.n && at - from < 3 && s.p[at] >= '0' && s.p[at] <= '9')
            value = value * 10 + (s.p[at++] - '0');
        if (at == from || value > 255 || (at - from > 1 && s.p[from] == '0'))
            return false;
        parts++;
        if (at == s.n)
            return parts == 4;
        if (s.p[at++] != '.' || parts == 4)
            return false;
    }
}

bool wire_is_address(struct str s)
{
    char text[INET6_ADDRSTRLEN];
    struct in6_addr address;
    if (is_ipv4(s))
        return true;
    if (s.n >= sizeof text || str_find_byte(s, ':') < 0 || str_find_byte(s, '\0') >= 0)
        return false;
    str_copy(s, text, sizeof text);
    return inet_pton(AF_INET6, text, &address) == 1;
}

/* ---- kinds ---- */

static enum wire present_text(struct value *out, enum kind kind, struct str s)
{
    *out = (struct value){kind, 0, s};
    return WIRE_PRESENT;
}

static enum wire present_number(struct value *out, enum kind kind, int64_t i)
{
    *out = (struct value){kind, i, STR_NONE};
    return WIRE_PRESENT;
}

static enum wire of_text(enum kind kind, struct str s, struct value *out)
{
    int64_t i;
    switch (kind) {
    case KIND_OPEN:
    case KIND_TEXT: return present_text(out, kind, s);
    case KIND_DIGITS: return str_is_digits(s) ? present_text(out, kind, s) : WIRE_ODD;
    case KIND_IP: return wire_is_address(s) ? present_text(out, kind, s) : WIRE_ODD;
    case KIND_TIME: return instant_parse(s, &i) ? present_number(out, kind, i) : WIRE_ODD;
    case KIND_NUMBER:
        return wire_decimal(s, 0, WIRE_EXACT, &i) ? present_number(out, kind, i) : WIRE_ODD;
    case KIND_SIZE:
        return wire_decimal(s, MB_DIGITS, WIRE_ROUNDED, &i) ? present_number(out, kind, i) : WIRE_ODD;
    case KIND_BOOL:
        if (s.n == 1 && (s.p[0] == '0' || s.p[0] == '1'))
            return present_number(out, kind, s.p[0] - '0');
        return WIRE_ODD;
    default: return WIRE_ODD;
    }
}

enum wire wire_value(const struct jscan *scan, enum jscan_token token, enum kind kind, struct arena *arena,
                     struct value *out, bool *repaired)
{
    *out = VALUE_ABSENT;
    switch (token) {
    case JSCAN_NULL: return WIRE_ABSENT;
    case JSCAN_STRING:
        if (scan->text.n == 0)
            return WIRE_ABSENT;
        return of_text(kind, wire_text(scan, arena, repaired), out);
    case JSCAN_NUMBER: /* a time or an address is never a number */
        return kind == KIND_TIME || kind == KIND_IP ? WIRE_ODD : of_text(kind, scan->text, out);
    case JSCAN_TRUE:
    case JSCAN_FALSE:
        return kind == KIND_BOOL ? present_number(out, kind, token == JSCAN_TRUE) : WIRE_ODD;
    default: return WIRE_ODD;
    }
}
