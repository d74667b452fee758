/* Counting rows by the values of a field: facets, top lists, time buckets, distinct counts, sums.
 * Works over every row that a test lets through, in pieces newest first, and then stays right as
 * rows come and go. */
#ifndef EVMON_QUERY_GROUP_H
#define EVMON_QUERY_GROUP_H

#include "query/reader.h"
#include "query/slice.h"

#define GROUP_SUMS_MAX 4

struct group;

struct group_by {
    field_id field; /* FIELD_NONE: one group of everything (totals) */
    int64_t span;   /* > 0: numbers and times fall together in spans, named by their beginning */
    field_id sums[GROUP_SUMS_MAX]; /* stored number fields to add up */
    int sum_count;
};

struct group_row {
    /* Absent for rows without the field; text is borrowed from the group until its next change. */
    struct value value;
    uint64_t count, alerts;
    uint64_t severity[SEVERITY_COUNT_];
    uint64_t summed[GROUP_SUMS_MAX]; /* rows that had the sum's field */
    int64_t sum[GROUP_SUMS_MAX];
};

/* The reader is needed for fields that are not stored, else it may be NULL. Each element of a
 * repeated field counts. */
struct group *group_new(struct store *store, const struct group_by *by, struct reader *reader);
void group_free(struct group **group);
/* Counts anew. NULL = every row; the test is copied, its user stays the caller's and must live as
 * long as it is set. */
void group_set_test(struct group *group, const struct slice_test *test);
bool group_work(struct group *group, int64_t budget_ns); /* true while there is more to do */
double group_progress(const struct group *group);

size_t group_count(const struct group *group); /* distinct values, absence not among them */
struct group_row group_total(const struct group *group);  /* of all rows, value absent */
struct group_row group_absent(const struct group *group); /* of rows without the field */
/* The first `max` groups, most rows first (then by value), or by value. Returns how many were
 * written. */
enum group_order { GROUP_BY_COUNT, GROUP_BY_VALUE };
size_t group_read(const struct group *group, enum group_order order, size_t max,
                  struct group_row *rows);

/* The first groups by count, found in pieces, for tables of any size. Zero-initialised it begins; texts are borrowed as
 * with group_read. */
#define GROUP_TOP_MAX 64
struct group_top {
    size_t at; /* where the search stands; 0 = not begun */
    size_t count;
    struct group_row rows[GROUP_TOP_MAX];
};
struct group_wish {
    size_t max; /* at most GROUP_TOP_MAX */
    /* Is shown each group with a count, wanted or not. NULL: all are wanted. */
    bool (*wanted)(void *user, const struct group_row *row);
    void *user;
};
unsigned group_generation(const struct group *group); /* another one than before: begin the search again */
/* True while there is more to look at. */
bool group_top_step(const struct group *group, struct group_top *top, const struct group_wish *wish,
                    int64_t budget_ns);

#endif
