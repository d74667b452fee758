/* How long to wait before trying again: full jitter, random(0, min(cap, base * 2^attempt)), and Retry-After where the
 * server asks for it. Pure arithmetic. */
#ifndef EVMON_IO_BACKOFF_H
#define EVMON_IO_BACKOFF_H

#include <stdint.h>

struct backoff {
    int64_t base_ms, cap_ms;
    int64_t retry_after_cap_ms;
    double (*random)(void *user); /* [0, 1) */
    void *random_user;
};

/* The usual: 1 s, 60 s, 15 min, the kernel's randomness. Zero fields of `wanted` (may be NULL) are filled from it. */
struct backoff backoff_make(const struct backoff *wanted);
/* attempt: 0 for the first failure. retry_after_ms: -1 when nothing was asked for. */
int64_t backoff_delay_ms(const struct backoff *backoff, unsigned attempt, int64_t retry_after_ms);

#endif
