/* Terms that name exact values of one field, as a facet ticks them. At the top of a query, joined by and, there is one
 * for what is let in (type:pdp.reject,quota.used) and any number for what is kept out (-type:loc.update, has:op). Must not
 * know what a facet looks like. */
#include "filter/canon.h"
#include "filter/fold.h"
#include "filter/tree.h"
#include "model/event.h"
#include "model/type.h"

#include <inttypes.h>

#define UNLISTED "type.*" /* all types that are not listed: they are one value of the column */

/* Behind a colon these would mean more than the one value: part of a text, a whole day, all RATs of a family. */
static bool needs_equal(field_id field)
{
    enum kind kind = field_row(field)->kind;
    return kind == KIND_TEXT || kind == KIND_TIME || field == FIELD_RAT || field == FIELD_AT_RAT;
}

static bool is_exact_word(field_id field, const struct operand *value)
{
    if (field == FIELD_TYPE && !value->quoted && str_eq_nocase(value->text, STR(UNLISTED)))
        return true;
    bool id = field == FIELD_TYPE && str_is_digits(value->text);
    return !id && field_enum_find(field, value->text) >= 0;
}

/* Does the item stand for one value and no other? */
static bool is_exact(const struct node *node, const struct item *item)
{
    const struct operand *value = &item->low;
    if (item->form != ITEM_ONE || !value->present || value->text.n == 0)
        return false;
    bool wild = node->op == LEX_COLON && !value->quoted && fold_has_wildcard(value->text);
    switch (field_row(node->field)->kind) {
    case KIND_ENUM: return is_exact_word(node->field, value);
    case KIND_IP: return str_find_byte(value->text, '/') < 0;
    default: return !wild;
    }
}

/* One comparison with exact values, or the absence of the field. */
static bool is_leaf(const struct node *node, field_id field)
{
    if ((node->kind != NODE_COMPARE && node->kind != NODE_MISSING) || node->field != field)
        return false;
    if (node->kind == NODE_MISSING)
        return true;
    bool colon = node->op == LEX_COLON && !needs_equal(field);
    if (node->several || node->list.n > 0 || (!colon && node->op != LEX_EQUAL))
        return false;
    for (const struct item *item = node->items; item != NULL; item = item->next) {
        if (!is_exact(node, item))
            return false;
    }
    return true;
}

static bool is_set(const struct node *node, field_id field)
{
    if (node->kind != NODE_OR)
        return is_leaf(node, field);
    for (const struct node *kid = node->kids; kid != NULL; kid = kid->next) {
        if (!is_leaf(kid, field))
            return false;
    }
    return true;
}

enum term { TERM_OTHER, TERM_IN, TERM_OUT };

static enum term term_of(const struct node *node, field_id field)
{
    if (is_set(node, field))
        return TERM_IN;
    bool has = node->kind == NODE_HAS && node->field == field;
    return has || (node->kind == NODE_NOT && is_set(node->kids, field)) ? TERM_OUT : TERM_OTHER;
}

static const struct node *first_term(const struct filter *filter)
{
    const struct node *root = filter->ast.root;
    return root->kind == NODE_EVERY ? NULL : root->kind == NODE_AND ? root->kids : root;
}

/* The next of the terms of the field, or of the others. Of several that let in, the first alone is the facet's: all must
 * hold, and ticks are alternatives. */
struct walk {
    field_id field;
    const struct node *next;
    bool alone, let_in;
};

static struct walk walk_from(const struct filter *filter, field_id field)
{
    const struct node *first = filter != NULL ? first_term(filter) : NULL;
    return (struct walk){field, first, first != NULL && filter->ast.root == first, false};
}

static const struct node *walk_step(struct walk *walk, enum term *term)
{
    const struct node *node = walk->next;
    if (node == NULL)
        return NULL;
    *term = term_of(node, walk->field);
    if (*term == TERM_IN && walk->let_in)
        *term = TERM_OTHER;
    walk->let_in |= *term == TERM_IN;
    walk->next = walk->alone ? NULL : node->next;
    return node;
}

/* ---- reading ---- */

struct reading {
    struct filter_tick *ticks;
    size_t count, max;
};

static void add_tick(struct reading *reading, struct str value, enum filter_way way)
{
    if (reading->count < reading->max)
        reading->ticks[reading->count] = (struct filter_tick){value, way};
    reading->count++;
}

static void read_set(struct reading *reading, const struct node *node, enum filter_way way)
{
    if (node->kind == NODE_MISSING || node->kind == NODE_HAS)
        add_tick(reading, STR_NONE, way);
    for (const struct item *item = node->items; item != NULL; item = item->next)
        add_tick(reading, item->low.text, way);
    for (const struct node *kid = node->kids; kid != NULL; kid = kid->next)
        read_set(reading, kid, way);
}

size_t filter_ticks(const struct filter *filter, field_id field, struct filter_tick *ticks, size_t max)
{
    struct reading reading = {ticks, 0, max};
    struct walk walk = walk_from(filter, field);
    const struct node *node;
    enum term term;
    while ((node = walk_step(&walk, &term)) != NULL) {
        if (term != TERM_OTHER)
            read_set(&reading, node, term == TERM_IN ? FILTER_IN : FILTER_OUT);
    }
    return reading.count;
}

/* ---- writing ---- */

static const struct node *next_other(struct walk *walk)
{
    const struct node *node;
    enum term term;
    while ((node = walk_step(walk, &term)) != NULL) {
        if (term == TERM_OTHER)
            return node;
    }
    return NULL;
}

static size_t others(const struct filter *filter, field_id field)
{
    struct walk walk = walk_from(filter, field);
    size_t n = 0;
    while (next_other(&walk) != NULL)
        n++;
    return n;
}

static void add_value(struct buf *out, field_id field, struct str value)
{
    if (field == FIELD_TYPE && str_eq_nocase(value, STR(UNLISTED)))
        buf_add_str(out, value);
    else
        filter_add_value(out, field, value, needs_equal(field) ? FILTER_BEHIND_EQUAL : FILTER_BEHIND_COLON);
}

/* The values ticked one way, as canon.c would write them: a list behind the colon, or comparisons joined by or. Returns how
 * many alternatives that makes. */
static size_t add_values(struct buf *out, field_id field, const struct filter_tick *ticks, size_t count,
                         enum filter_way way)
{
    bool equal = needs_equal(field);
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        if (ticks[i].way != way || ticks[i].value.n == 0)
            continue;
        if (n > 0 && !equal)
            buf_add_byte(out, ',');
        else
            buf_add_fmt(out, "%s%s%s", n++ > 0 ? " or " : "", field_row(field)->name, equal ? "=" : ":");
        add_value(out, field, ticks[i].value);
    }
    return n;
}

static bool has_absence(const struct filter_tick *ticks, size_t count, enum filter_way way)
{
    for (size_t i = 0; i < count; i++) {
        if (ticks[i].way == way && ticks[i].value.n == 0)
            return true;
    }
    return false;
}

static size_t add_let_in(struct buf *out, field_id field, const struct filter_tick *ticks, size_t count)
{
    size_t n = add_values(out, field, ticks, count, FILTER_IN);
    if (has_absence(ticks, count, FILTER_IN))
        buf_add_fmt(out, "%smissing:%s", n++ > 0 ? " or " : "", field_row(field)->name);
    return n;
}

/* Each alternative that is kept out is a term of its own, begun by a minus. */
static size_t add_kept_out(struct buf *out, field_id field, const struct filter_tick *ticks, size_t count)
{
    size_t n = 0, step = needs_equal(field) ? 1 : count;
    for (size_t i = 0; i < count; i += step) {
        size_t before = out->n;
        buf_add_text(out, n > 0 ? " -" : "-");
        if (add_values(out, field, &ticks[i], step, FILTER_OUT) > 0)
            n++;
        else
            out->n = before;
    }
    if (has_absence(ticks, count, FILTER_OUT))
        buf_add_fmt(out, "%shas:%s", n++ > 0 ? " " : "", field_row(field)->name);
    return n;
}

/* Parts joined by and; one that is made of alternatives stands in parentheses unless it is alone. */
static void join(struct buf *out, const struct buf *part, size_t *parts, bool parens)
{
    if (part->n == 0)
        return;
    buf_add_text(out, (*parts)++ > 0 ? " " : "");
    buf_add_text(out, parens ? "(" : "");
    buf_add_str(out, buf_str(part));
    buf_add_text(out, parens ? ")" : "");
}

void filter_retick(struct buf *out, const struct filter *filter, field_id field, const struct filter_tick *ticks,
                   size_t count)
{
    struct buf in = {0}, kept_out = {0}, term = {0};
    size_t alternatives = add_let_in(&in, field, ticks, count), parts = 0;
    add_kept_out(&kept_out, field, ticks, count);
    bool alone = others(filter, field) + (in.n > 0) + (kept_out.n > 0) == 1;
    struct walk walk = walk_from(filter, field);
    const struct node *node;
    while ((node = next_other(&walk)) != NULL) {
        buf_clear(&term);
        canon_node(&term, node);
        join(out, &term, &parts, node->kind == NODE_OR && !alone);
    }
    join(out, &in, &parts, alternatives > 1 && !alone);
    join(out, &kept_out, &parts, false);
    buf_fini(&in);
    buf_fini(&kept_out);
    buf_fini(&term);
}

void filter_value_text(struct buf *out, field_id field, const struct value *value)
{
    if (field == FIELD_TYPE && value->i == TYPE_OTHER)
        buf_add_text(out, UNLISTED);
    else if (value->kind == KIND_DURATION)
        buf_add_fmt(out, "%" PRId64 "ms", value->i);
    else
        value_print(out, field, value, PRINT_MACHINE, NULL);
    if (value->kind == KIND_SIZE)
        buf_add_byte(out, 'B');
}
