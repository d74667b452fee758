/* The JSON scanner: grammar, caps, exact slices, paths, quoting; and the log, which is base's other writer of text. */
#include "base/jscan.h"
#include "base/log.h"
#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

/* The tokens of a text as letters, '!' for an error. */
static void letters_of(const char *json, char *out)
{
    static const char letters[] = ".!{}[]ksntfz";
    struct jscan scan;
    enum jscan_token token;
    jscan_init(&scan, str_of(json));
    do {
        token = jscan_next(&scan);
        *out++ = letters[token];
    } while (token != JSCAN_END && token != JSCAN_ERROR);
    *out = '\0';
}

static void tokens(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"{\"a\":[1,true,null],\"b\":{}}", "{k[ntz]k{}}."},
        {" [ ] ", "[]."},
        {"\"x\"", "s."},
        {"-0.5e+3", "n."},
        {"01", "n."},
        {"{\"a\" : \"\\u00e9\\n\"}", "{ks}."},
        {"", "!"}, {"{", "{!"}, {"[1,]", "[n!"}, {"{\"a\":1,}", "{kn!"}, {"{a:1}", "{!"}, {"[1 2]", "[n!"},
        {"{\"a\"}", "{!"}, {"[}", "[!"}, {"1 2", "n!"}, {"NaN", "!"}, {"+1", "!"}, {"1.2.3", "n!"}, {"1.", "!"},
        {".5", "!"}, {"-", "!"}, {"1e", "!"}, {"'x'", "!"}, {"\"x", "!"}, {"\"\\x\"", "!"}, {"\"\\u12g4\"", "!"},
        {"nul", "!"}, {"// c\n1", "!"}, {"{\"a\":1}}", "{kn}!"}, {"tru", "!"}, {"Infinity", "!"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char out[64];
        letters_of(cases[i][0], out);
        assert_string_equal(out, cases[i][1]);
    }
}

static void depth_has_a_cap(void **state)
{
    (void)state;
    for (int depth = 63; depth <= 65; depth++) {
        char text[200];
        memset(text, '[', (size_t)depth);
        memset(text + depth, ']', (size_t)depth);
        struct jscan scan;
        jscan_init(&scan, (struct str){text, 2 * (size_t)depth});
        enum jscan_token token = jscan_next(&scan);
        bool good = jscan_skip(&scan);
        (void)token;
        assert_int_equal(good, depth <= 64);
    }
}

static void strings_mean(void **state)
{
    (void)state;
    static const struct {
        const char *inside, *meaning;
        size_t n;
    } cases[] = {
        {"a\\n\\t\\\"\\\\\\/", "a\n\t\"\\/", 6},
        {"\\u00e9", "\xc3\xa9", 2},
        {"\\ud83d\\ude00", "\xf0\x9f\x98\x80", 4},
        {"\\ud83d", "\xef\xbf\xbd", 3},
        {"\\ude00\\ud83d", "\xef\xbf\xbd\xef\xbf\xbd", 6},
        {"\\ud83dx", "\xef\xbf\xbdx", 4},
        {"\\u0000", "\0", 1},
        {"\xff" "a", "\xef\xbf\xbd" "a", 4},
        {"\xef\xbf\xbd", "\xef\xbf\xbd", 3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf out = {0};
        jscan_text(&out, str_of(cases[i].inside));
        assert_int_equal(out.n, cases[i].n);
        assert_memory_equal(out.p, cases[i].meaning, out.n);
        buf_fini(&out);
    }
}

static void values_are_slices_of_the_original(void **state)
{
    (void)state;
    struct jscan scan;
    struct str bytes;
    jscan_init(&scan, STR("{\"a\": {\"b\" : [1, 2]} , \"c\":99999999999999999999}"));
    assert_int_equal(jscan_next(&scan), JSCAN_OBJECT);
    assert_int_equal(jscan_next(&scan), JSCAN_KEY);
    assert_true(jscan_value(&scan, &bytes));
    assert_true(str_eq(bytes, STR("{\"b\" : [1, 2]}")));
    assert_int_equal(jscan_next(&scan), JSCAN_KEY);
    assert_true(jscan_value(&scan, &bytes));
    assert_true(str_eq(bytes, STR("99999999999999999999")));
    assert_int_equal(jscan_next(&scan), JSCAN_OBJECT_END);
    assert_int_equal(jscan_next(&scan), JSCAN_END);
    assert_int_equal(scan.keys, 3);
}

struct found {
    char text[200];
};

static bool note(void *user, enum jscan_token kind, struct str bytes)
{
    struct found *f = user;
    (void)kind;
    size_t n = strlen(f->text);
    snprintf(f->text + n, sizeof f->text - n, "%.*s;", STR_ARG(bytes));
    return true;
}

static void paths(void **state)
{
    (void)state;
    static const struct str json = {"{\"a\":{\"b\":[{\"c\":1},{\"c\":\"x\"},{}]},\"A\":5,\"a\":9,\"\\u0064\":7}", 62};
    static const struct {
        struct str keys[4];
        size_t count;
        const char *text;
    } cases[] = {
        {{{"a", 1}, {"b", 1}, {"[]", 2}, {"c", 1}}, 4, "1;\"x\";"},
        {{{"a", 1}, {"b", 1}, {"1", 1}, {"c", 1}}, 4, "\"x\";"},
        {{{"A", 1}}, 1, "5;"},
        {{{"d", 1}}, 1, "7;"},
        {{{"a", 1}, {"z", 1}}, 2, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct found f = {""};
        assert_true(jscan_path(str_of(json.p), cases[i].keys, cases[i].count, note, &f) >= 0);
        assert_string_equal(f.text, cases[i].text);
    }
}

static void quoting_and_compacting(void **state)
{
    (void)state;
    struct buf out = {0};
    jscan_quote(&out, STR("a\"\\\n\x01\x7f\xff\xc3\xa9"));
    assert_string_equal(buf_cstr(&out), "a\\\"\\\\\\n\\u0001\x7f\xef\xbf\xbd\xc3\xa9");
    buf_clear(&out);
    assert_int_equal(jscan_compact(&out, STR("{ \"a\" : [ 1 , \"x y\" ,\n{ } ] , \"b\" : null }\n")), 0);
    assert_string_equal(buf_cstr(&out), "{\"a\":[1,\"x y\",{}],\"b\":null}");
    buf_clear(&out);
    assert_int_equal(jscan_compact(&out, STR("{\"a\":")), -E_SYNTAX);
    assert_int_equal(out.n, 0);
    buf_fini(&out);
}

static void the_log_keeps_one_line_a_message(void **state)
{
    (void)state;
    char path[] = "/tmp/evmon-log-XXXXXX", link[64], line[300];
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    clock_freeze(INT64_C(1787400000000));
    assert_int_equal(log_open(path, LOG_INFO, NULL), 0);
    log_say(LOG_DEBUG, "not asked for");
    log_say(LOG_WARN, "one\ntwo\x1b[31m %s", "\xc2\x9b");
    log_close();
    log_say(LOG_ERROR, "after the end");
    clock_freeze(-1);
    ssize_t n = read(fd, line, sizeof line - 1);
    assert_true(n > 0);
    line[n] = '\0';
    assert_string_equal(line, "2026-08-22T12:00:00.000Z warn  one two [31m   \n");
    struct stat st;
    assert_int_equal(fstat(fd, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    snprintf(link, sizeof link, "%s.link", path);
    assert_int_equal(symlink(path, link), 0);
    assert_int_equal(log_open(link, LOG_INFO, NULL), -E_OPEN);
    unlink(link);
    unlink(path);
    close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens), cmocka_unit_test(depth_has_a_cap), cmocka_unit_test(strings_mean),
        cmocka_unit_test(values_are_slices_of_the_original), cmocka_unit_test(paths),
        cmocka_unit_test(quoting_and_compacting), cmocka_unit_test(the_log_keeps_one_line_a_message),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
