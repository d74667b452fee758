/* Lines that were typed before, oldest first: each once, the newest ones within caps. As text a line each. */
#ifndef EVMON_SAVE_LINES_H
#define EVMON_SAVE_LINES_H

#include "base/buf.h"

#define LINES_MAX 500
#define LINES_BYTES_MAX 4096

struct lines {
    char **line;
    size_t count, capacity;
};

void lines_fini(struct lines *lines); /* zero-initialised is empty and ready */
/* The newest from now on; the same line further back goes. Empty ones, longer ones than the cap and those with control
 * characters are left out. */
void lines_add(struct lines *lines, struct str line);
void lines_read(struct lines *lines, struct str text);
void lines_print(const struct lines *lines, struct buf *out);

#endif
