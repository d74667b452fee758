/* The platform's facts for the views: which source is asked about a device or SIM, and passing the question on. */
#ifndef EVMON_APP_FACTS_H
#define EVMON_APP_FACTS_H

#include "app/parts.h"

/* The platform source to ask: the one that delivered it; else the only one there is; NULL when none fits. */
struct source *facts_source(const struct app *app, struct fact_about about);

/* The desk's functions of the same names (view/view.h). */
const struct fact_book *facts_book(void *app, struct fact_about about);
void facts_ask(void *app, struct fact_about about, enum desk_want want);
void facts_leave(void *app, struct fact_about about);
const char *facts_api(void *app, struct fact_about about);

#endif
