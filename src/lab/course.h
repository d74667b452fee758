/* The course of the world: its beginning, and time passing. */
#ifndef EVMON_LAB_COURSE_H
#define EVMON_LAB_COURSE_H

#include "lab/world.h"

struct world *course_new(const struct world_options *options); /* freed by world_free */
/* Lives up to `now`, and lets arrive what has arrived by then. */
void course_advance(struct world *world, int64_t now);

#endif
