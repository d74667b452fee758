/* Profiles in the whole program: keys, what comes back at the next start, files that change under it, the bell and the
 * hook, with events that are appended to a followed file. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "pane.h"

static char evmon[512], home[] = "/tmp/evmon-profiles-XXXXXX";

static const char *in_home(const char *name)
{
    static char path[4][300];
    static int next;
    char *out = path[next++ % 4];
    snprintf(out, sizeof path[0], "%s/%s", home, name);
    return out;
}

static void put(const char *name, const char *text, const char *mode)
{
    FILE *file = fopen(in_home(name), mode);
    if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0) {
        perror(name);
        exit(1);
    }
}

static void put_profile(const char *name, const char *text)
{
    char path[200];
    snprintf(path, sizeof path, "config/evmon/profiles.d/%s", name);
    put(path, text, "w");
}

/* An event of this second. */
static void append(int id, int severity, const char *device)
{
    char text[600], when[32];
    time_t now = time(NULL);
    struct tm tm;
    strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &tm));
    snprintf(text, sizeof text,
             "{\"id\":%d,\"timestamp\":\"%s\",\"event_type\":{\"id\":1,\"description\":\"x\"},\"event_severity\":{\"id\":%d},"
             "\"event_source\":{\"id\":0},\"alert\":false,\"description\":\"moved\",\"endpoint\":{\"id\":7,\"name\":\"%s\"}}\n",
             id, when, severity, device);
    put("events", text, "a");
}

static struct glass *open_evmon(void)
{
    char config[300], system[300], state[300], data[300];
    snprintf(config, sizeof config, "XDG_CONFIG_HOME=%s/config", home);
    snprintf(system, sizeof system, "XDG_CONFIG_DIRS=%s/system", home);
    snprintf(state, sizeof state, "XDG_STATE_HOME=%s/state", home);
    snprintf(data, sizeof data, "XDG_DATA_HOME=%s/data", home);
    const char *env[] = {config, system, state, data, "EVMON_TOKEN=secret-of-the-test", "EVMON_CONFIG", "NO_COLOR",
                         "TMUX", NULL};
    const char *argv[] = {evmon, "--follow", in_home("events"), NULL};
    return glass_open(&(struct glass_setup){.argv = argv, .rows = 30, .cols = 130, .env = env});
}

static void end_evmon(struct glass **glass)
{
    glass_keys(*glass, "Q");
    glass_keys(*glass, "y");
    int status = glass_wait(*glass);
    check(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    check(glass_audit(glass_log(*glass), GLASS_ALLOW_BELL | GLASS_ALLOW_CLIPBOARD | GLASS_ALLOW_NOTICE) < 0);
    check(glass_replies(*glass) == 0);
    glass_close(glass);
}

static void command(struct glass *glass, const char *line)
{
    glass_keys(glass, ":");
    glass_expect(glass, ":");
    glass_type(glass, line);
    glass_keys(glass, "Enter");
}

static int bells(struct glass *glass)
{
    struct str log = glass_log(glass);
    int count = 0;
    for (size_t i = 0; i < log.n; i++)
        count += log.p[i] == '\a';
    return count;
}

static void test_keys_and_return(void)
{
    struct glass *glass = open_evmon();
    glass_expect(glass, "[0] Everything");
    glass_expect(glass, "pump-old");
    glass_keys(glass, "7");
    glass_expect(glass, "[7] Valves");
    glass_expect(glass, "dev:valve");
    glass_expect_gone(glass, "pump-old");
    glass_keys(glass, "0");
    glass_expect(glass, "[0] Everything");
    glass_keys(glass, "7");
    glass_expect(glass, "[7] Valves");
    end_evmon(&glass);
    struct stat st;
    check(stat(in_home("state/evmon/last"), &st) == 0 && (st.st_mode & 0777) == 0600);
    glass = open_evmon();
    glass_expect(glass, "[7] Valves"); /* without a key */
    glass_expect(glass, "valve-2");
    glass_keys(glass, "k");            /* held: the place comes back as well */
    glass_expect(glass, "HOLD");
    glass_keys(glass, "v");
    glass_expect(glass, "at.op");
    command(glass, "facet-field imei");
    glass_expect(glass, "IMEI");
    glass_keys(glass, "v");
    end_evmon(&glass);
    glass = open_evmon();
    glass_expect(glass, "HOLD");
    glass_expect(glass, "[7] Valves");
    glass_keys(glass, "v");
    glass_expect(glass, "IMEI"); /* and the fields that were counted */
    glass_keys(glass, "v");
    glass_keys(glass, "0");
    glass_keys(glass, "G");
    glass_expect(glass, "FOLLOW");
    end_evmon(&glass);
}

static void test_files_that_change(void)
{
    struct glass *glass = open_evmon();
    glass_expect(glass, "[0] Everything");
    glass_keys(glass, "7");
    glass_expect(glass, "dev:valve");
    put_profile("valves.conf", "# Ours.\nname = 'Valves'\nkey = 7\nfilter = 'dev:pump'\n");
    glass_expect(glass, "dev:pump");
    put_profile("valves.conf", "name = 'Valves'\nkey = 7\nfilter = 'sev>=purple'\n");
    glass_expect(glass, "valves.conf:3:");
    glass_expect(glass, "dev:pump"); /* what was good stays */
    put_profile("valves.conf", "# Ours.\nname = 'Valves'\nkey = 7\nfilter = 'dev:valve'\n");
    glass_expect(glass, "dev:valve");
    command(glass, "filter dev:other");
    glass_expect(glass, "Valves*"); /* not as its file says */
    put_profile("valves.conf", "# Theirs.\nname = 'Valves'\nkey = 7\nfilter = 'dev:theirs'\n");
    glass_expect(glass, "has changed");
    command(glass, "profile-save");
    glass_expect(glass, "profile-overwrite");
    command(glass, "profile-overwrite");
    glass_expect(glass, "is kept in");
    glass_expect_gone(glass, "Valves*");
    command(glass, "profile-new Valves of ours");
    glass_expect(glass, ":profile-key DIGIT gives it a key");
    command(glass, "profile-delete");
    glass_expect(glass, "ours is deleted");
    command(glass, "profile Valves");
    command(glass, "profile-delete");
    glass_expect(glass, "Valves is deleted");
    check(access(in_home("config/evmon/profiles.d/valves.conf"), F_OK) != 0);
    command(glass, "profile-undo");
    glass_expect(glass, "is back");
    check(access(in_home("config/evmon/profiles.d/valves.conf"), F_OK) == 0);
    glass_keys(glass, "0");
    end_evmon(&glass);
}

/* What was put on the clipboard last. */
static void copied(struct glass *glass, char *out, size_t size)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", begin[] = "\033]52;c;";
    struct str log = glass_log(glass), rest = log;
    size_t n = 0;
    for (ptrdiff_t at; (at = str_find(rest, str_of(begin))) >= 0;)
        rest = str_sub(rest, (size_t)at + sizeof begin - 1, rest.n);
    unsigned bits = 0, have = 0;
    for (size_t i = 0; rest.p != log.p && i < rest.n && n + 1 < size; i++) {
        const char *digit = rest.p[i] != '\0' ? strchr(digits, rest.p[i]) : NULL;
        if (digit == NULL)
            break;
        bits = bits << 6 | (unsigned)(digit - digits);
        have += 6;
        if (have >= 8) {
            have -= 8;
            out[n++] = (char)(bits >> have);
        }
    }
    out[n] = '\0';
}

static bool has_copied(struct glass *glass, void *user)
{
    char now[4096];
    glass_pump(glass);
    copied(glass, now, sizeof now);
    return strncmp(now, user, strlen(user)) == 0;
}

static void is_copied(struct glass *glass, char *expected)
{
    command(glass, "share");
    glass_until(glass, expected, has_copied, expected);
}

/* Grouping belongs to the profile: read from its file, changed by key, kept, read anew. */
static void test_grouping(void)
{
    char text[400] = "", line[1000];
    put_profile("valves.conf", "name = 'Valves'\nkey = 7\nfilter = 'dev:valve'\ngroup = repeats\ngroup_within = 90s\n");
    struct glass *glass = open_evmon();
    glass_expect(glass, "[0] Everything");
    check(!glass_has(glass, "by repeats"));
    glass_keys(glass, "7");
    glass_expect(glass, "by repeats in 1m30s");
    check(!glass_has(glass, "Valves*"));
    glass_keys(glass, "D");
    glass_expect(glass, "by device in 1m30s");
    glass_expect(glass, "Valves*");
    command(glass, "profile-save");
    glass_expect(glass, "is kept in");
    glass_expect_gone(glass, "Valves*");
    FILE *file = fopen(in_home("config/evmon/profiles.d/valves.conf"), "r");
    check(file != NULL && fread(text, 1, sizeof text - 1, file) > 0);
    check(strstr(text, "group = device\n") != NULL && strstr(text, "group_within = 1m30s\n") != NULL);
    if (file != NULL)
        fclose(file);
    put_profile("valves.conf", "name = 'Valves'\nkey = 7\nfilter = 'dev:valve'\ngroup = cause\n");
    glass_expect(glass, "by cause in 1m");
    snprintf(line, sizeof line, "evmon --filter dev:valve --set stream.group=cause --follow %s", in_home("events"));
    is_copied(glass, line);
    glass_keys(glass, "0");
    glass_expect(glass, "[0] Everything");
    check(!glass_has(glass, "by cause"));
    end_evmon(&glass);
}

static void test_share_and_selection(void)
{
    char line[1000];
    put_profile("painted.conf", "name = 'Painted'\nsort = '-op'\ncolour { query = 'dev:valve' role = good }\n");
    put_profile("valves.conf", "# Ours.\nname = 'Valves'\nkey = 7\nfilter = 'dev:valve'\n");
    struct glass *glass = open_evmon();
    glass_expect(glass, "[0] Everything");
    glass_expect(glass, "valve-2");
    glass_keys(glass, "k");
    glass_expect(glass, "valve-1 \xc2\xb7 event 2");
    glass_keys(glass, "7");
    glass_expect(glass, "[7] Valves");
    glass_expect(glass, "valve-1 \xc2\xb7 event 2"); /* the selected event stays selected */
    snprintf(line, sizeof line, "evmon --filter dev:valve --follow %s", in_home("events"));
    is_copied(glass, line); /* an own profile is written out: others do not have it */
    glass_expect(glass, "Copied the command line (");
    glass_keys(glass, "=");
    glass_expect(glass, "[7] Valves*"); /* where the detail stands is the profile's as well */
    snprintf(line, sizeof line, "evmon --filter dev:valve --set screen.layout=list --follow %s", in_home("events"));
    is_copied(glass, line);
    command(glass, "set screen.layout=auto");
    glass_expect_gone(glass, "Valves*");
    command(glass, "sort op");
    glass_expect(glass, "[7] Valves*");
    snprintf(line, sizeof line, "evmon --filter dev:valve --set stream.sort=op --follow %s", in_home("events"));
    is_copied(glass, line);
    command(glass, "sort time");
    command(glass, "set stream.sort=-vol"); /* for the next profile: what is shown is still by time */
    snprintf(line, sizeof line, "evmon --filter dev:valve --set stream.sort=time --follow %s", in_home("events"));
    is_copied(glass, line);
    command(glass, "set stream.sort=time");
    command(glass, "profile Painted");
    glass_expect(glass, "Painted");
    command(glass, "share");
    glass_expect(glass, "Copied the command line, without its colours; your --profile Painted has all (");
    glass_keys(glass, "2");
    glass_expect(glass, "[2] PDP rejects");
    snprintf(line, sizeof line, "evmon --profile 'PDP rejects' --follow %s", in_home("events"));
    is_copied(glass, line);
    command(glass, "filter desc:\"it's\"");
    glass_expect(glass, "PDP rejects*");
    snprintf(line, sizeof line,
             "evmon --filter 'desc:\"it'\\''s\"' --set 'stream.columns=ts dt type dev org op cc rat what' --set stream.group=repeats --follow %s",
             in_home("events"));
    is_copied(glass, line);
    glass_keys(glass, "0");
    glass_expect(glass, "[0] Everything");
    glass_expect(glass, "valve-1 \xc2\xb7 event 2");
    glass_keys(glass, "d");
    glass_expect(glass, "#8");
    snprintf(line, sizeof line, "evmon --filter dev.id:8 --"); /* then its columns */
    is_copied(glass, line);
    glass_keys(glass, "7"); /* back to the stream */
    glass_expect(glass, "[7] Valves");
    glass_keys(glass, "0");
    glass_keys(glass, "G");
    glass_expect(glass, "FOLLOW");
    end_evmon(&glass);
}

static bool rang(struct glass *glass, void *user)
{
    glass_pump(glass);
    return bells(glass) >= *(int *)user;
}

static void test_bell(void)
{
    struct glass *glass = open_evmon();
    int once = 1;
    glass_expect(glass, "pump-old");
    glass_keys(glass, "8");
    glass_expect(glass, "[8] Bell");
    append(11, 0, "info-quiet");
    glass_expect(glass, "info-quiet");
    check(bells(glass) == 0); /* neither what was there nor what is below the floor */
    append(12, 1, "warn-a");
    append(13, 1, "warn-b");
    glass_until(glass, "it rings", rang, &once);
    glass_expect(glass, "warn-b");
    check(bells(glass) == 1);
    glass_keys(glass, "0");
    append(14, 1, "warn-elsewhere");
    glass_expect(glass, "warn-elsewhere");
    check(bells(glass) == 1);
    end_evmon(&glass);
}

static bool has_sent(struct glass *glass, void *user)
{
    glass_pump(glass);
    return str_find(glass_log(glass), str_of(user)) >= 0;
}

/* Byte by byte what a terminal is told of an event that would like to tell it more. */
static void test_notices(void)
{
    static const struct {
        const char *notify, *begin;
    } ways[] = {{"osc9", "\a\033]9;"}, {"osc777", "\a\033]777;notify;evmon;"}};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        char text[200];
        snprintf(text, sizeof text, "name = 'Notice'\nfilter = 'dev:evil'\nbell { severity = warn notify = %s }\n", ways[i].notify);
        put_profile("notice.conf", text);
        struct glass *glass = open_evmon();
        glass_expect(glass, "[0] Everything");
        command(glass, "profile Notice");
        glass_expect(glass, "Notice \xe2\x96\xb8");
        append(31 + (int)i, 1, "evil\\u001b]0;owned\\u0007\\u009c\\u202e\\u200b;x\\u001b\\\\ \\ud83d\\n\xc3\xa9");
        snprintf(text, sizeof text, "%s%s", ways[i].begin, "Notice: loc.update evil]0;owned;x\\ \xef\xbf\xbd \xc3\xa9 moved\a");
        glass_until(glass, text, has_sent, text);
        check(bells(glass) == 2); /* the bell, and the end of the notice */
        glass_keys(glass, "0");
        glass_expect(glass, "[0] Everything");
        end_evmon(&glass);
    }
}

static bool has_got(struct glass *glass, void *user)
{
    char text[4096] = "";
    FILE *file = fopen(in_home("got"), "r");
    glass_pump(glass);
    if (file == NULL)
        return false;
    size_t n = fread(text, 1, sizeof text - 1, file);
    text[n] = '\0';
    fclose(file);
    return strstr(text, user) != NULL;
}

static void test_hook(void)
{
    struct glass *glass = open_evmon();
    glass_expect(glass, "pump-old");
    glass_keys(glass, "9");
    glass_expect(glass, "[9] Hook");
    append(21, 1, "before-arming");
    glass_expect(glass, "before-arming");
    check(access(in_home("got"), F_OK) != 0); /* never by itself */
    command(glass, "hook-arm");
    glass_expect(glass, "Armed:");
    glass_expect(glass, "HOOK ARMED"); /* seen as long as it is */
    append(22, 1, "the one; $(touch never)");
    glass_until(glass, "the hook has the event", has_got, "\"id\":22,");
    glass_until(glass, "the hook has ended", has_got, "token: none");
    check(access("never", F_OK) != 0 && access(in_home("never"), F_OK) != 0);
    append(24, 1, "too soon");
    glass_expect(glass, "HOOK ARMED  1 skipped");
    command(glass, "hook-disarm");
    glass_expect(glass, "events handed to it: 1, skipped by its limit: 1");
    command(glass, "hook-arm");
    glass_expect(glass, "HOOK ARMED");
    glass_expect_gone(glass, "skipped");
    glass_keys(glass, "0");
    glass_expect(glass, "disarmed: another profile");
    glass_expect_gone(glass, "HOOK ARMED");
    glass_keys(glass, "9");
    glass_expect(glass, "[9] Hook");
    put("hook.sh", "#!/bin/sh\necho 'the pager is out'\nexit 3\n", "w");
    command(glass, "hook-arm");
    glass_expect(glass, "Armed:");
    append(23, 1, "fails");
    glass_expect(glass, "exit code 3: the pager is out");
    glass_expect(glass, "disarmed");
    end_evmon(&glass);
}

static void set_up(void)
{
    static const char *const directories[] = {"config", "config/evmon", "config/evmon/profiles.d", "system"};
    char hook[400];
    if (mkdtemp(home) == NULL)
        exit(1);
    for (size_t i = 0; i < sizeof directories / sizeof *directories; i++)
        mkdir(in_home(directories[i]), 0700);
    put_profile("valves.conf", "# Ours.\nname = 'Valves'\nkey = 7\nfilter = 'dev:valve'\n");
    put_profile("bell.conf", "name = 'Bell'\nkey = 8\nbell { severity = warn }\n");
    snprintf(hook, sizeof hook, "name = 'Hook'\nkey = 9\nhook { command = { '%s', 'a b' } every = 1h }\n", in_home("hook.sh"));
    put_profile("hook.conf", hook);
    snprintf(hook, sizeof hook, "#!/bin/sh\ncat >>'%s'\necho \"token: ${EVMON_TOKEN:-none}\" >>'%s'\n", in_home("got"),
             in_home("got"));
    put("hook.sh", hook, "w");
    chmod(in_home("hook.sh"), 0700);
    put("events",
        "{\"id\":1,\"timestamp\":\"2026-03-01T10:00:00Z\",\"event_type\":{\"id\":1,\"description\":\"x\"},\"event_severity\":"
        "{\"id\":2},\"alert\":true,\"description\":\"first\",\"endpoint\":{\"id\":7,\"name\":\"pump-old\"}}\n"
        "{\"id\":2,\"timestamp\":\"2026-03-01T10:00:01Z\",\"event_type\":{\"id\":1,\"description\":\"x\"},\"event_severity\":"
        "{\"id\":0},\"alert\":false,\"description\":\"second\",\"endpoint\":{\"id\":8,\"name\":\"valve-1\"}}\n"
        "{\"id\":3,\"timestamp\":\"2026-03-01T10:00:02Z\",\"event_type\":{\"id\":1,\"description\":\"x\"},\"event_severity\":"
        "{\"id\":0},\"alert\":false,\"description\":\"third\",\"endpoint\":{\"id\":9,\"name\":\"valve-2\"}}\n",
        "w");
}

int main(void)
{
    const char *build = getenv("top_builddir");
    snprintf(evmon, sizeof evmon, "%s/evmon", build != NULL ? build : ".");
    signal(SIGPIPE, SIG_IGN);
    set_up();
    test_keys_and_return();
    test_files_that_change();
    test_grouping();
    test_share_and_selection();
    test_bell();
    test_notices();
    test_hook();
    pid_t child = fork();
    if (child == 0)
        execlp("rm", "rm", "-r", home, (char *)NULL);
    waitpid(child, NULL, 0);
    printf("%s\n", pane_failures() == 0 ? "all as expected" : "something is wrong");
    return pane_failures() > 0;
}
