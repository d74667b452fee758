/* A seek remembers the row it looked at last, not an index, so that arrivals and eviction between
 * two pieces do no harm. Must not know what a row shows. */
#include "query/search.h"

#include "base/clock.h"
#include "base/xalloc.h"

#include <stdlib.h>

#define STEPS 64 /* between two looks at the clock */

struct search {
    struct store *store;
    struct slice *slice;
    search_match_fn match;
    void *user;
    struct slice_anchor begin, at; /* of the seek: where it began, what it looked at last */
    enum search_direction direction;
    bool seeking, wrapped;
    row_id counted;            /* every row up to here was counted */
    row_id newest;             /* of the rows that the slice was told of */
    row_id *hits;              /* by arrival */
    size_t first, n, capacity; /* hits[first .. n) are held */
};

static void on_added(void *user, row_id first, row_id last, size_t count)
{
    (void)first, (void)count;
    ((struct search *)user)->newest = last;
}

static void on_evicting(void *user, const struct segment *segment)
{
    struct search *search = user;
    uint64_t seq = segment_seq(segment);
    while (search->first < search->n && search->hits[search->first] >> 16 <= seq)
        search->first++;
}

struct search *search_new(struct store *store, struct slice *slice, search_match_fn match,
                          void *user)
{
    struct search *search = xcalloc(1, sizeof *search);
    search->store = store;
    search->slice = slice;
    search->match = match;
    search->user = user;
    search->newest = store_newest(store);
    struct store_listener listener = {on_added, on_evicting, search};
    store_listen(store, &listener);
    return search;
}

void search_free(struct search **pointer)
{
    struct search *search = *pointer;
    if (search == NULL)
        return;
    store_unlisten(search->store, search);
    free(search->hits);
    free(search);
    *pointer = NULL;
}

void search_restart(struct search *search)
{
    search->seeking = false;
    search->counted = ROW_NONE;
    search->first = search->n = 0;
}

void search_seek(struct search *search, row_id from, enum search_direction direction)
{
    search->begin = search->at = slice_anchor(search->slice, from);
    search->direction = direction;
    search->seeking = true;
    search->wrapped = false;
}

/* The index to look at after `index`, around the end. */
static size_t beside(struct search *search, size_t index, size_t count)
{
    if (search->direction == SEARCH_FORWARD ? index + 1 < count : index > 0)
        return search->direction == SEARCH_FORWARD ? index + 1 : index - 1;
    search->wrapped = true;
    return search->direction == SEARCH_FORWARD ? 0 : count - 1;
}

/* True when a seek that went around has come to or past the place it began at. */
static bool is_round(const struct search *search, size_t index)
{
    size_t begin;
    if (!search->wrapped || slice_find(search->slice, &search->begin, &begin) == SLICE_EMPTY)
        return false;
    return search->direction == SEARCH_FORWARD ? index >= begin : index <= begin;
}

enum search_answer search_step(struct search *search, int64_t budget_ns, row_id *row)
{
    int64_t until = clock_mono_ns() + budget_ns;
    size_t index, steps = 0;
    *row = ROW_NONE;
    while (search->seeking && slice_find(search->slice, &search->at, &index) != SLICE_EMPTY) {
        index = beside(search, index, slice_count(search->slice));
        search->at = slice_anchor(search->slice, slice_row(search->slice, index));
        bool round = is_round(search, index);
        if (search->match(search->user, search->at.row)) {
            *row = search->at.row;
            search->seeking = false;
            return SEARCH_FOUND;
        }
        search->seeking = !round;
        if (search->seeking && ++steps % STEPS == 0 && clock_mono_ns() >= until)
            return SEARCH_MORE;
    }
    search->seeking = false;
    return SEARCH_NONE;
}

bool search_wrapped(const struct search *search)
{
    return search->wrapped;
}

static void add_hit(struct search *search, row_id row)
{
    if (search->first > search->n / 2) {
        search->n -= search->first;
        memmove(search->hits, search->hits + search->first, search->n * sizeof *search->hits);
        search->first = 0;
    }
    search->hits = xgrow(search->hits, &search->capacity, search->n + 1, sizeof *search->hits);
    search->hits[search->n++] = row;
}

bool search_count(struct search *search, int64_t budget_ns)
{
    int64_t until = clock_mono_ns() + budget_ns;
    for (size_t steps = 1;; steps++) {
        row_id row = store_next(search->store, search->counted);
        if (row == ROW_NONE || row > search->newest)
            return false;
        search->counted = row;
        struct slice_anchor anchor = slice_anchor(search->slice, row);
        size_t index;
        if (slice_find(search->slice, &anchor, &index) == SLICE_EXACT &&
            search->match(search->user, row))
            add_hit(search, row);
        if (steps % STEPS == 0 && clock_mono_ns() >= until)
            return true;
    }
}

size_t search_hits(const struct search *search)
{
    return search->n - search->first;
}
