/* Fetching the past by windows of time: at the start (`--since`), on an operator's wish, and into gaps; of everything, or
 * of one device or SIM from its own list, which is short enough to be one window.
 * A plain machine (see wish.h). Newest window first; windows overlap by seconds and what is known is not delivered
 * again. A failure or a pause keeps the place. */
#ifndef EVMON_EMNIFY_BACKFILL_H
#define EVMON_EMNIFY_BACKFILL_H

#include "base/err.h"
#include "emnify/idset.h"
#include "emnify/page.h"
#include "emnify/wish.h"
#include "io/source.h"

enum backfill_why {
    BACKFILL_SINCE,
    BACKFILL_ASKED,
    BACKFILL_OF_ONE, /* asked for, of one device or SIM */
    BACKFILL_GAP,
    BACKFILL_AGAIN, /* a second look */
};

struct backfill_ops {
    void (*deliver)(void *user, struct str array);
    void (*finished)(void *user, enum backfill_why why, int64_t from_ms, int64_t until_ms);
};

struct backfill;
struct backfill *backfill_new(unsigned per_page, enum budget_level level, struct idset *known,
                              const struct backfill_ops *ops, void *user);
void backfill_free(struct backfill **backfill);

/* until_ms exclusive. A gap goes before the others. -E_LIMIT when too much is waiting already. */
int backfill_add(struct backfill *backfill, enum backfill_why why, int64_t from_ms, int64_t until_ms, struct error *err);
/* On an operator's wish. */
int backfill_ask(struct backfill *backfill, const struct source_span *span, struct error *err);
void backfill_cancel(struct backfill *backfill); /* everything but gaps */
bool backfill_is_idle(const struct backfill *backfill);
bool backfill_is_scoped(const struct backfill *backfill); /* what is under way is of one device or SIM */
uint64_t backfill_brought(const struct backfill *backfill); /* events that wishes have brought so far */

void backfill_next(struct backfill *backfill, struct wish *wish);
void backfill_take(struct backfill *backfill, const struct page *page);
/* The platform does not accept the question: the range is given up. */
void backfill_refuse(struct backfill *backfill);

/* 0..1 of the range under way, -1 idle; and a sentence about it. */
double backfill_progress(const struct backfill *backfill);
void backfill_describe(const struct backfill *backfill, char *out, size_t size);

#endif
