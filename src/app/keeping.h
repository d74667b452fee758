/* From the screen to a profile's file: saving, keys, deleting with undo, and what differs. */
#ifndef EVMON_APP_KEEPING_H
#define EVMON_APP_KEEPING_H

#include "base/buf.h"
#include "base/err.h"

struct app;

/* What the screen changes of a profile: a line an option. */
void keeping_differences(const struct app *app, int index, struct buf *out);

/* Commands; target is the app. */
int keeping_run_save(void *target, struct str args, struct error *err);
int keeping_run_overwrite(void *target, struct str args, struct error *err);
int keeping_run_new(void *target, struct str args, struct error *err);
int keeping_run_key(void *target, struct str args, struct error *err);
int keeping_run_delete(void *target, struct str args, struct error *err);
int keeping_run_undo(void *target, struct str args, struct error *err);
int keeping_run_diff(void *target, struct str args, struct error *err);

#endif
