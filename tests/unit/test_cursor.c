/* The promise of the stream view: whatever arrives, late or not, whatever is evicted, filtered or sorted anew, the
 * selected event stays selected and stays on its row of the screen; only its own eviction or a filter without it moves
 * the eye, and then to its neighbour in time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "made.h"
#include "view/window.h"

#define ROUNDS 1500
#define STORE_BYTES ((size_t)1 << 20) /* small segments: eviction happens all the time */

static const struct raw_place copied = {-1, 0};

struct world {
    struct store *store;
    struct slice *slice;
    struct cursor cursor;
    struct window window;
    struct desk desk;
    struct desk_gap gaps[8];
    int gap_count, height;
    uint64_t random, next, modulus; /* every modulus-th id is listed */
    int64_t now;
};

static size_t below(struct world *w, size_t limit)
{
    return (size_t)(made_random(&w->random) % limit);
}

static int gap_count(void *app)
{
    return ((struct world *)app)->gap_count;
}

static const struct desk_gap *gap_at(void *app, int index)
{
    return &((struct world *)app)->gaps[index];
}

static void match_ids(void *user, const struct segment *segment, uint32_t from, uint32_t to, uint64_t *bits)
{
    const struct world *w = user;
    for (uint32_t r = from; r < to; r++) {
        if (segment_ids(segment)[r] % w->modulus == 0)
            bits[(r - from) / 64] |= UINT64_C(1) << ((r - from) % 64);
    }
}

static void open_world(struct world *w, uint64_t seed, size_t max_bytes)
{
    *w = (struct world){.random = seed, .modulus = 1, .now = INT64_C(1787388000000), .height = 20};
    w->store = store_new(&(struct store_options){max_bytes});
    w->slice = slice_new(w->store);
    w->desk = (struct desk){.app = w, .store = w->store, .gap_count = gap_count, .gap = gap_at};
    cursor_init(&w->cursor, w->slice, w->store);
}

static void close_world(struct world *w)
{
    slice_free(&w->slice);
    store_free(&w->store);
}

static void arrive(struct world *w, size_t count)
{
    static struct made made;
    for (size_t i = 0; i < count; i++) {
        row_id row;
        w->now += (int64_t)below(w, 400);
        int64_t late = below(w, 4) == 0 ? (int64_t)below(w, 60000) : 0;
        made_event(&made, w->next++, w->now - late);
        store_append(w->store, &made.event, 0, copied, &row);
    }
    store_flush(w->store);
}

/* What the stream view does before each picture. */
static void settle(struct world *w)
{
    while (slice_work(w->slice, INT64_C(1000000000)))
        ;
    cursor_settle(&w->cursor, w->height);
    window_fill(&w->window, &w->cursor, &w->desk);
    if (w->window.cursor >= 0)
        w->cursor.offset = (size_t)w->window.cursor;
    slice_hold(w->slice, w->cursor.mode == CURSOR_HOLD ? cursor_row(&w->cursor) : ROW_NONE);
}

static void set_modulus(struct world *w, uint64_t modulus)
{
    const struct slice_test test = {match_ids, w};
    w->modulus = modulus;
    slice_set_test(w->slice, modulus == 1 ? NULL : &test);
}

static void set_order(struct world *w)
{
    static const field_id fields[] = {FIELD_TS, FIELD_DEV, FIELD_SEV, FIELD_TYPE};
    slice_set_order(w->slice, (struct slice_order){fields[below(w, 4)], below(w, 2) ? SLICE_ASCENDING : SLICE_DESCENDING});
}

static void add_gap(struct world *w)
{
    if (w->gap_count == 8)
        w->gap_count = 0;
    int64_t until = w->now - (int64_t)below(w, 30000);
    w->gaps[w->gap_count++] = (struct desk_gap){.from_ms = until - 5000, .until_ms = until};
}

/* Something that is not a key. */
static void disturb(struct world *w)
{
    switch (below(w, 6)) {
    case 0: set_modulus(w, 1 + below(w, 4)); break;
    case 1: set_order(w); break;
    case 2: add_gap(w); break;
    default: arrive(w, 1 + below(w, 120)); break;
    }
}

/* Keys that walk about. */
static void walk(struct world *w)
{
    static const char *const keys[] = {"up", "down", "page-up", "page-down", "half-up", "half-down", "first", "up"};
    cursor_command(&w->cursor, str_of(keys[below(w, 8)]));
    cursor_hold(&w->cursor);
    settle(w);
}

/* The picture hangs together: the selected row is where the window says, and events stand in the slice's order. */
static void check_window(const struct world *w)
{
    if (slice_count(w->slice) == 0)
        return;
    assert_in_range(w->window.cursor, 0, w->height - 1);
    assert_true(w->window.count <= w->height);
    assert_true(w->window.rows[w->window.cursor].row == cursor_row(&w->cursor));
    size_t next = SIZE_MAX;
    for (int i = 0; i < w->window.count; i++) {
        const struct window_row *row = &w->window.rows[i];
        if (row->kind != WINDOW_EVENT)
            continue;
        assert_true(row->row == slice_row(w->slice, row->index));
        assert_true(next == SIZE_MAX || row->index == next);
        next = row->index + 1;
    }
}

static void nothing_moves_under_the_eye(void **state)
{
    (void)state;
    static struct world w;
    open_world(&w, 7, STORE_BYTES);
    arrive(&w, 500);
    settle(&w);
    size_t kept = 0;
    for (int round = 0; round < ROUNDS; round++) {
        if (below(&w, 3) == 0 || w.cursor.mode == CURSOR_FOLLOW)
            walk(&w);
        row_id eye = w.cursor.anchor.row; /* what was chosen, also while a filter hides it */
        int at = w.window.cursor;
        disturb(&w);
        bool listed = eye != ROW_NONE && store_has(w.store, eye) && store_id(w.store, eye) % w.modulus == 0;
        settle(&w);
        check_window(&w);
        if (slice_count(w.slice) == 0)
            continue;
        assert_int_equal(w.window.cursor, at);
        assert_true(!listed || cursor_row(&w.cursor) == eye);
        kept += listed;
    }
    assert_true(kept > ROUNDS / 2);
    assert_true(store_evicted(w.store) > 0);
    close_world(&w);
}

static void an_expired_eye_goes_to_its_neighbour(void **state)
{
    (void)state;
    static struct world w;
    open_world(&w, 11, STORE_BYTES);
    arrive(&w, 300);
    settle(&w);
    cursor_first(&w.cursor);
    settle(&w);
    row_id eye = cursor_row(&w.cursor);
    while (store_has(w.store, eye))
        arrive(&w, 200);
    settle(&w);
    assert_true(w.cursor.lost);
    assert_int_equal(w.cursor.mode, CURSOR_HOLD);
    assert_int_equal(w.window.cursor, 0);
    assert_int_equal(w.cursor.index, 0);
    close_world(&w);
}

static void rows_that_expire_above_leave_their_place(void **state)
{
    (void)state;
    static struct world w;
    open_world(&w, 13, STORE_BYTES);
    arrive(&w, 2000);
    settle(&w);
    cursor_follow(&w.cursor);
    settle(&w);
    cursor_move(&w.cursor, -3);
    settle(&w);
    int at = w.window.cursor;
    row_id eye = cursor_row(&w.cursor);
    size_t above = w.cursor.index;
    while (store_has(w.store, eye) && w.cursor.index >= (size_t)at && w.cursor.index <= above) {
        above = w.cursor.index;
        arrive(&w, 50);
        settle(&w);
        if (store_has(w.store, eye))
            assert_int_equal(w.window.cursor, at);
    }
    assert_int_equal(w.window.cursor, at);
    close_world(&w);
}

static void following_shows_the_newest_at_the_bottom(void **state)
{
    (void)state;
    static struct world w;
    open_world(&w, 17, 0);
    for (int round = 0; round < 50; round++) {
        arrive(&w, 1 + below(&w, 7));
        if (below(&w, 4) == 0)
            add_gap(&w);
        settle(&w);
        check_window(&w);
        assert_int_equal(w.cursor.index, slice_count(w.slice) - 1);
        assert_int_equal(w.window.cursor, w.window.count - 1);
    }
    assert_int_equal(w.window.count, w.height);
    close_world(&w);
}

static void keys_leave_and_resume_following(void **state)
{
    (void)state;
    static struct world w;
    open_world(&w, 19, 0);
    arrive(&w, 100);
    settle(&w);
    cursor_command(&w.cursor, STR("up"));
    assert_int_equal(w.cursor.mode, CURSOR_HOLD);
    arrive(&w, 10);
    settle(&w);
    assert_int_equal(slice_news(w.slice).rows, 10);
    cursor_command(&w.cursor, STR("last"));
    settle(&w);
    assert_int_equal(w.cursor.mode, CURSOR_FOLLOW);
    assert_int_equal(slice_news(w.slice).rows, 0);
    cursor_command(&w.cursor, STR("up"));
    cursor_command(&w.cursor, STR("down"));
    cursor_command(&w.cursor, STR("down"));
    assert_int_equal(w.cursor.mode, CURSOR_FOLLOW);
    close_world(&w);
}

/* Keys come at any time, also between an arrival and the next picture. */
static void a_key_starts_from_what_is_seen(void **state)
{
    (void)state;
    static struct world w;
    open_world(&w, 29, 0);
    arrive(&w, 200);
    settle(&w);
    for (int round = 0; round < 200; round++) {
        arrive(&w, below(&w, 30)); /* some of them late, above the eye */
        size_t index;
        struct slice_anchor anchor = slice_anchor(w.slice, cursor_row(&w.cursor));
        assert_int_equal(slice_find(w.slice, &anchor, &index), SLICE_EXACT);
        row_id expected = slice_row(w.slice, index - 1);
        cursor_command(&w.cursor, STR("up"));
        assert_true(cursor_row(&w.cursor) == expected);
        cursor_follow(&w.cursor);
        settle(&w);
    }
    close_world(&w);
}

static void every_height_has_room_for_the_eye(void **state)
{
    (void)state;
    static struct world w;
    open_world(&w, 23, 0);
    arrive(&w, 40);
    settle(&w);
    cursor_command(&w.cursor, STR("page-up"));
    for (int height = 30; height >= 1; height--) {
        row_id eye = cursor_row(&w.cursor);
        w.height = height;
        settle(&w);
        check_window(&w);
        assert_true(cursor_row(&w.cursor) == eye);
    }
    w.height = 60;
    settle(&w);
    check_window(&w);
    close_world(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_moves_under_the_eye),
        cmocka_unit_test(an_expired_eye_goes_to_its_neighbour),
        cmocka_unit_test(rows_that_expire_above_leave_their_place),
        cmocka_unit_test(following_shows_the_newest_at_the_bottom),
        cmocka_unit_test(keys_leave_and_resume_following),
        cmocka_unit_test(a_key_starts_from_what_is_seen),
        cmocka_unit_test(every_height_has_room_for_the_eye),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
