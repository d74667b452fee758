/* ptyprobe: runs a terminal program in a pseudo-terminal and measures it from outside, the same way for every program.
 *
 *   ptyprobe run -- CMD...                          wall, CPU, memory of a headless program; its output is counted
 *   ptyprobe start --ready TEXT -- CMD...           first byte, first text, TEXT on the screen, at rest; bytes
 *   ptyprobe keys --ready TEXT --key j -- CMD...    per key: until the screen is settled; bytes. --back g: pressed
 *                                                   after each, not measured
 *   ptyprobe typing --ready TEXT --before f --key WORD -- CMD...   the same for each letter of WORD, ESC between rounds;
 *                                                   --watch A-B: also until these rows of the screen are what they stay
 *   ptyprobe follow --ready TEXT --file F --from CORPUS --rate R -- CMD...   bytes/s, CPU while F grows
 *   ptyprobe lag  (as follow)                       from a line's write until the screen has come to it
 *   ptyprobe press --cursor SIGN (as follow)        meanwhile --key and --back by turns: until the row that begins with
 *                                                   SIGN is another one. --then TEXT: it begins when that is on the screen
 *
 * Prints `name value` lines. Knows nothing of evmon. The corpus is NDJSON; follow appends its lines to F; for lag the
 * device's name of each is replaced by a number of ours, and the largest one on the screen tells how far it has come.
 * Events older than one before them get no number: where the list is in order of time they stand further up, perhaps
 * out of sight, and would count the time until the next one. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <vterm.h>

#define QUIET_NS 30000000LL   /* settled: nothing more for 30 ms */
#define REST_NS  150000000LL  /* at rest: nothing more for so long; clocks on the screen tick once a second */
#define BEFORE_REST_NS 2000000000LL
#define PATIENCE_NS 60000000000LL
#define PRESS_NS 200000000LL      /* from an answer to the next key */
#define NO_ANSWER_NS 5000000000LL /* a key that moves nothing for so long is given up */
#define SAMPLES_MAX 4096

static struct {
    const char *mode, *ready, *before, *then, *key, *back, *cursor, *file, *from;
    int rows, cols, count, watch_from, watch_to;
    double rate, seconds;
    char **command;
} opt = {.rows = 30, .cols = 100, .count = 40, .rate = 100, .seconds = 6, .key = "j", .before = "", .back = ""};

static struct {
    int fd;
    pid_t pid;
    VTerm *vt;
    VTermScreen *screen;
    uint64_t bytes;
    int64_t last_ns;    /* when the last byte came */
    int64_t watched_ns; /* when the watched rows changed last */
    char watched[65536];
    bool gone;
} term;

static int64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void die(const char *what)
{
    fprintf(stderr, "ptyprobe: %s: %s\n", what, strerror(errno));
    exit(2);
}

static void spawn(void)
{
    struct winsize size = {.ws_row = (unsigned short)opt.rows, .ws_col = (unsigned short)opt.cols};
    term.pid = forkpty(&term.fd, NULL, NULL, &size);
    if (term.pid < 0)
        die("forkpty");
    if (term.pid == 0) {
        setenv("TERM", "xterm-256color", 1);
        setenv("LC_ALL", "C.UTF-8", 1);
        unsetenv("COLORTERM");
        execvp(opt.command[0], opt.command);
        _exit(127);
    }
    fcntl(term.fd, F_SETFL, O_NONBLOCK);
    term.vt = vterm_new(opt.rows, opt.cols);
    vterm_set_utf8(term.vt, 1);
    term.screen = vterm_obtain_screen(term.vt);
    vterm_screen_enable_altscreen(term.screen, 1);
    vterm_screen_reset(term.screen, 1);
}

static void look_at_watched(void)
{
    static char now[sizeof term.watched];
    VTermRect rect = {opt.watch_from, opt.watch_to, 0, opt.cols};
    size_t n = vterm_screen_get_text(term.screen, now, sizeof now - 1, rect);
    now[n] = '\0';
    if (strcmp(now, term.watched) == 0)
        return;
    strcpy(term.watched, now);
    term.watched_ns = term.last_ns;
}

/* Reads what is there, waiting at most wait_ns. True when bytes came. */
static bool take(int64_t wait_ns)
{
    struct pollfd p = {term.fd, POLLIN, 0};
    if (term.gone || poll(&p, 1, (int)((wait_ns + 999999) / 1000000)) <= 0)
        return false;
    char buffer[65536];
    ssize_t n = read(term.fd, buffer, sizeof buffer);
    if (n <= 0) {
        term.gone = n == 0 || errno == EIO;
        return false;
    }
    term.last_ns = now_ns();
    term.bytes += (uint64_t)n;
    vterm_input_write(term.vt, buffer, (size_t)n);
    if (opt.watch_to > opt.watch_from)
        look_at_watched();
    char reply[4096]; /* programs that ask the terminal something get their answer */
    size_t m = vterm_output_read(term.vt, reply, sizeof reply);
    if (m > 0 && write(term.fd, reply, m) < 0)
        term.gone = errno == EIO;
    return true;
}

static bool on_screen(const char *text)
{
    char row[4096];
    for (int y = 0; y < opt.rows; y++) {
        VTermRect rect = {y, y + 1, 0, opt.cols};
        size_t n = vterm_screen_get_text(term.screen, row, sizeof row - 1, rect);
        row[n] = '\0';
        if (strstr(row, text) != NULL)
            return true;
    }
    return false;
}

static int64_t until_text(const char *text)
{
    int64_t start = now_ns();
    while (!term.gone && now_ns() - start < PATIENCE_NS) {
        if (take(QUIET_NS) && on_screen(text))
            return now_ns() - start;
    }
    fprintf(stderr, "ptyprobe: `%s` never stood on the screen\n", text);
    exit(1);
}

static void until_rest(void)
{
    int64_t since = now_ns();
    while (!term.gone && now_ns() - since < PATIENCE_NS) {
        if (!take(REST_NS))
            return;
    }
}

static void settle(void)
{
    if (opt.ready != NULL)
        until_text(opt.ready);
    until_rest();
}

static void finish(void)
{
    kill(term.pid, SIGKILL);
    int status;
    waitpid(term.pid, &status, 0);
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void print_samples(const char *name, double *samples, int count)
{
    if (count == 0)
        return;
    qsort(samples, (size_t)count, sizeof *samples, by_value);
    printf("%s_median %.3f\n%s_p95 %.3f\n", name, samples[count / 2], name, samples[(int)((count - 1) * 0.95)]);
}

/* ---- modes ---- */

static int mode_run(void)
{
    int out[2];
    if (pipe(out) < 0)
        die("pipe");
    int64_t start = now_ns();
    pid_t pid = fork();
    if (pid == 0) {
        dup2(out[1], 1);
        close(out[0]);
        int null = open("/dev/null", O_RDWR);
        dup2(null, 0);
        dup2(null, 2);
        execvp(opt.command[0], opt.command);
        _exit(127);
    }
    close(out[1]);
    static char buffer[1 << 20];
    uint64_t lines = 0, bytes = 0;
    ssize_t n;
    while ((n = read(out[0], buffer, sizeof buffer)) > 0) {
        bytes += (uint64_t)n;
        for (ssize_t i = 0; i < n; i++)
            lines += buffer[i] == '\n';
    }
    struct rusage use;
    int status;
    wait4(pid, &status, 0, &use);
    double cpu = (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
                 (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6;
    printf("wall_s %.3f\ncpu_s %.3f\nrss_kib %ld\nlines %llu\nbytes %llu\nstatus %d\n", (double)(now_ns() - start) / 1e9,
           cpu, use.ru_maxrss, (unsigned long long)lines, (unsigned long long)bytes, WEXITSTATUS(status));
    return 0;
}

static bool anything_on_screen(void)
{
    VTermPos at = {0, 0};
    for (; at.row < opt.rows; at.row++) {
        for (at.col = 0; at.col < opt.cols; at.col++) {
            VTermScreenCell cell;
            if (vterm_screen_get_cell(term.screen, at, &cell) && cell.chars[0] > ' ' && cell.chars[0] != UINT32_MAX)
                return true;
        }
    }
    return false;
}

static int mode_start(void)
{
    int64_t start = now_ns();
    spawn();
    while (!take(QUIET_NS) && !term.gone && now_ns() - start < PATIENCE_NS)
        ;
    printf("first_byte_ms %.3f\n", (double)(now_ns() - start) / 1e6);
    while (!anything_on_screen() && !term.gone && now_ns() - start < PATIENCE_NS)
        take(QUIET_NS);
    printf("first_text_ms %.3f\n", (double)(now_ns() - start) / 1e6);
    if (opt.ready != NULL && !on_screen(opt.ready))
        until_text(opt.ready);
    printf("ready_ms %.3f\n", (double)(now_ns() - start) / 1e6);
    until_rest();
    printf("rest_ms %.3f\nbytes %llu\n", (double)(term.last_ns - start) / 1e6, (unsigned long long)term.bytes);
    finish();
    return 0;
}

static void type(const char *keys, size_t n)
{
    if (write(term.fd, keys, n) < 0)
        die("write");
}

struct answer {
    double settled_ms; /* from a key to the last byte it caused; negative when it caused none */
    double watched_ms; /* to the last change of the watched rows; negative when they did not change */
};

static struct answer answer_to(const char *keys, size_t n)
{
    uint64_t before = term.bytes;
    int64_t start = now_ns();
    type(keys, n);
    while (term.bytes == before && now_ns() - start < 500000000LL)
        take(QUIET_NS);
    while (take(QUIET_NS))
        ;
    return (struct answer){
        .settled_ms = term.bytes == before ? -1 : (double)(term.last_ns - start) / 1e6,
        .watched_ms = term.watched_ns < start ? -1 : (double)(term.watched_ns - start) / 1e6,
    };
}

static double key_ms(const char *keys, size_t n)
{
    return answer_to(keys, n).settled_ms;
}

static int mode_keys(void)
{
    static double settled[SAMPLES_MAX];
    spawn();
    settle();
    type(opt.before, strlen(opt.before));
    until_rest();
    uint64_t bytes = 0;
    int silent = 0, n = 0;
    for (int i = 0; i < opt.count && i < SAMPLES_MAX; i++) {
        uint64_t before = term.bytes;
        double ms = key_ms(opt.key, strlen(opt.key));
        if (ms < 0)
            silent++;
        else
            settled[n++] = ms;
        bytes += term.bytes - before;
        if (opt.back[0] != '\0')
            key_ms(opt.back, strlen(opt.back));
    }
    print_samples("settled_ms", settled, n);
    printf("bytes_per_key %.0f\nsilent %d\n", (double)bytes / opt.count, silent);
    finish();
    return 0;
}

static int mode_typing(void)
{
    static double settled[SAMPLES_MAX], watched[SAMPLES_MAX];
    int n = 0, changes = 0;
    spawn();
    settle();
    for (int round = 0; round < opt.count; round++) {
        type(opt.before, strlen(opt.before));
        until_rest();
        for (const char *key = opt.key; *key != '\0' && n < SAMPLES_MAX; key++) {
            struct answer answer = answer_to(key, 1);
            if (answer.settled_ms >= 0)
                settled[n++] = answer.settled_ms;
            if (answer.watched_ms >= 0 && changes < SAMPLES_MAX)
                watched[changes++] = answer.watched_ms;
        }
        type("\033", 1);
        until_rest();
    }
    print_samples("settled_ms", settled, n);
    print_samples("watched_ms", watched, changes);
    finish();
    return 0;
}

/* CPU seconds and resident KiB of the program and its children. */
static double usage(pid_t pid, long *rss_kib)
{
    char path[64], line[1024];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    FILE *f = fopen(path, "r");
    if (f == NULL)
        return 0;
    unsigned long user = 0, system = 0;
    long pages = 0;
    if (fgets(line, sizeof line, f) != NULL) {
        const char *p = strrchr(line, ')');
        if (p != NULL)
            sscanf(p + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu %*d %*d %*d %*d %*d %*d %*u %*u %ld", &user,
                   &system, &pages);
    }
    fclose(f);
    *rss_kib = pages * (sysconf(_SC_PAGESIZE) / 1024);
    return (double)(user + system) / (double)sysconf(_SC_CLK_TCK);
}

/* Lines that were written with a mark for a device's name, and when. */
static struct {
    int64_t *written_ns;
    size_t count, seen, capacity;
} marks;

#define MARK_BEGINS "zq"
#define MARK_DIGITS 7

/* Where the device's name stands in an event; 0 when it has none. */
static size_t name_at(const char *line, size_t *n)
{
    const char *p = strstr(line, "\"endpoint\":{");
    p = p != NULL ? strstr(p, "\"name\":\"") : NULL;
    if (p == NULL)
        return 0;
    p += 8;
    *n = strcspn(p, "\"");
    return (size_t)(p - line);
}

#define TIME_SIZE 24 /* 2026-08-22T09:14:03.120 and the end */

/* Not older than any line before. */
static bool is_newest(const char *line)
{
    static char newest[TIME_SIZE];
    char time[TIME_SIZE];
    const char *p = strstr(line, "\"timestamp\":\"");
    if (p == NULL)
        return false;
    snprintf(time, sizeof time, "%s", p + 13);
    if (strcmp(time, newest) < 0)
        return false;
    strcpy(newest, time);
    return true;
}

static void write_all(int fd, const char *text, size_t n)
{
    if (write(fd, text, n) != (ssize_t)n)
        die("write");
}

static void write_marked(int fd, const char *line, size_t n)
{
    static char out[1 << 20];
    size_t name_n = 0, at = name_at(line, &name_n);
    if (!is_newest(line) || at == 0 || n + 32 > sizeof out) {
        write_all(fd, line, n);
        return;
    }
    if (marks.count == marks.capacity) {
        marks.capacity = marks.capacity > 0 ? marks.capacity * 2 : 4096;
        marks.written_ns = realloc(marks.written_ns, marks.capacity * sizeof *marks.written_ns);
        if (marks.written_ns == NULL)
            die("memory");
    }
    int length = snprintf(out, sizeof out, "%.*s" MARK_BEGINS "%0*zu%s", (int)at, line, MARK_DIGITS, marks.count,
                          line + at + name_n);
    marks.written_ns[marks.count++] = now_ns();
    write_all(fd, out, (size_t)length);
}

/* One more than the largest mark on the screen. */
static size_t marks_shown(void)
{
    char row[4096];
    size_t most = 0;
    for (int y = 0; y < opt.rows; y++) {
        VTermRect rect = {y, y + 1, 0, opt.cols};
        size_t n = vterm_screen_get_text(term.screen, row, sizeof row - 1, rect);
        row[n] = '\0';
        for (const char *p = row; (p = strstr(p, MARK_BEGINS)) != NULL; p += 2) {
            size_t mark = strtoul(p + 2, NULL, 10) + 1;
            if (mark > most && mark <= marks.count && strspn(p + 2, "0123456789") == MARK_DIGITS)
                most = mark;
        }
    }
    return most;
}

/* The row that begins with the sign; -1 when none does. */
static int cursor_row(void)
{
    char text[16];
    for (int y = 0; y < opt.rows; y++) {
        VTermRect rect = {y, y + 1, 0, 1};
        size_t n = vterm_screen_get_text(term.screen, text, sizeof text - 1, rect);
        text[n] = '\0';
        if (strstr(text, opt.cursor) != NULL)
            return y;
    }
    return -1;
}

/* Keys that are pressed while the screen follows. */
static struct {
    double answers[SAMPLES_MAX];
    int count, keys, silent;
    int row;            /* of the cursor when the key went off */
    int64_t pressed_ns; /* 0: none is on its way */
    int64_t next_ns;
} press;

static void press_along(void)
{
    int64_t now = now_ns();
    if (press.pressed_ns == 0 && now >= press.next_ns && press.count < SAMPLES_MAX) {
        const char *key = press.keys++ % 2 == 0 ? opt.key : opt.back;
        press.row = cursor_row();
        press.pressed_ns = now;
        type(key, strlen(key));
        return;
    }
    bool answered = press.pressed_ns != 0 && cursor_row() != press.row;
    if (answered)
        press.answers[press.count++] = (double)(now - press.pressed_ns) / 1e6;
    else if (press.pressed_ns == 0 || now - press.pressed_ns < NO_ANSWER_NS)
        return;
    press.silent += !answered;
    press.pressed_ns = 0;
    press.next_ns = now + PRESS_NS;
}

static int mode_follow(bool lag)
{
    static double lags[1 << 20];
    FILE *from = fopen(opt.from, "r");
    int to = open(opt.file, O_WRONLY | O_APPEND | O_CREAT, 0600);
    if (from == NULL || to < 0)
        die("corpus");
    spawn();
    settle();
    type(opt.before, strlen(opt.before));
    if (opt.then != NULL && !on_screen(opt.then))
        until_text(opt.then);
    if (opt.before[0] != '\0')
        until_rest();
    if (opt.rate <= 0) /* what a program still has to say about what it has read is no rest */
        for (int64_t since = now_ns(); now_ns() - since < BEFORE_REST_NS;)
            take(QUIET_NS);
    long rss = 0;
    double cpu = usage(term.pid, &rss);
    uint64_t before = term.bytes, written = 0;
    int64_t start = now_ns();
    char *line = NULL;
    size_t capacity = 0;
    int samples = 0;
    double elapsed;
    while ((elapsed = (double)(now_ns() - start) / 1e9) < opt.seconds && !term.gone) {
        for (; (double)written < elapsed * opt.rate; written++) {
            ssize_t n = getline(&line, &capacity, from);
            if (n <= 0)
                die("the corpus is too short");
            if (lag)
                write_marked(to, line, (size_t)n);
            else
                write_all(to, line, (size_t)n);
        }
        bool came = take(2000000);
        if (opt.cursor != NULL)
            press_along();
        if (!came || !lag)
            continue;
        for (size_t shown = marks_shown(); marks.seen < shown; marks.seen++)
            if (samples < (int)(sizeof lags / sizeof lags[0]))
                lags[samples++] = (double)(now_ns() - marks.written_ns[marks.seen]) / 1e6;
    }
    cpu = usage(term.pid, &rss) - cpu;
    printf("bytes_per_s %.0f\ncpu_percent %.1f\nrss_kib %ld\nwritten %llu\n", (double)(term.bytes - before) / elapsed,
           100 * cpu / elapsed, rss, (unsigned long long)written);
    print_samples("lag_ms", lags, samples);
    print_samples("key_ms", press.answers, press.count);
    if (opt.cursor != NULL)
        printf("keys %d\nsilent %d\n", press.keys, press.silent);
    finish();
    free(line);
    return 0;
}

static int parse(int argc, char **argv)
{
    if (argc < 2)
        return -1;
    opt.mode = argv[1];
    for (int i = 2; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : "";
        if (strcmp(argv[i], "--") == 0) {
            opt.command = argv + i + 1;
            return argv[i + 1] != NULL ? 0 : -1;
        }
        i++;
        if (strcmp(argv[i - 1], "--ready") == 0)
            opt.ready = value;
        else if (strcmp(argv[i - 1], "--key") == 0)
            opt.key = value;
        else if (strcmp(argv[i - 1], "--before") == 0)
            opt.before = value;
        else if (strcmp(argv[i - 1], "--back") == 0)
            opt.back = value;
        else if (strcmp(argv[i - 1], "--then") == 0)
            opt.then = value;
        else if (strcmp(argv[i - 1], "--cursor") == 0)
            opt.cursor = value;
        else if (strcmp(argv[i - 1], "--file") == 0)
            opt.file = value;
        else if (strcmp(argv[i - 1], "--from") == 0)
            opt.from = value;
        else if (strcmp(argv[i - 1], "--rate") == 0)
            opt.rate = atof(value);
        else if (strcmp(argv[i - 1], "--seconds") == 0)
            opt.seconds = atof(value);
        else if (strcmp(argv[i - 1], "--count") == 0)
            opt.count = atoi(value);
        else if (strcmp(argv[i - 1], "--watch") == 0 && sscanf(value, "%d-%d", &opt.watch_from, &opt.watch_to) == 2)
            opt.watch_to++;
        else if (strcmp(argv[i - 1], "--size") != 0 || sscanf(value, "%dx%d", &opt.cols, &opt.rows) != 2)
            return -1;
    }
    return -1;
}

static bool is_complete(void)
{
    return strcmp(opt.mode, "press") != 0 || opt.cursor != NULL;
}

int main(int argc, char **argv)
{
    if (parse(argc, argv) < 0 || !is_complete()) {
        fprintf(stderr, "usage: ptyprobe run|start|keys|typing|follow|lag|press [--ready TEXT] [--key KEYS] [--count N] [--file F]\n"
                        "                [--before KEYS] [--back KEYS] [--then TEXT] [--cursor SIGN] [--watch ROW-ROW] [--from CORPUS] [--rate R] [--seconds S] [--size CxR] -- CMD...\n");
        return 2;
    }
    signal(SIGPIPE, SIG_IGN);
    if (strcmp(opt.mode, "run") == 0)
        return mode_run();
    if (strcmp(opt.mode, "start") == 0)
        return mode_start();
    if (strcmp(opt.mode, "keys") == 0)
        return mode_keys();
    if (strcmp(opt.mode, "typing") == 0)
        return mode_typing();
    return mode_follow(strcmp(opt.mode, "lag") == 0);
}
