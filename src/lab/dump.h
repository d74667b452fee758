/* Life without a server: events to standard output, the truth to a file. */
#ifndef EVMON_LAB_DUMP_H
#define EVMON_LAB_DUMP_H

#include "lab/labargs.h"

int dump_run(struct world *world, const struct labargs *args, struct error *err);

#endif
