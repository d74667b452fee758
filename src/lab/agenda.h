/* What is to be done next: items ordered by time, then by the order in which they were added. */
#ifndef EVMON_LAB_AGENDA_H
#define EVMON_LAB_AGENDA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct agenda_item {
    int64_t at; /* ms */
    uint64_t order;
    uint32_t who, what;
};

/* Zero-initialised is empty and ready. */
struct agenda {
    struct agenda_item *items;
    size_t count, capacity;
    uint64_t order;
};

void agenda_fini(struct agenda *agenda);
void agenda_add(struct agenda *agenda, int64_t at, uint32_t who, uint32_t what);
bool agenda_take(struct agenda *agenda, int64_t until,
                 struct agenda_item *item);       /* the first with at <= until */
int64_t agenda_next(const struct agenda *agenda); /* INT64_MAX when empty */

#endif
