/* Times in and out, zones against the C library's, and numbers for people. */
#include "base/clock.h"
#include "base/fmt.h"
#include "base/instant.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <cmocka.h>

static void wire_spellings(void **state)
{
    (void)state;
    static const struct {
        const char *text, *iso; /* NULL: not a time */
    } cases[] = {
        {"2021-10-27T11:59:29.000Z", "2021-10-27T11:59:29.000Z"},
        {"2021-10-27T11:59:29Z", "2021-10-27T11:59:29.000Z"},
        {"2017-10-26T07:28:00.000+0000", "2017-10-26T07:28:00.000Z"},
        {"2021-10-06 10:42:58", "2021-10-06T10:42:58.000Z"},
        {"5/8/2017 10:56:25 AM", "2017-05-08T10:56:25.000Z"},
        {"5/8/2017 12:00:00 AM", "2017-05-08T00:00:00.000Z"},
        {"12/31/2017 12:00:01 PM", "2017-12-31T12:00:01.000Z"},
        {"2021-10-06T10:42", "2021-10-06T10:42:00.000Z"},
        {"2021-10-06", "2021-10-06T00:00:00.000Z"},
        {"2021-10-06T10:42:58.12+02:00", "2021-10-06T08:42:58.120Z"},
        {"2021-10-06T10:42:58-0130", "2021-10-06T12:12:58.000Z"},
        {"2021-10-06T24:00:00Z", "2021-10-07T00:00:00.000Z"},
        {"2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"},
        {"2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"},
        {"0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"},
        {"9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"},
        {"2038-01-19T03:14:08Z", "2038-01-19T03:14:08.000Z"},
        {"2021-10-06T10:42:58.123456789012345678901234567890123456789012345678901234567890Z",
         "2021-10-06T10:42:58.123Z"},
        {"2021-10-06T10:42:58.1234567890123456789012345678901234567890123456789012345678901Z", NULL},
        {"2023-02-29T00:00:00Z", NULL}, {"2021-13-01T00:00:00Z", NULL}, {"2021-00-01", NULL},
        {"10000-01-01T00:00:00Z", NULL}, {"0000-01-01T00:00:00Z", NULL}, {"24:00", NULL},
        {"2021-10-06T24:00:01Z", NULL}, {"2021-10-06T10:60:00Z", NULL}, {"2021-10-06T10:42:61Z", NULL},
        {"13/8/2017 10:56:25 AM", NULL}, {"5/8/2017 13:56:25 AM", NULL}, {"5/8/2017 10:56:25", NULL},
        {"2021-10-06T10:42:58.Z", NULL}, {"2021-10-06T", NULL}, {"2021-10-06T10:42:58Zx", NULL},
        {"1633517000", NULL}, {"0", NULL}, {"-5", NULL}, {"", NULL}, {"yesterday", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t ms;
        char out[40];
        bool good = instant_parse(str_of(cases[i].text), &ms);
        if (good != (cases[i].iso != NULL))
            print_message("%s\n", cases[i].text);
        assert_int_equal(good, cases[i].iso != NULL);
        if (!good)
            continue;
        instant_format(ms, NULL, INSTANT_ISO, out, sizeof out);
        assert_string_equal(out, cases[i].iso);
    }
}

static void days_and_back(void **state)
{
    (void)state;
    for (int64_t day = -719162; day < 2932896; day += 13) {
        struct civil c = instant_civil(day * 86400000, 0);
        assert_int_equal(instant_days(c.year, c.month, c.day), day);
        assert_int_equal(c.weekday, ((day % 7) + 11) % 7);
    }
}

static const char *const zone_names[] = {
    "Europe/Berlin",     "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kolkata",
    "America/Sao_Paulo", "Pacific/Apia",     "Europe/Dublin",       "Antarctica/Troll",  "Asia/Gaza",
};

static void zones_agree_with_the_c_library(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof zone_names / sizeof zone_names[0]; i++) {
        struct zone *zone = zone_new(str_of(zone_names[i]), NULL);
        if (zone == NULL)
            continue; /* no tzdata here */
        setenv("TZ", zone_names[i], 1);
        tzset();
        for (int64_t t = -2000000000; t < 253402300799; t += 3456789 + (int64_t)i) {
            char abbreviation[16];
            time_t seconds = (time_t)t;
            struct tm tm;
            localtime_r(&seconds, &tm);
            assert_int_equal(zone_offset(zone, t * 1000 + 7, abbreviation), tm.tm_gmtoff);
            assert_string_equal(abbreviation, tm.tm_zone);
            struct civil c = instant_civil(t * 1000, (int)tm.tm_gmtoff);
            int64_t wall = ((c.hour * 60 + c.minute) * 60 + c.second) * INT64_C(1000);
            int64_t back = zone_from_wall(zone, c.year, c.month, c.day, wall);
            assert_true(back <= t * 1000); /* the first of two */
            assert_int_equal(instant_civil(back, zone_offset(zone, back, NULL)).hour, c.hour);
        }
        zone_free(&zone);
    }
    setenv("TZ", "UTC", 1);
    tzset();
}

static void wall_times_at_clock_changes(void **state)
{
    (void)state;
    const int64_t hour = 3600000;
    struct zone *zone = zone_new(STR("CET-1CEST,M3.5.0,M10.5.0/3"), NULL);
    assert_non_null(zone);
    /* 02:30 on 2026-10-25 comes twice, the first in summer time; on 2026-03-29 it does not come */
    int64_t twice = zone_from_wall(zone, 2026, 10, 25, 2 * hour + hour / 2);
    assert_int_equal(twice, instant_days(2026, 10, 25) * 24 * hour + hour / 2);
    int64_t never = zone_from_wall(zone, 2026, 3, 29, 2 * hour + hour / 2);
    char out[40];
    instant_format(never, zone, INSTANT_DATETIME, out, sizeof out);
    assert_string_equal(out, "2026-03-29 03:30:00.000");
    zone_free(&zone);
}

static void zones_by_name(void **state)
{
    (void)state;
    static const char *const bad[] = {"Mars/Olympus", "../etc/passwd", "/etc/passwd", "Europe/../UTC", "CET-1CEST,M13.5.0,M10.5.0"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct error err = {0};
        assert_null(zone_new(str_of(bad[i]), &err));
        assert_int_equal(err.code, E_UNKNOWN);
    }
    struct zone *zone = zone_new(STR("utc"), NULL);
    assert_string_equal(zone_name(zone), "UTC");
    assert_int_equal(zone_offset(zone, 0, NULL), 0);
    zone_free(&zone);
    setenv("TZ", "<+0530>-5:30", 1);
    zone = zone_new(STR_NONE, NULL);
    assert_string_equal(zone_name(zone), "local");
    assert_int_equal(zone_offset(zone, 0, NULL), 19800);
    zone_free(&zone);
    setenv("TZ", "UTC", 1);
    assert_string_equal(zone_name(NULL), "UTC");
}

static void what_people_type(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum instant_bare bare;
        const char *iso;
    } cases[] = {
        {"now", INSTANT_SPANS_SIGNED, "2026-08-22T09:15:42.120Z"},
        {"09:15", INSTANT_SPANS_SIGNED, "2026-08-22T07:15:00.000Z"},
        {"23:59:30", INSTANT_SPANS_SIGNED, "2026-08-22T21:59:30.000Z"},
        {"-1h", INSTANT_SPANS_SIGNED, "2026-08-22T08:15:42.120Z"},
        {"-1h30m", INSTANT_SPANS_SIGNED, "2026-08-22T07:45:42.120Z"},
        {"15m", INSTANT_SPANS_BARE, "2026-08-22T09:00:42.120Z"},
        {"15m", INSTANT_SPANS_SIGNED, NULL},
        {"today", INSTANT_SPANS_SIGNED, "2026-08-21T22:00:00.000Z"},
        {"today 14:00", INSTANT_SPANS_SIGNED, "2026-08-22T12:00:00.000Z"},
        {"Yesterday 7:05", INSTANT_SPANS_SIGNED, "2026-08-21T05:05:00.000Z"},
        {"2026-08-22", INSTANT_SPANS_SIGNED, "2026-08-21T22:00:00.000Z"},
        {"2026-08-22T08:00:00Z", INSTANT_SPANS_SIGNED, "2026-08-22T08:00:00.000Z"},
        {"2026-08-22 08:00", INSTANT_SPANS_SIGNED, "2026-08-22T06:00:00.000Z"},
        {"todaysoon", INSTANT_SPANS_SIGNED, NULL}, {"25:00", INSTANT_SPANS_SIGNED, NULL},
        {"-", INSTANT_SPANS_BARE, NULL}, {"", INSTANT_SPANS_BARE, NULL}, {"9", INSTANT_SPANS_BARE, NULL},
        {"5/8/2017 10:56:25 AM", INSTANT_SPANS_BARE, NULL},
    };
    struct zone *zone = zone_new(STR("CET-1CEST,M3.5.0,M10.5.0/3"), NULL);
    int64_t now, ms;
    assert_true(instant_parse(STR("2026-08-22T09:15:42.120Z"), &now));
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct error err = {0};
        char out[40];
        int result = instant_parse_human(str_of(cases[i].text), zone, now, cases[i].bare, &ms, &err);
        assert_int_equal(result, cases[i].iso != NULL ? 0 : -E_SYNTAX);
        if (cases[i].iso == NULL)
            continue;
        instant_format(ms, NULL, INSTANT_ISO, out, sizeof out);
        assert_string_equal(out, cases[i].iso);
    }
    zone_free(&zone);
}

static void spans(void **state)
{
    (void)state;
    int64_t ms;
    assert_true(instant_parse_span(STR("1h30m"), &ms) && ms == 5400000);
    assert_true(instant_parse_span(STR("250ms"), &ms) && ms == 250);
    assert_true(instant_parse_span(STR("1W"), &ms) && ms == 604800000);
    static const char *const bad[] = {"", "h", "1", "1y", "1.5h", "-1h", "99999999999999999999s", "9223372036854775807w"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(instant_parse_span(str_of(bad[i]), &ms));
}

static void styles(void **state)
{
    (void)state;
    static const char *const expected[] = {
        "2026-08-22T09:15:42.120Z", "2026-08-22 11:15:42.120", "2026-08-22 11:15", "2026-08-22",
        "11:15:42", "11:15:42.120", "11:15",
    };
    struct zone *zone = zone_new(STR("CET-1CEST,M3.5.0,M10.5.0/3"), NULL);
    int64_t ms;
    char out[32];
    assert_true(instant_parse(STR("2026-08-22T09:15:42.120Z"), &ms));
    for (int style = INSTANT_ISO; style <= INSTANT_HHMM; style++) {
        size_t n = instant_format(ms, zone, (enum instant_style)style, out, sizeof out);
        assert_string_equal(out, expected[style]);
        assert_int_equal(n, strlen(out));
    }
    instant_format(INT64_MIN, NULL, INSTANT_ISO, out, sizeof out); /* must not overflow */
    instant_format(INT64_MAX, zone, INSTANT_ISO, out, sizeof out);
    zone_free(&zone);
}

#define SAYS(call, text)                                                                           \
    do {                                                                                           \
        char out[FMT_MAX];                                                                         \
        size_t n = call;                                                                           \
        assert_string_equal(out, text);                                                            \
        assert_int_equal(n, strlen(text));                                                         \
    } while (0)

static void numbers_for_people(void **state)
{
    (void)state;
    SAYS(fmt_count(1284, out, sizeof out), "1,284");
    SAYS(fmt_count(999, out, sizeof out), "999");
    SAYS(fmt_count_short(999999, out, sizeof out), "999k");
    SAYS(fmt_count_short(1300000, out, sizeof out), "1.3M");
    SAYS(fmt_bytes(512, out, sizeof out), "512 B");
    SAYS(fmt_bytes(1536, out, sizeof out), "1.5 KiB");
    SAYS(fmt_bytes(12u << 20, out, sizeof out), "12 MiB");
    SAYS(fmt_mb(0.0012, out, sizeof out), "1.2 kB");
    SAYS(fmt_mb(0.64, out, sizeof out), "0.64 MB");
    SAYS(fmt_mb(21.94, out, sizeof out), "21.9 MB");
    SAYS(fmt_mb(1200, out, sizeof out), "1.20 GB");
    SAYS(fmt_mb(2.5e6, out, sizeof out), "2.50 TB");
    SAYS(fmt_mb(0, out, sizeof out), "0 B");
    SAYS(fmt_span(400, out, sizeof out), "0.4s");
    SAYS(fmt_span(41000, out, sizeof out), "41s");
    SAYS(fmt_span(141000, out, sizeof out), "2m21s");
    SAYS(fmt_span(4020000, out, sizeof out), "1h07m");
    SAYS(fmt_span(273600000, out, sizeof out), "3d04h");
    SAYS(fmt_span_short(1860000, out, sizeof out), "31m");
    SAYS(fmt_span_short(INT64_C(1814400000), out, sizeof out), "21d");
    SAYS(fmt_percent(0.76, out, sizeof out), "76%");
    SAYS(fmt_percent(0.001, out, sizeof out), "<1%");
    SAYS(fmt_percent(0.999, out, sizeof out), "99%");
    SAYS(fmt_percent(0, out, sizeof out), "0%");
    SAYS(fmt_rate(0.4, out, sizeof out), "0.4");
    SAYS(fmt_rate(12, out, sizeof out), "12");
    SAYS(fmt_rate(1234, out, sizeof out), "1.2k");
}

static void the_clock_can_stand_still(void **state)
{
    (void)state;
    clock_freeze(1000);
    assert_int_equal(clock_wall_ms(), 1000);
    assert_int_equal(clock_mono_ns(), 1000000000);
    clock_freeze(-1);
    assert_true(clock_wall_ms() > 1000);
    int64_t before = clock_mono_ns();
    assert_true(clock_mono_ns() >= before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wire_spellings), cmocka_unit_test(days_and_back),
        cmocka_unit_test(zones_agree_with_the_c_library), cmocka_unit_test(wall_times_at_clock_changes),
        cmocka_unit_test(zones_by_name), cmocka_unit_test(what_people_type), cmocka_unit_test(spans),
        cmocka_unit_test(styles), cmocka_unit_test(numbers_for_people),
        cmocka_unit_test(the_clock_can_stand_still),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
