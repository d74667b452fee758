/* The command line: options by group, values, repeats, numbers, and the sentences of mistakes. */
#include "app/args.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define ARGC(v) ((int)(sizeof(v) / sizeof(v)[0]) - 1)

static void options_and_operands(void **state)
{
    char *argv[] = {"print", "a.ndjson", "-n", "5", "--filter=x", "-f", "y", "--reverse", "--", "-b", NULL};
    struct args args = {0};
    struct error err = {0};
    int64_t n = -1;
    (void)state;
    assert_int_equal(args_read(&args, ARG_GROUP_PRINT, ARGC(argv), argv, &err), 0);
    assert_int_equal(args.given[ARG_FILTER].n, 2);
    assert_string_equal(args.given[ARG_FILTER].p[0], "x");
    assert_string_equal(args_get(&args, ARG_FILTER), "y");
    assert_true(args_has(&args, ARG_REVERSE));
    assert_false(args_has(&args, ARG_FOLLOW));
    assert_null(args_get(&args, ARG_TZ));
    assert_int_equal(args_number(&args, ARG_LIMIT, 0, &n, &err), 0);
    assert_int_equal(n, 5);
    assert_int_equal(args.operands.n, 2);
    assert_string_equal(args.operands.p[1], "-b");
    args_fini(&args);
}

static void mistakes(char *word, char *second, enum arg_group group, const char *what)
{
    char *argv[] = {"evmon", word, second, NULL};
    struct args args = {0};
    struct error err = {0};
    assert_int_equal(args_read(&args, group, second != NULL ? 3 : 2, argv, &err), -E_USAGE);
    if (strstr(err.text, what) == NULL)
        fail_msg("%s does not say %s", err.text, what);
    args_fini(&args);
}

static void wrong_options(void **state)
{
    (void)state;
    mistakes("--nonsense", NULL, ARG_GROUP_PRINT, "--nonsense");
    mistakes("-Z", NULL, ARG_GROUP_PRINT, "-Z");
    mistakes("--limit", NULL, ARG_GROUP_PRINT, "needs a value");
    mistakes("--follow=yes", NULL, ARG_GROUP_PRINT, "takes no value");
    mistakes("--limit", "5", ARG_GROUP_STATS, "--limit"); /* of another program */
}

static void wrong_numbers(void **state)
{
    char *argv[] = {"print", "-n", "many", NULL};
    struct args args = {0};
    struct error err = {0};
    int64_t n = 3;
    (void)state;
    assert_int_equal(args_read(&args, ARG_GROUP_PRINT, 3, argv, &err), 0);
    assert_int_equal(args_number(&args, ARG_LIMIT, 0, &n, &err), -E_USAGE);
    assert_non_null(strstr(err.text, "many"));
    args_fini(&args);
}

/* A name may stand twice (stats and print have their own --format), but never twice in one program. */
static void no_option_twice_in_a_program(void **state)
{
    (void)state;
    for (int a = 0; a < ARG_COUNT_; a++)
        for (int b = a + 1; b < ARG_COUNT_; b++) {
            const struct arg_row *x = args_row((enum arg)a), *y = args_row((enum arg)b);
            if ((x->groups & y->groups) == 0)
                continue;
            assert_string_not_equal(x->name, y->name);
            assert_true(x->letter == 0 || x->letter != y->letter);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_and_operands),
        cmocka_unit_test(wrong_options),
        cmocka_unit_test(wrong_numbers),
        cmocka_unit_test(no_option_twice_in_a_program),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
