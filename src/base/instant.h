/* Points in time as UTC milliseconds since 1970: the wire's spellings in, the screen's spellings out.
 * Spellings accepted: ISO 8601 with T or space, seconds optional, 1-60 fraction digits (cut to ms), Z, +hh:mm, +hhmm or
 * no zone (UTC); and the documentation's `5/8/2017 10:56:25 AM` (doc/PLATFORM.md 2.4: month/day/year, UTC). 24:00 and
 * leap seconds (:60) are accepted and carried over. Years 1 to 9999. */
#ifndef EVMON_BASE_INSTANT_H
#define EVMON_BASE_INSTANT_H

#include "base/buf.h"
#include "base/civil.h"
#include "base/err.h"
#include "base/str.h"
#include "base/zone.h"

#define INSTANT_NONE INT64_MIN /* no readable time */

/* false when s is not a time. No zone in the text means UTC. Does not look at the locale. */
bool instant_parse(struct str s, int64_t *ms);
/* Times a person types (--since, `@`, since/until): ISO forms, "09:15", "09:15:30", "now", "today 14:00", "yesterday",
 * "-1h", and, where `bare_spans` says so, "15m" counted back. Wall times are in `zone`. */
enum instant_bare { INSTANT_SPANS_SIGNED, INSTANT_SPANS_BARE };
int instant_parse_human(struct str s, const struct zone *zone, int64_t now, enum instant_bare bare, int64_t *ms,
                        struct error *err);
/* A span: 1h30m, 90s, 250ms, 2d, 1w. Milliseconds; false on anything else, on overflow and on 0 digits. */
bool instant_parse_span(struct str s, int64_t *ms);
void instant_print_span(int64_t ms, struct buf *out); /* the same back: 1m30s; 0s */

/* The wall clock at a moment, and days since 1970-01-01: civil.h under the names of this header. */
static inline struct civil instant_civil(int64_t ms, int offset_seconds)
{
    return civil_of(ms, offset_seconds);
}

static inline int64_t instant_days(int year, int month, int day)
{
    return civil_days(year, month, day);
}

enum instant_style {
    INSTANT_ISO,      /* 2026-08-22T09:15:42.120Z, always UTC */
    INSTANT_DATETIME, /* 2026-08-22 09:15:42.120 */
    INSTANT_MINUTES,  /* 2026-08-22 09:15 */
    INSTANT_DATE,     /* 2026-08-22 */
    INSTANT_TIME,     /* 09:15:42 */
    INSTANT_TIME_MS,  /* 09:15:42.120 */
    INSTANT_HHMM,     /* 09:15 */
};
/* Writes a time in the zone (NULL = UTC) into out (32 bytes are enough for every style). Returns the length. */
size_t instant_format(int64_t ms, const struct zone *zone, enum instant_style style, char *out, size_t size);

#endif
