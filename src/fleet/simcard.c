/* Life of one SIM card. Everything here is either kept in the order of time or a first, a last or a count, so the order
 * of arrival does not matter. */
#include "fleet/simcard.h"

#include "base/xalloc.h"
#include "fleet/simcard_tell.h"

#include <stdlib.h>

struct simcard *simcard_new(int64_t id)
{
    struct simcard *sim = xcalloc(1, sizeof *sim);
    sim->id = id;
    sim->org_id = -1;
    sim->iccid_ms = sim->made_ms = sim->first_ms = sim->last_ms = INSTANT_NONE;
    for (int i = 0; i < SIM_SERVICE_COUNT_; i++)
        sim->quota[i] = (struct sim_quota){.ts_ms = INSTANT_NONE, .size = -1, .left = -1, .expires_ms = INSTANT_NONE};
    return sim;
}

void simcard_free(struct simcard **sim)
{
    if (*sim == NULL)
        return;
    free((*sim)->life);
    free((*sim)->imsis);
    free((*sim)->devices);
    free(*sim);
    *sim = NULL;
}

size_t simcard_bytes(const struct simcard *sim)
{
    return sizeof *sim + sim->life_room * sizeof *sim->life +
           ((size_t)sim->imsi_room + sim->device_room) * sizeof *sim->imsis;
}

void simcard_foresee(const struct simcard *sim)
{
    __builtin_prefetch(sim->imsis);
    __builtin_prefetch(sim->devices);
}

/* Room for one more; a fleet has very many cards, and few of them have much to tell. */
static void *grow(void *items, uint8_t *room, int count, size_t size)
{
    if (count < *room)
        return items;
    *room = (uint8_t)(*room == 0 ? 1 : *room * 2);
    return xrealloc(items, *room * size);
}

static const struct {
    bool known;
    int8_t state;
} changes[TYPE_COUNT_] = {
    [TYPE_SIM_ISSUE] = {true, SIM_ISSUED},        [TYPE_SIM_TEST] = {true, SIM_TEST},
    [TYPE_SIM_ACTIVATE] = {true, SIM_ACTIVATED},  [TYPE_SIM_SUSPEND] = {true, SIM_SUSPENDED},
    [TYPE_SIM_DELETE] = {true, SIM_DELETED},      [TYPE_SIM_REGISTER] = {true, SIM_UNKNOWN},
    [TYPE_SIM_RELEASE] = {true, SIM_UNKNOWN},     [TYPE_SIM_ASSIGN] = {true, SIM_UNKNOWN},
    [TYPE_SIM_MIGRATE] = {true, SIM_UNKNOWN},
};

static void add_change(struct simcard *sim, const struct sim_news *news)
{
    if (sim->life_count == SIMCARD_LIFE_MAX) {
        memmove(sim->life, sim->life + 1, (SIMCARD_LIFE_MAX - 1) * sizeof *sim->life);
        sim->life_count--;
    }
    sim->life = grow(sim->life, &sim->life_room, sim->life_count, sizeof *sim->life);
    int at = sim->life_count++;
    while (at > 0 && (sim->life[at - 1].ts_ms > news->ts_ms ||
                      (sim->life[at - 1].ts_ms == news->ts_ms && sim->life[at - 1].id > news->id))) {
        sim->life[at] = sim->life[at - 1];
        at--;
    }
    sim->life[at] = (struct sim_change){
        .ts_ms = news->ts_ms,
        .id = news->id,
        .row = news->row,
        .type = news->type,
        .state = changes[news->type].state,
        .origin = (uint8_t)news->origin,
        .device_id = news->device_id,
    };
}

/* Finds or adds what is seen; the one not seen for longest gives way. */
static struct sim_seen *seen_entry(struct sim_seen *items, uint8_t *count, int max, const struct sim_seen *wanted)
{
    int oldest = 0;
    for (int i = 0; i < *count; i++) {
        if (items[i].text == wanted->text && items[i].device_id == wanted->device_id)
            return &items[i];
        if (items[i].last_ms < items[oldest].last_ms)
            oldest = i;
    }
    int at = *count < max ? (*count)++ : oldest;
    items[at] = *wanted;
    return &items[at];
}

static void see(struct sim_seen *seen, int64_t ts_ms)
{
    seen->events++;
    seen->first_ms = ts_ms < seen->first_ms ? ts_ms : seen->first_ms;
    seen->last_ms = ts_ms > seen->last_ms ? ts_ms : seen->last_ms;
}

static struct sim_seen first_sight(uint32_t text, int64_t device_id, int64_t ts_ms)
{
    return (struct sim_seen){
        .text = text, .device_id = device_id, .first_ms = ts_ms, .last_ms = ts_ms, .place_ms = INSTANT_NONE};
}

static void see_imsi(struct simcard *sim, const struct sim_news *news)
{
    const struct sim_seen wanted = first_sight(news->imsi, -1, news->ts_ms);
    sim->imsis = grow(sim->imsis, &sim->imsi_room, sim->imsi_count, sizeof *sim->imsis);
    struct sim_seen *imsi = seen_entry(sim->imsis, &sim->imsi_count, SIMCARD_IMSIS_MAX, &wanted);
    see(imsi, news->ts_ms);
    if (news->place != 0 && (imsi->place_ms == INSTANT_NONE || news->ts_ms >= imsi->place_ms)) {
        imsi->place = news->place;
        imsi->place_ms = news->ts_ms;
    }
}

static void see_device(struct simcard *sim, const struct sim_news *news)
{
    struct sim_seen wanted = first_sight(news->imei, news->device_id, news->ts_ms);
    wanted.modem = news->modem;
    sim->devices = grow(sim->devices, &sim->device_room, sim->device_count, sizeof *sim->devices);
    see(seen_entry(sim->devices, &sim->device_count, SIMCARD_DEVICES_MAX, &wanted), news->ts_ms);
}

static void tell_quota(struct simcard *sim, const struct sim_news *news)
{
    struct sim_quota *quota = &sim->quota[news->service];
    if (quota->ts_ms != INSTANT_NONE &&
        (news->ts_ms < quota->ts_ms || (news->ts_ms == quota->ts_ms && news->id < quota->id)))
        return;
    quota->ts_ms = news->ts_ms;
    quota->id = news->id;
    quota->size = news->size >= 0 ? news->size : quota->size;
    quota->left = news->used_up ? 0 : news->left;
    quota->expires_ms = news->expires_ms != INSTANT_NONE ? news->expires_ms : quota->expires_ms;
    quota->used_up = news->used_up != 0;
    quota->expired = news->expired != 0;
    quota->blocks = news->blocks != 0;
}

void simcard_tell(struct simcard *sim, const struct sim_news *news)
{
    sim->events++;
    if (sim->first_ms == INSTANT_NONE || news->ts_ms < sim->first_ms)
        sim->first_ms = news->ts_ms;
    bool newest = sim->last_ms == INSTANT_NONE || news->ts_ms >= sim->last_ms;
    sim->last_ms = newest ? news->ts_ms : sim->last_ms;
    if (news->iccid != 0 && (sim->iccid == 0 || newest))
        sim->iccid = news->iccid;
    if (news->org_id >= 0 && (sim->org_id < 0 || newest))
        sim->org_id = news->org_id;
    if (changes[news->type].known)
        add_change(sim, news);
    if (news->severity == SEVERITY_INFO && (news->type == TYPE_PDP_CREATE || news->type == TYPE_LOC_UPDATE))
        sim->working = 1;
    if (news->imsi != 0)
        see_imsi(sim, news);
    if (news->device_id >= 0)
        see_device(sim, news);
    if (news->service >= 0)
        tell_quota(sim, news);
}

enum sim_state simcard_state(const struct simcard *sim, int64_t ts_ms, uint64_t id, bool *inferred)
{
    *inferred = false;
    for (int i = sim->life_count; i-- > 0;) {
        const struct sim_change *change = &sim->life[i];
        bool after = change->ts_ms > ts_ms || (change->ts_ms == ts_ms && change->id > id);
        if (!after && change->state != SIM_UNKNOWN)
            return (enum sim_state)change->state;
    }
    *inferred = sim->working;
    return sim->working ? SIM_ACTIVATED : SIM_UNKNOWN;
}

bool simcard_moved(const struct simcard *sim, const struct sim_seen **to)
{
    const struct sim_seen *newest = NULL, *other = NULL;
    for (int i = 0; i < sim->device_count; i++) {
        const struct sim_seen *seen = &sim->devices[i];
        if (seen->modem == 0)
            continue;
        if (newest == NULL || seen->first_ms > newest->first_ms)
            newest = seen;
    }
    for (int i = 0; i < sim->device_count && newest != NULL; i++) {
        const struct sim_seen *seen = &sim->devices[i];
        if (seen != newest && seen->modem != 0 && seen->modem != newest->modem && seen->first_ms < newest->first_ms)
            other = seen;
    }
    if (to != NULL)
        *to = other != NULL ? newest : NULL;
    return other != NULL;
}
