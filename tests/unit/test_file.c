/* The file source against real files, pipes and FIFOs: what is delivered is what was written, whatever the packing,
 * the rotation and the pauses. */
#include "base/buf.h"
#include "base/instant.h"
#include "base/xalloc.h"
#include "io/source.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <cmocka.h>

struct taken {
    struct buf bytes; /* '|' for each cut */
    struct source *source;
    unsigned chunks, states;
    bool refuse, gone, from_file;
};

static bool take(void *user, struct source *source, const struct sink_chunk *chunk)
{
    struct taken *t = user;
    assert_ptr_equal(source, t->source);
    t->chunks++;
    if (chunk->file >= 0) {
        char *again = xmalloc(chunk->bytes.n);
        assert_int_equal(pread(chunk->file, again, chunk->bytes.n, (off_t)chunk->offset), (ssize_t)chunk->bytes.n);
        assert_memory_equal(again, chunk->bytes.p, chunk->bytes.n);
        free(again);
        t->from_file = true;
    }
    buf_add_str(&t->bytes, chunk->bytes);
    return !t->refuse;
}

static void take_cut(void *user, struct source *source)
{
    (void)source;
    buf_add_byte(&((struct taken *)user)->bytes, '|');
}

static void take_gap(void *user, struct source *source, int64_t from, int64_t until, const char *why)
{
    (void)user;
    (void)source;
    (void)from;
    (void)until;
    (void)why;
    fail_msg("a file has no gaps");
}

static void take_state(void *user, struct source *source)
{
    (void)source;
    ((struct taken *)user)->states++;
}

static const struct sink_ops sink_ops = {take, take_cut, take_gap, take_state, NULL};

struct world {
    struct loop *loop;
    char dir[64], path[128];
    struct taken taken;
};

static const struct source_kind *const kinds[] = {&file_source_kind, NULL};

static int setup(void **state)
{
    struct world *w = xcalloc(1, sizeof *w);
    w->loop = loop_new();
    strcpy(w->dir, "/tmp/evmon-file-XXXXXX");
    assert_non_null(mkdtemp(w->dir));
    snprintf(w->path, sizeof w->path, "%s/events", w->dir);
    *state = w;
    return 0;
}

static void gone(void *user, struct source *source)
{
    struct taken *t = user;
    assert_ptr_equal(source, t->source);
    assert_false(t->gone);
    t->gone = true;
}

static void close_source(struct world *w)
{
    source_close(w->taken.source, gone, &w->taken);
    while (!w->taken.gone)
        loop_run(w->loop, LOOP_ONCE);
    w->taken.source = NULL;
}

static int teardown(void **state)
{
    struct world *w = *state;
    if (w->taken.source != NULL)
        close_source(w);
    loop_free(&w->loop);
    buf_fini(&w->taken.bytes);
    char command[160];
    snprintf(command, sizeof command, "rm -rf '%s'", w->dir);
    assert_int_equal(system(command), 0);
    free(w);
    return 0;
}

static void write_file(const char *path, int flags, const void *bytes, size_t n)
{
    int fd = open(path, O_WRONLY | O_CREAT | flags, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, n), (ssize_t)n);
    close(fd);
}

static void append(struct world *w, const char *text)
{
    write_file(w->path, O_APPEND, text, strlen(text));
}

static void open_spec(struct world *w, const char *spec, bool follow)
{
    struct source_settings settings = {.follow = follow, .since_ms = INSTANT_NONE, .until_ms = INSTANT_NONE};
    struct error err = {0};
    w->taken.source = source_open(w->loop, kinds, str_of(spec), &settings, (struct sink){&sink_ops, &w->taken}, &err);
    if (w->taken.source == NULL)
        fail_msg("%s", err.text);
    assert_int_equal(source_feed(w->taken.source)->state, FEED_IDLE);
    source_start(w->taken.source);
}

static void run_to_end(struct world *w)
{
    while (source_feed(w->taken.source)->state != FEED_GONE)
        loop_run(w->loop, LOOP_ONCE);
}

static void wait_for(struct world *w, const char *text)
{
    struct str wanted = str_of(text);
    while (w->taken.bytes.n < wanted.n)
        loop_run(w->loop, LOOP_ONCE);
    assert_string_equal(buf_cstr(&w->taken.bytes), text);
}

static void plain_files_are_delivered_with_their_place(void **state)
{
    struct world *w = *state;
    struct buf big = {0};
    for (int i = 0; i < 300000; i++)
        buf_add_fmt(&big, "{\"id\":%d}\n", i);
    write_file(w->path, 0, big.p, big.n);
    open_spec(w, w->path, false);
    run_to_end(w);
    assert_true(w->taken.from_file);
    assert_true(w->taken.chunks > 2);
    assert_int_equal(w->taken.bytes.n, big.n + 1);
    assert_memory_equal(w->taken.bytes.p, big.p, big.n);
    assert_int_equal(source_feed(w->taken.source)->finished, 1);
    assert_false(source_is_open_ended(w->taken.source));
    buf_fini(&big);
}

static void tiny_and_empty_files(void **state)
{
    struct world *w = *state;
    write_file(w->path, 0, "{}", 2);
    open_spec(w, w->path, false);
    run_to_end(w);
    assert_string_equal(buf_cstr(&w->taken.bytes), "{}|");
    close_source(w);
    w->taken = (struct taken){.bytes = w->taken.bytes};
    buf_clear(&w->taken.bytes);
    write_file(w->path, O_TRUNC, "", 0);
    open_spec(w, w->path, false);
    run_to_end(w);
    assert_string_equal(buf_cstr(&w->taken.bytes), "|");
}

static void gzip(struct buf *out, const char *text)
{
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    char block[4096];
    z.next_in = (Bytef *)(uintptr_t)text;
    z.avail_in = (uInt)strlen(text);
    z.next_out = (Bytef *)block;
    z.avail_out = sizeof block;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    buf_add(out, block, sizeof block - z.avail_out);
    deflateEnd(&z);
}

static void gzip_with_several_members(void **state)
{
    struct world *w = *state;
    struct buf packed = {0};
    gzip(&packed, "{\"id\":1}\n");
    gzip(&packed, "{\"id\":2}\n");
    buf_add(&packed, "\0\0\0\0", 4);
    write_file(w->path, 0, packed.p, packed.n);
    open_spec(w, w->path, false);
    run_to_end(w);
    assert_string_equal(buf_cstr(&w->taken.bytes), "{\"id\":1}\n{\"id\":2}\n|");
    assert_false(w->taken.from_file);
    buf_fini(&packed);
}

static void damaged_gzip_gives_what_came_before(void **state)
{
    struct world *w = *state;
    struct buf packed = {0};
    gzip(&packed, "{\"id\":1}\n");
    size_t first = packed.n;
    gzip(&packed, "{\"id\":2}\n");
    write_file(w->path, 0, packed.p, first + 12);
    open_spec(w, w->path, false);
    run_to_end(w);
    assert_int_equal(source_feed(w->taken.source)->finished, 0);
    assert_non_null(strstr(source_feed(w->taken.source)->last_error.text, "ends in the middle"));
    assert_memory_equal(w->taken.bytes.p, "{\"id\":1}\n", 9);
    buf_fini(&packed);
}

static void zstd_unpacks_far_more_than_a_step(void **state)
{
    struct world *w = *state;
    size_t n = 20u << 20;
    char *text = xmalloc(n);
    memset(text, ' ', n);
    char *packed = xmalloc(ZSTD_compressBound(n));
    size_t size = ZSTD_compress(packed, ZSTD_compressBound(n), text, n, 3);
    write_file(w->path, 0, packed, size);
    open_spec(w, w->path, false);
    run_to_end(w);
    assert_int_equal(w->taken.bytes.n, n + 1);
    assert_true(w->taken.chunks >= 20);
    free(text);
    free(packed);
}

static void a_full_sink_stops_the_reading(void **state)
{
    struct world *w = *state;
    struct buf big = {0};
    for (int i = 0; i < 400000; i++)
        buf_add_fmt(&big, "{\"id\":%d}\n", i);
    write_file(w->path, 0, big.p, big.n);
    w->taken.refuse = true;
    open_spec(w, w->path, false);
    unsigned pauses = 0;
    while (source_feed(w->taken.source)->state != FEED_GONE) {
        loop_run(w->loop, LOOP_NOWAIT);
        if (source_feed(w->taken.source)->state != FEED_PAUSED)
            continue;
        unsigned chunks = w->taken.chunks;
        for (int i = 0; i < 20; i++)
            loop_run(w->loop, LOOP_NOWAIT);
        assert_int_equal(w->taken.chunks, chunks);
        pauses++;
        source_resume(w->taken.source, SOURCE_HOLD_SINK);
    }
    assert_true(pauses >= 3);
    assert_int_equal(w->taken.bytes.n, big.n + 1);
    assert_memory_equal(w->taken.bytes.p, big.p, big.n);
    buf_fini(&big);
}

static void follow_sees_growth_and_a_partial_line(void **state)
{
    struct world *w = *state;
    append(w, "{\"id\":1}\n{\"i");
    open_spec(w, w->path, true);
    wait_for(w, "{\"id\":1}\n{\"i");
    append(w, "d\":2}\n");
    wait_for(w, "{\"id\":1}\n{\"id\":2}\n");
    assert_int_equal(source_feed(w->taken.source)->state, FEED_LIVE);
    assert_false(w->taken.from_file);
}

static void follow_survives_rotation(void **state)
{
    struct world *w = *state;
    char old[160];
    snprintf(old, sizeof old, "%s.1", w->path);
    append(w, "one\n");
    open_spec(w, w->path, true);
    wait_for(w, "one\n");
    append(w, "two\n"); /* still to be read when the name goes */
    assert_int_equal(rename(w->path, old), 0);
    append(w, "three\n");
    wait_for(w, "one\ntwo\n|three\n");
    append(w, "four\n");
    wait_for(w, "one\ntwo\n|three\nfour\n");
}

static void follow_survives_truncation(void **state)
{
    struct world *w = *state;
    append(w, "a long first line\n");
    open_spec(w, w->path, true);
    wait_for(w, "a long first line\n");
    write_file(w->path, O_TRUNC, "short\n", 6);
    wait_for(w, "a long first line\n|short\n");
    write_file(w->path, O_TRUNC, "longer than before\n", 19); /* grown past the place: other bytes tell */
    wait_for(w, "a long first line\n|short\n|longer than before\n");
}

static void standard_input_is_a_pipe(void **state)
{
    struct world *w = *state;
    int ends[2], saved = dup(STDIN_FILENO);
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
    close(ends[0]);
    open_spec(w, "-", false);
    assert_int_equal(write(ends[1], "{\"id\"", 5), 5);
    wait_for(w, "{\"id\"");
    assert_int_equal(write(ends[1], ":1}", 3), 3);
    close(ends[1]);
    run_to_end(w);
    assert_string_equal(buf_cstr(&w->taken.bytes), "{\"id\":1}|");
    assert_int_equal(fcntl(STDIN_FILENO, F_GETFL) & O_NONBLOCK, 0);
    dup2(saved, STDIN_FILENO);
    close(saved);
}

static void a_fifo_packed_with_gzip_byte_by_byte(void **state)
{
    struct world *w = *state;
    struct buf packed = {0};
    gzip(&packed, "{\"id\":1}\n");
    assert_int_equal(mkfifo(w->path, 0600), 0);
    open_spec(w, w->path, false);
    int fd = open(w->path, O_WRONLY);
    for (size_t i = 0; i < packed.n; i++) {
        assert_int_equal(write(fd, packed.p + i, 1), 1);
        loop_run(w->loop, LOOP_NOWAIT);
    }
    close(fd);
    run_to_end(w);
    assert_string_equal(buf_cstr(&w->taken.bytes), "{\"id\":1}\n|");
    buf_fini(&packed);
}

static void an_endless_device_can_be_paused_and_closed(void **state)
{
    struct world *w = *state;
    w->taken.refuse = true;
    open_spec(w, "/dev/zero", false);
    while (source_feed(w->taken.source)->state != FEED_PAUSED)
        loop_run(w->loop, LOOP_ONCE);
    close_source(w);
}

static void what_cannot_be_opened_is_said(void **state)
{
    struct world *w = *state;
    struct source_settings settings = {0};
    struct sink sink = {&sink_ops, &w->taken};
    struct error err = {0};
    assert_null(source_open(w->loop, kinds, STR("/no/such/file"), &settings, sink, &err));
    assert_non_null(strstr(err.text, "/no/such/file: cannot be opened"));
    err_clear(&err);
    assert_null(source_open(w->loop, kinds, STR("file:/tmp"), &settings, sink, &err));
    assert_non_null(strstr(err.text, "is a directory"));
    err_clear(&err);
    assert_null(source_open(w->loop, kinds, STR("https://host/api"), &settings, sink, &err));
    assert_non_null(strstr(err.text, "emnify:URL"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(plain_files_are_delivered_with_their_place),
        TEST(tiny_and_empty_files),
        TEST(gzip_with_several_members),
        TEST(damaged_gzip_gives_what_came_before),
        TEST(zstd_unpacks_far_more_than_a_step),
        TEST(a_full_sink_stops_the_reading),
        TEST(follow_sees_growth_and_a_partial_line),
        TEST(follow_survives_rotation),
        TEST(follow_survives_truncation),
        TEST(standard_input_is_a_pipe),
        TEST(a_fifo_packed_with_gzip_byte_by_byte),
        TEST(an_endless_device_can_be_paused_and_closed),
        TEST(what_cannot_be_opened_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
