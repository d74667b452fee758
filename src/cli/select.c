/* Owns the joined test of a headless run. Must not know what is done with the rows. */
#include "cli/select.h"

#include "app/joined.h"
#include "app/listdir.h"
#include "app/plain.h"
#include "base/clock.h"
#include "base/xalloc.h"
#include "filter/filter.h"

#include <stdlib.h>

#define WORK_NS INT64_C(1000000000) /* nobody waits for a turn here */
#define TEST_WORDS (SEGMENT_ROWS / 64)

struct select {
    struct store *store;
    int64_t since, until, now;
    struct fleet *fleet, *own_fleet; /* NULL unless a fleet field is named or one was given */
    bool want_fleet;
    struct filter_env env;
    struct filter **filters; /* joined by and */
    size_t count;
    struct store_listener listener;
};

/* ---- reading the queries ---- */

static int add_query(struct select *select, const char *query)
{
    struct error err = {0};
    struct filter *filter;
    if (filter_compile(str_of(query), &select->env, &filter, &err) < 0) {
        joined_say(query, &err);
        return CLI_USAGE;
    }
    const char *flag = filter_live_flag(filter, 0);
    if (flag != NULL)
        plain_say("filter", "is:%s is %s, here it is false for every event", flag,
                  filter_idle_flag(filter) != NULL ? "kept by no part of this version" : "known to the screen only");
    select->filters[select->count++] = filter;
    return CLI_DONE;
}

static bool needs_fleet(const struct select *select)
{
    field_id field;
    if (select->want_fleet)
        return true;
    for (size_t i = 0; i < select->count; i++)
        if (filter_fleet_fields(select->filters[i], &field, 1) > 0)
            return true;
    return false;
}

static bool derive_row(void *user, row_id row, field_id field, struct value *out)
{
    const struct select *select = user;
    if (select->fleet == NULL)
        return false;
    if (field != FIELD_AGE)
        return fleet_derive(select->fleet, row, field, out);
    *out = (struct value){.kind = KIND_DURATION, .i = select->now - store_order_ms(select->store, row)};
    return true;
}

static struct value derive(void *user, const struct segment *segment, uint32_t row, field_id field)
{
    struct value value = VALUE_ABSENT;
    return derive_row(user, segment_row(segment, row), field, &value) ? value : VALUE_ABSENT;
}

int select_new(const struct pass *h, struct select **select_)
{
    const struct arg_list *queries = &h->args->given[ARG_FILTER];
    struct select *select = xcalloc(1, sizeof *select);
    int code = CLI_DONE;
    *select_ = select;
    select->env = (struct filter_env){
        .user = select, .derive = derive, .lookup_list = listdir_lookup, .zone = h->setup.zone, .now = clock_wall_ms()};
    select->filters = xcalloc(queries->n + 1, sizeof *select->filters);
    if (h->profile != NULL && add_query(select, profile_text(h->profile, PROFILE_FILTER)) != CLI_DONE)
        return CLI_CONFIG;
    for (size_t i = 0; i < queries->n && code == CLI_DONE; i++)
        code = add_query(select, queries->p[i]);
    return code;
}

/* ---- testing rows ---- */

/* Rows without a time fail, as they do for since and until in a query. */
static void keep_span(const struct select *select, const struct segment *segment, uint32_t from,
                      uint32_t to, uint64_t *bits)
{
    if (select->since == INSTANT_NONE && select->until == INSTANT_NONE)
        return;
    int64_t since = select->since == INSTANT_NONE ? INT64_MIN + 1 : select->since;
    int64_t until = select->until == INSTANT_NONE ? INT64_MAX : select->until;
    struct column times = segment_column(segment, FIELD_TS);
    const int64_t *ms = times.cells;
    for (uint32_t r = from; r < to; r++)
        if (ms[r] == COLUMN_I64_ABSENT || ms[r] < since || ms[r] >= until)
            bits[(r - from) / 64] &= ~(UINT64_C(1) << ((r - from) % 64));
}

/* A later delivery of a known id with other content is kept for the screen; here an id appears once. */
static void keep_first(const struct select *select, const struct segment *segment, uint32_t from,
                       uint32_t to, uint64_t *bits)
{
    for (uint32_t r = from; r < to; r++)
        if ((store_marks(select->store, segment_row(segment, r)) & EVENT_CHANGED) != 0)
            bits[(r - from) / 64] &= ~(UINT64_C(1) << ((r - from) % 64));
}

static void run_test(void *user, const struct segment *segment, uint32_t from, uint32_t to,
                     uint64_t *bits)
{
    const struct select *select = user;
    uint64_t one[TEST_WORDS];
    size_t words = (to - from + 63) / 64;
    memset(bits, 0xff, words * sizeof *bits);
    if ((to - from) % 64 != 0)
        bits[words - 1] = (UINT64_C(1) << ((to - from) % 64)) - 1;
    for (size_t i = 0; i < select->count; i++) {
        filter_run(select->filters[i], segment, from, to, one);
        for (size_t w = 0; w < words; w++)
            bits[w] &= one[w];
    }
    keep_span(select, segment, from, to, bits);
    keep_first(select, segment, from, to, bits);
}

/* `same` remembers what came; rows that were written out already are not taken back. */
static void on_added(void *user, row_id first, row_id last, size_t count)
{
    struct select *select = user;
    (void)count;
    for (size_t i = 0; i < select->count; i++)
        filter_note_added(select->filters[i], select->store, first, last);
}

static void on_evicting(void *user, const struct segment *segment)
{
    struct select *select = user;
    for (size_t i = 0; i < select->count; i++)
        filter_note_evicting(select->filters[i], segment);
}

void select_use_fleet(struct select *select, struct fleet *fleet)
{
    select->fleet = fleet;
}

void select_want_fleet(struct select *select)
{
    select->want_fleet = true;
}

void select_serve(struct select *select, struct reader *reader)
{
    reader_set_derive(reader, derive_row, select);
}

bool select_matches(const struct slice_test *test, const struct store *store, row_id row)
{
    const struct segment *segment = store_segment_of(store, row);
    uint64_t bits = 0;
    if (segment == NULL)
        return false;
    uint32_t index = (uint32_t)(row - segment_row(segment, 0)), from = index & ~UINT32_C(63);
    test->run(test->user, segment, from, index + 1, &bits);
    return (bits >> (index - from) & 1) != 0;
}

void select_begin(struct select *select, struct pass *h, struct slice_test *test)
{
    select->store = h->store;
    select->since = h->since;
    select->until = h->until;
    select->now = h->now;
    if (select->fleet == NULL && needs_fleet(select))
        select->fleet = select->own_fleet = fleet_new(h->store, pass_max_entities(h)); /* it listens before the queries do */
    for (size_t i = 0; i < select->count; i++) {
        filter_set_now(select->filters[i], h->now);
        filter_bind(select->filters[i], h->store);
    }
    select->listener = (struct store_listener){on_added, on_evicting, select};
    store_listen(h->store, &select->listener);
    *test = (struct slice_test){run_test, select};
}

struct slice *select_rows(const struct select *select, const struct slice_test *test)
{
    struct slice *slice = slice_new(select->store);
    slice_set_test(slice, test);
    while (slice_work(slice, WORK_NS))
        ;
    return slice;
}

void select_end(struct select *select, const struct pass *h)
{
    uint64_t limits = 0;
    for (size_t i = 0; i < select->count; i++)
        limits += filter_pattern_limits(select->filters[i]);
    if (limits > 0)
        plain_say(h->where, "%llu values took the pattern too many steps and count as no match, "
                            "simplify it",
                  (unsigned long long)limits);
    store_unlisten(h->store, select);
    fleet_free(&select->own_fleet);
    select->fleet = NULL;
}

void select_free(struct select **select)
{
    if (*select == NULL)
        return;
    for (size_t i = 0; i < (*select)->count; i++)
        filter_free(&(*select)->filters[i]);
    free((*select)->filters);
    free(*select);
    *select = NULL;
}
