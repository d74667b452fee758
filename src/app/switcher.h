/* Profiles and the screen: which one the stream wears, the commands that switch, keep, change and delete, files that
 * change meanwhile, and where the operator was last time. */
#ifndef EVMON_APP_SWITCHER_H
#define EVMON_APP_SWITCHER_H

#include "base/buf.h"
#include "model/profile.h"
#include "save/replace.h"

struct app;
struct stream;
struct switcher;

/* Reads the profiles; --profile is looked up. -E and err when there is no such profile (its file's mistake, if that is
 * why). Before there is a screen. */
int switcher_new(struct app *app, struct error *err);
void switcher_free(struct app *app);
int64_t switcher_window(const struct app *app); /* how far back it shows, ms; 0 = no limit; before sources are opened */
/* The stream is there: puts on --profile, the last one, or Everything, and joins --filter (may be empty) to it; tells the
 * mistakes of the files; watches the directories. */
void switcher_begin(struct app *app, struct str filter);
/* The screen ends: where we are is kept, and nothing is watched any more. While the views are still there. */
void switcher_end(struct app *app);
/* Events came in: goes to the one of last time when it is among them. */
void switcher_look(struct app *app);
/* A key was pressed: the operator goes somewhere himself. */
void switcher_stay(struct app *app);
void switcher_reload(struct app *app); /* the files anew */

/* Of the profile that is worn: its index, -1 when its file is gone; itself; its own file as it was when it was put on. */
int switcher_current(const struct app *app);
const struct profile *switcher_worn(const struct app *app);
const struct replace_stamp *switcher_base(const struct app *app);
struct stream *switcher_stream(const struct app *app);
/* Puts it on; on failure nothing is changed. */
int switcher_put_on(struct app *app, int index, struct error *err);
/* Puts the layout of the screen into a profile, where it was changed since. */
void switcher_take_layout(const struct app *app, struct profile *into);
/* The screen, as it is, stands for this entry from here on. */
void switcher_note_worn(struct app *app, int index);
void switcher_keep_place(struct app *app); /* for the next start */

int switcher_run_profile(void *target, struct str args, struct error *err); /* a command; target is the app */

#endif
