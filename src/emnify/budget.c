/* Two leaking buckets with one stream of requests through both. Pure arithmetic on the time it is given. */
#include "emnify/budget.h"

/* Polite: 10 M / 30 days is 3.86 a second for an organisation, a fifth is 0.77; in 5 minutes 120 + 231 = 351 of 2,000
 * (17.6 %); two a second at the most of the list's ten. Urgent: half of each; 300 + 576 = 876 of 2,000 (44 %). */
const struct budget_rate budget_usual[2] = {
    [BUDGET_POLITE] = {0.77, 120, 500},
    [BUDGET_URGENT] = {1.92, 300, 200},
};

void budget_init(struct budget *budget, const struct budget_rate rates[2], int64_t now_ms)
{
    for (int i = 0; i < 2; i++) {
        budget->rates[i] = rates[i];
        budget->saved[i] = rates[i].burst;
    }
    budget->at_ms = now_ms;
    budget->last_ms = now_ms - 3600000;
}

static void refill(struct budget *budget, int64_t now_ms)
{
    double seconds = (double)(now_ms - budget->at_ms) / 1000.0;
    if (seconds <= 0)
        return;
    budget->at_ms = now_ms;
    for (int i = 0; i < 2; i++) {
        budget->saved[i] += seconds * budget->rates[i].per_second;
        if (budget->saved[i] > budget->rates[i].burst)
            budget->saved[i] = budget->rates[i].burst;
    }
}

int64_t budget_wait_ms(struct budget *budget, enum budget_level level, int64_t now_ms)
{
    refill(budget, now_ms);
    if (level == BUDGET_SPARE && budget->saved[BUDGET_POLITE] < budget->rates[BUDGET_POLITE].burst / 2)
        return -1;
    int kind = level == BUDGET_URGENT ? BUDGET_URGENT : BUDGET_POLITE;
    int64_t wait = budget->last_ms + budget->rates[kind].spacing_ms - now_ms;
    double missing = 1.0 - budget->saved[kind];
    if (missing > 0) {
        int64_t saving = (int64_t)(missing / budget->rates[kind].per_second * 1000.0) + 1;
        wait = saving > wait ? saving : wait;
    }
    return wait > 0 ? wait : 0;
}

void budget_take(struct budget *budget, int64_t now_ms)
{
    refill(budget, now_ms);
    for (int i = 0; i < 2; i++)
        budget->saved[i] -= 1.0;
    /* What urgency took is not held against polite use for longer than a minute. */
    double least = -60.0 * budget->rates[BUDGET_POLITE].per_second;
    if (budget->saved[BUDGET_POLITE] < least)
        budget->saved[BUDGET_POLITE] = least;
    budget->last_ms = now_ms;
}
