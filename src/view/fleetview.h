/* The fleet: every device with its state, since when, where, what it carried; sorted, filtered, live. */
#ifndef EVMON_VIEW_FLEETVIEW_H
#define EVMON_VIEW_FLEETVIEW_H

#include "fleet/rhythm.h"
#include "query/roster.h"
#include "view/filterbar.h"
#include "view/find.h"
#include "view/prompt.h"
#include "view/view.h"
#include "widget/table.h"

#define FLEETVIEW_ROWS_MAX 500
#define FLEETVIEW_COLUMNS 14

/* A device as it stood when the picture was made: while it is frozen, these stay. */
struct fleetview_row {
    int64_t id;
    struct str name, org; /* of the fleet */
    struct str op, cc;
    enum device_state state;
    int confidence;
    int64_t since_ms, alert_ms, last_ms;
    int64_t rat, sessions, bytes, quota; /* -1 = not known; quota in hundredths of a percent */
    uint64_t refused;
    int flaps;
    bool silent; /* it should have shown itself long ago (fleet/rhythm.h) */
};

enum fleetview_mode {
    FLEETVIEW_TOP,  /* the first row, whichever device that is */
    FLEETVIEW_HOLD, /* a device, wherever it goes in the list */
};

struct fleetview {
    struct view view;
    struct roster *roster;
    enum fleetview_mode mode;
    int64_t chosen;       /* id of the device under the cursor, -1 = none */
    size_t index;         /* of it in the list */
    size_t top;           /* the first row seen */
    size_t offset;        /* the row of the screen that the cursor keeps */
    int height;           /* rows of the table */
    unsigned lost : 1;    /* the device that was here has left the list */
    int column;           /* of the cell cursor, -1 = the whole row */
    struct prompt prompt;
    struct find find;
    struct filterbar bar;
    char *filter_before;  /* what Esc in the bar brings back */
    int64_t now_ms;       /* of the picture */
    int row_count;
    struct fleetview_row rows[FLEETVIEW_ROWS_MAX];
};

extern const struct view_ops fleetview_ops;
/* What a column is: its sorting, and the field that its cells stand for. */
struct fleetview_column {
    struct table_column table;
    enum devicesort_by sort;
    bool falling;   /* a first look wants the largest on top */
    field_id field; /* FIELD_NONE: nothing to filter by */
};
extern const struct fleetview_column fleetview_columns[FLEETVIEW_COLUMNS];
int fleetview_sorted(const struct fleetview *v); /* the column that orders */

/* The parts on a canvas: empty where there is no room. */
struct fleetview_parts {
    struct canvas head, states, header, rows, prompt;
};
struct fleetview_parts fleetview_arrange(const struct fleetview *v, struct canvas canvas);

/* fleetview_commands.c */
extern const struct command fleetview_commands[];
#define FLEETVIEW_COMMAND_COUNT 14
void fleetview_filter_tell(struct fleetview *v);
void fleetview_changed(struct fleetview *v);
void fleetview_to(struct fleetview *v, size_t index); /* the cursor, and it holds there */
/* fleetview_draw.c */
void fleetview_draw(const struct view *view, struct canvas canvas);
struct view_status fleetview_status(const struct view *view);

#endif
