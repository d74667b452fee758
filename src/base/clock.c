/* The two clocks, and the frozen one of tests and golden screens.
 * Owns one file static because time is one per process. Knows no zones: see instant.h. */
#include "base/clock.h"

#include <time.h>

#define NS_PER_S INT64_C(1000000000)
#define NS_PER_MS INT64_C(1000000)

static int64_t frozen_ms = -1;

static int64_t read_ns(clockid_t which)
{
    struct timespec t;
    clock_gettime(which, &t);
    return (int64_t)t.tv_sec * NS_PER_S + t.tv_nsec;
}

int64_t clock_wall_ms(void)
{
    return frozen_ms >= 0 ? frozen_ms : read_ns(CLOCK_REALTIME) / NS_PER_MS;
}

int64_t clock_mono_ns(void)
{
    return frozen_ms >= 0 ? frozen_ms * NS_PER_MS : read_ns(CLOCK_MONOTONIC);
}

void clock_freeze(int64_t wall_ms)
{
    frozen_ms = wall_ms;
}
