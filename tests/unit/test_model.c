/* The registries: fields, types, words, causes, and how values print. */
#include "base/instant.h"
#include "model/cause.h"
#include "model/event.h"
#include "model/feed.h"
#include "model/wire.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

static void fields_have_names_of_their_own(void **state)
{
    (void)state;
    for (field_id i = 0; i < FIELD_COUNT_; i++) {
        const struct field_row *row = field_row(i);
        assert_int_equal(field_find(str_of(row->name)), i);
        struct str aliases = str_of(row->aliases), alias;
        while (row->aliases[0] != '\0' && str_next(&aliases, ',', &alias))
            assert_int_equal(field_find(alias), i);
        assert_true(row->title[0] != '\0' && row->help[0] != '\0' && row->width > 0);
        assert_int_equal(row->paths[0] == '\0', row->home == HOME_FLEET);
    }
    assert_int_equal(field_find(STR("TIME")), FIELD_TS);
    assert_int_equal(field_find(STR("operator")), FIELD_OP);
    assert_int_equal(field_find(STR("imsi.")), FIELD_NONE);
    assert_int_equal(field_find(STR_NONE), FIELD_NONE);
}

static void near_names_are_proposed(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"imis", "imsi"}, {"opreator", "op"}, {"severty", "sev"}, {"aprn", "apn"}, {"sessio", "session.id"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        assert_string_equal(field_suggest(str_of(pairs[i][0])), pairs[i][1]);
    assert_null(field_suggest(STR("zzzzzz")));
    assert_null(field_suggest(STR_NONE));
}

static void types_are_found_by_id_and_slug(void **state)
{
    (void)state;
    int last = -1;
    for (type_id i = 0; i < TYPE_PDP_REJECT; i++) {
        const struct type_row *row = type_row(i);
        assert_true(row->api_id > last);
        last = row->api_id;
        assert_int_equal(type_of(row->api_id, SEVERITY_INFO), i);
        assert_int_equal(type_find(str_of(row->slug)), i);
    }
    assert_int_equal(last, 69);
    assert_int_equal(TYPE_PDP_REJECT, 69); /* 0 to 69 without 66 */
    assert_int_equal(type_of(3, SEVERITY_INFO), TYPE_PDP_CREATE);
    assert_int_equal(type_of(3, SEVERITY_WARN), TYPE_PDP_REJECT);
    assert_int_equal(type_of(3, SEVERITY_CRITICAL), TYPE_PDP_REJECT);
    static const int64_t others[] = {66, 70, 104, -1, INT64_MAX, INT64_MIN};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        assert_int_equal(type_of(others[i], SEVERITY_INFO), TYPE_OTHER);
    assert_int_equal(type_find(STR("PDP.Reject")), TYPE_PDP_REJECT);
    assert_int_equal(type_find(STR("pdp")), TYPE_COUNT_);
    char slug[32];
    type_slug(TYPE_OTHER, 104, slug, sizeof slug);
    assert_string_equal(slug, "type.104");
    type_slug(TYPE_OTHER, -1, slug, sizeof slug);
    assert_string_equal(slug, "type.-1");
    type_slug(TYPE_OTHER, TYPE_ID_NONE, slug, sizeof slug);
    assert_string_equal(slug, "no type");
    type_slug(TYPE_LOC_GPRS_PURGE, 16, slug, sizeof slug);
    assert_string_equal(slug, "loc.gprs_purge");
}

static void every_type_has_a_panel(void **state)
{
    (void)state;
    for (type_id i = 0; i < TYPE_COUNT_; i++) {
        const struct type_row *row = type_row(i);
        assert_non_null(row->sections[0]);
        assert_true(row->help[0] != '\0' && row->category[0] != '\0' && row->title[0] != '\0');
        const char *space = strchr(row->glyph, ' ');
        assert_non_null(space);
        assert_int_equal(strlen(space + 1), 1);
        for (int s = 0; s < TYPE_SECTIONS_MAX && row->sections[s] != NULL; s++) {
            assert_true(row->sections[s]->line_count > 0);
            for (int other = 0; other < s; other++)
                assert_ptr_not_equal(row->sections[s], row->sections[other]);
        }
    }
}

static void enums_have_words(void **state)
{
    (void)state;
    assert_string_equal(field_enum_word(FIELD_RAT, 17), "nbiot.geo");
    assert_string_equal(field_enum_word(FIELD_RAT, 0), "");
    assert_null(field_enum_word(FIELD_RAT, 23));
    assert_null(field_enum_word(FIELD_RAT, -1));
    assert_int_equal(field_enum_find(FIELD_RAT, STR("LTE")), 6);
    assert_int_equal(field_enum_find(FIELD_AT_RAT, STR("nb-iot")), 8);
    assert_int_equal(field_enum_find(FIELD_RAT, STR("")), -1);
    assert_int_equal(field_enum_find(FIELD_SOURCE, STR("Policy")), ORIGIN_POLICY);
    assert_int_equal(field_enum_find(FIELD_STATE, STR("online")), 2);
    assert_int_equal(field_enum_find(FIELD_SIM_STATE, STR("test")), 4);
    assert_int_equal(field_enum_find(FIELD_TYPE, STR("sms.used")), TYPE_SMS_USED);
    assert_null(field_enum_word(FIELD_DESC, 0));
    for (int i = 0; i < FEED_STATE_COUNT_; i++)
        assert_non_null(feed_state_names[i]);
    for (int i = 0; i < KIND_COUNT_; i++)
        assert_non_null(kind_name((enum kind)i));
}

static void causes(void **state)
{
    (void)state;
    static const struct {
        int api_id, severity;
        const char *text, *code;
    } cases[] = {
        {3, 1, "PDP Context Request rejected, because data service disabled in service profile.", "service_disabled"},
        {3, 1, "because endpoint has no quota.", "no_quota"},
        {3, 2, "endpoint has NO\n quota", "no_quota"},
        {3, 1, "quota volume of endpoint is exhausted", "quota_exhausted"},
        {3, 1, "SIM is not activated.", "sim_inactive"},
        {11, 0, "Blocking data access for endpoint, traffic limit exceeded.", "traffic_limit"},
        {12, 0, "because of insufficient prepaid balance.", "prepaid_balance"},
        {12, 1, "because monthly cost limit exceeded.", "cost_limit"},
        {6, 1, "Reason: Invalid password from IP", "bad_password"},
        {7, 1, "the token was revoked", "revoked_token"},
        {3, 1, "no quot", "other"}, {3, 1, "", "other"}, {1, 1, "roaming not allowed", "other"},
        {3, 0, "endpoint has no quota.", NULL}, {5, 1, "no quota", NULL}, {19, 1, "exhausted", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *code = cause_of(cases[i].api_id, cases[i].severity, str_of(cases[i].text));
        if (cases[i].code == NULL)
            assert_null(code);
        else
            assert_string_equal(code, cases[i].code);
    }
}

static void own_patterns_go_first(void **state)
{
    (void)state;
    struct cause_rule rules[3];
    assert_int_equal(cause_rule_init(&rules[0], STR("apn"), STR(" APN  Not\tallowed "), NULL), 0);
    assert_int_equal(cause_rule_init(&rules[1], STR("suspended_by_us"), STR("suspended"), NULL), 0);
    assert_int_equal(cause_rule_add_type(&rules[1], STR("sim.suspend"), NULL), 0);
    assert_int_equal(cause_rule_init(&rules[2], STR("contract"), STR("no quota"), NULL), 0);
    cause_use(rules, 3);
    assert_int_equal(cause_own_count(), 3);
    assert_string_equal(cause_of(3, 1, STR("the apn not allowed here")), "apn");
    assert_string_equal(cause_of(3, 1, STR("endpoint has no quota")), "contract"); /* before the shipped row */
    assert_string_equal(cause_of(9, 0, STR("SIM Suspended.")), "suspended_by_us"); /* a type that carries none by itself */
    assert_null(cause_of(9, 0, STR("apn not allowed")));
    assert_string_equal(cause_of(3, 1, STR("suspended")), "other"); /* typed: no other type */
    assert_string_equal(cause_of(3, 1, STR("is exhausted")), "quota_exhausted");
    cause_use(NULL, 0);
    assert_string_equal(cause_of(3, 1, STR("endpoint has no quota")), "no_quota");
}

static void sentences_lose_what_changes(void **state)
{
    (void)state;
    static const struct {
        const char *text, *sentence;
    } cases[] = {
        {"", ""},
        {"  network is\n blocked.  ", "network is blocked."},
        {"APN 'iot 7' is not allowed", "APN # is not allowed"},
        {"APN \"a b\", roaming", "APN # roaming"},
        {"the gateway's door isn't open", "the gateway's door isn't open"},
        {"from IP 192.0.2.1 by ops2@x", "from IP # by #"},
        {"'never closed", "'never closed"},
        {"f\xc3\xbcr Ger\xc3\xa4t 7", "f\xc3\xbcr Ger\xc3\xa4t #"},
    };
    char out[CAUSE_SENTENCE_MAX], text[2 * CAUSE_SENTENCE_MAX + 1];
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t n = cause_sentence(str_of(cases[i].text), out);
        assert_true(str_eq((struct str){out, n}, str_of(cases[i].sentence)));
    }
    for (size_t i = 0; i < CAUSE_SENTENCE_MAX; i++)
        memcpy(text + 2 * i, "\xc3\xbc", 2);
    assert_int_equal(cause_sentence((struct str){text, 2 * CAUSE_SENTENCE_MAX}, out), CAUSE_SENTENCE_MAX);
    memmove(text + 1, text, 2 * CAUSE_SENTENCE_MAX);
    text[0] = 'x'; /* now no letter ends where the room does */
    assert_int_equal(cause_sentence((struct str){text, 1 + 2 * CAUSE_SENTENCE_MAX}, out), CAUSE_SENTENCE_MAX - 1);
}

static void exact_decimals(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int scale;
        enum wire_rounding rounding;
        int64_t value; /* INT64_MIN: refused */
    } cases[] = {
        {"0.641984", 6, WIRE_ROUNDED, 641984},
        {"10", 6, WIRE_ROUNDED, 10000000},
        {"-0.00120000000000009", 6, WIRE_ROUNDED, -1200},
        {"0.0000005", 6, WIRE_ROUNDED, 1},
        {"0.00000049", 6, WIRE_ROUNDED, 0},
        {"1.5E2", 6, WIRE_ROUNDED, 150000000},
        {"9223372036854.775807", 6, WIRE_ROUNDED, INT64_MAX},
        {"9223372036854.775808", 6, WIRE_ROUNDED, INT64_MIN},
        {"1e400", 6, WIRE_ROUNDED, INT64_MIN},
        {"1e-400", 6, WIRE_ROUNDED, 0},
        {"0e999999", 6, WIRE_ROUNDED, 0},
        {"1.0", 0, WIRE_EXACT, 1}, {"1e3", 0, WIRE_EXACT, 1000}, {"-0", 0, WIRE_EXACT, 0}, {"01", 0, WIRE_EXACT, 1},
        {"1.5", 0, WIRE_EXACT, INT64_MIN}, {"9223372036854775807", 0, WIRE_EXACT, INT64_MAX},
        {"9223372036854775808", 0, WIRE_EXACT, INT64_MIN}, {"9007199254740993", 0, WIRE_EXACT, 9007199254740993},
        {"", 0, WIRE_EXACT, INT64_MIN}, {"1.", 0, WIRE_EXACT, INT64_MIN}, {".5", 0, WIRE_ROUNDED, INT64_MIN},
        {"0x10", 0, WIRE_EXACT, INT64_MIN}, {"1 ", 0, WIRE_EXACT, INT64_MIN}, {"+1", 0, WIRE_EXACT, INT64_MIN},
        {"1e", 0, WIRE_EXACT, INT64_MIN}, {"inf", 0, WIRE_EXACT, INT64_MIN},
        {"0.00000000000000000000000000000000000000000001", 6, WIRE_ROUNDED, 0},
        {"1.00000000000000000000000000000000000000000001", 0, WIRE_EXACT, INT64_MIN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t value = INT64_MIN;
        bool good = wire_decimal(str_of(cases[i].text), cases[i].scale, cases[i].rounding, &value);
        if (good != (cases[i].value != INT64_MIN) || (good && value != cases[i].value))
            print_message("%s: %lld\n", cases[i].text, (long long)value);
        assert_int_equal(good, cases[i].value != INT64_MIN);
        if (good)
            assert_int_equal(value, cases[i].value);
    }
}

static void addresses(void **state)
{
    (void)state;
    static const char *const good[] = {"0.0.0.0", "255.255.255.255", "10.112.0.9", "::", "2001:db8::7", "::ffff:10.0.0.1"};
    static const char *const bad[] = {"", "256.1.1.1", "1.2.3", "1.2.3.4.5", "01.2.3.4", "1.2.3.4 ", "1..2.3", ":", "2001:db8::7::1",
                                      "10.0.0.1/8", "fe80::1%eth0", "example.org"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_true(wire_is_address(str_of(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(wire_is_address(str_of(bad[i])));
}

static void values_off_the_wire(void **state)
{
    (void)state;
    static const struct {
        const char *json;
        enum kind kind;
        bool present;
        const char *text; /* or NULL: number */
        int64_t number;
    } cases[] = {
        {"\"a\"", KIND_TEXT, true, "a", 0}, {"7", KIND_TEXT, true, "7", 0}, {"\"\"", KIND_TEXT, false, NULL, 0},
        {"null", KIND_TEXT, false, NULL, 0}, {"{}", KIND_TEXT, false, NULL, 0}, {"true", KIND_TEXT, false, NULL, 0},
        {"901430000000001", KIND_DIGITS, true, "901430000000001", 0}, {"\"02\"", KIND_DIGITS, true, "02", 0},
        {"\"0x2\"", KIND_DIGITS, false, NULL, 0}, {"1.5", KIND_DIGITS, false, NULL, 0},
        {"\"12\"", KIND_NUMBER, true, NULL, 12}, {"12", KIND_NUMBER, true, NULL, 12}, {"\"x\"", KIND_NUMBER, false, NULL, 0},
        {"\"1.000000\"", KIND_SIZE, true, NULL, 1000000}, {"-3", KIND_SIZE, true, NULL, -3000000},
        {"true", KIND_BOOL, true, NULL, 1}, {"0", KIND_BOOL, true, NULL, 0}, {"\"1\"", KIND_BOOL, true, NULL, 1},
        {"\"yes\"", KIND_BOOL, false, NULL, 0}, {"2", KIND_BOOL, false, NULL, 0},
        {"\"10.0.0.1\"", KIND_IP, true, "10.0.0.1", 0}, {"\"10.0.0\"", KIND_IP, false, NULL, 0}, {"10", KIND_IP, false, NULL, 0},
        {"\"1970-01-01T00:00:01Z\"", KIND_TIME, true, NULL, 1000}, {"0", KIND_TIME, false, NULL, 0},
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct value v;
        assert_int_equal(event_value(str_of(cases[i].json), cases[i].kind, arena, &v), cases[i].present);
        assert_int_equal(value_is_present(&v), cases[i].present);
        if (cases[i].text != NULL)
            assert_true(str_eq(v.s, str_of(cases[i].text)));
        else if (cases[i].present)
            assert_int_equal(v.i, cases[i].number);
    }
    arena_free(&arena);
}

static void raw_fields_come_from_the_bytes(void **state)
{
    (void)state;
    const struct str raw = STR("{\"detail\":{\"quota\":{\"thresholdPercentage\":\"15\",\"auto_refill\":null,\"autoRefill\":false},"
                               "\"mnc\":[{\"mnc\":\"02\"},{\"mnc\":4},{\"mnc\":\"02\"}],\"pdp_context\":{\"mnc\":\"07\"},"
                               "\"trusted_device\":{\"name\":\"\",\"browser\":\"Fire\\u0066ox\"}}}");
    struct arena *arena = arena_new();
    struct value v;
    assert_true(event_extract(raw, FIELD_QUOTA_THRESHOLD, arena, &v));
    assert_int_equal(v.i, 15);
    assert_true(event_extract(raw, FIELD_QUOTA_REFILL, arena, &v));
    assert_int_equal(v.i, 0);
    assert_true(event_extract(raw, FIELD_MNC, arena, &v));
    assert_true(str_eq(v.s, STR("02\x1f" "4\x1f" "07")));
    assert_true(event_extract(raw, FIELD_TRUSTED_DEVICE, arena, &v));
    assert_true(str_eq(v.s, STR("Firefox")));
    assert_false(event_extract(raw, FIELD_VATIN, arena, &v));
    assert_false(event_extract(STR("{\"detail\""), FIELD_VATIN, arena, &v));
    assert_int_equal(v.kind, KIND_NONE);
    arena_free(&arena);
}

static void values_print(void **state)
{
    (void)state;
    static const struct {
        field_id field;
        struct value v;
        const char *people, *machine;
    } cases[] = {
        {FIELD_TYPE, {KIND_ENUM, TYPE_PDP_REJECT, {NULL, 0}}, "pdp.reject", "pdp.reject"},
        {FIELD_SOURCE, {KIND_ENUM, 1, {NULL, 0}}, "policy", "policy"},
        {FIELD_RAT, {KIND_ENUM, 8, {NULL, 0}}, "nbiot", "nbiot"},
        {FIELD_SEV, {KIND_SEVERITY, 2, {NULL, 0}}, "critical", "critical"},
        {FIELD_ALERT, {KIND_BOOL, 1, {NULL, 0}}, "yes", "true"},
        {FIELD_ALERT, {KIND_BOOL, 0, {NULL, 0}}, "no", "false"},
        {FIELD_VOL, {KIND_SIZE, 641984, {NULL, 0}}, "0.64 MB", "641984"},
        {FIELD_DUR, {KIND_DURATION, 141500, {NULL, 0}}, "2m21s", "141.5"},
        {FIELD_QUOTA_LEFT, {KIND_PERCENT, 2000, {NULL, 0}}, "20%", "20"},
        {FIELD_QUOTA_LEFT, {KIND_PERCENT, 1250, {NULL, 0}}, "12.5%", "12.5"},
        {FIELD_MNC, {KIND_DIGITS, 0, {"02\x1f" "04", 5}}, "02, 04", "02, 04"},
        {FIELD_TEID, {KIND_NUMBER, 0, {"7\x1f" "9", 3}}, "7, 9", "7, 9"},
        {FIELD_LAC, {KIND_NUMBER, 921, {NULL, 0}}, "921", "921"},
        {FIELD_TS, {KIND_TIME, 1000, {NULL, 0}}, "1970-01-01 00:00:01.000", "1970-01-01T00:00:01.000Z"},
        {FIELD_DESC, {KIND_NONE, 0, {NULL, 0}}, "", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf out = {0};
        value_print(&out, cases[i].field, &cases[i].v, PRINT_PEOPLE, NULL);
        assert_string_equal(buf_cstr(&out), cases[i].people);
        buf_clear(&out);
        value_print(&out, cases[i].field, &cases[i].v, PRINT_MACHINE, NULL);
        assert_string_equal(buf_cstr(&out), cases[i].machine);
        buf_fini(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_have_names_of_their_own), cmocka_unit_test(near_names_are_proposed),
        cmocka_unit_test(types_are_found_by_id_and_slug), cmocka_unit_test(every_type_has_a_panel),
        cmocka_unit_test(enums_have_words), cmocka_unit_test(causes),
        cmocka_unit_test(own_patterns_go_first), cmocka_unit_test(sentences_lose_what_changes), cmocka_unit_test(exact_decimals),
        cmocka_unit_test(addresses), cmocka_unit_test(values_off_the_wire),
        cmocka_unit_test(raw_fields_come_from_the_bytes), cmocka_unit_test(values_print),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
