/* Sources: where events come from. One vtable per kind, one state table for all of them.
 * A transport reports what happened; io/source.c alone decides which state follows. */
#ifndef EVMON_IO_SOURCE_H
#define EVMON_IO_SOURCE_H

#include "io/backoff.h"
#include "io/loop.h"
#include "io/sink.h"

/* A source that is read once waits no longer than this for another try: whoever waits for it is told instead. */
#define SOURCE_ONCE_WAIT_MAX_MS 60000

struct source; /* its body is private to the floors that implement sources: io/source_kind.h */

/* How patient a source is. Zero-initialised is the product's own; tests make it fast. */
struct source_tuning {
    struct backoff backoff;
    const void *kind_tuning; /* of the kind's own type, see its header; NULL = usual */
};

/* What the command line and the configuration say about the sources, in one place. The texts are copied. */
struct source_settings {
    bool follow;            /* go on with what arrives */
    int64_t since_ms;       /* how far back to fetch; INSTANT_NONE = the source's default (platform: 1 h) */
    int64_t until_ms;       /* INSTANT_NONE = open */
    const char *api_url;    /* for a bare "emnify:" */
    const char *token_file; /* or NULL */
    const char *token_command;
    const struct source_tuning *tuning; /* NULL = usual */
};

/* One kind of source: how it is spelled and how it is opened. The app passes the list, so that io/ need not know the
 * floors above it. */
struct source_kind {
    const char *name;
    bool (*matches)(struct str spec); /* the first kind that matches opens it */
    struct source *(*open)(struct loop *loop, struct str spec, const struct source_settings *settings, struct sink sink,
                           struct error *err);
};
/* Files, `file:PATH` and `-`: matches everything, so it stands last in the list. */
extern const struct source_kind file_source_kind;

/* Opens SOURCE as evmon(1) spells it: `emnify:`, `emnify:URL`, `PATH`, `file:PATH`, `-`. kinds ends with NULL. Does no
 * I/O beyond opening a local file. The source is IDLE. On failure NULL and err. */
struct source *source_open(struct loop *loop, const struct source_kind *const kinds[], struct str spec,
                           const struct source_settings *settings, struct sink sink, struct error *err);
void source_start(struct source *source);
/* By the operator (held) or by the sink (over budget): both must be taken back before it runs again. */
enum source_hold { SOURCE_HOLD_OPERATOR = 1, SOURCE_HOLD_SINK = 2 };
void source_pause(struct source *source, enum source_hold why);
void source_resume(struct source *source, enum source_hold why);
/* In RETRY, or GONE after a failure: try now (the operator pressed a key). */
void source_retry_now(struct source *source);
/* Asks it to end; `gone` is called exactly once, later, after which the source must not be touched. */
typedef void (*source_gone_fn)(void *user, struct source *source);
void source_close(struct source *source, source_gone_fn gone, void *user);

const struct feed *source_feed(struct source *source); /* borrowed, changes under the reader */
/* The sink's side of the counters: what came since it counted last. */
struct source_news {
    uint64_t events;  /* kept; of these `changed` had a known id and other bytes */
    uint64_t changed, duplicates, bad;
    int64_t newest_ts_ms; /* of those that are no history; INSTANT_NONE when there is none with a time */
    uint64_t fresh;       /* neither history nor held back by an outage: what the rate counts */
};
void source_count(struct source *source, const struct source_news *news, int64_t now_ms);
void source_count_gap(struct source *source);
/* Older events, of all or of one device or SIM, between two moments (until_ms exclusive). */
enum source_scope { SOURCE_ALL, SOURCE_OF_DEVICE, SOURCE_OF_SIM };
struct source_span {
    enum source_scope scope;
    int64_t id; /* of the device or SIM */
    int64_t from_ms, until_ms;
};
bool source_can_fetch(const struct source *source);
int source_fetch_older(struct source *source, const struct source_span *span, struct error *err);
void source_cancel_fetch(struct source *source);
/* True when more can still arrive (not a finished file). */
bool source_is_open_ended(const struct source *source);

#endif
