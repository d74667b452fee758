/* Time of day and monotonic time. The pure floors take the time from here; tests set it. */
#ifndef EVMON_BASE_CLOCK_H
#define EVMON_BASE_CLOCK_H

#include <stdint.h>

int64_t clock_wall_ms(void); /* UTC milliseconds since 1970 */
int64_t clock_mono_ns(void); /* never steps; for durations and budgets */
/* Freezes both clocks (tests, golden screens): wall at wall_ms, mono at wall_ms * 1e6. Negative thaws. */
void clock_freeze(int64_t wall_ms);

#endif
