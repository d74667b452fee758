/* Bytes of a broken answer: what is sent, how fast, and how it ends. Knows sockets, not the server. */
#include "lab/badwire.h"

#include <errno.h>
#include <sys/socket.h>

#define GIVE_UP_MS 600000

static void add_head(struct buf *out, const struct reply *reply, int64_t length)
{
    buf_add_fmt(out,
                "HTTP/1.1 %d Answer\r\nContent-Type: %s\r\nContent-Length: %lld\r\nConnection: "
                "keep-alive\r\n",
                reply->status, reply->type != NULL ? reply->type : "application/json",
                (long long)length);
    for (int i = 0; i < reply->header_count; i++)
        buf_add_fmt(out, "%s: %s\r\n", reply->headers[i].name, reply->headers[i].value);
    buf_add_text(out, "\r\n");
}

void badwire_compose(struct badwire *wire, enum wire_mode mode, const struct fault *fault,
                     const struct reply *reply, int64_t now)
{
    int64_t body = (int64_t)reply->body.n, by = fault->number > 0 ? fault->number : 64;
    int64_t length = body;
    if (mode == WIRE_LONG)
        length = body + by;
    if (mode == WIRE_SHORT)
        length = body > by ? body - by : body / 2;
    *wire = (struct badwire){.give_up = now + (fault->delay > 0 ? fault->delay : GIVE_UP_MS)};
    add_head(&wire->bytes, reply, length);
    size_t head = wire->bytes.n;
    buf_add_str(&wire->bytes, buf_str(&reply->body));
    wire->last = wire->bytes.n;
    if (mode == WIRE_TRUNCATE || mode == WIRE_RESET_BODY)
        wire->last = head + reply->body.n / 2;
    if (mode == WIRE_HANG)
        wire->last = head;
    if (mode == WIRE_STALL || mode == WIRE_RESET)
        wire->last = 0;
    wire->stays_silent = mode == WIRE_STALL || mode == WIRE_HANG;
    wire->resets = mode == WIRE_RESET || mode == WIRE_RESET_BODY;
    if (mode == WIRE_DRIP) {
        wire->step = fault->number > 0 ? (size_t)fault->number : 1;
        wire->pause = fault->delay > 0 ? fault->delay : 1000;
        wire->give_up = INT64_MAX;
    }
}

void badwire_fini(struct badwire *wire)
{
    buf_fini(&wire->bytes);
}

static int peer_is_gone(int fd)
{
    char byte;
    return recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

/* Dissolving the association of a TCP socket sends a reset at once (Linux). */
static void reset(int fd)
{
    struct sockaddr nobody = {.sa_family = AF_UNSPEC};
    connect(fd, &nobody, sizeof nobody);
}

enum badwire_state badwire_step(struct badwire *wire, int fd, int64_t now)
{
    if (now >= wire->give_up)
        return WIRE_OVER;
    if (wire->sent < wire->last) {
        size_t n = wire->last - wire->sent;
        if (wire->step > 0 && n > wire->step)
            n = wire->step;
        ssize_t done = send(fd, wire->bytes.p + wire->sent, n, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (done < 0)
            return errno == EAGAIN || errno == EINTR ? WIRE_GOES_ON : WIRE_OVER;
        wire->sent += (size_t)done;
    }
    if (wire->sent < wire->last || wire->stays_silent)
        return peer_is_gone(fd) ? WIRE_OVER : WIRE_GOES_ON;
    if (wire->resets)
        reset(fd);
    return WIRE_OVER;
}
