/* Private to the floors that implement sources (io/, emnify/): one row per kind, and the transport's side of a source.
 *
 * A transport reports what happened and never decides: source.c turns reports into states by its table. Reports carry
 * the generation under which the work was started, so that what comes late (after a pause, a close, a retry) is void. */
#ifndef EVMON_IO_SOURCE_KIND_H
#define EVMON_IO_SOURCE_KIND_H

#include "io/source.h"

struct source_ops {
    /* Begin, or go on after a pause or a failure. Answers with a report, now or later. */
    void (*start)(struct source *source);
    /* Stop what is under way, keep the place. No report. */
    void (*pause)(struct source *source);
    /* Let everything go; when the last handle is gone call source_stopped, after which source.c calls free. */
    void (*stop)(struct source *source);
    void (*free)(struct source *source);
    /* NULL where a source cannot be asked for older events. */
    int (*fetch_older)(struct source *source, const struct source_span *span, struct error *err);
    void (*cancel_fetch)(struct source *source);
};

enum source_ending { SOURCE_ENDS, SOURCE_GOES_ON };

#define RATE_SECONDS 10

struct source {
    const struct source_ops *ops;
    struct loop *loop;
    struct sink sink;
    struct feed feed;
    enum source_ending ending; /* can more arrive after what is there now */
    /* private to source.c */
    struct backoff backoff;
    unsigned holds, generation, attempt, attempts_max;
    int64_t relief_ms;      /* live since then when the intake held it; 0 = released, it must show anew that it works */
    int64_t retry_after_ms; /* asked for by the server, -1 none */
    int64_t good_ms;        /* wall clock of the last report that it works, at first of the start */
    struct loop_timer *retry;
    source_gone_fn gone;
    void *gone_user;
    uint32_t rate[RATE_SECONDS];
    int64_t least_lag[RATE_SECONDS]; /* of the events of that second, -1 none */
    int64_t rate_second, rate_since;
};

/* Fills the common part; the implementation has it as its first member. attempts_max: 0 tries for ever. */
void source_init(struct source *source, const struct source_ops *ops, struct loop *loop,
                 const struct source_settings *settings, struct sink sink, const char *name);

unsigned source_generation(const struct source *source);
/* Under this generation work may still be done: not paused, not closed, not waiting to try again. */
bool source_is_running(const struct source *source, unsigned generation);

/* It works: data came, or is known to come. */
void source_report_live(struct source *source, unsigned generation);
/* All that came during an outage has been read, or is known to be a gap. */
void source_caught_up(struct source *source);
/* It does not work for now: tried again after a back-off. retry_after_ms: asked for by the server, -1 none. */
void source_report_failure(struct source *source, unsigned generation, int64_t retry_after_ms,
                           const struct error *error);
/* It will not work until somebody does something. */
void source_report_fatal(struct source *source, unsigned generation, const struct error *error);
/* Everything was delivered. */
void source_report_end(struct source *source, unsigned generation);
/* The answer to stop: nothing of the transport is left on the loop. */
void source_stopped(struct source *source);

/* Hands bytes to the sink and counts them. False: do not deliver more under this generation (paused or closed). */
bool source_deliver(struct source *source, const struct sink_chunk *chunk);
void source_cut(struct source *source);
void source_gap(struct source *source, int64_t from_ms, int64_t until_ms, const char *why);
void source_gap_filled(struct source *source, int64_t from_ms, int64_t until_ms);
/* Something in the feed changed that is worth a redraw. */
void source_changed(struct source *source);
/* Keeps an error for the feeds view without a change of state. */
void source_note_error(struct source *source, const struct error *error);

#endif
