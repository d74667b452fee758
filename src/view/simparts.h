/* Tables that the screens of a SIM and of an IMSI share: IMSIs, networks. Columns, and cells by line. */
#ifndef EVMON_VIEW_SIMPARTS_H
#define EVMON_VIEW_SIMPARTS_H

#include "fleet/roaming.h"
#include "view/about.h"
#include "widget/table.h"

#define SIMPARTS_IMSI_COLUMNS 6
enum simparts_network_column {
    SIMPARTS_NAME,
    SIMPARTS_RAT,
    SIMPARTS_ATTACH,
    SIMPARTS_SESSIONS,
    SIMPARTS_REJECT,
    SIMPARTS_PURGE,
    SIMPARTS_OK,
    SIMPARTS_LENGTH,
    SIMPARTS_LAST,
    SIMPARTS_TREND,
    SIMPARTS_NETWORK_COLUMNS
};
extern const struct table_column simparts_imsi_columns[SIMPARTS_IMSI_COLUMNS];
extern const struct table_column simparts_network_columns[SIMPARTS_NETWORK_COLUMNS];

/* The IMSIs of a SIM, most recently seen first; NULL past the last. */
const struct sim_seen *simparts_imsi(const struct simcard *sim, int line);
void simparts_imsi_cell(const struct desk *desk, const struct simcard *sim, int line, int column, struct table_cell *out);
void simparts_network_cell(const struct desk *desk, const struct roaming *roaming, int line, int column,
                           struct table_cell *out);
/* The query for the events on the network of a line: `at.op:"..." at.cc:..`. Appends nothing when there is none. */
void simparts_network_query(const struct roaming *roaming, int line, struct buf *out);
/* What roamed while a SIM was in its devices. */
void simparts_roaming(const struct desk *desk, const struct simcard *sim, int64_t now_ms, struct roaming *out);
/* Volumes of the sessions that ended in its devices meanwhile, against its data quota. */
void simparts_burndown(const struct desk *desk, const struct simcard *sim, int64_t now_ms, struct burndown *out);

#endif
