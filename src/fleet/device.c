/* History of one device. The order of the steps is the order of the events' times; what the machine and the ledger say is
 * a function of that order alone. */
#include "fleet/device.h"

#include "base/xalloc.h"
#include "fleet/device_tell.h"

#include <stdlib.h>

#define CONFIDENCE_GAP 50   /* something may have happened while we were not told */
#define CONFIDENCE_LATE 90  /* a late event has corrected the history */
#define CONFIDENCE_START 80 /* the history begins in the middle */

struct device *device_new(int64_t id)
{
    struct device *d = xcalloc(1, sizeof *d);
    d->id = id;
    d->org_id = d->sim_id = -1;
    d->base = MACHINE_START;
    d->base_since_ms = d->base_ts_ms = d->since_ms = d->last_alert_ms = d->gap_ms = INSTANT_NONE;
    d->base_quota = STEP_QUOTA_UNKNOWN;
    sessions_init(&d->sessions);
    sessions_init(&d->base_sessions);
    sessions_init(&d->near_sessions);
    return d;
}

void device_free(struct device **device)
{
    if (*device == NULL)
        return;
    sessions_fini(&(*device)->sessions);
    sessions_fini(&(*device)->base_sessions);
    sessions_fini(&(*device)->near_sessions);
    free((*device)->steps);
    free(*device);
    *device = NULL;
}

static bool is_before(int64_t ts_a, uint64_t id_a, int64_t ts_b, uint64_t id_b)
{
    return ts_a != ts_b ? ts_a < ts_b : id_a < id_b;
}

/* How many steps are not after the moment. */
static size_t rank_of(const struct device *d, int64_t ts_ms, uint64_t id)
{
    size_t low = 0, high = d->count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (is_before(ts_ms, id, d->steps[mid].ts_ms, d->steps[mid].id))
            high = mid;
        else
            low = mid + 1;
    }
    return low;
}

const struct step *device_at(const struct device *d, int64_t ts_ms, uint64_t id)
{
    size_t rank = rank_of(d, ts_ms, id);
    return rank > 0 ? &d->steps[rank - 1] : NULL;
}

const struct machine *device_machine(const struct device *d)
{
    return d->count > 0 ? &d->steps[d->count - 1].machine : &d->base;
}

enum device_state device_state(const struct device *d)
{
    return (enum device_state)device_machine(d)->state;
}

int64_t device_last_ms(const struct device *d)
{
    return d->count > 0 ? d->steps[d->count - 1].ts_ms : d->base_ts_ms;
}

int64_t device_session_count(const struct device *d)
{
    int64_t n = (int64_t)d->sessions.ended;
    for (size_t i = 0; i < d->sessions.count; i++)
        n += d->sessions.items[i].deleted == ROW_NONE ? 1 : 0;
    return n;
}

uint32_t device_place(const struct device *d)
{
    return d->count > 0 ? d->steps[d->count - 1].place : d->base_place;
}

uint32_t device_step_place(const struct device *d, const struct step *step)
{
    bool leaves = step->place == PLACE_NONE && step->named_place == PLACE_NONE;
    return !leaves ? step->place : step > d->steps ? step[-1].place : d->base_place;
}

int device_flaps(const struct device *d, int64_t ts_ms, uint64_t id)
{
    int flaps = 0;
    for (size_t i = rank_of(d, ts_ms, id); i-- > 0 && d->steps[i].ts_ms > ts_ms - DEVICE_FLAP_WINDOW_MS;)
        flaps += d->steps[i].type == TYPE_PDP_CREATE || d->steps[i].type == TYPE_PDP_DELETE;
    return flaps;
}

int device_confidence(const struct device *d, const char **why)
{
    const char *reason = "its history is unbroken";
    int confidence = 100;
    if (d->gap_ms != INSTANT_NONE) {
        reason = "there was a gap in the stream after its last event";
        confidence = CONFIDENCE_GAP;
    } else if (device_state(d) == DEVICE_UNKNOWN) {
        reason = "no event has said how it stands";
        confidence = 0;
    } else if (d->late > 0 && d->count > 0 && (d->steps[d->count - 1].flags & STEP_LATE) != 0) {
        reason = "a late event has corrected its history";
        confidence = CONFIDENCE_LATE;
    } else if (d->sessions.orphans > 0 && d->sessions.ended <= d->sessions.orphans) {
        reason = "its history begins in the middle of a session";
        confidence = CONFIDENCE_START;
    }
    if (why != NULL)
        *why = reason;
    return confidence;
}

/* ---- telling ---- */

/* Whoever counts hears of steps first..until-1. */
static void note(const struct device *d, size_t first, size_t until, const struct device_ties *ties, int sign)
{
    for (size_t i = first; i < until && ties->note != NULL; i++)
        ties->note(ties->user, d, &d->steps[i], sign);
}

/* Where an event leaves the device: named by itself, kept from before, or dropped by the purge of both domains. */
static uint32_t place_after(uint32_t before, const struct step *step, const struct device_ties *ties)
{
    if (step->named_place != PLACE_NONE)
        return before != PLACE_NONE ? ties->join(ties->user, before, step->named_place) : step->named_place;
    bool purge = step->type == TYPE_LOC_PURGE || step->type == TYPE_LOC_GPRS_PURGE;
    return purge && step->machine.state == DEVICE_OFFLINE ? PLACE_NONE : before;
}

/* Events that explain a delete soon after them. */
static const uint8_t reasons[TYPE_COUNT_] = {
    [TYPE_GENERIC] = SESSION_BY_POLICY,    [TYPE_DEV_BLOCK] = SESSION_BY_POLICY, [TYPE_QUOTA_USED] = SESSION_BY_QUOTA,
    [TYPE_QUOTA_EXPIRE] = SESSION_BY_QUOTA, [TYPE_DEV_RESET] = SESSION_BY_API,    [TYPE_DEV_DISABLE] = SESSION_BY_API,
    [TYPE_SIM_SUSPEND] = SESSION_BY_API,   [TYPE_SIM_DELETE] = SESSION_BY_API,   [TYPE_SIM_RELEASE] = SESSION_BY_API,
};

static void announce(struct sessions *sessions, const struct step *step)
{
    bool weaker = step->type == TYPE_GENERIC && sessions->reason == SESSION_BY_QUOTA &&
                  sessions->reason_ms != INSTANT_NONE;
    if (reasons[step->type] != SESSION_OPEN && !weaker) /* "disconnecting" after "used up" is the quota's doing */
        sessions_announce(sessions, reasons[step->type], step->ts_ms);
}

static void tell_sessions(struct sessions *sessions, const struct step *step, const struct device_ties *ties)
{
    struct session_note note;
    announce(sessions, step);
    bool pdp = step->type == TYPE_PDP_CREATE || step->type == TYPE_PDP_UPDATE || step->type == TYPE_PDP_DELETE;
    if (!pdp || !ties->read(ties->user, step, &note))
        return;
    if (step->type == TYPE_PDP_CREATE)
        sessions_create(sessions, &note);
    else if (step->type == TYPE_PDP_UPDATE)
        sessions_update(sessions, &note);
    else
        sessions_delete(sessions, &note);
}

/* What holds after step i, with that many sessions open. */
static void settle(struct device *d, size_t i, int sessions, const struct device_ties *ties)
{
    struct step *step = &d->steps[i];
    const struct machine_input input = {
        .type = step->type,
        .severity = (step->flags & STEP_REFUSED) != 0 ? SEVERITY_WARN : SEVERITY_INFO,
        .ts_ms = step->ts_ms,
        .sessions = sessions,
    };
    step->machine = machine_step(i > 0 ? step[-1].machine : d->base, &input);
    step->place = place_after(i > 0 ? step[-1].place : d->base_place, step, ties);
    step->quota_left = step->named_quota != STEP_QUOTA_UNKNOWN ? step->named_quota
                       : i > 0                                 ? step[-1].quota_left
                                                               : d->base_quota;
}

/* Tells step i: the ledger first, then what holds after it. */
static void tell_step(struct device *d, size_t i, const struct device_ties *ties)
{
    tell_sessions(&d->sessions, &d->steps[i], ties);
    settle(d, i, d->sessions.open, ties);
}

/* Since when the present state holds, and which event led there. */
static void find_since(struct device *d)
{
    size_t i = d->count;
    enum device_state state = device_state(d);
    while (i > 0 && d->steps[i - 1].machine.state == state)
        i--;
    if (i == d->count || (i == 0 && d->base.state == state && d->base_since_ms != INSTANT_NONE)) {
        d->since_ms = d->base_since_ms;
        d->cause = d->base_cause;
        d->cause_row = ROW_NONE;
        return;
    }
    d->since_ms = d->steps[i].ts_ms;
    d->cause = d->steps[i].id;
    d->cause_row = d->steps[i].row;
}

/* The oldest n steps become part of the base, while their rows can still be read. */
static void fold(struct device *d, size_t n, const struct device_ties *ties)
{
    note(d, 0, n, ties, -1);
    for (size_t i = 0; i < n; i++) {
        const struct step *step = &d->steps[i];
        if (step->machine.state != d->base.state || d->base_since_ms == INSTANT_NONE) {
            d->base_since_ms = step->ts_ms;
            d->base_cause = step->id;
        }
        d->base = step->machine;
        d->base_ts_ms = step->ts_ms;
        d->base_place = step->place;
        d->base_quota = step->quota_left;
        tell_sessions(&d->base_sessions, step, ties);
    }
    d->count -= n;
    d->near = d->near > n ? d->near - n : 0;
    memmove(d->steps, d->steps + n, d->count * sizeof *d->steps);
}

static void insert(struct device *d, size_t at, const struct device_news *news)
{
    d->steps = xgrow(d->steps, &d->capacity, d->count + 1, sizeof *d->steps);
    memmove(d->steps + at + 1, d->steps + at, (d->count - at) * sizeof *d->steps);
    d->count++;
    unsigned flags = (news->alert ? STEP_ALERT : 0u) | (news->severity >= SEVERITY_WARN ? STEP_REFUSED : 0u) |
                     (at + 1 < d->count ? STEP_LATE : 0u);
    d->steps[at] = (struct step){
        .ts_ms = news->ts_ms,
        .id = news->id,
        .row = news->row,
        .type = news->type,
        .flags = (uint8_t)flags,
        .named_place = news->place,
        .named_quota = news->quota_left,
    };
}

/* A device that talks a lot has late events all the time; they must not cost its whole history. */
static void keep_near(struct device *d, const struct device_ties *ties)
{
    if (d->count - d->near <= DEVICE_NEAR_MAX)
        return;
    if (d->near == 0)
        sessions_copy(&d->near_sessions, &d->base_sessions);
    for (; d->count - d->near > DEVICE_NEAR_MIN; d->near++)
        tell_sessions(&d->near_sessions, &d->steps[d->near], ties);
}

/* Everything behind what a late event can change is told again, with the event in its place. */
static void retell(struct device *d, const struct device_ties *ties)
{
    sessions_copy(&d->sessions, d->near > 0 ? &d->near_sessions : &d->base_sessions);
    for (size_t i = d->near; i < d->count; i++)
        tell_step(d, i, ties);
}

static bool concerns_sessions(type_id type)
{
    return type == TYPE_PDP_CREATE || type == TYPE_PDP_UPDATE || type == TYPE_PDP_DELETE || reasons[type] != SESSION_OPEN;
}

/* A late event. The ledger cares for the order of what concerns sessions alone, so it is told again only when such
 * events lie on both sides; the states from here on are always settled anew. Late events are the rule on this platform
 * (doc/PLATFORM.md 2.5), so this must cost no more than what lies behind them. */
static void tell_late(struct device *d, size_t at, const struct device_ties *ties)
{
    bool concerned = concerns_sessions(d->steps[at].type), behind = false;
    for (size_t i = at + 1; i < d->count && !behind; i++)
        behind = concerns_sessions(d->steps[i].type);
    d->late++;
    if (at < d->near)
        d->near = concerned ? 0 : d->near + 1; /* what was before that step is so no more, or it moved up */
    if (concerned && behind) {
        retell(d, ties);
    } else {
        if (concerned)
            tell_sessions(&d->sessions, &d->steps[at], ties);
        for (size_t i = at; i < d->count; i++) {
            int before = i > 0 ? d->steps[i - 1].machine.sessions : d->base.sessions;
            settle(d, i, concerned ? d->sessions.open : i == at ? before : d->steps[i].machine.sessions, ties);
        }
    }
    find_since(d);
}

void device_tell(struct device *d, const struct device_news *news, const struct device_ties *ties)
{
    d->events++;
    d->refused += news->type == TYPE_PDP_REJECT;
    if (news->alert && (d->last_alert_ms == INSTANT_NONE || news->ts_ms > d->last_alert_ms))
        d->last_alert_ms = news->ts_ms;
    if (d->count >= DEVICE_STEPS_MAX)
        fold(d, DEVICE_STEPS_MAX / 8, ties);
    if (d->base_ts_ms != INSTANT_NONE && news->ts_ms < d->base_ts_ms) {
        d->late++; /* older than all that is held: its consequences are in the base, or past mending */
        return;
    }
    enum device_state before = device_state(d);
    size_t at = rank_of(d, news->ts_ms, news->id);
    note(d, at, d->count, ties, -1);
    insert(d, at, news);
    if (at + 1 < d->count) {
        tell_late(d, at, ties);
        note(d, at, d->count, ties, +1);
        return; /* nothing is kept near while older events are fetched: each would undo it */
    }
    if (d->gap_ms != INSTANT_NONE && news->ts_ms >= d->gap_ms)
        d->gap_ms = INSTANT_NONE;
    tell_step(d, at, ties);
    keep_near(d, ties);
    note(d, at, d->count, ties, +1);
    if (device_state(d) != before || d->since_ms == INSTANT_NONE)
        find_since(d);
}

void device_leave(struct device *d, const struct device_ties *ties)
{
    note(d, 0, d->count, ties, -1);
}

void device_forget(struct device *d, row_id last, const struct device_ties *ties)
{
    size_t n = d->count;
    while (n > 0 && d->steps[n - 1].row > last)
        n--;
    if (n > 0)
        fold(d, n, ties);
}
