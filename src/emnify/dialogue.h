/* The conversation with the platform: what is asked next, and what comes of an answer. One request at a time, each paid
 * from the budget; what is most urgent goes first. Inside emnify/ only. */
#ifndef EVMON_EMNIFY_DIALOGUE_H
#define EVMON_EMNIFY_DIALOGUE_H

#include "emnify/backfill.h"
#include "emnify/emnify.h"
#include "emnify/inspect.h"
#include "emnify/token.h"
#include "io/source_kind.h"

#define EMNIFY_URL_MAX 2048

enum asking { ASK_NOTHING, ASK_TAIL, ASK_BACKFILL, ASK_LOOKUP };

struct emnify {
    struct source source;
    char *base;
    struct emnify_tuning tuning;
    int64_t since_ms, until_ms;
    bool follow, bearer_is_new, backfill_begun;
    int64_t begun_ms, begun_server_ms; /* when backfill began: monotonic, and the server's clock */
    int looks;
    struct token *token;
    struct idset *known;
    struct tail *tail;
    struct backfill *backfill;
    struct lookup *lookup;
    struct inspect *inspect;
    struct budget budget;
    struct loop_timer *timer;
    struct curlhub_call *call;
    bool renewing;
    enum asking asking;
    enum lookup_list asked_list;
    unsigned generation; /* under which the request under way was made */
    unsigned bearer;     /* and with which bearer */
    struct page page;
};

extern const struct tail_ops dialogue_tail_ops; /* user: the struct emnify */
extern const struct backfill_ops dialogue_backfill_ops;

/* The one place that decides what is asked next: now, or when the timer calls. No-op while a request is under way. */
void dialogue_pump(struct emnify *e);
/* Ends what is under way without an answer; dialogue_pump takes it up again. */
void dialogue_rest(struct emnify *e);
/* What backfill does, into the feed. */
void dialogue_show(struct emnify *e);
/* For struct inspect_host. */
void dialogue_inspect_needs_token(void *user);
void dialogue_inspect_counted(void *user);

#endif
