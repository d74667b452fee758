/* The one sink of the program: bytes from sources -> whole texts -> events -> store -> listeners, within a time budget
 * per turn of the loop. Over budget it pauses the source, keeps what it has, and goes on in the next turn: nothing is
 * dropped. */
#ifndef EVMON_APP_INGEST_H
#define EVMON_APP_INGEST_H

#include "app/chronicle.h"
#include "io/source.h"
#include "store/store.h"

#define INGEST_BUDGET_NS 4000000 /* of one turn, on the screen */

/* A text that could not be read. line and offset count from the beginning of the source. */
struct ingest_bad {
    const char *source; /* as it was named */
    uint64_t offset, line;
    const char *reason;
    struct str raw;
};

/* What is older when it comes was fetched, or held back by an outage. */
#define INGEST_OLD_MS 120000

struct ingest_options {
    int64_t budget_ns; /* 0 = no limit */
    void (*bad)(void *user, const struct ingest_bad *bad); /* each of them; may be NULL */
    void (*changed)(void *user); /* a source's state or counters, or a gap; may be NULL */
    void (*gap)(void *user, int64_t from_ms, int64_t until_ms); /* may be NULL */
    void *user;
};

struct ingest;
struct ingest *ingest_new(struct loop *loop, struct store *store, struct chronicle *chronicle,
                          const struct ingest_options *options);
/* After the last source has gone. */
void ingest_free(struct ingest **ingest);
struct sink ingest_sink(struct ingest *ingest);
/* Names a source that delivers here. Returns its number, the store's `feed`. */
int ingest_add(struct ingest *ingest, struct source *source, const char *name);
/* From here on everything is refused and forgotten (the sources are about to be closed). */
void ingest_stop(struct ingest *ingest);
/* True when no text is waiting to be decoded. */
bool ingest_is_idle(const struct ingest *ingest);

#endif
