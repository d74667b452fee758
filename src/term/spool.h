/* Bytes on their way to a terminal that may not take them: a queue before a non-blocking descriptor. */
#ifndef EVMON_TERM_SPOOL_H
#define EVMON_TERM_SPOOL_H

#include "base/buf.h"

struct spool {
    int fd;
    struct buf pending;
    size_t at;        /* bytes of pending already taken */
    uint64_t written;
    unsigned dead : 1; /* hang-up, EIO: nothing is tried any more */
};

void spool_fini(struct spool *spool);
void spool_add(struct spool *spool, const void *bytes, size_t n);
/* Tries once. Bytes still pending; -E_GONE when the terminal is gone. */
int spool_flush(struct spool *spool);
/* Waits for the descriptor, at most ms milliseconds in all. For the last bytes before leaving only. */
void spool_drain(struct spool *spool, int ms);

#endif
