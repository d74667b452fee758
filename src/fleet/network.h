/* Networks: an operator in a country. Who is on it now, and what happened there, added up from the histories of the
 * devices: every event that is held in a history counts for the network that it names or, where it names none, for the
 * one where its device was last seen. What leaves a history is taken off again, so the numbers are a function of the
 * histories, whatever order the events came in. */
#ifndef EVMON_FLEET_NETWORK_H
#define EVMON_FLEET_NETWORK_H

#include "fleet/device.h"

#define NETWORK_NONE 0u          /* no network is known, or there are too many */
#define NETWORKS_MAX 4096        /* different ones; further ones are not told apart */
#define NETWORK_CAUSES_MAX 64    /* causes counted apart per network */
#define NETWORK_RATS 24          /* the ids of rat; the last one: not known */
#define NETWORK_SLOT_MS (10 * 60 * 1000)
#define NETWORK_SLOTS 48         /* of the trend: eight hours */

enum network_count {
#define NETCOUNT(ident, ...) NETWORK_##ident,
#include "fleet/network_counts.def"
#undef NETCOUNT
    NETWORK_COUNT_COUNT_
};
struct network_count_row {
    const char *word, *query, *meaning;
};
extern const struct network_count_row network_counts[NETWORK_COUNT_COUNT_];

struct network_cause {
    struct str code; /* empty: the event has no cause */
    int64_t count;
};

/* Ten minutes: what went well (attached, session opened) and what did not (refused, rejected, purged). */
struct network_slot {
    int64_t number; /* time / NETWORK_SLOT_MS; 0 = nothing yet */
    int32_t good, bad;
};

struct network {
    uint32_t id;
    struct str op, cc, country, mcc, mnc; /* empty = not known; borrowed from the places */
    int64_t count[NETWORK_COUNT_COUNT_];
    int64_t rx, tx; /* bytes of the sessions that ended there */
    size_t devices, by_state[DEVICE_STATE_COUNT_], by_rat[NETWORK_RATS]; /* whose last known network it is */
    struct network_cause causes[NETWORK_CAUSES_MAX]; /* of the rejects, as they were first met */
    int cause_count;
    struct network_slot trend[NETWORK_SLOTS]; /* by number % NETWORK_SLOTS */
};

/* What one event adds, as its history tells it. */
struct network_note {
    uint32_t place; /* PLACE_NONE adds nothing */
    type_id type;
    bool refused, alert; /* refused: severity warn or above */
    int64_t ts_ms, rx, tx; /* -1 unknown; of an end */
    struct str cause;      /* of a reject; must outlive the networks */
};

struct networks;
struct networks *networks_new(const struct places *places);
void networks_free(struct networks **networks);
void networks_note(struct networks *networks, const struct network_note *note, int sign); /* +1 or -1 */
/* A device is counted where it is now; `seat` says where that was, and is the caller's. */
void networks_seat(struct networks *networks, struct device_seat *seat, const struct device *device);
void networks_unseat(struct networks *networks, struct device_seat *seat);

uint32_t networks_of(struct networks *networks, uint32_t place);
const struct network *networks_get(const struct networks *networks, uint32_t id); /* NULL for NETWORK_NONE */
uint32_t networks_find(const struct networks *networks, struct str op, struct str cc);
size_t networks_count(const struct networks *networks); /* ids are 1 to this */
size_t networks_bytes(const struct networks *networks);

/* Of attempts how many went well, 0 to 1; -1 without any. */
double network_attach_ratio(const struct network *network);
double network_session_ratio(const struct network *network);
/* The last `slots` of the trend up to a moment, oldest first. */
void network_trend(const struct network *network, int64_t now_ms, int slots, double *good, double *bad);

#endif
