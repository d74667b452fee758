/* An event's original bytes as one line of NDJSON. */
#ifndef EVMON_APP_ORIGINAL_H
#define EVMON_APP_ORIGINAL_H

#include "base/buf.h"

/* As received; where the document spanned lines, without the white space between tokens. Ends with a line break. */
void original_add_line(struct buf *out, struct str raw);

#endif
