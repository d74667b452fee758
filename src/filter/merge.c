/* dev:a or dev:b is dev:a,b; ip!=x ip!=y is ip not in (x, y); not a and not b is not (a or b); and what stands twice is
 * asked once. So the length of a query hardly matters to its speed. Works on copies: canon and explain see the tree. */
#include "filter/merge.h"

#include "base/xalloc.h"
#include "filter/canon.h"

#include <stdlib.h>

size_t merge_count(const struct node *kids)
{
    size_t n = 0;
    for (; kids != NULL; kids = kids->next)
        n++;
    return n;
}

static struct node *copy_of(struct arena *arena, const struct node *node)
{
    struct node *copy = arena_alloc(arena, sizeof *copy);
    *copy = *node;
    copy->next = NULL;
    return copy;
}

/* ---- twins ---- */

struct seen {
    struct str *texts; /* open addressing; canonical texts */
    size_t size;
};

static bool is_new(struct seen *seen, struct str text)
{
    size_t at = str_hash(text) & (seen->size - 1);
    while (seen->texts[at].p != NULL) {
        if (str_eq(seen->texts[at], text))
            return false;
        at = (at + 1) & (seen->size - 1);
    }
    seen->texts[at] = text;
    return true;
}

static struct node *without_twins(struct arena *arena, const struct node *kids)
{
    struct seen seen = {.size = 16};
    struct node *first = NULL, **tail = &first;
    struct buf text = {0};
    while (seen.size < 2 * merge_count(kids))
        seen.size *= 2;
    seen.texts = xcalloc(seen.size, sizeof *seen.texts);
    for (; kids != NULL; kids = kids->next) {
        buf_clear(&text);
        canon_node(&text, kids);
        if (!is_new(&seen, arena_str(arena, buf_str(&text))))
            continue;
        *tail = copy_of(arena, kids);
        tail = &(*tail)->next;
    }
    buf_fini(&text);
    free(seen.texts);
    return first;
}

/* ---- comparisons of one field ---- */

/* Is it a comparison that may join others in a set: with `or` the positive ones, with `and` the negative ones? */
static bool may_join(const struct node *node, enum node_kind joint)
{
    if (node->kind != NODE_COMPARE || node->field == FIELD_NONE)
        return false;
    enum kind kind = field_row(node->field)->kind;
    bool positive = node->op == LEX_COLON || node->op == LEX_EQUAL;
    /* times are placed by their own operator, later */
    return kind != KIND_TIME && (joint == NODE_OR ? positive : node->op == LEX_NOT_EQUAL);
}

static void append_items(struct arena *arena, struct item ***tail, const struct item *items)
{
    for (; items != NULL; items = items->next) {
        struct item *copy = arena_alloc(arena, sizeof *copy);
        *copy = *items;
        copy->next = NULL;
        **tail = copy;
        *tail = &copy->next;
    }
}

static void join_fields(struct arena *arena, struct node **kids, enum node_kind joint)
{
    struct node *host[FIELD_COUNT_] = {NULL};
    struct item **tails[FIELD_COUNT_];
    for (struct node **at = kids; *at != NULL;) {
        struct node *kid = *at;
        if (!may_join(kid, joint)) {
            at = &kid->next;
        } else if (host[kid->field] == NULL) {
            const struct item *items = kid->items;
            host[kid->field] = kid;
            kid->items = NULL;
            tails[kid->field] = &kid->items;
            append_items(arena, &tails[kid->field], items);
            at = &kid->next;
        } else {
            append_items(arena, &tails[kid->field], kid->items);
            *at = kid->next;
        }
    }
}

/* ---- several not ---- */

static void join_nots(struct arena *arena, struct node **kids)
{
    size_t n = 0;
    for (const struct node *kid = *kids; kid != NULL; kid = kid->next)
        n += kid->kind == NODE_NOT;
    if (n < 2)
        return;
    struct node *either = arena_calloc(arena, 1, sizeof *either), *none = arena_calloc(arena, 1, sizeof *none);
    either->kind = NODE_OR;
    none->kind = NODE_NOT;
    none->kids = either;
    struct node **tail = &either->kids;
    for (struct node **at = kids; *at != NULL;) {
        struct node *kid = *at;
        if (kid->kind != NODE_NOT) {
            at = &kid->next;
            continue;
        }
        *at = kid->next;
        *tail = copy_of(arena, kid->kids);
        tail = &(*tail)->next;
    }
    none->next = *kids;
    *kids = none;
}

const struct node *merge_kids(struct arena *arena, const struct node *node)
{
    struct node *kids = without_twins(arena, node->kids);
    join_fields(arena, &kids, node->kind);
    if (node->kind == NODE_AND)
        join_nots(arena, &kids);
    return kids;
}
