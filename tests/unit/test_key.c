/* key and keymap: names both ways, sequences, look-up with parents, hints, conflicts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "command/keymap.h"

static void test_names(void **state)
{
    (void)state;
    static const struct {
        const char *in, *out;
    } rows[] = {
        {"j", "j"},         {"G", "G"},          {"^F", "^F"},       {"^f", "^F"},        {"Ctrl-f", "^F"},
        {"C-f", "^F"},      {"F4", "F4"},        {"f4", "F4"},       {"Esc", "Esc"},      {"<Esc>", "Esc"},
        {"Return", "Enter"}, {"PageDown", "PgDn"}, {"Space", "Space"}, {" ", "Space"},    {"M-x", "M-x"},
        {"Alt-x", "M-x"},   {"M-Enter", "M-Enter"}, {"S-Tab", "S-Tab"}, {"C-Right", "C-Right"}, {"^?", "BS"},
        {"^[", "^["},       {"^_", "^_"},        {"-", "-"},         {"<", "<"},          {"M--", "M--"},
        {"\xc3\xa9", "\xc3\xa9"}, {"M-C-x", "M-^X"}, {"M-^X", "M-^X"}, {"C-S-Up", "C-S-Up"}, {"^", "^"}, {"~", "~"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char name[KEY_NAME_MAX];
        key_id key = key_parse(str_of(rows[i].in), NULL);
        assert_int_not_equal(key, KEY_NONE);
        key_print(key, name);
        assert_string_equal(name, rows[i].out);
        assert_int_equal(key_parse(str_of(name), NULL), key);
    }
    static const char *const bad[] = {"", "F13", "Foo", "jj", "C-", "S-a", "^1", "\033", "\xff", "M-"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct error err = {0};
        assert_int_equal(key_parse(str_of(bad[i]), &err), KEY_NONE);
        assert_true(err.code == E_SYNTAX);
    }
}

static void test_sequences(void **state)
{
    (void)state;
    static const struct {
        const char *in, *out;
        int count;
    } rows[] = {{"gg", "gg", 2}, {"yr", "yr", 2},   {"F1", "F1", 1}, {"g Space", "g Space", 2},
                {"'a", "'a", 2}, {"^W^W", "^W ^W", 2}, {"Esc", "Esc", 1}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct key_sequence sequence;
        struct buf out = {0};
        assert_int_equal(key_sequence_parse(str_of(rows[i].in), &sequence, NULL), 0);
        assert_int_equal(sequence.count, rows[i].count);
        key_sequence_print(&sequence, &out);
        assert_string_equal(buf_cstr(&out), rows[i].out);
        buf_fini(&out);
    }
    struct key_sequence sequence;
    assert_true(key_sequence_parse(STR("gggg"), &sequence, NULL) < 0);
    assert_true(key_sequence_parse(STR(""), &sequence, NULL) < 0);
}

static const char text[] = "# defaults\n"
                           "bind global q quit  # leave\n"
                           "bind global ? help\n"
                           "bind stream j down  # next row\n"
                           "bind stream G last\n"
                           "bind stream End last\n"
                           "bind stream yr copy raw  # copy the bytes\n"
                           "bind detail q back\n"
                           "\n"
                           "bind detail @ goto -1h\n"
                           "unbind detail G\n";

static struct keymaps *maps_of(const char *lines)
{
    struct keymaps *maps = keymaps_new();
    struct error err = {0};
    assert_int_equal(keymaps_add(maps, "global", "", &err), 0);
    assert_int_equal(keymaps_add(maps, "stream", "global", &err), 0);
    assert_int_equal(keymaps_add(maps, "detail", "stream", &err), 0);
    if (keymap_read(maps, str_of(lines), "default.conf", &err) < 0)
        fail_msg("%s", err.text);
    return maps;
}

static const char *run(const struct keymaps *maps, const char *map, const char *keys)
{
    struct key_sequence sequence;
    const struct binding *found;
    assert_int_equal(key_sequence_parse(str_of(keys), &sequence, NULL), 0);
    switch (keymap_lookup(maps, str_of(map), sequence.key, sequence.count, &found)) {
    case KEYMAP_FOUND: return found->command;
    case KEYMAP_MORE: return "...";
    case KEYMAP_NOTHING: break;
    }
    return "-";
}

static void test_lookup(void **state)
{
    (void)state;
    struct keymaps *maps = maps_of(text);
    assert_string_equal(run(maps, "stream", "j"), "down");
    assert_string_equal(run(maps, "stream", "q"), "quit");
    assert_string_equal(run(maps, "detail", "q"), "back");
    assert_string_equal(run(maps, "detail", "j"), "down");
    assert_string_equal(run(maps, "detail", "G"), "-");
    assert_string_equal(run(maps, "detail", "y"), "...");
    assert_string_equal(run(maps, "detail", "yr"), "copy raw");
    assert_string_equal(run(maps, "stream", "yx"), "-");
    assert_string_equal(run(maps, "nowhere", "q"), "-");
    keymaps_free(&maps);
}

static const char *hint(const struct keymaps *maps, const char *map, const char *command, char *out)
{
    keymap_hint(maps, str_of(map), str_of(command), out, 32);
    return out;
}

static void count_binding(void *user, const struct binding *binding)
{
    (void)binding;
    ++*(int *)user;
}

static void test_hints(void **state)
{
    (void)state;
    char out[32];
    int count = 0;
    struct keymaps *maps = maps_of(text);
    assert_string_equal(hint(maps, "stream", "last", out), "G");
    assert_string_equal(hint(maps, "detail", "last", out), "End");
    assert_string_equal(hint(maps, "detail", "quit", out), "");
    assert_string_equal(hint(maps, "detail", "goto", out), "@");
    assert_string_equal(hint(maps, "detail", "copy raw", out), "yr");
    assert_string_equal(hint(maps, "detail", "nothing", out), "");
    keymap_each(maps, STR("detail"), count_binding, &count);
    assert_int_equal(count, 6);
    keymaps_free(&maps);
}

static void note_conflict(void *user, const struct binding *works, const struct binding *hidden)
{
    buf_add_fmt(user, "%s(%s) %s(%s);", works->command, works->origin, hidden->command, hidden->origin);
}

static void test_conflicts(void **state)
{
    (void)state;
    struct buf out = {0};
    struct error err = {0};
    struct keymaps *maps = maps_of(text);
    assert_int_equal(keymap_conflicts(maps, note_conflict, &out), 0);
    assert_int_equal(keymap_read(maps, STR("bind stream j up\nbind detail y yank"), "user", &err), 0);
    assert_int_equal(keymap_conflicts(maps, note_conflict, &out), 2);
    assert_string_equal(buf_cstr(&out),
                        "up(user:1) down(default.conf:4);yank(user:2) copy raw(default.conf:7);");
    assert_string_equal(run(maps, "stream", "j"), "up");
    keymaps_free(&maps);
    buf_fini(&out);
}

static void test_mistakes(void **state)
{
    static const struct {
        const char *line, *sentence;
    } rows[] = {
        {"bind", "user:1: expected 'bind KEYMAP KEY COMMAND"},
        {"bund global q quit", "user:1: expected"},
        {"\nbind nowhere q quit", "user:2: there is no keymap 'nowhere'; there are: global stream detail"},
        {"bind global gggg quit", "user:1: 'gggg' is longer than 3 keys"},
        {"bind global q", "user:1: the command is missing"},
        {"unbind global q quit", "user:1: unbind takes"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct keymaps *maps = maps_of("");
        struct error err = {0};
        assert_true(keymap_read(maps, str_of(rows[i].line), "user", &err) < 0);
        if (strncmp(err.text, rows[i].sentence, strlen(rows[i].sentence)) != 0)
            fail_msg("%s", err.text);
        keymaps_free(&maps);
    }
    struct keymaps *maps = keymaps_new();
    assert_true(keymaps_add(maps, "a", "b", NULL) < 0);
    keymaps_free(&maps);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),     cmocka_unit_test(test_sequences), cmocka_unit_test(test_lookup),
        cmocka_unit_test(test_hints),     cmocka_unit_test(test_conflicts), cmocka_unit_test(test_mistakes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
