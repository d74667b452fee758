/* A whole small file: configuration, keys, lists. */
#ifndef EVMON_APP_SLURP_H
#define EVMON_APP_SLURP_H

#include "base/buf.h"
#include "base/err.h"

/* Appends the file's bytes: a regular file, at most `most` bytes, no NUL byte. -E_GONE when there is none, other -E_ with
 * "PATH: ...". */
int slurp_file(const char *path, size_t most, struct buf *out, struct error *err);

#endif
