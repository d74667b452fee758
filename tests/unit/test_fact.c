/* The platform's answers about devices and SIMs, as they come and as they should not: each into named facts. */
#include "model/fact.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct fact_book book;

static void take(enum fact_topic topic, const char *body)
{
    struct error err = {0};
    if (fact_read(&book.answers[topic], topic, str_of(body), &err) < 0)
        fail_msg("%s", err.text);
    assert_int_equal(book.answers[topic].state, FACT_HERE);
}

/* As a person reads it; "" when it is absent. */
static const char *told_in(enum fact fact, int row)
{
    static char text[500];
    struct buf out = {0};
    struct value value;
    if (fact_get(&book, fact, row, &value))
        fact_print(&out, fact, &value, NULL);
    str_copy(buf_str(&out), text, sizeof text);
    buf_fini(&out);
    return text;
}

static const char *told(enum fact fact)
{
    return told_in(fact, 0);
}

static void a_connected_device(void **state)
{
    (void)state;
    take(FACT_TOPIC_CONNECTIVITY,
         "{\"status\":{\"description\":\"ONLINE\"},"
         "\"location\":{\"iccid\":\"8988303000012345678\",\"imsi\":\"901430000012345\","
         "\"last_updated\":\"2026-08-22T09:10:00.000+0000\",\"last_updated_gprs\":\"2026-08-22T09:11:00.000+0000\","
         "\"sgsn_number\":\"491720000095\",\"vlr_number\":\"491720000096\","
         "\"operator\":{\"id\":4,\"name\":\"Vodafone\",\"country\":{\"id\":74,\"name\":\"Germany\"}},"
         "\"country\":{\"country_id\":74,\"name\":\"Germany\",\"mcc\":\"262\",\"iso_code\":\"de\"}},"
         "\"pdp_context\":{\"pdp_context_id\":93482343,\"created\":\"2026-08-22 09:12:40\",\"mcc\":\"262\",\"mnc\":\"02\","
         "\"operator_id\":\"4\",\"lac\":921,\"ci\":5174,\"sac\":null,\"rac\":null,\"ue_ip_address\":\"10.64.3.7\","
         "\"rat_type\":{\"rat_type_id\":2,\"description\":\"2G\"},\"duration\":\"00:04:10\"},"
         "\"services\":[\"GPRS\",\"SMS\"]}");
    assert_string_equal(told(FACT_CONNECTIVITY_STATUS), "ONLINE");
    assert_string_equal(told(FACT_CONNECTIVITY_OP), "Vodafone");
    assert_string_equal(told(FACT_CONNECTIVITY_OP_ID), "4");
    assert_string_equal(told(FACT_CONNECTIVITY_CC), "de");
    assert_string_equal(told(FACT_CONNECTIVITY_MNC), "02");
    assert_string_equal(told(FACT_CONNECTIVITY_RAT), "2g");
    assert_string_equal(told(FACT_CONNECTIVITY_CI), "5174");
    assert_string_equal(told(FACT_CONNECTIVITY_SAC), "");
    assert_string_equal(told(FACT_CONNECTIVITY_UE_IP), "10.64.3.7");
    assert_string_equal(told(FACT_CONNECTIVITY_OPENED), "2026-08-22 09:12:40.000");
    assert_string_equal(told(FACT_CONNECTIVITY_SERVICES), "GPRS, SMS");
}

static void a_radio_type_is_an_object_or_a_number(void **state)
{
    (void)state;
    take(FACT_TOPIC_CONNECTIVITY, "{\"pdp_context\":{\"rat_type\":{\"rat_type_id\":\"6\",\"description\":\"4G\"}}}");
    assert_string_equal(told(FACT_CONNECTIVITY_RAT), "4g");
    take(FACT_TOPIC_CONNECTIVITY, "{\"pdp_context\":{\"rat_type\":1}}");
    assert_string_equal(told(FACT_CONNECTIVITY_RAT), "3g");
    take(FACT_TOPIC_CONNECTIVITY, "{\"pdp_context\":{\"rat_type\":null}}");
    assert_string_equal(told(FACT_CONNECTIVITY_RAT), "");
    take(FACT_TOPIC_CONNECTIVITY, "{\"pdp_context\":{\"rat_type\":99999999999999999999}}");
    assert_string_equal(told(FACT_CONNECTIVITY_RAT), "");
}

static void a_device_that_is_offline_has_no_place(void **state)
{
    (void)state;
    take(FACT_TOPIC_CONNECTIVITY, "{\"status\":{\"description\":\"OFFLINE\"},\"services\":[]}");
    assert_string_equal(told(FACT_CONNECTIVITY_STATUS), "OFFLINE");
    assert_string_equal(told(FACT_CONNECTIVITY_OP), "");
    assert_string_equal(told(FACT_CONNECTIVITY_SERVICES), "");
}

static void a_device(void **state)
{
    (void)state;
    take(FACT_TOPIC_DEVICE,
         "{\"id\":55214676,\"name\":\"gps-tracker-17\",\"tags\":null,\"created\":\"2025-02-10T08:00:00.000+0000\","
         "\"status\":{\"id\":0,\"description\":\"Enabled\"},\"service_profile\":{\"id\":1,\"name\":\"Field units\"},"
         "\"sim\":{\"id\":7053671,\"iccid\":\"8988303000012345678\",\"msisdn\":423663000012345,"
         "\"status\":{\"id\":1,\"description\":\"Activated\"}},\"imei\":\"9085254409187961\",\"imei_lock\":false,"
         "\"ip_address\":\"27.187.78.212\"}");
    assert_string_equal(told(FACT_DEVICE_NAME), "gps-tracker-17");
    assert_string_equal(told(FACT_DEVICE_STATUS), "Enabled");
    assert_string_equal(told(FACT_DEVICE_TAGS), "");
    assert_string_equal(told(FACT_DEVICE_LOCK), "no");
    assert_string_equal(told(FACT_DEVICE_SIM_STATUS), "Activated");
    assert_string_equal(told(FACT_DEVICE_MSISDN), "423663000012345");
    assert_string_equal(told(FACT_DEVICE_TARIFF), "");
}

static void numbers_of_nineteen_digits_stay_exact(void **state)
{
    (void)state;
    take(FACT_TOPIC_SIM, "{\"id\":7053671,\"iccid\":8988303000006738593,\"status\":{\"id\":2}}");
    assert_string_equal(told(FACT_SIM_ICCID), "8988303000006738593");
    assert_string_equal(told(FACT_SIM_STATUS), "2");
}

static void a_sim_whose_status_is_bare(void **state)
{
    (void)state;
    take(FACT_TOPIC_SIM, "{\"iccid\":\"8988303000006738593\",\"status\":\"Suspended\",\"endpoint\":null,"
                         "\"customer_org\":{\"id\":9,\"name\":\"Sample Corp\"}}");
    assert_string_equal(told(FACT_SIM_STATUS), "Suspended");
    assert_string_equal(told(FACT_SIM_DEVICE), "");
    assert_string_equal(told(FACT_SIM_OWNER), "Sample Corp");
}

static void volumes_are_decimal_strings(void **state)
{
    const double *points;
    (void)state;
    take(FACT_TOPIC_TRAFFIC,
         "{\"last_month\":{\"data\":{\"volume\":\"1204.500000\",\"volume_tx\":\"4.5\",\"volume_rx\":\"1200\"}},"
         "\"current_month\":{\"data\":{\"volume\":\"31.300000\",\"volume_tx\":6.3,\"volume_rx\":\"25.000000\"},"
         "\"sms\":{\"volume\":\"3.000000\"}},"
         "\"last_hour\":{\"data\":{\"rx\":[[\"08:15\",0],[\"08:16\",\"0.250000\"],[\"08:17\",1.5]],\"tx\":[]}}}");
    assert_string_equal(told(FACT_TRAFFIC_MONTH), "31.3 MB");
    assert_string_equal(told(FACT_TRAFFIC_MONTH_TX), "6.30 MB");
    assert_string_equal(told(FACT_TRAFFIC_LAST_MONTH), "1.20 GB");
    assert_string_equal(told(FACT_TRAFFIC_SMS), "3");
    assert_int_equal(fact_series(&book, FACT_TRAFFIC_DOWN, &points), 3);
    assert_true(points[0] == 0 && points[1] == 250000 && points[2] == 1500000);
    assert_int_equal(fact_series(&book, FACT_TRAFFIC_UP, &points), 0);
}

static void a_month_without_traffic_is_absent(void **state)
{
    const double *points;
    (void)state;
    take(FACT_TOPIC_TRAFFIC, "{\"last_hour\":{\"data\":{\"rx\":null}}}");
    assert_string_equal(told(FACT_TRAFFIC_MONTH), "");
    assert_int_equal(fact_series(&book, FACT_TRAFFIC_DOWN, &points), 0);
}

static void a_series_keeps_its_last_points(void **state)
{
    struct buf body = {0};
    const double *points;
    (void)state;
    buf_add_text(&body, "{\"last_hour\":{\"data\":{\"rx\":[[\"00:00\",0]");
    for (int i = 1; i < 100; i++)
        buf_add_fmt(&body, ",[\"00:%02d\",%d]", i % 60, i);
    buf_add_text(&body, "]}}}");
    take(FACT_TOPIC_TRAFFIC, buf_cstr(&body));
    assert_int_equal(fact_series(&book, FACT_TRAFFIC_DOWN, &points), FACT_SERIES_MAX);
    assert_true(points[0] == 40e6 && points[FACT_SERIES_MAX - 1] == 99e6);
    buf_fini(&body);
}

static void a_quota(void **state)
{
    (void)state;
    take(FACT_TOPIC_QUOTA_DATA,
         "{\"status\":{\"id\":1,\"description\":\"ACTIVE\"},\"volume\":12.5,\"last_volume_added\":\"50.000000\","
         "\"threshold_percentage\":20,\"auto_refill\":0,\"expiry_date\":\"2026-08-31T00:00:00.000Z\","
         "\"action_on_exhaustion\":{\"id\":1}}");
    assert_string_equal(told(FACT_QUOTA_LEFT), "12.5 MB");
    assert_string_equal(told(FACT_QUOTA_ADDED), "50.0 MB");
    assert_string_equal(told(FACT_QUOTA_THRESHOLD), "20%");
    assert_string_equal(told(FACT_QUOTA_REFILL), "no");
    assert_string_equal(told(FACT_QUOTA_ACTION), "1");
    take(FACT_TOPIC_QUOTA_SMS, "{\"status\":{\"id\":2,\"description\":\"EXHAUSTED\"},\"volume\":\"0.000000\"}");
    assert_string_equal(told(FACT_QUOTA_SMS_LEFT), "0");
    assert_string_equal(told(FACT_QUOTA_SMS_STATUS), "EXHAUSTED");
}

static void of_messages_the_newest_are_kept(void **state)
{
    struct buf body = {0};
    (void)state;
    for (int i = 0; i < 9; i++)
        buf_add_fmt(&body, "%c{\"id\":\"%d\",\"submit_date\":\"2026-08-2%d 10:00:00\",\"retry_count\":\"0\",\"payload\":\"n%d\","
                           "\"gsm_map_error\":null,\"status\":{\"id\":4,\"description\":\"DELIVERED\"}}",
                    i == 0 ? '[' : ',', i, i * 4 % 9, i * 4 % 9);
    buf_add_text(&body, ",7,{\"payload\":\"undated\"}]");
    take(FACT_TOPIC_SMS, buf_cstr(&body));
    assert_int_equal(book.answers[FACT_TOPIC_SMS].rows, FACT_ROWS_MAX);
    assert_int_equal(book.answers[FACT_TOPIC_SMS].total, 11);
    for (int row = 0; row < FACT_ROWS_MAX; row++) {
        char want[8];
        snprintf(want, sizeof want, "n%d", 8 - row);
        assert_string_equal(told_in(FACT_SMS_TEXT, row), want);
    }
    assert_string_equal(told(FACT_SMS_ERROR), "");
    assert_string_equal(told_in(FACT_SMS_TEXT, FACT_ROWS_MAX), "");
    take(FACT_TOPIC_SMS, "[]");
    assert_int_equal(book.answers[FACT_TOPIC_SMS].rows, 0);
    assert_string_equal(told(FACT_SMS_TEXT), "");
    buf_fini(&body);
}

static void texts_are_cut_at_a_code_point(void **state)
{
    struct buf body = {0};
    struct value value;
    (void)state;
    buf_add_text(&body, "{\"name\":\"x");
    for (int i = 0; i < 1000; i++)
        buf_add_text(&body, "\xc3\xa9");
    buf_add_text(&body, "\"}");
    take(FACT_TOPIC_DEVICE, buf_cstr(&body));
    assert_true(fact_get(&book, FACT_DEVICE_NAME, 0, &value));
    assert_int_equal(value.s.n, FACT_TEXT_MAX - 1); /* an odd number of bytes: the last letter did not fit */
    buf_fini(&body);
}

static void what_the_network_found(void **state)
{
    (void)state;
    take(FACT_TOPIC_NETWORK,
         "{\"request_timestamp\":\"2026-08-22T09:15:00Z\",\"reply_timestamp\":\"2026-08-22T09:15:30Z\","
         "\"subscriber_info\":{\"success\":true,\"state\":\"assumed_idle\",\"error\":null,\"location\":{"
         "\"current_location_retrieved\":true,\"age_of_location\":12,"
         "\"cell_global_id\":{\"mcc\":\"262\",\"mnc\":\"02\",\"lac\":921,\"cid\":5174}}}}");
    assert_string_equal(told(FACT_NETWORK_STATE), "assumed_idle");
    assert_string_equal(told(FACT_NETWORK_CURRENT), "yes");
    assert_string_equal(told(FACT_NETWORK_AGE), "12m00s");
    assert_string_equal(told(FACT_NETWORK_CI), "5174");
}

static void what_is_no_answer_is_refused_with_a_reason(void **state)
{
    static const struct {
        enum fact_topic topic;
        const char *body, *said;
    } bad[] = {
        {FACT_TOPIC_DEVICE, "", "empty"},
        {FACT_TOPIC_DEVICE, "  \n", "empty"},
        {FACT_TOPIC_DEVICE, "[]", "no JSON object"},
        {FACT_TOPIC_DEVICE, "<html>", "no JSON object"},
        {FACT_TOPIC_DEVICE, "{\"id\":1", "well-formed"},
        {FACT_TOPIC_DEVICE, "{\"id\":1} {}", "well-formed"},
        {FACT_TOPIC_SMS, "{\"id\":1}", "no JSON list"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct error err = {0};
        const struct fact_answer *answer = &book.answers[bad[i].topic];
        assert_true(fact_read(&book.answers[bad[i].topic], bad[i].topic, str_of(bad[i].body), &err) < 0);
        assert_int_equal(answer->state, FACT_REFUSED);
        assert_int_equal(answer->rows, 0);
        if (strstr(answer->reason, bad[i].said) == NULL)
            fail_msg("\"%s\" said \"%s\"", bad[i].body, answer->reason);
    }
    assert_string_equal(told(FACT_DEVICE_NAME), "");
}

static void wrong_types_are_absent(void **state)
{
    (void)state;
    take(FACT_TOPIC_DEVICE, "{\"id\":{},\"name\":[1],\"status\":7,\"imei\":true,\"ip_address\":\"no address\","
                            "\"imei_lock\":\"perhaps\",\"sim\":\"x\"}");
    for (int fact = FACT_DEVICE_NAME; fact <= FACT_DEVICE_UPDATED; fact++)
        assert_string_equal(told((enum fact)fact), "");
}

static void every_topic_stands_together(void **state)
{
    (void)state;
    for (int topic = 0; topic < FACT_TOPIC_COUNT_; topic++) {
        enum fact first;
        int count = fact_topic_facts((enum fact_topic)topic, &first), all = 0;
        for (int fact = 0; fact < FACT_COUNT_; fact++)
            all += fact_row((enum fact)fact)->topic == (enum fact_topic)topic;
        assert_int_equal(count, all);
        assert_non_null(strchr(fact_topic_row((enum fact_topic)topic)->path, '#'));
        if (fact_topic_row((enum fact_topic)topic)->how == FACT_LIST)
            assert_int_equal(fact_row(first)->kind, KIND_TIME); /* orders the rows */
    }
}

static int let_go(void **state)
{
    (void)state;
    fact_book_fini(&book);
    return 0;
}

#define TEST(name) cmocka_unit_test_teardown(name, let_go)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_connected_device),
        TEST(a_radio_type_is_an_object_or_a_number),
        TEST(a_device_that_is_offline_has_no_place),
        TEST(a_device),
        TEST(numbers_of_nineteen_digits_stay_exact),
        TEST(a_sim_whose_status_is_bare),
        TEST(volumes_are_decimal_strings),
        TEST(a_month_without_traffic_is_absent),
        TEST(a_series_keeps_its_last_points),
        TEST(a_quota),
        TEST(of_messages_the_newest_are_kept),
        TEST(texts_are_cut_at_a_code_point),
        TEST(what_the_network_found),
        TEST(what_is_no_answer_is_refused_with_a_reason),
        TEST(wrong_types_are_absent),
        TEST(every_topic_stands_together),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
