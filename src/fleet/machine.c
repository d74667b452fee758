/* The device state machine: one table of acts, one rule that reads the state off what is known. */
#include "fleet/machine.h"

#include "base/err.h"
#include "base/instant.h"
#include "model/field.h"

enum { ACT_KEEP = MACHINE_UNKNOWN, ACT_NO = MACHINE_NO, ACT_YES = MACHINE_YES };

static const struct act {
    bool known;
    uint8_t cs, ps, set, clear;
} acts[TYPE_COUNT_] = {
#define ACT(type, cs, ps, set, clear) [TYPE_##type] = {true, ACT_##cs, ACT_##ps, set, clear},
#include "fleet/acts.def"
#undef ACT
};

bool machine_cares(type_id type)
{
    must(type < TYPE_COUNT_);
    return acts[type].known;
}

const char *machine_state_name(enum device_state state)
{
    return field_enum_word(FIELD_STATE, state);
}

static uint8_t month_of(int64_t ms)
{
    return (uint8_t)instant_civil(ms, 0).month;
}

/* The gravest thing that is known decides: an operator looks for the reason why a device is not online. */
static enum device_state state_of(const struct machine *m)
{
    if ((m->flags & MACHINE_DISABLED) != 0)
        return DEVICE_DISABLED;
    if ((m->flags & (MACHINE_SUSPENDED | MACHINE_RELEASED)) != 0)
        return DEVICE_SUSPENDED;
    if ((m->flags & MACHINE_BLOCKED) != 0)
        return DEVICE_BLOCKED;
    if (m->sessions > 0)
        return DEVICE_ONLINE;
    if (m->cs == MACHINE_YES || m->ps == MACHINE_YES)
        return DEVICE_ATTACHED;
    if (m->cs == MACHINE_NO || m->ps == MACHINE_NO)
        return DEVICE_OFFLINE;
    return DEVICE_UNKNOWN;
}

struct machine machine_step(struct machine m, const struct machine_input *input)
{
    const struct act *act = &acts[input->type];
    if ((m.flags & MACHINE_BLOCKED) != 0 && month_of(input->ts_ms) != m.month)
        m.flags &= (uint8_t)~MACHINE_BLOCKED;
    bool refused = (input->type == TYPE_LOC_UPDATE || input->type == TYPE_LOC_GPRS) && input->severity >= SEVERITY_WARN;
    m.sessions = (uint8_t)(input->sessions > 255 ? 255 : input->sessions);
    if (act->known && !refused) {
        m.cs = act->cs != ACT_KEEP ? act->cs : m.cs;
        m.ps = act->ps != ACT_KEEP ? act->ps : m.ps;
        m.flags = (uint8_t)((m.flags & ~act->clear) | act->set);
        if (input->type == TYPE_DEV_BLOCK)
            m.month = month_of(input->ts_ms);
    }
    m.state = (uint8_t)state_of(&m);
    return m;
}
