/* New events on their way to the sink: collected in any order, handed over oldest first as one JSON array. */
#ifndef EVMON_EMNIFY_BATCH_H
#define EVMON_EMNIFY_BATCH_H

#include "base/buf.h"
#include "emnify/page.h"

struct batch_entry {
    uint64_t key; /* the id, or the id of the neighbour where there is none */
    size_t seq, offset, n;
};

struct batch {
    struct buf bytes;
    struct batch_entry *entries;
    size_t count, capacity;
    uint64_t last_key;
};

void batch_add(struct batch *batch, const struct page_element *element); /* copies */
typedef void (*batch_deliver_fn)(void *user, struct str array);
/* Hands everything over in arrays of at most about `most` bytes (at least one element each) and empties it. */
void batch_flush(struct batch *batch, size_t most, batch_deliver_fn deliver, void *user);
void batch_fini(struct batch *batch);

#endif
