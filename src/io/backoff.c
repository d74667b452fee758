/* The back-off plan. Knows neither clock nor loop. */
#include "io/backoff.h"

#include <stddef.h>
#include <sys/random.h>

#define BASE_MS 1000
#define CAP_MS 60000
#define RETRY_AFTER_CAP_MS (15 * 60000)

static double true_random(void *user)
{
    (void)user;
    uint64_t bits = 0;
    if (getrandom(&bits, sizeof bits, 0) != (ssize_t)sizeof bits)
        return 0.5;
    return (double)(bits >> 11) / 9007199254740992.0;
}

struct backoff backoff_make(const struct backoff *wanted)
{
    struct backoff b = wanted != NULL ? *wanted : (struct backoff){0};
    if (b.base_ms <= 0)
        b.base_ms = BASE_MS;
    if (b.cap_ms <= 0)
        b.cap_ms = CAP_MS;
    if (b.retry_after_cap_ms <= 0)
        b.retry_after_cap_ms = RETRY_AFTER_CAP_MS;
    if (b.random == NULL)
        b.random = true_random;
    return b;
}

int64_t backoff_delay_ms(const struct backoff *b, unsigned attempt, int64_t retry_after_ms)
{
    double part = b->random(b->random_user);
    if (retry_after_ms >= 0) {
        int64_t asked = retry_after_ms < b->retry_after_cap_ms ? retry_after_ms : b->retry_after_cap_ms;
        return asked + (int64_t)(part * (double)b->base_ms); /* not all clients at the same moment */
    }
    int64_t window = b->base_ms;
    for (unsigned i = 0; i < attempt && window < b->cap_ms; i++)
        window *= 2;
    return (int64_t)(part * (double)(window < b->cap_ms ? window : b->cap_ms));
}
