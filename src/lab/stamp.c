/* Times as text. Always UTC, never the locale. */
#include "lab/stamp.h"

#include <stdio.h>
#include <time.h>

static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

void stamp_add(struct buf *out, enum stamp_style style, int64_t ms)
{
    int64_t part = ms % 1000;
    time_t seconds = (time_t)((ms - part) / 1000);
    struct tm t;
    gmtime_r(&seconds, &t);
    int year = t.tm_year + 1900, month = t.tm_mon + 1, hour12 = (t.tm_hour + 11) % 12 + 1;
    char date[24], time[16];
    snprintf(date, sizeof date, "%04d-%02d-%02d", year % 10000, month, t.tm_mday);
    snprintf(time, sizeof time, "%02d:%02d:%02d", t.tm_hour, t.tm_min, t.tm_sec);
    switch (style) {
    case STAMP_ISO_MS: buf_add_fmt(out, "%sT%s.%03dZ", date, time, (int)part); break;
    case STAMP_ISO: buf_add_fmt(out, "%sT%sZ", date, time); break;
    case STAMP_ISO_OFFSET: buf_add_fmt(out, "%sT%s.%03d+0000", date, time, (int)part); break;
    case STAMP_SPACE: buf_add_fmt(out, "%s %s", date, time); break;
    case STAMP_US:
        buf_add_fmt(out, "%d/%d/%04d %d:%02d:%02d %s", month, t.tm_mday, year, hour12, t.tm_min,
                    t.tm_sec, t.tm_hour < 12 ? "AM" : "PM");
        break;
    case STAMP_BARE: buf_add_fmt(out, "%sT%s", date, time); break;
    case STAMP_DATE: buf_add_text(out, date); break;
    case STAMP_HHMM: buf_add_fmt(out, "%02d:%02d", t.tm_hour, t.tm_min); break;
    case STAMP_HTTP:
        buf_add_fmt(out, "%s, %02d %s %04d %s GMT", days[t.tm_wday], t.tm_mday, months[t.tm_mon],
                    year, time);
        break;
    }
}

static bool to_ms(int year, int month, int day, int hour, int minute, int second, int64_t *ms)
{
    if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59)
        return false;
    struct tm t = {.tm_year = year - 1900,
                   .tm_mon = month - 1,
                   .tm_mday = day,
                   .tm_hour = hour,
                   .tm_min = minute,
                   .tm_sec = second};
    time_t seconds = timegm(&t);
    *ms = (int64_t)seconds * 1000;
    return t.tm_mday == day;
}

/* d stands for a digit, everything else for itself. */
static bool matches(struct str text, const char *pattern)
{
    for (size_t i = 0; i < text.n; i++) {
        bool digit = text.p[i] >= '0' && text.p[i] <= '9';
        if (pattern[i] == 'd' ? !digit : text.p[i] != pattern[i])
            return false;
    }
    return true;
}

static int digits(struct str text, size_t from, size_t n)
{
    int value = 0;
    for (size_t i = from; i < from + n; i++)
        value = value * 10 + (text.p[i] - '0');
    return value;
}

bool stamp_read(struct str text, int64_t *ms)
{
    return text.n == 20 && matches(text, "dddd-dd-ddTdd:dd:ddZ") &&
           to_ms(digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2), digits(text, 11, 2),
                 digits(text, 14, 2), digits(text, 17, 2), ms);
}

bool stamp_read_date(struct str text, int64_t *ms)
{
    return text.n == 10 && matches(text, "dddd-dd-dd") &&
           to_ms(digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2), 0, 0, 0, ms);
}
