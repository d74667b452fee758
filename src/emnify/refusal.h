/* Why a question about a device or SIM has no answer, as a sentence a person can act on: what the platform's statuses and
 * error names mean for facts (errors.c says what they mean for the stream). */
#ifndef EVMON_EMNIFY_REFUSAL_H
#define EVMON_EMNIFY_REFUSAL_H

#include "io/curlhub.h"
#include "model/fact.h"

enum refusal {
    REFUSAL_NONE,   /* it is a good answer */
    REFUSAL_ABSENT, /* there is no such thing: not an error */
    REFUSAL_FINAL,  /* it would be the same again */
    REFUSAL_LATER,  /* the network or the platform had a problem: worth another try */
    REFUSAL_TOKEN,  /* the bearer is over */
};

enum refusal refusal_of(enum fact_topic topic, const struct curlhub_answer *answer, char *reason, size_t size);
/* The sentence for an error name of the active network query ("Unknown Subscriber"). */
void refusal_of_network(struct str name, char *reason, size_t size);

#endif
