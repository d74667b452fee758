/* One segment from the inside, for store.c alone; what others may ask of a segment is in store.h.
 * */
#ifndef EVMON_STORE_SEGMENT_H
#define EVMON_STORE_SEGMENT_H

#include "store/dimension.h"
#include "store/raw.h"

struct segment *segment_new(uint64_t seq, const struct layout *layouts, struct shelf *shelf);
void segment_free(struct segment **segment);
/* False when the event must begin a new segment: this one is full, sealed or too far away in
 * arrival time. */
bool segment_takes(const struct segment *segment, const struct event *event);
/* content: 32 bits of the hash of event->raw. Returns the index of the new row. */
uint32_t segment_append(struct segment *segment, const struct event *event, unsigned marks,
                        uint8_t feed, uint32_t content, struct raw_place place);
/* Gives back what only appending needs. */
void segment_seal(struct segment *segment);
size_t segment_bytes(const struct segment *segment); /* original bytes included */
size_t segment_raw_bytes(
    const struct segment *segment); /* of those, the copies of original bytes */

/* The rows with this id: the newest of them, and one whose content is the same; SEGMENT_ROWS for
 * none. */
struct segment_match {
    uint32_t newest, same;
};
struct segment_match segment_find(const struct segment *segment, uint64_t id, uint32_t content);

/* One row's facts. */
struct segment_fact {
    uint64_t id;
    int64_t order_ms, arrival_ms;
    uint8_t type, severity, source, alert, feed, marks;
};
struct segment_fact segment_fact(const struct segment *segment, uint32_t index);
void segment_get(const struct segment *segment, uint32_t index, field_id field, struct value *out);

#endif
