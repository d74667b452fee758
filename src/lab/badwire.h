/* An answer written to the socket by hand, for what a proper server would never do. */
#ifndef EVMON_LAB_BADWIRE_H
#define EVMON_LAB_BADWIRE_H

#include "lab/fault.h"

struct badwire {
    struct buf bytes;
    size_t sent, last; /* stops after `last` bytes */
    size_t step;       /* bytes at a time, 0 = all there is room for */
    int64_t pause;     /* ms between steps */
    int64_t give_up;   /* ms: when a silent one ends */
    int stays_silent, resets;
};

/* Composes the whole response for that mode. */
void badwire_compose(struct badwire *wire, enum wire_mode mode, const struct fault *fault,
                     const struct reply *reply, int64_t now);
void badwire_fini(struct badwire *wire);
enum badwire_state { WIRE_GOES_ON, WIRE_OVER };
/* Sends what is due; WIRE_OVER when the connection is to be closed (a reset has been sent by then). */
enum badwire_state badwire_step(struct badwire *wire, int fd, int64_t now);

#endif
