/* A command that is given one event: started without a shell, the event on its standard input, ended when it takes too
 * long. One at a time. */
#ifndef EVMON_APP_HOOK_H
#define EVMON_APP_HOOK_H

#include "base/str.h"
#include "io/loop.h"

struct hook;
/* It has ended: why is NULL when it did well, else a few words ("exit code 1: disk full"). */
typedef void (*hook_ended_fn)(void *user, const char *why);

/* command: program and arguments, separated by PROFILE_LIST_SEPARATOR. */
struct hook *hook_new(struct loop *loop, const char *command, int64_t timeout_ms, hook_ended_fn ended, void *user);
void hook_free(struct hook **hook); /* ends what runs; ended is not called */

bool hook_is_running(const struct hook *hook);
/* Hands the event over; not while one is running. Whatever goes wrong comes through `ended`, maybe from within. */
void hook_run(struct hook *hook, struct str json);

#endif
