/* The filters that were used, in this session and earlier ones: in memory, and in a file of the state directory that
 * sessions share. */
#ifndef EVMON_APP_RECALL_H
#define EVMON_APP_RECALL_H

#include "base/str.h"
#include "io/loop.h"

struct recall;

/* complain: once, when the file cannot be written. */
struct recall *recall_new(struct loop *loop, void (*complain)(void *user, const char *sentence), void *user);
void recall_free(struct recall **recall); /* what is not written yet is written before the loop ends */
int recall_count(const struct recall *recall);
const char *recall_get(const struct recall *recall, int index); /* 0 = the newest; NULL past the end */
/* In memory at once; the file follows on the thread pool. */
void recall_add(struct recall *recall, struct str filter);

#endif
