/* Text for manual pages: escaped so that what is read there can be copied. */
#ifndef EVMON_CLI_ROFF_H
#define EVMON_CLI_ROFF_H

#include "base/buf.h"

void roff_text(struct buf *out, const char *text);
/* A tagged paragraph: the tag in bold, the value in italics (may be NULL), the text below. */
void roff_tagged(struct buf *out, const char *tag, const char *value, const char *text);

#endif
