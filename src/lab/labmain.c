/* evmon-lab: arguments, signals, the loop. One thread: the world moves between two requests. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "lab/course.h"
#include "lab/dump.h"
#include "lab/httpd.h"
#include "lab/labargs.h"
#include "lab/labstate.h"

#define IDLE_MS     100
#define EXIT_USAGE  2
#define EXIT_SOURCE 4

static int complain(const struct error *err, int code)
{
    fprintf(stderr, "evmon-lab: %s\n", err->text);
    return code;
}

static int open_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    sigprocmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* False when standard input has come to its end. */
static int parent_is_there(void)
{
    char bytes[256];
    ssize_t n = read(STDIN_FILENO, bytes, sizeof bytes);
    return n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR));
}

static int wait_ms(const struct lab *lab, const struct httpd *httpd)
{
    int64_t ms = IDLE_MS, due = httpd_timeout(httpd);
    if (due >= 0 && due < ms)
        ms = due;
    int64_t next = lab->frozen_at != 0 ? INT64_MAX : world_next(lab->world) - clock_wall_ms();
    if (next < ms)
        ms = next > 1 ? next : 1;
    return (int)ms;
}

static int serve(struct lab *lab, struct httpd *httpd, int with_parent, int signals)
{
    struct pollfd fds[3] = {{.fd = httpd_fd(httpd), .events = POLLIN},
                            {.fd = signals, .events = POLLIN},
                            {.fd = with_parent ? STDIN_FILENO : -1, .events = POLLIN}};
    for (;;) {
        if (poll(fds, 3, wait_ms(lab, httpd)) < 0 && errno != EINTR)
            return EXIT_SOURCE;
        struct signalfd_siginfo info;
        if (fds[1].revents != 0 && read(signals, &info, sizeof info) > 0)
            return 0;
        if (fds[2].revents != 0 && !parent_is_there())
            return 0;
        if (lab->frozen_at == 0)
            course_advance(lab->world, clock_wall_ms());
        fault_expire(lab, lab_now(lab));
        httpd_run(httpd);
    }
}

static int add_faults(struct lab *lab, const struct labargs *args, struct error *err)
{
    for (int i = 0; i < args->fault_count; i++) {
        struct fault fault;
        int rc = fault_parse(str_of(args->faults[i]), clock_wall_ms(), &fault, err);
        if (rc == 0)
            rc = fault_add(lab, &fault, err);
        if (rc < 0)
            return rc;
    }
    return 0;
}

static int open_and_serve(struct lab *lab, const struct labargs *args, int signals,
                          struct error *err)
{
    struct httpd *httpd = httpd_new(lab, args->bind, args->port, err);
    if (httpd == NULL)
        return complain(err, EXIT_SOURCE);
    printf("evmon-lab ready http://%s:%d/api/v1\n", args->bind, httpd_port(httpd));
    fflush(stdout);
    int code = serve(lab, httpd, args->with_parent, signals);
    httpd_free(&httpd);
    return code;
}

static int run(struct labargs *args, struct error *err)
{
    if (args->state != NULL && labstate_start(args->state, args, err) < 0)
        return complain(err, EXIT_SOURCE);
    int signals = open_signals();
    static struct lab lab;
    lab.world = course_new(&args->world);
    gate_init(&lab.gate, args->token, args->world.seed * 2654435761U + 17, args->token_life,
              args->unlimited);
    int code = 0;
    if (add_faults(&lab, args, err) < 0) {
        code = complain(err, EXIT_USAGE);
    } else if (args->dump > 0 || args->dump_span > 0) {
        code = dump_run(lab.world, args, err) < 0 ? complain(err, EXIT_SOURCE) : 0;
    } else {
        course_advance(lab.world, clock_wall_ms());
        code = open_and_serve(&lab, args, signals, err);
    }
    world_free(&lab.world);
    close(signals);
    return code;
}

int main(int argc, char **argv)
{
    struct labargs args;
    struct error err = {0};
    int rc = labargs_parse(argc, argv, clock_wall_ms(), &args, &err);
    if (rc < 0)
        return complain(&err, EXIT_USAGE);
    if (rc == LABARGS_DONE)
        return 0;
    if (args.with_parent)
        prctl(PR_SET_PDEATHSIG, SIGTERM);
    return run(&args, &err);
}
