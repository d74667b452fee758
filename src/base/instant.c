/* Points in time: the wire's spellings in, the screen's out, and what a person types.
 * The calendar is civil.c's, zones are zone.c's. Never looks at the locale. */
#include "base/instant.h"

#include <inttypes.h>
#include <stdio.h>

#define MS_PER_S INT64_C(1000)
#define MS_PER_MIN (60 * MS_PER_S)
#define MS_PER_HOUR (60 * MS_PER_MIN)
#define MS_PER_DAY (24 * MS_PER_HOUR)
#define FRACTION_DIGITS_MAX 60
#define WORD_MAX 64

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static int days_in(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && leap);
}

static bool date_is_valid(int year, int month, int day)
{
    return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
           day <= days_in(year, month);
}

/* ---- reading ---- */

/* Takes between `least` and `most` digits off the front. */
static bool take_digits(struct str *s, int least, int most, int *value)
{
    int n = 0;
    *value = 0;
    while (n < most && (size_t)n < s->n && s->p[n] >= '0' && s->p[n] <= '9')
        *value = *value * 10 + (s->p[n++] - '0');
    *s = str_sub(*s, (size_t)n, s->n);
    return n >= least;
}

static bool take_byte(struct str *s, char byte)
{
    if (s->n == 0 || s->p[0] != byte)
        return false;
    *s = str_sub(*s, 1, s->n);
    return true;
}

static bool take_fraction(struct str *s, int *ms)
{
    int digits = 0, value = 0;
    while (s->n > 0 && s->p[0] >= '0' && s->p[0] <= '9') {
        if (digits < 3)
            value = value * 10 + (s->p[0] - '0');
        digits++;
        *s = str_sub(*s, 1, s->n);
    }
    for (int i = digits; i < 3; i++)
        value *= 10;
    *ms = value;
    return digits >= 1 && digits <= FRACTION_DIGITS_MAX;
}

/* hh:mm[:ss[.fraction]] as milliseconds of the day; 24:00 and :60 run over into what follows. */
static bool take_clock(struct str *s, int hour_least, int64_t *ms)
{
    int hour, minute, second = 0, fraction = 0;
    if (!take_digits(s, hour_least, 2, &hour) || !take_byte(s, ':') || !take_digits(s, 2, 2, &minute))
        return false;
    if (take_byte(s, ':')) {
        if (!take_digits(s, 2, 2, &second))
            return false;
        if ((take_byte(s, '.') || take_byte(s, ',')) && !take_fraction(s, &fraction))
            return false;
    }
    if (hour > 24 || minute > 59 || second > 60 || (hour == 24 && (minute | second | fraction) != 0))
        return false;
    *ms = hour * MS_PER_HOUR + minute * MS_PER_MIN + second * MS_PER_S + fraction;
    return true;
}

/* Z, +hh:mm, +hhmm or +hh. *east in milliseconds; false when there is something else. */
static bool take_offset(struct str *s, int64_t *east)
{
    if (take_byte(s, 'Z') || take_byte(s, 'z')) {
        *east = 0;
        return true;
    }
    bool minus = s->n > 0 && s->p[0] == '-';
    if (!minus && !(s->n > 0 && s->p[0] == '+'))
        return false;
    *s = str_sub(*s, 1, s->n);
    int hours, minutes = 0;
    if (!take_digits(s, 2, 2, &hours))
        return false;
    if ((take_byte(s, ':') || s->n > 0) && !take_digits(s, 2, 2, &minutes))
        return false;
    if (hours > 23 || minutes > 59)
        return false;
    *east = (hours * MS_PER_HOUR + minutes * MS_PER_MIN) * (minus ? -1 : 1);
    return true;
}

/* A whole ISO text taken apart: the wall time as if it were UTC, and whether it named its zone. */
struct iso {
    int64_t wall_ms;
    int64_t east_ms;
    bool has_clock, has_zone;
};

static bool read_iso(struct str s, struct iso *out)
{
    int year, month, day;
    *out = (struct iso){0};
    if (!take_digits(&s, 4, 4, &year) || !take_byte(&s, '-') || !take_digits(&s, 2, 2, &month) ||
        !take_byte(&s, '-') || !take_digits(&s, 2, 2, &day) || !date_is_valid(year, month, day))
        return false;
    out->wall_ms = civil_days(year, month, day) * MS_PER_DAY;
    if (s.n == 0)
        return true;
    if (!take_byte(&s, 'T') && !take_byte(&s, 't') && !take_byte(&s, ' '))
        return false;
    int64_t clock;
    if (!take_clock(&s, 2, &clock))
        return false;
    out->has_clock = true;
    out->wall_ms += clock;
    if (s.n == 0)
        return true;
    take_byte(&s, ' ');
    out->has_zone = true;
    return take_offset(&s, &out->east_ms) && s.n == 0;
}

/* 5/8/2017 10:56:25 AM: month, day, year. */
static bool read_american(struct str s, int64_t *ms)
{
    int year, month, day, hour, minute, second;
    if (!take_digits(&s, 1, 2, &month) || !take_byte(&s, '/') || !take_digits(&s, 1, 2, &day) ||
        !take_byte(&s, '/') || !take_digits(&s, 4, 4, &year) || !take_byte(&s, ' ') ||
        !take_digits(&s, 1, 2, &hour) || !take_byte(&s, ':') || !take_digits(&s, 2, 2, &minute) ||
        !take_byte(&s, ':') || !take_digits(&s, 2, 2, &second) || !take_byte(&s, ' '))
        return false;
    bool pm = str_eq_nocase(s, STR("PM"));
    if ((!pm && !str_eq_nocase(s, STR("AM"))) || !date_is_valid(year, month, day))
        return false;
    if (hour < 1 || hour > 12 || minute > 59 || second > 60)
        return false;
    *ms = civil_days(year, month, day) * MS_PER_DAY + (hour % 12 + (pm ? 12 : 0)) * MS_PER_HOUR +
          minute * MS_PER_MIN + second * MS_PER_S;
    return true;
}

bool instant_parse(struct str s, int64_t *ms)
{
    struct iso iso;
    if (read_iso(s, &iso)) {
        *ms = iso.wall_ms - iso.east_ms;
        return true;
    }
    return read_american(s, ms);
}

bool instant_parse_span(struct str s, int64_t *ms)
{
    static const struct {
        struct str name;
        int64_t ms;
    } units[] = {{{"ms", 2}, 1},           {{"s", 1}, MS_PER_S},   {{"m", 1}, MS_PER_MIN},
                 {{"h", 1}, MS_PER_HOUR},  {{"d", 1}, MS_PER_DAY}, {{"w", 1}, 7 * MS_PER_DAY}};
    int64_t sum = 0;
    if (s.n == 0)
        return false;
    while (s.n > 0) {
        size_t digits = 0, letters = 0, unit = 0;
        while (digits < s.n && s.p[digits] >= '0' && s.p[digits] <= '9')
            digits++;
        while (digits + letters < s.n && (s.p[digits + letters] < '0' || s.p[digits + letters] > '9'))
            letters++;
        struct str name = str_sub(s, digits, letters);
        while (unit < 6 && !str_eq_nocase(name, units[unit].name))
            unit++;
        int64_t amount;
        if (unit == 6 || !str_i64(str_sub(s, 0, digits), &amount) ||
            __builtin_mul_overflow(amount, units[unit].ms, &amount) ||
            __builtin_add_overflow(sum, amount, &sum))
            return false;
        s = str_sub(s, digits + letters, s.n);
    }
    *ms = sum;
    return true;
}

void instant_print_span(int64_t ms, struct buf *out)
{
    static const struct {
        const char *name;
        int64_t ms;
    } steps[] = {{"d", MS_PER_DAY}, {"h", MS_PER_HOUR}, {"m", MS_PER_MIN}, {"s", MS_PER_S}, {"ms", 1}};
    if (ms == 0)
        buf_add_text(out, "0s");
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        if (ms >= steps[i].ms)
            buf_add_fmt(out, "%" PRId64 "%s", ms / steps[i].ms, steps[i].name);
        ms %= steps[i].ms;
    }
}

/* ---- what a person types ---- */

static int64_t from_wall_ms(const struct zone *zone, int64_t wall_ms)
{
    struct civil c = civil_of(wall_ms, 0);
    int64_t of_day = wall_ms - floor_div(wall_ms, MS_PER_DAY) * MS_PER_DAY;
    return zone_from_wall(zone, c.year, c.month, c.day, of_day);
}

/* The moment `clock` of the day `days_ago` days before now's, in the zone. */
static int64_t day_clock(const struct zone *zone, int64_t now, int days_ago, int64_t clock)
{
    struct civil c = civil_of(now, zone_offset(zone, now, NULL));
    int64_t days = civil_days(c.year, c.month, c.day) - days_ago;
    return from_wall_ms(zone, days * MS_PER_DAY + clock);
}

/* today, yesterday, today 14:00 */
static bool read_day_word(struct str s, const struct zone *zone, int64_t now, int64_t *ms)
{
    static const struct str words[] = {{"today", 5}, {"yesterday", 9}};
    for (int i = 0; i < 2; i++) {
        if (!str_starts_nocase(s, words[i]))
            continue;
        struct str rest = str_sub(s, words[i].n, s.n);
        int64_t clock = 0;
        if (rest.n > 0) {
            if (rest.p[0] != ' ')
                return false;
            rest = str_trim(rest);
            if (!take_clock(&rest, 1, &clock) || rest.n > 0)
                return false;
        }
        *ms = day_clock(zone, now, i, clock);
        return true;
    }
    return false;
}

static bool back_from(int64_t now, struct str span, int64_t *ms)
{
    int64_t length;
    return instant_parse_span(span, &length) && !__builtin_sub_overflow(now, length, ms);
}

static bool read_human(struct str s, const struct zone *zone, int64_t now, enum instant_bare bare,
                       int64_t *ms)
{
    struct iso iso;
    if (read_iso(s, &iso)) {
        *ms = iso.has_zone ? iso.wall_ms - iso.east_ms : from_wall_ms(zone, iso.wall_ms);
        return true;
    }
    if (str_eq_nocase(s, STR("now"))) {
        *ms = now;
        return true;
    }
    if (s.n > 1 && s.p[0] == '-')
        return back_from(now, str_sub(s, 1, s.n), ms);
    struct str rest = s;
    int64_t clock;
    if (take_clock(&rest, 1, &clock) && rest.n == 0) {
        *ms = day_clock(zone, now, 0, clock);
        return true;
    }
    if (read_day_word(s, zone, now, ms))
        return true;
    return bare == INSTANT_SPANS_BARE && back_from(now, s, ms);
}

int instant_parse_human(struct str s, const struct zone *zone, int64_t now, enum instant_bare bare,
                        int64_t *ms, struct error *err)
{
    s = str_trim(s);
    if (read_human(s, zone, now, bare, ms))
        return 0;
    return err_set(err, E_SYNTAX,
                   "'%.*s' is not a time: write 09:15, -15m, now, today 14:00, yesterday, or "
                   "2026-08-22T09:15:00Z%s",
                   s.n > WORD_MAX ? WORD_MAX : STR_ARG(s),
                   bare == INSTANT_SPANS_BARE ? ", or 15m for as long ago" : "");
}

/* ---- writing ---- */

static char *put(char *at, int value, int digits)
{
    for (int i = digits - 1; i >= 0; i--) {
        at[i] = (char)('0' + value % 10);
        value /= 10;
    }
    return at + digits;
}

static char *put_date(char *at, const struct civil *c)
{
    if (c->year > 9999 || c->year < 0)
        return at + snprintf(at, 24, "%d-%02d-%02d", c->year, c->month, c->day);
    at = put(at, c->year, 4);
    *at++ = '-';
    at = put(at, c->month, 2);
    *at++ = '-';
    return put(at, c->day, 2);
}

enum precision { TO_MINUTES, TO_SECONDS, TO_MS };

static char *put_clock(char *at, const struct civil *c, enum precision precision)
{
    at = put(at, c->hour, 2);
    *at++ = ':';
    at = put(at, c->minute, 2);
    if (precision >= TO_SECONDS) {
        *at++ = ':';
        at = put(at, c->second, 2);
    }
    if (precision >= TO_MS) {
        *at++ = '.';
        at = put(at, c->ms, 3);
    }
    return at;
}

size_t instant_format(int64_t ms, const struct zone *zone, enum instant_style style, char *out,
                      size_t size)
{
    char text[48];
    char *at = text;
    bool utc = style == INSTANT_ISO || zone == NULL;
    const int64_t bound = INT64_C(10000) * 366 * MS_PER_DAY; /* the year stays an int */
    ms = ms < -bound ? -bound : ms > bound ? bound : ms;
    struct civil c = civil_of(ms, utc ? 0 : zone_offset(zone, ms, NULL));
    if (style <= INSTANT_DATE)
        at = put_date(at, &c);
    if (style <= INSTANT_MINUTES)
        *at++ = style == INSTANT_ISO ? 'T' : ' ';
    switch (style) {
    case INSTANT_ISO:
    case INSTANT_DATETIME:
    case INSTANT_TIME_MS: at = put_clock(at, &c, TO_MS); break;
    case INSTANT_TIME: at = put_clock(at, &c, TO_SECONDS); break;
    case INSTANT_MINUTES:
    case INSTANT_HHMM: at = put_clock(at, &c, TO_MINUTES); break;
    case INSTANT_DATE: break;
    }
    if (style == INSTANT_ISO)
        *at++ = 'Z';
    return str_copy((struct str){text, (size_t)(at - text)}, out, size);
}
