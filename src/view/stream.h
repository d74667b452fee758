/* The stream: the live table of events with rate strip and detail. */
#ifndef EVMON_VIEW_STREAM_H
#define EVMON_VIEW_STREAM_H

#include "query/drill.h"
#include "query/marks.h"
#include "view/lineup.h"
#include "view/cursor.h"
#include "view/filterbar.h"
#include "view/find.h"
#include "view/guise.h"
#include "view/panel.h"
#include "view/prompt.h"
#include "view/sieve.h"
#include "view/strip.h"
#include "view/view.h"
#include "view/window.h"

enum stream_layout { STREAM_AUTO, STREAM_LIST, STREAM_BELOW, STREAM_RIGHT, STREAM_LAYOUT_COUNT_ }; /* screen.layout */

/* What the list says of itself in numbers, as of a picture in which counts did not rest. */
struct stream_counts {
    size_t index, listed, folded, held; /* of the selected row; rows of the list, events folded into them; of the store */
    struct slice_news news;
};

struct stream;
/* What a drill-down shows above its list: facts, tables, time lines about what the list is of. view/board.h helps. */
struct stream_head {
    const char *columns; /* of the list: what its head says already is left out */
    /* The rows it takes of a view of this size; the list gets the rest. All of them: there is no list now. */
    int (*rows)(const struct stream *stream, int rows, int cols);
    void (*update)(struct stream *stream);
    void (*draw)(const struct stream *stream, struct canvas canvas);
    /* Tab: the next part of it. False: the list has the focus now. */
    bool (*tab)(struct stream *stream);
    /* While stream->head_focused: down up page-down page-up half-down half-up first last; Enter; a field's value in what
     * its cursor is on. */
    bool (*move)(struct stream *stream, struct str name); /* false: not for it */
    int (*enter)(struct stream *stream, struct error *err);
    bool (*here)(const struct stream *stream, field_id field, struct value *out);
    const char *(*tell)(const struct stream *stream); /* what Enter opens there, for the status line */
    /* Of its time line; NULL: it has none. direction is -1 or +1. */
    bool (*sideways)(struct stream *stream, int direction); /* left, right; false: not for it */
    void (*zoom)(struct stream *stream, int direction);
    void (*step)(struct stream *stream, int direction);
};

/* Where somebody was: the filter and the cursor in its list. */
struct stream_place {
    char *filter; /* NULL: nowhere */
    struct cursor cursor;
    bool off; /* the filter was switched off */
};

/* The stream itself, and the first member of every view that shows a list of events under a head of its own (device, SIM,
 * network, ...): such a view has STREAM_DRILL among its operations and opens with stream_init. */
struct stream {
    struct view view;
    const struct stream_head *head; /* NULL: the stream alone, with rate strip and detail */
    const char *list_empty;         /* under a head: the sentence where the list holds nothing */
    const char *subject;            /* without a head: what a list of less than everything is of; NULL: it is everything */
    row_id wanted;                  /* the cursor goes there when the list has come to it; ROW_NONE */
    struct slice *slice;
    struct reader *reader;
    struct cursor cursor;
    struct stream_counts counts;
    struct window window;
    struct lineup columns;
    struct marks *marks;
    struct panel panel;
    int64_t detail_ns; /* when the panel last went to another event (monotonic) */
    struct strip strip;
    struct find find;
    size_t find_at;     /* where a running search stands */
    int find_direction; /* 0 = none is running */
    bool find_elsewhere; /* nothing was found that way: it looks the other way, to say whether there is one at all */
    struct prompt prompt;
    struct sieve sieve;
    struct guise guise; /* the profile it wears */
    struct filterbar bar;
    struct drill *visits;        /* the filters used here, to walk through */
    struct stream_place typed_from;  /* what Esc in the bar brings back */
    struct stream_place opened_from; /* what Esc in the list brings back after Enter in the head */
    int64_t spent_ns;            /* testing rows since the filter was set */
    unsigned panel_focused : 1;
    unsigned head_focused : 1;
    unsigned frozen : 1;
    unsigned thaw_follows : 1; /* it followed before the picture was frozen */
    int column;                /* of the cell cursor, -1 = the whole row */
};

extern const struct view_ops stream_ops;
/* In the operations of a view built on the stream: all that is the stream's own. */
#define STREAM_DRILL                                                                                                   \
    .base = &stream_ops, .update = stream_update, .draw = stream_draw, .key = stream_key, .paste = stream_paste,         \
    .status = stream_status, .mouse = stream_mouse, .move = stream_move, .here = stream_here, .cell = stream_cell
/* For views built on the stream. predicate: a query that says what the list is of. On failure nothing is held. */
int stream_init(struct stream *stream, const struct stream_head *head, struct str predicate, struct error *err);
void stream_close(struct view *view);
void stream_update(struct view *view, int64_t budget_ns);
bool stream_key(struct view *view, struct str key);
bool stream_paste(struct view *view, struct str text);
void stream_move(struct view *view, struct str name);
void stream_mouse(struct view *view, struct str what, int row, int col);
bool stream_here(const struct view *view, field_id field, struct value *out);
field_id stream_cell(const struct view *view);
/* From a head to the events that it stands for: the typed filter is this one now, and the cursor goes to the row as soon
 * as the list has come to it (ROW_NONE: follows the newest). */
int stream_narrow(struct stream *stream, struct str query, row_id row, struct error *err);
/* stream_commands.c */
extern const struct command stream_commands[];
#define STREAM_COMMAND_COUNT 45

/* The event under the cursor, ROW_NONE when there is none. */
row_id stream_row(const struct stream *stream);
void stream_changed(struct stream *stream); /* the cursor moved: redraw */
/* What is selected is what the operator means from here on, also where a hidden event was before. */
void stream_choose(struct stream *stream);

/* The parts of the view on a canvas; empty where there is no room. top: what a drill-down draws. */
struct stream_parts {
    struct canvas top, head, strip, header, rows, divider, rule, detail, prompt;
    bool right;
};
struct stream_parts stream_arrange(const struct stream *stream, struct canvas canvas);

/* stream_filter.c */
int stream_run_filter(void *target, struct str args, struct error *err);
int stream_run_filter_off(void *target, struct str args, struct error *err);
int stream_run_filter_clear(void *target, struct str args, struct error *err);
int stream_run_context(void *target, struct str args, struct error *err);
int stream_run_filter_back(void *target, struct str args, struct error *err);
int stream_run_filter_forward(void *target, struct str args, struct error *err);
int stream_run_step_out(void *target, struct str args, struct error *err);
bool stream_filter_step_back(struct stream *stream); /* true: the list is another one, and needs work */
void stream_filter_tell(struct stream *stream); /* in the bar: how many match */
/* The stream that a view is or is built on, else the nearest one below it; NULL when there is none. */
struct stream *stream_of(struct view *view);
/* The typed filter: as it reads now; from here on another one (one visit of [ and ]); the bar opened on a text. */
struct str stream_filter(const struct stream *stream);
int stream_set_filter(struct stream *stream, struct str text, struct error *err);
void stream_type_filter(struct stream *stream, struct str text);
/* Enter in the head: the keys go to the list, with another filter or as it is, until step-out comes back to the head, the
 * filter and the row there were. */
void stream_open_list(struct stream *stream);
int stream_open_filter(struct stream *stream, struct str text, struct error *err);

/* stream_quick.c */
int stream_run_severity(void *target, struct str args, struct error *err);
int stream_run_alerts(void *target, struct str args, struct error *err);
int stream_run_window(void *target, struct str args, struct error *err);
int stream_run_this(void *target, struct str args, struct error *err);

/* stream_group.c: events that are one row (query/folding.h) */
int stream_run_group(void *target, struct str args, struct error *err);
/* The query of what stands behind a row: of the list, and in its group. < 0 with err: it stands for itself alone, or the
 * list's filter cannot be asked elsewhere. */
int stream_group_query(const struct stream *stream, row_id row, struct buf *out, struct error *err);
void stream_open_group(struct stream *stream, row_id row); /* a view of them */
/* Says that nothing was found on the rows, and how many events were not looked at. */
void stream_say_nothing(struct stream *stream, const char *nothing);

/* stream_take.c */
int stream_run_yank(void *target, struct str args, struct error *err);
int stream_run_export(void *target, struct str args, struct error *err);

/* stream_profile.c */
/* Wears the profile: filter and window, columns, order, grouping, colour rules. The selected event stays selected, or the
 * nearest in time. key: the digit that reaches it, -1 none. On failure nothing is changed. */
int stream_set_profile(struct stream *stream, const struct profile *profile, int key, struct error *err);
bool stream_is_changed(const struct stream *stream); /* since it was put on */
void stream_settle_layout(struct stream *stream);    /* what screen.layout says now belongs to it */
/* Puts what is on the screen into the profile: filter and window, columns, order, grouping. */
void stream_take_profile(const struct stream *stream, struct profile *into);

/* Goes to a row of the store and holds there, as soon as the list has come to it. */
void stream_seek(struct stream *stream, row_id row);

/* stream_draw.c */
void stream_draw(const struct view *view, struct canvas canvas);
struct view_status stream_status(const struct view *view);
/* stream_empty.c: what stands where there are no events: why, and what to do. */
void stream_empty_draw(const struct stream *stream, struct canvas canvas);

#endif
