/* Terms at the top of a query, taken away and added in its tree. Must not know what a term means beyond its field. */
#include "filter/amend.h"

#include "base/instant.h"
#include "filter/canon.h"
#include "filter/filter.h"
#include "filter/parse.h"

#include <inttypes.h>
#include <stdio.h>

/* The kids of a tree's ands as one list, in order. */
struct terms {
    struct node *first, **end;
};

static void terms_init(struct terms *terms)
{
    terms->first = NULL;
    terms->end = &terms->first;
}

static void terms_add(struct terms *terms, struct node *node)
{
    node->next = NULL;
    *terms->end = node;
    terms->end = &node->next;
}

/* Depth is capped by the parser. */
static void flatten(struct node *node, struct terms *terms)
{
    if (node->kind == NODE_EVERY)
        return;
    if (node->kind != NODE_AND) {
        terms_add(terms, node);
        return;
    }
    for (struct node *kid = node->kids, *next; kid != NULL; kid = next) {
        next = kid->next;
        flatten(kid, terms);
    }
}

static const struct node *without_not(const struct node *node)
{
    while (node->kind == NODE_NOT)
        node = node->kids;
    return node;
}

static bool reads_alike(const struct node *a, const struct node *b)
{
    struct buf left = {0}, right = {0};
    canon_node(&left, without_not(a));
    canon_node(&right, without_not(b));
    bool alike = str_eq(buf_str(&left), buf_str(&right));
    buf_fini(&left);
    buf_fini(&right);
    return alike;
}

static bool is_about(const struct node *node, field_id field)
{
    if (node->kind == NODE_FLAG)
        return str_eq(str_of(ast_flags[node->flag].name), str_of(field_row(field)->name));
    return (node->kind == NODE_COMPARE || node->kind == NODE_MATCH) && node->field == field &&
           node->op != LEX_NOT_EQUAL && node->op != LEX_NOT_MATCH;
}

static bool is_time(const struct node *node)
{
    return node->kind == NODE_SINCE || node->kind == NODE_UNTIL || node->kind == NODE_LAST;
}

/* What is replaced: by place of the term in the language, or by reading like one of the new terms. */
struct slot {
    enum amend_slot kind;
    field_id field;
    const struct terms *added; /* NULL: none is */
};

static bool is_in(const struct slot *slot, const struct node *node)
{
    const struct node *added = slot->added != NULL ? slot->added->first : NULL;
    for (; added != NULL; added = added->next) {
        if (reads_alike(added, node))
            return true;
    }
    return (slot->kind == AMEND_FIELD && is_about(node, slot->field)) || (slot->kind == AMEND_TIME && is_time(node));
}

static int read_terms(struct str query, struct ast *ast, struct terms *terms, struct error *err)
{
    terms_init(terms);
    int result = parse_query(query, ast, NULL, err);
    if (result >= 0)
        flatten(ast->root, terms);
    return result;
}

static void print_terms(const struct terms *terms, struct buf *out)
{
    struct node all = {.kind = NODE_AND, .kids = terms->first};
    if (terms->first != NULL)
        canon_node(out, terms->first->next != NULL ? &all : terms->first);
}

/* Those terms that stay, or those that would go. */
enum picked { STAY, GO };

static void pick(struct terms *all, const struct slot *slot, enum picked which, struct terms *picked)
{
    terms_init(picked);
    for (struct node *node = all->first, *next; node != NULL; node = next) {
        next = node->next;
        if (is_in(slot, node) == (which == GO))
            terms_add(picked, node);
    }
}

int amend(struct str query, enum amend_slot slot, field_id field, struct str term, struct buf *out, struct error *err)
{
    struct arena *arena = arena_new();
    struct ast old = {.arena = arena}, new = {.arena = arena};
    struct terms terms, added;
    int result = read_terms(query, &old, &terms, err);
    if (result >= 0)
        result = read_terms(term, &new, &added, err);
    if (result >= 0) {
        const struct slot goes = {slot, field, &added};
        struct terms kept;
        pick(&terms, &goes, STAY, &kept);
        *kept.end = added.first;
        print_terms(&kept, out);
    }
    arena_free(&arena);
    return result;
}

void amend_find(struct str query, enum amend_slot slot, field_id field, struct buf *out)
{
    struct arena *arena = arena_new();
    struct ast ast = {.arena = arena};
    struct error err = {0};
    struct terms terms;
    const struct slot wanted = {slot, field, NULL};
    if (read_terms(query, &ast, &terms, &err) >= 0) {
        struct terms found;
        pick(&terms, &wanted, GO, &found);
        print_terms(&found, out);
    }
    arena_free(&arena);
}

/* ---- a value as a term ---- */

static void add_number(struct buf *out, field_id field, const struct value *value)
{
    char text[32];
    buf_add_fmt(out, "%s:", field_row(field)->name);
    switch (value->kind) {
    case KIND_SIZE: buf_add_fmt(out, "%" PRId64 "B", value->i); return;
    case KIND_DURATION:
        if (value->i % 1000 == 0)
            buf_add_fmt(out, "%" PRId64 "s", value->i / 1000);
        else
            buf_add_fmt(out, "%" PRId64 "ms", value->i);
        return;
    case KIND_TIME:
        instant_format(value->i, NULL, INSTANT_ISO, text, sizeof text);
        buf_add_fmt(out, "%.16sZ", text); /* 2026-08-22T09:14 */
        return;
    default: value_print(out, field, value, PRINT_MACHINE, NULL); return;
    }
}

static void add_element(struct buf *out, field_id field, enum kind kind, struct str text)
{
    bool whole = kind == KIND_TEXT; /* behind a colon a part of the text would do */
    buf_add_fmt(out, "%s%c", field_row(field)->name, whole ? '=' : ':');
    filter_add_value(out, field, text, whole ? FILTER_BEHIND_EQUAL : FILTER_BEHIND_COLON);
}

/* An id that its column cannot hold: the original bytes have it. */
static bool add_as_sent(struct buf *out, field_id field, const struct value *value)
{
    const struct field_row *row = field_row(field);
    if ((row->flags & FIELD_NAMING) == 0 || !kind_is_text(value->kind))
        return false;
    buf_add_fmt(out, "raw.%s=", row->paths);
    filter_add_value(out, FIELD_NONE, value->s, FILTER_BEHIND_EQUAL);
    return true;
}

void amend_add_term(struct buf *out, field_id field, const struct value *value)
{
    struct str rest = value->s, piece;
    size_t from = out->n;
    int count = 0;
    if (add_as_sent(out, field, value))
        return;
    if (!kind_is_text(value->kind) && value->s.n == 0) {
        add_number(out, field, value);
        return;
    }
    while (str_next(&rest, VALUE_SEPARATOR, &piece)) {
        if (piece.n == 0)
            continue;
        if (count++ > 0)
            buf_add_byte(out, ' ');
        add_element(out, field, value->kind, piece);
    }
    if (count < 2)
        return;
    struct buf group = {0};
    buf_add_fmt(&group, "(%.*s)", (int)(out->n - from), out->p + from);
    out->n = from;
    buf_add_str(out, buf_str(&group));
    buf_fini(&group);
}
