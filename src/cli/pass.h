/* What the headless commands share: configuration, store and sources, read to their end or followed. */
#ifndef EVMON_CLI_PASS_H
#define EVMON_CLI_PASS_H

#include "app/feeds.h"
#include "app/setup.h"
#include "cli/cli.h"
#include "cli/trouble.h"
#include "model/profile.h"

struct pass {
    const char *where; /* "print": named in messages */
    const struct args *args;
    struct setup setup;
    struct profile *profile; /* --profile; NULL: none */
    struct loop *loop;
    struct store *store;
    struct chronicle *chronicle;
    struct ingest *ingest;
    struct feeds *feeds;
    int bad_file;         /* --bad, or -1 */
    uint64_t bad_count;
    struct loop_timer *progress; /* on standard error, when it is a terminal */
    size_t progress_columns;
    int refused;          /* sources that could not be opened */
    struct trouble trouble; /* what was said of the others */
    int64_t now;          /* for relative times */
    int64_t since, until; /* INSTANT_NONE: open */
};

/* Reads the configuration. CLI_DONE, or the exit code after the message; pass_close in either case. */
int pass_open(struct pass *h, const char *where, struct args *args);
/* Opens the sources and starts them. One that cannot be opened is said and counted; the others go on. */
int pass_start(struct pass *h);
/* Runs until every source has ended, and settles now, since and until. */
int pass_load(struct pass *h);
void pass_close(struct pass *h);
size_t pass_max_entities(const struct pass *h); /* devices told apart: the option of that name */
/* Says what the sources could not do. The exit code: `code`, or CLI_SOURCE. */
int pass_verdict(struct pass *h, int code);
/* Prints an error of this command; returns the exit code that belongs to it. */
int pass_fail(const struct pass *h, const struct error *err);

#endif
