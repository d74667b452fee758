/* Owns one child process that was given an event. Must not know which events, nor why. */
#include "app/hook.h"

#include "base/xalloc.h"
#include "model/profile.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#define SAID_MAX 120

struct hook {
    struct loop *loop;
    char *words; /* the command, its separators made into ends */
    char *argv[PROFILE_LIST_MAX + 1];
    int64_t timeout_ms;
    hook_ended_fn ended;
    void *user;
    struct loop_child *child; /* NULL: none runs */
    struct loop_timer *timer;
    bool is_late;
    char said[SAID_MAX]; /* the beginning of what it wrote, one line */
};

static void end(struct hook *hook, const char *why)
{
    loop_timer_stop(hook->timer);
    loop_child_free(&hook->child);
    hook->ended(hook->user, why);
}

static void on_output(void *user, const char *bytes, size_t n)
{
    struct hook *hook = user;
    size_t have = strlen(hook->said);
    for (size_t i = 0; i < n && have + 1 < sizeof hook->said && bytes[i] != '\n'; i++)
        hook->said[have++] = bytes[i];
    hook->said[have] = '\0';
}

static void on_exited(void *user, int status, int signal)
{
    struct hook *hook = user;
    char why[SAID_MAX + 64];
    if (status == 0 && signal == 0 && !hook->is_late) {
        end(hook, NULL);
        return;
    }
    if (hook->is_late)
        snprintf(why, sizeof why, "it took longer than %lld s", (long long)(hook->timeout_ms / 1000));
    else if (signal != 0)
        snprintf(why, sizeof why, "it was ended by signal %d", signal);
    else
        snprintf(why, sizeof why, "exit code %d%s%s", status, hook->said[0] != '\0' ? ": " : "", hook->said);
    end(hook, why);
}

static const struct loop_child_ops ops = {on_output, on_exited, LOOP_CHILD_QUIET};

static void on_late(void *user)
{
    struct hook *hook = user;
    loop_child_kill(hook->child, hook->is_late ? SIGKILL : SIGTERM);
    hook->is_late = true;
    loop_timer_start(hook->timer, 1000);
}

struct hook *hook_new(struct loop *loop, const char *command, int64_t timeout_ms, hook_ended_fn ended, void *user)
{
    struct hook *hook = xcalloc(1, sizeof *hook);
    *hook = (struct hook){.loop = loop, .words = xstrdup(command), .timeout_ms = timeout_ms, .ended = ended, .user = user};
    int n = 0;
    for (char *word = hook->words; word != NULL && n < PROFILE_LIST_MAX; n++) {
        hook->argv[n] = word;
        word = strchr(word, PROFILE_LIST_SEPARATOR);
        if (word != NULL)
            *word++ = '\0';
    }
    hook->timer = loop_timer_new(loop, on_late, hook);
    return hook;
}

void hook_free(struct hook **p)
{
    struct hook *hook = *p;
    if (hook == NULL)
        return;
    loop_child_free(&hook->child);
    loop_timer_free(&hook->timer);
    free(hook->words);
    free(hook);
    *p = NULL;
}

bool hook_is_running(const struct hook *hook)
{
    return hook->child != NULL;
}

void hook_run(struct hook *hook, struct str json)
{
    struct error err = {0};
    must(hook->child == NULL);
    hook->said[0] = '\0';
    hook->is_late = false;
    hook->child = loop_child_start(hook->loop, hook->argv, &ops, hook, &err);
    if (hook->child == NULL) {
        hook->ended(hook->user, err.text);
        return;
    }
    loop_child_write(hook->child, json.p, json.n);
    loop_child_close_input(hook->child);
    loop_timer_start(hook->timer, hook->timeout_ms);
}
