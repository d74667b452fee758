/* Lines that were typed before, oldest first: each once, the newest ones within caps. As text a line each. */
#ifndef EVMON_SAVE_HISTORY_H
#define EVMON_SAVE_HISTORY_H

#include "base/buf.h"

#define HISTORY_LINES_MAX 500
#define HISTORY_LINE_BYTES_MAX 4096

struct history {
    char **lines;
    size_t count, capacity;
};

void history_fini(struct history *history); /* zero-initialised is empty and ready */
/* The newest from now on; the same line further back goes. Empty ones, longer ones than the cap and those with control
 * characters are left out. */
void history_add(struct history *history, struct str line);
void history_read(struct history *history, struct str text);
void history_print(const struct history *history, struct buf *out);

#endif
