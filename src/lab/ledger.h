/* What has been emitted: records in the order of their ids, for 30 days or until the cap, whichever comes first.
 * A record's sequence number never changes; the oldest ones go in whole segments. */
#ifndef EVMON_LAB_LEDGER_H
#define EVMON_LAB_LEDGER_H

#include "lab/happening.h"

#include <stddef.h>

#define LEDGER_SEGMENT 16384
#define LEDGER_DAYS    30

struct ledger {
    struct happening **segments; /* ring of pointers */
    size_t first_segment, segment_count, capacity;
    uint64_t first, end; /* sequence numbers: [first, end) are there */
    size_t limit;        /* records */
};

void ledger_init(struct ledger *ledger, size_t limit);
void ledger_fini(struct ledger *ledger);
struct happening *ledger_add(struct ledger *ledger, const struct happening *happening);
void ledger_expire(struct ledger *ledger,
                   int64_t now_ms); /* forgets what is older than LEDGER_DAYS */
/* first <= sequence < end. Borrowed until the next add or expire. */
const struct happening *ledger_get(const struct ledger *ledger, uint64_t sequence);
/* The first sequence number whose id is >= id. */
uint64_t ledger_find(const struct ledger *ledger, int64_t id);

int64_t ledger_id_at(int64_t ms); /* the smallest id ingested at that moment */

#endif
