/* evmon-lab as others meet it: started as a program, asked over a socket. Its quirks, its faults, and its return after a
 * kill. The client below knows just enough HTTP to see what a library would hide. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <arpa/inet.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"

#define REPLY_MAX (8 << 20)

struct lab_process {
    pid_t pid;
    int in, port;
};

struct answer {
    int status,
        broken; /* broken: errno of the end of the connection, or -1 when the body is incomplete */
    struct buf all;
    const char *body; /* inside all, terminated */
    size_t body_n;
};

static struct lab_process lab;
static char token[600];

static struct lab_process start_lab(const char *const *extra)
{
    const char *argv[24] = {NULL, "--with-parent", "--devices", "80", "--seed", "5"};
    static char path[400];
    int out[2], in[2], n = 6;
    const char *dir = getenv("top_builddir");
    snprintf(path, sizeof path, "%s/evmon-lab", dir != NULL ? dir : ".");
    argv[0] = path;
    while (extra != NULL && *extra != NULL)
        argv[n++] = *extra++;
    assert_int_equal(pipe(out), 0);
    assert_int_equal(pipe(in), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        dup2(out[1], STDOUT_FILENO);
        dup2(in[0], STDIN_FILENO);
        close(in[1]);
        close(out[0]);
        execv(path, (char *const *)(uintptr_t)argv);
        _exit(127);
    }
    close(out[1]);
    close(in[0]);
    char line[200] = "";
    size_t got = 0;
    while (strchr(line, '\n') == NULL && got < sizeof line - 1) {
        ssize_t k = read(out[0], line + got, sizeof line - 1 - got);
        if (k <= 0)
            break;
        got += (size_t)k;
    }
    close(out[0]);
    struct lab_process p = {pid, in[1], 0};
    assert_int_equal(sscanf(line, "evmon-lab ready http://127.0.0.1:%d/api/v1\n", &p.port), 1);
    return p;
}

static void end_lab(struct lab_process *p)
{
    int status = 0;
    close(p->in);
    assert_int_equal(waitpid(p->pid, &status, 0), p->pid);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static int connect_to(int port)
{
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    struct timeval wait = {.tv_sec = 20};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    return fd;
}

/* One request on a connection of its own, read to its end. */
static struct answer ask_with(const char *method, const char *path, const char *headers,
                              const char *body)
{
    struct answer a = {0};
    struct buf request = {0};
    int fd = connect_to(lab.port);
    buf_add_fmt(
        &request,
        "%s %s HTTP/1.1\r\nHost: lab\r\nConnection: close\r\nContent-Length: %zu\r\n%s\r\n%s",
        method, path, strlen(body), headers, body);
    assert_int_equal(send(fd, request.p, request.n, MSG_NOSIGNAL), (ssize_t)request.n);
    buf_fini(&request);
    for (;;) {
        buf_reserve(&a.all, 65536);
        ssize_t n = recv(fd, a.all.p + a.all.n, 65535, 0);
        if (n < 0)
            a.broken = errno;
        if (n <= 0 || a.all.n > REPLY_MAX)
            break;
        a.all.n += (size_t)n;
    }
    close(fd);
    const char *text = buf_cstr(&a.all), *blank = a.all.n > 0 ? strstr(text, "\r\n\r\n") : NULL;
    sscanf(text, "HTTP/1.1 %d", &a.status);
    a.body = blank != NULL ? blank + 4 : "";
    a.body_n = blank != NULL ? a.all.n - (size_t)(a.body - text) : 0;
    const char *length = strcasestr(text, "\r\nContent-Length: ");
    if (blank != NULL && length != NULL && a.broken == 0 &&
        strtoul(length + 18, NULL, 10) != a.body_n)
        a.broken = -1;
    return a;
}

static struct answer ask(const char *path)
{
    char headers[700];
    snprintf(headers, sizeof headers, "Authorization: Bearer %s\r\n", token);
    return ask_with("GET", path, headers, "");
}

static void done(struct answer *a)
{
    buf_fini(&a->all);
}

static void log_in(void)
{
    struct answer a =
        ask_with("POST", "/api/v1/authenticate", "", "{\"application_token\":\"lab-token\"}");
    assert_int_equal(a.status, 200);
    assert_int_equal(sscanf(a.body, "{\"auth_token\":\"%599[^\"]\"}", token), 1);
    done(&a);
}

static void set_fault(const char *json)
{
    struct answer a = ask_with("POST", "/lab/fault", "", json);
    if (a.status != 200)
        fail_msg("%s: %s", json, a.body);
    done(&a);
}

static void clear_faults(void)
{
    struct answer a = ask_with("DELETE", "/lab/fault", "", "");
    assert_int_equal(a.status, 200);
    done(&a);
}

static int begin(void **state)
{
    static const char *const extra[] = {"--no-limits", NULL};
    (void)state;
    lab = start_lab(extra);
    log_in();
    return 0;
}

static int end(void **state)
{
    (void)state;
    end_lab(&lab);
    return 0;
}

static void expect(const char *path, int status, const char *part)
{
    struct answer a = ask(path);
    if (a.status != status || strstr(buf_cstr(&a.all), part) == NULL)
        fail_msg("%s: %d %.300s", path, a.status, a.body);
    done(&a);
}

static void wrong_tokens_lock_out(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct answer a =
            ask_with("POST", "/api/v1/authenticate", "", "{\"application_token\":\"wrong\"}");
        assert_int_equal(a.status, 401);
        assert_int_equal(a.body_n, 0);
        done(&a);
    }
    struct answer a =
        ask_with("POST", "/api/v1/authenticate", "", "{\"application_token\":\"wrong\"}");
    assert_int_equal(a.status, 401);
    assert_non_null(strstr(a.body, "TooManyRequests"));
    done(&a);
    a = ask_with("POST", "/api/v1/authenticate", "", "{\"application_token\":\"lab-token\"}");
    assert_int_equal(a.status, 401);
    done(&a);
    clear_faults();
    log_in();
}

static void bearer_errors_have_two_shapes(void **state)
{
    (void)state;
    struct answer a = ask_with("GET", "/api/v1/event", "Authorization: Bearer nonsense\r\n", "");
    assert_int_equal(a.status, 401);
    assert_string_equal(a.body, "{\"message\":\"token contains an invalid number of segments\"}");
    assert_non_null(strstr(buf_cstr(&a.all), "x-amzn-ErrorType: AccessDeniedException"));
    done(&a);
    a = ask_with("GET", "/api/v1/event", "Authorization: Bearer a.b.c\r\n", "");
    assert_non_null(strstr(a.body, "\"error_code\":1102"));
    done(&a);
}

static void lists_keep_their_quirks(void **state)
{
    (void)state;
    expect("/api/v1/event?per_page=0", 200, "\r\nx-count-per-page: 100\r\n");
    expect("/api/v1/event?per_page=999999", 200, "\r\nx-count-per-page: 1000\r\n");
    expect("/api/v1/event?page=-4", 200, "\r\nx-current-page: 1\r\n");
    expect("/api/v1/event?page=999999&per_page=7", 200, "\"event_type\"");
    expect("/api/v1/event", 200, "\r\nx-sort: id\r\n");
    expect("/api/v1/event?q=type:3%7C5", 200, "\r\nx-filter: type:3|5\r\n");
    expect("/api/v1/endpoint?per_page=2", 200, "\r\nX-Total-Count: 80\r\n");
    expect("/api/v1/event?page=two", 400, "\"error_code\":1000");
    expect("/api/v1/event?sort=colour", 400, "\"error_code\":1302");
    expect("/api/v1/event?q=from:2026-01-01T00:00:00Z", 422, "\"error_code\":1301");
    expect("/api/v1/endpoint/1/event", 200, "[]");
    expect("/api/v1/endpoint/1", 404, "\"error_code\":1201");
    expect("/api/v1/nothing", 403, "x-amzn-ErrorType");
}

static void every_route_answers(void **state)
{
    (void)state;
    static const char *const paths[] = {
        "event/type",
        "rat_type",
        "endpoint/status",
        "sim/status",
        "operator",
        "country?geographic=true",
        "organisation/my",
        "organisation/my/stats",
        "endpoint/10200003",
        "endpoint/10200003/connectivity",
        "endpoint/10200003/stats",
        "endpoint/10200003/stats/daily?start_date=2026-01-01&end_date=2026-01-03",
        "endpoint/10200003/sms",
        "endpoint/10200003/event",
        "sim/3300003",
        "sim/3300003/stats",
        "sim/3300003/event",
        "user/my/event",
        "user/40112/event"};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        char path[200];
        snprintf(path, sizeof path, "/api/v1/%s", paths[i]);
        struct answer a = ask(path);
        if (a.status != 200 || a.broken != 0 || (a.body[0] != '[' && a.body[0] != '{'))
            fail_msg("%s: %d %.200s", path, a.status, a.body);
        done(&a);
    }
}

static void gzip_when_it_is_asked_for(void **state)
{
    (void)state;
    char headers[700];
    snprintf(headers, sizeof headers, "Authorization: Bearer %s\r\nAccept-Encoding: gzip\r\n",
             token);
    struct answer a = ask_with("GET", "/api/v1/event", headers, "");
    assert_non_null(strstr(buf_cstr(&a.all), "Content-Encoding: gzip"));
    assert_memory_equal(a.body, "\x1f\x8b", 2);
    done(&a);
}

/* Each fault strikes once and is gone. */
static void faults_strike_once(void **state)
{
    static const struct {
        const char *json;
        int status, broken;
        const char *part;
    } rows[] = {
        {"{\"fault\":\"403\"}", 403, 0, "Forbidden"},
        {"{\"fault\":\"404\"}", 404, 0, "NotFound"},
        {"{\"fault\":\"422\"}", 422, 0, "InvalidQueryCriteria"},
        {"{\"fault\":\"429\",\"retry\":\"7\"}", 429, 0, "\r\nRetry-After: 7\r\n"},
        {"{\"fault\":\"429\"}", 429, 0, "TooManyRequests"},
        {"{\"fault\":\"500\"}", 500, 0, "\"message\""},
        {"{\"fault\":\"502\"}", 502, 0, "<html>"},
        {"{\"fault\":\"503\"}", 503, 0, "\"message\""},
        {"{\"fault\":\"html\"}", 200, 0, "<html>"},
        {"{\"fault\":\"empty\"}", 200, 0, "Content-Length: 0"},
        {"{\"fault\":\"redirect\"}", 302, 0, "elsewhere"},
        {"{\"fault\":\"gzip-garbage\"}", 200, 0, "Content-Encoding: gzip"},
        {"{\"fault\":\"gzip-cut\"}", 200, 0, "Content-Encoding: gzip"},
        {"{\"fault\":\"bomb\",\"by\":3}", 200, 0, "Content-Encoding: gzip"},
        {"{\"fault\":\"big\",\"by\":2}", 200, 0, "xxxxxxxx"},
        {"{\"fault\":\"utf8\"}", 200, 0, "\xff\xc0\xaf"},
        {"{\"fault\":\"slow\",\"delay\":\"60ms\"}", 200, 0, "event_type"},
        {"{\"fault\":\"truncate\"}", 200, -1, "event_type"},
        {"{\"fault\":\"long\"}", 200, -1, "event_type"},
        {"{\"fault\":\"short\"}", 200, -1, "event_type"},
        {"{\"fault\":\"drip\",\"by\":2000,\"delay\":\"5ms\"}", 200, 0, "event_type"},
        {"{\"fault\":\"stall\",\"delay\":\"60ms\"}", 0, 0, ""},
        {"{\"fault\":\"hang\",\"delay\":\"60ms\"}", 200, -1, "HTTP/1.1"},
        {"{\"fault\":\"reset\"}", 0, ECONNRESET, ""},
        {"{\"fault\":\"reset-body\"}", 200, ECONNRESET, "HTTP/1.1"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        set_fault(rows[i].json);
        struct answer a = ask("/api/v1/event?per_page=5");
        /* What had not been read when the reset came may be gone. */
        int status_is_right =
            a.status == rows[i].status || (rows[i].broken == ECONNRESET && a.status == 0);
        if (!status_is_right || a.broken != rows[i].broken ||
            (a.status != 0 && strstr(buf_cstr(&a.all), rows[i].part) == NULL))
            fail_msg("%s: status %d, broken %d, %.200s", rows[i].json, a.status, a.broken, a.body);
        done(&a);
        expect("/api/v1/event?per_page=5", 200, "event_type");
    }
}

static size_t count(const char *text, const char *part)
{
    size_t n = 0;
    for (const char *p = strstr(text, part); p != NULL; p = strstr(p + 1, part))
        n++;
    return n;
}

static void pages_can_be_spoiled(void **state)
{
    (void)state;
    set_fault("{\"fault\":\"duplicate\"}");
    struct answer a = ask("/api/v1/event?per_page=10");
    assert_int_equal(count(a.body, "\"event_type\""), 15);
    done(&a);
    set_fault("{\"fault\":\"broken\",\"by\":2}");
    a = ask("/api/v1/event?per_page=10");
    assert_int_equal(count(a.body, "\"event_severity\""), 10);
    done(&a);
    set_fault("{\"fault\":\"disorder\"}");
    a = ask("/api/v1/event?per_page=10");
    assert_int_equal(count(a.body, "\"event_severity\""), 10);
    done(&a);
}

static void an_expired_token_is_refused_until_renewed(void **state)
{
    (void)state;
    set_fault("{\"fault\":\"401\"}");
    expect("/api/v1/event", 401, "\"error_code\":1103");
    expect("/api/v1/event", 401, "\"error_code\":1103");
    log_in();
    expect("/api/v1/event", 200, "event_type");
}

static void faults_wait_and_repeat(void **state)
{
    (void)state;
    set_fault("{\"fault\":\"503\",\"after\":1,\"count\":2}");
    expect("/api/v1/event", 200, "event_type");
    expect("/api/v1/event", 503, "message");
    expect("/api/v1/rat_type", 200, "NB-IoT");
    expect("/api/v1/event", 503, "message");
    expect("/api/v1/event", 200, "event_type");
    clear_faults();
    struct answer a = ask_with("POST", "/lab/fault", "", "{\"fault\":\"rain\"}");
    assert_int_equal(a.status, 422);
    done(&a);
}

static void a_frozen_world_is_all_there(void **state)
{
    (void)state;
    struct answer a = ask_with("POST", "/lab/world", "", "{\"frozen\":true}");
    assert_non_null(strstr(a.body, "\"frozen\":true"));
    done(&a);
    struct answer one = ask_with("GET", "/lab/truth", "", ""),
                  two = ask_with("GET", "/lab/truth", "", "");
    assert_int_equal(one.body_n, two.body_n);
    assert_memory_equal(one.body, two.body, one.body_n);
    struct answer page = ask("/api/v1/event?sort=-id&per_page=1");
    /* The page's one event is the last line of the truth, byte for byte. */
    assert_memory_equal(page.body + 1, one.body + one.body_n - 1 - (page.body_n - 2),
                        page.body_n - 2);
    done(&one);
    done(&two);
    done(&page);
    a = ask_with("GET", "/lab/truth/devices", "", "");
    assert_int_equal(count(a.body, "\"device_id\""), 80);
    done(&a);
    a = ask_with("POST", "/lab/world", "", "{\"frozen\":false}");
    done(&a);
}

static void limits_answer_429(void **state)
{
    (void)state;
    struct lab_process before = lab;
    lab = start_lab(NULL);
    log_in();
    int refused = 0;
    for (int i = 0; i < 40 && !refused; i++) {
        struct answer a = ask("/api/v1/event?per_page=1");
        refused = a.status == 429 && strstr(a.body, "\"error_code\":1105") != NULL;
        done(&a);
    }
    assert_true(refused);
    struct answer a = ask_with("GET", "/lab/requests?limit=3", "", "");
    assert_non_null(strstr(a.body, "\"status\":429"));
    done(&a);
    end_lab(&lab);
    lab = before;
    log_in();
}

static void a_killed_lab_comes_back_as_the_same(void **state)
{
    char dir[] = "/tmp/evmon-lab-test-XXXXXX", path[100];
    (void)state;
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/state", dir);
    const char *const extra[] = {"--no-limits", "--history", "20m", "--state", path, NULL};
    struct lab_process before = lab;
    lab = start_lab(extra);
    struct answer one = ask_with("GET", "/lab/truth", "", "");
    kill(lab.pid, SIGKILL);
    waitpid(lab.pid, NULL, 0);
    close(lab.in);
    lab = start_lab(extra);
    struct answer two = ask_with("GET", "/lab/truth", "", "");
    assert_true(one.body_n > 50000);
    assert_true(two.body_n >= one.body_n);
    assert_memory_equal(one.body, two.body, one.body_n);
    done(&one);
    done(&two);
    end_lab(&lab);
    unlink(path);
    rmdir(dir);
    lab = before;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_tokens_lock_out),
        cmocka_unit_test(bearer_errors_have_two_shapes),
        cmocka_unit_test(lists_keep_their_quirks),
        cmocka_unit_test(every_route_answers),
        cmocka_unit_test(gzip_when_it_is_asked_for),
        cmocka_unit_test(faults_strike_once),
        cmocka_unit_test(pages_can_be_spoiled),
        cmocka_unit_test(an_expired_token_is_refused_until_renewed),
        cmocka_unit_test(faults_wait_and_repeat),
        cmocka_unit_test(a_frozen_world_is_all_there),
        cmocka_unit_test(limits_answer_429),
        cmocka_unit_test(a_killed_lab_comes_back_as_the_same),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
