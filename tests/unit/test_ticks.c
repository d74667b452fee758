/* Ticks of a facet: query -> ticks -> query comes back in one spelling, what a facet does not understand is left alone, and
 * the query with a tick lets through what the ticks say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "filter/filter.h"
#include "made.h"

#define TICKS 20

static const struct raw_place copied = {-1, 0};
static const struct filter_env env = {.now = INT64_C(1787388000000)};

static struct filter *compile(const char *query)
{
    struct filter *filter = NULL;
    struct error err = {0};
    if (filter_compile(str_of(query), &env, &filter, &err) < 0)
        fail_msg("%s: %s", query, err.text);
    return filter;
}

/* "+a +b -c +": what the facet shows. */
static void tell(const struct filter_tick *ticks, size_t count, struct buf *out)
{
    for (size_t i = 0; i < count; i++)
        buf_add_fmt(out, "%s%c%.*s", i > 0 ? " " : "", ticks[i].way == FILTER_IN ? '+' : '-', STR_ARG(ticks[i].value));
}

static void test_reading_and_back(void **state)
{
    static const struct {
        const char *query, *ticks, *rest, *again; /* again: with the same ticks; NULL = the query */
        field_id field;
    } rows[] = {
        {"", "", "", NULL, FIELD_TYPE},
        {"type:pdp.reject", "+pdp.reject", "", NULL, FIELD_TYPE},
        {"type:pdp.reject,quota.used", "+pdp.reject +quota.used", "", NULL, FIELD_TYPE},
        {"sev>=warn type:pdp.reject", "+pdp.reject", "sev>=warn", NULL, FIELD_TYPE},
        {"type:pdp.reject sev>=warn", "+pdp.reject", "sev>=warn", "sev>=warn type:pdp.reject", FIELD_TYPE},
        {"type=pdp.reject", "+pdp.reject", "", "type:pdp.reject", FIELD_TYPE},
        {"-type:pdp.reject,loc.update", "-pdp.reject -loc.update", "", NULL, FIELD_TYPE},
        {"-type:pdp.reject -type:loc.update", "-pdp.reject -loc.update", "", "-type:pdp.reject,loc.update", FIELD_TYPE},
        {"type:pdp.reject or missing:type", "+pdp.reject +", "", NULL, FIELD_TYPE},
        {"type:type.*", "+type.*", "", NULL, FIELD_TYPE},
        /* not ticks: more than one value, or less than a value */
        {"type:pdp", "", "type:pdp", NULL, FIELD_TYPE},
        {"type:pdp.*", "", "type:pdp.*", NULL, FIELD_TYPE},
        {"type:3", "", "type:3", NULL, FIELD_TYPE},
        {"type:pdp.reject,auth", "", "type:pdp.reject,auth", NULL, FIELD_TYPE},
        {"type!=pdp.reject", "", "type!=pdp.reject", NULL, FIELD_TYPE},
        {"type:pdp.reject or sev:warn", "", "type:pdp.reject or sev:warn", NULL, FIELD_TYPE},
        {"imsi:90143*", "", "imsi:90143*", NULL, FIELD_IMSI},
        {"imsi:901430005500224", "+901430005500224", "", NULL, FIELD_IMSI},
        {"ip:10.0.0.0/8", "", "ip:10.0.0.0/8", NULL, FIELD_IP},
        {"ip:10.0.0.1", "+10.0.0.1", "", NULL, FIELD_IP},
        {"sev>=warn", "", "sev>=warn", NULL, FIELD_SEV},
        {"sev:warn,critical", "+warn +critical", "", NULL, FIELD_SEV},
        {"rat:4g", "", "rat:4g", NULL, FIELD_RAT},
        {"rat=4g", "+4g", "", NULL, FIELD_RAT},
        /* text is compared whole, so = and not : */
        {"op:Vodafone", "", "op:Vodafone", NULL, FIELD_OP},
        {"op=Vodafone", "+Vodafone", "", NULL, FIELD_OP},
        {"op=Vodafone or op=\"T-Mobile, DE\"", "+Vodafone +T-Mobile, DE", "", NULL, FIELD_OP},
        {"sev>=warn (op=O2 or missing:op)", "+O2 +", "sev>=warn", NULL, FIELD_OP},
        {"missing:op", "+", "", NULL, FIELD_OP},
        {"has:op", "-", "", NULL, FIELD_OP},
        {"-op=O2 has:op", "-O2 -", "", NULL, FIELD_OP},
        {"-(op=O2 or op=A1)", "-O2 -A1", "", "-op=O2 -op=A1", FIELD_OP},
        {"(sev:warn or is:alert) op=O2", "+O2", "sev:warn or is:alert", NULL, FIELD_OP},
        {"sev:warn or is:alert", "", "sev:warn or is:alert", NULL, FIELD_OP},
        /* two that must both hold: the first is the facet's */
        {"tag=a tag=b", "+a", "tag=b", "tag=b tag=a", FIELD_TAG},
        {"same device (op=O2) op=A1", "+A1", "same device (op=O2)", NULL, FIELD_OP},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct filter *filter = compile(rows[i].query);
        struct filter_tick ticks[TICKS];
        struct buf told = {0}, rest = {0}, again = {0};
        size_t n = filter_ticks(filter, rows[i].field, ticks, TICKS);
        tell(ticks, n, &told);
        filter_retick(&rest, filter, rows[i].field, NULL, 0);
        filter_retick(&again, filter, rows[i].field, ticks, n);
        assert_string_equal(buf_cstr(&told), rows[i].ticks);
        assert_string_equal(buf_cstr(&rest), rows[i].rest);
        assert_string_equal(buf_cstr(&again), rows[i].again != NULL ? rows[i].again : rows[i].query);
        buf_fini(&told);
        buf_fini(&rest);
        buf_fini(&again);
        filter_free(&filter);
    }
}

static struct store *made_store(size_t count)
{
    struct store *store = store_new(&(struct store_options){0});
    for (size_t n = 0; n < count; n++) {
        static struct made made;
        row_id row;
        made_event(&made, n, env.now + (int64_t)n * 1000);
        store_append(store, &made.event, 0, copied, &row);
    }
    store_flush(store);
    return store;
}

static size_t matches(const char *query, const struct store *store)
{
    struct filter *filter = compile(query);
    size_t n = 0;
    for (row_id row = store_oldest(store); row != ROW_NONE; row = store_next(store, row))
        n += filter_match(filter, store, row);
    filter_free(&filter);
    return n;
}

/* Whether a row passes, by the ticks' own words. */
static bool passes(const struct filter_tick *ticks, size_t count, struct str value)
{
    bool wanted = true, in = false;
    for (size_t i = 0; i < count; i++) {
        bool is = str_eq_nocase(ticks[i].value, value);
        if (ticks[i].way == FILTER_OUT && is)
            return false;
        if (ticks[i].way == FILTER_IN) {
            wanted = false;
            in |= is;
        }
    }
    return wanted || in;
}

/* Random ticks over fields of every kind: written, read back, and counted against a naive look at every row. */
static void test_against_rows(void **state)
{
    static const field_id fields[] = {FIELD_TYPE, FIELD_SEV, FIELD_ALERT, FIELD_DEV, FIELD_DEV_ID, FIELD_OP,
                                      FIELD_RAT,  FIELD_VOL, FIELD_TS,    FIELD_IMSI, FIELD_APN,   FIELD_SOURCE};
    struct store *store = made_store(600);
    uint64_t random = 7;
    (void)state;
    for (int round = 0; round < 400; round++) {
        field_id field = fields[made_random(&random) % 12];
        struct filter_tick ticks[4];
        struct buf texts[4] = {{0}}, query = {0}, text = {0};
        size_t count = 1 + made_random(&random) % 4, n = 0, expected = 0;
        for (size_t i = 0; i < count; i++) {
            struct value v = VALUE_ABSENT;
            store_get(store, store_oldest(store) + made_random(&random) % 600, field, &v);
            if (value_is_present(&v))
                filter_value_text(&texts[i], field, &v);
            bool again = false;
            for (size_t k = 0; k < n; k++)
                again |= str_eq_nocase(ticks[k].value, buf_str(&texts[i]));
            if (!again)
                ticks[n++] = (struct filter_tick){buf_str(&texts[i]), made_random(&random) % 3 ? FILTER_IN : FILTER_OUT};
        }
        filter_retick(&query, NULL, field, ticks, n);
        struct filter *filter = compile(buf_cstr(&query));
        assert_true(str_eq(filter_canonical(filter), buf_str(&query)));
        struct filter_tick back[TICKS];
        assert_int_equal(filter_ticks(filter, field, back, TICKS), n);
        for (row_id row = store_oldest(store); row != ROW_NONE; row = store_next(store, row)) {
            struct value v = VALUE_ABSENT;
            buf_clear(&text);
            if (store_get(store, row, field, &v))
                filter_value_text(&text, field, &v);
            expected += passes(ticks, n, buf_str(&text));
        }
        assert_int_equal(matches(buf_cstr(&query), store), expected);
        filter_free(&filter);
        for (size_t i = 0; i < count; i++)
            buf_fini(&texts[i]);
        buf_fini(&query);
        buf_fini(&text);
    }
    store_free(&store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reading_and_back),
        cmocka_unit_test(test_against_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
