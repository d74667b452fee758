/* Rows written to a file, a few milliseconds at a time, so that the screen goes on. */
#ifndef EVMON_APP_EXPORT_H
#define EVMON_APP_EXPORT_H

#include "io/loop.h"
#include "store/store.h"

struct export;
struct export_ops {
    void (*progress)(void *user, size_t done, size_t count); /* a few times a second */
    /* Once, at the end: count rows are in the file at path, or err says why not. The export is freed afterwards. */
    void (*done)(void *user, size_t count, const char *path, const struct error *err);
};

/* ndjson gives the original bytes; csv, tsv, json and markdown the columns of `evmon print`. Makes the file anew, 0600, not
 * through a link; never over one that is there. NULL and err when it cannot. */
struct export *export_start(struct loop *loop, struct store *store, const row_id *rows, size_t count,
                            const char *format, const char *path, const struct export_ops *ops,
                            void *user, struct error *err);
void export_cancel(struct export **export); /* done is not called; what was written stays */

#endif
