/* What scripts have in common: later steps, and victims. */
#include "lab/script.h"

#include "lab/chance.h"

void script_later(struct world *w, unsigned scenario, unsigned step, uint32_t device, int64_t at)
{
    world_plan_scenario(w, scenario, at, SCRIPT_STEP(step, device));
}

static bool wanted(const struct world *w, const struct device *d, enum script_want want)
{
    if (d->shelved || d->disabled || d->suspended || d->blocked || d->reason != 0 ||
        d->data.used_up || d->silent_until > w->now || d->flap_until > w->now ||
        d->presence == IS_AWAY || d->heavy)
        return false;
    switch (want) {
    case WANT_QUOTA: return d->data.given > 0;
    case WANT_CHATTY: return d->trade == TRADE_TRACKER || d->trade == TRADE_POS;
    case WANT_METER: return d->trade == TRADE_METER;
    case WANT_ANY: return true;
    }
    return false;
}

static void pick_from(struct world *w, struct scenario_state *state, enum script_want want,
                      uint32_t most, int org)
{
    uint32_t n = w->options.devices, start = chance_below(&state->luck, n);
    for (uint32_t i = 0; i < n && state->victim_count < most; i++) {
        uint32_t device = (start + i) % n;
        const struct device *d = &w->devices[device];
        if (wanted(w, d, want) && (org < 0 || d->org == org))
            state->victims[state->victim_count++] = device;
    }
}

void script_pick(struct world *w, struct scenario_state *state, enum script_want want,
                 uint32_t most)
{
    uint32_t cap = w->options.devices / 8 + 1;
    most = most > 64 ? 64 : most;
    most = most > cap ? cap : most;
    state->victim_count = 0;
    pick_from(w, state, want, most, world_any_org(w, &state->luck));
    if (state->victim_count < most / 2 || state->victim_count == 0) {
        state->victim_count = 0;
        pick_from(w, state, want, most, -1);
    }
}
