/* Configuration files: values reach the options, every mistake is named with file and line, a bad file counts not at
 * all, and nothing of a shared file is filled in from the environment. */
#include "app/config.h"
#include "app/setting.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

struct fixture {
    struct config config;
    struct options *options;
    struct error err;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    f->options = options_new(setting_rows(), SETTING_COUNT_);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    config_fini(&f->config);
    options_free(&f->options);
    free(f);
    return 0;
}

static int parse(struct fixture *f, const char *text, enum config_trust trust)
{
    err_clear(&f->err);
    return config_parse(&f->config, f->options, str_of(text), "test.conf", trust, OPTION_USER, &f->err);
}

static void refuses(struct fixture *f, const char *text, const char *where, const char *what)
{
    assert_true(parse(f, text, CONFIG_OWN) < 0);
    if (strncmp(f->err.text, where, strlen(where)) != 0 || strstr(f->err.text, what) == NULL)
        fail_msg("%s is not: %s ... %s", f->err.text, where, what);
}

static void takes_values(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(parse(f, "# a comment\nscreen { fps = 5 \n tz = \"Europe/Berlin\" }\n"
                              "store {\n max_bytes = 64MiB\n}\napi { token_file = '/x/${y}' }\n",
                           CONFIG_OWN),
                     1);
    assert_int_equal(options_int(f->options, SETTING_SCREEN_FPS), 5);
    assert_int_equal(options_int(f->options, SETTING_STORE_MAX_BYTES), 64 << 20);
    assert_string_equal(options_text(f->options, SETTING_SCREEN_TZ), "Europe/Berlin");
    assert_string_equal(options_text(f->options, SETTING_API_TOKEN_FILE), "/x/${y}");
    assert_int_equal(options_origin(f->options, SETTING_SCREEN_FPS), OPTION_USER);
    assert_int_equal(options_origin(f->options, SETTING_SCREEN_MOUSE), OPTION_DEFAULT);
}

static void takes_sources(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(parse(f, "source prod { spec = \"emnify:\" token_file = /a }\nsource log { spec = b.ndjson }\n",
                           CONFIG_OWN),
                     1);
    assert_int_equal(f->config.source_count, 2);
    assert_string_equal(f->config.source[0].name, "prod");
    assert_string_equal(f->config.source[0].spec, "emnify:");
    assert_string_equal(f->config.source[0].token_file, "/a");
    assert_null(f->config.source[1].token_file);
    assert_string_equal(f->config.source[1].spec, "b.ndjson");
}

static void takes_causes(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(parse(f, "cause apn { pattern = {\"no  such APN\", 'apn #'} types = {pdp.reject} }\n", CONFIG_SHARED), 1);
    assert_int_equal(parse(f, "cause mine { pattern = \"resources\" }\n", CONFIG_OWN), 1);
    assert_int_equal(f->config.cause_count, 3);
    assert_string_equal(f->config.cause[0].code, "mine"); /* read last, tried first */
    assert_false(f->config.cause[0].typed);
    assert_string_equal(f->config.cause[1].part, "no such apn");
    assert_true(f->config.cause[1].typed && f->config.cause[1].types[TYPE_PDP_REJECT]);
    assert_string_equal(f->config.cause[2].part, "apn #");
    refuses(f, "\ncause Big { pattern = x }\n", "test.conf:2:", "small letters");
    refuses(f, "cause other { pattern = x }\n", "test.conf:1:", "take another one");
    refuses(f, "cause a {\n types = {pdp.reject, no.type}\n pattern = x }\n", "test.conf:2:", "no.type");
    refuses(f, "cause a { types = {pdp.reject} }\n", "test.conf", "pattern");
    refuses(f, "cause a { pattern = \"  \" }\n", "test.conf:1:", "1 to 160 bytes");
    refuses(f, "cause a { pattern = x }\ncause a { pattern = y }\n", "test.conf:2:", "a");
    assert_int_equal(f->config.cause_count, 3);
}

static void counts_causes(void **state)
{
    struct fixture *f = *state;
    char text[64 + CAUSE_RULES_MAX * 8] = "cause a { pattern = {x";
    for (int i = 1; i < CAUSE_RULES_MAX; i++)
        strcat(text, ", x");
    size_t n = strlen(text);
    strcat(text, "} }");
    assert_int_equal(parse(f, text, CONFIG_OWN), 1);
    assert_int_equal(f->config.cause_count, CAUSE_RULES_MAX);
    config_fini(&f->config);
    strcpy(text + n, ", x} }");
    refuses(f, text, "test.conf: ", "64");
    assert_int_equal(f->config.cause_count, 0);
    refuses(f, "screen { fps = 7 }\nsource a { spec = b }\ncause c { pattern = x }\ncause d { }\n", "test.conf: ", "cause d");
    assert_int_equal(f->config.cause_count + f->config.source_count, 0);
    assert_int_equal(options_int(f->options, SETTING_SCREEN_FPS), 10);
}

static void names_mistakes(void **state)
{
    struct fixture *f = *state;
    refuses(f, "screen {\n\n fps = 500\n}\n", "test.conf:3:", "30");
    refuses(f, "screen { fps = many }\n", "test.conf:1:", "many");
    refuses(f, "\n\nscreen { colour = red }\n", "test.conf:3:", "colour");
    refuses(f, "nothing { a = b }\n", "test.conf:1:", "nothing");
    refuses(f, "screen { fps = 5\n", "test.conf:", "");
    refuses(f, "screen.theme = dark\n", "test.conf:1:", "write screen { theme = ... }");
    refuses(f, "\ntheme = dark\n", "test.conf:2:", "write screen { theme = ... }");
    refuses(f, "screen { teme = dark }\n", "test.conf:1:", "did you mean screen { theme = ... }");
    refuses(f, "source a { }\n", "test.conf", "spec");
    refuses(f, "include(\"/etc/passwd\")\n", "test.conf:1:", "");
    /* Nothing of a bad file counts, its good lines included. */
    refuses(f, "screen { fps = 7 }\nstore { max_bytes = 1 }\n", "test.conf:2:", "");
    assert_int_equal(options_int(f->options, SETTING_SCREEN_FPS), 10);
}

static void shared_files_see_no_environment(void **state)
{
    struct fixture *f = *state;
    assert_true(parse(f, "\napi { url = \"https://a/${EVMON_TOKEN}\" }\n", CONFIG_SHARED) < 0);
    assert_non_null(strstr(f->err.text, "test.conf:2:"));
    assert_string_equal(options_text(f->options, SETTING_API_URL), setting_rows()[SETTING_API_URL].fallback);
}

static void large_files_are_refused(void **state)
{
    struct fixture *f = *state;
    size_t n = CONFIG_BYTES_MAX + 1;
    char *text = malloc(n + 1);
    memset(text, '\n', n);
    text[n] = '\0';
    assert_int_equal(parse(f, text, CONFIG_OWN), -E_LIMIT);
    free(text);
}

static void missing_and_odd_files(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(config_read(&f->config, f->options, "/nowhere/evmon.conf", CONFIG_OWN, OPTION_USER, &f->err), 0);
    assert_true(config_read(&f->config, f->options, "/", CONFIG_OWN, OPTION_USER, &f->err) < 0);
    err_clear(&f->err);
    assert_true(config_read(&f->config, f->options, "/dev/zero", CONFIG_OWN, OPTION_USER, &f->err) < 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(takes_values, set_up, tear_down),
        cmocka_unit_test_setup_teardown(takes_sources, set_up, tear_down),
        cmocka_unit_test_setup_teardown(takes_causes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(counts_causes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(names_mistakes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(shared_files_see_no_environment, set_up, tear_down),
        cmocka_unit_test_setup_teardown(large_files_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(missing_and_odd_files, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
