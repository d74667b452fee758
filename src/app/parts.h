/* The parts of the running screen program, for the files of app/ that together are it: app.c builds and tears down,
 * actions.c changes things on command, desk.c lends them to the views, look.c holds the theme. */
#ifndef EVMON_APP_PARTS_H
#define EVMON_APP_PARTS_H

#include "app/export.h"
#include "app/feeds.h"
#include "app/ingest.h"
#include "app/chronicle.h"
#include "app/pulse.h"
#include "app/recall.h"
#include "app/setup.h"
#include "term/term.h"
#include "view/view.h"

#define APP_WATCHES_MAX 8

struct app {
    struct setup setup;
    struct loop *loop;
    struct store *store;
    struct buckets *buckets;
    struct fleet *fleet;
    struct chronicle *chronicle;
    struct ingest *ingest;
    struct feeds *feeds;
    struct keymaps *keymaps;
    struct desk desk;
    struct stack *stack;
    struct term *term;
    struct grid *grid;
    struct pulse *pulse;
    struct theme *theme;
    struct profiles *profiles;
    struct switcher *switcher;
    struct alarm *alarm;
    struct census *census; /* NULL until somebody asks */
    struct export *export; /* NULL: none runs */
    struct recall *recall; /* the filters used before */
    struct zone *utc, *local;
    struct command_set commands;
    struct loop_watch *input;
    struct loop_timer *escape, *second;
    struct loop_signal *signals[8];
    struct loop_path *paths[APP_WATCHES_MAX];
    struct store_listener listener;
    struct older {        /* a fetch of older events that somebody asked for */
        bool works[FEEDS_MAX]; /* for each source */
        bool under_way;
        uint64_t before;  /* feed.fetched of all sources when it began */
        char what[80];    /* "device gps-tracker-17" */
    } older;
    int64_t cancelled_ms; /* monotonic, of the last ^C */
    int64_t counted_ns;   /* monotonic, of the last picture in which counts did not rest; 0: the next one must count */
    int exit_code;
    unsigned ending : 1;
};

/* hub.c */
void hub_say(struct app *app, enum tone tone, const char *format, ...) __attribute__((format(printf, 3, 4)));
void hub_mistake(void *app, const char *sentence); /* hub_say of a mistake in a file */
void hub_dirty(struct app *app, unsigned view_bits);
void hub_dirty_lazily(struct app *app, unsigned view_bits); /* the frame may wait for another reason */
void hub_end(struct app *app, int exit_code); /* leaves the loop after this turn */
void hub_ask_end(struct app *app);
void hub_run_line(struct app *app, const char *line);
void hub_resize(struct app *app); /* takes the terminal's size */
void hub_suspend(struct app *app);

/* changes.c */
/* Sets an option as a line says it (options_set_line) and brings what it changes up to date. What cannot be used - a theme
 * that is not there - is an error, and the option is what it was. */
int changes_set(struct app *app, struct str line, struct error *err);
void changes_reload(struct app *app);
void changes_tell_mistakes(struct app *app);

/* actions.c */
extern const struct command app_commands[];
extern const int app_command_count;

/* desk.c */
void desk_init(struct app *app);

/* look.c */
int look_load(struct app *app, struct error *err); /* the theme by the option; the last good one stays */
void look_watch(struct app *app);

#endif
