/* The lists of the filter language: lists.d/NAME of the user, then of the system. */
#ifndef EVMON_APP_LISTDIR_H
#define EVMON_APP_LISTDIR_H

#include "base/buf.h"
#include "base/err.h"

/* Appends the text of the list (for struct filter_env); user is not looked at. */
int listdir_lookup(void *user, struct str name, struct buf *text, struct error *err);
/* Calls visit with the name of every list, the user's first. */
void listdir_each(void *user, void (*visit)(void *user, const char *name), void *visit_user);

#endif
