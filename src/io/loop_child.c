/* Child processes: pipes to standard input and output, exit status. A child that is let go is ended and reaped.
 * Standard error is inherited, so that what a command says reaches the operator. */
#include "io/loop_uv.h"

#include "base/xalloc.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#define READ_SIZE 65536u

struct loop_child {
    struct loop_owner owner;
    uv_process_t process;
    uv_pipe_t input, output;
    const struct loop_child_ops *ops; /* NULL: nobody listens any more */
    void *user;
    bool running;
    char block[READ_SIZE];
};

struct write_request {
    uv_write_t request;
    char bytes[];
};

static void child_gone(struct loop_owner *owner)
{
    free(owner);
}

static void child_exits(uv_process_t *process, int64_t status, int signal)
{
    struct loop_child *child = process->data;
    child->running = false;
    if (child->ops == NULL) {
        loop_disown((uv_handle_t *)&child->process);
        return;
    }
    if (child->ops->exited != NULL)
        child->ops->exited(child->user, (int)status, signal);
}

static void give_block(uv_handle_t *handle, size_t suggested, uv_buf_t *buf)
{
    struct loop_child *child = handle->data;
    (void)suggested;
    *buf = uv_buf_init(child->block, READ_SIZE);
}

static void output_arrives(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
    struct loop_child *child = stream->data;
    if (n == 0)
        return;
    if (n < 0)
        uv_read_stop(stream);
    if (child->ops != NULL && child->ops->output != NULL)
        child->ops->output(child->user, buf->base, n > 0 ? (size_t)n : 0);
}

static void close_pipes(struct loop_child *child)
{
    loop_disown((uv_handle_t *)&child->input);
    loop_disown((uv_handle_t *)&child->output);
}

struct loop_child *loop_child_start(struct loop *loop, char *const argv[], const struct loop_child_ops *ops, void *user,
                                    struct error *err)
{
    struct loop_child *child = xcalloc(1, sizeof *child);
    child->owner = (struct loop_owner){loop, 0, child_gone};
    child->ops = ops;
    child->user = user;
    must(uv_pipe_init(&loop->uv, &child->input, 0) == 0);
    loop_own(&child->owner, (uv_handle_t *)&child->input);
    must(uv_pipe_init(&loop->uv, &child->output, 0) == 0);
    loop_own(&child->owner, (uv_handle_t *)&child->output);
    loop_own(&child->owner, (uv_handle_t *)&child->process); /* uv_spawn makes a handle of it even when it fails */
    uv_stdio_container_t stdio[3];
    memset(stdio, 0, sizeof stdio);
    stdio[0].flags = (uv_stdio_flags)(UV_CREATE_PIPE | UV_READABLE_PIPE);
    stdio[0].data.stream = (uv_stream_t *)&child->input;
    stdio[1].flags = (uv_stdio_flags)(UV_CREATE_PIPE | UV_WRITABLE_PIPE);
    stdio[1].data.stream = (uv_stream_t *)&child->output;
    stdio[2].flags = (ops->flags & LOOP_CHILD_QUIET) != 0 ? UV_IGNORE : UV_INHERIT_FD;
    stdio[2].data.fd = 2;
    uv_process_options_t options = {0};
    options.file = argv[0];
    options.args = (char **)argv;
    options.stdio = stdio;
    options.stdio_count = 3;
    options.exit_cb = child_exits;
    int rc = uv_spawn(&loop->uv, &child->process, &options);
    if (rc != 0) {
        loop_error(err, rc, argv[0]);
        child->ops = NULL;
        close_pipes(child);
        loop_disown((uv_handle_t *)&child->process);
        return NULL;
    }
    child->running = true;
    uv_read_start((uv_stream_t *)&child->output, give_block, output_arrives);
    return child;
}

static void written(uv_write_t *request, int status)
{
    (void)status;
    free(request->data);
}

void loop_child_write(struct loop_child *child, const char *bytes, size_t n)
{
    if (n == 0 || uv_is_closing((uv_handle_t *)&child->input))
        return;
    struct write_request *write = xmalloc(sizeof *write + n);
    write->request.data = write;
    memcpy(write->bytes, bytes, n);
    uv_buf_t buf = uv_buf_init(write->bytes, (unsigned)n);
    if (uv_write(&write->request, (uv_stream_t *)&child->input, &buf, 1, written) != 0)
        free(write);
}

static void input_ended(uv_shutdown_t *request, int status)
{
    (void)status;
    if (!uv_is_closing((uv_handle_t *)request->handle))
        loop_disown((uv_handle_t *)request->handle);
    free(request);
}

void loop_child_close_input(struct loop_child *child)
{
    if (uv_is_closing((uv_handle_t *)&child->input))
        return;
    uv_shutdown_t *request = xcalloc(1, sizeof *request); /* what is queued is written first */
    if (uv_shutdown(request, (uv_stream_t *)&child->input, input_ended) != 0) {
        free(request);
        loop_disown((uv_handle_t *)&child->input);
    }
}

void loop_child_kill(struct loop_child *child, int signal)
{
    if (child->running)
        uv_process_kill(&child->process, signal);
}

void loop_child_free(struct loop_child **p)
{
    struct loop_child *child = *p;
    if (child == NULL)
        return;
    *p = NULL;
    child->ops = NULL;
    close_pipes(child);
    if (!child->running) {
        loop_disown((uv_handle_t *)&child->process);
        return;
    }
    uv_process_kill(&child->process, SIGTERM);
    uv_unref((uv_handle_t *)&child->process); /* reaped if the loop lives long enough, never waited for */
}
