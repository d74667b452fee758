/* Requests in, replies out. A reply leaves through libmicrohttpd, now or later, or by hand when a fault says so
 * (badwire.c): then the connection is suspended, played, and closed. */
#include "lab/httpd.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zlib.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "lab/rest.h"
#include "lab/stamp.h"
#include "lab/badwire.h"

#define BODY_MAX  (1 << 20)
#define GZIP_FROM 400 /* bytes: smaller bodies go as they are */
#define TICK_MS   20

enum exchange_state { IS_READING, IS_WAITING, IS_PLAYING, IS_READY, IS_CLOSING };

struct exchange {
    struct httpd *httpd;
    struct MHD_Connection *connection;
    const char *method, *url;
    struct buf body;
    struct reply reply;
    struct badwire wire;
    enum exchange_state state;
    int64_t wake;
    struct exchange *next, *previous; /* of those that wait or play */
};

struct httpd {
    struct lab *lab;
    struct MHD_Daemon *daemon;
    int port, fd;
    struct exchange *sleepers;
    uint64_t serial;
};

static void fall_asleep(struct exchange *x, enum exchange_state state, int64_t wake)
{
    x->state = state;
    x->wake = wake;
    x->previous = NULL;
    x->next = x->httpd->sleepers;
    if (x->next != NULL)
        x->next->previous = x;
    x->httpd->sleepers = x;
    MHD_suspend_connection(x->connection);
}

static void wake_up(struct exchange *x, enum exchange_state state)
{
    if (x->previous != NULL)
        x->previous->next = x->next;
    else
        x->httpd->sleepers = x->next;
    if (x->next != NULL)
        x->next->previous = x->previous;
    x->state = state;
    MHD_resume_connection(x->connection);
}

/* ---------------------------------------------------------------- sending */

static bool gzip(const struct buf *in, struct buf *out)
{
    z_stream z = {0};
    if (deflateInit2(&z, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return false;
    buf_reserve(out, deflateBound(&z, (uLong)in->n));
    z.next_in = (Bytef *)(uintptr_t)in->p;
    z.avail_in = (uInt)in->n;
    z.next_out = (Bytef *)out->p;
    z.avail_out = (uInt)out->capacity;
    bool done = deflate(&z, Z_FINISH) == Z_STREAM_END;
    out->n = z.total_out;
    deflateEnd(&z);
    return done;
}

static bool wants_gzip(const struct exchange *x)
{
    const char *accept =
        MHD_lookup_connection_value(x->connection, MHD_HEADER_KIND, "Accept-Encoding");
    return accept != NULL && strstr(accept, "gzip") != NULL && x->reply.body.n >= GZIP_FROM &&
           x->reply.encoding == NULL;
}

static void add_date(struct exchange *x, struct MHD_Response *response)
{
    struct buf date = {0};
    stamp_add(&date, STAMP_HTTP, lab_now(x->httpd->lab));
    MHD_add_response_header(response, "Date", buf_cstr(&date));
    buf_fini(&date);
}

static enum MHD_Result send_reply(struct exchange *x)
{
    struct reply *reply = &x->reply;
    struct buf packed = {0};
    const char *encoding = reply->encoding;
    if (wants_gzip(x) && gzip(&reply->body, &packed)) {
        buf_fini(&reply->body);
        reply->body = packed;
        encoding = "gzip";
    }
    buf_reserve(&reply->body, 1);
    struct MHD_Response *response =
        MHD_create_response_from_buffer(reply->body.n, reply->body.p, MHD_RESPMEM_MUST_FREE);
    reply->body = (struct buf){0};
    MHD_add_response_header(response, "Content-Type",
                            reply->type != NULL ? reply->type : "application/json");
    if (encoding != NULL)
        MHD_add_response_header(response, "Content-Encoding", encoding);
    add_date(x, response);
    for (int i = 0; i < reply->header_count; i++)
        MHD_add_response_header(response, reply->headers[i].name, reply->headers[i].value);
    enum MHD_Result done = MHD_queue_response(x->connection, (unsigned)reply->status, response);
    MHD_destroy_response(response);
    return done;
}

/* ---------------------------------------------------------------- requests */

static struct str argument(const void *user, const char *name)
{
    const struct exchange *x = user;
    return str_of(MHD_lookup_connection_value(x->connection, MHD_GET_ARGUMENT_KIND, name));
}

static enum method method_of(const char *name)
{
    static const char *const names[] = {"GET", "POST", "PUT", "PATCH", "DELETE"};
    for (int i = 0; i < 5; i++)
        if (strcmp(names[i], name) == 0)
            return (enum method)i;
    return METHOD_OTHER;
}

/* The query as it came, for the journal. */
static enum MHD_Result add_argument(void *user, enum MHD_ValueKind kind, const char *key,
                                    const char *value)
{
    (void)kind;
    struct buf *out = user;
    buf_add_fmt(out, "%c%s=%s", memchr(out->p, '?', out->n) == NULL ? '?' : '&', key,
                value != NULL ? value : "");
    return MHD_YES;
}

static void note(struct exchange *x, const struct fault *fault)
{
    struct buf path = {0};
    if (strncmp(x->url, "/lab/", 5) == 0)
        return;
    buf_add_text(&path, x->url);
    MHD_get_connection_values(x->connection, MHD_GET_ARGUMENT_KIND, add_argument, &path);
    static const char *const names[] = {"GET", "POST", "PUT", "PATCH", "DELETE", "OTHER"};
    journal_add(&x->httpd->lab->journal, lab_now(x->httpd->lab), names[method_of(x->method)],
                buf_str(&path), x->reply.status, fault != NULL ? fault->row->name : NULL);
    buf_fini(&path);
}

static void answer(struct exchange *x)
{
    struct lab *lab = x->httpd->lab;
    int64_t now = lab_now(lab), tick = clock_mono_ns() / 1000000;
    struct request request = {.method = method_of(x->method),
                              .authorization = str_of(MHD_lookup_connection_value(
                                  x->connection, MHD_HEADER_KIND, "Authorization")),
                              .body = buf_str(&x->body),
                              .argument = argument,
                              .user = x};
    struct str path = str_of(x->url);
    const struct fault *fault =
        str_starts(path, STR("/api/v1/")) ? fault_take(lab, str_sub(path, 7, path.n), now) : NULL;
    x->reply = (struct reply){.status = 200};
    reply_header(&x->reply, "x-amzn-RequestId", "%08llx-0000-4000-8000-000000000000",
                 (unsigned long long)++x->httpd->serial);
    if (fault != NULL && fault->row->stage == FAULT_ANSWER)
        fault->row->act(lab, fault, &x->reply);
    else
        rest_answer(lab, path, &request, &x->reply);
    if (fault != NULL && fault->row->stage == FAULT_CHANGE)
        fault->row->act(lab, fault, &x->reply);
    note(x, fault);
    x->state = IS_READY;
    if (fault != NULL && fault->row->wire != WIRE_PLAIN) {
        badwire_compose(&x->wire, fault->row->wire, fault, &x->reply, tick);
        fall_asleep(x, IS_PLAYING, tick);
    } else if (x->reply.delay > 0) {
        fall_asleep(x, IS_WAITING, tick + x->reply.delay);
    }
}

static enum MHD_Result on_request(void *user, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *upload,
                                  size_t *upload_size, void **slot)
{
    (void)version;
    struct exchange *x = *slot;
    if (x == NULL) {
        x = xcalloc(1, sizeof *x);
        x->httpd = user;
        x->connection = connection;
        *slot = x;
        return MHD_YES;
    }
    x->url = url;
    x->method = method;
    if (*upload_size > 0) {
        if (x->body.n + *upload_size > BODY_MAX)
            return MHD_NO;
        buf_add(&x->body, upload, *upload_size);
        *upload_size = 0;
        return MHD_YES;
    }
    if (x->state == IS_READING)
        answer(x);
    if (x->state == IS_READY)
        return send_reply(x);
    return x->state == IS_CLOSING ? MHD_NO : MHD_YES;
}

static void on_end(void *user, struct MHD_Connection *connection, void **slot,
                   enum MHD_RequestTerminationCode code)
{
    (void)user;
    (void)connection;
    (void)code;
    struct exchange *x = *slot;
    if (x == NULL)
        return;
    buf_fini(&x->body);
    buf_fini(&x->reply.body);
    badwire_fini(&x->wire);
    free(x);
    *slot = NULL;
}

/* ---------------------------------------------------------------- the server */

static int listen_on(const char *address, int port, struct error *err)
{
    struct sockaddr_in in = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    if (inet_pton(AF_INET, address, &in.sin_addr) != 1)
        return err_set(err, E_INVALID, "'%s' is not an IPv4 address", address);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), yes = 1;
    if (fd < 0)
        return err_set(err, E_IO, "no socket: %s", strerror(errno));
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(fd, (const struct sockaddr *)&in, sizeof in) < 0 || listen(fd, 128) < 0) {
        int why = errno;
        close(fd);
        return err_set(err, E_OPEN, "%s:%d: cannot listen: %s", address, port, strerror(why));
    }
    return fd;
}

static int port_of(int fd)
{
    struct sockaddr_in in;
    socklen_t size = sizeof in;
    return getsockname(fd, (struct sockaddr *)&in, &size) == 0 ? ntohs(in.sin_port) : 0;
}

struct httpd *httpd_new(struct lab *lab, const char *address, int port, struct error *err)
{
    int fd = listen_on(address, port, err);
    if (fd < 0)
        return NULL;
    struct httpd *h = xcalloc(1, sizeof *h);
    h->lab = lab;
    h->port = port_of(fd);
    h->daemon = MHD_start_daemon(
        MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_SUPPRESS_DATE_NO_CLOCK, 0, NULL, NULL,
        on_request, h, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_TIMEOUT, 120U,
        MHD_OPTION_NOTIFY_COMPLETED, on_end, NULL, MHD_OPTION_END);
    if (h->daemon == NULL) {
        err_set(err, E_OPEN, "the server does not start");
        close(fd);
        free(h);
        return NULL;
    }
    h->fd = MHD_get_daemon_info(h->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
    return h;
}

void httpd_free(struct httpd **httpd)
{
    struct httpd *h = *httpd;
    if (h == NULL)
        return;
    while (h->sleepers != NULL)
        wake_up(h->sleepers, IS_CLOSING);
    MHD_run(h->daemon);
    MHD_stop_daemon(h->daemon);
    free(h);
    *httpd = NULL;
}

int httpd_port(const struct httpd *httpd)
{
    return httpd->port;
}

int httpd_fd(const struct httpd *httpd)
{
    return httpd->fd;
}

int64_t httpd_timeout(const struct httpd *httpd)
{
    MHD_UNSIGNED_LONG_LONG ms = 0;
    int64_t due = MHD_get_timeout(httpd->daemon, &ms) == MHD_YES ? (int64_t)ms : -1;
    if (httpd->sleepers != NULL && (due < 0 || due > TICK_MS))
        due = TICK_MS;
    return due;
}

static int socket_of(const struct exchange *x)
{
    return MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
}

static void tend(struct exchange *x, int64_t now)
{
    if (now < x->wake)
        return;
    if (x->state == IS_WAITING) {
        wake_up(x, IS_READY);
    } else if (badwire_step(&x->wire, socket_of(x), now) == WIRE_OVER) {
        wake_up(x, IS_CLOSING);
    } else {
        x->wake = now + x->wire.pause;
    }
}

void httpd_run(struct httpd *httpd)
{
    int64_t now = clock_mono_ns() / 1000000;
    for (struct exchange *x = httpd->sleepers, *next; x != NULL; x = next) {
        next = x->next;
        tend(x, now);
    }
    MHD_run(httpd->daemon);
}
