/* The whole program in a pane of glass: the demo with its own platform, real HTTP and real rows; keys, sizes, ends. */
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "glass.h"

static char evmon[512], every_type[512];
static int failures;

#define check(condition) check_(condition, #condition, __LINE__)

static void check_(int fine, const char *what, int line)
{
    if (fine)
        return;
    fprintf(stderr, "test_evmon.c:%d: %s\n", line, what);
    failures++;
}

static struct glass *open_evmon(int rows, int cols, const char *const args[])
{
    static char home[] = "/tmp/evmon-glass-XXXXXX", config[600], state[600], data[600];
    if (config[0] == '\0' && mkdtemp(home) != NULL) {
        snprintf(config, sizeof config, "XDG_CONFIG_HOME=%s/config", home);
        snprintf(state, sizeof state, "XDG_STATE_HOME=%s/state", home);
        snprintf(data, sizeof data, "XDG_DATA_HOME=%s/data", home);
    }
    const char *env[] = {config, state, data, "EVMON_TOKEN", "EVMON_CONFIG", "NO_COLOR", NULL};
    const char *argv[12] = {evmon};
    for (int i = 0; args[i] != NULL && i < 10; i++)
        argv[i + 1] = args[i];
    return glass_open(&(struct glass_setup){.argv = argv, .rows = rows, .cols = cols, .env = env});
}

/* Only what terminfo may send, no answers from the terminal, and the shell's screen is back. */
static void check_end(struct glass **glass, int exit_code)
{
    int status = glass_wait(*glass);
    check(WIFEXITED(status) && WEXITSTATUS(status) == exit_code);
    ptrdiff_t at = glass_audit(glass_log(*glass), 0);
    if (at >= 0)
        fprintf(stderr, "unexpected byte at %td\n", at);
    check(at < 0);
    check(glass_replies(*glass) == 0);
    check(!glass_is_alt(*glass));
    check(glass_is_echoing(*glass));
    glass_close(glass);
}

/* A child of the program by name, 0 when there is none. */
static pid_t child_of(pid_t parent, const char *name)
{
    DIR *proc = opendir("/proc");
    pid_t found = 0;
    for (struct dirent *entry; proc != NULL && found == 0 && (entry = readdir(proc)) != NULL;) {
        char path[300], line[512] = "", comm[64] = "";
        int pid = atoi(entry->d_name), ppid = 0;
        snprintf(path, sizeof path, "/proc/%d/stat", pid);
        FILE *f = pid > 0 ? fopen(path, "r") : NULL;
        if (f == NULL)
            continue;
        if (fgets(line, sizeof line, f) != NULL && sscanf(line, "%*d (%63[^)]) %*c %d", comm, &ppid) == 2 &&
            ppid == parent && strcmp(comm, name) == 0)
            found = pid;
        fclose(f);
    }
    closedir(proc);
    return found;
}

static bool is_dead(struct glass *glass, void *user)
{
    (void)glass;
    pid_t pid = *(pid_t *)user;
    return kill(pid, 0) != 0;
}

static void test_demo(void)
{
    struct glass *glass = open_evmon(30, 100, (const char *const[]){"demo", "--seed", "3", "--history", "2m", NULL});
    glass_expect(glass, "LIVE");
    glass_expect(glass, "FOLLOW");
    glass_expect(glass, "pdp.");
    pid_t lab = child_of(glass_pid(glass), "evmon-lab");
    check(lab > 0);
    glass_keys(glass, "k");
    glass_expect(glass, "HOLD");
    glass_expect(glass, "new"); /* it goes on arriving while the list holds still */
    glass_keys(glass, "G");
    glass_expect(glass, "FOLLOW");
    glass_keys(glass, "Enter");
    glass_expect(glass, "EVENT");
    glass_keys(glass, "r");
    glass_expect(glass, "\"event_type\"");
    glass_keys(glass, "Esc");
    glass_expect(glass, "HOLD");
    glass_keys(glass, "F");
    glass_expect(glass, "SOURCE");
    glass_keys(glass, "Esc"); /* alone: with a key behind it at once it would be Alt */
    glass_expect_gone(glass, "SOURCE");
    glass_keys(glass, "?");
    glass_expect(glass, "Keys");
    glass_keys(glass, "Esc");
    glass_expect(glass, "HOLD");
    static const int sizes[][2] = {{24, 80}, {20, 60}, {10, 40}, {3, 12}, {1, 1}, {60, 200}, {30, 100}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        glass_resize(glass, sizes[i][0], sizes[i][1]);
    glass_expect(glass, "HOLD");
    glass_resize(glass, 90, 300); /* a picture larger than what a terminal takes at once */
    glass_keys(glass, "?");
    glass_expect(glass, "Keys");
    glass_keys(glass, "Esc");
    glass_expect_gone(glass, "Keys");
    glass_expect(glass, "HOLD");
    glass_keys(glass, "Q");
    glass_keys(glass, "y");
    check_end(&glass, 0);
    glass = open_evmon(24, 80, (const char *const[]){"demo", "--history", "10s", NULL});
    glass_expect(glass, "LIVE");
    lab = child_of(glass_pid(glass), "evmon-lab");
    check(lab > 0);
    kill(glass_pid(glass), SIGKILL); /* the platform in the box must not outlive it */
    glass_until(glass, "the lab ends with the program", is_dead, &lab);
    glass_close(&glass);
}

static void test_file(void)
{
    struct glass *glass = open_evmon(24, 80, (const char *const[]){every_type, NULL});
    glass_expect(glass, "FOLLOW");
    glass_expect(glass, "COMPLETE");
    glass_keys(glass, "g");
    glass_expect(glass, "HOLD");
    glass_keys(glass, "/");
    glass_type(glass, "quota");
    glass_keys(glass, "Enter");
    glass_keys(glass, "e");
    glass_keys(glass, "Q");
    glass_keys(glass, "y");
    check_end(&glass, 0);
}

static void test_ends(void)
{
    struct glass *glass = open_evmon(24, 80, (const char *const[]){every_type, NULL});
    glass_expect(glass, "FOLLOW");
    kill(glass_pid(glass), SIGTERM);
    int status = glass_wait(glass);
    check(WIFSIGNALED(status) || (WIFEXITED(status) && WEXITSTATUS(status) == 128 + SIGTERM));
    check(!glass_is_alt(glass));
    check(glass_is_echoing(glass));
    glass_close(&glass);
    glass = open_evmon(24, 80, (const char *const[]){every_type, NULL});
    glass_expect(glass, "FOLLOW");
    glass_hang_up(glass);
    status = glass_wait(glass);
    check(WIFEXITED(status) && (WEXITSTATUS(status) == 128 + SIGHUP || WEXITSTATUS(status) == 0));
    glass_close(&glass);
}

static void test_first_start(void)
{
    struct glass *glass = open_evmon(24, 80, (const char *const[]){NULL});
    glass_expect(glass, "demo");
    glass_keys(glass, "Q");
    glass_keys(glass, "y");
    check_end(&glass, 0);
}

int main(void)
{
    const char *build = getenv("top_builddir"), *source = getenv("top_srcdir");
    snprintf(evmon, sizeof evmon, "%s/evmon", build != NULL ? build : ".");
    snprintf(every_type, sizeof every_type, "%s/tests/data/every-type.ndjson", source != NULL ? source : ".");
    signal(SIGPIPE, SIG_IGN);
    test_demo();
    test_file();
    test_ends();
    test_first_start();
    printf("%s\n", failures == 0 ? "all as expected" : "something is wrong");
    return failures > 0;
}
