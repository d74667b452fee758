/* The platform's refusals as sentences that say what to do. */
#ifndef EVMON_EMNIFY_ERRORS_H
#define EVMON_EMNIFY_ERRORS_H

#include "io/curlhub.h"

/* Fills err for an answer that is no success: what failed below HTTP, or the status with what the body says (both shapes:
 * {error_code, error_token, message, errors[]} and the gateway's {message}), and the advice for it. Returns -code. */
int errors_explain(const struct curlhub_answer *answer, const char *what, struct error *err);
/* What the platform itself says in the body of a refusal: message, else token, with the first of several details; empty
 * when it says nothing. Control characters become blanks. */
void errors_said(struct str body, char *out, size_t size);
/* The body's error_token (or a bare error text), empty when it has none: "TooManyRequests". */
size_t errors_token(struct str body, char *out, size_t size);

#endif
