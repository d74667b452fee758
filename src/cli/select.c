/* Owns the joined test of a headless run. Must not know what is done with the rows. */
#include "cli/select.h"

#include "base/xalloc.h"

#include <stdlib.h>

struct select {
    const struct store *store;
    int64_t since, until;
};

int select_new(const struct headless *h, struct select **select)
{
    (void)h;
    *select = xcalloc(1, sizeof **select);
    return CLI_DONE;
}

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
    for (uint32_t r = from; r < to; r++)
        bits[(r - from) / 64] |= UINT64_C(1) << ((r - from) % 64);
    keep_span(select, segment, from, to, bits);
    keep_first(select, segment, from, to, bits);
}

int select_begin(struct select *select, struct headless *h, struct slice_test *test)
{
    select->store = h->store;
    select->since = h->since;
    select->until = h->until;
    *test = (struct slice_test){run_test, select};
    return CLI_DONE;
}

void select_free(struct select **select)
{
    free(*select);
    *select = NULL;
}
