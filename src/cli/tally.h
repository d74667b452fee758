/* Groups of rows and what is counted of them: a table keyed by the groups' texts. */
#ifndef EVMON_CLI_TALLY_H
#define EVMON_CLI_TALLY_H

#include "base/str.h"

#define TALLY_NO_BUCKET INT64_MIN

struct tally_row {
    int64_t bucket;  /* UTC milliseconds of its beginning, TALLY_NO_BUCKET */
    struct str key;  /* the values, each behind the kind's byte and ended by a zero byte */
    uint64_t count;
    int64_t sum;
    uint64_t summed;   /* rows that had something to add */
    uint64_t distinct; /* different values seen */
};

struct tally;
struct tally *tally_new(void);
void tally_free(struct tally **tally);
/* The row of this group, made when it is not there. Borrowed until the next call. */
struct tally_row *tally_row(struct tally *tally, int64_t bucket, struct str key);
/* Notes a value for the row; row->distinct counts the different ones. */
void tally_distinct(struct tally *tally, struct tally_row *row, struct str value);
/* The rows: by bucket, within one by count (largest first), then by key. The caller frees the array. */
struct tally_row **tally_sorted(struct tally *tally, size_t *count);

#endif
