/* The back-off plan (doc/RELIABILITY.md N3): full jitter inside its window, Retry-After honoured and capped, and no retry storm
 * in ten thousand outages of ten minutes. */
#include "io/backoff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static double fixed(void *user)
{
    return *(double *)user;
}

static double drawn(void *user)
{
    uint64_t *s = user;
    *s ^= *s << 13;
    *s ^= *s >> 7;
    *s ^= *s << 17;
    return (double)(*s >> 11) / 9007199254740992.0;
}

static void the_window_doubles_up_to_its_cap(void **state)
{
    (void)state;
    static const int64_t windows[] = {1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000, 60000};
    double part = 0.5;
    struct backoff b = backoff_make(&(struct backoff){.random = fixed, .random_user = &part});
    for (unsigned i = 0; i < sizeof windows / sizeof windows[0]; i++)
        assert_int_equal(backoff_delay_ms(&b, i, -1), windows[i] / 2);
    assert_int_equal(backoff_delay_ms(&b, 4000000000u, -1), 30000);
    part = 0;
    assert_int_equal(backoff_delay_ms(&b, 6, -1), 0);
}

static void retry_after_is_honoured_and_capped(void **state)
{
    (void)state;
    double part = 0.999;
    struct backoff b = backoff_make(&(struct backoff){.random = fixed, .random_user = &part});
    int64_t delay = backoff_delay_ms(&b, 0, 7000);
    assert_in_range(delay, 7000, 8000);
    assert_in_range(backoff_delay_ms(&b, 9, 1000000000000), 15 * 60000, 15 * 60000 + 1000);
    assert_in_range(backoff_delay_ms(&b, 0, 0), 0, 1000);
}

static void ten_minutes_of_503_cost_at_most_forty_requests(void **state)
{
    (void)state;
    uint64_t seed = 88172645463325252u;
    struct backoff b = backoff_make(&(struct backoff){.random = drawn, .random_user = &seed});
    unsigned most = 0;
    for (int outage = 0; outage < 10000; outage++) {
        int64_t now = 0;
        unsigned requests = 0;
        for (unsigned attempt = 0; now < 600000; attempt++) {
            requests++;
            now += backoff_delay_ms(&b, attempt, -1);
        }
        most = requests > most ? requests : most;
    }
    assert_true(most <= 40);
}

static void the_usual_randomness_stays_inside(void **state)
{
    (void)state;
    struct backoff b = backoff_make(NULL);
    for (unsigned i = 0; i < 1000; i++)
        assert_in_range(backoff_delay_ms(&b, i, -1), 0, 60000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_window_doubles_up_to_its_cap),
        cmocka_unit_test(retry_after_is_honoured_and_capped),
        cmocka_unit_test(ten_minutes_of_503_cost_at_most_forty_requests),
        cmocka_unit_test(the_usual_randomness_stays_inside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
