/* A table that is written when all of it is known: cells in rows, for the headless commands. */
#ifndef EVMON_CLI_CELLBOOK_H
#define EVMON_CLI_CELLBOOK_H

#include "app/format.h"
#include "base/instant.h"

#define CELLBOOK_COLUMNS_MAX 24

struct cellbook {
    struct str name[CELLBOOK_COLUMNS_MAX];
    int columns;
    struct buf text;
    struct cellbook_cell *cells; /* filled from left to right, row by row */
    size_t count, capacity;
};

/* names: separated by one space; borrowed. */
void cellbook_init(struct cellbook *book, const char *names);
void cellbook_fini(struct cellbook *book);
/* Each of these fills the next cell. */
void cellbook_absent(struct cellbook *book);
void cellbook_text(struct cellbook *book, struct str text);     /* absent when empty */
void cellbook_word(struct cellbook *book, const char *word);    /* one of our own; absent when NULL or empty */
void cellbook_number(struct cellbook *book, int64_t number);
void cellbook_id(struct cellbook *book, int64_t id);            /* absent when negative */
void cellbook_time(struct cellbook *book, int64_t ms);          /* absent when INSTANT_NONE */
void cellbook_megabytes(struct cellbook *book, int64_t bytes);  /* exact; absent when negative */
void cellbook_seconds(struct cellbook *book, int64_t ms);       /* exact */
size_t cellbook_rows(const struct cellbook *book);
void cellbook_write(const struct cellbook *book, const struct format *format, struct buf *out);

#endif
