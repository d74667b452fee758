/* Networks: their numbers are those of the events that a filter on the network finds, whatever order the events came in,
 * through eviction and forgotten devices. */
#include "fleet/fleet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
/* after those four, as cmocka wants it */
#include <cmocka.h>

#include "made.h"

#define START INT64_C(1790000000000)

static const type_id types[] = {TYPE_LOC_UPDATE, TYPE_LOC_GPRS,      TYPE_PDP_CREATE,  TYPE_PDP_DELETE, TYPE_PDP_REJECT,
                                TYPE_LOC_PURGE,  TYPE_LOC_GPRS_PURGE, TYPE_QUOTA_USED, TYPE_DEV_DISABLE, TYPE_DEV_ENABLE};
static const char *const ops[] = {"Alpha", "Beta", "Gamma"};
static const char *const countries[] = {"de", "nl"};
static const char *const causes[] = {"no_quota", "quota_exhausted", "sim_inactive"};

/* Event number n of some devices; the same n gives the same event. */
static void invent(struct made *made, uint64_t n, uint64_t devices)
{
    uint64_t state = n * 977 + 5;
    type_id type = types[made_random(&state) % (sizeof types / sizeof *types)];
    uint64_t device = made_random(&state) % devices;
    bool refused = type == TYPE_PDP_REJECT || (type <= TYPE_LOC_GPRS && made_random(&state) % 5 == 0);
    made->used = 0;
    memset(&made->event, 0, sizeof made->event);
    made->event.id = n + 1;
    made->event.type = type;
    made->event.order_ms = made->event.arrival_ms = START + (int64_t)n * 400;
    made_number(made, FIELD_ID, (int64_t)n + 1);
    made_number(made, FIELD_TS, made->event.order_ms);
    made_number(made, FIELD_TYPE, type);
    made_number(made, FIELD_SEV, refused ? SEVERITY_WARN : SEVERITY_INFO);
    made_number(made, FIELD_ALERT, refused);
    made_number(made, FIELD_DEV_ID, 5000 + (int64_t)device);
    if (type == TYPE_LOC_UPDATE || type == TYPE_LOC_GPRS || type == TYPE_PDP_CREATE || type == TYPE_PDP_DELETE) {
        made_text(made, FIELD_OP, "%s", ops[made_random(&state) % 3]);
        made_text(made, FIELD_CC, "%s", countries[made_random(&state) % 2]);
        made_number(made, FIELD_RAT, 1 + (int64_t)(made_random(&state) % 6));
    }
    if (type == TYPE_PDP_CREATE || type == TYPE_PDP_DELETE)
        made_text(made, FIELD_SESSION_ID, "s%d", (int)(made_random(&state) % 9));
    if (type == TYPE_PDP_DELETE) {
        made_number(made, FIELD_RX, (int64_t)(made_random(&state) % 1000));
        made_number(made, FIELD_TX, 7);
    }
    if (type == TYPE_PDP_REJECT)
        made_text(made, FIELD_CAUSE, "%s", causes[made_random(&state) % 3]);
    made->event.raw = STR("{}");
}

static void add(struct store *store, uint64_t n, uint64_t devices)
{
    struct made made;
    row_id row;
    invent(&made, n, devices);
    assert_int_equal(store_append(store, &made.event, 0, (struct raw_place){-1, 0}, &row), STORE_ADDED);
    store_flush(store);
}

/* What each network should say, counted from the events one by one. */
struct sums {
    int64_t count[NETWORK_COUNT_COUNT_], rx, by_cause[3];
    size_t by_state[DEVICE_STATE_COUNT_];
};

static void count_event(const struct store *store, row_id row, struct sums *sum)
{
    static const uint8_t as[TYPE_COUNT_] = {
        [TYPE_LOC_UPDATE] = NETWORK_ATTACH + 1, [TYPE_LOC_GPRS] = NETWORK_ATTACH + 1,
        [TYPE_PDP_CREATE] = NETWORK_SESSION + 1, [TYPE_PDP_DELETE] = NETWORK_ENDED + 1,
        [TYPE_PDP_REJECT] = NETWORK_REJECT + 1, [TYPE_LOC_PURGE] = NETWORK_PURGE + 1,
        [TYPE_LOC_GPRS_PURGE] = NETWORK_PURGE + 1,
    };
    type_id type = store_type(store, row);
    struct value v;
    sum->count[NETWORK_ALERT] += store_alert(store, row);
    if (as[type] == 0)
        return;
    bool refused = as[type] == NETWORK_ATTACH + 1 && store_severity(store, row) >= SEVERITY_WARN;
    sum->count[refused ? NETWORK_REFUSED : as[type] - 1]++;
    if (store_get(store, row, FIELD_RX, &v))
        sum->rx += v.i;
    for (int i = 0; i < 3 && type == TYPE_PDP_REJECT && store_get(store, row, FIELD_CAUSE, &v); i++)
        sum->by_cause[i] += str_eq(v.s, str_of(causes[i]));
}

static int which(struct str op, struct str cc)
{
    int o = 0, c = 0;
    while (!str_eq(op, str_of(ops[o])))
        o++;
    while (!str_eq(cc, str_of(countries[c])))
        c++;
    return o * 2 + c;
}

struct tally {
    const struct fleet *fleet;
    struct sums *sums;
};

static bool count_device(void *user, const struct device *device)
{
    struct tally *tally = user;
    const struct place *place = fleet_place(tally->fleet, device_place(device));
    if (place != NULL)
        tally->sums[which(place->op, place->cc)].by_state[device_state(device)]++;
    return true;
}

static void check(struct store *store, struct fleet *fleet)
{
    struct sums sums[6] = {0};
    for (row_id row = store_next(store, ROW_NONE); row != ROW_NONE; row = store_next(store, row)) {
        struct value op, cc;
        if (fleet_derive(fleet, row, FIELD_AT_OP, &op) && fleet_derive(fleet, row, FIELD_AT_CC, &cc))
            count_event(store, row, &sums[which(op.s, cc.s)]);
    }
    fleet_each_device(fleet, count_device, &(struct tally){fleet, sums});
    const struct networks *networks = fleet_networks(fleet);
    for (uint32_t id = 1; id <= networks_count(networks); id++) {
        const struct network *network = networks_get(networks, id);
        const struct sums *sum = &sums[which(network->op, network->cc)];
        int64_t by_cause[3] = {0};
        for (int i = 0; i < network->cause_count; i++)
            for (int k = 0; k < 3; k++)
                by_cause[k] += str_eq(network->causes[i].code, str_of(causes[k])) ? network->causes[i].count : 0;
        for (int i = 0; i < NETWORK_COUNT_COUNT_; i++)
            if (network->count[i] != sum->count[i])
                fail_msg("%.*s: %s is %lld, of the events %lld", STR_ARG(network->op), network_counts[i].word,
                         (long long)network->count[i], (long long)sum->count[i]);
        assert_int_equal(network->rx, sum->rx);
        assert_memory_equal(by_cause, sum->by_cause, sizeof by_cause);
        assert_memory_equal(network->by_state, sum->by_state, sizeof sum->by_state);
    }
}

static void test_numbers_are_those_of_the_events(void **state)
{
    (void)state;
    uint64_t random = 3;
    for (int round = 0; round < 20; round++) {
        struct store *store = store_new(&(struct store_options){0});
        struct fleet *fleet = fleet_new(store, 0);
        uint64_t order[600];
        for (uint64_t i = 0; i < 600; i++)
            order[i] = i;
        for (uint64_t i = 599; i > 0; i--) { /* in order in the first round */
            uint64_t j = round == 0 ? i : made_random(&random) % (i + 1), swap = order[i];
            order[i] = order[j];
            order[j] = swap;
        }
        for (uint64_t i = 0; i < 600; i++)
            add(store, order[i], 11);
        check(store, fleet);
        fleet_free(&fleet);
        store_free(&store);
    }
}

static void test_forgotten_devices_take_their_numbers_along(void **state)
{
    (void)state;
    struct store *store = store_new(&(struct store_options){0});
    struct fleet *fleet = fleet_new(store, 8);
    for (uint64_t i = 0; i < 3000; i++)
        add(store, i, 40);
    assert_int_equal(fleet_device_count(fleet), 8);
    assert_true(fleet_others(fleet) > 0);
    check(store, fleet);
    fleet_free(&fleet);
    store_free(&store);
}

static void test_evicted_events_do_so_too(void **state)
{
    (void)state;
    struct store *store = store_new(&(struct store_options){0});
    struct fleet *fleet = fleet_new(store, 0);
    for (uint64_t i = 0; i < 3 * SEGMENT_ROWS; i++)
        add(store, i ^ (i / 4 % 8), 300); /* a little out of order */
    store_set_max_bytes(store, store_bytes(store) / 2);
    add(store, 3 * SEGMENT_ROWS + 1, 300);
    assert_true(store_evicted(store) > 0);
    check(store, fleet);
    fleet_free(&fleet);
    store_free(&store);
}

static void test_a_date_from_the_future_spoils_one_cell(void **state)
{
    (void)state;
    struct places *places = places_new();
    struct networks *networks = networks_new(places);
    const struct place place = {.op = STR("Alpha"), .cc = STR("de"), .rat = -1, .lac = -1, .ci = -1};
    struct network_note note = {.place = places_add(places, &place), .type = TYPE_PDP_CREATE, .rx = -1, .tx = -1};
    for (int i = 0; i < NETWORK_SLOTS; i++) {
        note.ts_ms = START + i * INT64_C(600000);
        networks_note(networks, &note, +1);
    }
    note.ts_ms = START + INT64_C(31536000000) * 50;
    networks_note(networks, &note, +1);
    double good[NETWORK_SLOTS], bad[NETWORK_SLOTS], sum = 0;
    network_trend(networks_get(networks, 1), START + (NETWORK_SLOTS - 1) * INT64_C(600000), NETWORK_SLOTS, good, bad);
    for (int i = 0; i < NETWORK_SLOTS; i++)
        sum += good[i] + bad[i];
    assert_int_equal(sum, NETWORK_SLOTS - 1);
    networks_free(&networks);
    places_free(&places);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers_are_those_of_the_events),
        cmocka_unit_test(test_forgotten_devices_take_their_numbers_along),
        cmocka_unit_test(test_evicted_events_do_so_too),
        cmocka_unit_test(test_a_date_from_the_future_spoils_one_cell),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
