/* Profiles: what a file says reaches the profile and back, every mistake is named with file and line, own files stand
 * before the team's and those before the shipped ones, comments stay, and nobody's changes are overwritten unasked. */
#include "app/config_profile.h"
#include "app/profiles.h"
#include "app/share.h"
#include "app/slurp.h"
#include "view/guise.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

static char home[64];

static struct profile *parse(const char *text)
{
    struct profile *profile;
    struct error err = {0};
    if (config_profile_parse(str_of(text), "x.conf", "x", &profile, &err) < 0)
        fail_msg("%s", err.text);
    return profile;
}

static void refuses(const char *text, const char *where, const char *what)
{
    struct profile *profile;
    struct error err = {0};
    assert_true(config_profile_parse(str_of(text), "x.conf", "x", &profile, &err) < 0);
    assert_null(profile);
    if (strncmp(err.text, where, strlen(where)) != 0 || strstr(err.text, what) == NULL)
        fail_msg("%s is not: %s ... %s", err.text, where, what);
}

static void defaults_mean_what_they_say(void **state)
{
    (void)state;
    struct profile *profile = profile_new();
    for (int i = 0; i < PROFILE_OPTION_COUNT_; i++) {
        struct profile *set = profile_new();
        struct error err = {0};
        enum profile_option option = (enum profile_option)i;
        if (config_profile_set(set, option, str_of(profile_row(option)->fallback), &err) < 0)
            fail_msg("%s", err.text);
        assert_string_equal(profile_text(set, option), profile_text(profile, option));
        assert_int_equal(profile_number(set, option), profile_number(profile, option));
        assert_false(profile_is_set(set, option));
        profile_free(&set);
    }
    assert_int_equal(profile_key(profile), -1);
    profile_free(&profile);
}

static const char full[] = "name = \"NOC-EU\"\nkey = 2\nfilter = '(sev>=warn or is:alert) -org:\"Test Org\"'\n"
                           "window = 4h\ncolumns = \"time device:20 what\"\nsort = '-vol'\nlayout = below\n"
                           "group = repeats\ngroup_within = 90s\n"
                           "bell { severity = warn\n every = 30s\n notify = osc777 }\n"
                           "hook { command = { '/usr/bin/tell', 'it\\'s', 'a b' } }\n"
                           "colour { query = 'cause:quota_*'\n role = critical }\n"
                           "colour { query = 'op:Vodafone' role = accent cells = op }\n";

static void takes_every_option(void **state)
{
    (void)state;
    struct profile *p = parse(full);
    assert_string_equal(profile_text(p, PROFILE_NAME), "NOC-EU");
    assert_int_equal(profile_key(p), 2);
    assert_string_equal(profile_text(p, PROFILE_FILTER), "(sev>=warn or is:alert) -org:\"Test Org\"");
    assert_int_equal(profile_number(p, PROFILE_WINDOW), 4 * 3600000);
    assert_int_equal(profile_number(p, PROFILE_LAYOUT), PROFILE_LAYOUT_BELOW);
    assert_int_equal(profile_number(p, PROFILE_GROUP), FOLD_REPEATS);
    assert_int_equal(profile_number(p, PROFILE_GROUP_WITHIN), 90000);
    assert_int_equal(profile_number(p, PROFILE_BELL_SEVERITY), PROFILE_BELL_WARN);
    assert_int_equal(profile_number(p, PROFILE_BELL_EVERY), 30000);
    assert_int_equal(profile_number(p, PROFILE_BELL_NOTIFY), PROFILE_NOTIFY_OSC777);
    assert_string_equal(profile_text(p, PROFILE_HOOK_COMMAND), "/usr/bin/tell\nit's\na b");
    assert_int_equal(p->paint_count, 2);
    assert_string_equal(p->paint[0].text[PROFILE_PAINT_ROLE], "critical");
    assert_string_equal(p->paint[1].text[PROFILE_PAINT_CELLS], "op");
    profile_free(&p);
    p = parse("");
    assert_string_equal(profile_text(p, PROFILE_NAME), "x"); /* the file's own name */
    profile_free(&p);
    p = parse("hook { command = /usr/bin/tell }\n");
    assert_string_equal(profile_text(p, PROFILE_HOOK_COMMAND), "/usr/bin/tell");
    profile_free(&p);
}

/* One list of words: what a file may say is what a slice can do. */
static void groups_are_what_a_list_can_fold(void **state)
{
    (void)state;
    const struct profile_row *row = profile_row(PROFILE_GROUP), *within = profile_row(PROFILE_GROUP_WITHIN);
    struct str rest = str_of(row->words), word;
    int kind = 0;
    for (; str_next(&rest, ',', &word); kind++)
        assert_int_equal(fold_find(word), kind);
    assert_int_equal(kind, FOLD_KIND_COUNT_);
    assert_int_equal(within->min, FOLD_SPAN_MIN);
    assert_int_equal(within->max, FOLD_SPAN_MAX);
}

/* What the screen shows is kept, and what was not changed stays as the profile has it. */
static void grouping_is_taken_from_the_screen(void **state)
{
    (void)state;
    struct profile *p = parse("name = a\nsort = time\ngroup_within = 5m\n"), *kept = parse("name = a\ngroup_within = 5m\n");
    struct lineup columns;
    assert_true(lineup_parse(&columns, STR("time what"), NULL) >= 0);
    struct guise guise = {.profile = p, .filter = (char *)(uintptr_t)"", .columns = (char *)(uintptr_t)"ts what", .fold = guise_fold(p)};
    struct guise_look look = {.filter = STR(""), .columns = &columns, .order = guise.order, .fold = guise.fold};
    assert_false(guise_is_changed(&guise, &look));
    guise_take(&guise, &look, kept);
    assert_int_equal(profile_compare(p, kept, NULL, NULL), 0);
    look.fold = (struct fold_by){FOLD_CAUSE, 90000};
    assert_true(guise_is_changed(&guise, &look));
    guise_take(&guise, &look, kept);
    assert_string_equal(profile_text(kept, PROFILE_GROUP), "cause");
    assert_string_equal(profile_text(kept, PROFILE_GROUP_WITHIN), "1m30s");
    assert_true(fold_same(guise_fold(kept), look.fold));
    profile_free(&p);
    profile_free(&kept);
}

static void print_is_read_back(void **state)
{
    (void)state;
    static const char *const hard[] = {full, "", "name = a\nfilter = \"desc~/\\\\d+ it's \\${HOME}/\"\n",
                                       "filter = 'desc:\"a\\\\\\\\b\"'\n"};
    for (size_t i = 0; i < sizeof hard / sizeof *hard; i++) {
        struct profile *p = parse(hard[i]), *again;
        struct buf out = {0};
        config_profile_print(p, &out);
        again = parse(buf_cstr(&out));
        assert_int_equal(profile_compare(p, again, NULL, NULL), 0);
        profile_free(&p);
        profile_free(&again);
        buf_fini(&out);
    }
}

static void names_mistakes(void **state)
{
    (void)state;
    refuses("name = a\nfilter = 'sev>=purple'\n", "x.conf:2:", "info, warn, critical");
    refuses("\n\ncolumns = 'time colour'\n", "x.conf:3:", "colour");
    refuses("key = 12\n", "x.conf:1:", "12");
    refuses("window = soon\n", "x.conf:1:", "soon");
    refuses("sort = 'at.op'\n", "x.conf:1:", "at.op");
    refuses("group = storm\n", "x.conf:1:", "none, repeats, device, cause");
    refuses("group_within = 2h\n", "x.conf:1:", "1h");
    refuses("group_within = 10ms\n", "x.conf:1:", "1s");
    refuses("bell {\n every = 10ms\n}\n", "x.conf:2:", "1s");
    refuses("colour {\n query = 'sev>=warn'\n role = purple\n}\n", "x.conf:3:", "purple");
    refuses("hook { command = 'notify; rm -rf' }\n", "x.conf:1:", "/");
    refuses("api { url = 'https://elsewhere' }\n", "x.conf:1:", "api");
    refuses("filter = \"desc:${EVMON_TOKEN}\"\n", "x.conf:1:", "${...}");
    refuses("name = 'a\nb'\n", "x.conf:", "line breaks");
    refuses("bell { severity = warn\n", "x.conf:", "}");
    struct buf many = {0};
    for (int i = 0; i <= PROFILE_PAINTS_MAX; i++)
        buf_add_text(&many, "colour { query = 'sev>=warn' }\n");
    refuses(buf_cstr(&many), "x.conf:", "32");
    buf_fini(&many);
}

static void tells_differences(void **state)
{
    (void)state;
    struct profile *a = parse(full), *b = profile_dup(a);
    assert_int_equal(profile_compare(a, b, NULL, NULL), 0);
    profile_put(b, PROFILE_FILTER, STR("sev>=warn"), 0);
    b->paint_count--;
    assert_int_equal(profile_compare(a, b, NULL, NULL), 2);
    b->paint_count++;
    profile_free(&a);
    profile_free(&b);
}

static void words_are_quoted_for_a_shell(void **state)
{
    (void)state;
    static const struct {
        const char *word, *quoted;
    } cases[] = {{"", "''"},           {"a-b/c.d:e=f@g%h+i,j_K9", "a-b/c.d:e=f@g%h+i,j_K9"},
                 {"a b", "'a b'"},     {"it's", "'it'\\''s'"},
                 {"$(x) `y` \\ \"", "'$(x) `y` \\ \"'"}, {"~", "'~'"}, {"a\nb", "'a\nb'"}, {"*!#", "'*!#'"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf out = {0};
        share_add_word(&out, str_of(cases[i].word));
        assert_string_equal(buf_cstr(&out), cases[i].quoted);
        buf_fini(&out);
    }
}

/* ---- files ---- */

static void put(const char *under, const char *text)
{
    char path[256], *slash;
    snprintf(path, sizeof path, "%s/%s", home, under);
    for (slash = path + strlen(home) + 1; (slash = strchr(slash, '/')) != NULL; slash++) {
        *slash = '\0';
        mkdir(path, 0700);
        *slash = '/';
    }
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static struct buf get(const char *under)
{
    char path[256];
    struct buf out = {0};
    struct error err = {0};
    snprintf(path, sizeof path, "%s/%s", home, under);
    if (slurp_file(path, 1 << 20, &out, &err) < 0)
        fail_msg("%s", err.text);
    buf_cstr(&out);
    return out;
}

static int set_up(void **state)
{
    char path[128];
    snprintf(home, sizeof home, "/tmp/evmon-profile-XXXXXX");
    assert_non_null(mkdtemp(home));
    snprintf(path, sizeof path, "%s/own", home);
    setenv("XDG_CONFIG_HOME", path, 1);
    snprintf(path, sizeof path, "%s/team", home);
    setenv("XDG_CONFIG_DIRS", path, 1);
    *state = profiles_new();
    return 0;
}

static int tear_down(void **state)
{
    struct profiles *p = *state;
    profiles_free(&p);
    pid_t child = fork();
    if (child == 0)
        execlp("rm", "rm", "-r", home, (char *)NULL);
    waitpid(child, NULL, 0);
    return 0;
}

static char said[4096];

static void note(void *user, const char *sentence)
{
    (void)user;
    snprintf(said + strlen(said), sizeof said - strlen(said), "%s\n", sentence);
}

static int read_anew(struct profiles *p)
{
    said[0] = '\0';
    return profiles_read(p, note, NULL);
}

static const struct profile_entry *entry_of(struct profiles *p, const char *name)
{
    return profiles_entry(p, profiles_find(p, str_of(name), NULL));
}

static void nearer_files_stand_before(void **state)
{
    struct profiles *p = *state;
    assert_int_equal(profiles_find_key(p, 0), 0); /* there is always everything */
    put("team/evmon/profiles.d/noc.conf", "name = NOC\nkey = 7\nfilter = 'sev>=warn'\n");
    put("team/evmon/profiles.d/night.conf", "key = 6\n");
    put("own/evmon/profiles.d/mine.conf", "name = noc\nkey = 7\nfilter = 'is:alert'\n");
    put("own/evmon/profiles.d/other.conf", "name = Other\nkey = 6\n");
    put("own/evmon/profiles.d/notes.txt", "no profile\n");
    assert_int_equal(read_anew(p), 0);
    assert_string_equal(profile_text(entry_of(p, "NOC")->profile, PROFILE_FILTER), "is:alert");
    assert_int_equal(entry_of(p, "NOC")->origin, PROFILE_OWN);
    assert_int_equal(entry_of(p, "night")->origin, PROFILE_TEAM);
    assert_int_equal(entry_of(p, "night")->key, -1); /* the own one has it */
    assert_string_equal(profile_text(entry_of(p, "6")->profile, PROFILE_NAME), "Other");
    put("own/evmon/profiles.d/two.conf", "name = 'Two Words'\n");
    read_anew(p);
    assert_string_equal(profile_text(entry_of(p, "two-words")->profile, PROFILE_NAME), "Two Words");
    struct error err = {0};
    assert_int_equal(profiles_find(p, STR("Othr"), &err), -1);
    assert_non_null(strstr(err.text, "Other"));
}

static void a_broken_file_keeps_what_was(void **state)
{
    struct profiles *p = *state;
    put("own/evmon/profiles.d/noc.conf", "key = 7\nfilter = 'sev>=warn'\n");
    put("own/evmon/profiles.d/bad.conf", "key = 8\nfilter = 'sev>='\n");
    assert_int_equal(read_anew(p), 1);
    assert_non_null(strstr(said, "bad.conf:2:"));
    assert_null(entry_of(p, "bad"));
    assert_non_null(strstr(profiles_broken(p, STR("bad")), "bad.conf:2:"));
    assert_null(profiles_broken(p, STR("noc")));
    put("own/evmon/profiles.d/noc.conf", "key = 7\nfilter = 'sev>=wa");
    assert_int_equal(read_anew(p), 2);
    assert_string_equal(profile_text(entry_of(p, "noc")->profile, PROFILE_FILTER), "sev>=warn");
}

static void saving_keeps_the_comment(void **state)
{
    struct profiles *p = *state;
    struct error err = {0};
    put("own/evmon/profiles.d/noc.conf", "# Ours.\n# Ask Ana before changing it.\n\nfilter = 'sev>=warn'\nkey = 7\n# gone\n");
    read_anew(p);
    int at = profiles_find(p, STR("noc"), NULL);
    struct replace_stamp stamp = profiles_stamp(p, at);
    struct profile *changed = profile_dup(profiles_entry(p, at)->profile);
    profile_put(changed, PROFILE_FILTER, STR("is:alert"), 0);
    assert_int_equal(profiles_save(p, changed, &stamp, &err), 0);
    struct buf now = get("own/evmon/profiles.d/noc.conf");
    assert_string_equal(now.p, "# Ours.\n# Ask Ana before changing it.\n\nname = 'noc'\nkey = 7\nfilter = 'is:alert'\n");
    struct stat st;
    char path[128];
    snprintf(path, sizeof path, "%s/own/evmon/profiles.d/noc.conf", home);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_string_equal(profile_text(entry_of(p, "noc")->profile, PROFILE_FILTER), "is:alert");
    buf_fini(&now);
    profile_free(&changed);
}

static void a_foreign_change_is_not_overwritten(void **state)
{
    struct profiles *p = *state;
    struct error err = {0};
    put("own/evmon/profiles.d/noc.conf", "filter = 'sev>=warn'\n");
    read_anew(p);
    int at = profiles_find(p, STR("noc"), NULL);
    struct replace_stamp stamp = profiles_stamp(p, at);
    struct profile *changed = profile_dup(profiles_entry(p, at)->profile);
    profile_put(changed, PROFILE_FILTER, STR("is:alert"), 0);
    put("own/evmon/profiles.d/noc.conf", "filter = 'op:Vodafone'\n");
    assert_int_equal(profiles_save(p, changed, &stamp, &err), -E_BUSY);
    struct buf now = get("own/evmon/profiles.d/noc.conf");
    assert_string_equal(now.p, "filter = 'op:Vodafone'\n");
    buf_fini(&now);
    assert_int_equal(profiles_save(p, changed, NULL, &err), 0); /* asked for */
    now = get("own/evmon/profiles.d/noc.conf");
    assert_non_null(strstr(now.p, "is:alert"));
    buf_fini(&now);
    /* A new one neither takes a file that somebody made, nor goes through a link. */
    const struct replace_stamp none = {.exists = false};
    profile_put(changed, PROFILE_NAME, STR("New One"), 0);
    put("own/evmon/profiles.d/new-one.conf", "name = 'Foreign'\n");
    assert_int_equal(profiles_save(p, changed, &none, &err), -E_BUSY);
    profile_put(changed, PROFILE_NAME, STR("linked"), 0);
    char path[128];
    snprintf(path, sizeof path, "%s/own/evmon/profiles.d/linked.conf", home);
    assert_int_equal(symlink("/tmp/evmon-nowhere", path), 0);
    assert_true(profiles_save(p, changed, NULL, &err) < 0);
    assert_int_not_equal(access("/tmp/evmon-nowhere", F_OK), 0);
    profile_free(&changed);
}

static void deleting_can_be_undone(void **state)
{
    struct profiles *p = *state;
    struct error err = {0};
    const char *name = NULL;
    put("team/evmon/profiles.d/noc.conf", "filter = 'sev>=warn'\n");
    put("own/evmon/profiles.d/noc.conf", "# Ours.\nfilter = 'is:alert'\n");
    read_anew(p);
    assert_int_equal(profiles_delete(p, profiles_find(p, STR("noc"), NULL), &err), 0);
    assert_string_equal(profile_text(entry_of(p, "noc")->profile, PROFILE_FILTER), "sev>=warn"); /* the team's again */
    assert_int_equal(profiles_delete(p, profiles_find(p, STR("noc"), NULL), &err), -E_PERMISSION);
    assert_int_equal(profiles_undo(p, &name, NULL), 0);
    assert_string_equal(name, "noc");
    struct buf now = get("own/evmon/profiles.d/noc.conf");
    assert_string_equal(now.p, "# Ours.\nfilter = 'is:alert'\n");
    buf_fini(&now);
    assert_true(profiles_undo(p, NULL, NULL) < 0); /* once */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults_mean_what_they_say),
        cmocka_unit_test(takes_every_option),
        cmocka_unit_test(groups_are_what_a_list_can_fold),
        cmocka_unit_test(grouping_is_taken_from_the_screen),
        cmocka_unit_test(print_is_read_back),
        cmocka_unit_test(names_mistakes),
        cmocka_unit_test(tells_differences),
        cmocka_unit_test(words_are_quoted_for_a_shell),
        cmocka_unit_test_setup_teardown(nearer_files_stand_before, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_broken_file_keeps_what_was, set_up, tear_down),
        cmocka_unit_test_setup_teardown(saving_keeps_the_comment, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_foreign_change_is_not_overwritten, set_up, tear_down),
        cmocka_unit_test_setup_teardown(deleting_can_be_undone, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
