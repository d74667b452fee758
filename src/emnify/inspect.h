/* Questions about single devices and SIMs (topics.def), asked in the background: few at a time, each paid from the polite
 * budget, through the source's own token and only at its own address. Answers are kept with their age, for as many
 * devices and SIMs as were looked at last. Once more is tried where the network or the platform had a problem; what is
 * refused keeps its reason. */
#ifndef EVMON_EMNIFY_INSPECT_H
#define EVMON_EMNIFY_INSPECT_H

#include "emnify/budget.h"
#include "emnify/token.h"
#include "io/curlhub.h"
#include "model/fact.h"

#define INSPECT_BOOKS_MAX 64 /* devices and SIMs remembered */
#define INSPECT_LANES 2      /* usual questions under way at once */
#define INSPECT_SLOW_LANES 1 /* of those that wait for the network, beside them */

struct inspect_host {
    struct loop *loop;
    const char *base; /* the API's address, without a slash at the end */
    struct token *token;
    struct budget *budget;
    struct curlhub_limits limits;
    void (*need_token)(void *user); /* answered, now or later, by inspect_go or inspect_fail */
    void (*counted)(void *user);    /* a request was made */
    void *user;
};

struct inspect;
struct inspect *inspect_new(const struct inspect_host *host); /* what host points to outlives it */
void inspect_free(struct inspect **inspect); /* cancels what is under way */

enum inspect_want {
    INSPECT_MISSING, /* the usual questions that have no answer yet */
    INSPECT_AGAIN,   /* all usual ones anew; the old answers stay until then */
    INSPECT_STATE,   /* connectivity alone, anew */
    INSPECT_NETWORK, /* the slow ones */
};
void inspect_ask(struct inspect *inspect, struct fact_about about, enum inspect_want want);
/* Nobody looks any more: what waits or is under way for it is given up. The answers stay. */
void inspect_leave(struct inspect *inspect, struct fact_about about);
/* NULL when it was never asked for, or is forgotten. Borrowed until the next call or turn of the loop. */
const struct fact_book *inspect_book(const struct inspect *inspect, struct fact_about about);
/* Called when an answer has come or something else changed in a book; one listener. */
void inspect_listen(struct inspect *inspect, void (*changed)(void *user), void *user);

void inspect_go(struct inspect *inspect);                              /* there may be a bearer now */
void inspect_fail(struct inspect *inspect, const struct error *err);   /* there will be none: all is refused */

#endif
