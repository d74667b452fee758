/* What the platform's API says of a device or SIM, as lines of a sheet: each answer with its age, or with the reason why
 * it is not there; beside it what the events say, and where the two differ. Embedded short in the drill-downs, in full a
 * view of its own (factview). */
#ifndef EVMON_VIEW_FACTSHEET_H
#define EVMON_VIEW_FACTSHEET_H

#include "view/view.h"
#include "widget/sheet.h"

struct factsheet {
    struct desk *desk;
    struct fact_about about;
    const char *keymap; /* of the view it stands in: keys in its sentences are looked up there */
};

/* Asks for what is missing, and gives up what is under way. */
void factsheet_open(struct factsheet *factsheet, struct desk *desk, struct fact_about about, const char *keymap);
void factsheet_close(struct factsheet *factsheet);
/* From the view's update: asks for what is missing, and for the connection anew when the device's events have moved it
 * since. */
void factsheet_tend(struct factsheet *factsheet);

enum factsheet_size {
    FACTSHEET_SHORT, /* a few lines without titles: what differs, what is left, what is refused */
    FACTSHEET_FULL,  /* a section for each question */
};
/* Adds its lines to the sheet. */
void factsheet_fill(const struct factsheet *factsheet, struct sheet *sheet, enum factsheet_size size);
/* In short into a part of a drill-down's board: PLATFORM and the age on its rule; one quiet line where nobody can be asked. */
struct board;
void factsheet_fill_part(const struct factsheet *factsheet, struct board *board, int part);
bool factsheet_can_ask(const struct factsheet *factsheet); /* a source here has an API that knows it */
/* "asked 4s ago", "asking the platform, 2 of 6", "no API access": for a rule. Returns the length. */
size_t factsheet_age(const struct factsheet *factsheet, char *out, size_t size);

/* What the view is about, or else what is under its cursor: its device, or its SIM. False when that names neither. */
bool factsheet_about(const struct view *view, struct fact_about *out);

#endif
