/* The detail of one event: the sections of its type, or its JSON in three forms. Used beside the list and full screen. */
#ifndef EVMON_VIEW_PANEL_H
#define EVMON_VIEW_PANEL_H

#include "query/reader.h"
#include "view/view.h"
#include "widget/pane.h"
#include "widget/sheet.h"

enum panel_size { PANEL_SHORT, PANEL_FULL }; /* what matters first, without section titles; or all of it */
enum panel_form { PANEL_SECTIONS, PANEL_PRETTY, PANEL_COMPACT, PANEL_BYTES, PANEL_FORM_COUNT_ };

struct panel {
    const struct desk *desk;
    struct reader *reader;
    struct sheet *sheet;
    struct pane *pane;
    row_id row;
    enum panel_form form;
    enum panel_size size;
    int top;    /* first row shown */
    int cursor; /* line of the sheet, -1 while the panel has no focus */
    int height, rows; /* of the last drawing, for scrolling by pages */
    struct fold_sum stands_for; /* of the event's row in a list; count 0 or 1: of itself alone */
    char open_key[KEY_NAME_MAX];
    const struct zone *zone; /* the times were printed in */
    int64_t filled_s;        /* second of the last filling: "1m37s ago" moves on */
};

void panel_init(struct panel *panel, const struct desk *desk, struct reader *reader);
void panel_fini(struct panel *panel);
/* The row of the event to be shown stands for these in the list beside the panel; the key opens them. */
void panel_stands_for(struct panel *panel, struct fold_sum sum, const char *open_key);
/* Shows this row from now on; fills again when it, the zone or the second has changed. */
void panel_show(struct panel *panel, row_id row, enum panel_size size);
void panel_next_form(struct panel *panel);
void panel_title(const struct panel *panel, struct buf *out); /* "pdp.reject · gps-tracker-17 · event 5438" */
void panel_name(const struct panel *panel, struct buf *out);  /* "pdp.reject gps-tracker-17" */
void panel_draw(struct panel *panel, struct canvas canvas);
int panel_below(const struct panel *panel); /* rows that lie below what the last drawing showed */
/* down up page-down page-up first last: true when it was one of these. */
bool panel_command(struct panel *panel, struct str name);
/* The field of the line under the cursor, FIELD_NONE when there is none. */
field_id panel_field(const struct panel *panel);
/* Everything that is shown, as text. */
void panel_text(const struct panel *panel, struct buf *out);

#endif
