/* The commands that are shown for copying: their text, and that a shell takes every filled-in text as it was meant. */
#include "model/remedy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define BASE "https://cdn.emnify.net/api/v1"

static struct remedy_values values;
static struct buf text;

static int set_up(void **state)
{
    (void)state;
    buf_clear(&text);
    remedy_values_usual(&values, 1787390100000);
    snprintf(values.text[REMEDY_DEVICE], REMEDY_VALUE_MAX, "55214676");
    snprintf(values.text[REMEDY_SIM], REMEDY_VALUE_MAX, "7053671");
    return 0;
}

static const char *command(enum remedy remedy)
{
    struct error err = {0};
    buf_clear(&text);
    if (remedy_command(remedy, &values, BASE, &text, &err) < 0)
        fail_msg("%s", err.text);
    return buf_cstr(&text);
}

static void a_session_is_dropped(void **state)
{
    (void)state;
    assert_string_equal(command(REMEDY_DROP), "printf 'Authorization: Bearer %s\\n' \"$EVMON_AUTH\" |\n"
                                              "curl -sS -i -H @- -X PATCH -H 'Content-Type: application/json' \\\n"
                                              "-d '{\"pdp_context\":null}' \\\n"
                                              "'" BASE "/endpoint/55214676/connectivity'\n");
}

static void without_a_body_there_is_none(void **state)
{
    (void)state;
    snprintf(values.text[REMEDY_OPERATOR], REMEDY_VALUE_MAX, "4");
    assert_string_equal(command(REMEDY_UNBLOCK), "printf 'Authorization: Bearer %s\\n' \"$EVMON_AUTH\" |\n"
                                                 "curl -sS -i -H @- -X DELETE \\\n"
                                                 "'" BASE "/endpoint/55214676/operator_blacklist/4'\n");
}

static void what_is_missing_is_named(void **state)
{
    struct error err = {0};
    (void)state;
    values.text[REMEDY_SIM][0] = '\0';
    assert_true(remedy_command(REMEDY_SUSPEND, &values, BASE, &text, &err) < 0);
    assert_non_null(strstr(err.text, "SIM id"));
    assert_int_equal(text.n, 0);
    err = (struct error){0};
    assert_true(remedy_command(REMEDY_BLOCK, &values, BASE, &text, &err) < 0);
    assert_non_null(strstr(err.text, "Operator id"));
}

static void blanks_take_what_fits(void **state)
{
    static const struct {
        enum remedy_blank blank;
        const char *text;
        bool fits;
    } cases[] = {
        {REMEDY_MEGABYTES, "50", true},      {REMEDY_MEGABYTES, "0.5", true},    {REMEDY_MEGABYTES, ".5", false},
        {REMEDY_MEGABYTES, "5.", false},     {REMEDY_MEGABYTES, "1e9", false},   {REMEDY_MEGABYTES, "5,\"x\":1", false},
        {REMEDY_MESSAGES, "12", true},       {REMEDY_MESSAGES, "-1", false},     {REMEDY_DATE, "2026-12-31", true},
        {REMEDY_DATE, "2026-13-31", false},  {REMEDY_DATE, "tomorrow", false},   {REMEDY_SENDER, "Acme NOC", true},
        {REMEDY_SENDER, "Acme NOC Berlin", false}, {REMEDY_SENDER, "\x1b[2J", false}, {REMEDY_TEXT, "", false},
        {REMEDY_OPERATOR, "4/../5", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if ((remedy_check(cases[i].blank, str_of(cases[i].text), NULL) == 0) != cases[i].fits)
            fail_msg("\"%s\" as %s", cases[i].text, remedy_blank_title(cases[i].blank));
}

/* Lets a shell run the script with a curl that prints its arguments, one a line, and its input. */
static void run_shell(const char *script, struct buf *out)
{
    int back[2];
    assert_int_equal(pipe(back), 0);
    pid_t pid = fork();
    if (pid == 0) {
        dup2(back[1], 1);
        close(back[0]);
        execl("/bin/sh", "sh", "-c", script, (char *)NULL);
        _exit(127);
    }
    close(back[1]);
    char piece[512];
    for (ssize_t n; (n = read(back[0], piece, sizeof piece)) > 0;)
        buf_add(out, piece, (size_t)n);
    close(back[0]);
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
}

#define SAYS "curl() { for a in \"$@\"; do printf '<%s>\\n' \"$a\"; done; cat; }\n"

static void a_shell_takes_every_text_as_it_was_meant(void **state)
{
    static const struct {
        const char *typed, *json;
    } cases[] = {
        {"it's on", "it's on"},
        {"$HOME `id` $(id) \"x\" \\ !!", "$HOME `id` $(id) \\\"x\\\" \\\\ !!"},
        {"'; touch /tmp/pwned; '", "'; touch /tmp/pwned; '"},
        {"''''", "''''"},
        {"line\nline", "line\\nline"},
        {"caf\xc3\xa9 %s *", "caf\xc3\xa9 %s *"},
        {"{sender}", "{sender}"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf script = {0}, said = {0}, want = {0};
        snprintf(values.text[REMEDY_TEXT], REMEDY_VALUE_MAX, "%s", cases[i].typed);
        buf_add_fmt(&script, "EVMON_AUTH=se.cr-et\n%s%s", SAYS, command(REMEDY_SMS));
        run_shell(buf_cstr(&script), &said);
        buf_add_fmt(&want,
                    "<-sS>\n<-i>\n<-H>\n<@->\n<-X>\n<POST>\n<-H>\n<Content-Type: application/json>\n<-d>\n"
                    "<{\"payload\":\"%s\",\"source_address\":\"NOC\",\"source_address_type\":{\"id\":208}}>\n"
                    "<" BASE "/endpoint/55214676/sms>\nAuthorization: Bearer se.cr-et\n",
                    cases[i].json);
        assert_string_equal(buf_cstr(&said), buf_cstr(&want));
        buf_fini(&script);
        buf_fini(&said);
        buf_fini(&want);
    }
}

static void the_bearer_is_got_without_showing_the_token(void **state)
{
    struct buf script = {0}, said = {0};
    (void)state;
    buf_add_text(&script, "EVMON_TOKEN=app-token\n"
                          "curl() { printf '<%s>\\n' \"$@\" >&3; cat >&3; printf '{\"auth_token\" : \"a.b-c_d\"}'; }\n"
                          "exec 3>&1\n");
    remedy_login(BASE, &script);
    buf_add_text(&script, "printf '\\n[%s]' \"$EVMON_AUTH\"\n");
    run_shell(buf_cstr(&script), &said);
    assert_string_equal(buf_cstr(&said), "<-sS>\n<-H>\n<Content-Type: application/json>\n<-d>\n<@->\n<" BASE
                                         "/authenticate>\n{\"application_token\":\"app-token\"}\n[a.b-c_d]");
    buf_fini(&script);
    buf_fini(&said);
}

static void every_row_can_be_filled(void **state)
{
    (void)state;
    snprintf(values.text[REMEDY_OPERATOR], REMEDY_VALUE_MAX, "4");
    for (int remedy = 0; remedy < REMEDY_COUNT_; remedy++) {
        const char *line = command((enum remedy)remedy);
        assert_non_null(strstr(line, remedy_row((enum remedy)remedy)->method));
        assert_null(strstr(line, "{device}"));
        assert_true(remedy_has((enum remedy)remedy, REMEDY_DEVICE) || remedy_has((enum remedy)remedy, REMEDY_SIM));
    }
    assert_string_equal(values.text[REMEDY_DATE], "2026-09-21");
}

static int let_go(void **state)
{
    (void)state;
    buf_fini(&text);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_session_is_dropped, set_up),
        cmocka_unit_test_setup(without_a_body_there_is_none, set_up),
        cmocka_unit_test_setup(what_is_missing_is_named, set_up),
        cmocka_unit_test_setup(blanks_take_what_fits, set_up),
        cmocka_unit_test_setup(a_shell_takes_every_text_as_it_was_meant, set_up),
        cmocka_unit_test_setup(the_bearer_is_got_without_showing_the_token, set_up),
        cmocka_unit_test_setup(every_row_can_be_filled, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, let_go);
}
