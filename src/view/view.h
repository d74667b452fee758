/* Views: one file = one screen. A view knows rows and widgets, never ncurses and never the loop.
 *
 * `update` recomputes from data and may be skipped; `draw` is pure: the same state gives the same cells. Keys become
 * command lines by the view's keymap; only typed text reaches `key`. Views are stacked: push = drill, pop = back, and
 * each keeps its place. What a view wants from the outside (another view, the clipboard, a file, the sources) it asks of
 * its desk. */
#ifndef EVMON_VIEW_VIEW_H
#define EVMON_VIEW_VIEW_H

#include "base/instant.h"
#include "canvas/canvas.h"
#include "command/command.h"
#include "command/keymap.h"
#include "command/option.h"
#include "fleet/fleet.h"
#include "model/fact.h"
#include "model/feed.h"
#include "model/profile.h"
#include "model/tone.h"
#include "query/buckets.h"
#include "query/reader.h"
#include "query/slice.h"
#include "store/store.h"
#include "widget/bar.h"

struct view;
struct stack;

/* What was wrong with texts that could not be read; kept by ingest, newest last. */
struct desk_bad {
    int feed;
    int64_t when_ms;
    uint64_t offset, line;
    char reason[160];
    struct str raw; /* at most the first 4 KiB */
};
/* A span of time for which completeness could not be proved; drawn as a row of the list. */
struct desk_gap {
    int feed;
    int64_t from_ms, until_ms, when_ms;
    char why[160];
};
/* A line of what the program did and said: opened, copied, reloaded, refused; or of what a source went through: lost,
 * back, failed, paused. */
struct desk_note {
    uint64_t number; /* counted from 1 in the order they were said */
    int64_t when_ms;
    enum tone tone;
    bool of_feed; /* about `feed`; else the program's own words */
    int feed;
    char text[ERROR_TEXT_MAX];
};

enum desk_want {
    DESK_MISSING, /* the usual questions that have no answer yet */
    DESK_AGAIN,   /* all usual ones anew */
    DESK_STATE,   /* connectivity alone, anew */
    DESK_NETWORK, /* the query that takes up to half a minute */
};

/* The command that new events are handed to. */
struct desk_hook {
    bool armed;
    uint64_t handed, skipped; /* events since then; skipped: by its limit, or while the command was busy */
};

/* What app/ lends to the views. Pointers stay valid while any view is open. Functions take `app` first. */
struct desk {
    void *app;
    struct store *store;
    struct buckets *buckets;
    struct fleet *fleet;          /* what the events mean; NULL: derived fields stay empty */
    struct options *options;      /* for names and values; see desk_option_* */
    const struct keymaps *keymaps;
    const struct zone *zone;      /* of times shown; changes with `t` */
    const struct zone *utc, *local;
    const struct zone *beside;    /* a second zone shown beside the first ("both"), NULL = none */
    int64_t now_shift_ms;         /* --now: what it is from the clock; 0 = not given */
    int frozen;                   /* paint is held; intake goes on */
    int counts_rest;              /* in this picture, numbers that only count on stay what they were: calm, and cheap to send */
    const char *question;         /* what the next key answers, shown until then; NULL: nothing is asked */
    const struct view_ops *const *views; /* every view there is, NULL-terminated: to name them */
    struct stack *stack;                /* the views themselves, for help and palette; set by stack_new */
    const struct command_set *commands; /* app/'s own commands, which work in every view; may be NULL */

    int (*feed_count)(void *app);
    const struct feed *(*feed)(void *app, int index);
    int (*bad_count)(void *app);
    const struct desk_bad *(*bad)(void *app, int index);
    int (*gap_count)(void *app);
    const struct desk_gap *(*gap)(void *app, int index);
    int (*note_count)(void *app);
    const struct desk_note *(*note)(void *app, int index);

    /* Shows a sentence in the footer and keeps it in the journal. */
    void (*say)(void *app, enum tone tone, const char *sentence);
    /* Puts text on the terminal's clipboard and says what it did. */
    void (*copy)(void *app, struct str text, const char *what);
    /* Runs a command line as if typed (in the top view's context). */
    void (*run)(void *app, const char *line);
    void (*feed_pause)(void *app, int index);  /* toggles the operator's hold */
    void (*feed_retry)(void *app, int index);
    /* Fetches older events from the platform, of all (about is NULL) or of one device or SIM, between two moments; says
     * what came when it is done. ^C stops it. */
    void (*fetch_older)(void *app, const struct fact_about *about, int64_t from_ms, int64_t until_ms);

    /* What the platform's API says of a device or SIM: a book whose answers come in by and by. NULL: no source here can
     * be asked (files). Borrowed until the next turn of the loop. */
    const struct fact_book *(*facts)(void *app, struct fact_about about);
    void (*facts_ask)(void *app, struct fact_about about, enum desk_want want);
    /* Nobody looks at it any more: what is under way is given up, the answers stay with their age. */
    void (*facts_leave)(void *app, struct fact_about about);
    /* The address of the API that would be asked about it, without a slash at the end; the platform's own when no source
     * here has one. */
    const char *(*api)(void *app, struct fact_about about);
    /* Writes rows (in the order given) to a file in pieces, with progress in the footer. */
    void (*export_rows)(void *app, const row_id *rows, size_t count, const char *format, const char *path);
    /* The text of a list @name of the filter language; NULL: there are none. */
    int (*lookup_list)(void *app, struct str name, struct buf *text, struct error *err);
    /* The profiles, in the order of keys, then of names; an entry is good until the loop's next turn. Switching, saving,
     * deleting and undoing are commands (profile, profile-save, profile-delete, profile-undo ...). */
    int (*profile_count)(void *app);
    const struct profile_entry *(*profile)(void *app, int index);
    int (*profile_current)(void *app); /* -1: its file is gone */
    /* Counts the rows that pass each profile's filter, for about budget_ns; entries show what is known so far. True
     * while there is more to do. */
    bool (*profile_count_matches)(void *app, int64_t budget_ns);
    void (*profile_share)(void *app, int index); /* copies the command line that shows the same */
    /* How the screen differs from a profile: a line an option, "filter: OLD -> NEW"; nothing when nothing does. */
    void (*profile_differences)(void *app, int index, struct buf *out);
    struct desk_hook (*hook)(void *app); /* of the profile in force */
    /* Calls visit with the name of every list. NULL: there are none. */
    void (*each_list)(void *app, void (*visit)(void *user, const char *name), void *user);
    /* The filters that were used, this session's and earlier ones', newest first; NULL: they are not kept. */
    int (*past_count)(void *app);
    const char *(*past)(void *app, int index);
    void (*past_add)(void *app, struct str filter);
    /* Asks for a timed call of the top view's tick. */
    void (*dirty)(void *app, unsigned bits);
};

/* Since when all that happened is held: the sources' word where all of them have one, else the earliest event held.
 * INSTANT_NONE when nothing is held. Events of single devices may be older. */
int64_t desk_reach(const struct desk *desk);
/* A reader of the desk's store that knows the derived fields as well. */
struct reader *desk_reader(const struct desk *desk);
/* What "now" is: --now and from there on; else the clock while something can arrive, the time of the newest event when
 * every source is a finished file. */
int64_t desk_now(const struct desk *desk);

/* Behind "it is not held": where older events can come from, as the end of a sentence without a full stop; "" where no
 * source has any. */
const char *desk_older_words(const struct desk *desk);
/* More can still arrive: not every source is a finished one. */
bool desk_is_open_ended(const struct desk *desk);

enum view_dirty { VIEW_DRAW = 1, VIEW_UPDATE = 2, VIEW_LAYOUT = 4 };

struct view_ops {
    const char *name;   /* "stream": also the command that opens it where `opens` says so */
    /* The view that this one is built on: its commands and keys work here too, behind the own ones. NULL: none. */
    const struct view_ops *base;
    const char *keymap; /* of command/keymap.h */
    const struct command *cmds;
    int cmd_count;
    size_t size; /* of the instance; its first member is struct view */
    /* argument: what the view is about ("55214676", a row id...), may be empty. < 0 with err: it is not opened. */
    int (*open)(struct view *view, struct str argument, struct error *err);
    void (*close)(struct view *view);
    void (*update)(struct view *view, int64_t budget_ns);       /* may set VIEW_UPDATE again when work is left */
    void (*draw)(const struct view *view, struct canvas canvas); /* between header and footer */
    /* Typed text and keys while the view has an input open (view->typing); true = taken. */
    bool (*key)(struct view *view, struct str key);
    bool (*paste)(struct view *view, struct str text);
    /* The breadcrumb: "device gps-tracker-17". */
    void (*title)(const struct view *view, struct buf *out);
    /* The status line of the footer: chip and text. */
    struct view_status (*status)(const struct view *view);
    void (*mouse)(struct view *view, struct str what, int row, int col);
    /* The value of a field in what is under the cursor (an event, a row about a device), borrowed until the next call:
     * where the drill-downs go from here. `cell`: the field of the cell, FIELD_NONE when none is chosen. NULL: this
     * view has nothing to go from. */
    bool (*here)(const struct view *view, field_id field, struct value *out);
    field_id (*cell)(const struct view *view);
    /* The device or SIM that all of this view is about; NULL: it is about none. See asks.h. */
    bool (*about)(const struct view *view, struct fact_about *out);
    /* down up page-down page-up half-down half-up first last: the commands of moves.c, for every view that moves. */
    void (*move)(struct view *view, struct str name);
    /* Command lines whose keys the footer shows, most important first; NULL-terminated: {"filter", "filter"}. */
    const struct view_hint *hints;
    /* The rows at the bottom that it takes of a screen of this size; the view below it is drawn above them and goes on.
     * NULL: it takes all. */
    int (*dock)(const struct view *view, int rows, int cols);
    unsigned overlay : 1; /* drawn over the view below it (palette, questions), not instead of it */
};
struct view_hint {
    const char *command; /* its key is looked up in the keymap */
    const char *word;    /* what is written beside it */
};
struct view_status {
    struct str chip; /* " FOLLOW ", " HOLD ": empty = none */
    role_id chip_role;
    char text[200];
};

struct view {
    const struct view_ops *ops;
    struct desk *desk;
    unsigned dirty;   /* enum view_dirty */
    unsigned typing : 1; /* keys go to ops->key first */
    const struct bar_hint *typed; /* for the footer: what its keys do while it is typing; an empty key ends them */
    int rows, cols;   /* of the canvas it was laid out for */
    const struct grid *grid; /* it is drawn on, for measuring; NULL before its first time */
    char *argument;   /* what it was opened with; of the stack */
};

/* The moving commands; their target is the view. */
#define VIEW_MOVE_COUNT 8
extern const struct command view_moves[VIEW_MOVE_COUNT];

/* The drill-downs: device, sim, imsi, operator, organisation, user; from the value under the cursor to the view about it. Their
 * target is the view. */
#define VIEW_DRILL_COUNT 6
extern const struct command view_drills[VIEW_DRILL_COUNT];
/* Opens what the chosen cell names. False when it names nothing that has a view of its own. */
bool view_drill_cell(struct view *view);
/* "device", "SIM": what view_drills[drill] would open from here; NULL when what is under the cursor names none. */
const char *view_drill_known(const struct view *view, int drill);

/* What can be done with the value under the cursor: keep, hide, only, ... (values.c). Their target is the view. */
#define VIEW_VALUE_COUNT 8
extern const struct command view_values[VIEW_VALUE_COUNT];

/* Every view there is, for opening by name (views.c). NULL-terminated. */
extern const struct view_ops *const views_all[];
const struct view_ops *views_find(struct str name);
/* Declares `global`, `list`, `drill` and the map of every view, each behind the one that is asked next. */
void views_declare_keymaps(struct keymaps *maps);

/* The stack. The bottom view is never popped. */
struct stack *stack_new(struct desk *desk);
void stack_free(struct stack **stack);
int stack_push(struct stack *stack, const struct view_ops *ops, struct str argument, struct error *err);
bool stack_pop(struct stack *stack);     /* false at the bottom */
bool stack_back(struct stack *stack);    /* `[` `]`: walk without forgetting */
bool stack_forward(struct stack *stack);
struct view *stack_top(const struct stack *stack);
struct view *stack_bottom(const struct stack *stack); /* the one that is never popped */
int stack_depth(const struct stack *stack);
void stack_trail(const struct stack *stack, struct buf *out); /* "stream ▸ device x ▸ SIM …5678" */
void stack_mark(struct stack *stack, unsigned dirty);         /* all views */
void stack_update(struct stack *stack, int64_t budget_ns);
bool stack_is_behind(const struct stack *stack); /* a view that is seen has work left for another update */
/* Header, top view, footer: the whole screen. */
void stack_draw(struct stack *stack, struct grid *grid);
/* One key by name: pending sequences, the view's typing, keymaps, commands. `global` are app/'s commands. */
void stack_key(struct stack *stack, struct str key, const struct command_set *global);
void stack_paste(struct stack *stack, struct str text);
void stack_mouse(struct stack *stack, struct str what, int row, int col);
/* The view that commands work on: the top one, or what an overlay lies over. */
struct view *stack_subject(const struct stack *stack);
struct view *stack_below(const struct stack *stack, const struct view *view); /* NULL at the bottom */
/* The view that the screen is about: the subject, or what it is docked to. */
struct view *stack_ground(const struct stack *stack);
/* What is typed into the palette; its history outlives it. */
struct input;
struct input *stack_line(struct stack *stack);
/* Runs a command line in the top view's context; a mistake is said. What was said before goes from the footer, unless it is
 * news of work in the background that nobody can have read yet. */
void stack_run(struct stack *stack, struct str line, const struct command_set *global);
/* The newest note is the answer to a key, however late: the next key that does something may take it away. */
void stack_answered(struct stack *stack);
/* What the footer says now; NULL: nothing. *more: warnings that came with it and are not shown. */
const struct desk_note *stack_note(const struct stack *stack, int *more);
/* The keys of a sequence that is not complete. Returns how many. */
int stack_pending(const struct stack *stack, key_id keys[KEY_SEQUENCE_MAX]);
/* The command sets in force: the top view's, then `global`. Returns how many were written (at most max). */
#define STACK_SETS_MAX 12
int stack_commands(struct stack *stack, const struct command_set *global, struct command_set *out, int max);

/* A time still to wait, in whole seconds: "8s", "2m05s". Needs FMT_MAX bytes. Returns the length. */
size_t view_wait(int64_t ms, char *out, size_t size);
/* From tone to role: the one table. */
role_id view_role(enum tone tone);
role_id view_role_of_type(type_id type);
role_id view_role_of_severity(int severity);

#endif
