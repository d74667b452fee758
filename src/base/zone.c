/* Time zones by value: reads TZif files and POSIX TZ rules, answers for any moment.
 * Owns no global state; the only things it asks the process are TZ and TZDIR. Knows no text but zone names. */
#include "base/zone.h"

#include "base/civil.h"
#include "base/xalloc.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define ZONE_FILE_MAX ((size_t)1 << 20)
#define ZONE_NAME_MAX 256
#define ABBREVIATION_MAX 16
#define S_PER_DAY INT64_C(86400)

struct local_type {
    int offset; /* seconds east */
    char abbreviation[ABBREVIATION_MAX];
};

/* One end of daylight time: Mm.w.d, Jn or n, at `time` seconds of that day's wall clock. */
struct change {
    char form; /* 'M', 'J' or '0' */
    int month, week, day;
    int time;
};

/* What a POSIX TZ string says (IEEE 1003.1, chapter 8.3). */
struct rule {
    struct local_type standard, daylight;
    bool has_daylight;
    struct change start, end;
};

struct zone {
    char *name;
    int64_t *times; /* transitions, UTC seconds, ascending */
    unsigned char *kinds;
    size_t count;
    struct local_type *types;
    size_t type_count;
    bool has_rule; /* for moments after the last transition */
    struct rule rule;
};

/* ---- POSIX TZ strings ---- */

static bool take(struct str *s, char byte)
{
    if (s->n == 0 || s->p[0] != byte)
        return false;
    *s = str_sub(*s, 1, s->n);
    return true;
}

static bool take_number(struct str *s, int most, int *value)
{
    size_t n = 0;
    *value = 0;
    while (n < s->n && n < 4 && s->p[n] >= '0' && s->p[n] <= '9')
        *value = *value * 10 + (s->p[n++] - '0');
    *s = str_sub(*s, n, s->n);
    return n > 0 && *value <= most;
}

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool take_abbreviation(struct str *s, char out[ABBREVIATION_MAX])
{
    bool quoted = take(s, '<');
    size_t n = 0;
    while (n < s->n && (quoted ? s->p[n] != '>' : is_letter(s->p[n])))
        n++;
    if (n < 3 || n >= ABBREVIATION_MAX || (quoted && n == s->n))
        return false;
    for (size_t i = 0; i < n; i++) {
        char c = s->p[i];
        if (!is_letter(c) && !(c >= '0' && c <= '9') && c != '+' && c != '-')
            return false;
    }
    str_copy(str_sub(*s, 0, n), out, ABBREVIATION_MAX);
    *s = str_sub(*s, n + (quoted ? 1 : 0), s->n);
    return true;
}

/* [+-]hh[:mm[:ss]] in seconds. */
static bool take_hms(struct str *s, int hours_most, int *seconds)
{
    bool minus = take(s, '-');
    if (!minus)
        take(s, '+');
    int h, m = 0, sec = 0;
    if (!take_number(s, hours_most, &h))
        return false;
    if (take(s, ':') && (!take_number(s, 59, &m) || (take(s, ':') && !take_number(s, 59, &sec))))
        return false;
    *seconds = (h * 3600 + m * 60 + sec) * (minus ? -1 : 1);
    return true;
}

static bool take_change(struct str *s, struct change *c)
{
    *c = (struct change){.form = '0', .time = 7200};
    if (take(s, 'M')) {
        c->form = 'M';
        if (!take_number(s, 12, &c->month) || !take(s, '.') || !take_number(s, 5, &c->week) ||
            !take(s, '.') || !take_number(s, 6, &c->day) || c->month < 1 || c->week < 1)
            return false;
    } else {
        if (take(s, 'J'))
            c->form = 'J';
        if (!take_number(s, 365, &c->day) || (c->form == 'J' && c->day < 1))
            return false;
    }
    return !take(s, '/') || take_hms(s, 167, &c->time);
}

static bool read_rule(struct str s, struct rule *rule)
{
    *rule = (struct rule){0};
    int west;
    if (!take_abbreviation(&s, rule->standard.abbreviation) || !take_hms(&s, 24, &west))
        return false;
    rule->standard.offset = -west;
    if (s.n == 0)
        return true;
    rule->has_daylight = true;
    if (!take_abbreviation(&s, rule->daylight.abbreviation))
        return false;
    rule->daylight.offset = rule->standard.offset + 3600;
    if (s.n > 0 && s.p[0] != ',') {
        if (!take_hms(&s, 24, &west))
            return false;
        rule->daylight.offset = -west;
    }
    if (s.n == 0)
        s = STR(",M3.2.0,M11.1.0"); /* what POSIX leaves open and everybody takes */
    return take(&s, ',') && take_change(&s, &rule->start) && take(&s, ',') &&
           take_change(&s, &rule->end) && s.n == 0;
}

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* The wall-clock second (as if UTC) at which the change happens in that year. */
static int64_t change_wall(const struct change *c, int year)
{
    int64_t day;
    if (c->form == 'M') {
        int64_t first = civil_days(year, c->month, 1);
        int weekday = (int)((first % 7 + 11) % 7);
        day = first + (c->day - weekday + 7) % 7 + (c->week - 1) * 7;
        int64_t next = c->month == 12 ? civil_days(year + 1, 1, 1) : civil_days(year, c->month + 1, 1);
        while (day >= next)
            day -= 7;
    } else {
        day = civil_days(year, 1, 1) + c->day;
        if (c->form == 'J' && !(is_leap(year) && c->day >= 60))
            day--;
    }
    return day * S_PER_DAY + c->time;
}

static const struct local_type *rule_type(const struct rule *rule, int64_t second)
{
    if (!rule->has_daylight)
        return &rule->standard;
    int year = civil_of(second * 1000, rule->standard.offset).year;
    int64_t start = change_wall(&rule->start, year) - rule->standard.offset;
    int64_t end = change_wall(&rule->end, year) - rule->daylight.offset;
    bool daylight = start < end ? second >= start && second < end : second >= start || second < end;
    return daylight ? &rule->daylight : &rule->standard;
}

/* ---- TZif files ---- */

static uint32_t be32(const char *p)
{
    const unsigned char *b = (const unsigned char *)p;
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static int64_t be64(const char *p)
{
    return (int64_t)((uint64_t)be32(p) << 32 | be32(p + 4));
}

struct tzif {
    size_t isut, isstd, leap, times, types, chars;
};

#define TZIF_HEADER ((size_t)44)

static bool read_header(struct str s, struct tzif *h)
{
    if (s.n < TZIF_HEADER || !str_starts(s, STR("TZif")))
        return false;
    *h = (struct tzif){be32(s.p + 20), be32(s.p + 24), be32(s.p + 28),
                       be32(s.p + 32), be32(s.p + 36), be32(s.p + 40)};
    return h->types >= 1 && h->types <= 256 && h->chars >= 1;
}

static size_t body_size(const struct tzif *h, size_t time_size)
{
    return h->times * (time_size + 1) + h->types * 6 + h->chars + h->leap * (time_size + 4) + h->isstd +
           h->isut;
}

static bool read_types(struct zone *z, const char *types, const struct tzif *h)
{
    const char *chars = types + h->types * 6;
    z->types = xcalloc(h->types, sizeof *z->types);
    z->type_count = h->types;
    for (size_t i = 0; i < h->types; i++) {
        const char *row = types + i * 6;
        size_t at = (unsigned char)row[5];
        z->types[i].offset = (int32_t)be32(row);
        if (at >= h->chars || z->types[i].offset < -93600 || z->types[i].offset > 93600)
            return false;
        struct str text = {chars + at, strnlen(chars + at, h->chars - at)};
        str_copy(text, z->types[i].abbreviation, ABBREVIATION_MAX);
    }
    return true;
}

/* The 64-bit part of a version 2+ file and its footer; time_size 4 for the body of a version 1 file. */
static bool read_body(struct zone *z, struct str s, const struct tzif *h, size_t time_size)
{
    size_t size = body_size(h, time_size);
    if (s.n < size)
        return false;
    const char *kinds = s.p + h->times * time_size;
    z->times = xcalloc(h->times, sizeof *z->times);
    z->kinds = xcalloc(h->times, 1);
    z->count = h->times;
    for (size_t i = 0; i < h->times; i++) {
        const char *at = s.p + i * time_size;
        z->times[i] = time_size == 8 ? be64(at) : (int32_t)be32(at);
        z->kinds[i] = (unsigned char)kinds[i];
        if (z->kinds[i] >= h->types || (i > 0 && z->times[i] <= z->times[i - 1]))
            return false;
    }
    if (!read_types(z, kinds + h->times, h))
        return false;
    struct str footer = str_sub(s, size, s.n);
    if (time_size == 8 && footer.n >= 2 && footer.p[0] == '\n') {
        footer = str_sub(footer, 1, footer.n);
        ptrdiff_t end = str_find_byte(footer, '\n');
        z->has_rule = end > 0 && read_rule(str_sub(footer, 0, (size_t)end), &z->rule);
    }
    return true;
}

static bool read_tzif(struct zone *z, struct str s)
{
    struct tzif h;
    if (!read_header(s, &h))
        return false;
    if (s.p[4] < '2')
        return read_body(z, str_sub(s, TZIF_HEADER, s.n), &h, 4);
    size_t skip = TZIF_HEADER + body_size(&h, 4);
    s = str_sub(s, skip, s.n);
    return read_header(s, &h) && read_body(z, str_sub(s, TZIF_HEADER, s.n), &h, 8);
}

static bool read_file(struct zone *z, const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return false;
    struct stat st;
    bool good = false;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0 &&
        (size_t)st.st_size <= ZONE_FILE_MAX) {
        size_t size = (size_t)st.st_size;
        char *bytes = xmalloc(size);
        good = read(fd, bytes, size) == (ssize_t)size && read_tzif(z, (struct str){bytes, size});
        free(bytes);
    }
    close(fd);
    return good;
}

/* ---- the door ---- */

/* A name inside the zone directory: no way up, no absolute path. */
static bool name_is_plain(struct str name)
{
    if (name.n == 0 || name.n >= ZONE_NAME_MAX || name.p[0] == '/' || str_find(name, STR("..")) >= 0)
        return false;
    for (size_t i = 0; i < name.n; i++) {
        if ((unsigned char)name.p[i] <= ' ' || (unsigned char)name.p[i] >= 0x7f)
            return false;
    }
    return true;
}

static bool load_named(struct zone *z, struct str name)
{
    char path[PATH_MAX];
    const char *dir = getenv("TZDIR");
    if (!name_is_plain(name))
        return false;
    int n = snprintf(path, sizeof path, "%s/%.*s", dir != NULL && dir[0] == '/' ? dir : "/usr/share/zoneinfo",
                     STR_ARG(name));
    return n > 0 && (size_t)n < sizeof path && read_file(z, path);
}

static void forget_transitions(struct zone *z)
{
    free(z->times);
    free(z->kinds);
    free(z->types);
    z->times = NULL;
    z->kinds = NULL;
    z->types = NULL;
    z->count = z->type_count = 0;
    z->has_rule = false;
}

static bool load(struct zone *z, struct str name)
{
    static const struct str utc_names[] = {{"UTC", 3}, {"Z", 1}, {"GMT", 3}, {"UTC0", 4}};
    for (size_t i = 0; i < sizeof utc_names / sizeof utc_names[0]; i++) {
        if (str_eq_nocase(name, utc_names[i]))
            return true; /* no types, no rule: UTC */
    }
    if (load_named(z, name))
        return true;
    forget_transitions(z); /* what a damaged file left behind */
    z->has_rule = read_rule(name, &z->rule);
    return z->has_rule;
}

/* TZ as the C library reads it: unset is /etc/localtime, empty is UTC, a leading colon is ignored. What cannot be read
 * is UTC there too. */
static void load_local(struct zone *z)
{
    const char *tz = getenv("TZ");
    bool good;
    if (tz == NULL)
        good = read_file(z, "/etc/localtime");
    else if (tz[0] == '/' || (tz[0] == ':' && tz[1] == '/'))
        good = read_file(z, tz + (tz[0] == ':'));
    else
        good = tz[0] != '\0' && load(z, str_of(tz + (tz[0] == ':')));
    if (!good)
        forget_transitions(z);
}

struct zone *zone_new(struct str name, struct error *err)
{
    struct zone *z = xcalloc(1, sizeof *z);
    bool local = name.n == 0 || str_eq_nocase(name, STR("local"));
    z->name = str_dup(local ? STR("local") : str_eq_nocase(name, STR("UTC")) ? STR("UTC") : name);
    if (local) {
        load_local(z);
        return z;
    }
    if (load(z, name))
        return z;
    err_set(err, E_UNKNOWN, "'%.*s' is no time zone: write UTC, local, or a name like Europe/Berlin",
            name.n > 60 ? 60 : STR_ARG(name));
    zone_free(&z);
    return NULL;
}

void zone_free(struct zone **zone)
{
    if (*zone == NULL)
        return;
    forget_transitions(*zone);
    free((*zone)->name);
    free(*zone);
    *zone = NULL;
}

const char *zone_name(const struct zone *zone)
{
    return zone != NULL ? zone->name : "UTC";
}

static const struct local_type *type_at(const struct zone *z, int64_t second)
{
    static const struct local_type utc = {0, "UTC"};
    if (z == NULL || (z->type_count == 0 && !z->has_rule))
        return &utc;
    if (z->has_rule && (z->count == 0 || second >= z->times[z->count - 1]))
        return rule_type(&z->rule, second);
    size_t low = 0, high = z->count; /* the first transition after that second */
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (z->times[middle] > second)
            high = middle;
        else
            low = middle + 1;
    }
    return &z->types[low > 0 ? z->kinds[low - 1] : 0];
}

static int64_t floor_seconds(int64_t ms)
{
    return ms / 1000 - (ms % 1000 < 0);
}

int zone_offset(const struct zone *zone, int64_t ms, char abbreviation[16])
{
    const struct local_type *type = type_at(zone, floor_seconds(ms));
    if (abbreviation != NULL)
        memcpy(abbreviation, type->abbreviation, ABBREVIATION_MAX);
    return type->offset;
}

int64_t zone_from_wall(const struct zone *zone, int year, int month, int day, int64_t ms_of_day)
{
    int64_t wall = civil_days(year, month, day) * S_PER_DAY * 1000 + ms_of_day;
    int64_t before = zone_offset(zone, wall - S_PER_DAY * 1000, NULL) * INT64_C(1000);
    int64_t after = zone_offset(zone, wall + S_PER_DAY * 1000, NULL) * INT64_C(1000);
    int64_t first = wall - before, second = wall - after;
    bool first_holds = zone_offset(zone, first, NULL) * INT64_C(1000) == before;
    bool second_holds = zone_offset(zone, second, NULL) * INT64_C(1000) == after;
    if (first_holds && second_holds)
        return first < second ? first : second;
    /* Neither holds: the clock skipped this hour, and counting by the old offset lands as far behind the gap. */
    return second_holds ? second : first;
}
