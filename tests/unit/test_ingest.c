/* The sink: whatever the budget, the same events come in the same order; bad texts are told and cost no neighbour;
 * original bytes are found again. */
#include "app/feeds.h"
#include "decode/json.h"
#include "io/source_kind.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#define EVENTS 3000
#define MILLION 1000000

struct run {
    struct loop *loop;
    struct store *store;
    struct chronicle *chronicle;
    struct ingest *ingest;
    struct feeds *feeds;
    char path[64];
    int bads;
    size_t batches, added;
    unsigned pauses; /* turns of the loop in which the source had to wait */
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
    run->added += count;
}

static void write_file(struct run *run, const char *text)
{
    snprintf(run->path, sizeof run->path, "/tmp/test_ingest.XXXXXX");
    int fd = mkstemp(run->path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
}

static void begin(struct run *run, int64_t budget_ns)
{
    struct store_options limits = {0};
    struct ingest_options options = {.budget_ns = budget_ns, .bad = on_bad, .user = run};
    struct store_listener listener = {.added = on_added, .user = run};
    run->loop = loop_new();
    run->store = store_new(&limits);
    store_listen(run->store, &listener);
    run->chronicle = chronicle_new();
    run->ingest = ingest_new(run->loop, run->store, run->chronicle, &options);
}

static void read_all(struct run *run, int64_t budget_ns)
{
    struct source_settings settings = {.since_ms = INSTANT_NONE, .until_ms = INSTANT_NONE};
    struct error err = {0};
    begin(run, budget_ns);
    run->feeds = feeds_new(run->loop, run->ingest);
    assert_int_equal(feeds_open(run->feeds, run->path, &settings, &err), 0);
    feeds_start(run->feeds);
    while (!feeds_are_gone(run->feeds) || !ingest_is_idle(run->ingest)) {
        loop_run(run->loop, LOOP_ONCE);
        run->pauses += source_feed(feeds_source(run->feeds, 0))->state == FEED_PAUSED;
    }
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
        assert_true(feed->per_second == 0 && feed->lag_ms < 0); /* it was all history */
        assert_true(run.batches > 0);
        end(&run);
    }
    buf_fini(&text);
}

static void the_rate_counts_what_is_new(void **state)
{
    struct run run = {0};
    struct buf text = {0};
    struct source_settings settings = {.follow = true, .since_ms = INSTANT_NONE, .until_ms = INSTANT_NONE};
    (void)state;
    for (int i = 0; i < EVENTS; i++)
        event_text(&text, i);
    write_file(&run, buf_cstr(&text));
    begin(&run, 0);
    run.feeds = feeds_new(run.loop, run.ingest);
    assert_int_equal(feeds_open(run.feeds, run.path, &settings, NULL), 0);
    feeds_start(run.feeds);
    struct source *source = feeds_source(run.feeds, 0);
    while (source_feed(source)->events < EVENTS || source_feed(source)->progress >= 0)
        loop_run(run.loop, LOOP_ONCE);
    assert_true(source_feed(source)->per_second == 0);
    assert_true(source_feed(source)->lag_ms < 0);
    buf_clear(&text);
    for (int i = 0; i < 20; i++)
        event_text(&text, EVENTS + i);
    FILE *file = fopen(run.path, "a");
    assert_non_null(file);
    assert_int_equal(fwrite(text.p, 1, text.n, file), text.n);
    assert_int_equal(fclose(file), 0);
    while (source_feed(source)->events < EVENTS + 20)
        loop_run(run.loop, LOOP_ONCE);
    assert_true(source_feed(source)->per_second > 0);
    end(&run);
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

/* ---- one bad element in a page of a hundred ---- */

struct spoiled {
    const char *open;  /* the element begins so */
    const char *again; /* then this, so often */
    int times;
    const char *close;
    const char *reason; /* a part of what the journal says */
};

static void add_page(struct buf *page, uint64_t first, const struct spoiled *spoiled)
{
    buf_add_byte(page, '[');
    for (uint64_t i = 0; i < 100; i++) {
        if (i > 0)
            buf_add_byte(page, ',');
        if (i != 40 || spoiled == NULL) {
            buf_add_fmt(page, "{\"id\":%llu,\"event_type\":{\"id\":1}}", (unsigned long long)(first + i));
            continue;
        }
        buf_add_text(page, spoiled->open);
        for (int n = 0; n < spoiled->times; n++)
            buf_add_text(page, spoiled->again);
        buf_add_text(page, spoiled->close);
    }
    buf_add_byte(page, ']');
}

static void no_start(struct source *source)
{
    (void)source;
}

static void deliver(struct run *run, struct source *source, const struct buf *page)
{
    struct sink sink = ingest_sink(run->ingest);
    const struct sink_chunk chunk = {.bytes = buf_str(page), .framing = SINK_PAGE, .file = -1};
    assert_true(sink.ops->bytes(sink.user, source, &chunk));
    while (!ingest_is_idle(run->ingest))
        loop_run(run->loop, LOOP_ONCE);
}

static void one_bad_element_in_a_hundred(void **state)
{
    static const struct spoiled rows[] = {
        {"{\"id\":NaN", "", 0, "}", ""},
        {"{\"id\":{\"x\":1", "", 0, "}}", "id"},
        {"{\"id\":9,\"x\":", "[", 70, "1", ""}, /* what is opened is never closed */
        {"{\"id\":9", ",\"k\":{}", JSON_KEYS_MAX, "}", "keys"},
        {"{\"id\":9,\"x\":\"", "0123456789abcdef", 70000, "\"}", "longer than 1 MiB"},
    };
    static const struct source_ops ops = {.start = no_start};
    static const struct source_settings settings = {0};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct run run = {.path = "page"};
        struct source source = {0};
        struct buf first = {0}, next = {0};
        begin(&run, 0);
        source_init(&source, &ops, run.loop, &settings, ingest_sink(run.ingest), "page");
        ingest_add(run.ingest, &source, run.path);
        add_page(&first, 1000, &rows[i]);
        deliver(&run, &source, &first);
        assert_int_equal(store_count(run.store), 99);
        for (uint64_t id = 1000; id < 1100; id++)
            assert_int_equal(store_has_id(run.store, id), id != 1040);
        assert_int_equal(chronicle_bad_total(run.chronicle), 1);
        const struct desk_bad *bad = chronicle_bad(run.chronicle, 0);
        assert_true(bad->reason[0] != '\0');
        assert_non_null(strstr(bad->reason, rows[i].reason));
        assert_true(str_starts(bad->raw, str_of(rows[i].open)));
        add_page(&next, 2000, NULL); /* and the next page is read */
        deliver(&run, &source, &next);
        assert_int_equal(store_count(run.store), 199);
        assert_int_equal(source_feed(&source)->events, 199);
        assert_int_equal(source_feed(&source)->bad, 1);
        buf_fini(&first);
        buf_fini(&next);
        end(&run);
    }
}

/* ---- floods ---- */

static void one_id_that_never_says_the_same(void **state)
{
    struct run run = {0};
    struct buf text = {0}, raw = {0};
    (void)state;
    for (int i = 0; i < EVENTS; i++)
        buf_add_fmt(&text, "{\"id\":7,\"description\":\"version %d\"}\n", i);
    buf_add_fmt(&text, "{\"id\":7,\"description\":\"version %d\"}\n{\"id\":8}\n", EVENTS - 1);
    write_file(&run, buf_cstr(&text));
    read_all(&run, 0);
    assert_int_equal(store_count(run.store), EVENTS + 1);
    row_id row = store_oldest(run.store);
    assert_int_equal(store_marks(run.store, row) & EVENT_CHANGED, 0); /* the first stays as it was */
    assert_true(store_raw(run.store, row, &raw, NULL) >= 0);
    assert_true(str_eq(buf_str(&raw), STR("{\"id\":7,\"description\":\"version 0\"}")));
    for (int i = 1; i < EVENTS; i++) {
        row = store_next(run.store, row);
        assert_int_equal(store_id(run.store, row), 7);
        assert_int_equal(store_marks(run.store, row) & EVENT_CHANGED, EVENT_CHANGED);
    }
    const struct feed *feed = source_feed(feeds_source(run.feeds, 0));
    assert_int_equal(feed->events, EVENTS + 1);
    assert_int_equal(feed->changed, EVENTS - 1);
    assert_int_equal(feed->duplicates, 1);
    assert_int_equal(feed->bad, 0);
    end(&run);
    buf_fini(&raw);
    buf_fini(&text);
}

/* More than a turn of the loop can take: the file is read slower, and every event is there once. */
static void a_million_events_of_one_second(void **state)
{
    struct run run = {0};
    struct buf text = {0};
    (void)state;
    for (int i = 1; i <= MILLION; i++)
        buf_add_fmt(&text, "{\"id\":%d,\"timestamp\":\"2026-03-01T00:00:00Z\"}\n", i);
    write_file(&run, buf_cstr(&text));
    buf_fini(&text);
    read_all(&run, INGEST_BUDGET_NS);
    const struct feed *feed = source_feed(feeds_source(run.feeds, 0));
    assert_int_equal(feed->events, MILLION);
    assert_int_equal(feed->duplicates + feed->bad + feed->drops, 0);
    assert_int_equal(run.added, MILLION);
    assert_int_equal(store_count(run.store) + store_evicted(run.store), MILLION);
    assert_true(run.pauses > 0);
    uint64_t id = store_evicted(run.store);
    for (row_id row = store_oldest(run.store); row != ROW_NONE; row = store_next(run.store, row))
        assert_int_equal(store_id(run.store, row), ++id);
    end(&run);
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
        cmocka_unit_test(the_rate_counts_what_is_new),
        cmocka_unit_test(bad_texts_cost_no_neighbour),
        cmocka_unit_test(one_bad_element_in_a_hundred),
        cmocka_unit_test(one_id_that_never_says_the_same),
        cmocka_unit_test(a_million_events_of_one_second),
        cmocka_unit_test(the_chronicle_is_capped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
