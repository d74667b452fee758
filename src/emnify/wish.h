/* What a part of the platform source would like to do next. The parts are plain machines: they see the time they are
 * given, ask for pages and are handed pages; the source does the asking, one request at a time. */
#ifndef EVMON_EMNIFY_WISH_H
#define EVMON_EMNIFY_WISH_H

#include "emnify/budget.h"

#define WISH_PATH_MAX 48
#define WISH_QUERY_MAX 240

struct wish {
    enum { WISH_NOTHING, WISH_WAIT, WISH_FETCH } what;
    int64_t at_ms;                 /* WAIT: until then */
    enum budget_level level;       /* FETCH */
    char path[WISH_PATH_MAX];      /* FETCH: the list, "event" or "endpoint/7/event" */
    char query[WISH_QUERY_MAX];    /* FETCH: behind its "?" */
};

#endif
