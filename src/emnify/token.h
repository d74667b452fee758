/* The bearer token: made from the application token, renewed before it expires, once more after a 401, and never asked
 * for a third time after two refusals (the platform locks out for five minutes then). */
#ifndef EVMON_EMNIFY_TOKEN_H
#define EVMON_EMNIFY_TOKEN_H

#include "base/err.h"
#include "base/str.h"
#include "io/loop.h"

struct source_settings;
struct token;

/* base_url without a slash at the end. NULL and err: see secret_new. */
struct token *token_new(struct loop *loop, const char *base_url, const struct source_settings *settings,
                        struct error *err);
void token_free(struct token **token);

/* NULL when it must be renewed first. */
const char *token_bearer(const struct token *token, int64_t mono_ms);
/* Which bearer it is: another number after each renewal. Whoever asks with it notes the number. */
unsigned token_serial(const struct token *token);
/* The platform answered 401 to the bearer of that number. False: that one has been replaced meanwhile, and says nothing of
 * the one in use. */
bool token_refused(struct token *token, unsigned serial);

enum token_outcome {
    TOKEN_GOOD,
    TOKEN_LATER, /* not now: the network, the platform, a first refusal */
    TOKEN_STOP,  /* refused twice: somebody must do something */
};
/* err is set unless GOOD. retry_after_ms: asked for by the platform, -1 none. */
typedef void (*token_done_fn)(void *user, enum token_outcome outcome, int64_t retry_after_ms, const struct error *err);
void token_renew(struct token *token, token_done_fn done, void *user);
void token_cancel(struct token *token);
/* Forgets the refusals: the operator wants another try. */
void token_forgive(struct token *token);
/* The server's clock minus ours, from the last answer; 0 when unknown. */
int64_t token_clock_offset_ms(const struct token *token);
uint64_t token_requests(const struct token *token);

/* The `exp` claim of a JWT in UTC milliseconds, -1 when it has none. Nothing is verified: it is ours to use, not to trust. */
int64_t token_expiry_ms(struct str jwt);

#endif
