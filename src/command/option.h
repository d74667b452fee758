/* Options: typed values in a table of rows. Config file, --set, :set and the man page all read the same rows. */
#ifndef EVMON_COMMAND_OPTION_H
#define EVMON_COMMAND_OPTION_H

#include "base/buf.h"
#include "base/err.h"

#define OPTION_TEXT_MAX 4096

enum option_kind {
    OPTION_BOOL, /* on off yes no true false 1 0 */
    OPTION_INT,
    OPTION_SIZE, /* bytes: 512MiB 64k 1G (1024), 10MB (1000) */
    OPTION_SPAN, /* milliseconds: 250ms 5s 1h30m */
    OPTION_ENUM, /* one of words; the value is its index */
    OPTION_TEXT,
};

struct option_row {
    const char *name; /* "store.max_bytes" */
    enum option_kind kind;
    int64_t min, max;     /* INT SIZE SPAN; for TEXT the longest length in max (0 = OPTION_TEXT_MAX) */
    const char *fallback; /* the default, as it would be written; must parse */
    const char *words;    /* ENUM: "utf8,vt100,ascii" */
    const char *unit;     /* for people: "events", ""; SIZE and SPAN carry theirs */
    const char *sentence; /* what it does, one sentence */
    unsigned dirties;     /* bits of app/: what a change makes stale */
};

enum option_origin { OPTION_DEFAULT, OPTION_SYSTEM, OPTION_USER, OPTION_COMMAND_LINE, OPTION_LIVE };

struct options;

struct options *options_new(const struct option_row *rows, int count); /* rows stay the caller's; all at default */
void options_free(struct options **options);
int options_count(const struct options *options);
const struct option_row *options_row(const struct options *options, int index);
int options_find(const struct options *options, struct str name); /* index or -1; a unique ending after a dot will do */
const char *options_suggest(const struct options *options, struct str name);

/* Sets one from text. 1 changed, 0 the same as before, -E with a sentence that says range and default. */
int options_set(struct options *options, int index, struct str text, enum option_origin origin, struct error *err);
/* "NAME=VALUE", "NAME VALUE"; for BOOL also "NAME", "noNAME", "NAME!" (toggle). Alone, another option is an error. */
int options_set_line(struct options *options, struct str line, enum option_origin origin, struct error *err);
void options_reset(struct options *options, int index); /* back to the default */

bool options_bool(const struct options *options, int index);
int64_t options_int(const struct options *options, int index);  /* INT, SIZE (bytes), SPAN (ms), ENUM (index) */
const char *options_text(const struct options *options, int index); /* TEXT; borrowed until it is set again */
enum option_origin options_origin(const struct options *options, int index);
void options_print(const struct options *options, int index, struct buf *out); /* as it would be written */
/* "1 to 100", "one of utf8, vt100, ascii", "a size, 1MiB to 64GiB": for errors, help and the man page. */
void option_range(const struct option_row *row, struct buf *out);
/* The dirties of everything changed since the last call. */
unsigned options_take_dirty(struct options *options);

#endif
