/* The screen program: builds its parts in order, runs, tears them down in reverse. */
#ifndef EVMON_APP_APP_H
#define EVMON_APP_APP_H

#include "app/args.h"

/* Opens the screen on the sources that the arguments and the configuration name. Returns the exit code. */
int app_run(const struct args *args);

#endif
