/* Adding up per network. Knows numbers and places; what a history says, and when it is told anew, is device.c's. */
#include "fleet/network.h"

#include "base/arena.h"
#include "base/err.h"
#include "base/intern.h"
#include "base/xalloc.h"

#include <stdlib.h>

const struct network_count_row network_counts[NETWORK_COUNT_COUNT_] = {
#define NETCOUNT(ident, word, query, meaning) [NETWORK_##ident] = {word, query, meaning},
#include "fleet/network_counts.def"
#undef NETCOUNT
};

struct networks {
    const struct places *places;
    struct arena *arena;
    struct intern *keys; /* operator, separator, country -> id */
    struct network **items;
    size_t capacity;
    uint32_t *of_place; /* by place; UINT32_MAX = not asked yet */
    size_t of_capacity, of_count;
};

struct networks *networks_new(const struct places *places)
{
    struct networks *n = xcalloc(1, sizeof *n);
    n->places = places;
    n->arena = arena_new();
    n->keys = intern_new(n->arena);
    return n;
}

void networks_free(struct networks **networks)
{
    struct networks *n = *networks;
    if (n == NULL)
        return;
    for (uint32_t id = 1; id <= intern_count(n->keys); id++)
        free(n->items[id]);
    intern_free(&n->keys);
    arena_free(&n->arena);
    free(n->items);
    free(n->of_place);
    free(n);
    *networks = NULL;
}

/* ---- which network ---- */

static struct str key_of(struct buf *buf, struct str op, struct str cc)
{
    buf_add_str(buf, op);
    buf_add_byte(buf, VALUE_SEPARATOR);
    buf_add_str(buf, cc);
    return buf_str(buf);
}

/* Of several names the first by alphabet stays, so that the order of arrival does not matter. */
static void prefer(struct str *kept, struct str other)
{
    if (other.n > 0 && (kept->n == 0 || str_compare(other, *kept) < 0))
        *kept = other;
}

static uint32_t look_up(struct networks *n, const struct place *place)
{
    struct buf buf = {0};
    struct str key = key_of(&buf, place->op, place->cc);
    bool nameless = place->op.n == 0 && place->cc.n == 0;
    uint32_t known = intern_count(n->keys), id = intern_find(n->keys, key);
    if (id == 0 && known < NETWORKS_MAX && !nameless)
        id = intern_add(n->keys, key);
    buf_fini(&buf);
    if (id == 0)
        return NETWORK_NONE;
    if (id > known) {
        n->items = xgrow(n->items, &n->capacity, (size_t)id + 1, sizeof(void *));
        n->items[id] = xcalloc(1, sizeof *n->items[id]);
        n->items[id]->id = id;
        n->items[id]->op = place->op;
        n->items[id]->cc = place->cc;
    }
    prefer(&n->items[id]->country, place->country);
    prefer(&n->items[id]->mcc, place->mcc);
    prefer(&n->items[id]->mnc, place->mnc);
    return id;
}

uint32_t networks_of(struct networks *n, uint32_t place)
{
    if (place == PLACE_NONE)
        return NETWORK_NONE;
    if (place >= n->of_count) {
        n->of_place = xgrow(n->of_place, &n->of_capacity, (size_t)place + 1, sizeof *n->of_place);
        memset(n->of_place + n->of_count, 0xff, (n->of_capacity - n->of_count) * sizeof *n->of_place);
        n->of_count = n->of_capacity;
    }
    if (n->of_place[place] == UINT32_MAX)
        n->of_place[place] = look_up(n, places_get(n->places, place));
    return n->of_place[place];
}

uint32_t networks_find(const struct networks *n, struct str op, struct str cc)
{
    struct buf buf = {0};
    uint32_t id = intern_find(n->keys, key_of(&buf, op, cc));
    buf_fini(&buf);
    return id;
}

const struct network *networks_get(const struct networks *n, uint32_t id)
{
    return id != NETWORK_NONE && id <= intern_count(n->keys) ? n->items[id] : NULL;
}

size_t networks_count(const struct networks *n)
{
    return intern_count(n->keys);
}

size_t networks_bytes(const struct networks *n)
{
    return arena_bytes(n->arena) + intern_bytes(n->keys) + n->capacity * sizeof(void *) +
           n->of_capacity * sizeof *n->of_place + networks_count(n) * sizeof(struct network);
}

/* ---- events ---- */

/* What an event of that type is counted as, taken and refused; and which way it moves the trend. */
static const struct counted {
    bool counts;
    uint8_t taken, refused;
    int8_t good; /* +1 well, -1 badly, 0 neither */
} counted[TYPE_COUNT_] = {
    [TYPE_LOC_UPDATE] = {true, NETWORK_ATTACH, NETWORK_REFUSED, +1},
    [TYPE_LOC_GPRS] = {true, NETWORK_ATTACH, NETWORK_REFUSED, +1},
    [TYPE_PDP_CREATE] = {true, NETWORK_SESSION, NETWORK_SESSION, +1},
    [TYPE_PDP_REJECT] = {true, NETWORK_REJECT, NETWORK_REJECT, -1},
    [TYPE_PDP_DELETE] = {true, NETWORK_ENDED, NETWORK_ENDED, 0},
    [TYPE_LOC_PURGE] = {true, NETWORK_PURGE, NETWORK_PURGE, -1},
    [TYPE_LOC_GPRS_PURGE] = {true, NETWORK_PURGE, NETWORK_PURGE, -1},
};

/* A cell of the ring holds the newest of the spans that fall on it: a date from the future spoils one cell, not all. */
static void note_trend(struct network *network, int64_t ts_ms, int good, int sign)
{
    int64_t number = ts_ms / NETWORK_SLOT_MS;
    struct network_slot *slot = &network->trend[(uint64_t)number % NETWORK_SLOTS];
    if (number > slot->number)
        *slot = (struct network_slot){.number = number};
    if (number != slot->number)
        return;
    slot->good += good > 0 ? sign : 0;
    slot->bad += good < 0 ? sign : 0;
}

static void note_cause(struct network *network, struct str code, int sign)
{
    int i = 0;
    while (i < network->cause_count && !str_eq(network->causes[i].code, code))
        i++;
    if (i == NETWORK_CAUSES_MAX)
        return;
    if (i == network->cause_count)
        network->causes[network->cause_count++] = (struct network_cause){.code = code};
    network->causes[i].count += sign;
}

void networks_note(struct networks *n, const struct network_note *note, int sign)
{
    uint32_t id = networks_of(n, note->place);
    if (id == NETWORK_NONE)
        return;
    struct network *network = n->items[id];
    const struct counted *row = &counted[note->type];
    network->count[NETWORK_ALERT] += note->alert ? sign : 0;
    if (!row->counts)
        return;
    bool worse = note->refused && row->taken != row->refused;
    network->count[worse ? row->refused : row->taken] += sign;
    if (row->good != 0)
        note_trend(network, note->ts_ms, worse ? -1 : row->good, sign);
    network->rx += note->rx > 0 ? sign * note->rx : 0;
    network->tx += note->tx > 0 ? sign * note->tx : 0;
    if (note->type == TYPE_PDP_REJECT)
        note_cause(network, note->cause, sign);
}

/* ---- devices ---- */

static void sit(struct networks *n, const struct device_seat *seat, bool down)
{
    if (seat->network == NETWORK_NONE)
        return;
    struct network *network = n->items[seat->network];
    size_t *counts[] = {&network->devices, &network->by_state[seat->state], &network->by_rat[seat->rat]};
    for (size_t i = 0; i < 3; i++)
        *counts[i] += down ? 1 : SIZE_MAX; /* SIZE_MAX: one less */
}

void networks_seat(struct networks *n, struct device_seat *seat, const struct device *device)
{
    uint32_t id = device_place(device);
    const struct place *place = places_get(n->places, id);
    int64_t rat = place != NULL ? place->rat : -1;
    const struct device_seat now = {
        .network = networks_of(n, id),
        .state = (uint8_t)device_state(device),
        .rat = (uint8_t)(rat >= 0 && rat < NETWORK_RATS - 1 ? rat : NETWORK_RATS - 1),
    };
    if (now.network == seat->network && now.state == seat->state && now.rat == seat->rat)
        return;
    sit(n, seat, false);
    *seat = now;
    sit(n, seat, true);
}

void networks_unseat(struct networks *n, struct device_seat *seat)
{
    sit(n, seat, false);
    seat->network = NETWORK_NONE;
}

/* ---- reading ---- */

static double ratio(int64_t good, int64_t bad)
{
    return good + bad > 0 ? (double)good / (double)(good + bad) : -1;
}

double network_attach_ratio(const struct network *network)
{
    return ratio(network->count[NETWORK_ATTACH], network->count[NETWORK_REFUSED]);
}

double network_session_ratio(const struct network *network)
{
    return ratio(network->count[NETWORK_SESSION], network->count[NETWORK_REJECT]);
}

void network_trend(const struct network *network, int64_t now_ms, int slots, double *good, double *bad)
{
    int64_t last = now_ms / NETWORK_SLOT_MS;
    must(slots <= NETWORK_SLOTS);
    for (int i = 0; i < slots; i++) {
        int64_t number = last - slots + 1 + i;
        const struct network_slot *slot = &network->trend[(uint64_t)number % NETWORK_SLOTS];
        good[i] = slot->number == number ? slot->good : 0;
        bad[i] = slot->number == number ? slot->bad : 0;
    }
}
