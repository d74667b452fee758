/* Where the operator was when the program ended: profile and place, in a small file of the state directory. */
#ifndef EVMON_APP_LAST_H
#define EVMON_APP_LAST_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

#define LAST_NAME_MAX 64

struct last {
    char profile[LAST_NAME_MAX]; /* empty: none is known */
    uint64_t event;              /* the id of the event that was held; 0: it followed */
};

/* Nothing is known when there is no file, or none that can be read. */
void last_read(struct last *last);
int last_write(const struct last *last, struct error *err);

#endif
