/* The decoder from the inside, for json.c, which reads, and finish.c, which computes. */
#ifndef EVMON_DECODE_DECODER_H
#define EVMON_DECODE_DECODER_H

#include "base/arena.h"
#include "base/jscan.h"
#include "decode/json.h"
#include "decode/trie.h"

#define LIST_MAX 64 /* elements of a repeated field that are kept */

/* The elements of a repeated field, in the order of their paths. */
struct list {
    int count;
    uint8_t ranks[LIST_MAX];
    struct str items[LIST_MAX];
};

#define LISTS_MAX 8

/* A thing that has an id and a name, either of which may be missing or unreadable. */
struct named {
    bool seen;    /* something is there */
    int64_t id;   /* -1 when not readable */
    struct str text;
};

struct level {
    uint8_t node;
    bool array;
    uint8_t *guess; /* where the next key is expected, and noted when it was another */
};

struct decoder {
    struct trie *trie;
    struct arena *arena;
    uint8_t first[TRIE_NODES_MAX]; /* the key that began this object last time */
    uint8_t next[TRIE_NODES_MAX];  /* the key that followed this one last time */
    uint8_t list_of[FIELD_STORED_COUNT]; /* which list a repeated field fills */
    field_id list_fields[LISTS_MAX];     /* and back */
    int list_count;
    /* of the event at hand */
    struct event *event;
    struct jscan scan;
    struct level levels[JSCAN_DEPTH_MAX];
    int depth;
    uint64_t seen[TRIE_WORDS];
    uint8_t ranks[FIELD_STORED_COUNT]; /* of the path that gave the value */
    struct list lists[LISTS_MAX];
    struct named severity, source;
    struct str id_text;
    bool id_is_useless;
};

static inline void decoder_mark(struct decoder *d, enum event_mark what)
{
    d->event->marks |= what;
}

/* Everything was read: joins the lists and fills in what is computed from several values. */
void decoder_finish(struct decoder *d);

#endif
