/* The fleet: short stories of events and what must be known afterwards; the same in every order of arrival. */
#include "fleet/fleet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
/* after those four, as cmocka wants it */
#include <cmocka.h>

#include "made.h"

#define START INT64_C(1790000000000)
#define DEVICE 4711
#define SIM 90210

/* One event of a story: seconds after START, type, and what it carries. */
struct beat {
    int at;
    type_id type;
    int severity;
    const char *session, *op; /* "" = none */
    int64_t rx, tx;
};

static void make(struct made *made, const struct beat *beat, uint64_t id)
{
    made->used = 0;
    memset(&made->event, 0, sizeof made->event);
    struct event *event = &made->event;
    event->id = id;
    event->type = beat->type;
    event->order_ms = event->arrival_ms = START + beat->at * INT64_C(1000);
    made_number(made, FIELD_ID, (int64_t)id);
    made_number(made, FIELD_TS, event->order_ms);
    made_number(made, FIELD_TYPE, beat->type);
    made_number(made, FIELD_TYPE_ID, type_row(beat->type)->api_id);
    made_number(made, FIELD_SEV, beat->severity);
    made_number(made, FIELD_DEV_ID, DEVICE);
    made_number(made, FIELD_SIM_ID, SIM);
    made_text(made, FIELD_DEV, "pump-1");
    made_text(made, FIELD_ICCID, "8988303000000000017");
    made_text(made, FIELD_IMSI, "901430000000017");
    made_text(made, FIELD_IMEI, "8600000000000101");
    if (beat->session != NULL)
        made_text(made, FIELD_SESSION_ID, "%s", beat->session);
    if (beat->op != NULL) {
        made_text(made, FIELD_OP, "%s", beat->op);
        made_text(made, FIELD_CC, "de");
    }
    if (beat->type == TYPE_PDP_DELETE) {
        made_number(made, FIELD_RX, beat->rx);
        made_number(made, FIELD_TX, beat->tx);
    }
    event->raw = STR("{}");
}

struct world {
    struct store *store;
    struct fleet *fleet;
};

static void add(struct world *w, const struct beat *beat, uint64_t id)
{
    struct made made;
    row_id row;
    make(&made, beat, id);
    assert_int_equal(store_append(w->store, &made.event, 0, (struct raw_place){-1, 0}, &row), STORE_ADDED);
    store_flush(w->store);
}

static struct world open_world(void)
{
    struct world w = {.store = store_new(&(struct store_options){0})};
    w.fleet = fleet_new(w.store, 0);
    return w;
}

static void close_world(struct world *w)
{
    fleet_free(&w->fleet);
    store_free(&w->store);
}

/* ---- states: a row for each rule of the platform's table ---- */

#define INFO SEVERITY_INFO
#define WARN SEVERITY_WARN

static const struct {
    const char *what;
    enum device_state expected;
    struct beat beats[6];
} states[] = {
    {"nothing said", DEVICE_UNKNOWN, {{1, TYPE_QUOTA_ASSIGN, INFO, 0, 0, 0, 0}}},
    {"CS attach", DEVICE_ATTACHED, {{1, TYPE_LOC_UPDATE, INFO, 0, "A", 0, 0}}},
    {"PS attach", DEVICE_ATTACHED, {{1, TYPE_LOC_GPRS, INFO, 0, "A", 0, 0}}},
    {"refused attach", DEVICE_UNKNOWN, {{1, TYPE_LOC_UPDATE, WARN, 0, "A", 0, 0}}},
    {"session", DEVICE_ONLINE, {{1, TYPE_LOC_GPRS, INFO, 0, "A", 0, 0}, {2, TYPE_PDP_CREATE, INFO, "s1", "A", 0, 0}}},
    {"rejected", DEVICE_ATTACHED, {{1, TYPE_LOC_GPRS, INFO, 0, "A", 0, 0}, {2, TYPE_PDP_REJECT, WARN, 0, 0, 0, 0}}},
    {"session ended", DEVICE_ATTACHED,
     {{1, TYPE_PDP_CREATE, INFO, "s1", "A", 0, 0}, {9, TYPE_PDP_DELETE, INFO, "s1", "A", 1, 2}}},
    {"both purged", DEVICE_OFFLINE,
     {{1, TYPE_LOC_UPDATE, INFO, 0, "A", 0, 0}, {2, TYPE_LOC_GPRS, INFO, 0, "A", 0, 0},
      {3, TYPE_LOC_PURGE, INFO, 0, 0, 0, 0}, {4, TYPE_LOC_GPRS_PURGE, INFO, 0, 0, 0, 0}}},
    {"PS purged, CS newer", DEVICE_ATTACHED,
     {{1, TYPE_LOC_GPRS, INFO, 0, "A", 0, 0}, {2, TYPE_LOC_UPDATE, INFO, 0, "A", 0, 0},
      {3, TYPE_LOC_GPRS_PURGE, INFO, 0, 0, 0, 0}}},
    {"called offline", DEVICE_OFFLINE, {{1, TYPE_LOC_GPRS, INFO, 0, "A", 0, 0}, {2, TYPE_DEV_OFFLINE, WARN, 0, 0, 0, 0}}},
    {"blocked", DEVICE_BLOCKED, {{1, TYPE_LOC_GPRS, INFO, 0, "A", 0, 0}, {2, TYPE_DEV_BLOCK, WARN, 0, 0, 0, 0}}},
    {"block lifted", DEVICE_ONLINE,
     {{1, TYPE_DEV_BLOCK, WARN, 0, 0, 0, 0}, {2, TYPE_PDP_CREATE, INFO, "s1", "A", 0, 0}}},
    {"a new month lifts", DEVICE_ATTACHED,
     {{1, TYPE_DEV_BLOCK, WARN, 0, 0, 0, 0}, {40 * 86400, TYPE_LOC_UPDATE, INFO, 0, "A", 0, 0}}},
    {"quota is a flag, no state", DEVICE_ATTACHED,
     {{1, TYPE_LOC_GPRS, INFO, 0, "A", 0, 0}, {2, TYPE_QUOTA_USED, WARN, 0, 0, 0, 0}}},
    {"suspended", DEVICE_SUSPENDED, {{1, TYPE_LOC_GPRS, INFO, 0, "A", 0, 0}, {2, TYPE_SIM_SUSPEND, INFO, 0, 0, 0, 0}}},
    {"deleted", DEVICE_SUSPENDED, {{2, TYPE_SIM_DELETE, INFO, 0, 0, 0, 0}}},
    {"disabled", DEVICE_DISABLED, {{1, TYPE_LOC_GPRS, INFO, 0, "A", 0, 0}, {2, TYPE_DEV_DISABLE, INFO, 0, 0, 0, 0}}},
    {"released", DEVICE_SUSPENDED, {{1, TYPE_LOC_GPRS, INFO, 0, "A", 0, 0}, {2, TYPE_SIM_RELEASE, INFO, 0, 0, 0, 0}}},
    {"enabled waits for 1 2 3", DEVICE_OFFLINE,
     {{1, TYPE_LOC_GPRS, INFO, 0, "A", 0, 0}, {2, TYPE_DEV_DISABLE, INFO, 0, 0, 0, 0},
      {3, TYPE_DEV_ENABLE, INFO, 0, 0, 0, 0}}},
    {"refused when attached changes nothing", DEVICE_ATTACHED,
     {{1, TYPE_LOC_UPDATE, INFO, 0, "A", 0, 0}, {2, TYPE_LOC_UPDATE, WARN, 0, "A", 0, 0}}},
    {"refused PS attach", DEVICE_UNKNOWN, {{1, TYPE_LOC_GPRS, WARN, 0, "A", 0, 0}}},
    {"rejected during a session stays online", DEVICE_ONLINE,
     {{1, TYPE_PDP_CREATE, INFO, "s1", "A", 0, 0}, {2, TYPE_PDP_REJECT, WARN, 0, 0, 0, 0}}},
    {"an update without its create is a session", DEVICE_ONLINE, {{1, TYPE_PDP_UPDATE, INFO, "s1", "A", 0, 0}}},
    {"CS purged, PS stays", DEVICE_ATTACHED,
     {{1, TYPE_LOC_GPRS, INFO, 0, "A", 0, 0}, {2, TYPE_LOC_UPDATE, INFO, 0, "A", 0, 0}, {3, TYPE_LOC_PURGE, INFO, 0, 0, 0, 0}}},
    {"a lone purge", DEVICE_OFFLINE, {{1, TYPE_LOC_GPRS_PURGE, INFO, 0, 0, 0, 0}}},
    {"seen again after being called offline", DEVICE_ATTACHED,
     {{1, TYPE_DEV_OFFLINE, WARN, 0, 0, 0, 0}, {2, TYPE_LOC_UPDATE, INFO, 0, "A", 0, 0}}},
    {"expired quota is a flag", DEVICE_ATTACHED,
     {{1, TYPE_LOC_GPRS, INFO, 0, "A", 0, 0}, {2, TYPE_QUOTA_EXPIRE, WARN, 0, 0, 0, 0}}},
    {"SMS quota is a flag", DEVICE_ATTACHED,
     {{1, TYPE_LOC_UPDATE, INFO, 0, "A", 0, 0}, {2, TYPE_SMS_USED, WARN, 0, 0, 0, 0}}},
    {"activated waits for 1 2 3", DEVICE_OFFLINE,
     {{1, TYPE_LOC_GPRS, INFO, 0, "A", 0, 0}, {2, TYPE_SIM_SUSPEND, INFO, 0, 0, 0, 0},
      {3, TYPE_SIM_ACTIVATE, INFO, 0, 0, 0, 0}}},
    {"assigned waits for 1 2 3", DEVICE_OFFLINE,
     {{2, TYPE_SIM_RELEASE, INFO, 0, 0, 0, 0}, {3, TYPE_SIM_ASSIGN, INFO, 0, 0, 0, 0}}},
    {"disabled goes before suspended", DEVICE_DISABLED,
     {{1, TYPE_SIM_SUSPEND, INFO, 0, 0, 0, 0}, {2, TYPE_DEV_DISABLE, INFO, 0, 0, 0, 0}}},
    {"a notice of disconnecting changes nothing", DEVICE_ONLINE,
     {{1, TYPE_PDP_CREATE, INFO, "s1", "A", 0, 0}, {2, TYPE_GENERIC, WARN, 0, 0, 0, 0}}},
    {"a reset drops both", DEVICE_OFFLINE,
     {{1, TYPE_LOC_GPRS, INFO, 0, "A", 0, 0}, {2, TYPE_DEV_RESET, INFO, 0, 0, 0, 0}}},
    {"the trail of a reset", DEVICE_ATTACHED,
     {{1, TYPE_PDP_CREATE, INFO, "s1", "A", 0, 0}, {2, TYPE_SIM_SUSPEND, INFO, 0, 0, 0, 0},
      {3, TYPE_PDP_DELETE, INFO, "s1", "A", 5, 5}, {4, TYPE_SIM_ACTIVATE, INFO, 0, 0, 0, 0},
      {5, TYPE_LOC_UPDATE, INFO, 0, "A", 0, 0}}},
};

static void test_states(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        struct world w = open_world();
        for (uint64_t n = 0; n < 6 && states[i].beats[n].at > 0; n++)
            add(&w, &states[i].beats[n], n + 1);
        const struct device *device = fleet_device(w.fleet, DEVICE);
        assert_non_null(device);
        if (device_state(device) != states[i].expected)
            fail_msg("%s: %s, expected %s", states[i].what, machine_state_name(device_state(device)),
                     machine_state_name(states[i].expected));
        close_world(&w);
    }
}

/* ---- sessions ---- */

static void test_sessions_pair(void **state)
{
    (void)state;
    static const struct beat beats[] = {
        {10, TYPE_PDP_CREATE, INFO, "s1", "A", 0, 0}, {20, TYPE_QUOTA_USED, WARN, 0, 0, 0, 0},
        {21, TYPE_GENERIC, WARN, 0, 0, 0, 0},         {22, TYPE_PDP_DELETE, INFO, "s1", "A", 700, 30},
        {30, TYPE_PDP_DELETE, INFO, "s0", "A", 1, 1}, {40, TYPE_PDP_CREATE, INFO, "s2", "B", 0, 0},
        {50, TYPE_PDP_CREATE, INFO, "s3", "B", 0, 0},
    };
    struct world w = open_world();
    for (uint64_t i = 0; i < sizeof beats / sizeof *beats; i++)
        add(&w, &beats[i], i + 1);
    const struct sessions *s = &fleet_device(w.fleet, DEVICE)->sessions;
    assert_int_equal(s->count, 4);
    assert_int_equal(s->items[0].end, SESSION_BY_QUOTA);
    assert_int_equal(s->items[0].start_ms, START + 10000);
    assert_int_equal(s->items[0].end_ms, START + 22000);
    assert_int_equal(s->items[0].rx, 700);
    assert_int_equal(s->items[1].flags, SESSION_ORPHAN);
    assert_int_equal(s->items[2].end, SESSION_LOST);
    assert_int_equal(s->items[3].end, SESSION_OPEN);
    assert_int_equal(s->open, 1);
    assert_int_equal(s->rx_closed, 701);
    assert_int_equal(s->orphans, 1);
    assert_int_equal(s->overlaps, 1);
    close_world(&w);
}

static void test_derived_as_of_the_event(void **state)
{
    (void)state;
    static const struct beat beats[] = {
        {10, TYPE_LOC_GPRS, INFO, 0, "Alpha", 0, 0},
        {20, TYPE_PDP_REJECT, WARN, 0, 0, 0, 0},
        {30, TYPE_LOC_GPRS, INFO, 0, "Beta", 0, 0},
        {40, TYPE_LOC_GPRS_PURGE, INFO, 0, 0, 0, 0},
        {50, TYPE_PDP_REJECT, WARN, 0, 0, 0, 0},
    };
    struct world w = open_world();
    for (uint64_t i = 0; i < 5; i++)
        add(&w, &beats[i], i + 1);
    struct value v;
    row_id row = store_next(w.store, store_oldest(w.store));
    assert_true(fleet_derive(w.fleet, row, FIELD_AT_OP, &v));
    assert_true(str_eq(v.s, STR("Alpha")));
    assert_true(fleet_derive(w.fleet, row, FIELD_DT, &v));
    assert_int_equal(v.i, 10000);
    assert_true(fleet_derive(w.fleet, row, FIELD_STATE, &v));
    assert_int_equal(v.i, DEVICE_ATTACHED);
    assert_false(fleet_derive(w.fleet, store_newest(w.store), FIELD_AT_OP, &v)); /* dropped by the purge */
    close_world(&w);
}

/* A location update names no RAT; that of the session stays on the same network, not on another one. */
static void test_rat_stays_on_its_network(void **state)
{
    (void)state;
    static const struct beat beats[] = {
        {10, TYPE_PDP_CREATE, INFO, "s1", "Alpha", 0, 0},
        {20, TYPE_LOC_GPRS, INFO, 0, "Alpha", 0, 0},
        {30, TYPE_LOC_GPRS, INFO, 0, "Beta", 0, 0},
    };
    struct world w = open_world();
    struct value v;
    for (uint64_t i = 0; i < 3; i++) {
        struct made made;
        row_id row;
        make(&made, &beats[i], i + 1);
        if (beats[i].type == TYPE_PDP_CREATE)
            made_number(&made, FIELD_RAT, 6);
        assert_int_equal(store_append(w.store, &made.event, 0, (struct raw_place){-1, 0}, &row), STORE_ADDED);
        store_flush(w.store);
        bool known = fleet_derive(w.fleet, row, FIELD_AT_RAT, &v);
        assert_int_equal(known, i < 2);
        if (known)
            assert_int_equal(v.i, 6);
    }
    assert_true(fleet_now(w.fleet, fleet_device(w.fleet, DEVICE), FIELD_AT_OP, START + 60000, &v));
    assert_true(str_eq(v.s, STR("Beta")));
    assert_true(fleet_now(w.fleet, fleet_device(w.fleet, DEVICE), FIELD_AGE, START + 60000, &v));
    assert_int_equal(v.i, 30000);
    close_world(&w);
}

/* Two SIM ids that claim one number: the number leads to the lower one, whichever came first. */
static void test_number_claimed_twice(void **state)
{
    (void)state;
    static const struct beat beat = {1, TYPE_LOC_UPDATE, INFO, 0, "Alpha", 0, 0};
    for (int order = 0; order < 2; order++) {
        struct world w = open_world();
        for (uint64_t i = 0; i < 4; i++) {
            struct made made;
            row_id row;
            make(&made, &beat, i + 1);
            made_number(&made, FIELD_SIM_ID, SIM + (int64_t)((i + (uint64_t)order) & 1));
            assert_int_equal(store_append(w.store, &made.event, 0, (struct raw_place){-1, 0}, &row), STORE_ADDED);
        }
        store_flush(w.store);
        assert_int_equal(fleet_sim_by_iccid(w.fleet, STR("8988303000000000017"))->id, SIM);
        assert_int_equal(fleet_sim(w.fleet, SIM + 1)->events, 2);
        close_world(&w);
    }
}

/* A SIM that comes into another modem may be stolen; a new firmware of the same one changes the end of its IMEISV alone,
 * and some networks tell 15 digits with a check digit. */
static void test_firmware_is_no_theft(void **state)
{
    (void)state;
    static const struct beat beat = {1, TYPE_LOC_UPDATE, INFO, 0, "Alpha", 0, 0};
    static const char *const imeis[] = {"8600000000001101", "8600000000001102", "860000000000117", "8600000000001201"};
    const struct sim_seen *to;
    struct world w = open_world();
    for (uint64_t i = 0; i < 4; i++) {
        struct made made;
        row_id row;
        struct beat now = beat;
        now.at += (int)i;
        make(&made, &now, i + 1);
        made_text(&made, FIELD_IMEI, "%s", imeis[i]);
        assert_int_equal(store_append(w.store, &made.event, 0, (struct raw_place){-1, 0}, &row), STORE_ADDED);
        store_flush(w.store);
        assert_int_equal(simcard_moved(fleet_sim(w.fleet, SIM), &to), i == 3);
    }
    assert_true(str_eq(fleet_text(w.fleet, to->text), str_of(imeis[3])));
    close_world(&w);
}

/* ---- any order of arrival ends the same ---- */

#define STORY 60
#define ROUNDS 200

static void invent(struct beat *story, int length, uint64_t *random)
{
    static const type_id types[] = {TYPE_LOC_UPDATE, TYPE_LOC_GPRS,   TYPE_PDP_CREATE,  TYPE_PDP_DELETE, TYPE_PDP_REJECT,
                                    TYPE_LOC_PURGE,  TYPE_LOC_GPRS_PURGE, TYPE_DEV_BLOCK, TYPE_SIM_SUSPEND,
                                    TYPE_SIM_ACTIVATE, TYPE_DEV_DISABLE, TYPE_DEV_ENABLE, TYPE_GENERIC, TYPE_QUOTA_USED};
    static const char *const sids[] = {"s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8"};
    static const char *const ops[] = {"Alpha", "Beta", "Gamma"};
    for (int i = 0; i < length; i++) {
        type_id type = types[made_random(random) % (sizeof types / sizeof *types)];
        bool pdp = type == TYPE_PDP_CREATE || type == TYPE_PDP_DELETE;
        bool place = pdp || type == TYPE_LOC_UPDATE || type == TYPE_LOC_GPRS;
        story[i] = (struct beat){.at = i * 7, .type = type, .severity = type == TYPE_PDP_REJECT ? WARN : INFO,
                                 .session = pdp ? sids[made_random(random) % 8] : NULL,
                                 .op = place ? ops[made_random(random) % 3] : NULL, .rx = i, .tx = 2 * i};
    }
}

static void compare(const struct device *a, const struct device *b)
{
    assert_int_equal(a->count, b->count);
    assert_int_equal(a->since_ms, b->since_ms);
    assert_int_equal(a->cause, b->cause);
    assert_int_equal(a->sessions.count, b->sessions.count);
    assert_int_equal(a->sessions.rx_closed, b->sessions.rx_closed);
    for (size_t i = 0; i < a->count; i++) {
        assert_int_equal(a->steps[i].id, b->steps[i].id);
        assert_memory_equal(&a->steps[i].machine, &b->steps[i].machine, sizeof a->steps[i].machine);
        assert_int_equal(a->steps[i].place == 0, b->steps[i].place == 0);
        assert_int_equal(a->steps[i].quota_left, b->steps[i].quota_left);
    }
    for (size_t i = 0; i < a->sessions.count; i++) {
        const struct session *x = &a->sessions.items[i], *y = &b->sessions.items[i];
        assert_int_equal(x->start_ms, y->start_ms);
        assert_int_equal(x->end_ms, y->end_ms);
        assert_int_equal(x->end, y->end);
        assert_int_equal(x->flags, y->flags);
        assert_int_equal(x->rx, y->rx);
    }
}

static void test_any_order(void **state)
{
    (void)state;
    uint64_t random = 7;
    for (int round = 0; round < ROUNDS; round++) {
        struct beat story[STORY];
        int order[STORY];
        invent(story, STORY, &random);
        struct world straight = open_world(), shuffled = open_world();
        for (int i = 0; i < STORY; i++) {
            add(&straight, &story[i], (uint64_t)i + 1);
            order[i] = i;
        }
        for (int i = STORY - 1; i > 0; i--) {
            int j = (int)(made_random(&random) % (uint64_t)(i + 1)), swap = order[i];
            order[i] = order[j];
            order[j] = swap;
        }
        for (int i = 0; i < STORY; i++)
            add(&shuffled, &story[order[i]], (uint64_t)order[i] + 1);
        compare(fleet_device(straight.fleet, DEVICE), fleet_device(shuffled.fleet, DEVICE));
        bool guess_a, guess_b;
        assert_int_equal(simcard_state(fleet_sim(straight.fleet, SIM), INT64_MAX, 0, &guess_a),
                         simcard_state(fleet_sim(shuffled.fleet, SIM), INT64_MAX, 0, &guess_b));
        close_world(&straight);
        close_world(&shuffled);
    }
}

#define LONG_STORY 700
#define LONG_ROUNDS 12
#define LATE 16 /* places that an event is late by, at most; now and then one is later than that */

/* Of a long history only its end is told again; the same must come out. */
static void test_late_in_a_long_history(void **state)
{
    (void)state;
    uint64_t random = 11;
    for (int round = 0; round < LONG_ROUNDS; round++) {
        static struct beat story[LONG_STORY];
        int order[LONG_STORY];
        invent(story, LONG_STORY, &random);
        struct world straight = open_world(), late = open_world();
        for (int i = 0; i < LONG_STORY; i++) {
            add(&straight, &story[i], (uint64_t)i + 1);
            order[i] = i;
        }
        for (int i = 0; i < LONG_STORY; i++) {
            int by = made_random(&random) % 50 == 0 ? 300 : LATE, j = i + (int)(made_random(&random) % (uint64_t)by);
            int swap = order[i];
            if (j >= LONG_STORY)
                continue;
            order[i] = order[j];
            order[j] = swap;
        }
        for (int i = 0; i < LONG_STORY; i++)
            add(&late, &story[order[i]], (uint64_t)order[i] + 1);
        assert_true(fleet_device(late.fleet, DEVICE)->late > LONG_STORY / 4);
        compare(fleet_device(straight.fleet, DEVICE), fleet_device(late.fleet, DEVICE));
        close_world(&straight);
        close_world(&late);
    }
}

/* ---- bounded ---- */

static void test_least_recent_give_way(void **state)
{
    (void)state;
    struct store *store = store_new(&(struct store_options){0});
    struct fleet *fleet = fleet_new(store, 10);
    for (uint64_t n = 0; n < 500; n++) {
        struct made made;
        row_id row;
        made_event(&made, n, START + (int64_t)n);
        store_append(store, &made.event, 0, (struct raw_place){-1, 0}, &row);
        store_flush(store);
    }
    assert_int_equal(fleet_device_count(fleet), 10);
    assert_true(fleet_others(fleet) >= 40);
    size_t by_state[DEVICE_STATE_COUNT_], sum = 0;
    fleet_counts(fleet, by_state);
    for (int i = 0; i < DEVICE_STATE_COUNT_; i++)
        sum += by_state[i];
    assert_int_equal(sum, 10);
    fleet_free(&fleet);
    store_free(&store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_states),    cmocka_unit_test(test_sessions_pair), cmocka_unit_test(test_derived_as_of_the_event),
        cmocka_unit_test(test_rat_stays_on_its_network), cmocka_unit_test(test_number_claimed_twice),
        cmocka_unit_test(test_firmware_is_no_theft),
        cmocka_unit_test(test_any_order), cmocka_unit_test(test_late_in_a_long_history),
        cmocka_unit_test(test_least_recent_give_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
