/* The paths of fields.def as a tree of keys, built once, walked along with the scanner. Private to decode/. */
#ifndef EVMON_DECODE_TRIE_H
#define EVMON_DECODE_TRIE_H

#include "model/field.h"

#define TRIE_NODES_MAX 192
#define TRIE_WORDS (TRIE_NODES_MAX / 64) /* of a set of nodes */
#define TRIE_SLOTS 64
#define TRIE_TARGETS 3
#define TRIE_NONE 0 /* no node; the root is 1 */
#define TRIE_ROOT 1

/* What is read at a node: a value for a field, or one of the parts that json.c puts together itself. */
enum trie_part {
    PART_FIELD,
    PART_ID,
    PART_SEVERITY_ID,
    PART_SEVERITY_TEXT,
    PART_SOURCE_ID,
    PART_SOURCE_TEXT,
    PART_TAGS,
};

struct trie_target {
    uint8_t part; /* enum trie_part */
    field_id field;
    uint8_t rank; /* of the path among the field's paths; lower wins */
    bool list;    /* one of several elements */
    uint8_t kind; /* enum kind as it is read */
};

/* Values that need no second look where they stand as they mostly do: json.c reads these without a detour. */
enum trie_fast {
    FAST_NONE,
    FAST_TEXT,   /* one target, any text */
    FAST_DIGITS, /* one target, digits in quotation marks */
    FAST_ADDRESS,
    FAST_NUMBER, /* one target, a number */
    FAST_SKIP,   /* nothing is read */
};

struct trie_node {
    struct str key;
    struct str quoted;        /* the key as it stands in a text: "key": */
    struct trie_target targets[TRIE_TARGETS];
    uint8_t target_count;
    uint8_t fast;             /* enum trie_fast */
    uint8_t element;          /* node of an array's elements, TRIE_NONE when arrays are not expected */
    bool has_children;
    bool quiet;               /* known, but nothing is read here or underneath */
    uint64_t below[TRIE_WORDS];        /* the nodes underneath, as bits */
    uint8_t slots[TRIE_SLOTS];/* children by hash of their key */
};

struct trie {
    struct trie_node nodes[TRIE_NODES_MAX];
    int count;
};

struct trie *trie_new(void);
void trie_free(struct trie **trie);

/* A cheap hash that happens to spread these keys: length, first, middle and last byte. */
static inline unsigned trie_hash(struct str key)
{
    if (key.n == 0)
        return 0;
    const unsigned char *p = (const unsigned char *)key.p;
    return ((unsigned)key.n + p[0] * 7u + p[key.n / 2] * 13u + p[key.n - 1] * 31u) & (TRIE_SLOTS - 1);
}

/* The child of that key, or TRIE_NONE. */
static inline uint8_t trie_child(const struct trie *trie, uint8_t node, struct str key)
{
    const uint8_t *slots = trie->nodes[node].slots;
    for (unsigned at = trie_hash(key); slots[at] != TRIE_NONE; at = (at + 1) & (TRIE_SLOTS - 1)) {
        struct str known = trie->nodes[slots[at]].key;
        if (known.n == key.n && memcmp(known.p, key.p, key.n) == 0)
            return slots[at];
    }
    return TRIE_NONE;
}

#endif
