/* The sink: whatever the budget, the same events come in the same order; bad texts are told and cost no neighbour;
 * original bytes are found again. */
#include "app/feeds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#define EVENTS 3000

struct run {
    struct loop *loop;
    struct store *store;
    struct chronicle *chronicle;
    struct ingest *ingest;
    struct feeds *feeds;
    char path[64];
    int bads;
    size_t batches;
};

static void on_bad(void *user, const struct ingest_bad *bad)
{
    struct run *run = user;
    run->bads++;
    assert_string_equal(bad->source, run->path);
    assert_non_null(bad->reason);
}

static void on_added(void *user, row_id first, row_id last, size_t count)
{
    struct run *run = user;
    assert_true(first <= last && count > 0);
    run->batches++;
}

static void write_file(struct run *run, const char *text)
{
    snprintf(run->path, sizeof run->path, "/tmp/test_ingest.XXXXXX");
    int fd = mkstemp(run->path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
}

static void read_all(struct run *run, int64_t budget_ns)
{
    struct store_options limits = {0};
    struct ingest_options options = {.budget_ns = budget_ns, .bad = on_bad, .user = run};
    struct source_settings settings = {.since_ms = INSTANT_NONE, .until_ms = INSTANT_NONE};
    struct store_listener listener = {.added = on_added, .user = run};
    struct error err = {0};
    run->loop = loop_new();
    run->store = store_new(&limits);
    store_listen(run->store, &listener);
    run->chronicle = chronicle_new();
    run->ingest = ingest_new(run->loop, run->store, run->chronicle, &options);
    run->feeds = feeds_new(run->loop, run->ingest);
    assert_int_equal(feeds_open(run->feeds, run->path, &settings, &err), 0);
    feeds_start(run->feeds);
    while (!feeds_are_gone(run->feeds) || !ingest_is_idle(run->ingest))
        loop_run(run->loop, LOOP_ONCE);
}

static void end(struct run *run)
{
    feeds_free(&run->feeds);
    ingest_free(&run->ingest);
    store_free(&run->store);
    chronicle_free(&run->chronicle);
    loop_free(&run->loop);
    unlink(run->path);
}

static void event_text(struct buf *out, int i)
{
    buf_add_fmt(out,
                "{\"id\":%d,\"timestamp\":\"2026-03-01T00:%02d:%02dZ\",\"event_type\":{\"id\":1},"
                "\"event_severity\":{\"id\":0},\"description\":\"number %d\"}\n",
                1000 + i, i / 60 % 60, i % 60, i);
}

static void same_events_at_any_budget(void **state)
{
    static const int64_t budgets[] = {0, 1, 50000, INGEST_BUDGET_NS};
    struct buf text = {0};
    (void)state;
    for (int i = 0; i < EVENTS; i++)
        event_text(&text, i);
    for (size_t b = 0; b < sizeof budgets / sizeof budgets[0]; b++) {
        struct run run = {0};
        int i = 0;
        write_file(&run, buf_cstr(&text));
        read_all(&run, budgets[b]);
        assert_int_equal(store_count(run.store), EVENTS);
        for (row_id row = store_oldest(run.store); row != ROW_NONE; row = store_next(run.store, row))
            assert_int_equal(store_id(run.store, row), 1000 + i++);
        const struct feed *feed = source_feed(feeds_source(run.feeds, 0));
        assert_int_equal(feed->events, EVENTS);
        assert_int_equal(feed->drops, 0);
        assert_true(run.batches > 0);
        end(&run);
    }
    buf_fini(&text);
}

static void bad_texts_cost_no_neighbour(void **state)
{
    struct run run = {0};
    struct buf text = {0}, raw = {0};
    (void)state;
    event_text(&text, 1);
    buf_add_text(&text, "{\"id\":5,\"description\":NaN}\n");
    event_text(&text, 2);
    event_text(&text, 2); /* twice: a duplicate */
    buf_add_text(&text, "{\"id\":6,\"descr");
    write_file(&run, buf_cstr(&text));
    read_all(&run, 0);
    assert_int_equal(store_count(run.store), 2);
    assert_int_equal(run.bads, 2);
    assert_int_equal(chronicle_bad_count(run.chronicle), 2);
    const struct desk_bad *bad = chronicle_bad(run.chronicle, 0);
    assert_int_equal(bad->line, 2);
    assert_true(str_starts(bad->raw, STR("{\"id\":5")));
    assert_int_equal(source_feed(feeds_source(run.feeds, 0))->duplicates, 1);
    assert_int_equal(source_feed(feeds_source(run.feeds, 0))->bad, 2);
    assert_true(store_raw(run.store, store_newest(run.store), &raw, NULL) >= 0);
    assert_true(str_starts(buf_str(&raw), STR("{\"id\":1002,")) && raw.p[raw.n - 1] == '}');
    end(&run);
    buf_fini(&raw);
    buf_fini(&text);
}

static void the_chronicle_is_capped(void **state)
{
    struct chronicle *chronicle = chronicle_new();
    char raw[CHRONICLE_RAW_MAX + 10];
    (void)state;
    memset(raw, 'x', sizeof raw);
    for (int i = 0; i < CHRONICLE_MAX + 5; i++) {
        struct desk_bad bad = {.line = (uint64_t)i, .raw = {raw, sizeof raw}};
        chronicle_add_bad(chronicle, &bad);
        chronicle_add_gap(chronicle, 0, i, i + 1, "test");
        chronicle_say(chronicle, TONE_TEXT, "said");
    }
    assert_int_equal(chronicle_bad_count(chronicle), CHRONICLE_MAX);
    assert_int_equal(chronicle_bad_total(chronicle), CHRONICLE_MAX + 5);
    assert_int_equal(chronicle_bad(chronicle, 0)->line, 5);
    assert_int_equal(chronicle_bad(chronicle, CHRONICLE_MAX - 1)->line, CHRONICLE_MAX + 4);
    assert_int_equal(chronicle_bad(chronicle, 0)->raw.n, CHRONICLE_RAW_MAX);
    assert_null(chronicle_bad(chronicle, CHRONICLE_MAX));
    assert_int_equal(chronicle_gap_count(chronicle), CHRONICLE_MAX);
    assert_int_equal(chronicle_gap(chronicle, 0)->from_ms, 5);
    chronicle_fill_gap(chronicle, 0, 10, 12);
    assert_int_equal(chronicle_gap_count(chronicle), CHRONICLE_MAX - 2);
    assert_int_equal(chronicle_gap(chronicle, 5)->from_ms, 12);
    chronicle_free(&chronicle);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_events_at_any_budget),
        cmocka_unit_test(bad_texts_cost_no_neighbour),
        cmocka_unit_test(the_chronicle_is_capped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
