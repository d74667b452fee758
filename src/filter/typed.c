/* Readers of literals: numbers, sizes, spans and addresses. Exact: nothing passes through a double.
 * Knows no fields; check.c decides which reader a field's kind asks for. */
#include "filter/typed.h"

#include "base/instant.h"

#include <arpa/inet.h>

#define LIMIT ((__int128)1 << 63)
#define FRACTION_DIGITS 18 /* of these the product with any scale fits 128 bits; later ones only spoil `whole` */

/* Digits up to the first other byte; stops growing once it is far out of range. */
static size_t read_digits(struct str s, __int128 *sum)
{
    size_t n = 0;
    for (*sum = 0; n < s.n && s.p[n] >= '0' && s.p[n] <= '9'; n++) {
        if (*sum <= LIMIT * 16)
            *sum = *sum * 10 + (s.p[n] - '0');
    }
    return n;
}

/* The fraction's share of scale: its floor, and whether nothing is left over. */
static __int128 read_fraction(struct str digits, int64_t scale, bool *whole)
{
    __int128 value, unit = 1;
    size_t used = read_digits(str_sub(digits, 0, FRACTION_DIGITS), &value);
    for (size_t i = 0; i < used; i++)
        unit *= 10;
    *whole = value * scale % unit == 0;
    for (size_t i = used; i < digits.n; i++)
        *whole = *whole && digits.p[i] == '0';
    return value * scale / unit;
}

/* -?digits[.digits], times scale. */
static int read_scaled(struct str text, int64_t scale, struct number *out)
{
    bool minus = text.n > 0 && text.p[0] == '-', whole = true;
    struct str s = minus ? str_sub(text, 1, text.n) : text;
    __int128 sum;
    size_t digits = read_digits(s, &sum);
    struct str rest = str_sub(s, digits, s.n);
    if (digits == 0)
        return -E_SYNTAX;
    sum *= scale;
    if (rest.n > 0) {
        struct str fraction = str_sub(rest, 1, rest.n);
        if (rest.p[0] != '.' || !str_is_digits(fraction))
            return -E_SYNTAX;
        sum += read_fraction(fraction, scale, &whole);
    }
    if (sum > LIMIT || (sum == LIMIT && !whole))
        return -E_RANGE;
    *out = (struct number){!minus ? sum : whole ? -sum : -sum - 1, whole};
    return 0;
}

int typed_number(struct str text, struct number *out)
{
    return read_scaled(text, 1, out);
}

int typed_percent(struct str text, struct number *out)
{
    if (str_ends(text, STR("%")))
        text = str_sub(text, 0, text.n - 1);
    return read_scaled(text, 100, out);
}

static size_t number_length(struct str text)
{
    size_t n = 0;
    while (n < text.n && ((text.p[n] >= '0' && text.p[n] <= '9') || text.p[n] == '.' || text.p[n] == '-'))
        n++;
    return n;
}

int typed_size(struct str text, struct number *out)
{
    static const struct {
        const char *name;
        int64_t bytes;
    } units[] = {{"B", 1},
                 {"KB", 1000},
                 {"MB", 1000000},
                 {"GB", 1000000000},
                 {"TB", INT64_C(1000000000000)},
                 {"KiB", 1024},
                 {"MiB", 1 << 20},
                 {"GiB", 1 << 30},
                 {"TiB", INT64_C(1) << 40}};
    size_t n = number_length(text);
    struct str amount = str_sub(text, 0, n), unit = str_sub(text, n, text.n);
    if (n == 0 || amount.p[0] == '-')
        return -E_SYNTAX;
    if (unit.n == 0)
        return -E_INVALID;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (str_eq_nocase(unit, str_of(units[i].name)))
            return read_scaled(amount, units[i].bytes, out);
    }
    return -E_UNKNOWN;
}

/* digits and letters in turn, beginning with digits */
static bool looks_like_span(struct str text)
{
    static const char *const units[] = {"ms", "s", "m", "h", "d", "w"};
    while (text.n > 0) {
        size_t digits = 0, letters = 0;
        while (digits < text.n && text.p[digits] >= '0' && text.p[digits] <= '9')
            digits++;
        while (digits + letters < text.n && !(text.p[digits + letters] >= '0' && text.p[digits + letters] <= '9'))
            letters++;
        struct str unit = str_sub(text, digits, letters);
        bool known = false;
        for (size_t i = 0; i < sizeof units / sizeof *units; i++)
            known = known || str_eq_nocase(unit, str_of(units[i]));
        if (digits == 0 || !known)
            return false;
        text = str_sub(text, digits + letters, text.n);
    }
    return true;
}

int typed_span(struct str text, int64_t *ms)
{
    if (instant_parse_span(text, ms))
        return 0;
    if (str_is_digits(text))
        return -E_INVALID;
    return text.n > 0 && looks_like_span(text) ? -E_RANGE : -E_SYNTAX;
}

#define ADDRESS_TEXT_MAX 64

/* Four numbers up to 255 between dots, without leading zeros. */
static bool read_ipv4(struct str s, unsigned char out[4])
{
    size_t at = 0;
    for (int part = 0; part < 4; part++) {
        size_t from = at;
        unsigned value = 0;
        for (; at < s.n && at - from < 3 && s.p[at] >= '0' && s.p[at] <= '9'; at++)
            value = value * 10 + (unsigned)(s.p[at] - '0');
        if (at == from || value > 255 || (at - from > 1 && s.p[from] == '0'))
            return false;
        out[part] = (unsigned char)value;
        if (part < 3 && (at >= s.n || s.p[at++] != '.'))
            return false;
    }
    return at == s.n;
}

bool typed_address(struct str text, struct address *out)
{
    char buffer[ADDRESS_TEXT_MAX];
    memset(out, 0, sizeof *out);
    out->family = 4;
    if (read_ipv4(text, out->bytes + 12))
        return true;
    if (text.n >= sizeof buffer || str_find_byte(text, ':') < 0 || str_find_byte(text, '\0') >= 0)
        return false;
    str_copy(text, buffer, sizeof buffer);
    memset(out->bytes, 0, sizeof out->bytes);
    out->family = 6;
    return inet_pton(AF_INET6, buffer, out->bytes) == 1;
}

/* Clears or sets every bit behind the first `keep` of the family's. */
static void fill_host(struct address *a, int keep, int bit)
{
    int first = a->family == 4 ? 96 + keep : keep;
    for (int i = first; i < 128; i++) {
        unsigned char mask = (unsigned char)(0x80 >> (i % 8));
        if (bit)
            a->bytes[i / 8] |= mask;
        else
            a->bytes[i / 8] &= (unsigned char)~mask;
    }
}

bool typed_block(struct str text, struct address *from, struct address *to)
{
    ptrdiff_t slash = str_find_byte(text, '/');
    struct str host = slash < 0 ? text : str_sub(text, 0, (size_t)slash);
    if (!typed_address(host, from))
        return false;
    int keep = from->family == 4 ? 32 : 128;
    if (slash >= 0) {
        struct str digits = str_sub(text, (size_t)slash + 1, text.n);
        int64_t bits;
        if (digits.n > 3 || !str_is_digits(digits) || !str_i64(digits, &bits) || bits > keep)
            return false;
        keep = (int)bits;
    }
    *to = *from;
    fill_host(from, keep, 0);
    fill_host(to, keep, 1);
    return true;
}

int typed_compare_address(const struct address *a, const struct address *b)
{
    if (a->family != b->family)
        return a->family - b->family;
    return memcmp(a->bytes, b->bytes, sizeof a->bytes);
}
