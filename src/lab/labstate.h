/* A file that remembers when a lab opened, so that it can come back as the same one. */
#ifndef EVMON_LAB_LABSTATE_H
#define EVMON_LAB_LABSTATE_H

#include "lab/labargs.h"

/* Reads the start from the file, or writes the one of the arguments there. E_INVALID when the file belongs to a world
 * with other settings. */
int labstate_start(const char *path, struct labargs *args, struct error *err);

#endif
