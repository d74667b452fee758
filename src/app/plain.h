/* Foreign text made safe for a line of output: no control byte, no line break, no hidden direction change. */
#ifndef EVMON_APP_PLAIN_H
#define EVMON_APP_PLAIN_H

#include "base/buf.h"

/* Appends text as it is shown everywhere: controls as symbols, C1 and bidi controls as <9b>, <202e>; every tab and
 * line break one space; zero-width characters dropped; at most two combining marks on a base; bad UTF-8 as U+FFFD. */
void plain_add(struct buf *out, struct str text);
/* The columns the appended text takes on a terminal, cut at `most` columns (0: not cut); padded when asked for. */
enum plain_pad { PLAIN_RAGGED, PLAIN_PADDED };
void plain_add_cell(struct buf *out, struct str text, size_t most, enum plain_pad pad);

/* `evmon: WHERE: WHAT` on standard error, made safe; where may be NULL. One line. */
void plain_say(const char *where, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
