/* URLs of web services: what is allowed, and the host a secret is bound to. */
#ifndef EVMON_IO_WEBURL_H
#define EVMON_IO_WEBURL_H

#include "base/err.h"

#include <stdbool.h>

/* https, or http to a loopback address, without user and password. loopback may be NULL. */
int weburl_check(const char *url, bool *loopback, struct error *err);
/* The same for a base URL: without query and fragment too. */
int weburl_check_base(const char *url, struct error *err);
/* host[:port], lower case, the scheme's own port left out; empty when there is none. Returns the length. */
size_t weburl_host(const char *url, char *out, size_t size);

#endif
