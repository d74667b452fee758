/* Folded lists against a naive model: random arrivals (late, out of order, without time or device), eviction, new tests,
 * kinds, spans and orders. Whatever happens, every event of the list is either a row or stands behind exactly one; the
 * numbers of the rows add up to the events; which row stands does not depend on how the list was made. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/xalloc.h"
#include "filter/filter.h"
#include "made.h"
#include "model/cause.h"
#include "query/marks.h"
#include "query/order.h"

#include <stdlib.h>

#define ROUNDS 250
#define STORE_BYTES ((size_t)1 << 20) /* small segments: eviction happens all the time */
#define KEY_MAX 200

static const struct raw_place copied = {-1, 0};

struct world {
    struct store *store;
    struct slice *slice;
    uint64_t modulus; /* every modulus-th id is listed */
    uint64_t random, next;
    struct fold_by by;
    struct slice_order order;
    int64_t now;
    size_t folded;
};

static size_t below(struct world *w, size_t limit)
{
    return (size_t)(made_random(&w->random) % limit);
}

static void run_rule(void *user, const struct segment *segment, uint32_t from, uint32_t to, uint64_t *bits)
{
    const struct world *w = user;
    for (uint32_t r = from; r < to; r++) {
        if (segment_ids(segment)[r] % w->modulus == 0)
            bits[(r - from) / 64] |= UINT64_C(1) << ((r - from) % 64);
    }
}

/* Few devices, causes and types, so that there is something to fold; a part without this or that. The same number is
 * the same event. */
static void fill_event(struct made *made, uint64_t n, int64_t ms)
{
    uint64_t state = n * 31 + 7;
    made_event(made, n, ms);
    struct value *v = made->event.v;
    static const field_id others[] = {FIELD_SIM_ID, FIELD_USER_ID, FIELD_ORG_ID};
    uint64_t who = made_random(&state) % 12, what = made_random(&state) % 6;
    v[FIELD_DEV] = VALUE_ABSENT;
    v[FIELD_DEV_ID] = VALUE_ABSENT;
    if (who < 7)
        made_number(made, FIELD_DEV_ID, (int64_t)(700 + who));
    else if (who < 10)
        made_number(made, others[who - 7], (int64_t)(700 + made_random(&state) % 2));
    if (who == 10)
        made_text(made, FIELD_USER, "user %d \"x\"", (int)(made_random(&state) % 2));
    if (what < 2)
        made_text(made, FIELD_CAUSE, "cause_%d", (int)what);
    if (what == 2)
        made_text(made, FIELD_CAUSE, CAUSE_OTHER);
    if (what == 2 && made_random(&state) % 3 > 0)
        made_text(made, FIELD_CAUSE_TEXT, "reason # of \"%d\"", (int)(made_random(&state) % 2));
    made_number(made, FIELD_TYPE_ID, 1 + (int64_t)made->event.type);
    if (what == 5) {
        made->event.type = TYPE_OTHER;
        made_number(made, FIELD_TYPE, TYPE_OTHER);
        made_number(made, FIELD_TYPE_ID, (int64_t)(4711 + made_random(&state) % 2));
        if (made_random(&state) % 2 == 0)
            v[FIELD_TYPE_ID] = VALUE_ABSENT;
    }
    if (made_random(&state) % 20 == 0)
        v[FIELD_SEV] = VALUE_ABSENT;
    if (made_random(&state) % 20 == 0)
        v[FIELD_TS] = VALUE_ABSENT;
}

static void append(struct store *store, uint64_t n, int64_t ms)
{
    struct made made;
    row_id row;
    fill_event(&made, n, ms);
    store_append(store, &made.event, 0, copied, &row);
}

static void arrive(struct world *w)
{
    size_t count = 1 + below(w, 300), kind = below(w, 10);
    for (size_t i = 0; i < count; i++) {
        w->now += (int64_t)below(w, 50);
        int64_t late = kind == 0 ? 100000 + (int64_t)(count - i) * 20 : (int64_t)below(w, 11000);
        append(w->store, w->next++, w->now - late);
    }
    store_flush(w->store);
}

/* ---- the naive model ---- */

static void add_value(const struct store *store, row_id row, field_id field, char *out, size_t *n)
{
    struct value v;
    bool has = store_get(store, row, field, &v);
    *n += (size_t)snprintf(out + *n, KEY_MAX - *n, "%s=%s%lld%.*s;", field_row(field)->name, has ? "" : "?",
                           has ? (long long)v.i : 0, STR_ARG(v.s));
}

/* Empty: it stands alone. */
static void naive_key(struct fold_by by, const struct store *store, row_id row, char out[KEY_MAX])
{
    static const field_id subjects[] = {FIELD_DEV_ID, FIELD_SIM_ID, FIELD_USER, FIELD_ORG_ID};
    struct value v;
    size_t n = 0;
    bool found = false;
    out[0] = '\0';
    if (by.kind == FOLD_NONE || !store_get(store, row, FIELD_TS, &v))
        return;
    n = (size_t)snprintf(out, KEY_MAX, "%lld;%d;%d;", (long long)(v.i / by.span_ms), store_severity(store, row),
                         store_alert(store, row));
    for (int i = 0; i < (by.kind == FOLD_REPEATS ? 4 : by.kind == FOLD_DEVICE ? 1 : 0) && !found; i++) {
        found = store_get(store, row, subjects[i], &v);
        if (found)
            add_value(store, row, subjects[i], out, &n);
    }
    if (!found && by.kind != FOLD_CAUSE)
        out[0] = '\0';
    if (out[0] == '\0' || by.kind == FOLD_DEVICE)
        return;
    add_value(store, row, FIELD_TYPE, out, &n);
    add_value(store, row, FIELD_CAUSE, out, &n);
    add_value(store, row, FIELD_CAUSE_TEXT, out, &n);
    if (store_type(store, row) == TYPE_OTHER)
        add_value(store, row, FIELD_TYPE_ID, out, &n);
}

struct entry {
    char key[KEY_MAX];
    row_id row, stands;
    struct fold_sum sum;
};

static int by_key(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int way = strcmp(x->key, y->key);
    return way != 0 ? way : x->row < y->row ? -1 : 1;
}

static int by_row(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    return x->row < y->row ? -1 : x->row > y->row;
}

/* Every matching event by arrival, and what its group is. */
static struct entry *naive(const struct world *w, size_t *count)
{
    struct entry *entries = xmalloc((store_count(w->store) + 1) * sizeof *entries);
    size_t n = 0;
    for (row_id row = store_oldest(w->store); row != ROW_NONE; row = store_next(w->store, row)) {
        if (store_id(w->store, row) % w->modulus != 0)
            continue;
        int64_t ms = store_order_ms(w->store, row);
        entries[n] = (struct entry){.row = row, .stands = row, .sum = {1, ms, ms}};
        naive_key(w->by, w->store, row, entries[n++].key);
    }
    qsort(entries, n, sizeof *entries, by_key);
    for (size_t i = 0, from = 0; i < n; i++) {
        from = entries[i].key[0] != '\0' && strcmp(entries[i].key, entries[from].key) == 0 ? from : i;
        entries[i].stands = entries[from].row;
        if (i == from)
            continue;
        struct fold_sum *sum = &entries[from].sum;
        int64_t ms = store_order_ms(w->store, entries[i].row);
        sum->count++;
        sum->first_ms = ms < sum->first_ms ? ms : sum->first_ms;
        sum->last_ms = ms > sum->last_ms ? ms : sum->last_ms;
    }
    qsort(entries, n, sizeof *entries, by_row);
    *count = n;
    return entries;
}

static size_t matches(const struct world *w, struct str query)
{
    struct filter *filter = NULL;
    struct error err = {0};
    const struct filter_env env = {0};
    size_t n = 0;
    if (filter_compile(query, &env, &filter, &err) < 0)
        fail_msg("%.*s: %s", STR_ARG(query), err.text);
    for (row_id row = store_oldest(w->store); row != ROW_NONE; row = store_next(w->store, row))
        n += store_id(w->store, row) % w->modulus == 0 && filter_match(filter, w->store, row);
    filter_free(&filter);
    return n;
}

/* The query of a row finds its group; an event without a group has none. */
static void check_query(const struct world *w, const struct entry *entry)
{
    struct buf query = {0};
    fold_query(w->by, w->store, entry->row, &query);
    assert_int_equal(query.n == 0, entry->key[0] == '\0');
    if (query.n > 0)
        if (matches(w, buf_str(&query)) != entry->sum.count)
            fail_msg("%s finds %zu, the group has %zu: %s", buf_cstr(&query), matches(w, buf_str(&query)), entry->sum.count, entry->key);
    buf_fini(&query);
}

static void check(struct world *w, const struct slice *slice)
{
    size_t n, rows = 0, events = 0, index;
    struct entry *entries = naive(w, &n);
    assert_int_equal(slice_event_count(slice), n);
    for (size_t i = 0; i < n; i++) {
        const struct slice_anchor anchor = slice_anchor(slice, entries[i].row);
        bool stands = entries[i].stands == entries[i].row;
        assert_int_equal(slice_find(slice, &anchor, &index), stands ? SLICE_EXACT : SLICE_FOLDED);
        assert_int_equal(slice_row(slice, index), entries[i].stands);
        struct fold_sum sum = slice_sum(slice, entries[i].row);
        w->folded += !stands;
        if (!stands)
            continue;
        rows++;
        events += sum.count;
        assert_int_equal(sum.count, entries[i].sum.count);
        assert_int_equal(sum.first_ms, entries[i].sum.first_ms);
        assert_int_equal(sum.last_ms, entries[i].sum.last_ms);
        if (below(w, 2000) == 0)
            check_query(w, &entries[i]);
    }
    assert_int_equal(rows, slice_count(slice));
    assert_int_equal(events, n);
    assert_int_equal(slice_folded(slice), n - rows);
    for (size_t i = 1; w->order.field == FIELD_TS && i < slice_count(slice); i++)
        assert_true((store_compare(w->store, slice_row(slice, i - 1), slice_row(slice, i)) < 0) ==
                    (w->order.direction == SLICE_ASCENDING));
    free(entries);
}

/* ---- what happens to it ---- */

static void finish(struct slice *slice)
{
    while (slice_work(slice, INT64_C(1000000000)))
        continue;
}

static void retest(struct world *w)
{
    const struct slice_test test = {run_rule, w};
    w->modulus = 1 + below(w, 3);
    slice_set_test(w->slice, &test);
}

static void refold(struct world *w)
{
    static const int64_t spans[] = {FOLD_SPAN_MIN, 10000, 60000, FOLD_SPAN_MAX};
    w->by = (struct fold_by){(enum fold_kind)below(w, FOLD_KIND_COUNT_), spans[below(w, 4)]};
    slice_set_fold(w->slice, w->by);
    assert_true(fold_same(slice_get_fold(w->slice), w->by));
}

static void reorder(struct world *w)
{
    static const field_id fields[] = {FIELD_TS, FIELD_TS, FIELD_OP, FIELD_SEV, FIELD_CAUSE};
    w->order = (struct slice_order){fields[below(w, 5)], below(w, 2) == 0 ? SLICE_ASCENDING : SLICE_DESCENDING};
    slice_set_order(w->slice, w->order);
}

/* A row that stands goes on standing while it is held, whatever arrives: the next one only rises when it goes. */
static void arrive_under_the_eye(struct world *w)
{
    finish(w->slice);
    size_t n = slice_count(w->slice), index;
    const struct slice_anchor eye = slice_anchor(w->slice, n > 0 ? slice_row(w->slice, below(w, n)) : ROW_NONE);
    size_t count = n > 0 ? slice_sum(w->slice, eye.row).count : 0;
    arrive(w);
    if (n == 0 || !store_has(w->store, eye.row))
        return;
    assert_int_equal(slice_find(w->slice, &eye, &index), SLICE_EXACT);
    assert_true(slice_sum(w->slice, eye.row).count >= count);
}

static void happen(struct world *w)
{
    switch (below(w, 12)) {
    case 0: retest(w); break;
    case 1: refold(w); break;
    case 2: reorder(w); break;
    case 3: slice_work(w->slice, 0); break;
    case 4:
        finish(w->slice);
        check(w, w->slice);
        break;
    default: arrive_under_the_eye(w);
    }
}

/* The list that has lived through everything, and one that is made of what is held now, newest first. */
static void check_against_new(struct world *w)
{
    const struct slice_test test = {run_rule, w};
    struct slice *fresh = slice_new(w->store);
    slice_set_order(fresh, w->order);
    slice_set_test(fresh, &test);
    slice_set_fold(fresh, w->by);
    finish(fresh);
    finish(w->slice);
    check(w, fresh);
    check(w, w->slice);
    slice_free(&fresh);
}

static void test_against_model(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 4; seed++) {
        struct world w = {.random = seed, .now = 1000000000, .modulus = 1, .order = {FIELD_TS, SLICE_ASCENDING}};
        w.store = store_new(&(struct store_options){.max_bytes = STORE_BYTES});
        w.slice = slice_new(w.store);
        for (int round = 0; round < ROUNDS; round++)
            happen(&w);
        check_against_new(&w);
        assert_true(store_evicted(w.store) > 0 && w.folded > 0);
        slice_free(&w.slice);
        store_free(&w.store);
    }
}

/* The same events in any order of arrival make the same groups: as many rows, as large, over the same times. */
static void test_order_of_arrival(void **state)
{
    (void)state;
    enum { EVENTS = 3000, SUMS = 3 };
    struct world w = {.random = 5};
    uint64_t numbers[EVENTS];
    for (uint64_t i = 0; i < EVENTS; i++)
        numbers[i] = i;
    for (int kind = FOLD_REPEATS; kind < FOLD_KIND_COUNT_; kind++) {
        uint64_t sums[SUMS] = {0};
        for (int turn = 0; turn < SUMS; turn++) {
            struct store *store = store_new(&(struct store_options){0});
            struct slice *slice = slice_new(store);
            slice_set_fold(slice, (struct fold_by){(enum fold_kind)kind, 60000});
            finish(slice);
            for (size_t i = EVENTS; i > 1; i--) {
                size_t k = below(&w, i);
                uint64_t swap = numbers[i - 1];
                numbers[i - 1] = numbers[k];
                numbers[k] = swap;
            }
            for (size_t i = 0; i < EVENTS; i++) {
                append(store, numbers[i], (int64_t)numbers[i] * 100);
                if (below(&w, 50) == 0)
                    store_flush(store);
            }
            store_flush(store);
            for (size_t i = 0; i < slice_count(slice); i++) {
                struct fold_sum sum = slice_sum(slice, slice_row(slice, i));
                uint64_t seed = (uint64_t)sum.first_ms * 1000003 + (uint64_t)sum.last_ms * 31 + sum.count;
                sums[turn] += made_random(&seed);
            }
            assert_int_equal(sums[turn], sums[0]);
            slice_free(&slice);
            store_free(&store);
        }
    }
}

/* Past its cap the table takes no more groups: who has none stands alone, and nothing is lost. */
static void test_cap(void **state)
{
    (void)state;
    struct store *store = store_new(&(struct store_options){0});
    struct fold fold;
    row_id rows[1000];
    for (uint64_t n = 0; n < 1000; n++)
        append(store, n, (int64_t)n * 100);
    size_t n = 0, events = 0;
    for (row_id row = store_oldest(store); row != ROW_NONE; row = store_next(store, row))
        rows[n++] = row;
    fold_init(&fold, store, (struct fold_by){FOLD_REPEATS, 60000});
    fold.most = 10;
    fold_take(&fold, rows, n);
    assert_true(fold.full && fold.used == 10 && fold.rows.n > 10);
    for (size_t i = 0; i < fold.rows.n; i++)
        events += fold_sum(&fold, rowlist_get(&fold.rows, i)).count;
    assert_int_equal(events, 1000);
    fold_fini(&fold);
    store_free(&store);
}

struct keeper {
    struct store *store;
    struct fold fold;
    struct rowlist all;
};

static void keep_added(void *user, row_id first, row_id last, size_t count)
{
    struct keeper *k = user;
    (void)count;
    for (row_id row = first; row != ROW_NONE && row <= last; row = store_next(k->store, row)) {
        row_id taken = row;
        rowlist_merge(&k->all, order_time(k->store), &row, 1);
        fold_take(&k->fold, &taken, 1);
    }
}

static void keep_evicting(void *user, const struct segment *segment)
{
    struct keeper *k = user;
    struct rowlist risen = {.n = 0};
    fold_evict(&k->fold, segment, &k->all, &risen);
    rowlist_drop_segment(&k->all, segment_seq(segment));
    rowlist_fini(&risen);
}

/* A group of which nothing is left takes no room. */
static void test_groups_go_with_their_events(void **state)
{
    (void)state;
    struct keeper k = {.store = store_new(&(struct store_options){.max_bytes = STORE_BYTES})};
    fold_init(&k.fold, k.store, (struct fold_by){FOLD_CAUSE, 10000});
    store_listen(k.store, &(struct store_listener){keep_added, keep_evicting, &k});
    struct made made;
    row_id row;
    for (uint64_t n = 0; n < 30000; n++) {
        made_event(&made, n, (int64_t)n * 300);
        store_append(k.store, &made.event, 0, copied, &row);
        if (n % 100 == 0)
            store_flush(k.store);
    }
    store_flush(k.store);
    assert_true(store_evicted(k.store) > 0);
    assert_int_equal(k.all.n, store_count(k.store));
    assert_int_equal(k.fold.used, k.fold.rows.n);
    store_unlisten(k.store, &k);
    rowlist_fini(&k.all);
    fold_fini(&k.fold);
    store_free(&k.store);
}

/* A mark on an event without a row of its own leads to the row that stands for it. */
static void test_marks(void **state)
{
    (void)state;
    struct store *store = store_new(&(struct store_options){0});
    for (uint64_t n = 0; n < 100; n++)
        append(store, n, (int64_t)n * 100);
    store_flush(store);
    struct slice *slice = slice_new(store);
    struct marks *marks = marks_new(store);
    slice_set_fold(slice, (struct fold_by){FOLD_CAUSE, FOLD_SPAN_MAX});
    finish(slice);
    row_id folded = ROW_NONE;
    for (size_t i = 0; i < slice_event_count(slice); i++) {
        const struct slice_anchor anchor = slice_anchor(slice, slice_event(slice, i));
        size_t index;
        if (slice_find(slice, &anchor, &index) == SLICE_FOLDED && index > 0)
            folded = anchor.row;
    }
    assert_true(marks_toggle(marks, folded));
    assert_int_equal(marks_next(marks, slice, 0), folded);
    assert_int_equal(marks_prev(marks, slice, slice_count(slice)), folded);
    marks_free(&marks);
    slice_free(&slice);
    store_free(&store);
}

static void test_names(void **state)
{
    (void)state;
    for (int kind = 0; kind < FOLD_KIND_COUNT_; kind++)
        assert_int_equal(fold_find(str_of(fold_name((enum fold_kind)kind))), kind);
    assert_int_equal(fold_find(STR("storm")), FOLD_KIND_COUNT_);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_cap),
        cmocka_unit_test(test_groups_go_with_their_events),
        cmocka_unit_test(test_marks),
        cmocka_unit_test(test_order_of_arrival),
        cmocka_unit_test(test_against_model),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
