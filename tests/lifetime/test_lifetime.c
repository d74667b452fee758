/* Each kind of source opened, cut and stopped a thousand times at any moment; the loop ends with nothing left in it
 * (loop_free fails otherwise), under the address sanitizer without a leak. */
#include "proxy.h"
#include "rig.h"

#include "base/instant.h"
#include "base/xalloc.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define ROUNDS 1000

static const char *const calm[] = {"--scenario", "calm", "--history", "20s", "--rate", "20", "--devices", "50", NULL};

/* The same numbers in every run. */
static unsigned draw(unsigned below)
{
    static uint64_t state = 0x9e3779b97f4a7c15u;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (unsigned)(state % below);
}

static int port_of(const char *root)
{
    return atoi(strrchr(root, ':') + 1);
}

static bool was_closed;

static void on_closed(void *user, struct source *source)
{
    (void)user;
    (void)source;
    was_closed = true;
}

static void operate(struct source *source)
{
    struct error err = {0};
    struct source_span span = {(enum source_scope)draw(3), 7, 1700000000000, 1700000600000};
    switch (draw(8)) {
    case 0: source_pause(source, SOURCE_HOLD_OPERATOR); break;
    case 1: source_resume(source, SOURCE_HOLD_OPERATOR); break;
    case 2: source_retry_now(source); break;
    case 3: (void)source_fetch_older(source, &span, &err); break;
    case 4: source_cancel_fetch(source); break;
    default: break;
    }
}

static void platform_a_thousand_times(void **state)
{
    struct rig rig;
    char url[100];
    uint64_t events = 0, retries = 0;
    (void)state;
    rig_begin(&rig, calm);
    rig.tuning.limits.total_ms = 500;
    rig.tick_ms = 1;
    struct proxy *proxy = proxy_new(port_of(rig.root));
    snprintf(url, sizeof url, "http://127.0.0.1:%d/api/v1", proxy_port(proxy));
    for (int round = 0; round < ROUNDS; round++) {
        static const int64_t amounts[] = {[PROXY_DELAY] = 3, [PROXY_DRIP] = 200, [PROXY_TRUNCATE] = 2000,
                                          [PROXY_RESET] = 3000, [PROXY_STALL] = 1000, [PROXY_REFUSE] = 0};
        enum proxy_harm harm = round % 2 == 0 ? PROXY_NONE : (enum proxy_harm)draw(PROXY_HARMS_);
        proxy_set(proxy, harm, amounts[harm]);
        rig_open(&rig, url);
        unsigned turns = draw(30);
        for (unsigned i = 0; i < turns; i++) {
            loop_run(rig.loop, LOOP_ONCE);
            if (draw(4) == 0)
                operate(rig.source);
            if (draw(40) == 0)
                proxy_cut(proxy);
        }
        events += source_feed(rig.source)->events;
        retries += source_feed(rig.source)->retries;
        rig_close(&rig);
    }
    assert_true(events > 0);
    assert_true(retries > 0);
    assert_true(proxy_connections(proxy) > ROUNDS / 4);
    rig_end(&rig);
    proxy_free(&proxy);
}

static void requests_are_under_way_when_the_loop_ends(void **state)
{
    (void)state;
    struct proxy *proxy = proxy_new(0); /* nobody ever answers */
    char url[100];
    snprintf(url, sizeof url, "http://127.0.0.1:%d/", proxy_port(proxy));
    for (int round = 0; round < 100; round++) {
        struct loop *loop = loop_new();
        struct curlhub_request request = {.url = url};
        struct curlhub_call *calls[5];
        for (int i = 0; i < 5; i++) {
            calls[i] = curlhub_start(loop, &request, NULL, NULL, NULL);
            assert_non_null(calls[i]);
        }
        for (unsigned turns = draw(10); turns > 0; turns--)
            loop_run(loop, LOOP_NOWAIT);
        curlhub_cancel(&calls[draw(5)]);
        loop_free(&loop);
    }
    proxy_free(&proxy);
}

/* ---------------------------------------------------------------- files */

static bool take(void *user, struct source *source, const struct sink_chunk *chunk)
{
    (void)source;
    *(uint64_t *)user += chunk->bytes.n;
    return draw(5) != 0;
}

static void cut(void *user, struct source *source)
{
    (void)user;
    (void)source;
}

static void gap(void *user, struct source *source, int64_t from, int64_t until, const char *why)
{
    (void)user;
    (void)source;
    (void)from;
    (void)until;
    (void)why;
}

static const struct sink_ops sink_ops = {take, cut, gap, cut, NULL};

static void append(const char *path, size_t bytes)
{
    static const char line[] = "{\"id\":1,\"timestamp\":\"2026-01-01T00:00:00Z\"}\n";
    struct buf lines = {0};
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
    assert_true(fd >= 0);
    while (lines.n < bytes)
        buf_add_text(&lines, line);
    assert_int_equal(write(fd, lines.p, lines.n), (ssize_t)lines.n);
    buf_fini(&lines);
    close(fd);
}

/* Somebody rotates, truncates, removes or writes meanwhile. */
static void disturb(const char *path)
{
    char old[200];
    snprintf(old, sizeof old, "%s.1", path);
    switch (draw(6)) {
    case 0:
        rename(path, old);
        append(path, 100);
        break;
    case 1: (void)!truncate(path, 0); break;
    case 2: unlink(path); break;
    default: append(path, 1000); break;
    }
}

static struct source *open_one(struct loop *loop, const char *spec, bool follow, uint64_t *bytes)
{
    static const struct source_kind *const kinds[] = {&file_source_kind, NULL};
    struct source_settings settings = {.follow = follow, .since_ms = INSTANT_NONE, .until_ms = INSTANT_NONE};
    struct source *source = source_open(loop, kinds, str_of(spec), &settings, (struct sink){&sink_ops, bytes}, NULL);
    assert_non_null(source);
    source_start(source);
    return source;
}

static void close_one(struct loop *loop, struct source *source)
{
    was_closed = false;
    source_close(source, on_closed, NULL);
    while (!was_closed)
        loop_run(loop, LOOP_ONCE);
}

static void files_a_thousand_times(void **state)
{
    char dir[] = "/tmp/evmon-life-XXXXXX", path[64], fifo[64], command[80];
    uint64_t bytes = 0;
    (void)state;
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/events", dir);
    snprintf(fifo, sizeof fifo, "%s/fifo", dir);
    assert_int_equal(mkfifo(fifo, 0600), 0);
    struct loop *loop = loop_new();
    for (int round = 0; round < ROUNDS; round++) {
        append(path, round % 10 == 0 ? 3000000 : 5000);
        bool is_fifo = draw(5) == 0;
        struct source *source = open_one(loop, is_fifo ? fifo : path, draw(2) == 0, &bytes);
        int writer = is_fifo ? open(fifo, O_WRONLY | O_NONBLOCK) : -1;
        for (unsigned turns = draw(12); turns > 0; turns--) {
            loop_run(loop, LOOP_NOWAIT);
            if (writer >= 0)
                (void)!write(writer, "{}\n", 3);
            else if (draw(3) == 0)
                disturb(path);
            source_resume(source, SOURCE_HOLD_SINK);
            operate(source);
        }
        close_one(loop, source);
        if (writer >= 0)
            close(writer);
        if (round % 10 == 0)
            (void)!truncate(path, 0);
    }
    loop_free(&loop);
    assert_true(bytes > 0);
    snprintf(command, sizeof command, "rm -rf '%s'", dir);
    assert_int_equal(system(command), 0);
}

/* ---------------------------------------------------------------- the loop's own */

static void never(void *user)
{
    (void)user;
    fail_msg("a callback came after its owner was let go");
}

static void work(void *user)
{
    (void)user;
}

static void done(void *user, bool cancelled)
{
    (void)cancelled;
    ++*(unsigned *)user;
}

static void whatever_is_left_is_closed_with_the_loop(void **state)
{
    (void)state;
    for (int round = 0; round < 100; round++) {
        struct loop *loop = loop_new();
        unsigned jobs = 0;
        struct loop_timer *timer = loop_timer_new(loop, never, NULL), *other = loop_timer_new(loop, never, NULL);
        loop_timer_start(timer, 0);
        loop_timer_start(other, 100000);
        loop_timer_free(&timer);
        struct loop_idle *idle = loop_idle_new(loop, never, NULL);
        loop_idle_start(idle);
        loop_idle_stop(idle);
        struct loop_path *path = loop_path_new(loop, "/tmp/evmon-no-such-file", never, NULL);
        loop_path_free(&path);
        (void)loop_path_new(loop, "/", NULL, NULL);
        (void)loop_signal_new(loop, 12, NULL, NULL);
        for (int i = 0; i < 5; i++) {
            struct loop_job *job = loop_job_start(loop, work, done, &jobs);
            if (i % 2 == 0)
                loop_job_cancel(job);
        }
        char *const argv[] = {(char *)(uintptr_t)"sleep", (char *)(uintptr_t)"1000", NULL};
        struct loop_child *child = loop_child_start(loop, argv, &(struct loop_child_ops){.output = NULL}, NULL, NULL);
        assert_non_null(child);
        loop_child_write(child, "x", 1);
        loop_child_free(&child);
        loop_free(&loop);
        assert_int_equal(jobs, 5);
    }
}

static void has_fired(void *user)
{
    *(bool *)user = true;
}

/* What is waited for turn by turn may happen in a timer at the very beginning of one, with other things still open. */
static void a_turn_does_not_wait_behind_the_timer_that_it_served(void **state)
{
    int ends[2];
    bool fired = false, late = false;
    (void)state;
    assert_int_equal(pipe(ends), 0);
    struct loop *loop = loop_new();
    struct loop_watch *watch = loop_watch_new(loop, ends[0], NULL, NULL);
    loop_watch_set(watch, LOOP_READABLE); /* nobody ever writes */
    struct loop_timer *timer = loop_timer_new(loop, has_fired, &fired), *guard = loop_timer_new(loop, has_fired, &late);
    loop_timer_start(guard, 20000);
    loop_timer_start(timer, 0);
    while (!fired)
        loop_run(loop, LOOP_ONCE);
    assert_false(late);
    loop_timer_free(&timer);
    loop_timer_free(&guard);
    loop_watch_free(&watch);
    loop_free(&loop);
    close(ends[0]);
    close(ends[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(platform_a_thousand_times),
        cmocka_unit_test(requests_are_under_way_when_the_loop_ends),
        cmocka_unit_test(files_a_thousand_times),
        cmocka_unit_test(a_turn_does_not_wait_behind_the_timer_that_it_served),
        cmocka_unit_test(whatever_is_left_is_closed_with_the_loop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
