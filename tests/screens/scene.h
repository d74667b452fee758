/* A desk in memory with everything on it that views ask for: a store filled from texts, feeds, a journal, the shipped
 * keys and options, a clock that stands still. Screens are what its stack draws. */
#ifndef EVMON_TEST_SCENE_H
#define EVMON_TEST_SCENE_H

#include "decode/json.h"
#include "view/view.h"

#define SCENE_FEEDS_MAX 8
#define SCENE_PROFILES_MAX 12
#define SCENE_ROWS_MAX 64 /* of gaps, bad texts, notes */

struct scene {
    struct store *store;
    struct buckets *buckets;
    struct fleet *fleet;
    struct decoder *decoder;
    struct options *options;
    struct keymaps *keymaps;
    struct zone *local;
    struct desk desk;
    struct stack *stack;
    struct grid *grid;
    struct command_set commands;
    struct feed feeds[SCENE_FEEDS_MAX];
    struct desk_bad bad[SCENE_ROWS_MAX];
    struct desk_gap gap[SCENE_ROWS_MAX];
    struct desk_note note[SCENE_ROWS_MAX];
    struct profile_entry profiles[SCENE_PROFILES_MAX];
    int feed_count, bad_count, gap_count, note_count, profile_count, profile_current;
    bool has_api;
    struct fact_book book; /* of the one device or SIM that was asked about */
    char *past[SCENE_ROWS_MAX]; /* filters used, oldest first */
    int past_count;
    struct buf copied; /* the last text that was copied */
};

/* A fresh desk with the stream on it. top: the source tree. */
struct scene *scene_new(const char *top, int rows, int cols, enum glyph_set glyphs);
void scene_free(struct scene **scene);
void scene_event(struct scene *scene, struct str json, int64_t arrival_ms); /* decoded and stored; flush follows */
void scene_flush(struct scene *scene);
void scene_key(struct scene *scene, struct str key);
void scene_run(struct scene *scene, const char *line); /* a command, as the palette would run it */
/* A profile behind the others; what it says is added to it by scene_say. */
void scene_profile(struct scene *scene, enum profile_origin origin, struct str name);
bool scene_say(struct scene *scene, struct str option, struct str text); /* false: there is no such option */
void scene_resize(struct scene *scene, int rows, int cols);
void scene_draw(struct scene *scene); /* updates, draws into scene->grid */

#endif
