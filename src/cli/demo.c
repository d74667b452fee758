/* Owns `evmon demo`: evmon-lab as a child, the screen on it, and the end of both together. The screen goes through the
 * ordinary source over HTTP; nothing in it knows that this is a demonstration. */
#include "app/app.h"
#include "app/places.h"
#include "app/plain.h"
#include "cli/programs.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/wait.h>
#include <unistd.h>

#define READY_WAIT_MS 60000 /* a long history takes a while to make */
#define READY_MAX 256
#define LAB_ARGS_MAX 16
#define TOKEN_BYTES 24

static const char ready_word[] = "evmon-lab ready ";

struct lab_child {
    pid_t pid;
    int input;  /* closed when we end, however we end: the lab ends then */
    int output; /* its one line */
    int errors; /* what it said on standard error */
    char url[READY_MAX];
};

/* ---- starting ---- */

static void make_token(char token[2 * TOKEN_BYTES + 1])
{
    unsigned char bytes[TOKEN_BYTES];
    must(getrandom(bytes, sizeof bytes, 0) == (ssize_t)sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++)
        snprintf(token + 2 * i, 3, "%02x", bytes[i]);
}

static void lab_arguments(const struct args *args, const char *program, const char **argv)
{
    static const enum arg passed[] = {ARG_SCENARIO, ARG_SEED, ARG_RATE, ARG_HISTORY, ARG_DEVICES};
    static char names[sizeof passed / sizeof passed[0]][32];
    int n = 0;
    argv[n++] = program;
    argv[n++] = "--with-parent";
    for (size_t i = 0; i < sizeof passed / sizeof passed[0]; i++) {
        const char *value = args_get(args, passed[i]);
        if (value == NULL)
            continue;
        snprintf(names[i], sizeof names[i], "--%s", args_row(passed[i])->name);
        argv[n++] = names[i];
        argv[n++] = value;
    }
    argv[n] = NULL;
}

/* In the child, between fork and exec: only what is safe there. */
static _Noreturn void become_lab(const char *const *argv, int input, int output, int errors,
                                 pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent) /* it died before the line above */
        _exit(1);
    setpgid(0, 0); /* keys that raise signals are evmon's, not the lab's */
    dup2(input, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    dup2(errors, STDERR_FILENO);
    execv(argv[0], (char *const *)(uintptr_t)argv);
    _exit(127);
}

static int start_lab(struct lab_child *lab, const char *const *argv, struct error *err)
{
    int in[2], out[2];
    pid_t parent = getpid();
    if (pipe2(in, O_CLOEXEC) < 0 || pipe2(out, O_CLOEXEC) < 0)
        return err_set(err, E_IO, "%s", strerror(errno));
    lab->errors = memfd_create("evmon-lab", MFD_CLOEXEC);
    lab->input = in[1];
    lab->output = out[0];
    lab->pid = fork();
    if (lab->pid < 0)
        return err_set(err, E_IO, "%s", strerror(errno));
    if (lab->pid == 0)
        become_lab(argv, in[0], out[1], lab->errors, parent);
    close(in[0]);
    close(out[1]);
    return 0;
}

/* ---- waiting until it listens ---- */

static int lab_failed(const struct lab_child *lab, const char *what, struct error *err)
{
    char text[ERROR_TEXT_MAX / 2];
    ssize_t n = pread(lab->errors, text, sizeof text - 1, 0);
    text[n > 0 ? n : 0] = '\0';
    char *end = strchr(text, '\n');
    if (end != NULL)
        *end = '\0';
    return err_set(err, E_OPEN, "%s%s%s", what, text[0] != '\0' ? ": " : "", text);
}

static int wait_ready(struct lab_child *lab, struct error *err)
{
    char line[READY_MAX];
    size_t n = 0;
    while (memchr(line, '\n', n) == NULL) {
        struct pollfd p = {.fd = lab->output, .events = POLLIN};
        int got = poll(&p, 1, READY_WAIT_MS);
        if (got < 0 && errno == EINTR)
            continue;
        ssize_t bytes = got > 0 ? read(lab->output, line + n, sizeof line - 1 - n) : -1;
        if (bytes <= 0)
            return lab_failed(lab, got == 0 ? "evmon-lab does not get ready" : "evmon-lab ended", err);
        n += (size_t)bytes;
        if (n == sizeof line - 1)
            break;
    }
    line[n] = '\0';
    line[strcspn(line, "\n")] = '\0';
    if (strncmp(line, ready_word, strlen(ready_word)) != 0)
        return lab_failed(lab, "evmon-lab said something unexpected", err);
    snprintf(lab->url, sizeof lab->url, "%s", line + strlen(ready_word));
    return 0;
}

static void end_lab(struct lab_child *lab)
{
    if (lab->pid <= 0)
        return;
    close(lab->input);
    close(lab->output);
    close(lab->errors);
    kill(lab->pid, SIGTERM);
    while (waitpid(lab->pid, NULL, 0) < 0 && errno == EINTR)
        ;
}

/* ---- the program ---- */

static int watch_lab(struct args *args, struct lab_child *lab)
{
    char source[READY_MAX + 16];
    snprintf(source, sizeof source, "emnify:%s", lab->url);
    args_add_operand(args, source);
    return app_run(args);
}

int demo_run(struct args *args)
{
    struct lab_child lab = {.pid = 0};
    struct buf program = {0};
    struct error err = {0};
    char token[2 * TOKEN_BYTES + 1];
    const char *argv[LAB_ARGS_MAX];
    int code = CLI_SOURCE;
    if (!isatty(STDOUT_FILENO)) {
        plain_say("demo", "standard output is not a terminal, run it in one");
        return CLI_USAGE;
    }
    if (args->operands.n > 0) {
        plain_say("demo", "it takes no source, its own is the simulated platform");
        return CLI_USAGE;
    }
    if (!places_program("evmon-lab", &program)) {
        plain_say("demo", "evmon-lab is neither beside evmon nor in %s, install it", EVMON_BINDIR);
        buf_fini(&program);
        return CLI_SOURCE;
    }
    make_token(token);
    setenv("EVMON_LAB_TOKEN", token, 1); /* for the child; never an argument */
    lab_arguments(args, buf_cstr(&program), argv);
    int started = start_lab(&lab, argv, &err);
    unsetenv("EVMON_LAB_TOKEN");
    setenv("EVMON_TOKEN", token, 1); /* for our own source, which wipes it */
    explicit_bzero(token, sizeof token);
    if (started >= 0 && wait_ready(&lab, &err) >= 0)
        code = watch_lab(args, &lab);
    else
        plain_say("demo", "%s", err.text);
    end_lab(&lab);
    buf_fini(&program);
    return code;
}
