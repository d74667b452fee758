/* Groups and buckets against counting by hand, while events arrive and are evicted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "query/buckets.h"
#include "query/group.h"
#include "made.h"

#include <stdlib.h>

static const struct raw_place copied = {-1, 0};
static const field_id fields[] = {FIELD_TYPE,   FIELD_SEV, FIELD_ALERT, FIELD_DEV,
                                  FIELD_DEV_ID, FIELD_OP,  FIELD_RAT,   FIELD_TEID,
                                  FIELD_TS,     FIELD_VOL, FIELD_NONE,  FIELD_USER};

static void run_odd(void *user, const struct segment *segment, uint32_t from, uint32_t to,
                    uint64_t *bits)
{
    (void)user;
    for (uint32_t r = from; r < to; r++)
        bits[(r - from) / 64] |= (segment_ids(segment)[r] & 1) << ((r - from) % 64);
}

static void append(struct store *store, uint64_t n, int64_t order_ms)
{
    struct made made;
    row_id row;
    made_event(&made, n, order_ms);
    store_append(store, &made.event, 0, copied, &row);
}

/* What one value's group must be, counted row by row. */
static struct group_row by_hand(const struct store *store, const struct group_by *by,
                                const struct value *want)
{
    struct group_row sum = {0};
    for (row_id row = store_oldest(store); row != ROW_NONE; row = store_next(store, row)) {
        struct value v = VALUE_ABSENT, volume;
        if ((store_id(store, row) & 1) == 0)
            continue;
        if (by->field != FIELD_NONE)
            store_get(store, row, by->field, &v);
        bool is = false;
        if (!value_is_present(want))
            is = !value_is_present(&v);
        else if (want->s.n > 0) {
            struct str rest = v.s, piece;
            while (str_next(&rest, VALUE_SEPARATOR, &piece))
                is = is || str_eq(piece, want->s);
        } else if (value_is_present(&v)) {
            is = by->span > 0 ? v.i >= want->i && v.i < want->i + by->span : v.i == want->i;
        }
        if (!is)
            continue;
        sum.count++;
        sum.alerts += store_alert(store, row);
        sum.severity[store_severity(store, row)]++;
        if (store_get(store, row, FIELD_VOL, &volume)) {
            sum.summed[0]++;
            sum.sum[0] += volume.i;
        }
    }
    return sum;
}

static void assert_same(const struct group_row *got, const struct group_row *want)
{
    assert_int_equal(got->count, want->count);
    assert_int_equal(got->alerts, want->alerts);
    assert_memory_equal(got->severity, want->severity, sizeof got->severity);
    assert_int_equal(got->summed[0], want->summed[0]);
    assert_int_equal(got->sum[0], want->sum[0]);
}

static void check(const struct store *store, const struct group *group, const struct group_by *by)
{
    size_t n = group_count(group);
    struct group_row *rows = calloc(n + 1, sizeof *rows), few[3];
    assert_int_equal(group_read(group, GROUP_BY_COUNT, n + 1, rows), n);
    for (size_t i = 0; i + 1 < n; i++)
        assert_true(rows[i].count >= rows[i + 1].count);
    size_t some = group_read(group, GROUP_BY_COUNT, 3, few);
    assert_int_equal(some, n < 3 ? n : 3);
    for (size_t i = 0; i < some; i++)
        assert_int_equal(few[i].count, rows[i].count);
    struct group_top top = {0};
    while (group_top_step(group, &top, &(struct group_wish){.max = 20}, 0))
        continue;
    assert_int_equal(top.count, n < 20 ? n : 20);
    for (size_t i = 0; i < top.count; i++)
        assert_int_equal(top.rows[i].count, rows[i].count);
    for (size_t i = 0; i<n; i += n> 40 ? n / 20 : 1) {
        struct group_row want = by_hand(store, by, &rows[i].value);
        assert_same(&rows[i], &want);
    }
    struct value none = VALUE_ABSENT;
    struct group_row absent = group_absent(group), want = by_hand(store, by, &none);
    assert_same(&absent, &want);
    free(rows);
}

static void test_groups(void **state)
{
    (void)state;
    struct slice_test odd = {run_odd, NULL};
    for (size_t f = 0; f < sizeof fields / sizeof *fields; f++) {
        struct store *store = store_new(&(struct store_options){.max_bytes = (size_t)1 << 19});
        struct group_by by = {.field = fields[f], .sums = {FIELD_VOL}, .sum_count = 1};
        by.span = fields[f] == FIELD_TS ? 10000 : fields[f] == FIELD_VOL ? 1000 : 0;
        for (uint64_t n = 0; n < 3000; n++)
            append(store, n, (int64_t)n * 20);
        struct group *group = group_new(store, &by, NULL);
        group_set_test(group, &odd);
        assert_true(group_progress(group) < 1);
        for (uint64_t n = 3000; n < 9000; n += 500) {
            for (uint64_t k = n; k < n + 500; k++)
                append(store, k, (int64_t)k * 20);
            store_flush(store);
            if (n < 4000)
                continue;
            while (group_work(group, 0))
                continue;
            check(store, group, &by);
        }
        assert_true(store_evicted(store) > 0);
        assert_true(group_progress(group) == 1);
        group_free(&group);
        store_free(&store);
    }
}

static void test_list_elements(void **state)
{
    (void)state;
    struct store *store = store_new(&(struct store_options){0});
    struct made made;
    row_id row;
    static const char *const tags[] = {"eu\037vip", "eu", "", "vip\037eu"};
    for (uint64_t n = 0; n < 4; n++) {
        made_event(&made, n, 1000);
        made_text(&made, FIELD_TAG, "%s", tags[n]);
        store_append(store, &made.event, 0, copied, &row);
    }
    struct group_by by = {.field = FIELD_TAG};
    struct group *group = group_new(store, &by, NULL);
    assert_false(group_work(group, 0));
    struct group_row rows[4];
    assert_int_equal(group_read(group, GROUP_BY_COUNT, 4, rows), 2);
    assert_true(str_eq(rows[0].value.s, STR("eu")));
    assert_int_equal(rows[0].count, 3);
    assert_int_equal(rows[1].count, 2);
    assert_int_equal(group_absent(group).count, 1);
    assert_int_equal(group_total(group).count, 4);
    group_free(&group);
    store_free(&store);
}

static void check_buckets(const struct store *store, const struct buckets *buckets, int64_t from,
                          int64_t width)
{
    struct bucket got[50], want[50] = {{{0}, 0}};
    for (row_id row = store_oldest(store); row != ROW_NONE; row = store_next(store, row)) {
        int64_t ms = store_order_ms(store, row);
        if (ms < from || (ms - from) / width >= 50)
            continue;
        want[(ms - from) / width].by_severity[store_severity(store, row)]++;
        want[(ms - from) / width].alerts += store_alert(store, row);
    }
    buckets_read(buckets, from, width, 50, got);
    assert_memory_equal(got, want, sizeof got);
}

/* Few seconds and many, with eviction; whole seconds and not; more seconds than the table holds. */
static void test_buckets(void **state)
{
    (void)state;
    static const int64_t steps[] = {10, 700, 90000, 2500000};
    for (size_t s = 0; s < sizeof steps / sizeof *steps; s++) {
        struct store *store = store_new(&(struct store_options){.max_bytes = (size_t)1 << 23});
        append(store, 0, -5000);
        struct buckets *buckets = buckets_new(store);
        uint64_t random = s;
        for (uint64_t n = 1; n < 60000; n++) {
            append(store, n, (int64_t)n * steps[s] - (int64_t)(made_random(&random) % 9000));
            if (n % 1000 == 0)
                store_flush(store);
        }
        store_flush(store);
        int64_t middle = 45000 * steps[s] / 1000 * 1000;
        check_buckets(store, buckets, middle, 1000);
        check_buckets(store, buckets, middle / 60000 * 60000, 60000);
        check_buckets(store, buckets, middle / 3600000 * 3600000, 3600000);
        check_buckets(store, buckets, middle + 17, 333);
        check_buckets(store, buckets, -10000, 1000);
        struct bucket total = buckets_total(buckets);
        assert_int_equal(total.by_severity[0] + total.by_severity[1] + total.by_severity[2],
                         store_count(store));
        buckets_free(&buckets);
        store_free(&store);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_groups),
        cmocka_unit_test(test_list_elements),
        cmocka_unit_test(test_buckets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
