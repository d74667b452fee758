/* The table of scenarios and the clock that starts them. The scripts are in incidents.c and adminwork.c. */
#include "lab/scenario.h"

#include "lab/chance.h"
#include "lab/incidents.h"
#include "lab/script.h"

#define BEGIN_STEP 0xfffU

const struct scenario scenarios[] = {
    {"calm", "the fleet at rest; always there", 0, 0, adminwork_hum_begin, adminwork_hum_step},
    {"storm", "a network fails: purges, rejects, a thundering return", 10000, 75000, storm_begin,
     storm_step},
    {"flap", "a handful of devices open and close sessions without end", 8000, 12000, flap_begin,
     NULL},
    {"quota", "a wave of quotas is used up, two devices are blocked", 10000, 250000, quota_begin,
     quota_step},
    {"silent", "a batch of meters stops talking", 10000, 430000, silent_begin, silent_step},
    {"theft", "a SIM turns up in other hardware, abroad, and burns data", 10000, 200000,
     theft_begin, theft_step},
    {"admin", "users, quotas, billing, cloud connect, VPN: every other event type", 5000, 330000,
     adminwork_begin, adminwork_step},
    {"shift", "calm with one of each incident, again every ten minutes", -1, -1, NULL, NULL},
    {"flood", "as many events as --rate says (50000/s)", -1, -1, NULL, NULL},
};
const unsigned scenario_count = sizeof scenarios / sizeof scenarios[0];
_Static_assert(sizeof scenarios / sizeof scenarios[0] <= WORLD_SCENARIOS_MAX,
               "a state for each scenario");

static unsigned find(struct str name)
{
    unsigned i = 0;
    while (i < scenario_count && !str_eq(str_of(scenarios[i].name), name))
        i++;
    return i;
}

int scenario_parse(struct str names, uint32_t *set, struct error *err)
{
    struct str rest = names, name;
    *set = 0;
    while (str_next(&rest, ',', &name)) {
        unsigned i = find(str_trim(name));
        if (i == scenario_count)
            return err_set(err, E_UNKNOWN, "scenario '%.*s' is not known, see --help",
                           STR_ARG(name));
        *set |= 1U << i;
    }
    return 0;
}

void scenario_begin(struct world *w)
{
    uint32_t set = w->options.scenarios;
    bool shift = set >> find(STR("shift")) & 1;
    for (unsigned i = 0; i < scenario_count; i++) {
        const struct scenario *s = &scenarios[i];
        int64_t first = set >> i & 1 ? s->first : shift ? s->in_shift : -1;
        w->scenarios[i].luck = chance_mix(w->options.seed, 500 + i);
        if (i == 0)
            first = 0;
        if (first < 0 || s->begin == NULL)
            continue;
        int64_t at = w->options.zero + first;
        while (at - SCRIPT_PERIOD_MS > w->now)
            at -= SCRIPT_PERIOD_MS;
        world_plan_scenario(w, i, at, SCRIPT_STEP(BEGIN_STEP, 0));
    }
}

void scenario_step(struct world *w, unsigned scenario, uint32_t what, int64_t at)
{
    const struct scenario *s = &scenarios[scenario];
    unsigned step = SCRIPT_STEP_OF(what);
    if (step != BEGIN_STEP) {
        s->step(w, scenario, step, SCRIPT_DEVICE_OF(what), at);
        return;
    }
    w->scenarios[scenario].began = at;
    s->begin(w, scenario, at);
    world_plan_scenario(w, scenario, at + SCRIPT_PERIOD_MS, what);
}
