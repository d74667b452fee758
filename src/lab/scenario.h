/* What goes wrong, by script: rows that can be combined. Times count from the moment the lab opens; with a history the
 * script has been running before that too. */
#ifndef EVMON_LAB_SCENARIO_H
#define EVMON_LAB_SCENARIO_H

#include "base/err.h"
#include "lab/world.h"

struct scenario {
    const char *name, *help;
    int64_t period;   /* ms between two beginnings, 0 = never */
    int64_t first;    /* ms after the lab opens */
    void (*begin)(struct world *world, struct scenario_state *state, int64_t at);
    /* One step of the script; `what` counts from 1. */
    void (*step)(struct world *world, unsigned scenario, uint32_t what, int64_t at);
};

extern const struct scenario scenarios[];
extern const unsigned scenario_count;

/* "storm,flap" to a bit per row. */
int scenario_parse(struct str names, uint32_t *set, struct error *err);
void scenario_begin(struct world *world);
void scenario_step(struct world *world, unsigned scenario, uint32_t what, int64_t at);

#endif
