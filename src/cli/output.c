/* Owns the bytes on their way to standard output. Must not know what they are. */
#include "cli/output.h"

#include "app/plain.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#define OUTPUT_WORTH (256u * 1024)

static int wait_writable(void)
{
    struct pollfd p = {.fd = STDOUT_FILENO, .events = POLLOUT};
    return poll(&p, 1, -1) < 0 && errno != EINTR ? -1 : 0;
}

int output_flush(struct buf *out)
{
    size_t done = 0;
    while (done < out->n) {
        ssize_t n = write(STDOUT_FILENO, out->p + done, out->n - done);
        if (n >= 0) {
            done += (size_t)n;
            continue;
        }
        if (errno == EINTR || (errno == EAGAIN && wait_writable() == 0))
            continue;
        int why = errno;
        buf_clear(out);
        if (why == EPIPE)
            return -E_GONE;
        plain_say("standard output", "%s, free space or choose another place", strerror(why));
        return -E_IO;
    }
    buf_clear(out);
    return 0;
}

int output_maybe(struct buf *out)
{
    return out->n < OUTPUT_WORTH ? 0 : output_flush(out);
}

int output_code(int failure)
{
    return failure == -E_GONE ? CLI_SIGNAL + SIGPIPE : CLI_SOURCE;
}

int output_all(struct buf *out)
{
    int failed = output_flush(out);
    return failed < 0 ? output_code(failed) : CLI_DONE;
}
