/* Ranked lists for the heads of drill-downs: values with their counts and shares, and devices of a roster. Const tables of
 * columns, and what stands in their cells. */
#ifndef EVMON_VIEW_RANKS_H
#define EVMON_VIEW_RANKS_H

#include "query/roster.h"
#include "view/view.h"
#include "widget/sheet.h"
#include "widget/table.h"

#define RANKS_MAX 64
#define RANKS_TEXT_MAX 112

/* A value and how often it was counted. */
struct ranks_row {
    char text[RANKS_TEXT_MAX];
    int64_t count, alerts; /* alerts: -1 = not counted apart */
};
struct ranks {
    struct ranks_row rows[RANKS_MAX];
    int count;
    int64_t sum; /* of all values, the ones that are not listed too */
};
#define RANKS_COLUMNS 4
extern const struct table_column ranks_columns[RANKS_COLUMNS];
void ranks_cell(const struct ranks *ranks, int line, int column, struct table_cell *out);
void ranks_sort(struct ranks *ranks); /* most first, then by text */

/* Devices, with what makes them stand out. */
#define RANKS_DEVICE_COLUMNS 8
extern const struct table_column ranks_device_columns[RANKS_DEVICE_COLUMNS];
void ranks_device_cell(const struct desk *desk, const struct device *device, int64_t now_ms, int column,
                       struct table_cell *out);

/* "412: online 8, attached 41, offline 3": spans of a sheet's line, in the states' tones. */
void ranks_states(struct sheet *sheet, size_t devices, const size_t by_state[DEVICE_STATE_COUNT_]);

#endif
