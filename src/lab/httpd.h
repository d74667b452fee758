/* The server: libmicrohttpd in the lab's own loop, one thread for the world and the wire. */
#ifndef EVMON_LAB_HTTPD_H
#define EVMON_LAB_HTTPD_H

#include "base/err.h"
#include "lab/lab.h"

struct httpd;

struct httpd *httpd_new(struct lab *lab, const char *address, int port, struct error *err);
void httpd_free(struct httpd **httpd);
int httpd_port(const struct httpd *httpd);
int httpd_fd(const struct httpd *httpd);          /* readable when there is something to do */
int64_t httpd_timeout(const struct httpd *httpd); /* ms until httpd_run is due anyway, -1 = never */
void httpd_run(struct httpd *httpd);

#endif
