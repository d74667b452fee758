/* The platform's own names for its numbers: event types, radio technologies, device and SIM states. Read once at the
 * start; without them everything works, only less readable. */
#ifndef EVMON_EMNIFY_LOOKUP_H
#define EVMON_EMNIFY_LOOKUP_H

#include "base/err.h"
#include "base/str.h"

enum lookup_list { LOOKUP_EVENT_TYPE, LOOKUP_RAT_TYPE, LOOKUP_DEVICE_STATUS, LOOKUP_SIM_STATUS, LOOKUP_COUNT_ };

struct lookup;
struct lookup *lookup_new(void);
void lookup_free(struct lookup **lookup);
/* Behind the base URL: "event/type". */
const char *lookup_path(enum lookup_list list);
/* The next list that was not asked for yet; LOOKUP_COUNT_ when all were. */
enum lookup_list lookup_next(const struct lookup *lookup);
/* An answer, or with a body that is no list (or empty) a failure: either way it counts as asked for. */
int lookup_take(struct lookup *lookup, enum lookup_list list, struct str body, struct error *err);
/* Empty when unknown; borrowed. */
struct str lookup_name(const struct lookup *lookup, enum lookup_list list, int64_t id);

#endif
