/* The command line that shows the same events again: here, on a colleague's terminal, in a ticket. */
#ifndef EVMON_APP_SHARE_H
#define EVMON_APP_SHARE_H

#include "base/buf.h"
#include "base/err.h"

struct app;

/* Of what is on the screen, a drill-down included. */
void share_screen(const struct app *app, struct buf *out);
/* Of a profile by its index. One that only this user has is written out. */
void share_profile(const struct app *app, int index, struct buf *out);
/* Appends a word as a POSIX shell needs it written. */
void share_add_word(struct buf *out, struct str word);

int share_run(void *target, struct str args, struct error *err); /* a command; target is the app */

#endif
