/* Sources: where events come from. One vtable per kind, one state table for all of them.
 * A transport reports what happened (source_report); io/source.c alone decides which state follows. */
#ifndef EVMON_IO_SOURCE_H
#define EVMON_IO_SOURCE_H

#include "io/loop.h"
#include "io/sink.h"

struct source; /* its first member in every implementation is struct source_base, private to io/ and emnify/ */

/* What the command line and the configuration say about the sources, in one place. */
struct source_settings {
    bool follow;            /* go on with what arrives */
    int64_t since_ms;       /* how far back to fetch; INSTANT_NONE = the source's default (platform: 1 h) */
    int64_t until_ms;       /* INSTANT_NONE = open */
    const char *api_url;    /* for a bare "emnify:" */
    const char *token_file; /* or NULL */
    const char *token_command;
};

/* Opens SOURCE as CLI.md spells it: `emnify:`, `emnify:URL`, `PATH`, `file:PATH`, `-`. Does no I/O beyond opening a
 * local file. The source is IDLE. On failure NULL and err. */
struct source *source_open(struct loop *loop, struct str spec, const struct source_settings *settings, struct sink sink,
                           struct error *err);
void source_start(struct source *source);
/* By the operator (held) or by the sink (over budget): both must be taken back before it runs again. */
enum source_hold { SOURCE_HOLD_OPERATOR = 1, SOURCE_HOLD_SINK = 2 };
void source_pause(struct source *source, enum source_hold why);
void source_resume(struct source *source, enum source_hold why);
/* In RETRY: try now (the operator pressed a key). */
void source_retry_now(struct source *source);
/* Asks it to end; `gone` is called exactly once, later, after which the source must not be touched. */
typedef void (*source_gone_fn)(void *user, struct source *source);
void source_close(struct source *source, source_gone_fn gone, void *user);

const struct feed *source_feed(const struct source *source); /* borrowed, changes under the reader */
/* The sink's side of the counters. */
void source_count(struct source *source, uint64_t events, uint64_t duplicates, uint64_t bad, int64_t newest_ts_ms,
                  int64_t now_ms);
void source_count_gap(struct source *source);
/* The source can be asked for older events (backfill of `b`): until_ms exclusive. */
bool source_can_fetch(const struct source *source);
int source_fetch_older(struct source *source, int64_t from_ms, int64_t until_ms, struct error *err);
void source_cancel_fetch(struct source *source);
/* True when more can still arrive (not a finished file). */
bool source_is_open_ended(const struct source *source);

#endif
