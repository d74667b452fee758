/* The tables of `evmon fleet`: one row an entity, the columns of each kind in one place. */
#ifndef EVMON_CLI_FLEETROWS_H
#define EVMON_CLI_FLEETROWS_H

#include "cli/cellbook.h"
#include "fleet/fleet.h"

struct fleetrows {
    struct fleet *fleet;
    int64_t now_ms; /* the moment that flaps are counted for */
    const struct device **devices; /* those that are meant, by id */
    size_t device_count;
    const struct simcard **sims;
    size_t sim_count;
};

struct fleetrows_kind {
    const char *name;    /* of --of */
    const char *columns; /* separated by spaces */
    void (*fill)(const struct fleetrows *rows, struct cellbook *book);
};

const struct fleetrows_kind *fleetrows_find(const char *name); /* NULL when there is none */

#endif
