/* The habit of a device and its silence, by rows of signs whose answer can be counted by hand. */
#include "fleet/fleet.h"
#include "fleet/rhythm.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
/* after those four, as cmocka wants it */
#include <cmocka.h>

#include "made.h"

#define START INT64_C(1790000000000)
#define DEVICE 4711
#define MINUTES(n) ((int64_t)((n) * 60000.0))
#define EVENTS 20

/* Minutes after START at which the events of a device came; 0 ends the row (nothing comes at 0). */
struct history {
    double at[EVENTS];
    type_id type;     /* of all but the last */
    type_id last;     /* TYPE_GENERIC: as the others */
};

struct world {
    struct store *store;
    struct fleet *fleet;
    row_id row; /* of the last event */
};

static void add(struct world *w, int64_t ts_ms, type_id type)
{
    struct made made;
    memset(&made, 0, sizeof made);
    made.event.id = store_total(w->store) + 1;
    made.event.type = type;
    made.event.order_ms = made.event.arrival_ms = ts_ms;
    made.event.raw = STR("{}");
    made_number(&made, FIELD_ID, (int64_t)made.event.id);
    made_number(&made, FIELD_TS, ts_ms);
    made_number(&made, FIELD_TYPE, type);
    made_number(&made, FIELD_SEV, SEVERITY_INFO);
    made_number(&made, FIELD_DEV_ID, DEVICE);
    assert_int_equal(store_append(w->store, &made.event, 0, (struct raw_place){-1, 0}, &w->row), STORE_ADDED);
    store_flush(w->store);
}

static struct world open_world(const struct history *h)
{
    struct world w = {.store = store_new(&(struct store_options){0})};
    w.fleet = fleet_new(w.store, 0);
    for (int i = 0; i < EVENTS && h->at[i] > 0; i++) {
        bool last = i + 1 == EVENTS || h->at[i + 1] <= 0;
        add(&w, START + MINUTES(h->at[i]), last && h->last != TYPE_GENERIC ? h->last : h->type);
    }
    return w;
}

static void close_world(struct world *w)
{
    fleet_free(&w->fleet);
    store_free(&w->store);
}

static void test_habits(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        struct history history;
        double now;              /* minutes after START */
        int pauses;
        double usual, spread, expected; /* minutes; -1 = not known */
        int64_t times;
        bool silent;
    } rows[] = {
        {"too few", {{10, 20, 30, 40, 50}, TYPE_LOC_UPDATE, 0}, 500, 4, -1, -1, -1, -1, false},
        {"just enough", {{10, 20, 30, 40, 50, 60}, TYPE_LOC_UPDATE, 0}, 64, 5, 10, 0, 70, 0, false},
        {"late", {{10, 20, 30, 40, 50, 60}, TYPE_LOC_GPRS, 0}, 99, 5, 10, 0, 70, 3, false},
        {"silent", {{10, 20, 30, 40, 50, 60}, TYPE_PDP_CREATE, 0}, 100, 5, 10, 0, 70, 4, true},
        {"now before the last sign", {{10, 20, 30, 40, 50, 60}, TYPE_PDP_DELETE, 0}, 55, 5, 10, 0, 70, 0, false},
        {"bursts are one contact", {{10, 10.5, 11, 21, 21.1, 31.1, 41.1, 42.1, 52.1}, TYPE_PDP_CREATE, 0}, 53, 4, -1, -1, -1, -1, false},
        {"bursts, more of them", {{10, 10.5, 20.5, 21.5, 31.5, 41.5, 51.5, 61.5}, TYPE_PDP_REJECT, 0}, 62, 5, 10, 0, 71.5, 0, false},
        {"one night moves nothing", {{10, 20, 30, 510, 520, 530, 540}, TYPE_LOC_UPDATE, 0}, 600, 6, 10, 0, 550, 6, true},
        {"irregular: patience", {{10, 12, 42, 45, 75, 77, 107, 109}, TYPE_LOC_UPDATE, 0}, 115, 7, 3, 1, 112, 2, false},
        {"wide spread", {{10, 12, 22, 42, 44, 54, 74}, TYPE_LOC_UPDATE, 0}, 115, 6, 10, 8, 84, 4, false},
        {"wide spread, long silence", {{10, 12, 22, 42, 44, 54, 74}, TYPE_LOC_UPDATE, 0}, 116, 6, 10, 8, 84, 4, true},
        {"no signs", {{10, 20, 30, 40, 50, 60, 70}, TYPE_QUOTA_THRESHOLD, 0}, 900, 0, -1, -1, -1, -1, false},
        {"a purge is no sign", {{10, 20, 30, 40, 50, 60, 65}, TYPE_LOC_UPDATE, TYPE_LOC_PURGE}, 100, 5, 10, 0, 70, 4, true},
        {"suspended", {{10, 20, 30, 40, 50, 60, 65}, TYPE_LOC_UPDATE, TYPE_SIM_SUSPEND}, 900, 5, 10, 0, -1, -1, false},
        {"disabled", {{10, 20, 30, 40, 50, 60, 65}, TYPE_LOC_UPDATE, TYPE_DEV_DISABLE}, 900, 5, 10, 0, -1, -1, false},
        {"blocked", {{10, 20, 30, 40, 50, 60, 65}, TYPE_LOC_UPDATE, TYPE_DEV_BLOCK}, 900, 5, 10, 0, -1, -1, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct world w = open_world(&rows[i].history);
        const struct device *d = fleet_device(w.fleet, DEVICE);
        struct rhythm r;
        rhythm_read(d, d->count, START + MINUTES(rows[i].now), &r);
        int64_t expected = rows[i].expected < 0 ? INSTANT_NONE : START + MINUTES(rows[i].expected);
        if (r.pauses != rows[i].pauses || r.usual_ms != (rows[i].usual < 0 ? -1 : MINUTES(rows[i].usual)) ||
            r.spread_ms != (rows[i].spread < 0 ? -1 : MINUTES(rows[i].spread)) || r.expected_ms != expected ||
            r.times != rows[i].times || r.silent != rows[i].silent)
            fail_msg("%s: %d pauses, usual %lld, spread %lld, expected %lld, times %lld, silent %d", rows[i].what, r.pauses,
                     (long long)r.usual_ms, (long long)r.spread_ms, (long long)(r.expected_ms - START),
                     (long long)r.times, r.silent);
        close_world(&w);
    }
}

static const struct history regular = {{10, 20, 30, 40, 50, 60}, TYPE_LOC_UPDATE, 0};

static void test_a_gap_excuses(void **state)
{
    (void)state;
    struct world w = open_world(&regular);
    const struct device *d = fleet_device(w.fleet, DEVICE);
    struct rhythm r;
    fleet_note_gap(w.fleet, START + MINUTES(61), START + MINUTES(300));
    rhythm_read(d, d->count, START + MINUTES(400), &r);
    assert_false(r.silent);
    assert_true(r.expected_ms == INSTANT_NONE);
    add(&w, START + MINUTES(310), TYPE_LOC_UPDATE);
    rhythm_read(d, d->count, START + MINUTES(400), &r);
    assert_true(r.silent);
    close_world(&w);
}

/* A session may be open for hours without a word: that is no silence of a device that comes every ten minutes. */
static void test_sessions_are_another_habit(void **state)
{
    (void)state;
    struct world w = open_world(&regular);
    const struct device *d = fleet_device(w.fleet, DEVICE);
    struct rhythm r;
    double at = 60;
    for (int i = 0; i < RHYTHM_LEAST; i++) {
        add(&w, START + MINUTES(at += 10), TYPE_PDP_CREATE);
        rhythm_read(d, d->count, START + MINUTES(at + 100), &r);
        assert_int_equal(r.pauses, i);
        assert_true(r.expected_ms == INSTANT_NONE);
        add(&w, START + MINUTES(at += 90), TYPE_PDP_DELETE);
    }
    rhythm_read(d, d->count, START + MINUTES(at + 41), &r);
    assert_true(r.usual_ms == MINUTES(10) && r.silent);
    add(&w, START + MINUTES(at += 10), TYPE_PDP_CREATE);
    rhythm_read(d, d->count, START + MINUTES(at + 91), &r);
    assert_true(r.usual_ms == MINUTES(90) && r.times == 1 && !r.silent);
    rhythm_read(d, d->count, START + MINUTES(at + 360), &r);
    assert_true(r.silent);
    close_world(&w);
}

/* The newest pauses are the habit: an older one is forgotten. */
static void test_a_habit_changes(void **state)
{
    (void)state;
    struct world w = open_world(&regular);
    for (int i = 1; i <= RHYTHM_PAUSES; i++)
        add(&w, START + MINUTES(60 + 2 * i), TYPE_LOC_UPDATE);
    const struct device *d = fleet_device(w.fleet, DEVICE);
    struct rhythm r;
    rhythm_read(d, d->count, START + MINUTES(60 + 2 * RHYTHM_PAUSES), &r);
    assert_int_equal(r.pauses, RHYTHM_PAUSES);
    assert_int_equal(r.usual_ms, MINUTES(2));
    close_world(&w);
}

static void test_field(void **state)
{
    (void)state;
    struct world w = open_world(&regular);
    const struct device *d = fleet_device(w.fleet, DEVICE);
    struct value v;
    assert_true(fleet_now(w.fleet, d, FIELD_SILENT, START + MINUTES(125), &v));
    assert_int_equal(v.i, 6);
    assert_true(fleet_derive(w.fleet, w.row, FIELD_SILENT, &v) == false); /* before it only four pauses were known */
    add(&w, START + MINUTES(125), TYPE_LOC_GPRS);
    assert_true(fleet_derive(w.fleet, w.row, FIELD_SILENT, &v));
    assert_int_equal(v.i, 6); /* the silence that it ended */
    assert_true(fleet_now(w.fleet, d, FIELD_SILENT, START + MINUTES(126), &v));
    assert_int_equal(v.i, 0);
    close_world(&w);
    static const struct history wide = {{10, 12, 22, 42, 44, 54, 74}, TYPE_LOC_UPDATE, 0};
    w = open_world(&wide);
    assert_true(fleet_now(w.fleet, fleet_device(w.fleet, DEVICE), FIELD_SILENT, START + MINUTES(115), &v));
    assert_int_equal(v.i, RHYTHM_SILENT - 1);
    close_world(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_habits), cmocka_unit_test(test_a_gap_excuses),
        cmocka_unit_test(test_sessions_are_another_habit), cmocka_unit_test(test_a_habit_changes),
        cmocka_unit_test(test_field),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
