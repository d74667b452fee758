/* One thread, one poll, a fixed table of connections. Shares a few atomic numbers with the test and nothing else. */
#include "proxy.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/xalloc.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define LINKS_MAX 64
#define BLOCK 16384
#define DRIP_PAUSE_MS 10

/* One direction: what was read on one side and is still to be written on the other. */
struct flow {
    char block[BLOCK];
    size_t from, to;
    int64_t due_ms; /* not written before */
    bool ended;     /* nothing more comes */
};

struct tie {
    int client, server; /* -1: the place is free */
    enum proxy_harm harm;
    int64_t amount, passed; /* bytes of answer so far */
    struct flow up, down;
};

struct proxy {
    pthread_t thread;
    int listener, wake[2], upstream_port, port;
    atomic_int harm, cut, stop;
    atomic_long amount;
    atomic_uint accepted;
    struct tie ties[LINKS_MAX];
};

static int64_t now_ms(void)
{
    return clock_mono_ns() / 1000000;
}

static void reset_close(int fd)
{
    struct linger hard = {1, 0};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    close(fd);
}

enum manner { IN_ORDER, WITH_RESET };

static void drop(struct tie *tie, enum manner manner)
{
    if (manner == WITH_RESET)
        reset_close(tie->client);
    else
        close(tie->client);
    if (tie->server >= 0)
        close(tie->server);
    tie->client = tie->server = -1;
}

static int connect_to(int port)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof to) == 0)
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

static void accept_one(struct proxy *p)
{
    int fd = accept4(p->listener, NULL, NULL, SOCK_CLOEXEC);
    struct tie *tie = p->ties;
    while (tie < p->ties + LINKS_MAX && tie->client >= 0)
        tie++;
    if (fd < 0)
        return;
    atomic_fetch_add(&p->accepted, 1);
    int server = p->upstream_port > 0 ? connect_to(p->upstream_port) : -1;
    bool refused = atomic_load(&p->harm) == PROXY_REFUSE || (p->upstream_port > 0 && server < 0);
    if (refused || tie == p->ties + LINKS_MAX) {
        reset_close(fd);
        if (server >= 0)
            close(server);
        return;
    }
    memset(tie, 0, sizeof *tie);
    tie->client = fd;
    tie->server = server;
    tie->harm = (enum proxy_harm)atomic_load(&p->harm);
    tie->amount = atomic_load(&p->amount);
}

static void take(struct tie *tie, struct flow *flow, int fd)
{
    ssize_t n = read(fd, flow->block, BLOCK);
    flow->from = 0;
    flow->to = n > 0 ? (size_t)n : 0;
    flow->ended = n <= 0;
    flow->due_ms = now_ms() + (tie->harm == PROXY_DELAY ? tie->amount : 0);
}

/* How much of the answer may pass now; 0 stalls it. */
static size_t allowed(const struct tie *tie, size_t n)
{
    if (tie->harm == PROXY_DRIP)
        return n < (size_t)tie->amount ? n : (size_t)tie->amount;
    if (tie->harm == PROXY_TRUNCATE || tie->harm == PROXY_RESET || tie->harm == PROXY_STALL) {
        int64_t left = tie->amount - tie->passed;
        return left <= 0 ? 0 : n < (size_t)left ? n : (size_t)left;
    }
    return n;
}

static void give(struct tie *tie, struct flow *flow, int fd)
{
    size_t n = flow->to - flow->from;
    if (flow == &tie->down)
        n = allowed(tie, n);
    if (n == 0 && (tie->harm == PROXY_TRUNCATE || tie->harm == PROXY_RESET)) {
        drop(tie, tie->harm == PROXY_RESET ? WITH_RESET : IN_ORDER);
        return;
    }
    ssize_t written = n > 0 ? send(fd, flow->block + flow->from, n, MSG_NOSIGNAL) : 0;
    if (written < 0) {
        drop(tie, WITH_RESET);
        return;
    }
    flow->from += (size_t)written;
    if (flow == &tie->down)
        tie->passed += written;
    flow->due_ms = now_ms() + (tie->harm == PROXY_DRIP || n == 0 ? DRIP_PAUSE_MS : 0);
}

static bool is_full(const struct flow *flow)
{
    return flow->to > flow->from;
}

/* Moves what is due. Returns when it should be looked at again, in ms. */
static int serve(struct tie *tie)
{
    int wait = 1000;
    if (tie->client >= 0 && is_full(&tie->up) && tie->server >= 0 && now_ms() >= tie->up.due_ms)
        give(tie, &tie->up, tie->server);
    if (tie->client >= 0 && is_full(&tie->down) && now_ms() >= tie->down.due_ms)
        give(tie, &tie->down, tie->client);
    if (tie->client >= 0 && tie->up.ended && !is_full(&tie->up))
        drop(tie, IN_ORDER);
    if (tie->client >= 0 && tie->down.ended && !is_full(&tie->down))
        drop(tie, IN_ORDER);
    if (tie->client >= 0 && (is_full(&tie->up) || is_full(&tie->down)))
        wait = 2;
    return wait;
}

static void read_ready(struct proxy *p, const struct pollfd *polls)
{
    for (int i = 0; i < LINKS_MAX; i++) {
        struct tie *tie = &p->ties[i];
        if (tie->client >= 0 && polls[2 * i].revents != 0 && !is_full(&tie->up))
            take(tie, &tie->up, tie->client);
        if (tie->client >= 0 && tie->server >= 0 && polls[2 * i + 1].revents != 0 && !is_full(&tie->down))
            take(tie, &tie->down, tie->server);
    }
}

static int serve_all(struct proxy *p)
{
    int wait = 1000;
    bool cut = atomic_exchange(&p->cut, 0) != 0;
    for (int i = 0; i < LINKS_MAX; i++) {
        if (cut && p->ties[i].client >= 0)
            drop(&p->ties[i], WITH_RESET);
        int own = serve(&p->ties[i]);
        wait = own < wait ? own : wait;
    }
    return wait;
}

static void *run(void *user)
{
    struct proxy *p = user;
    struct pollfd polls[2 * LINKS_MAX + 2];
    while (!atomic_load(&p->stop)) {
        int wait = serve_all(p);
        for (int i = 0; i < LINKS_MAX; i++) {
            struct tie *tie = &p->ties[i];
            polls[2 * i] = (struct pollfd){is_full(&tie->up) ? -1 : tie->client, POLLIN, 0};
            polls[2 * i + 1] = (struct pollfd){is_full(&tie->down) ? -1 : tie->server, POLLIN, 0};
        }
        polls[2 * LINKS_MAX] = (struct pollfd){p->listener, POLLIN, 0};
        polls[2 * LINKS_MAX + 1] = (struct pollfd){p->wake[0], POLLIN, 0};
        poll(polls, 2 * LINKS_MAX + 2, wait);
        char byte[16];
        if (polls[2 * LINKS_MAX + 1].revents != 0)
            (void)!read(p->wake[0], byte, sizeof byte);
        read_ready(p, polls);
        if (polls[2 * LINKS_MAX].revents != 0)
            accept_one(p);
    }
    return NULL;
}

static void wake(struct proxy *p)
{
    (void)!write(p->wake[1], "", 1);
}

struct proxy *proxy_new(int upstream_port)
{
    struct proxy *p = xcalloc(1, sizeof *p);
    struct sockaddr_in at = {.sin_family = AF_INET};
    socklen_t n = sizeof at;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    p->upstream_port = upstream_port;
    p->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    must(p->listener >= 0 && bind(p->listener, (struct sockaddr *)&at, sizeof at) == 0);
    must(listen(p->listener, 64) == 0 && getsockname(p->listener, (struct sockaddr *)&at, &n) == 0);
    must(pipe(p->wake) == 0);
    p->port = ntohs(at.sin_port);
    for (int i = 0; i < LINKS_MAX; i++)
        p->ties[i].client = p->ties[i].server = -1;
    must(pthread_create(&p->thread, NULL, run, p) == 0);
    return p;
}

int proxy_port(const struct proxy *p)
{
    return p->port;
}

void proxy_set(struct proxy *p, enum proxy_harm harm, int64_t amount)
{
    atomic_store(&p->amount, (long)amount);
    atomic_store(&p->harm, harm);
}

void proxy_cut(struct proxy *p)
{
    atomic_store(&p->cut, 1);
    wake(p);
}

unsigned proxy_connections(const struct proxy *p)
{
    return atomic_load(&p->accepted);
}

void proxy_free(struct proxy **proxy)
{
    struct proxy *p = *proxy;
    *proxy = NULL;
    atomic_store(&p->stop, 1);
    wake(p);
    pthread_join(p->thread, NULL);
    for (int i = 0; i < LINKS_MAX; i++)
        if (p->ties[i].client >= 0)
            drop(&p->ties[i], WITH_RESET);
    close(p->listener);
    close(p->wake[0]);
    close(p->wake[1]);
    free(p);
}
