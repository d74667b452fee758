/* Windows of time over the event list. Must not know how pages are fetched, nor what time it is. */
#include "emnify/backfill.h"

#include "base/instant.h"
#include "base/xalloc.h"
#include "emnify/batch.h"
#include "emnify/scope.h"

#include <stdio.h>
#include <stdlib.h>

#define RANGES_MAX 32
#define WIDTH_FIRST ((int64_t)15 * 60000)
#define WIDTH_MIN ((int64_t)10000)
#define WIDTH_MAX ((int64_t)24 * 3600000)
#define WIDTH_SCOPED (INT64_MAX / 4) /* all of it */
#define PAGES_FEW 2u   /* a window of so few pages: the next one is wider */
#define PAGES_MANY 10u /* of more: narrower */
#define DELIVER_BYTES ((size_t)4 << 20)

struct range {
    enum backfill_why why;
    enum source_scope scope;
    int64_t id; /* of the device or SIM */
    int64_t from, until; /* whole seconds */
};

struct backfill {
    unsigned per_page, granted;
    enum budget_level level;
    struct idset *known;
    const struct backfill_ops *ops;
    void *user;
    struct batch batch;
    struct buf completed; /* an element that names its device or SIM */
    uint64_t brought;
    struct range ranges[RANGES_MAX]; /* the first one is under way */
    size_t count;
    int64_t window_from, window_until, width;
    uint64_t page, pages;
};

struct backfill *backfill_new(unsigned per_page, enum budget_level level, struct idset *known,
                              const struct backfill_ops *ops, void *user)
{
    struct backfill *b = xcalloc(1, sizeof *b);
    b->per_page = b->granted = per_page;
    b->level = level;
    b->known = known;
    b->ops = ops;
    b->user = user;
    b->width = WIDTH_FIRST;
    return b;
}

void backfill_free(struct backfill **p)
{
    if (*p == NULL)
        return;
    batch_fini(&(*p)->batch);
    buf_fini(&(*p)->completed);
    free(*p);
    *p = NULL;
}

/* ---------------------------------------------------------------- ranges and windows */

/* The next window below `until`, the last one taking what little would be left. */
static void open_window(struct backfill *b, int64_t until)
{
    int64_t from = b->ranges[0].from;
    b->window_until = until;
    b->window_from = until - from > b->width + b->width / 4 ? until - b->width : from;
    b->page = 1;
    b->pages = 0;
}

static void open_range(struct backfill *b)
{
    if (b->count == 0)
        return;
    b->width = b->ranges[0].scope == SOURCE_ALL ? WIDTH_FIRST : WIDTH_SCOPED;
    open_window(b, b->ranges[0].until);
}

static void drop_range(struct backfill *b, size_t at)
{
    b->count--;
    memmove(&b->ranges[at], &b->ranges[at + 1], (b->count - at) * sizeof b->ranges[0]);
    if (at == 0)
        open_range(b);
}

static int64_t floor_second(int64_t ms)
{
    int64_t rest = ms % 1000;
    return ms - (rest < 0 ? rest + 1000 : rest);
}

static int add(struct backfill *b, enum backfill_why why, const struct source_span *span, struct error *err)
{
    if (span->from_ms >= span->until_ms)
        return err_set(err, E_RANGE, "there is nothing between the two moments");
    if (b->count == RANGES_MAX)
        return err_set(err, E_LIMIT, "too many fetches are waiting already; try again when some are done");
    size_t at = b->count;
    if (why == BACKFILL_GAP && b->count > 0)
        at = b->ranges[0].why == BACKFILL_GAP ? 1 : 0;
    if (at == 0 && b->count > 0)
        b->ranges[0].until = b->window_until; /* goes on later with this window */
    memmove(&b->ranges[at + 1], &b->ranges[at], (b->count - at) * sizeof b->ranges[0]);
    b->ranges[at] = (struct range){why, span->scope, span->id, floor_second(span->from_ms),
                                   floor_second(span->until_ms + 999)};
    b->count++;
    if (at == 0)
        open_range(b);
    return 0;
}

int backfill_add(struct backfill *b, enum backfill_why why, int64_t from_ms, int64_t until_ms, struct error *err)
{
    return add(b, why, &(struct source_span){SOURCE_ALL, 0, from_ms, until_ms}, err);
}

int backfill_ask(struct backfill *b, const struct source_span *span, struct error *err)
{
    return add(b, span->scope == SOURCE_ALL ? BACKFILL_ASKED : BACKFILL_OF_ONE, span, err);
}

void backfill_cancel(struct backfill *b)
{
    for (size_t i = b->count; i-- > 0;)
        if (b->ranges[i].why != BACKFILL_GAP)
            drop_range(b, i);
}

bool backfill_is_idle(const struct backfill *b)
{
    return b->count == 0;
}

bool backfill_is_scoped(const struct backfill *b)
{
    return b->count > 0 && b->ranges[0].scope != SOURCE_ALL;
}

uint64_t backfill_brought(const struct backfill *b)
{
    return b->brought;
}

/* ---------------------------------------------------------------- the machine */

void backfill_next(struct backfill *b, struct wish *wish)
{
    char from[40], until[40];
    wish->what = WISH_NOTHING;
    if (b->count == 0)
        return;
    instant_format(b->window_from, NULL, INSTANT_ISO, from, sizeof from);
    instant_format(b->window_until, NULL, INSTANT_ISO, until, sizeof until);
    wish->what = WISH_FETCH;
    scope_path(b->ranges[0].scope, b->ranges[0].id, wish->path, sizeof wish->path);
    wish->level = b->ranges[0].why == BACKFILL_GAP ? BUDGET_URGENT : b->level;
    /* The platform takes whole seconds: cut the milliseconds, which are zero, off. */
    snprintf(wish->query, sizeof wish->query, "q=from:%.19sZ,until:%.19sZ&sort=-id&per_page=%u&page=%llu", from, until,
             b->granted, (unsigned long long)b->page);
}

static void finish_range(struct backfill *b)
{
    struct range done = b->ranges[0];
    drop_range(b, 0);
    b->ops->finished(b->user, done.why, done.from, done.until);
}

static void finish_window(struct backfill *b)
{
    if (b->page <= PAGES_FEW)
        b->width = b->width * 2 < WIDTH_MAX ? b->width * 2 : WIDTH_MAX;
    else if (b->page > PAGES_MANY)
        b->width = b->width / 2 > WIDTH_MIN ? b->width / 2 : WIDTH_MIN;
    if (b->window_from <= b->ranges[0].from)
        finish_range(b);
    else
        open_window(b, b->window_from + 1000); /* `until` may or may not include its second */
}

static bool is_last(const struct backfill *b, const struct page *page)
{
    if (page->count == 0 || (page->number != 0 && page->number < b->page))
        return true;
    if (page->pages != 0)
        return b->page >= page->pages;
    return page->count < (page->per_page != 0 ? page->per_page : b->granted);
}

/* Lists of one device or SIM may leave out what they are about: an event that came with it from the whole list is no
 * other version, nor will it be when it comes later (mark 0). */
static void take_element(struct backfill *b, const struct page_element *element)
{
    const struct range *range = &b->ranges[0];
    struct page_element taken = *element;
    bool known = range->scope == SOURCE_ALL ? idset_add(b->known, element->id, element->mark) == IDSET_KNOWN
                                            : idset_has(b->known, element->id);
    if (known)
        return;
    if (range->scope != SOURCE_ALL) {
        (void)idset_add(b->known, element->id, 0);
        buf_clear(&b->completed);
        scope_complete(range->scope, range->id, element->bytes, &b->completed);
        taken.bytes = buf_str(&b->completed);
    }
    b->brought += range->why == BACKFILL_ASKED || range->why == BACKFILL_OF_ONE;
    batch_add(&b->batch, &taken);
}

void backfill_take(struct backfill *b, const struct page *page)
{
    if (b->count == 0)
        return;
    for (size_t i = 0; i < page->count; i++)
        take_element(b, &page->elements[i]);
    batch_flush(&b->batch, DELIVER_BYTES, b->ops->deliver, b->user);
    b->pages = page->pages;
    bool last = is_last(b, page);
    if (page->per_page != 0 && page->per_page < b->granted && page->pages > b->page)
        b->granted = (unsigned)page->per_page; /* page 1 of this window: the numbers fit from here on */
    if (last)
        finish_window(b);
    else
        b->page++;
}

void backfill_refuse(struct backfill *b)
{
    if (b->count > 0)
        drop_range(b, 0);
}

/* ---------------------------------------------------------------- for people */

double backfill_progress(const struct backfill *b)
{
    if (b->count == 0)
        return -1;
    const struct range *r = &b->ranges[0];
    double window = (double)(b->window_until - b->window_from);
    double inside = b->pages > 0 ? (double)(b->page - 1) / (double)b->pages : 0;
    return ((double)(r->until - b->window_until) + inside * window) / (double)(r->until - r->from);
}

void backfill_describe(const struct backfill *b, char *out, size_t size)
{
    char from[40], until[40], what[100];
    out[0] = '\0';
    if (b->count == 0)
        return;
    const struct range *r = &b->ranges[0];
    bool far = b->window_until - b->window_from >= 12 * 3600000;
    instant_format(b->window_from, NULL, far ? INSTANT_DATE : INSTANT_HHMM, from, sizeof from);
    instant_format(b->window_until, NULL, far ? INSTANT_DATE : INSTANT_HHMM, until, sizeof until);
    if (r->scope != SOURCE_ALL)
        snprintf(what, sizeof what, "%s %lld", r->scope == SOURCE_OF_DEVICE ? "device" : "SIM", (long long)r->id);
    else
        snprintf(what, sizeof what, "%s %s-%sZ", r->why == BACKFILL_GAP ? "filling gap" : "backfill", from, until);
    if (b->pages > 0)
        snprintf(out, size, "%s, page %llu of %llu", what, (unsigned long long)b->page, (unsigned long long)b->pages);
    else
        str_copy(str_of(what), out, size);
}
