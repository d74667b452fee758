/* The tail: scans, overlap, completeness. Must not know how pages are fetched, nor what time it is. */
#include "emnify/tail.h"

#include "base/err.h"
#include "base/instant.h"
#include "base/xalloc.h"
#include "emnify/batch.h"
#include "emnify/trail.h"

#include <stdio.h>
#include <stdlib.h>

#define FRESH_MAX (1u << 20)
#define DELIVER_BYTES ((size_t)4 << 20)
#define HOLD_BYTES ((size_t)16 << 20) /* a long scan hands over early what it has */
#define SETTLED_RUN 25u               /* known events in a row at the end of a page that prove the overlap */
#define CALM_MS (10 * 60000)          /* after so long without a late event the overlap shrinks again */
#define SWEEP_MEMORY 4                /* depths that a sweep may be behind */
#define TOP_RANK 10u                  /* the tenth largest id of page 1 is its top: a few absurd ids do no harm */
#define NARROW_AFTER 30               /* scans of one page before pages become small again */
#define NARROW_PAGES_MAX 3u           /* small pages in a scan before they become large */

const struct tail_settings tail_usual = {
    .poll_min_ms = 1000,
    .poll_max_ms = 5000,
    .overlap_ms = 30000,
    .overlap_max_ms = 15 * 60000,
    .sweep_every_ms = 60000,
    .sweep_depth_ms = 15 * 60000,
    .per_page = 100,
    .per_page_max = 1000,
    .scan_pages_max = 30,
    .first_pages_max = 5,
};

enum scan_kind { SCAN_FIRST, SCAN_NORMAL, SCAN_SWEEP };

struct scan {
    enum scan_kind kind;
    bool running;
    bool joined; /* met what was settled: nothing is missing in between */
    bool proved; /* and the overlap below was seen */
    bool swept;  /* and all the depth of a sweep */
    uint64_t page;         /* the next one to ask for */
    uint64_t floor, deep;  /* ids down to which the scan must, or would like to, go */
    uint64_t top;          /* the id that stands for the top of page 1 */
    unsigned per_page;
    int64_t top_ts, low_ts;/* newest of page 1; oldest of the last page read */
    int64_t began_ms;
    size_t found;
};

struct tail {
    struct tail_settings settings;
    struct idset *known, *fresh; /* fresh: delivered since the last complete scan */
    int64_t since_ms;
    const struct tail_ops *ops;
    void *user;
    struct trail trail;
    struct batch batch;
    struct scan scan;
    bool begun, from_start;
    int64_t oldest_ms;
    int64_t next_ms, interval_ms;
    int64_t complete_ms, swept_ms; /* when the last complete scan and sweep began */
    int64_t sweep_due_ms;
    int64_t settled_ts;            /* newest timestamp of the last complete scan */
    int64_t overlap_ms, late_ms;   /* late_ms: when the last late event came */
    unsigned per_page, granted_max, short_scans;
    uint64_t repeated;
};

struct tail *tail_new(const struct tail_settings *settings, struct idset *known, int64_t since_ms,
                      const struct tail_ops *ops, void *user)
{
    struct tail *t = xcalloc(1, sizeof *t);
    t->settings = *settings;
    t->known = known;
    t->fresh = idset_new(FRESH_MAX);
    t->since_ms = since_ms;
    t->ops = ops;
    t->user = user;
    t->oldest_ms = INSTANT_NONE;
    t->settled_ts = INSTANT_NONE;
    t->interval_ms = settings->poll_min_ms;
    t->overlap_ms = settings->overlap_ms;
    t->per_page = settings->per_page;
    t->granted_max = settings->per_page_max;
    return t;
}

void tail_free(struct tail **p)
{
    struct tail *t = *p;
    if (t == NULL)
        return;
    *p = NULL;
    idset_free(&t->fresh);
    trail_fini(&t->trail);
    batch_fini(&t->batch);
    free(t);
}

static void hand_over(struct tail *t)
{
    batch_flush(&t->batch, DELIVER_BYTES, t->ops->deliver, t->user);
}

/* ---------------------------------------------------------------- beginning a scan */

/* The id down to which everything since that time must be seen; 0 = all there is. */
static uint64_t floor_at(const struct tail *t, int64_t at_ms)
{
    if (t->from_start && t->trail.count > 0 && at_ms < t->trail.marks[0].at_ms)
        return 0; /* the list began with the first scan: what is late may stand before all we know */
    return trail_id_at(&t->trail, at_ms);
}

static void begin(struct tail *t, int64_t now)
{
    bool sweep = t->begun && now >= t->sweep_due_ms;
    t->scan = (struct scan){.running = true, .page = 1, .began_ms = now, .top_ts = INSTANT_NONE, .low_ts = INSTANT_NONE};
    t->scan.kind = !t->begun ? SCAN_FIRST : sweep ? SCAN_SWEEP : SCAN_NORMAL;
    t->scan.per_page = sweep ? t->granted_max : t->per_page;
    if (!t->begun)
        t->trail.count = 0;
    /* What was on top so long before the last complete scan is where this one must arrive: events become visible late,
     * and while nobody looked nothing was checked. */
    t->scan.floor = floor_at(t, t->complete_ms - t->overlap_ms);
    t->scan.deep = sweep ? floor_at(t, t->swept_ms - t->settings.sweep_depth_ms) : t->scan.floor;
}

/* The newest page must come fresh each time; those below only while they are needed. */
static enum budget_level level_of(const struct scan *scan)
{
    if (scan->page == 1)
        return BUDGET_POLITE;
    return scan->proved ? BUDGET_SPARE : BUDGET_URGENT;
}

void tail_next(struct tail *t, int64_t now, struct wish *wish)
{
    if (!t->scan.running) {
        if (now < t->next_ms) {
            wish->what = WISH_WAIT;
            wish->at_ms = t->next_ms;
            return;
        }
        begin(t, now);
    }
    wish->what = WISH_FETCH;
    wish->level = level_of(&t->scan);
    snprintf(wish->path, sizeof wish->path, "event");
    snprintf(wish->query, sizeof wish->query, "sort=-id&per_page=%u&page=%llu", t->scan.per_page,
             (unsigned long long)t->scan.page);
}

/* ---------------------------------------------------------------- ending a scan */

static void adapt_pace(struct tail *t)
{
    int64_t least = t->settings.poll_min_ms, most = t->settings.poll_max_ms;
    if (t->scan.found >= 10)
        t->interval_ms = least;
    else if (t->scan.found > 0)
        t->interval_ms = t->interval_ms * 7 / 10;
    else
        t->interval_ms = t->interval_ms * 3 / 2 + 1;
    t->interval_ms = t->interval_ms < least ? least : t->interval_ms > most ? most : t->interval_ms;
}

static void adapt_pages(struct tail *t)
{
    bool small = t->scan.page <= 2 && t->scan.found < t->settings.per_page / 4;
    t->short_scans = small ? t->short_scans + 1 : 0;
    if (t->short_scans >= NARROW_AFTER)
        t->per_page = t->settings.per_page;
    else if (t->scan.kind == SCAN_NORMAL && t->scan.page > 2)
        t->per_page = t->granted_max;
}

static void adapt_overlap(struct tail *t, int64_t now)
{
    if (t->overlap_ms > t->settings.overlap_ms && now - t->late_ms >= CALM_MS) {
        t->overlap_ms = t->overlap_ms / 2 > t->settings.overlap_ms ? t->overlap_ms / 2 : t->settings.overlap_ms;
        t->late_ms = now;
    }
}

static void settle(struct tail *t, int64_t now)
{
    struct scan *scan = &t->scan;
    if (scan->kind != SCAN_FIRST)
        trail_add(&t->trail, scan->began_ms, scan->top);
    if (scan->kind != SCAN_NORMAL)
        t->sweep_due_ms = now + t->settings.sweep_every_ms;
    if (scan->kind == SCAN_FIRST || scan->swept)
        t->swept_ms = scan->began_ms;
    if (t->swept_ms < now - SWEEP_MEMORY * t->settings.sweep_depth_ms)
        t->swept_ms = now - SWEEP_MEMORY * t->settings.sweep_depth_ms; /* never caught up: too much traffic */
    int64_t sweep_from = t->swept_ms - t->settings.sweep_depth_ms;
    int64_t overlap_from = t->complete_ms - t->settings.overlap_max_ms;
    trail_forget(&t->trail, sweep_from < overlap_from ? sweep_from : overlap_from);
    t->complete_ms = scan->began_ms;
    if (scan->top_ts != INSTANT_NONE)
        t->settled_ts = scan->top_ts;
    idset_clear(t->fresh);
    t->begun = true;
    adapt_pace(t);
    adapt_pages(t);
    adapt_overlap(t, now);
    scan->running = false;
    t->next_ms = now + t->interval_ms;
    hand_over(t);
}

static void give_up_and_report(struct tail *t, int64_t now)
{
    int64_t from = t->settled_ts, until = t->scan.low_ts;
    settle(t, now);
    t->ops->gap(t->user, from, until);
}

void tail_fail(struct tail *t, int64_t now)
{
    t->scan.running = false;
    t->next_ms = now;
    hand_over(t);
}

void tail_skip(struct tail *t, int64_t now)
{
    must(t->scan.running && t->scan.proved);
    settle(t, now);
    t->sweep_due_ms = now + t->settings.sweep_every_ms / 4; /* the next one begins where this one would have */
}

/* ---------------------------------------------------------------- reading a page */

struct reading {
    size_t settled_run; /* known from before, in a row, up to the end of the page */
    size_t settled;
    uint64_t min_id;
    int64_t min_ts, max_ts;
};

/* An event older than what had been on top before: it became visible late. */
static void note_lateness(struct tail *t, int64_t now, uint64_t id)
{
    int64_t seen = trail_first_above(&t->trail, id);
    if (t->scan.kind == SCAN_FIRST || seen == INSTANT_NONE)
        return;
    /* At the last complete scan it was not there yet, though ids above it were. */
    int64_t late = t->complete_ms > seen ? t->complete_ms - seen : 0;
    int64_t wanted = late * 2 + t->settings.poll_max_ms;
    if (wanted > t->settings.overlap_max_ms)
        wanted = t->settings.overlap_max_ms;
    if (wanted > t->overlap_ms)
        t->overlap_ms = wanted;
    t->late_ms = now;
}

static bool is_wanted(const struct tail *t, const struct page_element *e)
{
    return t->scan.kind != SCAN_FIRST || t->since_ms == INSTANT_NONE || e->ts_ms == INSTANT_NONE ||
           e->ts_ms >= t->since_ms;
}

static void read_element(struct tail *t, int64_t now, const struct page_element *e, struct reading *r)
{
    enum idset_verdict verdict = idset_add(t->known, e->id, e->mark);
    bool settled = verdict != IDSET_NEW && !idset_has(t->fresh, e->id);
    r->settled_run = settled ? r->settled_run + 1 : 0;
    r->settled += settled;
    if (!e->odd && (r->min_id == 0 || e->id < r->min_id))
        r->min_id = e->id;
    if (e->ts_ms != INSTANT_NONE) {
        r->min_ts = r->min_ts == INSTANT_NONE || e->ts_ms < r->min_ts ? e->ts_ms : r->min_ts;
        r->max_ts = r->max_ts == INSTANT_NONE || e->ts_ms > r->max_ts ? e->ts_ms : r->max_ts;
    }
    if (verdict == IDSET_KNOWN)
        return;
    if (verdict == IDSET_NEW) {
        idset_add(t->fresh, e->id, 0);
        if (!e->odd)
            note_lateness(t, now, e->id);
    }
    if (!is_wanted(t, e))
        return;
    t->scan.found++;
    batch_add(&t->batch, e);
}

static void count_repeats(struct tail *t, const struct page *page)
{
    struct idset *seen = idset_new(page->count * 4 + 4);
    for (size_t i = 0; i < page->count; i++)
        if (idset_add(seen, page->elements[i].id, 0) != IDSET_NEW)
            t->repeated++;
    idset_free(&seen);
}

/* The TOP_RANKth largest id, the smallest one when there are fewer; 0 when there is none. */
static uint64_t top_of(const struct page *page)
{
    uint64_t largest[TOP_RANK] = {0};
    unsigned n = 0;
    for (size_t i = 0; i < page->count; i++) {
        uint64_t id = page->elements[i].id;
        if (page->elements[i].odd || (n == TOP_RANK && id <= largest[TOP_RANK - 1]))
            continue;
        unsigned at = n < TOP_RANK ? n++ : TOP_RANK - 1;
        for (; at > 0 && largest[at - 1] < id; at--)
            largest[at] = largest[at - 1];
        largest[at] = id;
    }
    return n > 0 ? largest[n - 1] : 0;
}

/* Nothing lies below this page. */
static bool is_last(const struct tail *t, const struct page *page)
{
    if (page->count == 0 || (page->number != 0 && page->number < t->scan.page))
        return true; /* out of range gives another page again */
    if (page->pages != 0)
        return t->scan.page >= page->pages;
    return page->count < (page->per_page != 0 ? page->per_page : t->scan.per_page);
}

static bool joins(const struct page *page, const struct reading *r)
{
    size_t needed = page->count / 4 < SETTLED_RUN ? page->count / 4 + 1 : SETTLED_RUN;
    return r->settled_run >= needed && r->min_id != 0;
}

static bool proves(const struct page *page, const struct reading *r, uint64_t floor)
{
    return joins(page, r) && r->min_id <= floor;
}

static bool first_is_deep_enough(const struct tail *t, const struct reading *r, int64_t server_ms)
{
    return t->scan.page >= t->settings.first_pages_max ||
           (r->min_ts != INSTANT_NONE && r->min_ts <= server_ms - t->settings.sweep_depth_ms);
}

/* The first scan lays the trail that later ones follow: each of its pages as if it had been on top at its own time. */
static void lay_trail(struct tail *t, int64_t now, int64_t server_ms, const struct reading *r)
{
    int64_t age = r->min_ts != INSTANT_NONE && r->min_ts < server_ms ? server_ms - r->min_ts : 0;
    trail_add_before(&t->trail, now - age, r->min_id);
    t->oldest_ms = r->min_ts;
}

/* Pages too small for what has gathered: the scan goes on with large ones, from the one that holds its place. */
static void widen(struct tail *t, const struct reading *r)
{
    struct scan *scan = &t->scan;
    bool much = (scan->page == 1 && r->settled == 0) || scan->page >= NARROW_PAGES_MAX;
    if (!much || scan->kind == SCAN_FIRST || scan->per_page >= t->granted_max)
        return;
    scan->page = scan->page * scan->per_page / t->granted_max; /* + 1 follows */
    scan->per_page = t->per_page = t->granted_max;
    t->short_scans = 0;
}

static void heed_clamp(struct tail *t, const struct page *page)
{
    if (page->per_page == 0 || page->per_page >= t->scan.per_page || page->pages <= t->scan.page)
        return;
    t->granted_max = (unsigned)page->per_page; /* what was asked for is more than the platform gives */
    t->scan.per_page = t->granted_max;
    if (t->per_page > t->granted_max)
        t->per_page = t->granted_max;
}

static void after_page(struct tail *t, int64_t now, int64_t server_ms, const struct page *page, const struct reading *r)
{
    struct scan *scan = &t->scan;
    bool last = is_last(t, page);
    if (scan->kind == SCAN_FIRST) {
        t->from_start = last;
        if (last || first_is_deep_enough(t, r, server_ms)) {
            settle(t, now);
            return;
        }
    } else if (last || proves(page, r, scan->floor)) {
        scan->proved = true;
        scan->swept = scan->kind == SCAN_SWEEP && (last || proves(page, r, scan->deep));
        if (scan->kind == SCAN_NORMAL || scan->swept) {
            settle(t, now);
            return;
        }
    }
    scan->joined = scan->joined || joins(page, r);
    widen(t, r);
    if (scan->page < t->settings.scan_pages_max) {
        scan->page++;
        return;
    }
    if (scan->joined)
        settle(t, now);
    else
        give_up_and_report(t, now);
}

void tail_take(struct tail *t, int64_t now, int64_t server_ms, const struct page *page)
{
    if (!t->scan.running)
        return;
    struct reading r = {.min_ts = INSTANT_NONE, .max_ts = INSTANT_NONE};
    count_repeats(t, page);
    for (size_t i = 0; i < page->count; i++)
        read_element(t, now, &page->elements[i], &r);
    if (t->batch.bytes.n > HOLD_BYTES)
        hand_over(t);
    heed_clamp(t, page);
    if (t->scan.page == 1) {
        t->scan.top = top_of(page);
        t->scan.top_ts = r.max_ts;
    }
    t->scan.low_ts = r.min_ts;
    if (t->scan.kind == SCAN_FIRST)
        lay_trail(t, now, server_ms, &r);
    after_page(t, now, server_ms, page, &r);
}

bool tail_has_begun(const struct tail *t)
{
    return t->begun;
}

bool tail_is_scanning(const struct tail *t)
{
    return t->scan.running;
}

bool tail_has_reached_the_start(const struct tail *t)
{
    return t->from_start;
}

int64_t tail_oldest_ms(const struct tail *t)
{
    return t->oldest_ms;
}

uint64_t tail_repeated(const struct tail *t)
{
    return t->repeated;
}

int64_t tail_overlap_ms(const struct tail *t)
{
    return t->overlap_ms;
}
