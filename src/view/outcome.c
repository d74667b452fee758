/* A sieve over a count of everything that passes it. */
#include "view/outcome.h"

#include "base/xalloc.h"

#include <stdlib.h>

struct outcome {
    struct sieve sieve;
    struct group *group;
};

struct outcome *outcome_new(const struct desk *desk, const struct sieve *list, struct str query, struct error *err)
{
    struct outcome *outcome = xcalloc(1, sizeof *outcome);
    sieve_init(&outcome->sieve, desk);
    outcome->group = group_new(desk->store, &(struct group_by){.field = FIELD_NONE}, NULL);
    sieve_attach_group(&outcome->sieve, outcome->group, list->marks);
    int result = list->base != NULL ? sieve_set_base(&outcome->sieve, filter_canonical(list->base), err) : 0;
    if (result >= 0)
        result = sieve_set(&outcome->sieve, query, err);
    if (result >= 0 && outcome->sieve.filter != NULL && filter_looks_back(outcome->sieve.filter))
        result = err_set(err, E_LIMIT, "it looks back in time, which a count in pieces cannot");
    if (result < 0)
        outcome_free(&outcome);
    return outcome;
}

void outcome_free(struct outcome **pointer)
{
    struct outcome *outcome = *pointer;
    if (outcome == NULL)
        return;
    group_set_test(outcome->group, NULL);
    sieve_fini(&outcome->sieve);
    group_free(&outcome->group);
    free(outcome);
    *pointer = NULL;
}

bool outcome_work(struct outcome *outcome, int64_t budget_ns)
{
    sieve_tick(&outcome->sieve);
    return group_work(outcome->group, budget_ns);
}

bool outcome_get(const struct outcome *outcome, uint64_t *count)
{
    *count = group_total(outcome->group).count;
    return group_progress(outcome->group) >= 1;
}
