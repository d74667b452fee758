/* Queries changed term by term: what is added, what gives way, and values written so that they find their event again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "filter/amend.h"
#include "filter/filter.h"
#include "made.h"

static const struct raw_place copied = {-1, 0};

static const struct {
    const char *query;
    enum amend_slot slot;
    field_id field;
    const char *term, *expected;
} changes[] = {
    {"", AMEND_SAME, FIELD_NONE, "cc:de", "cc:de"},
    {"cc:de", AMEND_SAME, FIELD_NONE, "cc:de", "cc:de"},
    {"-cc:de", AMEND_SAME, FIELD_NONE, "cc:de", "cc:de"},
    {"cc:de", AMEND_SAME, FIELD_NONE, "-cc:de", "-cc:de"},
    {"cc: de  and op=Voda", AMEND_SAME, FIELD_NONE, "-apn:em", "cc:de op=Voda -apn:em"},
    {"cc:de or cc:nl", AMEND_SAME, FIELD_NONE, "sev:warn", "(cc:de or cc:nl) sev:warn"},
    {"((cc:de) apn:em) rat:2g", AMEND_SAME, FIELD_NONE, "apn:em", "cc:de rat:2g apn:em"},
    {"cc:de", AMEND_SAME, FIELD_NONE, "", "cc:de"},
    {"sev>=warn cc:de", AMEND_FIELD, FIELD_SEV, "sev>=critical", "cc:de sev>=critical"},
    {"severity:info sev!=warn", AMEND_FIELD, FIELD_SEV, "", "sev!=warn"},
    {"-sev:info cc:de", AMEND_FIELD, FIELD_SEV, "sev>=warn", "-sev:info cc:de sev>=warn"},
    {"is:alert cc:de", AMEND_FIELD, FIELD_ALERT, "", "cc:de"},
    {"alert:true or cc:de", AMEND_FIELD, FIELD_ALERT, "", "alert:true or cc:de"},
    {"type~/pdp/ cc:de", AMEND_FIELD, FIELD_TYPE, "type:pdp.create", "cc:de type:pdp.create"},
    {"last 4h cc:de since -5h", AMEND_TIME, FIELD_NONE, "last 15m", "cc:de last 15m"},
    {"until 09:00", AMEND_TIME, FIELD_NONE, "", ""},
};

static void a_term_takes_the_place_of_its_like(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        struct buf out = {0};
        struct error err = {0};
        assert_int_equal(amend(str_of(changes[i].query), changes[i].slot, changes[i].field, str_of(changes[i].term), &out,
                               &err), 0);
        assert_string_equal(buf_cstr(&out), changes[i].expected);
        struct buf again = {0};
        assert_int_equal(amend(buf_str(&out), changes[i].slot, changes[i].field, str_of(changes[i].term), &again, &err), 0);
        assert_string_equal(buf_cstr(&again), changes[i].expected);
        buf_fini(&again);
        buf_fini(&out);
    }
}

static void a_text_that_is_no_query_is_refused(void **state)
{
    (void)state;
    struct buf out = {0};
    struct error err = {0};
    assert_true(amend(STR("cc:de"), AMEND_SAME, FIELD_NONE, STR("(cc"), &out, &err) < 0);
    assert_true(err.text[0] != '\0');
    assert_int_equal(out.n, 0);
    buf_fini(&out);
}

static void terms_are_found_again(void **state)
{
    (void)state;
    struct buf out = {0};
    amend_find(STR("cc:de sev >= warn last 1h"), AMEND_FIELD, FIELD_SEV, &out);
    assert_string_equal(buf_cstr(&out), "sev>=warn");
    buf_clear(&out);
    amend_find(STR("cc:de sev >= warn last 1h"), AMEND_TIME, FIELD_NONE, &out);
    assert_string_equal(buf_cstr(&out), "last 1h");
    buf_clear(&out);
    amend_find(STR("cc:de or sev:warn"), AMEND_FIELD, FIELD_SEV, &out);
    assert_int_equal(out.n, 0);
    buf_fini(&out);
}

/* Keeping a value keeps its event, hiding it hides the event, whatever the field. */
static void check_value(struct store *store, row_id row, field_id field, const struct value *value)
{
    struct filter_env env = {.now = INT64_C(1787388000000)};
    struct filter *filter = NULL;
    struct error err = {0};
    struct buf term = {0};
    amend_add_term(&term, field, value);
    if (filter_compile(buf_str(&term), &env, &filter, &err) < 0)
        fail_msg("%s: %s", buf_cstr(&term), err.text);
    if (!filter_match(filter, store, row))
        fail_msg("%s does not find its event", buf_cstr(&term));
    filter_free(&filter);
    buf_fini(&term);
}

static void every_value_finds_its_event(void **state)
{
    (void)state;
    static struct made made;
    struct store *store = store_new(&(struct store_options){0});
    size_t checked = 0;
    for (uint64_t n = 0; n < 200; n++) {
        row_id row;
        made_event(&made, n, INT64_C(1787388000000) + (int64_t)n * 777);
        store_append(store, &made.event, 0, copied, &row);
        store_flush(store);
        for (int field = 0; field < FIELD_STORED_COUNT; field++) {
            struct value value;
            if (!store_get(store, row, (field_id)field, &value))
                continue;
            check_value(store, row, (field_id)field, &value);
            checked++;
        }
    }
    assert_true(checked > 2000);
    store_free(&store);
}

static void odd_texts_are_written_so_that_they_stay_whole(void **state)
{
    (void)state;
    static const struct {
        field_id field;
        enum kind kind;
        const char *text, *expected;
    } cases[] = {
        {FIELD_OP, KIND_TEXT, "Voda \"fone\"", "op=\"Voda \\\"fone\\\"\""},
        {FIELD_DEV, KIND_TEXT, "or", "dev=or"},
        {FIELD_APN, KIND_OPEN, "em*", "apn:\"em*\""},
        {FIELD_TAG, KIND_TEXT, "fleet\x1f" "eu", "(tag=fleet tag=eu)"},
        {FIELD_MCC, KIND_DIGITS, "262", "mcc:262"},
        {FIELD_ID, KIND_DIGITS, "12345678901234567890", "raw.id=12345678901234567890"}, /* not in its column */
        {FIELD_DEV_ID, KIND_TEXT, "a b", "raw.endpoint.id=\"a b\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf out = {0};
        struct value value = {cases[i].kind, 0, str_of(cases[i].text)};
        amend_add_term(&out, cases[i].field, &value);
        assert_string_equal(buf_cstr(&out), cases[i].expected);
        buf_fini(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_term_takes_the_place_of_its_like),
        cmocka_unit_test(a_text_that_is_no_query_is_refused),
        cmocka_unit_test(terms_are_found_again),
        cmocka_unit_test(every_value_finds_its_event),
        cmocka_unit_test(odd_texts_are_written_so_that_they_stay_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
