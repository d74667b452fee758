/* Writes what the terminal takes and keeps the rest. Knows no sequence and no screen. */
#include "term/wire.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/err.h"

void wire_fini(struct wire *wire)
{
    buf_fini(&wire->pending);
}

void wire_add(struct wire *wire, const void *bytes, size_t n)
{
    if (!wire->dead)
        buf_add(&wire->pending, bytes, n);
}

int wire_flush(struct wire *wire)
{
    while (!wire->dead && wire->at < wire->pending.n) {
        ssize_t n = write(wire->fd, wire->pending.p + wire->at, wire->pending.n - wire->at);
        if (n > 0) {
            wire->at += (size_t)n;
            wire->written += (uint64_t)n;
        } else if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
            break;
        } else if (n == 0 || errno != EINTR) {
            wire->dead = 1;
        }
    }
    size_t left = wire->pending.n - wire->at;
    if (left == 0 || wire->dead) {
        buf_clear(&wire->pending);
        wire->at = 0;
    }
    if (wire->dead)
        return -E_GONE;
    return left > INT_MAX ? INT_MAX : (int)left;
}

void wire_drain(struct wire *wire, int ms)
{
    int64_t end = clock_mono_ns() + (int64_t)ms * 1000000;
    while (wire_flush(wire) > 0) {
        int64_t left = (end - clock_mono_ns()) / 1000000;
        struct pollfd fd = {wire->fd, POLLOUT, 0};
        if (left <= 0 || poll(&fd, 1, (int)left) <= 0)
            return;
    }
}
