/* What drill-downs compute from histories: quota forecasts, spans of state, health, networks; by stories whose answers
 * can be counted by hand. */
#include "fleet/burndown.h"
#include "fleet/history.h"
#include "fleet/roaming.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
/* after those four, as cmocka wants it */
#include <cmocka.h>

#include "made.h"

#define NOW INT64_C(1790000000000)
#define MINUTES(n) ((int64_t)(n) * 60000)
#define HOURS(n) MINUTES((n) * 60)
#define MB(n) ((int64_t)((n) * 1000000))

static bool near(double a, double b)
{
    return a - b < 1e-6 && b - a < 1e-6;
}

static struct session session(int64_t start_ms, int64_t end_ms, int64_t rx, int64_t tx)
{
    return (struct session){.start_ms = start_ms, .end_ms = end_ms, .rx = rx, .tx = tx, .tunnel_ms = INSTANT_NONE,
                            .pdp_id = -1, .end = end_ms == INSTANT_NONE ? SESSION_OPEN : SESSION_BY_NETWORK};
}

static struct sim_quota quota(int64_t ts_ms, double size, double left)
{
    return (struct sim_quota){.ts_ms = ts_ms, .size = size, .left = left, .expires_ms = INSTANT_NONE};
}

/* ---- volume over time ---- */

static void test_volume_is_spread_over_the_session(void **state)
{
    (void)state;
    struct session s = session(NOW, NOW + HOURS(2), MB(3), MB(1));
    assert_true(near(session_moved(&s, NOW, NOW + HOURS(2)), 4e6));
    assert_true(near(session_moved(&s, NOW + HOURS(1), NOW + HOURS(5)), 2e6));
    assert_true(near(session_moved(&s, NOW - HOURS(5), NOW + MINUTES(30)), 1e6));
    assert_true(near(session_moved(&s, NOW + HOURS(3), NOW + HOURS(4)), 0));
    struct session unseen = session(INSTANT_NONE, NOW, MB(3), -1);
    assert_true(near(session_moved(&unseen, NOW, NOW + 1), 3e6));
    assert_true(near(session_moved(&unseen, NOW - HOURS(9), NOW), 0));
    struct session open = session(NOW, INSTANT_NONE, -1, -1);
    assert_true(near(session_moved(&open, NOW - HOURS(9), NOW + HOURS(9)), 0));
}

/* ---- forecasts ---- */

static struct burndown burn(struct sim_quota quota, const struct session *sessions, size_t count)
{
    struct burndown b;
    burndown_start(&b, &quota, NOW);
    for (size_t i = 0; i < count; i++)
        burndown_add(&b, &sessions[i]);
    burndown_finish(&b);
    return b;
}

static void test_forecast(void **state)
{
    (void)state;
    /* 10 hours are known; 20 MB in the first session, 2 MB in the last hour, told before and after the quota */
    const struct session sessions[] = {session(NOW - HOURS(10), NOW - HOURS(2), MB(15), MB(5)),
                                       session(NOW - HOURS(1), NOW, MB(2), 0)};
    struct burndown b = burn(quota(NOW - HOURS(2), 50, 24), sessions, 2);
    assert_true(near(b.usual_mbh, 2.2));
    assert_true(near(b.recent_mbh, 2));
    assert_true(near(b.left_mb, 22)); /* less what moved since it was told */
    assert_int_equal(b.empty_ms, NOW + HOURS(10));
}

static void test_order_does_not_matter(void **state)
{
    (void)state;
    const struct session a = session(NOW - HOURS(3), NOW - HOURS(2), MB(1), MB(1)), c = session(NOW - HOURS(2), NOW, MB(4), 0);
    struct burndown one = burn(quota(NOW - HOURS(4), 20, 20), (struct session[]){a, c}, 2);
    struct burndown other = burn(quota(NOW - HOURS(4), 20, 20), (struct session[]){c, a}, 2);
    assert_true(near(one.usual_mbh, other.usual_mbh) && near(one.left_mb, other.left_mb));
    assert_int_equal(one.empty_ms, other.empty_ms);
    assert_true(near(one.left_mb, 14));
}

static void test_no_forecast(void **state)
{
    (void)state;
    const struct session brief[] = {session(NOW - MINUTES(5), NOW - MINUTES(1), MB(1), 0)};
    struct burndown b = burn(quota(NOW - HOURS(1), 50, 50), brief, 1);
    assert_true(b.usual_mbh < 0); /* five minutes are no rate */
    assert_int_equal(b.empty_ms, INSTANT_NONE);
    assert_true(near(b.left_mb, 49));
    b = burn(quota(NOW - HOURS(1), 50, 50), NULL, 0);
    assert_true(b.usual_mbh < 0);
    const struct session idle[] = {session(NOW - HOURS(5), NOW - HOURS(1), 0, 0)};
    b = burn(quota(NOW - HOURS(9), 50, 50), idle, 1);
    assert_true(near(b.usual_mbh, 0));
    assert_int_equal(b.empty_ms, INSTANT_NONE); /* nothing moves, so it never empties */
    b = burn(quota(INSTANT_NONE, -1, -1), idle, 1);
    assert_true(b.left_mb < 0);
}

static void test_used_up_and_overdrawn(void **state)
{
    (void)state;
    const struct session sessions[] = {session(NOW - HOURS(4), NOW - HOURS(1), MB(80), 0)};
    struct sim_quota used = quota(NOW - HOURS(1), 50, 0);
    used.used_up = 1;
    struct burndown b = burn(used, sessions, 1);
    assert_true(near(b.left_mb, 0));
    assert_int_equal(b.empty_ms, INSTANT_NONE);
    b = burn(quota(NOW - HOURS(4), 50, 50), sessions, 1); /* more was moved than was left: no less than nothing */
    assert_true(near(b.left_mb, 0));
    const struct session old[] = {session(NOW - HOURS(90), NOW - HOURS(80), MB(50), 0)};
    b = burn(quota(NOW - HOURS(95), 100, 100), old, 1); /* spent, but not of the last day */
    assert_true(near(b.left_mb, 50) && b.usual_mbh < 0);
}

/* ---- histories ---- */

struct world {
    struct store *store;
    struct fleet *fleet;
    uint64_t id;
};

static void add(struct world *w, int64_t at_ms, type_id type, int severity, const char *op)
{
    struct made made = {.used = 0};
    struct event *event = &made.event;
    row_id row;
    event->id = ++w->id;
    event->type = type;
    event->order_ms = event->arrival_ms = at_ms;
    made_number(&made, FIELD_ID, (int64_t)event->id);
    made_number(&made, FIELD_TS, at_ms);
    made_number(&made, FIELD_TYPE, type);
    made_number(&made, FIELD_SEV, severity);
    made_number(&made, FIELD_DEV_ID, 7);
    made_text(&made, FIELD_IMSI, "901430000000017");
    if (op != NULL) {
        made_text(&made, FIELD_OP, "%s", op);
        made_text(&made, FIELD_CC, "de");
    }
    event->raw = STR("{}");
    assert_int_equal(store_append(w->store, event, 0, (struct raw_place){-1, 0}, &row), STORE_ADDED);
    store_flush(w->store);
}

static struct world open_world(void)
{
    struct world w = {.store = store_new(&(struct store_options){0})};
    w.fleet = fleet_new(w.store, 0);
    add(&w, NOW, TYPE_LOC_GPRS, SEVERITY_INFO, "A");
    add(&w, NOW + MINUTES(1), TYPE_PDP_CREATE, SEVERITY_INFO, "A");
    add(&w, NOW + MINUTES(5), TYPE_LOC_UPDATE, SEVERITY_INFO, "A");
    add(&w, NOW + MINUTES(9), TYPE_PDP_DELETE, SEVERITY_INFO, "A");
    add(&w, NOW + MINUTES(10), TYPE_PDP_REJECT, SEVERITY_WARN, NULL);
    add(&w, NOW + MINUTES(12), TYPE_PDP_REJECT, SEVERITY_WARN, NULL);
    return w;
}

static void close_world(struct world *w)
{
    fleet_free(&w->fleet);
    store_free(&w->store);
}

static void test_spans_of_state(void **state)
{
    (void)state;
    struct world w = open_world();
    struct history h = {0};
    history_read(&h, fleet_device(w.fleet, 7), NOW + MINUTES(20));
    assert_int_equal(h.count, 3); /* what changes no state begins no span */
    assert_int_equal(h.spans[0].state, DEVICE_ATTACHED);
    assert_int_equal(h.spans[1].state, DEVICE_ONLINE);
    assert_int_equal(h.spans[1].from_ms, NOW + MINUTES(1));
    assert_int_equal(h.spans[1].to_ms, NOW + MINUTES(9));
    assert_int_equal(h.spans[1].cause, 2);
    assert_int_equal(h.spans[2].state, DEVICE_ATTACHED);
    assert_int_equal(h.spans[2].to_ms, NOW + MINUTES(20));
    fleet_note_gap(w.fleet, NOW + MINUTES(13), NOW + MINUTES(15));
    history_read(&h, fleet_device(w.fleet, 7), NOW + MINUTES(20));
    assert_int_equal(h.spans[h.count - 1].state, DEVICE_UNKNOWN); /* after a gap nobody can say */
    assert_int_equal(h.spans[h.count - 1].from_ms, NOW + MINUTES(12));
    history_fini(&h);
    close_world(&w);
}

static void test_health(void **state)
{
    (void)state;
    struct world w = open_world();
    struct health health;
    history_health(fleet_device(w.fleet, 7), NOW + MINUTES(14), &health);
    assert_int_equal(health.flaps, 2);
    assert_int_equal(health.rejects, 2);
    assert_int_equal(health.rejected_ms, NOW + MINUTES(10));
    assert_int_equal(health.rejected_for, 120);
    add(&w, NOW + MINUTES(15), TYPE_PDP_CREATE, SEVERITY_INFO, "B"); /* it works again */
    history_health(fleet_device(w.fleet, 7), NOW + MINUTES(15), &health);
    assert_int_equal(health.rejects, 0);
    assert_int_equal(health.reject_row, ROW_NONE);
    const struct step *step = history_place_step(fleet_device(w.fleet, 7));
    assert_non_null(step);
    assert_int_equal(step->ts_ms, NOW + MINUTES(15));
    close_world(&w);
}

static void test_networks(void **state)
{
    (void)state;
    struct world w = open_world();
    add(&w, NOW + MINUTES(15), TYPE_LOC_GPRS, SEVERITY_INFO, "B");
    add(&w, NOW + MINUTES(16), TYPE_LOC_UPDATE, SEVERITY_WARN, "B"); /* refused */
    struct roaming r;
    roaming_start(&r, NOW, NOW + MINUTES(20));
    roaming_add(&r, w.fleet, fleet_device(w.fleet, 7), NOW, NOW + MINUTES(20));
    roaming_finish(&r);
    assert_int_equal(r.count, 2);
    assert_true(str_eq(r.rows[0].place->op, STR("B"))); /* the last one used first */
    assert_int_equal(r.rows[0].attaches, 1);
    assert_int_equal(r.rows[0].rejects, 1);
    assert_true(near(roaming_ok(&r.rows[0]), 0.5));
    assert_int_equal(r.rows[1].attaches, 2);
    assert_int_equal(r.rows[1].sessions, 1);
    assert_int_equal(r.rows[1].rejects, 2); /* a refusal that names no network counts where the device was */
    assert_int_equal(r.rows[1].ended_ms, MINUTES(8));
    roaming_start(&r, NOW, NOW + MINUTES(20));
    roaming_add(&r, w.fleet, fleet_device(w.fleet, 7), NOW + MINUTES(14), NOW + MINUTES(20));
    assert_int_equal(r.count, 1); /* only what lies in the time asked for */
    roaming_start(&r, NOW + MINUTES(15), NOW + MINUTES(15)); /* a time that is one moment */
    roaming_add(&r, w.fleet, fleet_device(w.fleet, 7), NOW + MINUTES(15), NOW + MINUTES(15));
    assert_int_equal(r.count, 1);
    assert_true(r.rows[0].trend[0] > 0);
    const struct roaming_row nothing = {.attaches = 0};
    assert_true(roaming_ok(&nothing) < 0);
    close_world(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_volume_is_spread_over_the_session),
        cmocka_unit_test(test_forecast),
        cmocka_unit_test(test_order_does_not_matter),
        cmocka_unit_test(test_no_forecast),
        cmocka_unit_test(test_used_up_and_overdrawn),
        cmocka_unit_test(test_spans_of_state),
        cmocka_unit_test(test_health),
        cmocka_unit_test(test_networks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
