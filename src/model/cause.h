/* Causes: the platform says why in English prose; this table makes stable codes of it (evmon-filter(7)). */
#ifndef EVMON_MODEL_CAUSE_H
#define EVMON_MODEL_CAUSE_H

#include "model/type.h"

#define CAUSE_OTHER "other" /* a reason that the table does not know */

/* The code for an event of this platform type and severity, "other" when no part matches, NULL when the type carries no
 * cause. The first row of causes.def whose part stands in the description (any case) wins. */
const char *cause_of(int64_t api_id, int severity, struct str description);

#endif
