/* Calendar arithmetic: days and dates of the proleptic Gregorian calendar, without zones. */
#ifndef EVMON_BASE_CIVIL_H
#define EVMON_BASE_CIVIL_H

#include <stdint.h>

struct civil {
    int year, month, day, hour, minute, second, ms; /* month and day from 1 */
    int weekday;                                    /* 0 = Sunday */
};

struct civil civil_of(int64_t ms, int offset_seconds);
int64_t civil_days(int year, int month, int day); /* since 1970-01-01 */

#endif
