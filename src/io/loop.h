/* The event loop: timers, descriptors, signals, work off the loop, without libuv in this header.
 *
 * Every handle has an owner: a struct that counts what it has open. Closing the last one calls the owner's `gone`, and
 * only `gone` may free the memory that holds the handles. io/loop.c has the only uv_close of the program.
 *
 * SIGPIPE is ignored in the whole process from loop_new on (TLS writes need that): who writes to standard output
 * looks at EPIPE. Children start with default signals. */
#ifndef EVMON_IO_LOOP_H
#define EVMON_IO_LOOP_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct loop;
struct loop *loop_new(void);
/* Closes what is left (its callbacks do not come any more) and runs until everything is gone; must() if handles remain
 * after that. */
void loop_free(struct loop **loop);
enum loop_mode { LOOP_UNTIL_STOPPED, LOOP_ONCE, LOOP_NOWAIT };
void loop_run(struct loop *loop, enum loop_mode mode); /* UNTIL_STOPPED also ends when nothing is left to wait for */
void loop_stop(struct loop *loop);
/* Longest time one turn took since the last call, waiting not counted, for the log. */
int64_t loop_longest_turn_ns(struct loop *loop);

/* Timers are one-shot; call again from the callback to repeat. Monotonic. */
struct loop_timer;
typedef void (*loop_timer_fn)(void *user);
struct loop_timer *loop_timer_new(struct loop *loop, loop_timer_fn fn, void *user);
void loop_timer_start(struct loop_timer *timer, int64_t delay_ms);
void loop_timer_stop(struct loop_timer *timer);
bool loop_timer_is_armed(const struct loop_timer *timer);
void loop_timer_free(struct loop_timer **timer); /* the callback does not come any more; memory goes when libuv lets go */

/* Descriptor readiness. The descriptor's flags stay as they are: a blocking one may be read once per report. */
enum loop_ready { LOOP_READABLE = 1, LOOP_WRITABLE = 2, LOOP_HANGUP = 4 };
struct loop_watch;
typedef void (*loop_watch_fn)(void *user, unsigned ready, int status); /* status: 0 or negative errno */
/* NULL when this kind of descriptor cannot be waited for (regular files, /dev/zero). One watch a descriptor: libuv keeps
 * one interest for each number, so a second purpose wants a duplicate. */
struct loop_watch *loop_watch_new(struct loop *loop, int fd, loop_watch_fn fn, void *user);
void loop_watch_set(struct loop_watch *watch, unsigned events); /* 0 stops watching */
void loop_watch_free(struct loop_watch **watch);                /* does not close fd, which may be closed at once */

struct loop_signal;
typedef void (*loop_signal_fn)(void *user, int signal);
struct loop_signal *loop_signal_new(struct loop *loop, int signal, loop_signal_fn fn, void *user);
void loop_signal_free(struct loop_signal **signal);

/* Work on the thread pool; done comes back on the loop. Cancelling: done still comes once, with cancelled set. */
struct loop_job;
typedef void (*loop_work_fn)(void *user);
typedef void (*loop_done_fn)(void *user, bool cancelled);
struct loop_job *loop_job_start(struct loop *loop, loop_work_fn work, loop_done_fn done, void *user);
void loop_job_cancel(struct loop_job *job);

/* Called every turn, before waiting (to continue long work in pieces). */
struct loop_idle;
struct loop_idle *loop_idle_new(struct loop *loop, loop_timer_fn fn, void *user);
void loop_idle_start(struct loop_idle *idle); /* runs every turn until stopped, without blocking in poll */
void loop_idle_stop(struct loop_idle *idle);
void loop_idle_free(struct loop_idle **idle);

/* Watches a path for changes (themes, configuration, followed files); also polled where the kernel says nothing. The
 * path need not exist; a file is watched through its directory, so that replacing it is seen. */
struct loop_path;
typedef void (*loop_path_fn)(void *user);
struct loop_path *loop_path_new(struct loop *loop, const char *path, loop_path_fn fn, void *user);
void loop_path_free(struct loop_path **path);

/* A child process: standard input and output as pipes, standard error inherited (LOOP_CHILD_QUIET: thrown away, where a
 * screen would be torn by it). */
struct loop_child;
enum loop_child_flag { LOOP_CHILD_QUIET = 1 };
struct loop_child_ops {
    void (*output)(void *user, const char *bytes, size_t n); /* n == 0: the output has ended */
    void (*exited)(void *user, int status, int signal);
    unsigned flags; /* enum loop_child_flag */
};
/* argv[0] is looked up in PATH. NULL and err when it cannot be started. */
struct loop_child *loop_child_start(struct loop *loop, char *const argv[], const struct loop_child_ops *ops, void *user,
                                    struct error *err);
void loop_child_write(struct loop_child *child, const char *bytes, size_t n); /* copied; queued */
void loop_child_close_input(struct loop_child *child);
void loop_child_kill(struct loop_child *child, int signal);
void loop_child_free(struct loop_child **child); /* kills (SIGTERM) when it still runs; no callbacks after this */

#endif
