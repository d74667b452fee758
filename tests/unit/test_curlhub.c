/* Requests as the hub makes them (doc/RELIABILITY.md N1): certificates that must not be trusted, redirects that must not be
 * followed, Retry-After in every spelling, answers that never end or unpack without end. The servers are libmicrohttpd's;
 * the certificates of tests/data/tls are signed by a test authority whose key protects nothing. */
#include "../lifetime/proxy.h"
#include "io/curlhub.h"

#include <microhttpd.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include <cmocka.h>

#define BEARER "Bearer not-for-strangers"

struct server {
    struct MHD_Daemon *daemon;
    char url[64];
    char location[64];  /* where it redirects to; "" = it answers */
    const char *coding; /* Content-Encoding of body; NULL = the usual page */
    struct str body;
    char offered[64];   /* Accept-Encoding of the last request */
    atomic_uint requests, bearers;
    char *certificate, *key;
};

struct result {
    bool over;
    long status;
    struct error error;
    char body[64], retry_after[64];
};

static char *read_text(const char *name)
{
    const char *top = getenv("top_srcdir");
    char path[500];
    char *text = calloc(1, 8192);
    snprintf(path, sizeof path, "%s/tests/data/tls/%s.pem", top != NULL ? top : ".", name);
    FILE *file = fopen(path, "r");
    if (file == NULL)
        fail_msg("%s cannot be read", path);
    assert_true(fread(text, 1, 8191, file) > 0);
    fclose(file);
    return text;
}

/* ---------------------------------------------------------------- the server */

static enum MHD_Result answer(void *user, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *body, size_t *body_n, void **state)
{
    static char page[20000] = "[]";
    struct server *server = user;
    const char *bearer = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Authorization");
    (void)url;
    (void)method;
    (void)version;
    (void)body;
    (void)body_n;
    (void)state;
    server->requests++;
    server->bearers += bearer != NULL && strcmp(bearer, BEARER) == 0;
    const char *offered = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Accept-Encoding");
    struct str sent = server->coding != NULL ? server->body : (struct str){page, sizeof page};
    snprintf(server->offered, sizeof server->offered, "%s", offered != NULL ? offered : "");
    struct MHD_Response *response =
        MHD_create_response_from_buffer(sent.n, (void *)(uintptr_t)sent.p, MHD_RESPMEM_PERSISTENT);
    unsigned status = MHD_HTTP_OK;
    if (server->coding != NULL)
        MHD_add_response_header(response, "Content-Encoding", server->coding);
    if (server->location[0] != '\0') {
        MHD_add_response_header(response, "Location", server->location);
        status = MHD_HTTP_FOUND;
    }
    enum MHD_Result rc = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return rc;
}

static void server_start(struct server *server, const char *certificate)
{
    unsigned flags = MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION;
    struct sockaddr_in at = {.sin_family = AF_INET};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (certificate != NULL) {
        server->certificate = read_text(certificate);
        server->key = read_text("key");
        server->daemon = MHD_start_daemon(flags | MHD_USE_TLS, 0, NULL, NULL, answer, server, MHD_OPTION_SOCK_ADDR, &at,
                                          MHD_OPTION_HTTPS_MEM_CERT, server->certificate, MHD_OPTION_HTTPS_MEM_KEY,
                                          server->key, MHD_OPTION_END);
    } else {
        server->daemon = MHD_start_daemon(flags, 0, NULL, NULL, answer, server, MHD_OPTION_SOCK_ADDR, &at, MHD_OPTION_END);
    }
    assert_non_null(server->daemon);
    snprintf(server->url, sizeof server->url, "%s://127.0.0.1:%u/x", certificate != NULL ? "https" : "http",
             MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
}

static void server_stop(struct server *server)
{
    MHD_stop_daemon(server->daemon);
    free(server->certificate);
    free(server->key);
}

/* ---------------------------------------------------------------- the request */

static void on_done(void *user, const struct curlhub_answer *a)
{
    struct result *r = user;
    r->over = true;
    r->status = a->status;
    r->error = a->error;
    str_copy(a->body, r->body, sizeof r->body);
}

static struct result ask(const char *url, const struct curlhub_limits *limits)
{
    static const char *const headers[] = {"Authorization: " BEARER, NULL};
    struct result r = {0};
    struct error err = {0};
    struct loop *loop = loop_new();
    struct curlhub_request request = {.url = url, .headers = headers, .limits = *limits};
    if (curlhub_start(loop, &request, on_done, &r, &err) == NULL)
        fail_msg("%s: %s", url, err.text);
    while (!r.over)
        loop_run(loop, LOOP_ONCE);
    loop_free(&loop);
    return r;
}

static const struct curlhub_limits usual = {.connect_ms = 20000, .total_ms = 20000};

static void trust(const char *name)
{
    const char *top = getenv("top_srcdir");
    char path[500];
    snprintf(path, sizeof path, "%s/tests/data/tls/%s.pem", top != NULL ? top : ".", name);
    setenv("CURL_CA_BUNDLE", path, 1);
}

static void certificates_are_verified(void **state)
{
    static const struct {
        const char *certificate, *trusted;
        bool fine;
        const char *said;
    } rows[] = {
        {"good", "ca", true, ""},
        {"good", "other", false, "certificate"}, /* signed by somebody unknown */
        {"expired", "ca", false, "expired"},
        {"other", "ca", false, "match"}, /* another host's */
        {"self", "ca", false, "self"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct server server = {0};
        server_start(&server, rows[i].certificate);
        trust(rows[i].trusted);
        struct result r = ask(server.url, &usual);
        print_message("             %s: %s\n", rows[i].certificate, r.error.text);
        assert_int_equal(r.error.code, rows[i].fine ? 0 : E_TLS);
        assert_int_equal(r.status, rows[i].fine ? 200 : 0);
        assert_int_equal(server.requests, rows[i].fine);
        assert_int_equal(server.bearers, rows[i].fine); /* nobody unknown has seen it */
        assert_non_null(strstr(r.error.text, rows[i].said));
        server_stop(&server);
    }
    unsetenv("CURL_CA_BUNDLE");
}

static void redirects_are_not_followed(void **state)
{
    struct server stranger = {0}, platform = {0};
    (void)state;
    server_start(&stranger, NULL);
    snprintf(platform.location, sizeof platform.location, "%s", stranger.url);
    server_start(&platform, NULL);
    struct result r = ask(platform.url, &usual);
    assert_int_equal(r.error.code, 0);
    assert_int_equal(r.status, 302);
    assert_int_equal(platform.bearers, 1);
    assert_int_equal(stranger.requests, 0);
    server_stop(&platform);
    server_stop(&stranger);
}

static void what_only_drips_is_given_up(void **state)
{
    struct server server = {0};
    char url[64];
    (void)state;
    server_start(&server, NULL);
    struct proxy *proxy = proxy_new((int)MHD_get_daemon_info(server.daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
    proxy_set(proxy, PROXY_DRIP, 1);
    snprintf(url, sizeof url, "http://127.0.0.1:%d/x", proxy_port(proxy));
    struct result r = ask(url, &(struct curlhub_limits){.total_ms = 60000, .slow_seconds = 1, .slow_bytes = 1000});
    assert_int_equal(r.error.code, E_NETWORK);
    assert_non_null(strstr(r.error.text, "too slow"));
    proxy_free(&proxy);
    server_stop(&server);
}

/* gzip of n blanks behind `[`, which packs better than 1000:1; owned by the caller. */
static struct str packed_blanks(size_t n)
{
    z_stream z = {0};
    char *plain = malloc(n), *packed = malloc(n + 1000);
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY), Z_OK);
    memset(plain, ' ', n);
    plain[0] = '[';
    z.next_in = (Bytef *)plain;
    z.avail_in = (unsigned)n;
    z.next_out = (Bytef *)packed;
    z.avail_out = (unsigned)n + 1000;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    struct str out = {packed, z.total_out};
    deflateEnd(&z);
    free(plain);
    return out;
}

static void what_unpacks_too_well_is_refused(void **state)
{
    static const struct {
        size_t n;
        const char *coding, *said; /* NULL: taken */
        int code;
    } rows[] = {
        {900000, "gzip", NULL, 0}, /* a small page may be as empty as it likes */
        {(1 << 20) - 1, "x-gzip", NULL, 0},
        {4 << 20, "gzip", "more than 100 times", E_LIMIT},
        {64 << 20, "gzip", "more than 100 times", E_LIMIT}, /* the cap of the ratio comes long before that of the page */
        {1000, "gzip, gzip", "not offered", E_UNSUPPORTED},
        {1000, "br", "not offered", E_UNSUPPORTED},
        {1000, "zstd", "not offered", E_UNSUPPORTED},
        {1000, "deflate", "not offered", E_UNSUPPORTED},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct server server = {.coding = rows[i].coding, .body = packed_blanks(rows[i].n)};
        server_start(&server, NULL);
        struct result r = ask(server.url, &usual);
        server_stop(&server);
        assert_string_equal(server.offered, "gzip");
        assert_int_equal(r.error.code, rows[i].code);
        if (rows[i].said != NULL)
            assert_non_null(strstr(r.error.text, rows[i].said));
        else
            assert_int_equal(r.body[0], '[');
        free((void *)(uintptr_t)server.body.p);
    }
}

static void some_urls_are_refused(void **state)
{
    static const char *const urls[] = {"http://example.com/", "ftp://127.0.0.1/", "file:///etc/passwd",
                                       "https://user:pass@example.com/", "http://127.0.0.1.example.com/", ""};
    (void)state;
    struct loop *loop = loop_new();
    for (size_t i = 0; i < sizeof urls / sizeof urls[0]; i++) {
        struct error err = {0};
        assert_null(curlhub_start(loop, &(struct curlhub_request){.url = urls[i]}, NULL, NULL, &err));
        assert_true(err.code != 0);
    }
    loop_free(&loop);
}

/* ---------------------------------------------------------------- Retry-After */

static int64_t retry_after(const char *headers)
{
    struct curlhub_answer a = {.headers = str_of(headers)};
    return curlhub_retry_after_ms(&a);
}

static void retry_after_in_every_spelling(void **state)
{
    (void)state;
    assert_int_equal(retry_after("HTTP/1.1 429 x\r\nRetry-After: 7\r\n\r\n"), 7000);
    assert_int_equal(retry_after("HTTP/1.1 429 x\r\nretry-after:0\r\n"), 0);
    assert_int_equal(retry_after("HTTP/1.1 503 x\r\n"), -1);
    assert_int_equal(retry_after("Retry-After: -5\r\n"), -1);
    assert_int_equal(retry_after("Retry-After: soon\r\n"), -1);
    assert_int_equal(retry_after("Retry-After: 1000000000\r\n"), INT64_C(1000000000000));
    assert_int_equal(retry_after("Retry-After: 9223372036854775807\r\n"), INT64_MAX);
    assert_int_equal(retry_after("Retry-After: 99999999999999999999999\r\n"), -1);
    /* A date is read against the answer's own clock, whatever ours says. */
    assert_int_equal(retry_after("Date: Wed, 21 Oct 2015 07:28:00 GMT\r\nRetry-After: Wed, 21 Oct 2015 07:28:30 GMT\r\n"),
                     30000);
    assert_int_equal(retry_after("Date: Wed, 21 Oct 2015 07:28:00 GMT\r\nRetry-After: Wed, 21 Oct 2015 06:28:30 GMT\r\n"),
                     0);
    assert_int_equal(retry_after("Retry-After: Wed, 21 Oct 2015 07:28:30 GMT\r\n"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(certificates_are_verified), cmocka_unit_test(redirects_are_not_followed),
        cmocka_unit_test(what_only_drips_is_given_up), cmocka_unit_test(what_unpacks_too_well_is_refused),
        cmocka_unit_test(some_urls_are_refused),
        cmocka_unit_test(retry_after_in_every_spelling),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
