/* Exact comparison of decimal texts: sign, then magnitude, then digit by digit. No arithmetic, so no overflow. */
#include "filter/decimal.h"

#define EXPONENT_MOST INT64_C(1000000000)

static size_t count_digits(struct str s, size_t at)
{
    size_t n = 0;
    while (at + n < s.n && s.p[at + n] >= '0' && s.p[at + n] <= '9')
        n++;
    return n;
}

static bool read_exponent(struct str s, int64_t *exponent)
{
    bool minus = s.n > 0 && s.p[0] == '-';
    if (minus || (s.n > 0 && s.p[0] == '+'))
        s = str_sub(s, 1, s.n);
    if (!str_is_digits(s))
        return false;
    if (!str_i64(s, exponent) || *exponent > EXPONENT_MOST)
        *exponent = EXPONENT_MOST;
    *exponent = minus ? -*exponent : *exponent;
    return true;
}

bool decimal_read(struct str s, struct decimal *out)
{
    *out = (struct decimal){.negative = s.n > 0 && s.p[0] == '-'};
    size_t from = out->negative ? 1 : 0;
    size_t whole = count_digits(s, from), at = from + whole;
    int64_t exponent = 0;
    if (whole == 0)
        return false;
    if (at < s.n && s.p[at] == '.') {
        size_t fraction = count_digits(s, at + 1);
        if (fraction == 0)
            return false;
        at += 1 + fraction;
    }
    size_t end = at;
    if (at < s.n && (s.p[at] == 'e' || s.p[at] == 'E')) {
        if (!read_exponent(str_sub(s, at + 1, s.n), &exponent))
            return false;
        at = s.n;
    }
    if (at != s.n)
        return false;
    out->point = (int64_t)whole + exponent;
    while (from < end && (s.p[from] == '0' || s.p[from] == '.')) {
        out->point -= s.p[from] == '0';
        from++;
    }
    out->digits = str_sub(s, from, end - from);
    return true;
}

/* The next digit behind *at, 0 past the end. */
static char next_digit(struct str digits, size_t *at)
{
    if (*at < digits.n && digits.p[*at] == '.')
        ++*at;
    return *at < digits.n ? digits.p[(*at)++] : '0';
}

static int compare_digits(struct str a, struct str b)
{
    size_t i = 0, j = 0;
    while (i < a.n || j < b.n) {
        char x = next_digit(a, &i), y = next_digit(b, &j);
        if (x != y)
            return x < y ? -1 : 1;
    }
    return 0;
}

/* -1, 0 or 1 */
static int sign(const struct decimal *d)
{
    return d->digits.n == 0 ? 0 : d->negative ? -1 : 1;
}

int decimal_compare(const struct decimal *a, const struct decimal *b)
{
    if (sign(a) != sign(b))
        return sign(a) < sign(b) ? -1 : 1;
    if (sign(a) == 0)
        return 0;
    int larger = a->point != b->point ? (a->point < b->point ? -1 : 1) : compare_digits(a->digits, b->digits);
    return sign(a) * larger;
}
