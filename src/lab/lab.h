/* The parts of a running lab, for those who answer requests. */
#ifndef EVMON_LAB_LAB_H
#define EVMON_LAB_LAB_H

#include "lab/fault.h"
#include "lab/gate.h"
#include "lab/journal.h"
#include "lab/world.h"

struct lab {
    struct world *world;
    struct gate gate;
    struct faults faults;
    struct journal journal;
    int64_t frozen_at; /* the world stands still since then; 0 = it lives */
};

int64_t lab_now(const struct lab *lab); /* wall clock, ms, with the skew of the fault */

#endif
