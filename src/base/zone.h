/* Time zones, each by itself: TZif files (RFC 9636) and POSIX TZ strings, without the process-wide tzset. */
#ifndef EVMON_BASE_ZONE_H
#define EVMON_BASE_ZONE_H

#include "base/err.h"
#include "base/str.h"

/* The zone in which times are shown and bare wall times are read. NULL stands for UTC everywhere. */
struct zone;
struct zone *zone_new(struct str name, struct error *err); /* "" or "local" = TZ of the process, "UTC", "Europe/Berlin" */
void zone_free(struct zone **zone);
const char *zone_name(const struct zone *zone);            /* as asked for: "UTC", "local", "Europe/Berlin" */
/* Seconds east of UTC at that moment, and the zone's short name then ("CEST"); abbreviation may be NULL. */
int zone_offset(const struct zone *zone, int64_t ms, char abbreviation[16]);
/* The UTC moment of a wall time in the zone: the first of a repeated hour, moved forward over a skipped one. */
int64_t zone_from_wall(const struct zone *zone, int year, int month, int day, int64_t ms_of_day);

#endif
