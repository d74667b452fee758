/* Reading one event for the fleet: values by field, texts kept, its place, its quota, its session. */
#ifndef EVMON_FLEET_READING_H
#define EVMON_FLEET_READING_H

#include "base/intern.h"
#include "fleet/device.h"
#include "fleet/simcard_tell.h"

/* Who an event is about. Numbers are -1, texts (ids of the fleet's) 0 when they are absent. */
struct reading_who {
    int64_t dev_id, sim_id, org_id;
    uint32_t name, org, tags, imei, ip, iccid, imsi;
    uint64_t modem; /* of the IMEI (model/ident.h) */
};

/* What is remembered of the segment that new rows are read from. Devices and networks come back with nearly every event,
 * so each combination is read once, and a text of the segment is looked up among the fleet's once. */
struct reading_page {
    const struct segment *segment; /* NULL = none is open: rows are read one by one */
    uint64_t seq;                  /* of the segment that texts and networks belong to */
    struct column columns[FIELD_STORED_COUNT];
    bool known[FIELD_STORED_COUNT]; /* the column was asked for since the page was opened */
    struct reading_who *who;        /* by the combination's number; all that the page had when it was opened */
    size_t who_count, who_capacity;
    uint32_t *texts;                /* the fleet's id by the segment's; 0 = not looked up */
    size_t text_count, text_capacity;
    uint32_t *networks;             /* place without radio, plus 1, by the combination's number; 0 = not looked up */
    size_t network_count, network_capacity;
};

/* The row that is being read, and where its texts and places go. All but row and type is the fleet's. */
struct reading {
    struct store *store;
    struct places *places;
    struct intern *texts;
    struct arena *scratch; /* for values out of the original bytes */
    struct buf raw;
    struct reading_page page;
    const struct segment *segment; /* of the row; NULL when it is gone */
    uint32_t index;                /* of the row in it */
    row_id row;
    type_id type;
    struct reading_who who; /* of a row that is not on the page */
};

void reading_fini(struct reading *reading); /* what reading itself has allocated */
/* Rows of this row's segment are read next, and nothing is appended until reading_close. */
void reading_open(struct reading *reading, row_id row);
void reading_close(struct reading *reading);
void reading_begin(struct reading *reading, row_id row); /* this row from here on */
/* Of the row; lives until the next call. */
const struct reading_who *reading_who(struct reading *reading);
/* Of another row of the open page; NULL when it is not on it. */
const struct reading_who *reading_who_of(struct reading *reading, row_id row);
int64_t reading_number(struct reading *reading, field_id field); /* -1 = absent */
struct str reading_text(struct reading *reading, field_id field);
uint32_t reading_kept(struct reading *reading, field_id field); /* the text's id */
uint32_t reading_place(struct reading *reading);
/* Fills the quota part of the news; leaves it when the event speaks of no quota. */
void reading_quota(struct reading *reading, struct sim_news *news);
/* Percent of the data quota that is left, in hundredths, as far as this event says it. */
uint16_t reading_quota_left(const struct sim_news *news);
/* What a PDP event says of its session; false when its row is gone. Moves the reading to that row. */
bool reading_session(struct reading *reading, const struct step *step, struct session_note *out);

#endif
