/* The event loop over libuv: owners and the only uv_close, timers, idle work, descriptors, signals, jobs.
 * Must not know what anybody does with the events. */
#include "io/loop_uv.h"

#include "base/xalloc.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

/* ---------------------------------------------------------------- owners */

void loop_own(struct loop_owner *owner, uv_handle_t *handle)
{
    handle->data = owner;
    owner->open++;
}

static void closed(uv_handle_t *handle)
{
    struct loop_owner *owner = handle->data;
    must(owner->open > 0);
    if (--owner->open == 0)
        owner->gone(owner);
}

void loop_disown(uv_handle_t *handle)
{
    if (!uv_is_closing(handle))
        uv_close(handle, closed);
}

int loop_error(struct error *err, int uv_code, const char *what)
{
    int code = uv_code == UV_EACCES || uv_code == UV_EPERM ? E_PERMISSION : E_IO;
    return err_set(err, code, "%s: %s", what, uv_strerror(uv_code));
}

static void free_owner(struct loop_owner *owner)
{
    free(owner);
}

/* ---------------------------------------------------------------- the loop */

static void turn_ends(uv_prepare_t *turn)
{
    struct loop *loop = turn->loop->data;
    uint64_t now = uv_hrtime();
    uint64_t idle = uv_metrics_idle_time(&loop->uv);
    uint64_t spent = now - loop->turn_at_ns;
    uint64_t waited = idle - loop->idle_ns;
    uint64_t busy = spent > waited ? spent - waited : 0;
    if (busy > loop->longest_ns)
        loop->longest_ns = busy;
    loop->turn_at_ns = now;
    loop->idle_ns = idle;
    if (loop->once && loop->served)
        uv_stop(&loop->uv); /* what the caller waits for may have happened: this turn does not wait any more */
}

struct loop *loop_new(void)
{
    struct loop *loop = xcalloc(1, sizeof *loop);
    must(uv_loop_init(&loop->uv) == 0);
    loop->uv.data = loop;
    uv_loop_configure(&loop->uv, UV_METRICS_IDLE_TIME);
    signal(SIGPIPE, SIG_IGN);
    uv_prepare_init(&loop->uv, &loop->turn);
    uv_prepare_start(&loop->turn, turn_ends);
    uv_unref((uv_handle_t *)&loop->turn);
    loop->turn_at_ns = uv_hrtime();
    return loop;
}

static void close_left(uv_handle_t *handle, void *user)
{
    struct loop *loop = user;
    if (handle == (uv_handle_t *)&loop->turn || uv_is_closing(handle))
        return;
    loop_disown(handle);
}

void loop_free(struct loop **p)
{
    struct loop *loop = *p;
    if (loop == NULL)
        return;
    *p = NULL;
    if (loop->hub_end != NULL)
        loop->hub_end(loop);
    uv_run(&loop->uv, UV_RUN_NOWAIT); /* curl's sockets leave in this turn */
    uv_walk(&loop->uv, close_left, loop);
    uv_close((uv_handle_t *)&loop->turn, NULL);
    uv_run(&loop->uv, UV_RUN_DEFAULT);
    must(uv_loop_close(&loop->uv) == 0);
    free(loop);
}

void loop_run(struct loop *loop, enum loop_mode mode)
{
    static const uv_run_mode modes[] = {
        [LOOP_UNTIL_STOPPED] = UV_RUN_DEFAULT, [LOOP_ONCE] = UV_RUN_ONCE, [LOOP_NOWAIT] = UV_RUN_NOWAIT};
    loop->turn_at_ns = uv_hrtime();
    loop->idle_ns = uv_metrics_idle_time(&loop->uv);
    loop->once = mode == LOOP_ONCE;
    loop->served = false;
    uv_run(&loop->uv, modes[mode]);
}

void loop_stop(struct loop *loop)
{
    uv_stop(&loop->uv);
}

int64_t loop_longest_turn_ns(struct loop *loop)
{
    uint64_t longest = loop->longest_ns;
    loop->longest_ns = 0;
    return (int64_t)longest;
}

/* ---------------------------------------------------------------- timers */

struct loop_timer {
    struct loop_owner owner;
    uv_timer_t handle;
    loop_timer_fn fn;
    void *user;
};

static void timer_fires(uv_timer_t *handle)
{
    struct loop_timer *timer = handle->data;
    timer->owner.loop->served = true;
    timer->fn(timer->user);
}

struct loop_timer *loop_timer_new(struct loop *loop, loop_timer_fn fn, void *user)
{
    struct loop_timer *timer = xcalloc(1, sizeof *timer);
    timer->owner = (struct loop_owner){loop, 0, free_owner};
    timer->fn = fn;
    timer->user = user;
    must(uv_timer_init(&loop->uv, &timer->handle) == 0);
    loop_own(&timer->owner, (uv_handle_t *)&timer->handle);
    return timer;
}

void loop_timer_start(struct loop_timer *timer, int64_t delay_ms)
{
    uv_update_time(&timer->owner.loop->uv); /* a long turn must not shorten the delay */
    uv_timer_start(&timer->handle, timer_fires, delay_ms > 0 ? (uint64_t)delay_ms : 0, 0);
}

void loop_timer_stop(struct loop_timer *timer)
{
    uv_timer_stop(&timer->handle);
}

bool loop_timer_is_armed(const struct loop_timer *timer)
{
    return uv_is_active((const uv_handle_t *)&timer->handle) != 0;
}

void loop_timer_free(struct loop_timer **timer)
{
    if (*timer != NULL)
        loop_disown((uv_handle_t *)&(*timer)->handle);
    *timer = NULL;
}

/* ---------------------------------------------------------------- idle work */

struct loop_idle {
    struct loop_owner owner;
    uv_idle_t handle;
    loop_timer_fn fn;
    void *user;
};

static void idle_runs(uv_idle_t *handle)
{
    struct loop_idle *idle = handle->data;
    idle->fn(idle->user);
}

struct loop_idle *loop_idle_new(struct loop *loop, loop_timer_fn fn, void *user)
{
    struct loop_idle *idle = xcalloc(1, sizeof *idle);
    idle->owner = (struct loop_owner){loop, 0, free_owner};
    idle->fn = fn;
    idle->user = user;
    must(uv_idle_init(&loop->uv, &idle->handle) == 0);
    loop_own(&idle->owner, (uv_handle_t *)&idle->handle);
    return idle;
}

void loop_idle_start(struct loop_idle *idle)
{
    uv_idle_start(&idle->handle, idle_runs);
}

void loop_idle_stop(struct loop_idle *idle)
{
    uv_idle_stop(&idle->handle);
}

void loop_idle_free(struct loop_idle **idle)
{
    if (*idle != NULL)
        loop_disown((uv_handle_t *)&(*idle)->handle);
    *idle = NULL;
}

/* ---------------------------------------------------------------- descriptors */

struct loop_watch {
    struct loop_owner owner;
    uv_poll_t handle;
    loop_watch_fn fn;
    void *user;
};

_Static_assert((int)LOOP_READABLE == (int)UV_READABLE && (int)LOOP_WRITABLE == (int)UV_WRITABLE &&
                   (int)LOOP_HANGUP == (int)UV_DISCONNECT,
               "readiness bits are libuv's");

static void watch_reports(uv_poll_t *handle, int status, int events)
{
    struct loop_watch *watch = handle->data;
    watch->fn(watch->user, (unsigned)events, status);
}

struct twin {
    uv_os_fd_t fd;
    bool found;
};

static void look_for_twin(uv_handle_t *handle, void *user)
{
    struct twin *twin = user;
    uv_os_fd_t fd;
    if (handle->type == UV_POLL && !uv_is_closing(handle) && uv_fileno(handle, &fd) == 0 && fd == twin->fd)
        twin->found = true;
}

struct loop_watch *loop_watch_new(struct loop *loop, int fd, loop_watch_fn fn, void *user)
{
    struct twin twin = {fd, false};
    uv_walk(&loop->uv, look_for_twin, &twin);
    must(!twin.found);
    struct loop_watch *watch = xcalloc(1, sizeof *watch);
    watch->owner = (struct loop_owner){loop, 0, free_owner};
    watch->fn = fn;
    watch->user = user;
    int flags = fcntl(fd, F_GETFL);
    if (flags < 0 || uv_poll_init(&loop->uv, &watch->handle, fd) != 0) {
        free(watch);
        return NULL;
    }
    /* libuv makes it non-blocking, which a terminal shared with the shell would keep after our end. */
    if ((flags & O_NONBLOCK) == 0)
        (void)fcntl(fd, F_SETFL, flags);
    loop_own(&watch->owner, (uv_handle_t *)&watch->handle);
    return watch;
}

void loop_watch_set(struct loop_watch *watch, unsigned events)
{
    if (events == 0)
        uv_poll_stop(&watch->handle);
    else
        uv_poll_start(&watch->handle, (int)events, watch_reports);
}

void loop_watch_free(struct loop_watch **watch)
{
    if (*watch != NULL)
        loop_disown((uv_handle_t *)&(*watch)->handle);
    *watch = NULL;
}

/* ---------------------------------------------------------------- signals */

struct loop_signal {
    struct loop_owner owner;
    uv_signal_t handle;
    loop_signal_fn fn;
    void *user;
};

static void signal_arrives(uv_signal_t *handle, int number)
{
    struct loop_signal *signal = handle->data;
    signal->fn(signal->user, number);
}

struct loop_signal *loop_signal_new(struct loop *loop, int number, loop_signal_fn fn, void *user)
{
    struct loop_signal *signal = xcalloc(1, sizeof *signal);
    signal->owner = (struct loop_owner){loop, 0, free_owner};
    signal->fn = fn;
    signal->user = user;
    must(uv_signal_init(&loop->uv, &signal->handle) == 0);
    loop_own(&signal->owner, (uv_handle_t *)&signal->handle);
    must(uv_signal_start(&signal->handle, signal_arrives, number) == 0);
    uv_unref((uv_handle_t *)&signal->handle); /* waiting for a signal alone keeps no loop running */
    return signal;
}

void loop_signal_free(struct loop_signal **signal)
{
    if (*signal != NULL)
        loop_disown((uv_handle_t *)&(*signal)->handle);
    *signal = NULL;
}

/* ---------------------------------------------------------------- jobs */

struct loop_job {
    uv_work_t request;
    loop_work_fn work;
    loop_done_fn done;
    void *user;
    bool cancelled;
};

static void job_works(uv_work_t *request)
{
    struct loop_job *job = request->data;
    job->work(job->user);
}

static void job_done(uv_work_t *request, int status)
{
    struct loop_job *job = request->data;
    job->done(job->user, job->cancelled || status == UV_ECANCELED);
    free(job);
}

struct loop_job *loop_job_start(struct loop *loop, loop_work_fn work, loop_done_fn done, void *user)
{
    struct loop_job *job = xcalloc(1, sizeof *job);
    job->work = work;
    job->done = done;
    job->user = user;
    job->request.data = job;
    must(uv_queue_work(&loop->uv, &job->request, job_works, job_done) == 0);
    return job;
}

void loop_job_cancel(struct loop_job *job)
{
    job->cancelled = true;
    uv_cancel((uv_req_t *)&job->request);
}
