/* A queue of fixed-size segments. Knows records only by their id; what they mean is elsewhere. */
#include "lab/ledger.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

void ledger_init(struct ledger *ledger, size_t limit)
{
    *ledger = (struct ledger){.limit = limit < 2 * LEDGER_SEGMENT ? 2 * LEDGER_SEGMENT : limit};
}

void ledger_fini(struct ledger *ledger)
{
    for (size_t i = 0; i < ledger->segment_count; i++)
        free(ledger->segments[i]);
    free(ledger->segments);
    *ledger = (struct ledger){0};
}

static uint64_t base_of(const struct ledger *ledger)
{
    return ledger->first_segment * (uint64_t)LEDGER_SEGMENT;
}

static void drop_segment(struct ledger *ledger)
{
    free(ledger->segments[0]);
    ledger->segment_count--;
    memmove(ledger->segments, ledger->segments + 1,
            ledger->segment_count * sizeof *ledger->segments);
    ledger->first_segment++;
    if (ledger->first < base_of(ledger))
        ledger->first = base_of(ledger);
}

struct happening *ledger_add(struct ledger *ledger, const struct happening *happening)
{
    uint64_t offset = ledger->end - base_of(ledger);
    if (offset == ledger->segment_count * (uint64_t)LEDGER_SEGMENT) {
        if (ledger->segment_count * (uint64_t)LEDGER_SEGMENT >= ledger->limit) {
            drop_segment(ledger);
            offset = ledger->end - base_of(ledger);
        }
        ledger->segments = xgrow(ledger->segments, &ledger->capacity, ledger->segment_count + 1,
                                 sizeof *ledger->segments);
        ledger->segments[ledger->segment_count++] =
            xmalloc(LEDGER_SEGMENT * sizeof(struct happening));
    }
    struct happening *slot = &ledger->segments[offset / LEDGER_SEGMENT][offset % LEDGER_SEGMENT];
    *slot = *happening;
    ledger->end++;
    return slot;
}

void ledger_expire(struct ledger *ledger, int64_t now_ms)
{
    int64_t oldest = ledger_id_at(now_ms - LEDGER_DAYS * 86400000LL);
    while (ledger->first < ledger->end && ledger_get(ledger, ledger->first)->id < oldest) {
        ledger->first++;
        if (ledger->first - base_of(ledger) >= LEDGER_SEGMENT && ledger->segment_count > 1)
            drop_segment(ledger);
    }
}

const struct happening *ledger_get(const struct ledger *ledger, uint64_t sequence)
{
    uint64_t offset = sequence - base_of(ledger);
    return &ledger->segments[offset / LEDGER_SEGMENT][offset % LEDGER_SEGMENT];
}

uint64_t ledger_find(const struct ledger *ledger, int64_t id)
{
    uint64_t lo = ledger->first, hi = ledger->end;
    while (lo < hi) {
        uint64_t mid = lo + (hi - lo) / 2;
        if (ledger_get(ledger, mid)->id < id)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

int64_t ledger_id_at(int64_t ms)
{
    int64_t since = ms - HAPPENING_EPOCH_MS;
    return since <= 0 ? 0 : since << HAPPENING_ID_SHIFT;
}
