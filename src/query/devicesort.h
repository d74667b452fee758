/* What a list of devices can be sorted by: a number per device that decides its place. */
#ifndef EVMON_QUERY_DEVICESORT_H
#define EVMON_QUERY_DEVICESORT_H

#include "fleet/fleet.h"

enum devicesort_by {
#define DEVICESORT(ident, ...) DEVICESORT_##ident,
#include "query/devicesort.def"
#undef DEVICESORT
    DEVICESORT_COUNT_
};
struct devicesort_row {
    const char *word, *meaning;
};
extern const struct devicesort_row devicesort_rows[DEVICESORT_COUNT_];

struct devicesort {
    const struct fleet *fleet;
    enum devicesort_by by;
    int64_t now_ms; /* flaps are counted up to it */
};

/* Devices with the same key stand at the same place, as far as this order goes. */
uint64_t devicesort_key(const struct devicesort *sort, const struct device *device);
/* Of keys of this order, as strcmp. What is not known comes first. */
int devicesort_compare(const struct devicesort *sort, uint64_t a, uint64_t b);

#endif
