/* The world: organisations, people, devices with their SIMs and sessions, and the clock they live by. A pure function of
 * its options: the same seed, start and settings give the same happenings with the same ids, however time is sliced. */
#ifndef EVMON_LAB_WORLD_H
#define EVMON_LAB_WORLD_H

#include "lab/agenda.h"
#include "lab/carrier.h"
#include "lab/happening.h"
#include "lab/ledger.h"

#define WORLD_DEVICES_MAX 500000
#define WORLD_ORGS        7
#define WORLD_USERS       9
#define WORLD_DEVICE_ID   10200000 /* of the first device */
#define WORLD_SIM_ID      3300000
#define WORLD_IMSIS       3 /* on each SIM */

struct org {
    int id;
    const char *name;
    unsigned share;
};
extern const struct org world_orgs[WORLD_ORGS]; /* the first is the one that is signed in */

struct user {
    int id;
    const char *username, *name;
};
extern const struct user world_users[WORLD_USERS];

enum trade_ident {
#define TRADE(ident, ...) TRADE_##ident,
#include "lab/trades.def"
#undef TRADE
    TRADE_COUNT
};

struct trade {
    const char *name;
    unsigned share;
    double gap, stay, mb, sent, update; /* minutes, MB, part, minutes */
    unsigned roam, purge;               /* percent */
    uint32_t quota_mb;
    unsigned rats[5];
};
const struct trade *trade_get(unsigned trade);

enum presence { IS_AWAY, IS_ATTACHED, IS_ONLINE };
enum standing {
    STATE_UNKNOWN,
    STATE_OFFLINE,
    STATE_ATTACHED,
    STATE_ONLINE,
    STATE_BLOCKED,
    STATE_DISABLED,
    STATE_SUSPENDED
};

struct quota {
    int64_t left, given, threshold; /* bytes (data) or messages (SMS); given 0 = no quota */
    int64_t changed, expires;
    uint8_t percent, warned, used_up;
};

struct device {
    uint64_t luck;
    int64_t due_session, due_update, planned; /* ms; planned: what the agenda holds */
    int64_t opened, attached, updated_cs, updated_ps;
    int64_t last_act, last_stamp; /* newest time of an act, and as it was shown */
    int64_t last_slow;            /* newest arrival of those shown in whole seconds */
    int64_t since, cause;         /* of the state: shown time, id (0 until it has arrived) */
    int64_t silent_until, flap_until;
    uint64_t cause_mark, session, last, last_sim; /* sequence + 1 of its newest record */
    struct quota data, sms;
    uint32_t sim, cell, mark;
    uint16_t org, home, carrier, lac;
    uint8_t trade, rat, imsi, imei, presence, state;
    uint8_t disabled, suspended, blocked, shelved, refused, reason, has_cs;
    uint8_t heavy; /* in foreign hands: moves far more than it should */
};

/* A data session as it really was (the truth behind events 3 and 5). */
struct stay {
    uint64_t number;
    int64_t started, ended; /* ended 0 = open */
    int64_t end_id;
    uint32_t device, rx, tx;
    uint16_t carrier;
    uint8_t rat, imsi;
};

struct world_options {
    uint64_t seed;
    int64_t zero;    /* when the lab opens: scenarios count from here */
    int64_t history; /* ms of life before that */
    uint32_t devices;
    double rate;         /* events per second aimed at, 0 = as the trades have it */
    unsigned variations; /* percent of events in an unusual spelling */
    uint32_t scenarios;  /* bit per row of scenario.c */
    size_t limit;        /* records kept */
};

struct pending {
    struct happening happening;
    uint64_t mark; /* of the state change it announces, 0 = none */
    uint32_t next_free;
    int gone; /* delivered already */
};

struct scenario_state {
    uint64_t luck;
    int64_t began;
    uint32_t victims[64], victim_count;
    unsigned carrier, org;
};

#define WORLD_SCENARIOS_MAX 16
#define WORLD_SCENARIO_ITEM 0x80000000U /* in agenda_item.who: a scenario's step, not a device's */

struct world {
    struct world_options options;
    int64_t now; /* life has been lived up to here */
    double pace; /* time runs this much faster for sessions and updates */
    struct device *devices;
    struct agenda life, arrivals;
    struct pending *pool;
    size_t pool_count, pool_capacity;
    uint32_t pool_free; /* index + 1 */
    uint32_t said;      /* in the pool: what was said last */
    struct ledger ledger;
    int64_t last_ms; /* of the newest id */
    uint32_t ids_in_ms;
    uint64_t sessions, marks;
    struct stay *stays; /* ring */
    size_t stay_capacity;
    int64_t carrier_down[64]; /* per carrier: until when */
    uint64_t luck;
    struct scenario_state scenarios[WORLD_SCENARIOS_MAX];
    /* faults that change what is emitted */
    int64_t skew;
    uint32_t hostile_every, hostile_left, late_share; /* late_share: of 1,000 */
    int64_t late_by;
};

struct world *world_new(
    const struct world_options *options); /* nobody lives there yet: see course.h */
void world_free(struct world **world);
void world_arrivals(struct world *world,
                    int64_t until); /* what has happened and is due gets its id */
/* Lets arrive everything that has happened so far, whatever its lag (for dumps and comparisons). */
void world_drain(struct world *world);
int64_t world_next(const struct world *world); /* when something is due */

/* Something happens to a device (HAPPENING_NOBODY: to an organisation or a user) at about that time: never before what
 * it did last. The record holds the device as it is now; the caller fills in the rest before the next call. */
struct happening *world_say(struct world *world, enum kind kind, uint32_t device, int64_t at);
/* The same with no lag at all: it has arrived when the call returns. */
void world_hurry(struct world *world, enum kind kind, uint32_t device);
/* What was said last has led the device to this state. */
void world_state(struct world *world, uint32_t device, enum standing state);
/* Calls scenario_step for that row then. */
void world_plan_scenario(struct world *world, unsigned scenario, int64_t at, uint32_t what);
const struct stay *world_stay(const struct world *world,
                              uint64_t number); /* NULL when it is too long ago */
struct stay *world_stay_slot(struct world *world, uint64_t number);
const char *world_state_name(enum standing state);
/* A random organisation by share; a device by its id, HAPPENING_NOBODY when there is none. */
uint16_t world_any_org(const struct world *world, uint64_t *luck);
uint32_t world_device_of(const struct world *world, int64_t endpoint_id);
uint32_t world_device_of_sim(const struct world *world, int64_t sim_id);

#endif
