/* Builds the tree of keys out of fields.def, plus the few places where a field is put together from several values. */
#include "decode/trie.h"

#include "base/err.h"
#include "base/xalloc.h"

#include <stdio.h>
#include <stdlib.h>

static uint8_t add_node(struct trie *t, struct str key)
{
    must(t->count < TRIE_NODES_MAX);
    t->nodes[t->count].key = key;
    t->nodes[t->count].quiet = true;
    if (key.n > 0) {
        size_t size = key.n + sizeof "\"\":";
        char *quoted = xmalloc(size);
        int n = snprintf(quoted, size, "\"%.*s\":", STR_ARG(key));
        t->nodes[t->count].quoted = (struct str){quoted, (size_t)n};
    }
    return (uint8_t)t->count++;
}

static uint8_t add_child(struct trie *t, uint8_t parent, struct str key)
{
    uint8_t child = trie_child(t, parent, key);
    if (child != TRIE_NONE)
        return child;
    must(key.n > 0);
    child = add_node(t, key);
    struct trie_node *node = &t->nodes[parent];
    unsigned at = trie_hash(key);
    while (node->slots[at] != TRIE_NONE)
        at = (at + 1) & (TRIE_SLOTS - 1);
    node->slots[at] = child;
    node->has_children = true;
    return child;
}

/* The node at the end of a path; "[]" steps into the elements of an array. */
static uint8_t add_path(struct trie *t, struct str path)
{
    uint8_t above[16], node = TRIE_ROOT;
    size_t depth = 0;
    struct str key;
    while (str_next(&path, '.', &key)) {
        must(depth < sizeof above);
        above[depth++] = node;
        if (!str_eq(key, STR("[]"))) {
            node = add_child(t, node, key);
        } else {
            if (t->nodes[node].element == TRIE_NONE)
                t->nodes[node].element = add_node(t, STR_NONE);
            node = t->nodes[node].element;
        }
        for (size_t i = 0; i < depth; i++)
            t->nodes[above[i]].below[node / 64] |= UINT64_C(1) << node % 64;
    }
    return node;
}

static void add_target(struct trie *t, struct str path, struct trie_target target)
{
    uint8_t index = add_path(t, path);
    struct trie_node *node = &t->nodes[index];
    for (int i = 0; i < t->count; i++) {
        if (i == index || (t->nodes[i].below[index / 64] >> index % 64 & 1) != 0)
            t->nodes[i].quiet = false;
    }
    must(node->target_count < TRIE_TARGETS);
    node->targets[node->target_count++] = target;
}

/* How the computed fields are read where one value at their path is all they need; the others are listed below. */
static enum kind kind_read(field_id field)
{
    switch ((enum field)field) {
    case FIELD_ALERT: return KIND_BOOL;
    case FIELD_TS: return KIND_TIME;
    case FIELD_IMEI: return KIND_TEXT;
    case FIELD_CC: return KIND_OPEN;
    case FIELD_RAT: return KIND_NUMBER;
    default: return KIND_NONE;
    }
}

static void add_field(struct trie *t, field_id field)
{
    const struct field_row *row = field_row(field);
    enum kind kind = (row->flags & FIELD_CALC) != 0 ? kind_read(field) : row->kind;
    bool list = (row->flags & FIELD_LIST) != 0;
    if (kind == KIND_NONE)
        return;
    struct str paths = str_of(row->paths), path;
    for (uint8_t rank = 0; str_next(&paths, ' ', &path); rank++)
        add_target(t, path, (struct trie_target){PART_FIELD, field, rank, list, (uint8_t)kind});
}

static const struct {
    const char *path;
    enum trie_part part;
} parts[] = {
    /* clang-format off */
    {"id",                         PART_ID},
    {"event_severity.id",          PART_SEVERITY_ID},
    {"event_severity.description", PART_SEVERITY_TEXT},
    {"event_severity.name",        PART_SEVERITY_TEXT},
    {"event_source.id",            PART_SOURCE_ID},
    {"event_source.description",   PART_SOURCE_TEXT},
    {"event_source.name",          PART_SOURCE_TEXT},
    {"endpoint.tags",              PART_TAGS},
    {"endpoint.tags.[]",           PART_TAGS},
    /* clang-format on */
};

/* Keys that come often and hold nothing that is read; RAW fields besides. Being known makes them cheap to pass. */
static const char *const passed[] = {
    "detail.id", "detail.country.id", "detail.tapcode.[].id", "detail.mnc.[].id", "imsi.id", "keen",
};

/* Adds the first key of the path that is new, so that what it holds is skipped as a whole. */
static void add_quiet(struct trie *t, struct str path)
{
    uint8_t node = TRIE_ROOT;
    struct str rest = path, key;
    while (str_next(&rest, '.', &key)) {
        bool element = str_eq(key, STR("[]"));
        uint8_t next = element ? t->nodes[node].element : trie_child(t, node, key);
        if (next == TRIE_NONE) {
            size_t n = rest.p != NULL ? (size_t)(rest.p - path.p) - 1 : path.n;
            if (!element)
                add_path(t, str_sub(path, 0, n));
            return;
        }
        node = next;
    }
}

static void add_all_quiet(struct trie *t)
{
    for (field_id field = FIELD_STORED_COUNT; field < FIELD_COUNT_; field++) {
        if (field_row(field)->home != HOME_RAW)
            continue; /* the fleet's fields have no path */
        struct str paths = str_of(field_row(field)->paths), path;
        while (str_next(&paths, ' ', &path))
            add_quiet(t, path);
    }
    for (size_t i = 0; i < sizeof passed / sizeof passed[0]; i++)
        add_quiet(t, str_of(passed[i]));
}

static enum trie_fast fast_way(const struct trie_node *node)
{
    const struct trie_target *target = &node->targets[0];
    if (node->quiet)
        return FAST_SKIP;
    if (node->target_count != 1 || node->has_children || target->part != PART_FIELD || target->list)
        return FAST_NONE;
    switch ((enum kind)target->kind) {
    case KIND_TEXT:
    case KIND_OPEN: return FAST_TEXT;
    case KIND_DIGITS: return FAST_DIGITS;
    case KIND_IP: return FAST_ADDRESS;
    case KIND_NUMBER: return FAST_NUMBER;
    default: return FAST_NONE;
    }
}

void trie_free(struct trie **trie)
{
    struct trie *t = *trie;
    if (t == NULL)
        return;
    for (int i = 0; i < t->count; i++) {
        char *quoted = (char *)(uintptr_t)t->nodes[i].quoted.p;
        free(quoted);
    }
    free(t);
    *trie = NULL;
}

struct trie *trie_new(void)
{
    struct trie *t = xcalloc(1, sizeof *t);
    add_node(t, STR_NONE); /* TRIE_NONE */
    add_node(t, STR_NONE); /* TRIE_ROOT */
    for (field_id field = 0; field < FIELD_STORED_COUNT; field++)
        add_field(t, field);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        add_target(t, str_of(parts[i].path), (struct trie_target){.part = (uint8_t)parts[i].part, .field = FIELD_NONE});
    add_all_quiet(t);
    for (int i = 0; i < t->count; i++)
        t->nodes[i].fast = (uint8_t)fast_way(&t->nodes[i]);
    return t;
}
