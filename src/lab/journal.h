/* What was asked of the lab: the newest requests and counts, so that a test can see how polite a client was. */
#ifndef EVMON_LAB_JOURNAL_H
#define EVMON_LAB_JOURNAL_H

#include "base/buf.h"

#define JOURNAL_MAX      4096
#define JOURNAL_PATH_MAX 120

struct journal_row {
    int64_t at;
    int status;                 /* 0 = no answer was given */
    const char *method, *fault; /* static; fault may be NULL */
    char path[JOURNAL_PATH_MAX];
};

struct journal {
    uint64_t count; /* of all; the ring holds the newest */
    struct journal_row rows[JOURNAL_MAX];
};

void journal_add(struct journal *journal, int64_t at, const char *method, struct str path,
                 int status, const char *fault);
/* {"count":…,"requests":[…]} with at most `most` of the newest, oldest first. */
void journal_json(struct buf *out, const struct journal *journal, uint64_t most);

#endif
