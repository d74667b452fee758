/* The application token: from EVMON_TOKEN, from a file that nobody else can read, or from a command.
 * It is bound to the host it was first used for, never logged, and wiped when it is let go. */
#ifndef EVMON_EMNIFY_SECRET_H
#define EVMON_EMNIFY_SECRET_H

#include "base/err.h"
#include "base/str.h"
#include "io/loop.h"

#define SECRET_MAX 16384u

struct secret;
/* file and command may be NULL; EVMON_TOKEN goes first. NULL and err when there is none at all, when the file is open to
 * others, or when EVMON_TOKEN already belongs to another host. */
struct secret *secret_new(struct loop *loop, const char *host, const char *file, const char *command, struct error *err);
void secret_free(struct secret **secret);

/* err is NULL when the token is there; it is borrowed for the call. Called once, for a file or the environment at once. */
typedef void (*secret_done_fn)(void *user, struct str token, const struct error *err);
void secret_fetch(struct secret *secret, secret_done_fn done, void *user);
void secret_cancel(struct secret *secret); /* done does not come any more */
/* Where it comes from, for sentences: "EVMON_TOKEN", "the file /etc/evmon/token", "token_command". */
const char *secret_origin(const struct secret *secret);

#endif
