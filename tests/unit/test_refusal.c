/* What the platform's refusals mean for a single question, and making events of one device's list say whose they are. */
#include "emnify/refusal.h"
#include "emnify/scope.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static char reason[ERROR_TEXT_MAX];

static enum refusal answered(enum fact_topic topic, long status, const char *body)
{
    struct curlhub_answer answer = {.status = status, .body = str_of(body)};
    return refusal_of(topic, &answer, reason, sizeof reason);
}

static void assert_said(const char *said)
{
    if (strstr(reason, said) == NULL)
        fail_msg("said \"%s\", not \"%s\"", reason, said);
}

static void statuses(void **state)
{
    (void)state;
    assert_int_equal(answered(FACT_TOPIC_DEVICE, 200, "{}"), REFUSAL_NONE);
    assert_int_equal(answered(FACT_TOPIC_DEVICE, 403, "{\"error_code\":1104,\"error_token\":\"Forbidden\"}"), REFUSAL_FINAL);
    assert_said("may not read this (403, \"Forbidden\")");
    assert_int_equal(answered(FACT_TOPIC_DEVICE, 403, ""), REFUSAL_FINAL);
    assert_said("(403)");
    assert_int_equal(answered(FACT_TOPIC_DEVICE, 401, "{\"message\":\"token contains an invalid number of segments\"}"),
                     REFUSAL_TOKEN);
    assert_int_equal(answered(FACT_TOPIC_DEVICE, 429, ""), REFUSAL_LATER);
    assert_int_equal(answered(FACT_TOPIC_DEVICE, 503, "<html>"), REFUSAL_LATER);
    assert_int_equal(answered(FACT_TOPIC_DEVICE, 302, ""), REFUSAL_FINAL);
    assert_int_equal(answered(FACT_TOPIC_DEVICE, 204, ""), REFUSAL_FINAL);
    assert_said("unexpected");
}

static void nothing_set_is_no_error(void **state)
{
    (void)state;
    assert_int_equal(answered(FACT_TOPIC_QUOTA_DATA, 404, "{\"error_code\":1201,\"message\":\"No quota is set\"}"),
                     REFUSAL_ABSENT);
    assert_string_equal(reason, "no data quota is set");
    assert_int_equal(answered(FACT_TOPIC_QUOTA_SMS, 404, ""), REFUSAL_ABSENT);
    assert_string_equal(reason, "no SMS quota is set");
    assert_int_equal(answered(FACT_TOPIC_SIM, 404, ""), REFUSAL_FINAL);
    assert_string_equal(reason, "the platform does not know this SIM (404)");
}

static void errors_of_the_network(void **state)
{
    static const char *const names[] = {"Unknown Subscriber",            "Unknown Location", "External Network Error",
                                        "Network Element Not Available", "Data Missing",     "Unexpected Data Value"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char body[120];
        snprintf(body, sizeof body, "{\"error_code\":1201,\"message\":\"%s\"}", names[i]);
        assert_int_equal(answered(FACT_TOPIC_NETWORK, 404, body), REFUSAL_FINAL);
        assert_said(names[i]);
        assert_null(strstr(reason, "could not say"));
    }
    assert_int_equal(answered(FACT_TOPIC_NETWORK, 404, "{\"message\":\"Busy\\u001b[2J\"}"), REFUSAL_FINAL);
    assert_said("could not say (\"Busy [2J\")");
    assert_int_equal(answered(FACT_TOPIC_NETWORK, 404, ""), REFUSAL_FINAL);
    assert_said("does not know this device");
}

static void below_http(void **state)
{
    struct curlhub_answer answer = {.error = {.code = E_NETWORK, .text = "the connection was reset"}};
    (void)state;
    assert_int_equal(refusal_of(FACT_TOPIC_SMS, &answer, reason, sizeof reason), REFUSAL_LATER);
    assert_string_equal(reason, "the connection was reset");
}

static void events_say_whose_they_are(void **state)
{
    static const struct {
        enum source_scope scope;
        const char *in, *out;
    } cases[] = {
        {SOURCE_OF_DEVICE, "{\"id\":1}", "{\"id\":1,\"endpoint\":{\"id\":7}}"},
        {SOURCE_OF_DEVICE, "{\"id\":1 }", "{\"id\":1 ,\"endpoint\":{\"id\":7}}"},
        {SOURCE_OF_DEVICE, "{}", "{\"endpoint\":{\"id\":7}}"},
        {SOURCE_OF_DEVICE, "{\"endpoint\":null,\"id\":1}", "{\"endpoint\":{\"id\":7},\"id\":1}"},
        {SOURCE_OF_DEVICE, "{\"endpoint\":{\"id\":7,\"name\":\"x\"}}", "{\"endpoint\":{\"id\":7,\"name\":\"x\"}}"},
        {SOURCE_OF_DEVICE, "{\"endpoint\":{\"id\":8},\"endpoint\":null}", "{\"endpoint\":{\"id\":8},\"endpoint\":null}"},
        {SOURCE_OF_DEVICE, "{\"detail\":{\"endpoint\":1}}", "{\"detail\":{\"endpoint\":1},\"endpoint\":{\"id\":7}}"},
        {SOURCE_OF_SIM, "{\"endpoint\":{\"id\":8}}", "{\"endpoint\":{\"id\":8},\"sim\":{\"id\":7}}"},
        {SOURCE_OF_DEVICE, "17", "17"},
        {SOURCE_OF_DEVICE, "{\"id\":1", "{\"id\":1"},
        {SOURCE_OF_DEVICE, "{\"id\" 1}", "{\"id\" 1}"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf out = {0};
        scope_complete(cases[i].scope, 7, str_of(cases[i].in), &out);
        assert_string_equal(buf_cstr(&out), cases[i].out);
        buf_fini(&out);
    }
}

static void lists_have_their_place(void **state)
{
    char path[48];
    (void)state;
    scope_path(SOURCE_ALL, 7, path, sizeof path);
    assert_string_equal(path, "event");
    scope_path(SOURCE_OF_DEVICE, 7, path, sizeof path);
    assert_string_equal(path, "endpoint/7/event");
    scope_path(SOURCE_OF_SIM, 7, path, sizeof path);
    assert_string_equal(path, "sim/7/event");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(statuses),
        cmocka_unit_test(nothing_set_is_no_error),
        cmocka_unit_test(errors_of_the_network),
        cmocka_unit_test(below_http),
        cmocka_unit_test(events_say_whose_they_are),
        cmocka_unit_test(lists_have_their_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
