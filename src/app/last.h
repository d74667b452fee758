/* Where the operator was when the program ended: profile, place and facets, in a small file of the state directory. */
#ifndef EVMON_APP_LAST_H
#define EVMON_APP_LAST_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

#define LAST_NAME_MAX 64
#define LAST_FACETS_MAX 1025

struct last {
    char profile[LAST_NAME_MAX]; /* empty: none is known */
    uint64_t event;              /* the id of the event that was held; 0: it followed */
    char facets[LAST_FACETS_MAX]; /* facets.fields as it was chosen on the screen; empty: it was not */
};

/* Nothing is known when there is no file, or none that can be read. */
void last_read(struct last *last);
int last_write(const struct last *last, struct error *err);

#endif
