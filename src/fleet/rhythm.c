/* Median and MAD of the pauses between contacts: one long night, or one retry loop, moves neither. Must not look at what
 * the platform or an operator caused: a purge or a suspension is no sign of life. */
#include "fleet/rhythm.h"

#include <stdlib.h>

static const bool signs[TYPE_COUNT_] = {
    [TYPE_LOC_UPDATE] = true, [TYPE_LOC_GPRS] = true,   [TYPE_PDP_CREATE] = true,
    [TYPE_PDP_UPDATE] = true, [TYPE_PDP_DELETE] = true, [TYPE_PDP_REJECT] = true,
};

static bool in_session(const struct step *step)
{
    return step->machine.sessions > 0;
}

/* The newest pauses between contacts of the kind that lasts now, in a session or outside, the newest first; fills in the
 * last sign. */
static int read_pauses(const struct device *d, size_t steps, int64_t pauses[RHYTHM_PAUSES], struct rhythm *out)
{
    int n = 0;
    int64_t later = INSTANT_NONE;
    bool open = false;
    for (size_t i = steps; i-- > 0 && n < RHYTHM_PAUSES;) {
        const struct step *step = &d->steps[i];
        if (!signs[step->type])
            continue;
        if (later == INSTANT_NONE) {
            out->last_ms = step->ts_ms;
            out->last_row = step->row;
            open = in_session(step);
        } else if (later - step->ts_ms > RHYTHM_PAUSE_MS && in_session(step) == open) {
            pauses[n++] = later - step->ts_ms;
        }
        later = step->ts_ms;
    }
    return n;
}

static int compare_spans(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* The lower one of the two in the middle: an answer that was really seen. */
static int64_t median(int64_t *spans, int n)
{
    qsort(spans, (size_t)n, sizeof *spans, compare_spans);
    return spans[(n - 1) / 2];
}

static bool is_expected(const struct device *d, size_t steps)
{
    enum device_state state = (enum device_state)(steps > 0 ? d->steps[steps - 1].machine.state : d->base.state);
    bool gap = steps == d->count && d->gap_ms != INSTANT_NONE;
    return !gap && state != DEVICE_DISABLED && state != DEVICE_SUSPENDED && state != DEVICE_BLOCKED;
}

void rhythm_read(const struct device *d, size_t steps, int64_t now_ms, struct rhythm *out)
{
    int64_t pauses[RHYTHM_PAUSES];
    *out = (struct rhythm){.usual_ms = -1, .spread_ms = -1, .last_ms = INSTANT_NONE, .expected_ms = INSTANT_NONE,
                           .times = -1};
    out->pauses = read_pauses(d, steps, pauses, out);
    if (out->pauses < RHYTHM_LEAST)
        return;
    out->usual_ms = median(pauses, out->pauses);
    for (int i = 0; i < out->pauses; i++)
        pauses[i] = pauses[i] > out->usual_ms ? pauses[i] - out->usual_ms : out->usual_ms - pauses[i];
    out->spread_ms = median(pauses, out->pauses);
    if (!is_expected(d, steps))
        return;
    int64_t quiet = now_ms > out->last_ms ? now_ms - out->last_ms : 0;
    out->expected_ms = out->last_ms + out->usual_ms;
    out->times = quiet / out->usual_ms;
    out->silent = out->times >= RHYTHM_SILENT && quiet - out->usual_ms >= RHYTHM_SILENT * out->spread_ms;
}
