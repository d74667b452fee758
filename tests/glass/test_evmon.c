/* The whole program in a pane of glass: the demo with its own platform, real HTTP and real rows; keys, sizes, ends. */
#include <ctype.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pane.h"

/* Runs of hexadecimal digits as long as the token of the demo in a file of /proc/PID; -1 when there is nothing to read. */
static int tokens_in(pid_t pid, const char *name)
{
    enum { TOKEN_DIGITS = 48 };
    char path[64], bytes[1 << 16];
    snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, name);
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return -1;
    size_t n = fread(bytes, 1, sizeof bytes, file), run = 0;
    fclose(file);
    int found = 0;
    for (size_t i = 0; i <= n; i++) {
        if (i < n && isxdigit((unsigned char)bytes[i])) {
            run++;
            continue;
        }
        found += run == TOKEN_DIGITS;
        run = 0;
    }
    return n > 0 ? found : -1;
}

static void test_demo(void)
{
    struct glass *glass = pane_open(30, 100, (const char *const[]){"demo", "--seed", "3", "--history", "2m", NULL}, NULL);
    glass_expect(glass, "LIVE");
    glass_expect(glass, "FOLLOW");
    glass_expect(glass, "pdp.");
    pid_t lab = pane_child(glass_pid(glass), "evmon-lab");
    check(lab > 0);
    check(tokens_in(lab, "cmdline") == 0); /* it was handed over, and nobody else can read it */
    check(tokens_in(lab, "environ") == 0);
    check(tokens_in(glass_pid(glass), "cmdline") == 0);
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
    pane_close(&glass, 0);
    glass = pane_open(24, 80, (const char *const[]){"demo", "--history", "10s", "-p", "everything", "-f", "type:pdp.*", NULL}, NULL);
    glass_expect(glass, "LIVE");
    glass_expect(glass, "type:pdp.*");
    lab = pane_child(glass_pid(glass), "evmon-lab");
    check(lab > 0);
    kill(glass_pid(glass), SIGKILL); /* the platform in the box must not outlive it */
    glass_until(glass, "the lab ends with the program", pane_is_dead, &lab);
    glass_close(&glass);
}

static void test_file(void)
{
    struct glass *glass = pane_open(24, 80, (const char *const[]){pane_source("tests/data/every-type.ndjson"), NULL}, NULL);
    glass_expect(glass, "FOLLOW");
    glass_expect(glass, "COMPLETE");
    glass_keys(glass, "g");
    glass_expect(glass, "HOLD");
    glass_keys(glass, "/");
    glass_type(glass, "quota");
    glass_keys(glass, "Enter");
    glass_keys(glass, "e");
    glass_keys(glass, "/");
    glass_type(glass, "no-such-text");
    glass_keys(glass, "Enter");
    glass_expect(glass, "shows `no-such-text`");
    glass_keys(glass, "Esc"); /* at the first view it takes the search away and asks nothing */
    glass_expect_gone(glass, "shows `no-such-text`");
    glass_keys(glass, "n");
    glass_expect(glass, "Nothing to search for yet.");
    glass_keys(glass, "q");
    glass_expect(glass, "End evmon?");
    glass_keys(glass, "n");
    glass_expect(glass, "Still here.");
    glass_expect_gone(glass, "End evmon?");
    glass_keys(glass, "Q");
    glass_keys(glass, "y");
    pane_close(&glass, 0);
}

static void test_ends(void)
{
    struct glass *glass = pane_open(24, 80, (const char *const[]){pane_source("tests/data/every-type.ndjson"), NULL}, NULL);
    glass_expect(glass, "FOLLOW");
    kill(glass_pid(glass), SIGTERM);
    int status = glass_wait(glass);
    check(WIFSIGNALED(status) || (WIFEXITED(status) && WEXITSTATUS(status) == 128 + SIGTERM));
    check(!glass_is_alt(glass));
    check(glass_is_echoing(glass));
    glass_close(&glass);
    glass = pane_open(24, 80, (const char *const[]){pane_source("tests/data/every-type.ndjson"), NULL}, NULL);
    glass_expect(glass, "FOLLOW");
    glass_hang_up(glass);
    status = glass_wait(glass);
    check(WIFEXITED(status) && (WEXITSTATUS(status) == 128 + SIGHUP || WEXITSTATUS(status) == 0));
    glass_close(&glass);
}

/* Mistakes at the start are told one by one in the journal and together in the footer; a value that is refused later is not
 * kept. */
static void test_mistakes(void)
{
    static const char *const args[] = {"--theme", "nowhere", "--config", "/nonexistent/evmon.conf", NULL, NULL};
    const char *with_file[6];
    memcpy(with_file, args, sizeof args);
    with_file[4] = pane_source("tests/data/every-type.ndjson");
    struct glass *glass = pane_open(24, 100, with_file, NULL);
    glass_expect(glass, "there is no theme nowhere");
    glass_expect(glass, "and 1 more, M shows it");
    glass_keys(glass, "M");
    glass_expect(glass, "/nonexistent/evmon.conf: there is no such file");
    glass_expect(glass, "entry 2 of 2");
    glass_keys(glass, ":");
    glass_type(glass, "theme nothing");
    glass_keys(glass, "Enter");
    glass_expect(glass, "there is no theme nothing");
    glass_keys(glass, "F2");
    glass_expect(glass, "screen.theme         dark");
    glass_keys(glass, "Q");
    glass_keys(glass, "y");
    pane_close(&glass, 0);
}

static void test_first_start(void)
{
    struct glass *glass = pane_open(24, 80, (const char *const[]){NULL}, NULL);
    glass_expect(glass, "demo");
    glass_keys(glass, "Q");
    glass_keys(glass, "y");
    pane_close(&glass, 0);
}

int main(void)
{
    signal(SIGPIPE, SIG_IGN);
    test_demo();
    test_file();
    test_ends();
    test_mistakes();
    test_first_start();
    printf("%s\n", pane_failures() == 0 ? "all as expected" : "something is wrong");
    return pane_failures() > 0;
}
