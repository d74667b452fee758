/* The table of scenarios and the clock that starts them. */
#include "lab/scenario.h"

#include "lab/chance.h"

const struct scenario scenarios[] = {
    {"calm", "the fleet at rest", 0, 0, NULL, NULL},
    {"shift", "calm with one of each incident", 0, 0, NULL, NULL},
    {"flood", "very many events", 0, 0, NULL, NULL},
};
const unsigned scenario_count = sizeof scenarios / sizeof scenarios[0];

int scenario_parse(struct str names, uint32_t *set, struct error *err)
{
    struct str rest = names, name;
    *set = 0;
    while (str_next(&rest, ',', &name)) {
        unsigned i = 0;
        while (i < scenario_count && !str_eq(str_of(scenarios[i].name), str_trim(name)))
            i++;
        if (i == scenario_count)
            return err_set(err, E_UNKNOWN, "scenario '%.*s' is not known", STR_ARG(name));
        *set |= 1U << i;
    }
    return 0;
}

void scenario_begin(struct world *w)
{
    (void)w;
}

void scenario_step(struct world *w, unsigned scenario, uint32_t what, int64_t at)
{
    (void)w; (void)scenario; (void)what; (void)at;
}
