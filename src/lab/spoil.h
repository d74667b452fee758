/* What the rows of fault.c do: to answers, and to the world. */
#ifndef EVMON_LAB_SPOIL_H
#define EVMON_LAB_SPOIL_H

#include "lab/fault.h"

typedef void (*spoil_fn)(struct lab *lab, const struct fault *fault, struct reply *reply);

void spoil_expired(struct lab *lab, const struct fault *fault, struct reply *reply);
void spoil_status(struct lab *lab, const struct fault *fault, struct reply *reply);
void spoil_gateway(struct lab *lab, const struct fault *fault, struct reply *reply);
void spoil_html(struct lab *lab, const struct fault *fault, struct reply *reply);
void spoil_empty(struct lab *lab, const struct fault *fault, struct reply *reply);
void spoil_redirect(struct lab *lab, const struct fault *fault, struct reply *reply);

void spoil_gzip_garbage(struct lab *lab, const struct fault *fault, struct reply *reply);
void spoil_gzip_cut(struct lab *lab, const struct fault *fault, struct reply *reply);
void spoil_bomb(struct lab *lab, const struct fault *fault, struct reply *reply);
void spoil_big(struct lab *lab, const struct fault *fault, struct reply *reply);
void spoil_utf8(struct lab *lab, const struct fault *fault, struct reply *reply);
void spoil_broken(struct lab *lab, const struct fault *fault, struct reply *reply);
void spoil_slow(struct lab *lab, const struct fault *fault, struct reply *reply);
void spoil_shift(struct lab *lab, const struct fault *fault, struct reply *reply);
void spoil_duplicate(struct lab *lab, const struct fault *fault, struct reply *reply);
void spoil_disorder(struct lab *lab, const struct fault *fault, struct reply *reply);

void spoil_skew(struct lab *lab, const struct fault *fault, int on);
void spoil_hostile(struct lab *lab, const struct fault *fault, int on);
void spoil_late(struct lab *lab, const struct fault *fault, int on);

#endif
