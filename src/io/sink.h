/* Where a source delivers. app/ingest.c has the one sink of the program; tests have their own.
 * A source never decides what happens to its bytes: it delivers in order and waits while the sink is full. */
#ifndef EVMON_IO_SINK_H
#define EVMON_IO_SINK_H

#include "base/str.h"
#include "model/feed.h"

struct source;

/* How the bytes are framed (decode/frame.h does the cutting). */
enum sink_framing {
    SINK_STREAM, /* any mixture of JSON documents, NDJSON, arrays */
    SINK_PAGE,   /* one whole REST answer: an array of events, complete in itself */
};

struct sink_chunk {
    struct str bytes;
    enum sink_framing framing;
    int file;        /* a descriptor that can be read again at `offset`, or -1 when the bytes must be copied; it is open
                        until the source is gone: dup it to keep it longer */
    uint64_t offset; /* of bytes.p[0] in the source */
};

struct sink_ops {
    /* Takes the bytes (borrowed for the call). Returns false when it is over its budget: the source must then stop
     * reading until source_resume is called; the chunk itself was taken. */
    bool (*bytes)(void *user, struct source *source, const struct sink_chunk *chunk);
    /* The stream's end, or a break after which the next bytes begin a new document (rotation, truncation, reconnect). */
    void (*cut)(void *user, struct source *source);
    /* Completeness could not be proved between two moments (platform: pages did not overlap). Becomes a gap row. */
    void (*gap)(void *user, struct source *source, int64_t from_ms, int64_t until_ms, const char *why);
    /* The feed's state or counters changed. */
    void (*state)(void *user, struct source *source);
    /* What was missing in a reported gap has been fetched. May be NULL. */
    void (*gap_filled)(void *user, struct source *source, int64_t from_ms, int64_t until_ms);
};
struct sink {
    const struct sink_ops *ops;
    void *user;
};

#endif
