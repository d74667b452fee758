/* Reads the steps from the oldest to the newest, or back from the newest; keeps nothing. */
#include "fleet/history.h"

#include "base/xalloc.h"

#include <stdlib.h>

static void add_span(struct history *h, const struct history_span *span)
{
    struct history_span *last = h->count > 0 ? &h->spans[h->count - 1] : NULL;
    if (last != NULL)
        last->to_ms = span->from_ms;
    if (last != NULL && last->state == span->state)
        return;
    h->spans = xgrow(h->spans, &h->capacity, h->count + 1, sizeof *h->spans);
    h->spans[h->count++] = *span;
}

static void add_base(struct history *h, const struct device *d)
{
    if (d->base_since_ms == INSTANT_NONE)
        return;
    add_span(h, &(struct history_span){.from_ms = d->base_since_ms, .state = (enum device_state)d->base.state,
                                       .cause = d->base_cause});
}

void history_read(struct history *h, const struct device *d, int64_t now_ms)
{
    h->count = 0;
    add_base(h, d);
    for (size_t i = 0; i < d->count; i++) {
        const struct step *step = &d->steps[i];
        add_span(h, &(struct history_span){.from_ms = step->ts_ms, .state = (enum device_state)step->machine.state,
                                           .cause = step->id, .row = step->row, .type = step->type});
    }
    if (d->gap_ms != INSTANT_NONE && d->count > 0)
        add_span(h, &(struct history_span){.from_ms = d->steps[d->count - 1].ts_ms, .state = DEVICE_UNKNOWN});
    if (h->count > 0) {
        struct history_span *last = &h->spans[h->count - 1];
        last->to_ms = now_ms > last->from_ms ? now_ms : last->from_ms;
    }
}

void history_fini(struct history *h)
{
    free(h->spans);
    *h = (struct history){0};
}

void history_health(const struct device *d, int64_t now_ms, struct health *out)
{
    *out = (struct health){.flaps = device_flaps(d, now_ms, UINT64_MAX), .rejected_ms = INSTANT_NONE};
    for (size_t i = d->count; i-- > 0 && d->steps[i].type != TYPE_PDP_CREATE;) {
        const struct step *step = &d->steps[i];
        if (step->type != TYPE_PDP_REJECT)
            continue;
        if (out->rejects == 0) {
            out->reject_row = step->row;
            out->rejected_for = now_ms > step->ts_ms ? (uint32_t)((now_ms - step->ts_ms) / 1000) : 0;
        }
        out->rejects++;
        out->rejected_ms = step->ts_ms;
    }
}

const struct step *history_place_step(const struct device *d)
{
    uint32_t place = device_place(d);
    for (size_t i = d->count; i-- > 0 && place != PLACE_NONE;)
        if (d->steps[i].named_place == place)
            return &d->steps[i];
    return NULL;
}
