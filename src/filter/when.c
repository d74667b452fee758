/* Times of a query: read without looking at any clock, placed on the time line when the reference time is known.
 * Zones are base/zone's; the wire's spellings are base/instant's. */
#include "filter/when.h"

#include "base/zone.h"

#define MS_PER_SECOND INT64_C(1000)
#define MS_PER_MINUTE (60 * MS_PER_SECOND)
#define MS_PER_HOUR (60 * MS_PER_MINUTE)
#define MS_PER_DAY (24 * MS_PER_HOUR)

static bool take_byte(struct str *s, char byte)
{
    if (s->n == 0 || s->p[0] != byte)
        return false;
    *s = str_sub(*s, 1, s->n);
    return true;
}

static bool take_digits(struct str *s, size_t count, int *value)
{
    *value = 0;
    if (s->n < count || !str_is_digits(str_sub(*s, 0, count)))
        return false;
    for (size_t i = 0; i < count; i++)
        *value = *value * 10 + (s->p[i] - '0');
    *s = str_sub(*s, count, s->n);
    return true;
}

/* One to nine digits, cut to milliseconds. */
static bool take_fraction(struct str *s, int64_t *ms)
{
    size_t n = 0;
    int64_t value = 0, unit = 100;
    for (; n < s->n && s->p[n] >= '0' && s->p[n] <= '9'; n++, unit /= 10)
        value += (s->p[n] - '0') * unit;
    *s = str_sub(*s, n, s->n);
    *ms += value;
    return n >= 1 && n <= 9;
}

/* hh:mm[:ss[.fraction]] */
static bool take_clock(struct str *s, struct when *out)
{
    int hour, minute, second = 0;
    if (!take_digits(s, 2, &hour) || !take_byte(s, ':') || !take_digits(s, 2, &minute))
        return false;
    out->grain = WHEN_MINUTE;
    out->ms = hour * MS_PER_HOUR + minute * MS_PER_MINUTE;
    if (take_byte(s, ':')) {
        if (!take_digits(s, 2, &second))
            return false;
        out->grain = WHEN_SECOND;
        out->ms += second * MS_PER_SECOND;
        if (take_byte(s, '.')) {
            out->grain = WHEN_INSTANT;
            if (!take_fraction(s, &out->ms))
                return false;
        }
    }
    return hour < 24 && minute < 60 && second < 60;
}

/* Z, +hh:mm, +hhmm */
static bool take_offset(struct str *s, int64_t *east_ms)
{
    *east_ms = 0;
    if (take_byte(s, 'Z') || take_byte(s, 'z'))
        return true;
    bool west = s->n > 0 && s->p[0] == '-';
    int hours, minutes;
    if (!west && !(s->n > 0 && s->p[0] == '+'))
        return false;
    *s = str_sub(*s, 1, s->n);
    if (!take_digits(s, 2, &hours))
        return false;
    take_byte(s, ':');
    if (!take_digits(s, 2, &minutes) || hours > 23 || minutes > 59)
        return false;
    *east_ms = (hours * MS_PER_HOUR + minutes * MS_PER_MINUTE) * (west ? -1 : 1);
    return true;
}

static bool date_is_valid(const struct when *w)
{
    if (w->year < 1 || w->month < 1 || w->month > 12 || w->day < 1 || w->day > 31)
        return false;
    struct civil c = instant_civil(zone_from_wall(NULL, w->year, w->month, w->day, 0), 0);
    return c.month == w->month && c.day == w->day;
}

/* yyyy-mm-dd, then T or a space, a clock, and perhaps an offset */
static bool read_iso(struct str s, struct when *out)
{
    *out = (struct when){.base = WHEN_CIVIL, .grain = WHEN_WHOLE_DAY};
    if (!take_digits(&s, 4, &out->year) || !take_byte(&s, '-') || !take_digits(&s, 2, &out->month) ||
        !take_byte(&s, '-') || !take_digits(&s, 2, &out->day) || !date_is_valid(out))
        return false;
    if (s.n == 0)
        return true;
    if ((!take_byte(&s, 'T') && !take_byte(&s, 't') && !take_byte(&s, ' ')) || !take_clock(&s, out))
        return false;
    if (s.n == 0)
        return true;
    int64_t east_ms;
    if (!take_offset(&s, &east_ms) || s.n > 0)
        return false;
    out->base = WHEN_ABSOLUTE;
    out->ms = zone_from_wall(NULL, out->year, out->month, out->day, 0) + out->ms - east_ms;
    return true;
}

/* today, yesterday, each with an optional hh:mm behind white space */
static bool read_day_word(struct str s, struct when *out)
{
    *out = (struct when){.base = WHEN_DAY, .grain = WHEN_WHOLE_DAY};
    size_t n = str_starts_nocase(s, STR("today")) ? 5 : str_starts_nocase(s, STR("yesterday")) ? 9 : 0;
    if (n == 0)
        return false;
    out->day_shift = n == 9 ? -1 : 0;
    struct str rest = str_sub(s, n, s.n);
    if (rest.n == 0)
        return true;
    struct str clock = str_trim(rest);
    return clock.n < rest.n && take_clock(&clock, out) && clock.n == 0;
}

int when_parse(struct str text, struct when *out)
{
    if (str_eq_nocase(text, STR("now"))) {
        *out = (struct when){.base = WHEN_NOW};
        return 0;
    }
    if (text.n > 1 && text.p[0] == '-') {
        int64_t ms;
        if (!instant_parse_span(str_sub(text, 1, text.n), &ms))
            return -E_SYNTAX;
        *out = (struct when){.base = WHEN_NOW, .ms = -ms};
        return 0;
    }
    if (read_iso(text, out) || read_day_word(text, out))
        return 0;
    *out = (struct when){.base = WHEN_DAY};
    return take_clock(&text, out) && text.n == 0 ? 0 : -E_SYNTAX;
}

/* The wall date of `now` in the zone, shifted by days. */
static struct civil shifted_day(const struct zone *zone, int64_t now, int days)
{
    struct civil c = instant_civil(now, zone_offset(zone, now, NULL));
    int64_t noon = zone_from_wall(NULL, c.year, c.month, c.day, 12 * MS_PER_HOUR);
    return instant_civil(noon + days * MS_PER_DAY, 0);
}

static int64_t begin_of(const struct when *when, const struct zone *zone, int64_t now, int extra_days)
{
    if (when->base == WHEN_ABSOLUTE)
        return when->ms;
    if (when->base == WHEN_NOW) {
        int64_t ms;
        return __builtin_add_overflow(now, when->ms, &ms) ? INT64_MIN + 1 : ms;
    }
    struct civil day;
    if (when->base == WHEN_CIVIL) {
        int64_t noon = zone_from_wall(NULL, when->year, when->month, when->day, 12 * MS_PER_HOUR);
        day = instant_civil(noon + extra_days * MS_PER_DAY, 0);
    } else {
        day = shifted_day(zone, now, when->day_shift + extra_days);
    }
    return zone_from_wall(zone, day.year, day.month, day.day, when->ms);
}

int64_t when_begin(const struct when *when, const struct zone *zone, int64_t now)
{
    return begin_of(when, zone, now, 0);
}

int64_t when_last(const struct when *when, const struct zone *zone, int64_t now)
{
    switch (when->grain) {
    case WHEN_SECOND: return when_begin(when, zone, now) + MS_PER_SECOND - 1;
    case WHEN_MINUTE: return when_begin(when, zone, now) + MS_PER_MINUTE - 1;
    case WHEN_WHOLE_DAY: return begin_of(when, zone, now, 1) - 1;
    case WHEN_INSTANT: break;
    }
    return when_begin(when, zone, now);
}

bool when_is_sliding(const struct when *when)
{
    return when->base == WHEN_NOW || when->base == WHEN_DAY;
}
