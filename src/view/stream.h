/* The stream: the live table of events with rate strip and detail. */
#ifndef EVMON_VIEW_STREAM_H
#define EVMON_VIEW_STREAM_H

#include "query/marks.h"
#include "view/lineup.h"
#include "view/cursor.h"
#include "view/find.h"
#include "view/panel.h"
#include "view/prompt.h"
#include "view/sieve.h"
#include "view/strip.h"
#include "view/view.h"
#include "view/window.h"

enum stream_layout { STREAM_AUTO, STREAM_LIST, STREAM_BELOW, STREAM_RIGHT, STREAM_LAYOUT_COUNT_ }; /* screen.layout */

struct stream {
    struct view view;
    struct slice *slice;
    struct reader *reader;
    struct cursor cursor;
    struct window window;
    struct lineup columns;
    struct marks *marks;
    struct panel panel;
    struct strip strip;
    struct find find;
    size_t find_at;     /* where a running search stands */
    int find_direction; /* 0 = none is running */
    struct prompt prompt;
    struct sieve sieve;
    char filter_before[INPUT_BYTES_MAX + 1]; /* what Esc in the filter's prompt brings back */
    unsigned filtering : 1;                  /* the open prompt is the filter's */
    unsigned panel_focused : 1;
    unsigned frozen : 1;
    unsigned thaw_follows : 1; /* it followed before the picture was frozen */
    int column;                /* of the cell cursor, -1 = the whole row */
};

extern const struct view_ops stream_ops;
/* stream_commands.c */
extern const struct command stream_commands[];
#define STREAM_COMMAND_COUNT 37

/* The event under the cursor, ROW_NONE when there is none. */
row_id stream_row(const struct stream *stream);
void stream_changed(struct stream *stream); /* the cursor moved: redraw */

/* The parts of the view on a canvas; empty where there is no room. */
struct stream_parts {
    struct canvas head, strip, header, rows, divider, rule, detail, prompt;
    bool right;
};
struct stream_parts stream_arrange(const struct stream *stream, struct canvas canvas);

/* stream_filter.c */
int stream_run_filter(void *target, struct str args, struct error *err);
int stream_run_filter_off(void *target, struct str args, struct error *err);
int stream_run_filter_clear(void *target, struct str args, struct error *err);
int stream_run_keep(void *target, struct str args, struct error *err);
int stream_run_hide(void *target, struct str args, struct error *err);
void stream_filter_note(struct stream *stream); /* how many match, while it is typed */

/* stream_draw.c */
void stream_draw(const struct view *view, struct canvas canvas);
struct view_status stream_status(const struct view *view);
/* stream_empty.c: what stands where there are no events: why, and what to do. */
void stream_empty_draw(const struct stream *stream, struct canvas canvas);

#endif
