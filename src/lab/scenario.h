/* What goes wrong, by script: rows that can be combined. Times count from the moment the lab opens; with a history the
 * script has been running before that too. */
#ifndef EVMON_LAB_SCENARIO_H
#define EVMON_LAB_SCENARIO_H

#include "base/err.h"
#include "lab/world.h"

struct scenario {
    const char *name, *help;
    int64_t
        first; /* ms after the lab opens, when asked for by name; -1 = there is nothing to begin */
    int64_t in_shift; /* the same as a part of "shift"; -1 = it is none */
    void (*begin)(struct world *world, unsigned scenario, int64_t at);
    void (*step)(struct world *world, unsigned scenario, unsigned step, uint32_t device,
                 int64_t at);
};

extern const struct scenario scenarios[];
extern const unsigned scenario_count;

/* "storm,flap" to a bit per row. */
int scenario_parse(struct str names, uint32_t *set, struct error *err);
void scenario_begin(struct world *world);
void scenario_step(struct world *world, unsigned scenario, uint32_t what, int64_t at);

#endif
