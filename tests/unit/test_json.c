/* One text to one event: every spelling the platform uses, every type, and the catalogue of hostile input. */
#include "base/utf8.h"
#include "decode/frame.h"
#include "decode/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#define ARRIVAL INT64_C(1787400000000) /* 2026-08-22T12:00:00Z */

static struct decoder *decoder;
static struct event event;
static struct error error;

static int decode(struct str json)
{
    error = (struct error){0};
    return decode_event(decoder, json, ARRIVAL, &event, &error);
}

static void good(const char *json)
{
    if (decode(str_of(json)) != 0)
        fail_msg("%s\n%s", json, error.text);
}

static void is_text(field_id field, const char *text)
{
    const struct value *v = &event.v[field];
    struct buf out = {0};
    value_print(&out, field, v, PRINT_MACHINE, NULL);
    if (strcmp(buf_cstr(&out), text) != 0)
        fail_msg("%s is '%s', not '%s', in %.*s", field_row(field)->name, buf_cstr(&out), text, STR_ARG(event.raw));
    buf_fini(&out);
}

struct spelling {
    const char *json;
    field_id field;
    const char *text; /* "" absent */
};

static void spellings(void **state)
{
    (void)state;
    static const struct spelling rows[] = {
        {"{\"id\":7,\"timestamp\":\"2021-10-27T11:59:29.000Z\"}", FIELD_TS, "2021-10-27T11:59:29.000Z"},
        {"{\"id\":7,\"timestamp\":\"2021-10-27T11:59:29Z\"}", FIELD_TS, "2021-10-27T11:59:29.000Z"},
        {"{\"id\":7,\"timestamp\":\"2021-10-27T11:59:29.5+0000\"}", FIELD_TS, "2021-10-27T11:59:29.500Z"},
        {"{\"id\":7,\"timestamp\":\"2021-10-27 11:59:29\"}", FIELD_TS, "2021-10-27T11:59:29.000Z"},
        {"{\"id\":7,\"timestamp\":\"10/27/2021 11:59:29 AM\"}", FIELD_TS, "2021-10-27T11:59:29.000Z"},
        {"{\"id\":7,\"alert\":true}", FIELD_ALERT, "true"}, {"{\"id\":7,\"alert\":0}", FIELD_ALERT, "false"},
        {"{\"id\":7,\"alert\":1}", FIELD_ALERT, "true"}, {"{\"id\":7,\"alert\":\"1\"}", FIELD_ALERT, "true"},
        {"{\"id\":7,\"alert\":2}", FIELD_ALERT, ""}, {"{\"id\":7,\"alert\":\"yes\"}", FIELD_ALERT, ""},
        {"{\"id\":7,\"event_source\":{\"id\":1}}", FIELD_SOURCE, "policy"},
        {"{\"id\":7,\"event_source\":{\"name\":\"Policy Control\"}}", FIELD_SOURCE, "policy"},
        {"{\"id\":7,\"event_source\":{\"description\":\"NETWORK\"}}", FIELD_SOURCE, "network"},
        {"{\"id\":7,\"event_source\":{\"id\":\"2\",\"name\":\"Network\"}}", FIELD_SOURCE, "api"},
        {"{\"id\":7,\"event_source\":{\"id\":9}}", FIELD_SOURCE, ""}, {"{\"id\":7,\"event_source\":{}}", FIELD_SOURCE, ""},
        {"{\"id\":7,\"event_source\":\"API\"}", FIELD_SOURCE, "api"},
        {"{\"id\":7,\"event_severity\":{\"id\":2,\"description\":\"Info\"}}", FIELD_SEV, "critical"},
        {"{\"id\":7,\"event_severity\":{\"description\":\"Warning\"}}", FIELD_SEV, "warn"},
        {"{\"id\":7,\"event_severity\":{\"description\":\"INFO\"}}", FIELD_SEV, "info"},
        {"{\"id\":7,\"event_severity\":{\"id\":17}}", FIELD_SEV, "warn"},
        {"{\"id\":7,\"event_severity\":{\"description\":\"Fatal\"}}", FIELD_SEV, "warn"},
        {"{\"id\":7,\"event_severity\":1}", FIELD_SEV, "warn"}, {"{\"id\":7,\"event_severity\":\"Critical\"}", FIELD_SEV, "critical"},
        {"{\"id\":7,\"event_severity\":{\"id\":[1]}}", FIELD_SEV, "warn"},
        {"{\"id\":7,\"event_severity\":{}}", FIELD_SEV, ""}, {"{\"id\":7,\"event_severity\":null}", FIELD_SEV, ""},
        {"{\"id\":7,\"event_severity\":{\"id\":null}}", FIELD_SEV, ""}, {"{\"id\":7}", FIELD_SEV, ""},
        {"{\"id\":\"1234567890123456\"}", FIELD_ID, "1234567890123456"},
        {"{\"id\":9007199254740993}", FIELD_ID, "9007199254740993"}, {"{\"id\":9223372036854775807}", FIELD_ID, "9223372036854775807"},
        {"{\"id\":7,\"event_type\":{\"id\":\"3\"}}", FIELD_TYPE, "pdp.create"},
        {"{\"id\":7,\"event_type\":{\"id\":3},\"event_severity\":{\"id\":1}}", FIELD_TYPE, "pdp.reject"},
        {"{\"id\":7,\"event_severity\":{\"id\":1},\"event_type\":{\"id\":3}}", FIELD_TYPE, "pdp.reject"},
        {"{\"id\":7,\"event_type\":{\"id\":3},\"event_severity\":{\"id\":\"?\"}}", FIELD_TYPE, "pdp.reject"},
        {"{\"id\":7,\"event_type\":{}}", FIELD_TYPE, ""}, {"{\"id\":7,\"event_type\":{\"id\":99999}}", FIELD_TYPE, "type.N"},
        {"{\"id\":7,\"event_type\":{\"name\":\"Old\"}}", FIELD_TYPE_TEXT, "Old"},
        {"{\"id\":7,\"endpoint\":{\"tags\":\" a, b ,,c\"}}", FIELD_TAG, "a, b, c"},
        {"{\"id\":7,\"endpoint\":{\"tags\":[\"a\",\"b,c\",5,null]}}", FIELD_TAG, "a, b, c, 5"},
        {"{\"id\":7,\"endpoint\":{\"tags\":[]}}", FIELD_TAG, ""}, {"{\"id\":7,\"endpoint\":{\"tags\":null}}", FIELD_TAG, ""},
        {"{\"id\":7,\"endpoint\":{\"imei\":\"356794081234740f\"}}", FIELD_IMEI, "356794081234740"},
        {"{\"id\":7,\"endpoint\":{\"imei\":\"356794081234740F\"}}", FIELD_IMEI, "356794081234740"},
        {"{\"id\":7,\"endpoint\":{\"imei\":3567940812347400}}", FIELD_IMEI, "3567940812347400"},
        {"{\"id\":7,\"endpoint\":{\"imei\":\"unknown\"}}", FIELD_IMEI, ""}, {"{\"id\":7,\"endpoint\":{\"imei\":null}}", FIELD_IMEI, ""},
        {"{\"id\":7,\"detail\":{\"country\":{\"iso_code\":\"AT\"}}}", FIELD_CC, "at"},
        {"{\"id\":7,\"detail\":{\"pdp_context\":{\"rat_type\":6}}}", FIELD_RAT, "4g"},
        {"{\"id\":7,\"detail\":{\"pdp_context\":{\"rat_type\":\"17\"}}}", FIELD_RAT, "nbiot.geo"},
        {"{\"id\":7,\"detail\":{\"pdp_context\":{\"rat_type\":0}}}", FIELD_RAT, ""}, {"{\"id\":7,\"detail\":{\"pdp_context\":{\"rat_type\":77}}}", FIELD_RAT, ""},
        {"{\"id\":7,\"detail\":{\"volume\":{\"total\":\"0.641984\"}}}", FIELD_VOL, "641984"},
        {"{\"id\":7,\"detail\":{\"volume\":{\"total\":10}}}", FIELD_VOL, "10000000"},
        {"{\"id\":7,\"imsi\":{\"imsi\":901430005500210}}", FIELD_IMSI, "901430005500210"},
        {"{\"id\":7,\"imsi\":null,\"detail\":{\"pdp_context\":{\"imsi\":\"90143\"}}}", FIELD_IMSI, "90143"},
        {"{\"detail\":{\"pdp_context\":{\"imsi\":\"90143\"}},\"id\":7,\"imsi\":{\"imsi\":\"29505\"}}", FIELD_IMSI, "29505"},
        {"{\"id\":7,\"sim\":{\"iccid\":8988303000006738593}}", FIELD_ICCID, "8988303000006738593"},
        {"{\"id\":7,\"detail\":{\"pdp_context\":{\"mnc\":\"02\"},\"mnc\":[{\"id\":1,\"mnc\":\"04\"},{\"mnc\":\"02\"}]}}", FIELD_MNC, "04, 02"},
        {"{\"id\":7,\"detail\":{\"tapcode\":[{\"tapcode\":\"DEUD2\"},{\"tapcode\":\"DEUD1\"}]}}", FIELD_TAP, "DEUD2, DEUD1"},
        {"{\"id\":7,\"detail\":{\"session_id\":\"u-1\",\"pdp_context\":{\"pdp_context_id\":5}}}", FIELD_SESSION_ID, "u-1"},
        {"{\"id\":7,\"detail\":{\"session_id\":\"\",\"pdp_context\":{\"pdp_context_id\":5}}}", FIELD_SESSION_ID, "5"},
        {"{\"id\":7,\"detail\":{\"pdp_context\":{\"ue_ip_address\":\"10.1.2.3\"}}}", FIELD_UE_IP, "10.1.2.3"},
        {"{\"id\":7,\"detail\":{\"pdp_context\":{\"ue_ip_address\":\"10.1.2\"}}}", FIELD_UE_IP, ""},
        {"{\"id\":7,\"event_type\":{\"id\":5},\"timestamp\":\"2021-10-27T11:59:29Z\",\"detail\":{\"pdp_context\":{\"tunnel_created\":\"2021-10-27T11:59:09\"}}}", FIELD_DUR, "20"},
        {"{\"id\":7,\"event_type\":{\"id\":3},\"timestamp\":\"2021-10-27T11:59:29Z\",\"detail\":{\"pdp_context\":{\"tunnel_created\":\"2021-10-27T11:59:09\"}}}", FIELD_DUR, ""},
        {"{\"id\":7,\"event_type\":{\"id\":5},\"timestamp\":\"2021-10-27T11:59:29Z\",\"detail\":{\"pdp_context\":{\"tunnel_created\":\"2021-10-27T12:59:09\"}}}", FIELD_DUR, ""},
        {"{\"id\":7,\"event_type\":{\"id\":6},\"description\":\"Reason: Invalid\\nPassword.\"}", FIELD_CAUSE, "bad_password"},
        {"{\"id\":7,\"event_type\":{\"id\":11}}", FIELD_CAUSE, "other"},
        {"{\"\\u0069d\":8}", FIELD_ID, "8"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        good(rows[i].json);
        is_text(rows[i].field, rows[i].text);
    }
}

/* ---- every type ---- */

static int types_seen[TYPE_COUNT_];
static int texts_seen;

static void take_type(void *user, struct str json, uint64_t offset, uint64_t line)
{
    (void)user;
    (void)offset;
    if (decode(json) != 0)
        fail_msg("line %llu: %s", (unsigned long long)line, error.text);
    assert_int_equal(event.marks & ~(unsigned)EVENT_FUTURE, 0);
    assert_true(value_is_present(&event.v[FIELD_TS]) && value_is_present(&event.v[FIELD_SEV]) &&
                value_is_present(&event.v[FIELD_SOURCE]) && value_is_present(&event.v[FIELD_ALERT]));
    assert_true(str_eq(event.raw, json));
    types_seen[event.type]++;
    texts_seen++;
}

static void no_bad(void *user, struct str bytes, uint64_t offset, uint64_t line, const char *reason)
{
    (void)user;
    (void)bytes;
    (void)offset;
    fail_msg("line %llu: %s", (unsigned long long)line, reason);
}

static void every_type_decodes(void **state)
{
    (void)state;
    char path[4096];
    static char bytes[1 << 18];
    snprintf(path, sizeof path, "%s/tests/data/every-type.ndjson", getenv("top_srcdir") != NULL ? getenv("top_srcdir") : ".");
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t n = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    const struct frame_sink sink = {NULL, take_type, no_bad};
    struct frame *frame = frame_new(0);
    frame_push(frame, (struct str){bytes, n}, &sink);
    frame_finish(frame, &sink);
    frame_free(&frame);
    assert_int_equal(texts_seen, 76);
    for (type_id i = 0; i < TYPE_COUNT_; i++) {
        if (types_seen[i] == 0)
            fail_msg("no event of type %s", type_row(i)->slug);
    }
}

/* ---- the catalogue: one test a row ---- */

static void kept(const char *json, unsigned marks)
{
    good(json);
    if ((event.marks & ~(unsigned)EVENT_NO_TIME) != marks)
        fail_msg("%s: marks %x, not %x", json, event.marks, marks);
    assert_true(event.id != 0);
}

static void refused(struct str json)
{
    int result = decode(json);
    if (result == 0)
        fail_msg("taken: %.*s", STR_ARG(json));
    assert_int_equal(error.code, -result);
    assert_true(error.text[0] != '\0');
}

static void types_swapped(void **state)
{
    (void)state;
    refused(STR("{\"id\":{\"x\":1}}"));
    refused(STR("{\"id\":[1]}"));
    refused(STR("{\"id\":true}"));
    kept("{\"id\":1,\"endpoint\":\"text\"}", EVENT_ODD_FIELD);
    kept("{\"id\":1,\"alert\":\"yes\"}", EVENT_ODD_FIELD);
    kept("{\"id\":1,\"timestamp\":1633517000}", EVENT_ODD_FIELD);
    kept("{\"id\":1,\"organisation\":7}", EVENT_ODD_FIELD);
    kept("{\"id\":1,\"endpoint\":{\"name\":{\"a\":1}}}", EVENT_ODD_FIELD);
    kept("{\"id\":1,\"endpoint\":{\"name\":false}}", EVENT_ODD_FIELD);
    kept("{\"id\":1,\"event_type\":true}", EVENT_ODD_FIELD);
}

static void missing_and_null(void **state)
{
    (void)state;
    kept("{\"id\":1,\"endpoint\":null,\"sim\":{},\"imsi\":[],\"detail\":{},\"user\":\"\"}", 0);
    kept("{\"id\":null,\"description\":\"a\"}", EVENT_NO_ID);
    uint64_t first = event.id;
    assert_true(first >> 63 == 1);
    kept("{\"id\":null,\"description\":\"b\"}", EVENT_NO_ID);
    assert_true(event.id != first);
    kept("{\"description\":\"a\"}", EVENT_NO_ID);
    kept("{\"id\":\"\"}", EVENT_NO_ID);
    kept("{}", EVENT_NO_ID);
}

static void wrong_nesting(void **state)
{
    (void)state;
    kept("{\"id\":1,\"endpoint\":[]}", 0);
    kept("{\"id\":1,\"endpoint\":[{\"id\":5}]}", EVENT_ODD_FIELD);
    assert_false(value_is_present(&event.v[FIELD_DEV_ID]));
    struct buf json = {0};
    buf_add_text(&json, "{\"id\":1,\"detail\":{\"mnc\":[");
    for (int i = 0; i < 10000; i++)
        buf_add_fmt(&json, "%s{\"mnc\":\"%d\"}", i > 0 ? "," : "", i);
    buf_add_text(&json, "]}}");
    refused(buf_str(&json)); /* more than 1,000 keys */
    buf_clear(&json);
    buf_add_text(&json, "{\"id\":1,\"endpoint\":{\"tags\":[");
    for (int i = 0; i < 10000; i++)
        buf_add_fmt(&json, "%s\"t%d\"", i > 0 ? "," : "", i);
    buf_add_text(&json, "]}}");
    kept(buf_cstr(&json), 0);
    assert_true(event.v[FIELD_TAG].s.n < 1000);
    buf_fini(&json);
}

/* What no column holds is read as it stands in the bytes, quotation marks aside. */
static void is_as_sent(field_id field, const char *json)
{
    struct arena *arena = arena_new();
    struct value value;
    struct str text = str_of(json);
    bool quoted = text.p[0] == '"';
    assert_true(event_as_sent(event.raw, field, arena, &value));
    assert_true(str_eq(value.s, quoted ? str_sub(text, 1, text.n - 2) : text));
    assert_int_equal(value.kind, str_is_digits(value.s) ? KIND_DIGITS : KIND_TEXT);
    arena_free(&arena);
}

static void ids_of_every_length(void **state)
{
    (void)state;
    kept("{\"id\":123456789012345}", 0);
    assert_true(event.id == UINT64_C(123456789012345));
    kept("{\"id\":1234567890123456}", 0);
    assert_true(event.id == UINT64_C(1234567890123456));
    static const char *const texts[] = {
        "12345678901234567890", "99999999999999999999",
        "1234567890123456789012345678901234567890123456789012345678901234567890123",
        "-5", "1e400", "-0", "1.0", "0", "\"abc\"",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        char json[256];
        snprintf(json, sizeof json, "{\"id\":%s,\"endpoint\":{\"id\":%s}}", texts[i], texts[i]);
        assert_int_equal(decode(str_of(json)), 0);
        assert_true((event.marks & EVENT_ID_TEXT) != 0);
        assert_true(event.id >> 63 == 1);
        is_as_sent(FIELD_ID, texts[i]);
        is_as_sent(FIELD_DEV_ID, texts[i]);
    }
    kept("{\"id\":12345678901234567890}", EVENT_ID_TEXT); /* of 64 bits: in its place */
    assert_true(event.id == UINT64_C(12345678901234567890));
    kept("{\"id\":01}", 0);
    assert_true(event.id == 1);
    kept("{\"id\":12345678901234567890,\"a\":1}", EVENT_ID_TEXT); /* the same id again is the same event */
    uint64_t first = event.id;
    kept("{\"id\":\"12345678901234567890\",\"b\":2}", EVENT_ID_TEXT);
    assert_true(event.id == first);
}

static void not_json(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "{\"id\":NaN}", "{\"id\":Infinity}", "{\"id\":+1}", "{\"id\":1.2.3}", "{/*c*/\"id\":1}", "{'id':1}", "{\"id\":1,}",
        "{\"id\":1", "{\"id\"}", "{\"id\":1}}", "{\"id\":1} x", "{\"id\":1}{\"id\":2}", "", "null", "[]", "7", "\"x\"", "{id:1}",
        "{\"id\":1,\"a\":\"\\x\"}", "{\"id\":1,\"a\":tru}", "{\"unknown\":[1,}", "{\"id\":1,\"keen\":{\"a\":}}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        refused(str_of(texts[i]));
}

static void duplicate_keys(void **state)
{
    (void)state;
    kept("{\"id\":1,\"description\":\"first\",\"description\":\"second\"}", EVENT_DUPLICATE_KEY);
    is_text(FIELD_DESC, "first");
    kept("{\"id\":1,\"id\":2}", EVENT_DUPLICATE_KEY);
    assert_true(event.id == 1);
    kept("{\"id\":1,\"endpoint\":{\"id\":5},\"endpoint\":{\"id\":6,\"name\":\"x\"}}", EVENT_DUPLICATE_KEY);
    is_text(FIELD_DEV_ID, "5");
    is_text(FIELD_DEV, "");
    kept("{\"id\":1,\"description\":null,\"description\":\"second\"}", EVENT_DUPLICATE_KEY);
    is_text(FIELD_DESC, "");
    kept("{\"id\":1,\"detail\":{\"mnc\":[{\"mnc\":\"01\"},{\"mnc\":\"02\"}]}}", 0);
    kept("{\"\":1,\"\":2,\"id\":1}", 0); /* an empty key is a key that is not known */
    kept("{\"\":1,\"\":2,\"id\":1}", 0);
}

static void keys_in_other_case(void **state)
{
    (void)state;
    kept("{\"ID\":5,\"id\":1,\"Description\":\"x\"}", 0);
    assert_true(event.id == 1);
    is_text(FIELD_DESC, "");
}

static void deep_nesting(void **state)
{
    (void)state;
    static const size_t depths[] = {10, 63, 64, 10000, 500000};
    for (size_t i = 0; i < sizeof depths / sizeof depths[0]; i++) {
        struct buf json = {0};
        buf_add_text(&json, "{\"id\":1,\"x\":");
        for (size_t d = 0; d < depths[i]; d++)
            buf_add_byte(&json, '[');
        for (size_t d = 0; d < depths[i]; d++)
            buf_add_byte(&json, ']');
        buf_add_byte(&json, '}');
        assert_int_equal(decode(buf_str(&json)) == 0, depths[i] <= 63);
        buf_fini(&json);
    }
}

static void long_strings_and_many_keys(void **state)
{
    (void)state;
    struct buf json = {0};
    buf_add_text(&json, "{\"id\":1,\"description\":\"");
    for (int i = 0; i < 100000; i++)
        buf_add_text(&json, "\xc3\xa9\\n");
    buf_add_text(&json, "\"}");
    kept(buf_cstr(&json), 0);
    assert_int_equal(event.v[FIELD_DESC].s.n, 300000);
    for (int keys = 999; keys <= 1001; keys++) {
        buf_clear(&json);
        buf_add_text(&json, "{\"id\":1");
        for (int i = 1; i < keys; i++)
            buf_add_fmt(&json, ",\"k%d\":{}", i);
        buf_add_byte(&json, '}');
        int result = decode(buf_str(&json));
        assert_int_equal(result, keys <= 1000 ? 0 : -E_LIMIT);
    }
    buf_fini(&json);
}

static void refused_because(struct str json, const char *why)
{
    assert_true(decode(json) < 0);
    assert_non_null(strstr(error.text, why));
}

static void absurd_texts_are_refused(void **state)
{
    static const int depths[] = {65, 10000, 1000000};
    struct buf json = {0};
    (void)state;
    for (size_t i = 0; i < sizeof depths / sizeof depths[0]; i++) {
        for (int kind = 0; kind < 2; kind++) { /* arrays, then objects */
            buf_clear(&json);
            buf_add_text(&json, "{\"id\":1,\"x\":");
            for (int d = 0; d < depths[i]; d++)
                buf_add_text(&json, kind == 0 ? "[" : "{\"x\":");
            buf_add_text(&json, "1");
            for (int d = 0; d < depths[i]; d++)
                buf_add_byte(&json, kind == 0 ? ']' : '}');
            buf_add_byte(&json, '}');
            refused_because(buf_str(&json), "deeper than 64 levels");
        }
    }
    buf_clear(&json);
    buf_add_text(&json, "{\"id\":1");
    for (int i = 0; i < 200000; i++)
        buf_add_fmt(&json, ",\"k%d\":%d", i, i);
    buf_add_byte(&json, '}');
    refused_because(buf_str(&json), "more than 1000");
    buf_fini(&json);
}

static void nul_bytes(void **state)
{
    (void)state;
    assert_int_equal(decode(((struct str){"{\"id\":1,\"description\":\"a\0b\"}", 28})), 0);
    assert_int_equal(event.v[FIELD_DESC].s.n, 3);
    kept("{\"id\":1,\"description\":\"a\\u0000b\"}", 0);
    assert_int_equal(event.v[FIELD_DESC].s.n, 3);
    assert_memory_equal(event.v[FIELD_DESC].s.p, "a\0b", 3);
}

static void surrogates(void **state)
{
    (void)state;
    static const char *const texts[] = {"\\ud83d", "\\ude00", "\\ude00\\ud83d", "x\\ud83dy"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        char json[80];
        snprintf(json, sizeof json, "{\"id\":1,\"description\":\"%s\"}", texts[i]);
        kept(json, EVENT_REPAIRED);
        assert_true(utf8_is_valid(event.v[FIELD_DESC].s));
    }
    kept("{\"id\":1,\"description\":\"\\ud83d\\ude00\"}", 0);
    is_text(FIELD_DESC, "\xf0\x9f\x98\x80");
}

static void bad_utf8(void **state)
{
    (void)state;
    static const char *const texts[] = {"\xc0\xaf", "\xe0\x80\xaf", "\xf0\x80\x80\x80", "\xed\xa0\x80\xed\xb0\x80", "\xf4\x90\x80\x80", "\xff", "a\xe2\x82"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        char json[80];
        snprintf(json, sizeof json, "{\"id\":1,\"endpoint\":{\"name\":\"%s\",\"tags\":[\"%s\"]}}", texts[i], texts[i]);
        kept(json, EVENT_REPAIRED);
        assert_true(utf8_is_valid(event.v[FIELD_DEV].s) && event.v[FIELD_DEV].s.n >= 3);
        assert_true(utf8_is_valid(event.v[FIELD_TAG].s));
        assert_true(str_eq(event.raw, str_of(json))); /* the original bytes stay */
    }
}

static void line_breaks_and_controls_in_text(void **state)
{
    (void)state;
    kept("{\"id\":1,\"description\":\"a\\r\\nb\\u0085\\u2028\\u000b\\f\\u001b[31m\"}", 0);
    assert_true(str_find(event.v[FIELD_DESC].s, STR("\x1b[31m")) > 0); /* what is shown is the drawing function's part */
    kept("{\"id\":1,\"description\":\"a\nb\x1b]52;c;x\x07\"}", 0);
    kept("{\"id\":1,\"endpoint\":{\"tags\":\"a\x1f" "b\"}}", EVENT_REPAIRED);
    is_text(FIELD_TAG, "a b"); /* the list separator cannot be smuggled in */
    kept("{\"id\":1,\"detail\":{\"tapcode\":[{\"tapcode\":\"A\\u001fB\"}]}}", EVENT_REPAIRED);
    is_text(FIELD_TAP, "A B");
}

static void odd_timestamps(void **state)
{
    (void)state;
    static const char *const none[] = {"null", "0", "-1", "\"\"", "\"0\"", "\"10000-01-01T00:00:00Z\"", "\"soon\"", "{}"};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        char json[80];
        snprintf(json, sizeof json, "{\"id\":1,\"timestamp\":%s}", none[i]);
        good(json);
        assert_true((event.marks & EVENT_NO_TIME) != 0);
        assert_int_equal(event.order_ms, ARRIVAL);
        assert_false(value_is_present(&event.v[FIELD_TS]));
    }
    kept("{\"id\":1,\"timestamp\":\"2021-10-06T24:00:00Z\"}", 0);
    is_text(FIELD_TS, "2021-10-07T00:00:00.000Z");
    kept("{\"id\":1,\"timestamp\":\"2016-12-31T23:59:60Z\"}", 0);
    kept("{\"id\":1,\"timestamp\":\"2016-12-31T23:59:59.123456789012345678901234567890123456789012345678901234567890Z\"}", 0);
    is_text(FIELD_TS, "2016-12-31T23:59:59.123Z");
    kept("{\"id\":1,\"timestamp\":\"2026-08-23T11:59:59Z\"}", 0);
    kept("{\"id\":1,\"timestamp\":\"2026-08-23T12:00:01Z\"}", EVENT_FUTURE);
    kept("{\"id\":1,\"timestamp\":\"9999-12-31T23:59:59Z\"}", EVENT_FUTURE);
}

static void unknown_types_and_severities(void **state)
{
    (void)state;
    static const char *const ids[] = {"66", "70", "-1", "4294967299", "9223372036854775807"};
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        char json[160], slug[40], expected[40];
        snprintf(json, sizeof json, "{\"id\":1,\"event_type\":{\"id\":%s,\"description\":\"New\"},\"event_severity\":{\"id\":%s}}", ids[i], ids[i]);
        good(json);
        assert_int_equal(event.type, TYPE_OTHER);
        type_slug(event.type, event.v[FIELD_TYPE_ID].i, slug, sizeof slug);
        snprintf(expected, sizeof expected, "type.%s", ids[i]);
        assert_string_equal(slug, expected);
        is_text(FIELD_TYPE_TEXT, "New");
        is_text(FIELD_SEV, "warn");
    }
    kept("{\"id\":1,\"event_type\":{\"id\":99999999999999999999}}", EVENT_ODD_FIELD);
    assert_int_equal(event.type, TYPE_OTHER);
}

static void texts_of_other_languages_stay_texts(void **state)
{
    (void)state;
    static const char *const names[] = {"'); DROP TABLE x;--", "%n%s%x", "$(reboot)", "{{7*7}}", "=1+1", "\xd0\xb0pple"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char json[80];
        snprintf(json, sizeof json, "{\"id\":1,\"endpoint\":{\"name\":\"%s\"}}", names[i]);
        kept(json, 0);
        is_text(FIELD_DEV, names[i]);
    }
}

static int start(void **state)
{
    (void)state;
    decoder = decoder_new();
    return 0;
}

static int end(void **state)
{
    (void)state;
    decoder_free(&decoder);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spellings), cmocka_unit_test(every_type_decodes), cmocka_unit_test(types_swapped),
        cmocka_unit_test(missing_and_null), cmocka_unit_test(wrong_nesting), cmocka_unit_test(ids_of_every_length),
        cmocka_unit_test(not_json), cmocka_unit_test(duplicate_keys), cmocka_unit_test(keys_in_other_case),
        cmocka_unit_test(deep_nesting), cmocka_unit_test(long_strings_and_many_keys), cmocka_unit_test(nul_bytes),
        cmocka_unit_test(absurd_texts_are_refused),
        cmocka_unit_test(surrogates), cmocka_unit_test(bad_utf8), cmocka_unit_test(line_breaks_and_controls_in_text),
        cmocka_unit_test(odd_timestamps), cmocka_unit_test(unknown_types_and_severities),
        cmocka_unit_test(texts_of_other_languages_stay_texts),
    };
    return cmocka_run_group_tests(tests, start, end);
}
