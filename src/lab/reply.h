/* What a request asks and what is answered, without any server in it. */
#ifndef EVMON_LAB_REPLY_H
#define EVMON_LAB_REPLY_H

#include "base/buf.h"

#define REPLY_HEADERS_MAX 16
#define REQUEST_IDS_MAX   2

enum method { METHOD_GET, METHOD_POST, METHOD_PUT, METHOD_PATCH, METHOD_DELETE, METHOD_OTHER };

struct request {
    enum method method;
    struct str path;          /* behind the base /api/v1, or from the root for /lab */
    struct str authorization; /* header value */
    struct str body;
    int64_t ids[REQUEST_IDS_MAX]; /* numbers of the path, in order */
    /* The value of a query argument; n = 0 when it is absent. */
    struct str (*argument)(const void *user, const char *name);
    const void *user;
};

struct reply {
    int status;
    const char *type; /* of the content; NULL = application/json */
    struct buf body;
    int header_count;
    struct reply_header {
        const char *name; /* static */
        char value[160];
    } headers[REPLY_HEADERS_MAX];
    int64_t delay;        /* ms until it is sent */
    int page;             /* it is a page of events: faults may play with the order */
    const char *encoding; /* of a body that is already encoded, or claims to be */
};

/* The platform's errors: one row each (HTTP status, code, token). */
enum api_error {
    API_BAD_REQUEST,
    API_CREDENTIALS,
    API_BAD_TOKEN,
    API_EXPIRED,
    API_FORBIDDEN,
    API_NOT_FOUND,
    API_TOO_MANY,
    API_QUERY,
    API_SORT,
    API_VALIDATION,
    API_NOT_ALLOWED,
    API_ERROR_COUNT
};

struct str request_argument(const struct request *request, const char *name);
void reply_header(struct reply *reply, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void reply_error(struct reply *reply, enum api_error error, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The gateway's error, whose body has another shape. */
void reply_gateway(struct reply *reply, int status, const char *type, const char *message);
void reply_empty(struct reply *reply, int status); /* no body, text/html */

#endif
