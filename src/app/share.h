/* The command line that shows the same events again: here, on a colleague's terminal, in a ticket. */
#ifndef EVMON_APP_SHARE_H
#define EVMON_APP_SHARE_H

#include "base/buf.h"
#include "base/err.h"

struct app;

/* Copies that of a profile by its index, or of what is on the screen, a drill-down included; says what no option can
 * say. A profile that only this user has is written out. */
#define SHARE_SCREEN (-1)
void share_copy(struct app *app, int index);
/* Appends a word as a POSIX shell needs it written. */
void share_add_word(struct buf *out, struct str word);

int share_run(void *target, struct str args, struct error *err); /* a command; target is the app */

#endif
