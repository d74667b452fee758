/* See rig.h. Owns the lab process and the loop of one test. */
#include "rig.h"

#include "base/clock.h"
#include "base/instant.h"
#include "base/jscan.h"
#include "base/xalloc.h"
#include "decode/frame.h"
#include "emnify/page.h"
#include "io/curlhub.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define PATIENCE_NS 90000000000
#define OPTIONS_MAX 24

/* ---------------------------------------------------------------- the sink */

static bool is_owner(void *user, enum jscan_token token, struct str bytes)
{
    struct rig *rig = user;
    int64_t id;
    (void)token;
    rig->owned += str_i64(bytes, &id) && id == rig->owner;
    return false;
}

static bool sink_bytes(void *user, struct source *source, const struct sink_chunk *chunk)
{
    struct rig *rig = user;
    struct page page = {0};
    assert_int_equal(chunk->framing, SINK_PAGE);
    assert_int_equal(page_read(&page, chunk->bytes, NULL), 0);
    for (size_t i = 0; i < page.count; i++) {
        const struct page_element *e = &page.elements[i];
        rig->events++;
        rig->odd += e->odd;
        static const struct str owner[] = {{"endpoint", 8}, {"id", 2}};
        jscan_path(e->bytes, owner, 2, is_owner, rig);
        rig->twice += idset_add(rig->seen, e->id, e->mark) == IDSET_KNOWN;
    }
    const int64_t newest_ms = page.count > 0 ? page.elements[page.count - 1].ts_ms : INSTANT_NONE;
    source_count(source, &(struct source_news){.events = page.count, .newest_ts_ms = newest_ms}, clock_wall_ms());
    page_fini(&page);
    return !rig->sink_full;
}

static void sink_cut(void *user, struct source *source)
{
    (void)source;
    ((struct rig *)user)->cuts++;
}

static void sink_gap(void *user, struct source *source, int64_t from, int64_t until, const char *why)
{
    (void)source;
    assert_true(from <= until);
    assert_non_null(why);
    ((struct rig *)user)->gaps++;
}

static void sink_gap_filled(void *user, struct source *source, int64_t from, int64_t until)
{
    (void)source;
    (void)from;
    (void)until;
    ((struct rig *)user)->filled++;
}

static void sink_state(void *user, struct source *source)
{
    (void)user;
    (void)source;
}

static const struct sink_ops sink_ops = {sink_bytes, sink_cut, sink_gap, sink_state, sink_gap_filled};

/* ---------------------------------------------------------------- the lab */

static void lab_says(void *user, const char *bytes, size_t n)
{
    buf_add(&((struct rig *)user)->lab_says, bytes, n);
}

static const struct loop_child_ops lab_ops = {.output = lab_says};

static bool lab_is_ready(struct rig *rig)
{
    return memchr(rig->lab_says.p != NULL ? rig->lab_says.p : "", '\n', rig->lab_says.n) != NULL;
}

void rig_start_lab(struct rig *rig, const char *const lab_options[])
{
    struct error err = {0};
    char program[400];
    const char *build = getenv("top_builddir");
    snprintf(program, sizeof program, "%s/evmon-lab", build != NULL ? build : ".");
    char *argv[OPTIONS_MAX] = {program, (char *)(uintptr_t)"--with-parent", (char *)(uintptr_t)"--no-limits"};
    for (size_t i = 0; lab_options != NULL && lab_options[i] != NULL; i++) {
        assert_true(i + 4 < OPTIONS_MAX);
        argv[3 + i] = (char *)(uintptr_t)lab_options[i];
    }
    buf_clear(&rig->lab_says);
    rig->lab = loop_child_start(rig->loop, argv, &lab_ops, rig, &err);
    if (rig->lab == NULL)
        fail_msg("%s", err.text);
    rig_wait(rig, lab_is_ready, "the lab is ready");
    const char *line = buf_cstr(&rig->lab_says);
    assert_int_equal(sscanf(line, "evmon-lab ready %127s", rig->url), 1);
    snprintf(rig->root, sizeof rig->root, "%s", rig->url);
    char *api = strstr(rig->root, "/api/v1");
    assert_non_null(api);
    *api = '\0';
}

void rig_kill_lab(struct rig *rig)
{
    loop_child_kill(rig->lab, SIGKILL);
    loop_child_free(&rig->lab);
}

static void make_token_file(struct rig *rig)
{
    strcpy(rig->dir, "/tmp/evmon-rig-XXXXXX");
    assert_non_null(mkdtemp(rig->dir));
    snprintf(rig->token_file, sizeof rig->token_file, "%s/token", rig->dir);
    int fd = open(rig->token_file, O_WRONLY | O_CREAT, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, "lab-token\n", 10), 10);
    close(fd);
}

/* As the product, a few hundred times as fast. */
static void make_fast(struct emnify_tuning *t)
{
    emnify_tuning_usual(t);
    t->tail.poll_min_ms = 10;
    t->tail.poll_max_ms = 50;
    t->tail.overlap_ms = 2000;
    t->tail.sweep_every_ms = 500;
    for (int i = 0; i < 2; i++)
        t->budget[i] = (struct budget_rate){1e6, 1e6, 0};
    t->limits = (struct curlhub_limits){.connect_ms = 2000, .total_ms = 20000, .slow_seconds = 20};
}

static void tick(void *user)
{
    struct rig *rig = user;
    loop_timer_start(rig->ticker, rig->tick_ms);
}

void rig_begin(struct rig *rig, const char *const lab_options[])
{
    *rig = (struct rig){
        .loop = loop_new(), .tick_ms = 50, .seen = idset_new(1u << 22), .since_ms = clock_wall_ms() - 3 * 3600000};
    rig->ticker = loop_timer_new(rig->loop, tick, rig);
    loop_timer_start(rig->ticker, 0);
    make_token_file(rig);
    make_fast(&rig->tuning);
    rig->backoff = (struct backoff){.base_ms = 5, .cap_ms = 40, .retry_after_cap_ms = 60};
    if (lab_options != NULL)
        rig_start_lab(rig, lab_options);
}

void rig_end(struct rig *rig)
{
    if (rig->source != NULL)
        rig_close(rig);
    loop_child_free(&rig->lab);
    loop_timer_free(&rig->ticker);
    loop_free(&rig->loop); /* fails by itself when a handle is left */
    idset_free(&rig->seen);
    free(rig->truth);
    buf_fini(&rig->lab_says);
    unlink(rig->token_file);
    rmdir(rig->dir);
}

/* ---------------------------------------------------------------- the source */

void rig_open(struct rig *rig, const char *url)
{
    static const struct source_kind *const kinds[] = {&emnify_source_kind, &file_source_kind, NULL};
    struct source_tuning tuning = {.backoff = rig->backoff, .kind_tuning = &rig->tuning};
    struct source_settings settings = {.follow = true,
                                       .since_ms = rig->since_ms,
                                       .until_ms = INSTANT_NONE,
                                       .token_file = rig->token_file,
                                       .tuning = &tuning};
    struct error err = {0};
    struct buf spec = {0};
    buf_add_fmt(&spec, "emnify:%s", url != NULL ? url : rig->url);
    rig->gone = false;
    rig->source = source_open(rig->loop, kinds, buf_str(&spec), &settings, (struct sink){&sink_ops, rig}, &err);
    buf_fini(&spec);
    if (rig->source == NULL)
        fail_msg("%s", err.text);
    source_start(rig->source);
}

static void on_gone(void *user, struct source *source)
{
    struct rig *rig = user;
    assert_ptr_equal(source, rig->source);
    assert_false(rig->gone);
    rig->gone = true;
}

static bool is_gone(struct rig *rig)
{
    return rig->gone;
}

void rig_close(struct rig *rig)
{
    source_close(rig->source, on_gone, rig);
    rig_wait(rig, is_gone, "the source is gone");
    rig->source = NULL;
}

bool rig_is_live(struct rig *rig)
{
    return source_feed(rig->source)->state == FEED_LIVE;
}

bool rig_is_retrying(struct rig *rig)
{
    return source_feed(rig->source)->retries > 0;
}

void rig_wait(struct rig *rig, rig_condition_fn condition, const char *what)
{
    int64_t deadline = clock_mono_ns() + PATIENCE_NS;
    while (!condition(rig)) {
        if (clock_mono_ns() > deadline)
            fail_msg("waited in vain until %s%s%s", what, rig->source != NULL ? "; last error: " : "",
                     rig->source != NULL ? source_feed(rig->source)->last_error.text : "");
        loop_run(rig->loop, LOOP_ONCE);
    }
}

/* ---------------------------------------------------------------- the lab's own routes */

struct question {
    bool answered;
    long status;
    struct buf *out;
    struct error error;
};

static struct question *asked; /* by rig_ask, which waits: one at a time */

static void answered(void *user, const struct curlhub_answer *answer)
{
    struct question *q = user;
    q->answered = true;
    q->status = answer->status;
    q->error = answer->error;
    if (q->out != NULL)
        buf_add_str(q->out, answer->body);
}

static bool is_answered(struct rig *rig)
{
    (void)rig;
    return asked->answered;
}

static void ask(struct rig *rig, const char *method, const char *path, const char *post, struct buf *out)
{
    struct question q = {.out = out};
    struct error err = {0};
    char url[400];
    snprintf(url, sizeof url, "%s%s", rig->root, path);
    struct curlhub_request request = {.url = url, .method = method, .post = post != NULL ? str_of(post) : STR_NONE,
                                      .limits = {.body_max = 512u << 20, .total_ms = 60000}};
    asked = &q;
    if (curlhub_start(rig->loop, &request, answered, &q, &err) == NULL)
        fail_msg("%s", err.text);
    rig_wait(rig, is_answered, "the lab answers");
    if (q.error.code != 0 || q.status / 100 != 2)
        fail_msg("%s: %ld %s", path, q.status, q.error.text);
}

void rig_ask(struct rig *rig, const char *path, const char *post, struct buf *out)
{
    ask(rig, NULL, path, post, out);
}

void rig_fault(struct rig *rig, const char *json)
{
    ask(rig, "POST", "/lab/fault", json, NULL);
}

void rig_clear_faults(struct rig *rig)
{
    ask(rig, "DELETE", "/lab/fault", NULL, NULL);
}

static void note(void *user, struct str json, uint64_t offset, uint64_t line)
{
    struct rig *rig = user;
    struct page page = {0};
    struct buf array = {0};
    (void)offset;
    (void)line;
    buf_add_byte(&array, '[');
    buf_add_str(&array, json);
    buf_add_byte(&array, ']');
    assert_int_equal(page_read(&page, buf_str(&array), NULL), 0);
    assert_int_equal(page.count, 1);
    rig->truth = xgrow(rig->truth, &rig->truth_capacity, rig->truth_count + 1, sizeof *rig->truth);
    rig->truth[rig->truth_count++] = page.elements[0].id;
    if (page.elements[0].id > rig->truth_last)
        rig->truth_last = page.elements[0].id;
    page_fini(&page);
    buf_fini(&array);
}

static void no_bad(void *user, struct str bytes, uint64_t offset, uint64_t line, const char *reason)
{
    (void)user;
    (void)bytes;
    (void)offset;
    (void)line;
    fail_msg("the truth holds something that is no event: %s", reason);
}

/* The ids of the lab's truth that are above `after`. */
static void learn_the_truth(struct rig *rig, uint64_t after)
{
    struct buf truth = {0};
    struct frame_sink sink = {rig, note, no_bad};
    char path[64];
    rig->truth_count = 0;
    snprintf(path, sizeof path, "/lab/truth?after=%llu", (unsigned long long)after);
    rig_ask(rig, path, NULL, &truth);
    struct frame *frame = frame_new(0);
    assert_int_equal(frame_push(frame, buf_str(&truth), &sink), 0);
    frame_finish(frame, &sink);
    frame_free(&frame);
    buf_fini(&truth);
    assert_true(rig->truth_count > 0);
}

size_t rig_missing(const struct rig *rig)
{
    size_t missing = 0;
    for (size_t i = 0; i < rig->truth_count; i++)
        missing += !idset_has(rig->seen, rig->truth[i]);
    return missing;
}

static bool has_all(struct rig *rig)
{
    return rig_missing(rig) == 0;
}

static void assert_all_has_come(struct rig *rig)
{
    rig_wait(rig, has_all, "everything that was emitted has arrived");
    assert_int_equal(rig->twice, 0);
    assert_int_equal(source_feed(rig->source)->drops, 0);
}

void rig_assert_complete_so_far(struct rig *rig)
{
    learn_the_truth(rig, rig->truth_last);
    assert_all_has_come(rig);
}

void rig_assert_complete(struct rig *rig)
{
    rig_ask(rig, "/lab/world", "{\"frozen\":true}", NULL);
    learn_the_truth(rig, 0);
    assert_all_has_come(rig);
}
