/* curl's multi interface on the loop. Owns every easy handle, the sockets' watches and the one timer.
 * Must not know what is asked for. curl is never called inside its callbacks: they only note what came. */
#include "io/curlhub.h"

#include "base/log.h"
#include "base/xalloc.h"
#include "io/loop_uv.h"
#include "io/unpack.h"
#include "io/weburl.h"

#include <curl/curl.h>
#include <stdlib.h>

#define CONNECT_MS 10000
#define TOTAL_MS 120000
#define SLOW_SECONDS 20
#define SLOW_BYTES 64
#define STEP (256u << 10) /* unpacked at a time, so that a cap is noticed early */

struct curlhub {
    struct loop *loop;
    CURLM *multi;
    struct loop_timer *timer;
    struct curlhub_call *calls;
};

struct curlhub_call {
    struct curlhub *hub;
    struct curlhub_call *next, **link;
    CURL *easy;
    struct curl_slist *headers;
    curlhub_done_fn done;
    void *user;
    struct unpack *unpack; /* chosen by Content-Encoding at the first byte */
    struct buf body, head, post;
    size_t body_max;
    struct curlhub_answer answer;
    char curl_text[CURL_ERROR_SIZE];
};

/* ---------------------------------------------------------------- one call */

static void wipe_buf(struct buf *b)
{
    if (b->p != NULL)
        explicit_bzero(b->p, b->capacity);
    buf_fini(b);
}

static void wipe_list(struct curl_slist *list)
{
    for (struct curl_slist *item = list; item != NULL; item = item->next)
        explicit_bzero(item->data, strlen(item->data));
    curl_slist_free_all(list);
}

static void call_free(struct curlhub_call *call)
{
    curl_multi_remove_handle(call->hub->multi, call->easy);
    curl_easy_cleanup(call->easy);
    if (call->link != NULL)
        *call->link = call->next;
    if (call->next != NULL)
        call->next->link = call->link;
    wipe_list(call->headers);
    wipe_buf(&call->post);
    wipe_buf(&call->body); /* an answer may hold a token */
    buf_fini(&call->head);
    unpack_free(&call->unpack);
    free(call);
}

void curlhub_cancel(struct curlhub_call **call)
{
    if (*call != NULL)
        call_free(*call);
    *call = NULL;
}

static struct str header_in(struct str headers, const char *name)
{
    struct str wanted = str_of(name), line;
    struct str rest = headers;
    while (str_next(&rest, '\n', &line)) {
        if (line.n > wanted.n && line.p[wanted.n] == ':' && str_starts_nocase(line, wanted))
            return str_trim(str_sub(line, wanted.n + 1, line.n));
    }
    return STR_NONE;
}

static size_t head_arrives(char *bytes, size_t size, size_t count, void *user)
{
    struct curlhub_call *call = user;
    size_t n = size * count;
    if (str_starts((struct str){bytes, n}, STR("HTTP/")))
        buf_clear(&call->head); /* of the last answer only: not of the proxy's, nor of 100 Continue */
    if (call->head.n + n > CURLHUB_HEADERS_MAX) {
        err_set(&call->answer.error, E_LIMIT, "the headers of the answer are longer than %u KiB",
                CURLHUB_HEADERS_MAX >> 10);
        return 0;
    }
    buf_add(&call->head, bytes, n);
    return n;
}

static void choose_unpack(struct curlhub_call *call)
{
    struct str coding = header_in(buf_str(&call->head), "Content-Encoding");
    bool gzip = str_eq_nocase(coding, STR("gzip")) || str_eq_nocase(coding, STR("x-gzip"));
    if (coding.n > 0 && !gzip && !str_eq_nocase(coding, STR("identity")))
        err_set(&call->answer.error, E_UNSUPPORTED, "the answer is packed in a way that was not offered (%.*s)",
                STR_ARG(str_sub(coding, 0, 40)));
    call->unpack = unpack_new(gzip ? UNPACK_GZIP : UNPACK_PLAIN);
}

static bool over_limits(struct curlhub_call *call)
{
    if (call->body.n > call->body_max)
        err_set(&call->answer.error, E_LIMIT, "the answer is longer than %zu MiB", call->body_max >> 20);
    else if (call->body.n > CURLHUB_RATIO_FROM && call->body.n / CURLHUB_RATIO_MAX > call->answer.received)
        err_set(&call->answer.error, E_LIMIT, "the answer unpacks to more than %u times its size", CURLHUB_RATIO_MAX);
    return call->answer.error.code != 0;
}

static size_t body_arrives(char *bytes, size_t size, size_t count, void *user)
{
    struct curlhub_call *call = user;
    size_t n = size * count;
    struct str in = {bytes, n};
    if (call->unpack == NULL)
        choose_unpack(call);
    call->answer.received += n;
    int more = 0;
    while (!over_limits(call) && (in.n > 0 || more > 0)) {
        more = unpack_run(call->unpack, &in, &call->body, STEP, &call->answer.error);
        if (more <= 0 && in.n == 0)
            break;
    }
    return over_limits(call) ? 0 : n;
}

/* ---------------------------------------------------------------- answers */

/* What went wrong below HTTP, in words. */
static void explain(struct curlhub_call *call, CURLcode code)
{
    struct error *err = &call->answer.error;
    const char *text = call->curl_text[0] != '\0' ? call->curl_text : curl_easy_strerror(code);
    switch (code) {
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
        err_set(err, E_TLS, "the secure connection failed: %s; check the certificate, the clock and SSL_CERT_FILE", text);
        break;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
        err_set(err, E_NETWORK, "%s; check the name and the DNS of this machine", text);
        break;
    case CURLE_COULDNT_CONNECT:
        err_set(err, E_NETWORK, "%s; check the address, the firewall and https_proxy", text);
        break;
    default:
        err_set(err, E_NETWORK, "%s", text);
    }
}

static void finish_body(struct curlhub_call *call, CURLcode code)
{
    if (code != CURLE_OK)
        explain(call, code);
    else if (call->unpack != NULL)
        (void)unpack_end(call->unpack, &call->body, &call->answer.error);
    curl_easy_getinfo(call->easy, CURLINFO_RESPONSE_CODE, &call->answer.status);
    call->answer.body = buf_str(&call->body);
    call->answer.headers = buf_str(&call->head);
}

struct str curlhub_header(const struct curlhub_answer *answer, const char *name)
{
    return header_in(answer->headers, name);
}

static int64_t date_in(struct str text)
{
    char copy[64];
    str_copy(text, copy, sizeof copy);
    time_t t = copy[0] != '\0' ? curl_getdate(copy, NULL) : -1;
    return t < 0 ? -1 : (int64_t)t * 1000;
}

int64_t curlhub_date_ms(const struct curlhub_answer *answer)
{
    return date_in(curlhub_header(answer, "Date"));
}

int64_t curlhub_retry_after_ms(const struct curlhub_answer *answer)
{
    struct str value = curlhub_header(answer, "Retry-After");
    int64_t seconds;
    if (str_i64(value, &seconds)) {
        if (seconds < 0)
            return -1;
        return seconds > INT64_MAX / 1000 ? INT64_MAX : seconds * 1000;
    }
    int64_t then = date_in(value), now = curlhub_date_ms(answer);
    if (then < 0)
        return -1;
    if (now < 0)
        now = (int64_t)time(NULL) * 1000;
    return then > now ? then - now : 0;
}

/* ---------------------------------------------------------------- curl's side of the loop */

/* Hands out what is finished. A done function may start and cancel calls: the list is read anew each time. */
static void hand_out(struct curlhub *hub)
{
    CURLMsg *message;
    int left;
    while ((message = curl_multi_info_read(hub->multi, &left)) != NULL) {
        if (message->msg != CURLMSG_DONE)
            continue;
        struct curlhub_call *call = NULL;
        CURLcode code = message->data.result;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&call);
        finish_body(call, code);
        curl_multi_remove_handle(hub->multi, call->easy);
        *call->link = call->next; /* out of reach of cancel */
        if (call->next != NULL)
            call->next->link = call->link;
        call->link = NULL;
        call->next = NULL;
        call->done(call->user, &call->answer);
        call_free(call);
    }
}

static void act(struct curlhub *hub, curl_socket_t fd, int flags)
{
    int running;
    curl_multi_socket_action(hub->multi, fd, flags, &running);
    hand_out(hub);
}

static void timer_fires(void *user)
{
    act(user, CURL_SOCKET_TIMEOUT, 0);
}

static int timer_wanted(CURLM *multi, long ms, void *user)
{
    struct curlhub *hub = user;
    (void)multi;
    if (hub->timer == NULL)
        return 0;
    if (ms < 0)
        loop_timer_stop(hub->timer);
    else
        loop_timer_start(hub->timer, ms > 0 ? ms : 1); /* never at once: curl may be in the middle of something */
    return 0;
}

struct socket_watch {
    struct curlhub *hub;
    curl_socket_t fd;
    struct loop_watch *watch;
};

static void socket_ready(void *user, unsigned ready, int status)
{
    struct socket_watch *socket = user;
    int flags = 0;
    if (ready & LOOP_READABLE)
        flags |= CURL_CSELECT_IN;
    if (ready & LOOP_WRITABLE)
        flags |= CURL_CSELECT_OUT;
    if (status < 0)
        flags |= CURL_CSELECT_ERR;
    act(socket->hub, socket->fd, flags);
}

static int socket_wanted(CURL *easy, curl_socket_t fd, int what, void *user, void *socket_user)
{
    struct curlhub *hub = user;
    struct socket_watch *socket = socket_user;
    (void)easy;
    if (what == CURL_POLL_REMOVE) {
        if (socket != NULL) {
            loop_watch_free(&socket->watch);
            curl_multi_assign(hub->multi, fd, NULL);
            free(socket);
        }
        return 0;
    }
    if (socket == NULL) {
        socket = xcalloc(1, sizeof *socket);
        socket->hub = hub;
        socket->fd = fd;
        socket->watch = loop_watch_new(hub->loop, fd, socket_ready, socket);
        must(socket->watch != NULL);
        curl_multi_assign(hub->multi, fd, socket); /* the one function that curl allows here */
    }
    unsigned events = (what & CURL_POLL_IN ? LOOP_READABLE : 0u) | (what & CURL_POLL_OUT ? LOOP_WRITABLE : 0u);
    loop_watch_set(socket->watch, events);
    return 0;
}

/* ---------------------------------------------------------------- the hub */

/* The order in which they die: easies, the multi (it still removes its sockets), the timer; loop_free then turns the
 * loop once more. */
static void hub_end(struct loop *loop)
{
    struct curlhub *hub = loop->hub;
    while (hub->calls != NULL)
        call_free(hub->calls);
    curl_multi_cleanup(hub->multi);
    loop_timer_free(&hub->timer);
    curl_global_cleanup();
    free(hub);
    loop->hub = NULL;
    loop->hub_end = NULL;
}

static struct curlhub *hub_get(struct loop *loop)
{
    if (loop->hub != NULL)
        return loop->hub;
    must(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
    if ((curl_version_info(CURLVERSION_NOW)->features & CURL_VERSION_ASYNCHDNS) == 0)
        log_say(LOG_WARN, "this libcurl resolves names without a thread of its own: the screen may wait for DNS");
    struct curlhub *hub = xcalloc(1, sizeof *hub);
    hub->loop = loop;
    hub->multi = curl_multi_init();
    must(hub->multi != NULL);
    hub->timer = loop_timer_new(loop, timer_fires, hub);
    curl_multi_setopt(hub->multi, CURLMOPT_SOCKETFUNCTION, socket_wanted);
    curl_multi_setopt(hub->multi, CURLMOPT_SOCKETDATA, hub);
    curl_multi_setopt(hub->multi, CURLMOPT_TIMERFUNCTION, timer_wanted);
    curl_multi_setopt(hub->multi, CURLMOPT_TIMERDATA, hub);
    curl_multi_setopt(hub->multi, CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
    loop->hub = hub;
    loop->hub_end = hub_end;
    return hub;
}

static const char *environment(const char *first, const char *second)
{
    const char *value = getenv(first);
    if (value == NULL || value[0] == '\0')
        value = second != NULL ? getenv(second) : NULL;
    return value != NULL && value[0] != '\0' ? value : NULL;
}

static void set_security(CURL *easy, bool loopback)
{
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, loopback ? "https,http" : "https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    const char *file = environment("CURL_CA_BUNDLE", "SSL_CERT_FILE");
    const char *directory = environment("SSL_CERT_DIR", NULL);
    if (file != NULL)
        curl_easy_setopt(easy, CURLOPT_CAINFO, file);
    if (directory != NULL)
        curl_easy_setopt(easy, CURLOPT_CAPATH, directory);
    if (loopback)
        curl_easy_setopt(easy, CURLOPT_NOPROXY, "*"); /* a token for this machine stays on it */
}

static void set_limits(struct curlhub_call *call, const struct curlhub_limits *limits)
{
    CURL *easy = call->easy;
    call->body_max = limits->body_max > 0 ? limits->body_max : CURLHUB_BODY_MAX;
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)(limits->connect_ms > 0 ? limits->connect_ms : CONNECT_MS));
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)(limits->total_ms > 0 ? limits->total_ms : TOTAL_MS));
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, (long)(limits->slow_seconds > 0 ? limits->slow_seconds : SLOW_SECONDS));
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, (long)(limits->slow_bytes > 0 ? limits->slow_bytes : SLOW_BYTES));
}

static void set_request(struct curlhub_call *call, const struct curlhub_request *request)
{
    CURL *easy = call->easy;
    curl_easy_setopt(easy, CURLOPT_URL, request->url);
    call->headers = curl_slist_append(call->headers, "Accept-Encoding: gzip");
    call->headers = curl_slist_append(call->headers, "Expect:");
    for (const char *const *header = request->headers; header != NULL && *header != NULL; header++)
        call->headers = curl_slist_append(call->headers, *header);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, call->headers);
    if (request->post.p != NULL) {
        buf_add_str(&call->post, request->post);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)call->post.n);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, call->post.p);
    }
    if (request->method != NULL)
        curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request->method);
    curl_easy_setopt(easy, CURLOPT_PIPEWAIT, 1L);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, call);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, call->curl_text);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, head_arrives);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, call);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, body_arrives);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, call);
}

struct curlhub_call *curlhub_start(struct loop *loop, const struct curlhub_request *request, curlhub_done_fn done,
                                   void *user, struct error *err)
{
    bool loopback = false;
    if (weburl_check(request->url, &loopback, err) < 0)
        return NULL;
    struct curlhub *hub = hub_get(loop);
    struct curlhub_call *call = xcalloc(1, sizeof *call);
    call->hub = hub;
    call->done = done;
    call->user = user;
    call->easy = curl_easy_init();
    must(call->easy != NULL);
    set_request(call, request);
    set_security(call->easy, loopback);
    set_limits(call, &request->limits);
    call->next = hub->calls;
    call->link = &hub->calls;
    if (call->next != NULL)
        call->next->link = &call->next;
    hub->calls = call;
    must(curl_multi_add_handle(hub->multi, call->easy) == CURLM_OK);
    return call;
}
