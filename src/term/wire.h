/* Bytes on their way to a terminal that may not take them: a queue before a non-blocking descriptor. */
#ifndef EVMON_TERM_WIRE_H
#define EVMON_TERM_WIRE_H

#include "base/buf.h"

struct wire {
    int fd;
    struct buf pending;
    size_t at;        /* bytes of pending already taken */
    uint64_t written;
    unsigned dead : 1; /* hang-up, EIO: nothing is tried any more */
};

void wire_fini(struct wire *wire);
void wire_add(struct wire *wire, const void *bytes, size_t n);
/* Tries once. Bytes still pending; -E_GONE when the terminal is gone. */
int wire_flush(struct wire *wire);
/* Waits for the descriptor, at most ms milliseconds in all. For the last bytes before leaving only. */
void wire_drain(struct wire *wire, int ms);

#endif
