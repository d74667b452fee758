/* The share of the platform's limits that is taken (doc/RELIABILITY.md N3): whoever asks as often as the budget lets him stays
 * under a fifth of every limit when polite, under a half when completeness is at stake. */
#include "emnify/budget.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define ADDRESS_WINDOW_MS 300000
#define ADDRESS_LIMIT     2000
#define MONTH_LIMIT       10000000
#define LIST_PER_SECOND   10
#define MONTH_MS          INT64_C(2592000000)
#define RING              4096 /* more than any window holds */

static void assert_share(enum budget_level level, double share)
{
    static int64_t when[RING];
    struct budget budget;
    size_t n = 0, second = 0, window = 0, most_second = 0, most_window = 0;
    budget_init(&budget, budget_usual, 0);
    for (int64_t now = 0; now < MONTH_MS;) {
        int64_t wait = budget_wait_ms(&budget, level, now);
        assert_true(wait >= 0);
        if (wait > 0) {
            now += wait;
            continue;
        }
        budget_take(&budget, now);
        when[n++ % RING] = now;
        while (when[second % RING] <= now - 1000)
            second++;
        while (when[window % RING] <= now - ADDRESS_WINDOW_MS)
            window++;
        most_second = n - second > most_second ? n - second : most_second;
        most_window = n - window > most_window ? n - window : most_window;
        assert_true(most_window < RING);
    }
    print_message("             %zu in a second, %zu in five minutes, %zu in a month\n", most_second, most_window, n);
    assert_true((double)most_second <= share * LIST_PER_SECOND);
    assert_true((double)most_window < share * ADDRESS_LIMIT);
    assert_true((double)n < share * MONTH_LIMIT);
}

static void polite_use_stays_under_a_fifth(void **state)
{
    (void)state;
    assert_share(BUDGET_POLITE, 0.2);
}

static void urgent_use_stays_under_a_half(void **state)
{
    (void)state;
    assert_share(BUDGET_URGENT, 0.5);
}

static void spare_requests_come_last(void **state)
{
    struct budget budget;
    int64_t now = 0;
    (void)state;
    budget_init(&budget, budget_usual, 0);
    while (budget_wait_ms(&budget, BUDGET_SPARE, now) >= 0) {
        now += budget_wait_ms(&budget, BUDGET_SPARE, now);
        budget_take(&budget, now);
    }
    assert_true(budget_wait_ms(&budget, BUDGET_POLITE, now) <= 500); /* half of it is left for the newest page */
}

static void a_clock_that_steps_back_does_no_harm(void **state)
{
    struct budget budget;
    (void)state;
    budget_init(&budget, budget_usual, 1000000);
    budget_take(&budget, 1000000);
    assert_true(budget_wait_ms(&budget, BUDGET_POLITE, 999999) <= 501);
    budget_take(&budget, 999999);
    assert_true(budget_wait_ms(&budget, BUDGET_POLITE, 1001000) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(polite_use_stays_under_a_fifth),
        cmocka_unit_test(urgent_use_stays_under_a_half),
        cmocka_unit_test(spare_requests_come_last),
        cmocka_unit_test(a_clock_that_steps_back_does_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
