/* Writes what the terminal takes and keeps the rest. Knows no sequence and no screen. */
#include "term/spool.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/err.h"

void spool_fini(struct spool *spool)
{
    buf_fini(&spool->pending);
}

void spool_add(struct spool *spool, const void *bytes, size_t n)
{
    if (!spool->dead)
        buf_add(&spool->pending, bytes, n);
}

int spool_flush(struct spool *spool)
{
    while (!spool->dead && spool->at < spool->pending.n) {
        ssize_t n = write(spool->fd, spool->pending.p + spool->at, spool->pending.n - spool->at);
        if (n > 0) {
            spool->at += (size_t)n;
            spool->written += (uint64_t)n;
        } else if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
            break;
        } else if (n == 0 || errno != EINTR) {
            spool->dead = 1;
        }
    }
    size_t left = spool->pending.n - spool->at;
    if (left == 0 || spool->dead) {
        buf_clear(&spool->pending);
        spool->at = 0;
    }
    if (spool->dead)
        return -E_GONE;
    return left > INT_MAX ? INT_MAX : (int)left;
}

void spool_drain(struct spool *spool, int ms)
{
    int64_t end = clock_mono_ns() + (int64_t)ms * 1000000;
    while (spool_flush(spool) > 0) {
        int64_t left = (end - clock_mono_ns()) / 1000000;
        struct pollfd fd = {spool->fd, POLLOUT, 0};
        if (left <= 0 || poll(&fd, 1, (int)left) <= 0)
            return;
    }
}
