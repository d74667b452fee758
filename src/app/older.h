/* Fetching older events because somebody pressed a key: which sources work on it, how it ends, and stopping it. */
#ifndef EVMON_APP_OLDER_H
#define EVMON_APP_OLDER_H

#include "app/parts.h"

/* Of all (about is NULL), or of one device or SIM from the source that delivered it. Takes app first, as desk functions do. */
void older_fetch(void *app, const struct fact_about *about, int64_t from_ms, int64_t until_ms);
/* False when nothing was under way. Says what was stopped. */
bool older_cancel(struct app *app);
/* To be called when a source has changed: says what a finished fetch has brought. */
void older_watch(struct app *app);

#endif
