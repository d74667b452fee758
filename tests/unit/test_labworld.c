/* The lab's world: the same however its time is sliced, ids that grow with arrival, lags as documented, every event type,
 * and a truth that the events add up to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <cjson/cJSON.h>
#include <stdlib.h>

#include "lab/course.h"
#include "lab/scenario.h"
#include "lab/wording.h"
#include "lab/world.h"

#define START  1777874400000LL /* 2026-05-04T06:00:00Z */
#define MINUTE 60000LL

static struct world_options options_of(const char *names)
{
    struct world_options o = {.seed = 11,
                              .zero = START,
                              .history = 2 * MINUTE,
                              .devices = 300,
                              .variations = 30,
                              .limit = 200000};
    assert_int_equal(scenario_parse(str_of(names), &o.scenarios, NULL), 0);
    return o;
}

static struct buf text_of(const struct world *w)
{
    struct buf out = {0};
    for (uint64_t i = w->ledger.first; i < w->ledger.end; i++) {
        wording_event(&out, w, ledger_get(&w->ledger, i));
        buf_add_byte(&out, '\n');
    }
    return out;
}

static void slices_of_time_make_no_difference(void **state)
{
    (void)state;
    struct world_options o = options_of("shift");
    struct world *a = course_new(&o), *b = course_new(&o);
    course_advance(a, START + 8 * MINUTE);
    for (int64_t t = START - 2 * MINUTE; t < START + 8 * MINUTE; t += 37 + t % 911)
        course_advance(b, t);
    course_advance(b, START + 8 * MINUTE);
    struct buf x = text_of(a), y = text_of(b);
    assert_true(x.n > 500000);
    assert_int_equal(x.n, y.n);
    assert_memory_equal(x.p, y.p, x.n);
    buf_fini(&x);
    buf_fini(&y);
    world_free(&a);
    world_free(&b);
}

static void another_seed_is_another_world(void **state)
{
    (void)state;
    struct world_options o = options_of("calm"), p = o;
    p.seed++;
    struct world *a = course_new(&o), *b = course_new(&p);
    course_advance(a, START);
    course_advance(b, START);
    struct buf x = text_of(a), y = text_of(b);
    assert_false(str_eq(buf_str(&x), buf_str(&y)));
    buf_fini(&x);
    buf_fini(&y);
    world_free(&a);
    world_free(&b);
}

static void ids_tell_when_events_arrived(void **state)
{
    (void)state;
    struct world_options o = options_of("shift");
    struct world *w = course_new(&o);
    course_advance(w, START + 10 * MINUTE);
    int64_t last = 0;
    for (uint64_t i = w->ledger.first; i < w->ledger.end; i++) {
        const struct happening *h = ledger_get(&w->ledger, i);
        int64_t arrived = (h->id >> HAPPENING_ID_SHIFT) + HAPPENING_EPOCH_MS, lag = arrived - h->ts;
        assert_true(h->id > last);
        last = h->id;
        if (kind_row(h->kind)->clock == STAMP_SECOND) {
            assert_int_equal(h->ts % 1000, 0);
            assert_true(lag >= 6500 && lag <= 13000);
        } else {
            assert_true(lag >= 200 && lag <= 301);
        }
    }
    world_free(&w);
}

static void every_event_is_json_and_every_type_occurs(void **state)
{
    (void)state;
    int seen[128] = {0};
    struct world_options o = options_of("admin,storm,quota,silent,theft,flap");
    struct world *w = course_new(&o);
    course_advance(w, START + 20 * MINUTE);
    for (uint64_t i = w->ledger.first; i < w->ledger.end; i++) {
        const struct happening *h = ledger_get(&w->ledger, i);
        struct buf out = {0};
        wording_event(&out, w, h);
        cJSON *json = cJSON_ParseWithLength(out.p, out.n);
        assert_non_null(json);
        const cJSON *type = cJSON_GetObjectItemCaseSensitive(json, "event_type");
        int id = cJSON_GetObjectItemCaseSensitive(type, "id")->valueint;
        assert_true(id >= 0 && id < 128);
        seen[id] = 1;
        cJSON_Delete(json);
        buf_fini(&out);
    }
    for (int id = 0; id < 70; id++)
        if (!seen[id] && id != 66)
            fail_msg("type %d never happened", id);
    world_free(&w);
}

/* Replays the events of sessions and compares with what the world knows. */
static void sessions_agree_with_their_events(void **state)
{
    (void)state;
    struct world_options o = options_of("shift");
    struct world *w = course_new(&o);
    course_advance(w, START + 30 * MINUTE);
    world_drain(w);
    uint64_t *open = calloc(o.devices, sizeof *open);
    size_t closed = 0;
    for (uint64_t i = w->ledger.first; i < w->ledger.end; i++) {
        const struct happening *h = ledger_get(&w->ledger, i);
        if (h->kind == KIND_PDP_CREATE)
            open[h->device] = h->session;
        if (h->kind != KIND_PDP_DELETE)
            continue;
        const struct stay *s = world_stay(w, h->session);
        assert_non_null(s);
        assert_true(open[h->device] == h->session || open[h->device] == 0);
        assert_int_equal(s->ended, h->ts);
        assert_int_equal(s->end_id, h->id);
        assert_int_equal(s->rx, h->rx);
        open[h->device] = 0;
        closed++;
    }
    assert_true(closed > 300);
    for (uint32_t i = 0; i < o.devices; i++)
        if (open[i] != 0)
            assert_int_equal(w->devices[i].session, open[i]);
    free(open);
    world_free(&w);
}

static void the_ledger_forgets_the_oldest(void **state)
{
    (void)state;
    struct ledger ledger;
    ledger_init(&ledger, 3 * LEDGER_SEGMENT);
    for (int64_t i = 1; i <= 10 * LEDGER_SEGMENT; i++)
        ledger_add(&ledger, &(struct happening){.id = i * 10});
    assert_int_equal(ledger.end, 10 * LEDGER_SEGMENT);
    assert_true(ledger.end - ledger.first <= 3 * LEDGER_SEGMENT);
    assert_int_equal(ledger_get(&ledger, ledger.end - 1)->id, 100 * LEDGER_SEGMENT);
    assert_int_equal(ledger_find(&ledger, 95 * LEDGER_SEGMENT + 5), 95 * LEDGER_SEGMENT / 10);
    assert_int_equal(ledger_find(&ledger, 0), ledger.first);
    ledger_expire(&ledger, HAPPENING_EPOCH_MS + 40 * 86400000LL);
    assert_int_equal(ledger.first, ledger.end);
    ledger_fini(&ledger);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slices_of_time_make_no_difference),
        cmocka_unit_test(another_seed_is_another_world),
        cmocka_unit_test(ids_tell_when_events_arrived),
        cmocka_unit_test(every_event_is_json_and_every_type_occurs),
        cmocka_unit_test(sessions_agree_with_their_events),
        cmocka_unit_test(the_ledger_forgets_the_oldest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
