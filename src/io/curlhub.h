/* HTTP requests on the loop: one curl multi handle per loop, made at first use and ended with the loop.
 *
 * https only, plain http to loopback addresses; no redirect is followed; only gzip is offered; what comes back is
 * counted as it is unpacked, so that neither size nor ratio can surprise. Proxy and certificates come from the
 * environment as the curl program reads it. Request headers and bodies are wiped when the request is over. */
#ifndef EVMON_IO_CURLHUB_H
#define EVMON_IO_CURLHUB_H

#include "base/buf.h"
#include "io/loop.h"

#define CURLHUB_BODY_MAX (32u << 20)      /* a page, unpacked */
#define CURLHUB_RATIO_MAX 100u            /* unpacked to received, looked at above CURLHUB_RATIO_FROM */
#define CURLHUB_RATIO_FROM (1u << 20)
#define CURLHUB_HEADERS_MAX (64u << 10)

/* 0 in a field of caps and timeouts means the usual value. */
struct curlhub_limits {
    size_t body_max;
    int64_t connect_ms, total_ms;
    int64_t slow_seconds; /* ended when fewer than slow_bytes a second came for so long */
    int64_t slow_bytes;
};

struct curlhub_request {
    const char *url;
    const char *const *headers; /* "Name: value", NULL-terminated; or NULL */
    const char *method;         /* NULL: POST when there is a body, else GET */
    struct str post;            /* the body; p == NULL: none */
    struct curlhub_limits limits;
};

struct curlhub_answer {
    struct error error; /* code 0: an HTTP answer came, whatever its status */
    long status;
    struct str body;    /* unpacked */
    struct str headers; /* of the last answer, raw; see curlhub_header */
    uint64_t received;  /* bytes of the body on the wire */
};

struct curlhub_call;
/* The answer is borrowed for the call. The request is over: its curlhub_call must not be touched any more. */
typedef void (*curlhub_done_fn)(void *user, const struct curlhub_answer *answer);
/* Checks the URL, copies everything. NULL and err when the URL is not allowed. done comes later, never from here. */
struct curlhub_call *curlhub_start(struct loop *loop, const struct curlhub_request *request, curlhub_done_fn done,
                                   void *user, struct error *err);
/* done does not come any more. Nothing when *call is NULL. */
void curlhub_cancel(struct curlhub_call **call);

/* The value of a header, name compared without case; empty when it is not there. */
struct str curlhub_header(const struct curlhub_answer *answer, const char *name);
/* Retry-After as milliseconds from now (seconds, or a date compared with the answer's own Date); -1 when there is none. */
int64_t curlhub_retry_after_ms(const struct curlhub_answer *answer);
/* The answer's Date header in UTC milliseconds; -1 when there is none. */
int64_t curlhub_date_ms(const struct curlhub_answer *answer);

#endif
