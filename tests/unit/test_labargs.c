/* The command line of evmon-lab, and fault specifications. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab/fault.h"
#include "lab/labargs.h"

#define NOW 1777874400000LL

static int parse(const char *line, struct labargs *args, struct error *err)
{
    static char copy[400];
    char *argv[20] = {"evmon-lab"};
    int argc = 1;
    snprintf(copy, sizeof copy, "%s", line);
    for (char *word = strtok(copy, " "); word != NULL; word = strtok(NULL, " "))
        argv[argc++] = word;
    *err = (struct error){0};
    return labargs_parse(argc, argv, NOW, args, err);
}

static void defaults(void **state)
{
    (void)state;
    struct labargs args;
    struct error err;
    assert_int_equal(parse("", &args, &err), LABARGS_RUN);
    assert_string_equal(args.token, "lab-token");
    assert_string_equal(args.bind, "127.0.0.1");
    assert_int_equal(args.port, 0);
    assert_int_equal(args.world.devices, 400);
    assert_int_equal(args.world.history, 3600000);
    assert_int_equal(parse("--scenario flood --history 24h", &args, &err), LABARGS_RUN);
    assert_int_equal(args.world.history, 86400000);
    assert_int_equal((int)args.world.rate, 50000);
}

static void a_token_from_the_parent_is_wiped(void **state)
{
    (void)state;
    struct labargs args;
    struct error err;
    setenv("EVMON_LAB_TOKEN", "from-the-parent", 1);
    const char *shown = getenv("EVMON_LAB_TOKEN");
    assert_int_equal(parse("", &args, &err), LABARGS_RUN);
    assert_string_equal(args.token, "from-the-parent");
    assert_string_equal(shown, ""); /* the bytes that /proc shows */
    assert_null(getenv("EVMON_LAB_TOKEN"));
    assert_int_equal(parse("--token mine", &args, &err), LABARGS_RUN);
    assert_string_equal(args.token, "mine");
}

static void refusals(void **state)
{
    (void)state;
    static const char *const bad[] = {"--bind 0.0.0.0",
                                      "--bind 192.168.1.5",
                                      "--bind ::",
                                      "--port 70000",
                                      "--scenario rain",
                                      "--rate 0",
                                      "--rate x",
                                      "--history 31d",
                                      "--devices 0",
                                      "--fault what",
                                      "--fault 503:nothing=1",
                                      "--fault 503:count=x",
                                      "--start never",
                                      "--variations 101",
                                      "extra",
                                      "--unknown",
                                      "--port",
                                      "--start 2027-05-04T06:00:00Z"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct labargs args;
        struct error err;
        if (parse(bad[i], &args, &err) != -E_USAGE || err.text[0] == '\0')
            fail_msg("taken or silent: %s", bad[i]);
    }
}

static void fault_specs(void **state)
{
    (void)state;
    struct fault f;
    assert_int_equal(fault_parse(STR("503"), NOW, &f, NULL), 0);
    assert_int_equal(f.count, 1);
    assert_string_equal(f.path, "/event");
    assert_int_equal(fault_parse(STR("429:count=5,after=20,every=2,path=*,retry=7"), NOW, &f, NULL),
                     0);
    assert_int_equal(f.count, 5);
    assert_int_equal(f.after, 20);
    assert_int_equal(f.every, 2);
    assert_string_equal(f.path, "*");
    assert_string_equal(f.retry, "7");
    assert_int_equal(fault_parse(STR("stall:delay=3s,for=1m"), NOW, &f, NULL), 0);
    assert_int_equal(f.delay, 3000);
    assert_int_equal(f.until, NOW + 60000);
    struct str json = STR("{\"fault\":\"drip\",\"by\":10,\"delay\":\"50ms\",\"count\":-1}");
    assert_int_equal(fault_parse_json(json, NOW, &f, NULL), 0);
    assert_int_equal(f.number, 10);
    assert_int_equal(f.delay, 50);
    assert_int_equal(f.count, -1);
    struct error err = {0};
    assert_true(fault_parse_json(STR("[]"), NOW, &f, &err) < 0);
    assert_true(err.text[0] != '\0');
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(defaults), cmocka_unit_test(a_token_from_the_parent_is_wiped),
                                       cmocka_unit_test(refusals),
                                       cmocka_unit_test(fault_specs)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
