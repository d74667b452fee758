/* What the program must survive (RELIABILITY.md T2 to T5): storms of sizes, terminals that hang up, die or stop reading,
 * every kind of end, a platform that is killed and comes back, hostile text in every view.
 * EVMON_RESIZES and EVMON_EXITS ask for other numbers than those promised. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "pane.h"

#define STALL_EVENTS 40000
#define END_WITHIN_MS 1000 /* of a hang-up or a signal */
#ifdef EVMON_SANITIZED
#define SLOWER 5 /* the leak checker's own time */
#else
#define SLOWER 1
#endif

static char fifo[128], directory[] = "/tmp/evmon-endure-XXXXXX";

static unsigned long how_many(const char *variable, unsigned long usual)
{
    const char *text = getenv(variable);
    return text != NULL ? strtoul(text, NULL, 10) : usual;
}

/* ---------------------------------------------------------------- events through a pipe */

static void add_event(struct buf *out, unsigned n)
{
    static const int types[] = {1, 2, 3, 5, 18, 19};
    buf_add_fmt(out,
                "{\"id\":%u,\"timestamp\":\"2026-03-04T%02u:%02u:%02uZ\",\"event_type\":{\"id\":%d},\"event_severity\":"
                "{\"id\":%u},\"description\":\"made number %u\",\"organisation\":{\"id\":2,\"name\":\"acme\"},"
                "\"endpoint\":{\"id\":%u,\"name\":\"meter-%04u\"}}\n",
                n, n / 3600 % 24, n / 60 % 60, n % 60, types[n % 6], n % 3, n, 1000 + n % 50, n % 50);
}

static bool has_opened(struct glass *glass, void *user)
{
    (void)glass;
    *(int *)user = open(fifo, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    return *(int *)user >= 0;
}

/* The program on a new pipe, and the end to write to. */
static struct glass *open_on_pipe(int rows, int cols, int *feed)
{
    unlink(fifo);
    check(mkfifo(fifo, 0600) == 0);
    struct glass *glass = pane_open(rows, cols, (const char *const[]){fifo, NULL}, NULL);
    glass_until(glass, "the pipe is read", has_opened, feed);
    return glass;
}

/* Writes all, reading the terminal or not; at the deadline it ends with what is left. */
enum terminal { TERMINAL_IS_READ, TERMINAL_STANDS_STILL };
static void feed_all(struct glass *glass, int feed, const struct buf *lines, enum terminal terminal)
{
    int64_t deadline = clock_mono_ns() + GLASS_DEADLINE_MS * INT64_C(1000000);
    for (size_t at = 0; at < lines->n && clock_mono_ns() < deadline;) {
        struct pollfd ready = {feed, POLLOUT, 0};
        poll(&ready, 1, 20);
        ssize_t n = write(feed, lines->p + at, lines->n - at);
        at += n > 0 ? (size_t)n : 0;
        if (terminal == TERMINAL_IS_READ)
            glass_pump(glass);
        check(n > 0 || errno == EAGAIN);
        if (at == lines->n)
            return;
    }
    pane_check(0, "everything was taken in", __FILE__, __LINE__);
}

static void make_events(struct buf *lines, unsigned from, unsigned count)
{
    buf_clear(lines);
    for (unsigned i = 0; i < count; i++)
        add_event(lines, from + i);
}

/* ---------------------------------------------------------------- T2 */

static uint64_t draw(uint64_t below)
{
    static uint64_t state = 0x2545f4914f6cdd1dull;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state % below;
}

/* Everything below the two rows that hold clocks and bytes of memory. */
static void picture(struct glass *glass, struct buf *out)
{
    buf_clear(out);
    for (int row = 2; row < glass_rows(glass); row++) {
        glass_row(glass, row, out);
        buf_add_byte(out, '\n');
    }
}

struct looks {
    struct glass *calm;
    struct buf wanted, now;
};

static bool looks_like(struct glass *glass, void *user)
{
    struct looks *looks = user;
    glass_pump(looks->calm);
    picture(looks->calm, &looks->wanted);
    picture(glass, &looks->now);
    return str_eq(buf_str(&looks->now), buf_str(&looks->wanted));
}

/* The last row of the region that the terminal was left with; editing is only done inside it. */
static int region_end(struct glass *glass)
{
    struct str log = glass_log(glass);
    int last = 0;
    for (size_t i = 0; i < log.n; i++) {
        char piece[12];
        int row, used = 0;
        str_copy(str_sub(log, i, i + sizeof piece - 1), piece, sizeof piece);
        if (sscanf(piece, "\033[1;%dr%n", &row, &used) == 1 && used > 0)
            last = row;
    }
    return last;
}

static double cpu_seconds(pid_t pid)
{
    char path[64];
    unsigned long user = 0, system = 0;
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    FILE *f = fopen(path, "r");
    if (f == NULL)
        return 0;
    check(fscanf(f, "%*d (%*[^)]) %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system) == 2);
    fclose(f);
    return (double)(user + system) / (double)sysconf(_SC_CLK_TCK);
}

/* The share of a processor that it takes while nothing happens, measured over a second. */
static double idle_share(struct glass *glass)
{
    double before = cpu_seconds(glass_pid(glass));
    int64_t end = clock_mono_ns() + 1000000000;
    while (clock_mono_ns() < end) {
        poll(NULL, 0, 50); /* the measured second itself */
        glass_pump(glass);
    }
    return cpu_seconds(glass_pid(glass)) - before;
}

static void test_sizes(void)
{
    unsigned long storms = how_many("EVMON_RESIZES", 10000);
    struct looks looks = {0};
    struct buf lines = {0};
    int feed;
    char count[64];
    struct glass *glass = open_on_pipe(30, 100, &feed);
    for (unsigned n = 0; n < storms; n++) {
        glass_resize(glass, 1 + (int)draw(200), 1 + (int)draw(500));
        make_events(&lines, 6 * n + 1, 6);
        feed_all(glass, feed, &lines, TERMINAL_IS_READ);
    }
    glass_resize(glass, 30, 100);
    close(feed);
    snprintf(count, sizeof count, "made number %lu", 6 * storms);
    glass_expect(glass, count);
    glass_expect(glass, "COMPLETE");
    check(region_end(glass) == 30);
    double share = idle_share(glass);
    fprintf(stderr, "%lu sizes; afterwards %.0f %% of a processor\n", storms, share * 100);
    check(share < 0.1 * SLOWER);
    /* Another program that never saw another size shows the same. */
    struct glass *calm = open_on_pipe(30, 100, &feed);
    make_events(&lines, 1, 6 * (unsigned)storms);
    feed_all(calm, feed, &lines, TERMINAL_IS_READ);
    close(feed);
    glass_expect(calm, count);
    glass_expect(calm, "COMPLETE");
    looks.calm = calm;
    check(region_end(calm) == 30);
    glass_until(glass, "the picture is that of a calm terminal", looks_like, &looks);
    glass_keys(calm, "Q y");
    pane_close(&calm, 0);
    glass_keys(glass, "Q y");
    pane_close(&glass, 0);
    buf_fini(&lines);
    buf_fini(&looks.wanted);
    buf_fini(&looks.now);
}

/* ---------------------------------------------------------------- T3 */

/* How long the process still lives, in ms. */
static int64_t lives_on(struct glass *glass, pid_t pid)
{
    int64_t began = clock_mono_ns(), deadline = began + GLASS_DEADLINE_MS * INT64_C(1000000);
    while (!pane_is_dead(glass, &pid) && clock_mono_ns() < deadline)
        poll(NULL, 0, 5); /* between two looks */
    return (clock_mono_ns() - began) / 1000000;
}

static void check_soon(const char *what, int64_t ms)
{
    fprintf(stderr, "%s: gone after %lld ms\n", what, (long long)ms);
    check(ms <= END_WITHIN_MS * SLOWER);
}

static void test_hang_up(void)
{
    int feed;
    struct glass *glass = open_on_pipe(24, 80, &feed);
    glass_expect(glass, "FOLLOW");
    pid_t pid = glass_pid(glass);
    glass_hang_up(glass);
    check_soon("hang-up", lives_on(glass, pid));
    int status = glass_wait(glass);
    check(WIFEXITED(status) && WEXITSTATUS(status) == 128 + SIGHUP);
    glass_close(&glass);
    close(feed);
}

/* Not the terminal's own session: no SIGHUP, only EIO. */
static void test_dead_terminal(void)
{
    unlink(fifo);
    check(mkfifo(fifo, 0600) == 0);
    int feed;
    const char *argv[] = {"/usr/bin/env", "setsid", "--wait", pane_built("evmon"), fifo, NULL};
    struct glass *glass = glass_open(&(struct glass_setup){.argv = argv, .rows = 24, .cols = 80});
    glass_until(glass, "the pipe is read", has_opened, &feed);
    glass_expect(glass, "FOLLOW");
    pid_t pid = pane_child(glass_pid(glass), "evmon");
    check(pid > 0);
    glass_hang_up(glass);
    if (pid > 0)
        check_soon("a terminal that is gone without a signal", lives_on(glass, pid));
    glass_close(&glass);
    close(feed);
}

/* Makes it write more than the terminal takes, which nobody reads: what waits to be read does not grow any more, though
 * each new size and event asks for a picture. */
static void stall(struct glass *glass, int feed)
{
    struct buf lines = {0};
    int64_t deadline = clock_mono_ns() + GLASS_DEADLINE_MS * INT64_C(1000000);
    int last = 0, same = 0;
    for (unsigned n = 0; same < 20; n++) {
        if (clock_mono_ns() > deadline) {
            pane_check(0, "the terminal is full", __FILE__, __LINE__);
            break;
        }
        struct winsize size = {.ws_row = (unsigned short)(60 + n % 2), .ws_col = 200};
        int waiting = 0;
        ioctl(glass_fd(glass), TIOCSWINSZ, &size);
        make_events(&lines, 1 + n, 1);
        feed_all(glass, feed, &lines, TERMINAL_STANDS_STILL);
        poll(NULL, 0, 20); /* it draws in its own time */
        ioctl(glass_fd(glass), FIONREAD, &waiting);
        same = waiting > 0 && waiting == last ? same + 1 : 0;
        last = waiting;
    }
    buf_fini(&lines);
}

static void test_end_while_stalled(int number)
{
    int feed;
    struct glass *glass = open_on_pipe(60, 200, &feed);
    glass_expect(glass, "FOLLOW");
    stall(glass, feed);
    pid_t pid = glass_pid(glass);
    kill(pid, number);
    check_soon(number == SIGHUP ? "SIGHUP, terminal not read" : "SIGTERM, terminal not read", lives_on(glass, pid));
    int status = glass_wait(glass);
    check(WIFEXITED(status) && WEXITSTATUS(status) == 128 + number);
    check(glass_is_echoing(glass));
    glass_close(&glass);
    close(feed);
}

/* ---------------------------------------------------------------- T5 */

static void test_slow_terminal(void)
{
    struct buf lines = {0};
    int feed;
    char last[64];
    struct glass *glass = open_on_pipe(24, 80, &feed);
    glass_expect(glass, "FOLLOW");
    stall(glass, feed);
    make_events(&lines, 100000, STALL_EVENTS);
    feed_all(glass, feed, &lines, TERMINAL_STANDS_STILL); /* goes through only because it collects */
    uint64_t unread = glass_bytes(glass);
    glass_resize(glass, 30, 120);
    int64_t began = clock_mono_ns();
    snprintf(last, sizeof last, "made number %u", 100000 + STALL_EVENTS - 1);
    glass_expect(glass, last);
    fprintf(stderr, "read again: whole after %lld ms and %llu bytes\n", (long long)((clock_mono_ns() - began) / 1000000),
            (unsigned long long)(glass_bytes(glass) - unread));
    check(glass_bytes(glass) - unread < 1000000); /* frames were left out, not kept */
    began = clock_mono_ns();
    glass_keys(glass, "k");
    glass_expect(glass, "HOLD");
    fprintf(stderr, "a key is answered after %lld ms\n", (long long)((clock_mono_ns() - began) / 1000000));
    close(feed);
    glass_keys(glass, "Q y");
    pane_close(&glass, 0);
    buf_fini(&lines);
}

/* ---------------------------------------------------------------- T4 */

static void end_by(int number)
{
    const char *file = pane_source("tests/data/every-type.ndjson");
    struct glass *glass = pane_open(24, 80, (const char *const[]){"--set", "screen.mouse=on", file, NULL}, NULL);
    glass_expect(glass, "COMPLETE");
    check(glass_is_alt(glass) && !glass_is_echoing(glass));
    if (number == 0) {
        glass_keys(glass, "Q y");
    } else {
        kill(glass_pid(glass), number);
    }
    if (number == SIGINT) { /* stops what runs, and says how to end */
        glass_expect(glass, "^C cancels");
        glass_keys(glass, "Q y");
    }
    int status = glass_wait(glass);
    if (number == SIGSEGV)
        check(!WIFEXITED(status) || WEXITSTATUS(status) != 0);
    else
        check(WIFEXITED(status) && WEXITSTATUS(status) == (number == SIGTERM ? 128 + SIGTERM : 0));
    check(pane_is_restored(glass));
    glass_close(&glass);
}

static void test_ends(void)
{
    static const int ends[] = {0, SIGINT, SIGTERM, SIGSEGV};
    unsigned long exits = how_many("EVMON_EXITS", 100);
    for (unsigned long i = 0; i < exits; i++)
        end_by(ends[i % 4]);
    fprintf(stderr, "%lu ends\n", exits);
}

/* ---------------------------------------------------------------- the platform in a box, on its own */

struct lab {
    pid_t pid;
    int said;
    char port[16], url[64];
};

static void lab_start(struct lab *lab, const char *fault)
{
    int ends[2];
    char state[160], line[200] = "";
    snprintf(state, sizeof state, "%s/lab", directory);
    check(pipe(ends) == 0);
    const char *argv[] = {pane_built("evmon-lab"), "--scenario", "calm", "--rate", "100", "--history", "1m", "--seed", "4",
                          "--no-limits", "--state", state, "--port", lab->port[0] != '\0' ? lab->port : "0",
                          fault != NULL ? "--fault" : NULL, fault, NULL};
    lab->pid = fork();
    if (lab->pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        dup2(ends[1], STDOUT_FILENO);
        execv(argv[0], (char *const *)(uintptr_t)argv);
        _exit(127);
    }
    close(ends[1]);
    for (size_t n = 0; n < sizeof line - 1 && read(ends[0], line + n, 1) == 1 && line[n] != '\n';)
        n++;
    close(ends[0]);
    check(sscanf(line, "evmon-lab ready %63s", lab->url) == 1);
    const char *port = strrchr(lab->url, ':');
    snprintf(lab->port, sizeof lab->port, "%d", port != NULL ? atoi(port + 1) : 0);
}

static void lab_kill(struct lab *lab)
{
    kill(lab->pid, SIGKILL);
    waitpid(lab->pid, NULL, 0);
}

static const char *const with_token[] = {"EVMON_TOKEN=lab-token", NULL};

static void test_killed_platform(void)
{
    struct lab lab = {0};
    char spec[80];
    lab_start(&lab, NULL);
    snprintf(spec, sizeof spec, "emnify:%s", lab.url);
    struct glass *glass = pane_open(24, 80, (const char *const[]){spec, NULL}, with_token);
    glass_expect(glass, "LIVE");
    lab_kill(&lab);
    glass_expect(glass, "STALE");
    glass_expect_gone(glass, "LIVE");
    glass_keys(glass, "F");
    glass_expect(glass, "check the address"); /* what happened, and what to do */
    glass_keys(glass, "Esc");
    lab_start(&lab, NULL);
    glass_expect(glass, "LIVE"); /* by itself, within the back-off */
    glass_expect_gone(glass, "STALE");
    glass_keys(glass, "Q y");
    pane_close(&glass, 0);
    lab_kill(&lab);
}

/* T1 through the whole program: every view that shows text of events, while each second event is hostile. */
static void test_hostile_text(void)
{
    static const char *const tour[] = {"k", "Enter", "r", "r", "r", "J", "K", "=", "Esc", "F", "Esc", "M", "Esc", "?", "Esc",
                                       "g", "Enter", "J", "J", "J", "J", "Esc", "e", "E", "w", "Space", "I", "t", "~", "~"};
    struct lab lab = {0};
    char spec[80];
    lab_start(&lab, "hostile:by=2");
    snprintf(spec, sizeof spec, "emnify:%s", lab.url);
    struct glass *glass = pane_open(40, 120, (const char *const[]){spec, NULL}, with_token);
    glass_expect(glass, "LIVE");
    glass_expect(glass, "FOLLOW");
    for (size_t i = 0; i < sizeof tour / sizeof tour[0]; i++) {
        uint64_t before = glass_bytes(glass);
        glass_keys(glass, tour[i]);
        for (int64_t end = clock_mono_ns() + 2000000000; glass_bytes(glass) == before && clock_mono_ns() < end;)
            glass_pump(glass); /* some keys change nothing */
    }
    glass_keys(glass, "G");
    glass_expect(glass, "FOLLOW");
    glass_keys(glass, "Q y");
    pane_close(&glass, 0); /* looks at every byte that was sent */
    lab_kill(&lab);
}

int main(void)
{
    check(mkdtemp(directory) != NULL);
    snprintf(fifo, sizeof fifo, "%s/events", directory);
    signal(SIGPIPE, SIG_IGN);
    test_sizes();
    test_hang_up();
    test_dead_terminal();
    test_end_while_stalled(SIGTERM);
    test_end_while_stalled(SIGHUP);
    test_slow_terminal();
    test_ends();
    test_killed_platform();
    test_hostile_text();
    unlink(fifo);
    printf("%s\n", pane_failures() == 0 ? "all as expected" : "something is wrong");
    return pane_failures() > 0;
}
