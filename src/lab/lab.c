/* The lab's clock. */
#include "lab/lab.h"

#include "base/clock.h"

int64_t lab_now(const struct lab *lab)
{
    return clock_wall_ms() + lab->world->skew;
}
