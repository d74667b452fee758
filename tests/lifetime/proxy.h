/* A TCP proxy that does harm: delays, drips, truncates, stalls, resets. Runs in a thread of its own, so that what it
 * stands in front of is tested from outside. */
#ifndef EVMON_TESTS_PROXY_H
#define EVMON_TESTS_PROXY_H

#include <stdint.h>

enum proxy_harm {
    PROXY_NONE,
    PROXY_DELAY,    /* everything comes `amount` ms later */
    PROXY_DRIP,     /* `amount` bytes at a time, a pause of 10 ms between them */
    PROXY_TRUNCATE, /* a connection ends in order after `amount` bytes of answer */
    PROXY_RESET,    /* the same, but with a reset */
    PROXY_STALL,    /* after `amount` bytes of answer nothing more comes */
    PROXY_REFUSE,   /* connections are accepted and reset at once */
    PROXY_HARMS_
};

struct proxy;
/* Listens on a free loopback port and connects to upstream_port (0: to nobody, connections just stay open). */
struct proxy *proxy_new(int upstream_port);
int proxy_port(const struct proxy *proxy);
/* For connections made from now on; existing ones keep theirs. */
void proxy_set(struct proxy *proxy, enum proxy_harm harm, int64_t amount);
/* Resets every connection that is open. */
void proxy_cut(struct proxy *proxy);
unsigned proxy_connections(const struct proxy *proxy); /* ever accepted */
void proxy_free(struct proxy **proxy);

#endif
