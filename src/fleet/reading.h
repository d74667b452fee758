/* Reading one event for the fleet: values by field, texts kept, its place, its quota, its session. */
#ifndef EVMON_FLEET_READING_H
#define EVMON_FLEET_READING_H

#include "base/intern.h"
#include "fleet/device.h"
#include "fleet/simcard_tell.h"

/* The row that is being read, and where its texts and places go. All but row and type is the fleet's. */
struct reading {
    struct store *store;
    struct places *places;
    struct intern *texts;
    struct arena *scratch; /* for values out of the original bytes */
    struct buf raw;
    row_id row;
    type_id type;
};

void reading_begin(struct reading *reading, row_id row); /* this row from here on */
int64_t reading_number(const struct reading *reading, field_id field); /* -1 = absent */
struct str reading_text(const struct reading *reading, field_id field);
uint32_t reading_kept(const struct reading *reading, field_id field); /* the text's id */
uint32_t reading_place(const struct reading *reading);
/* Fills the quota part of the news; leaves it when the event speaks of no quota. */
void reading_quota(struct reading *reading, struct sim_news *news);
/* Percent of the data quota that is left, in hundredths, as far as this event says it. */
uint16_t reading_quota_left(const struct sim_news *news);
/* What a PDP event says of its session; false when its row is gone. Moves the reading to that row. */
bool reading_session(struct reading *reading, const struct step *step, struct session_note *out);

#endif
