/* command and option: dispatch, arguments, completion, fuzzy match; typed values, ranges, mistakes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "command/command.h"
#include "command/option.h"

static int note(void *target, struct str args, struct error *err)
{
    (void)err;
    buf_add_fmt(target, "[%.*s]", STR_ARG(args));
    return 0;
}

static const struct command near_rows[] = {
    {"down", "next", "", note, "to the next row", ""},
    {"goto", "at", "TIME", note, "to a time", ""},
    {"copy", "", "[raw|value]", note, "copy", ""},
};
static const struct command far_rows[] = {
    {"quit", "q", "", note, "leave", ""},
    {"set", "", "OPTION [VALUE]", note, "set an option", ""},
    {"next-alert", "", "", note, "to the next alert", ""},
    {"down", "", "", note, "hidden", ""},
};

struct fixture {
    struct buf near, far;
    struct command_set sets[2];
};

static struct fixture *fixture_new(void)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    fixture->sets[0] = (struct command_set){near_rows, 3, &fixture->near, "stream"};
    fixture->sets[1] = (struct command_set){far_rows, 4, &fixture->far, "global"};
    return fixture;
}

static void fixture_free(struct fixture *fixture)
{
    buf_fini(&fixture->near);
    buf_fini(&fixture->far);
    free(fixture);
}

static void test_run(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    struct error err = {0};
    assert_int_equal(command_run(f->sets, 2, STR("down"), &err), 0);
    assert_int_equal(command_run(f->sets, 2, STR("  goto  09:15 x "), &err), 0);
    assert_int_equal(command_run(f->sets, 2, STR("next"), &err), 0);
    assert_int_equal(command_run(f->sets, 2, STR("q"), &err), 0);
    assert_int_equal(command_run(f->sets, 2, STR("copy"), &err), 0);
    assert_int_equal(command_run(f->sets, 2, STR("   "), &err), 0);
    assert_string_equal(buf_cstr(&f->near), "[][09:15 x][][]");
    assert_string_equal(buf_cstr(&f->far), "[]");
    assert_true(command_run(f->sets, 2, STR("goto"), &err) < 0);
    assert_string_equal(err.text, "goto needs TIME");
    err_clear(&err);
    assert_true(command_run(f->sets, 2, STR("down 3"), &err) < 0);
    assert_string_equal(err.text, "down takes no argument");
    err_clear(&err);
    assert_true(command_run(f->sets, 2, STR("nxtalert"), &err) < 0);
    assert_string_equal(err.text, "there is no command 'nxtalert'; did you mean 'next-alert'?");
    fixture_free(f);
}

static void collect(void *user, struct str word, struct str about)
{
    (void)about;
    buf_add_fmt(user, "%.*s ", STR_ARG(word));
}

static void words(void *user, struct str kind, offer_fn offer, void *offer_user)
{
    (void)user;
    if (str_eq(kind, STR("OPTION"))) {
        offer(offer_user, STR("store.max_bytes"), STR(""));
        offer(offer_user, STR("mouse"), STR("keys of a pointing device"));
        offer(offer_user, STR("screen.depth"), STR("how many colours (also deep)"));
    }
    if (str_eq(kind, STR("VALUE")))
        offer(offer_user, STR("on"), STR(""));
}

static const char *completed(const char *line, struct buf *out, size_t *from, size_t *to)
{
    struct fixture *f = fixture_new();
    struct command_words source = {words, NULL};
    buf_clear(out);
    command_complete(f->sets, 2, &source, str_of(line), collect, out, from, to);
    fixture_free(f);
    return buf_cstr(out);
}

static void test_complete(void **state)
{
    (void)state;
    struct buf out = {0};
    size_t from, to;
    assert_string_equal(completed("", &out, &from, &to), "down goto copy quit set next-alert ");
    assert_string_equal(completed("d", &out, &from, &to), "down ");
    assert_string_equal(completed("t", &out, &from, &to), "goto quit set next-alert ");
    assert_string_equal(completed("set m", &out, &from, &to), "mouse store.max_bytes ");
    assert_int_equal(from, 4);
    assert_int_equal(to, 5);
    assert_string_equal(completed("set dep", &out, &from, &to), "screen.depth ");
    assert_string_equal(completed("set dev", &out, &from, &to), "mouse ");
    assert_string_equal(completed("set vice", &out, &from, &to), "");
    assert_string_equal(completed("set mouse ", &out, &from, &to), "on ");
    assert_string_equal(completed("nothing ", &out, &from, &to), "");
    buf_fini(&out);
}

static void test_fuzzy(void **state)
{
    (void)state;
    uint64_t hits;
    assert_true(command_fuzzy(STR("na"), STR("next-alert"), &hits) > command_fuzzy(STR("na"), STR("banana-split"), NULL));
    assert_int_equal(hits, 1 << 0 | 1 << 5);
    assert_int_equal(command_fuzzy(STR("xyz"), STR("next-alert"), NULL), -1);
    assert_true(command_fuzzy(STR("nxt"), STR("next-alert"), NULL) >= 0);
    assert_true(command_fuzzy(STR("tta"), STR("set-theme-a"), NULL) >= 0);
    assert_true(command_fuzzy(STR(""), STR("any"), NULL) >= 0);
    assert_true(command_fuzzy(STR("next alert"), STR("next-alert"), NULL) >= 0);
}

enum { BYTES, MOUSE, GLYPHS, IDLE, NAME, LINES };
static const struct option_row rows[] = {
    [BYTES] = {"store.max_bytes", OPTION_SIZE, 1 << 20, INT64_C(64) << 30, "512MiB", NULL, "", "how much is kept", 1},
    [MOUSE] = {"mouse", OPTION_BOOL, 0, 0, "off", NULL, "", "mouse reports", 2},
    [GLYPHS] = {"screen.glyphs", OPTION_ENUM, 0, 0, "utf8", "utf8,vt100,ascii", "", "signs", 4},
    [IDLE] = {"poll.idle", OPTION_SPAN, 1000, 60000, "5s", NULL, "", "how often", 8},
    [NAME] = {"screen.name", OPTION_TEXT, 0, 10, "evmon", NULL, "", "a name", 16},
    [LINES] = {"detail.lines", OPTION_INT, 1, 100, "7", NULL, "lines", "how high", 32},
};

static const char *printed(const struct options *options, int index, struct buf *out)
{
    buf_clear(out);
    options_print(options, index, out);
    return buf_cstr(out);
}

static void test_values(void **state)
{
    (void)state;
    struct options *options = options_new(rows, 6);
    struct buf out = {0};
    assert_int_equal(options_take_dirty(options), 0);
    assert_int_equal(options_int(options, BYTES), INT64_C(512) << 20);
    assert_string_equal(printed(options, BYTES, &out), "512MiB");
    assert_int_equal(options_set_line(options, STR("max_bytes=1GiB"), OPTION_LIVE, NULL), 1);
    assert_int_equal(options_int(options, BYTES), 1 << 30);
    assert_int_equal(options_set(options, BYTES, STR("1024 MiB"), OPTION_LIVE, NULL), 0);
    assert_int_equal(options_set(options, BYTES, STR("10MB"), OPTION_LIVE, NULL), 1);
    assert_int_equal(options_int(options, BYTES), 10000000);
    assert_int_equal(options_set_line(options, STR("mouse"), OPTION_LIVE, NULL), 1);
    assert_true(options_bool(options, MOUSE));
    assert_int_equal(options_set_line(options, STR("nomouse"), OPTION_LIVE, NULL), 1);
    assert_int_equal(options_set_line(options, STR("mouse!"), OPTION_LIVE, NULL), 1);
    assert_int_equal(options_set_line(options, STR("mouse = no"), OPTION_LIVE, NULL), 1);
    assert_int_equal(options_set_line(options, STR("screen.glyphs ASCII"), OPTION_USER, NULL), 1);
    assert_int_equal(options_int(options, GLYPHS), 2);
    assert_int_equal(options_origin(options, GLYPHS), OPTION_USER);
    assert_int_equal(options_set_line(options, STR("idle=1m"), OPTION_LIVE, NULL), 1);
    assert_string_equal(printed(options, IDLE, &out), "1m");
    assert_int_equal(options_set_line(options, STR("name="), OPTION_LIVE, NULL), 1);
    assert_string_equal(options_text(options, NAME), "");
    assert_int_equal(options_take_dirty(options), 1 | 2 | 4 | 8 | 16);
    options_reset(options, NAME);
    assert_string_equal(options_text(options, NAME), "evmon");
    /* every default prints as something that reads back to the same */
    for (int i = 0; i < options_count(options); i++) {
        options_reset(options, i);
        printed(options, i, &out);
        assert_int_equal(options_set(options, i, buf_str(&out), OPTION_LIVE, NULL), 0);
    }
    options_free(&options);
    buf_fini(&out);
}

static void refused(const char *line, const char *sentence)
{
    struct options *options = options_new(rows, 6);
    struct error err = {0};
    assert_true(options_set_line(options, str_of(line), OPTION_LIVE, &err) < 0);
    assert_string_equal(err.text, sentence);
    options_free(&options);
}

static void test_refusals(void **state)
{
    (void)state;
    refused("store.max_bytes=1k", "store.max_bytes = '1k' is out of range; it is a size, 1MiB to 64GiB (default 512MiB)");
    refused("store.max_bytes=lots", "store.max_bytes = 'lots' cannot be read; it is a size, 1MiB to 64GiB (default 512MiB)");
    refused("store.max_bytes=99999999999999999999",
            "store.max_bytes = '99999999999999999999' cannot be read; it is a size, 1MiB to 64GiB (default 512MiB)");
    refused("glyphs=emoji", "screen.glyphs = 'emoji' cannot be read; it is one of utf8, vt100, ascii (default utf8)");
    refused("idle=2h", "poll.idle = '2h' is out of range; it is a span of time, 1s to 1m (default 5s)");
    refused("lines=0", "detail.lines = '0' is out of range; it is a number, 1 to 100 (default 7)");
    refused("mouse=maybe", "mouse = 'maybe' cannot be read; it is on or off (default off)");
    refused("name=abcdefghijk", "screen.name has at most 10 bytes");
    refused("lines", "detail.lines needs a value: detail.lines=VALUE");
    refused("detail.line=3", "there is no option 'detail.line'; did you mean 'detail.lines'?");
    refused("", "there is no option ''");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_run),    cmocka_unit_test(test_complete), cmocka_unit_test(test_fuzzy),
        cmocka_unit_test(test_values), cmocka_unit_test(test_refusals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
