/* How often the platform may be asked: a share of its published limits (2,000 requests in 5 minutes for an address,
 * 10 million a month for an organisation, 10 a second for the event list). */
#ifndef EVMON_EMNIFY_BUDGET_H
#define EVMON_EMNIFY_BUDGET_H

#include <stdint.h>

enum budget_level {
    BUDGET_POLITE, /* under 20 % of every limit */
    BUDGET_URGENT, /* completeness needs it: under 50 % */
    BUDGET_SPARE,  /* only from what polite use leaves over */
    BUDGET_LEVEL_COUNT_
};

struct budget_rate {
    double per_second; /* in the long run */
    double burst;      /* saved up at the most */
    int64_t spacing_ms;/* between two requests */
};
extern const struct budget_rate budget_usual[2]; /* polite, urgent */

struct budget {
    struct budget_rate rates[2];
    double saved[2];
    int64_t at_ms, last_ms;
};

void budget_init(struct budget *budget, const struct budget_rate rates[2], int64_t now_ms);
/* How long to wait before a request of this level may be made: 0 = now, -1 = not from spare. Does not take. */
int64_t budget_wait_ms(struct budget *budget, enum budget_level level, int64_t now_ms);
void budget_take(struct budget *budget, int64_t now_ms);

#endif
