/* Standard output of the headless commands: large writes, a reader that goes away is quiet. */
#ifndef EVMON_CLI_OUTPUT_H
#define EVMON_CLI_OUTPUT_H

#include "base/buf.h"
#include "cli/cli.h"

/* Writes all of it and empties the buffer. 0, -E_GONE when nobody reads any more, -E_IO (said on standard error). */
int output_flush(struct buf *out);
/* The same when the buffer has grown large enough to be worth it. */
int output_maybe(struct buf *out);
/* Writes a page of text; the exit code that follows from it. */
int output_all(struct buf *out);
/* The exit code of a failed write. */
int output_code(int failure);

#endif
