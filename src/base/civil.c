/* Dates to days and back. Owns nothing. */
#include "base/civil.h"

#define MS_PER_S INT64_C(1000)
#define MS_PER_MIN (60 * MS_PER_S)
#define MS_PER_HOUR (60 * MS_PER_MIN)
#define MS_PER_DAY (24 * MS_PER_HOUR)

/* Days since 1970-01-01, after Howard Hinnant's days_from_civil. */
int64_t civil_days(int year, int month, int day)
{
    int y = year - (month <= 2);
    int era = (y >= 0 ? y : y - 399) / 400;
    int year_of_era = y - era * 400;
    int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return (int64_t)era * 146097 + day_of_era - 719468;
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

struct civil civil_of(int64_t ms, int offset_seconds)
{
    int64_t local = ms + offset_seconds * MS_PER_S;
    int64_t days = floor_div(local, MS_PER_DAY);
    int64_t rest = local - days * MS_PER_DAY;
    int64_t z = days + 719468;
    int64_t era = floor_div(z, 146097);
    int64_t doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    struct civil c = {
        .month = (int)(mp < 10 ? mp + 3 : mp - 9),
        .day = (int)(doy - (153 * mp + 2) / 5 + 1),
        .hour = (int)(rest / MS_PER_HOUR),
        .minute = (int)(rest / MS_PER_MIN % 60),
        .second = (int)(rest / MS_PER_S % 60),
        .ms = (int)(rest % MS_PER_S),
        .weekday = (int)((days % 7 + 11) % 7),
    };
    c.year = (int)(yoe + era * 400 + (c.month <= 2));
    return c;
}
