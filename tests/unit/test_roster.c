/* The roster: in order whatever comes in, a filter's answers as of now, and every device found where it stands. */
#include "query/roster.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
/* after those four, as cmocka wants it */
#include <cmocka.h>

#include "made.h"

#define START INT64_C(1790000000000)
#define LONG INT64_C(1000000000)

static const type_id types[] = {TYPE_LOC_UPDATE, TYPE_LOC_GPRS,  TYPE_PDP_CREATE, TYPE_PDP_DELETE,
                                TYPE_PDP_REJECT, TYPE_LOC_PURGE, TYPE_DEV_BLOCK,  TYPE_SIM_SUSPEND};
static const char *const ops[] = {"Alpha", "Beta", "Gamma"};

static void invent(struct made *made, uint64_t n, uint64_t devices)
{
    uint64_t state = n * 31 + 7;
    type_id type = types[made_random(&state) % (sizeof types / sizeof *types)];
    uint64_t device = made_random(&state) % devices;
    made->used = 0;
    memset(&made->event, 0, sizeof made->event);
    made->event.id = n + 1;
    made->event.type = type;
    made->event.order_ms = made->event.arrival_ms = START + (int64_t)n * 1000;
    made_number(made, FIELD_ID, (int64_t)n + 1);
    made_number(made, FIELD_TS, made->event.order_ms);
    made_number(made, FIELD_TYPE, type);
    made_number(made, FIELD_SEV, type == TYPE_PDP_REJECT ? SEVERITY_WARN : SEVERITY_INFO);
    made_number(made, FIELD_ALERT, type == TYPE_PDP_REJECT);
    made_number(made, FIELD_DEV_ID, 100 + (int64_t)device);
    made_text(made, FIELD_DEV, "dev-%d", (int)(device * 7 % devices));
    made_number(made, FIELD_ORG_ID, (int64_t)(device % 3));
    made_text(made, FIELD_ORG, "Org %d", (int)(device % 3));
    if (type <= TYPE_PDP_DELETE && type != TYPE_GENERIC) {
        made_text(made, FIELD_OP, "%s", ops[made_random(&state) % 3]);
        made_text(made, FIELD_CC, "de");
        made_number(made, FIELD_RAT, 1 + (int64_t)(made_random(&state) % 6));
    }
    if (type == TYPE_PDP_DELETE) {
        made_number(made, FIELD_RX, (int64_t)(made_random(&state) % 1000));
        made_number(made, FIELD_TX, 7);
    }
    made->event.raw = STR("{}");
}

struct world {
    struct store *store;
    struct fleet *fleet;
    struct roster *roster;
    uint64_t made;
};

static void open_world(struct world *w, size_t max_entities)
{
    *w = (struct world){.store = store_new(&(struct store_options){0})};
    w->fleet = fleet_new(w->store, max_entities);
    w->roster = roster_new(w->store, w->fleet);
}

static void close_world(struct world *w)
{
    roster_free(&w->roster);
    fleet_free(&w->fleet);
    store_free(&w->store);
}

static void happen(struct world *w, int events, uint64_t devices)
{
    for (int i = 0; i < events; i++) {
        struct made made;
        row_id row;
        invent(&made, w->made++, devices);
        assert_int_equal(store_append(w->store, &made.event, 0, (struct raw_place){-1, 0}, &row), STORE_ADDED);
    }
    store_flush(w->store);
}

static int64_t now(const struct world *w)
{
    return START + (int64_t)w->made * 1000;
}

static void settle(struct world *w)
{
    int turns = 0;
    while (roster_work(w->roster, now(w), LONG))
        assert_true(++turns < 100);
}

static void check_order(struct world *w)
{
    struct roster_order order = roster_get_order(w->roster);
    const struct devicesort sort = {.fleet = w->fleet, .by = order.by, .now_ms = now(w)};
    for (size_t i = 0; i < roster_count(w->roster); i++) {
        const struct device *d = roster_at(w->roster, i), *before = i > 0 ? roster_at(w->roster, i - 1) : NULL;
        assert_non_null(d);
        assert_int_equal(roster_find(w->roster, d->id), i);
        if (before == NULL)
            continue;
        int by_key = devicesort_compare(&sort, devicesort_key(&sort, before), devicesort_key(&sort, d));
        int sign = order.descending ? -1 : 1;
        if (by_key * sign > 0 || (by_key == 0 && (before->id > d->id) != order.descending))
            fail_msg("sorted by %s: device %lld stands before %lld", devicesort_rows[order.by].word, (long long)before->id,
                     (long long)d->id);
    }
}

static void check_sums(const struct world *w)
{
    struct roster_sums sums = roster_sums(w->roster);
    size_t by_state[DEVICE_STATE_COUNT_] = {0};
    for (size_t i = 0; i < roster_count(w->roster); i++)
        by_state[device_state(roster_at(w->roster, i))]++;
    assert_int_equal(sums.devices, roster_count(w->roster));
    assert_memory_equal(by_state, sums.by_state, sizeof by_state);
}

/* Every way of sorting, both directions, with few and with many changes between two looks, devices being forgotten. */
static void test_in_order_whatever_comes(void **state)
{
    (void)state;
    struct world w;
    open_world(&w, 150);
    happen(&w, 1500, 200);
    for (int by = 0; by < DEVICESORT_COUNT_; by++)
        for (int round = 0; round < 12; round++) {
            roster_set_order(w.roster, (struct roster_order){(enum devicesort_by)by, round % 2 == 1});
            happen(&w, round % 3 == 0 ? 400 : 7, 200);
            settle(&w);
            if (by == DEVICESORT_FLAPS) /* those run on by themselves; a turn looks at a part of the others */
                settle(&w);
            assert_int_equal(roster_count(w.roster), fleet_device_count(w.fleet));
            check_order(&w);
            check_sums(&w);
        }
    close_world(&w);
}

static bool is_online(void *user, const struct device *d)
{
    size_t *count = user;
    *count += device_state(d) == DEVICE_ONLINE;
    return true;
}

static void test_filter_sees_devices_as_they_stand(void **state)
{
    (void)state;
    struct world w;
    struct error err = {0};
    open_world(&w, 0);
    happen(&w, 3000, 80);
    assert_int_equal(roster_set_filter(w.roster, STR("state:online"), NULL, &err), 0);
    for (int round = 0; round < 50; round++) {
        size_t online = 0;
        happen(&w, 11, 80);
        settle(&w);
        fleet_each_device(w.fleet, is_online, &online);
        assert_int_equal(roster_count(w.roster), online);
        check_order(&w);
        check_sums(&w);
    }
    assert_int_equal(roster_set_filter(w.roster, STR("org:\"Org 1\" flaps>0 at.op:alpha"), NULL, &err), 0);
    settle(&w);
    size_t right = 0;
    for (size_t i = 0; i < roster_count(w.roster); i++) {
        const struct device *d = roster_at(w.roster, i);
        right += d->org_id == 1 && device_flaps(d, now(&w), UINT64_MAX) > 0 &&
                 str_eq(fleet_place(w.fleet, device_place(d))->op, STR("Alpha"));
    }
    assert_true(roster_count(w.roster) > 0);
    assert_int_equal(right, roster_count(w.roster));
    assert_true(roster_set_filter(w.roster, STR("state:odd"), NULL, &err) < 0);
    assert_true(str_eq(roster_filter(w.roster), STR("org:\"Org 1\" flaps>0 at.op:alpha")));
    close_world(&w);
}

static void test_flaps_pass_by_themselves(void **state)
{
    (void)state;
    struct world w;
    struct error err = {0};
    open_world(&w, 0);
    happen(&w, 600, 30);
    assert_int_equal(roster_set_filter(w.roster, STR("flaps>0"), NULL, &err), 0);
    settle(&w);
    assert_true(roster_count(w.roster) > 0);
    roster_work(w.roster, now(&w) + DEVICE_FLAP_WINDOW_MS, LONG);
    assert_int_equal(roster_count(w.roster), 0);
    close_world(&w);
}

static void test_a_short_turn_does_a_part(void **state)
{
    (void)state;
    struct world w;
    open_world(&w, 0);
    happen(&w, 20000, 5000);
    int turns = 1;
    while (roster_work(w.roster, now(&w), 1))
        turns++;
    assert_true(turns > 3);
    check_order(&w);
    roster_set_order(w.roster, (struct roster_order){DEVICESORT_VOLUME, true});
    roster_work(w.roster, now(&w), 1);
    assert_int_equal(roster_count(w.roster), fleet_device_count(w.fleet)); /* the old list stays readable */
    settle(&w);
    check_order(&w);
    close_world(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_in_order_whatever_comes),
        cmocka_unit_test(test_filter_sees_devices_as_they_stand),
        cmocka_unit_test(test_flaps_pass_by_themselves),
        cmocka_unit_test(test_a_short_turn_does_a_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
