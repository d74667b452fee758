/* Dirty bits -> frames. At most so many a second at rest, the first of them at once, fewer where they are large; at once
 * after a key; none while the terminal has not taken the last one. */
#ifndef EVMON_APP_PULSE_H
#define EVMON_APP_PULSE_H

#include "io/loop.h"
#include "term/term.h"

struct pulse;
struct pulse_ops {
    /* Brings the picture up to date within the budget and puts it on the terminal. True when work is left. -E_ of
     * term_present through *result. */
    bool (*frame)(void *user, int64_t budget_ns, int *result);
    void (*gone)(void *user); /* the terminal takes nothing any more */
};

struct pulse *pulse_new(struct loop *loop, struct term *term, const struct pulse_ops *ops, void *user);
void pulse_free(struct pulse **pulse);
void pulse_set_rate(struct pulse *pulse, int frames_per_second);
/* What lies between here and the eye: a terminal on this machine, or perhaps a thin line. NEAR until told. */
enum pulse_line { PULSE_NEAR, PULSE_FAR };
void pulse_set_line(struct pulse *pulse, enum pulse_line line);
void pulse_mark(struct pulse *pulse); /* something changed: a frame is due when its time comes */
void pulse_mark_lazily(struct pulse *pulse); /* with the next frame, or alone when none comes for a tenth of a second */
void pulse_now(struct pulse *pulse);  /* a key was pressed: a frame is due in this turn */

#endif
