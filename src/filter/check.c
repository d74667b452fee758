/* Walks the tree once: which operators a field's kind takes, values through the readers of kinds.c, lists, times.
 * The first fault from the left is the one that is told. */
#include "filter/check.h"

#include "filter/kinds.h"
#include "filter/lists.h"

#define CHECK_MS_MAX (INT64_MAX / 4) /* far beyond any clock: sums of times cannot overflow */

static int check_node(struct checker *c, struct node *node);

bool check_takes_pattern(enum kind kind)
{
    return kind == KIND_TEXT || kind == KIND_ENUM || kind == KIND_OPEN || kind == KIND_DIGITS;
}

static bool is_order(enum lex_op op)
{
    return op == LEX_LESS || op == LEX_AT_MOST || op == LEX_MORE || op == LEX_AT_LEAST;
}

static enum kind kind_of(const struct node *node)
{
    return node->field == FIELD_NONE ? KIND_NONE : field_row(node->field)->kind;
}

/* Does the kind know an order where the query asks for one? */
static int check_order(struct checker *c, const struct node *node, const struct item *item)
{
    enum kind kind = kind_of(node);
    if (kind == KIND_NONE || kind_is_ordered(kind))
        return 0;
    enum lex_op op = kinds_op(node, item);
    const char *name = kinds_name(node);
    if (item->form != ITEM_RANGE && is_order(op))
        return kinds_bad(c, item->form == ITEM_ORDER ? item->span : node->op_span, E_INVALID,
                         "%s (type %s) has no order; it works with :, = and !=%s", name, kind_name(kind),
                         check_takes_pattern(kind) ? ", and ~ for patterns" : "");
    bool dots = item->form == ITEM_RANGE || (item->form == ITEM_ONE && !item->low.quoted && str_find(item->low.text, STR("..")) >= 0);
    if (dots && kind != KIND_IP)
        return kinds_bad(c, item->span, E_INVALID, "%s (type %s) has no ranges; quote the value if it holds two dots", name,
                         kind_name(kind));
    return 0;
}

static bool is_any(const struct node *node, const struct item *item)
{
    return item->form == ITEM_ONE && !item->low.quoted && kinds_op(node, item) == LEX_COLON &&
           str_eq(item->low.text, STR("*"));
}

static int read_item(struct checker *c, const struct node *node, struct item *item)
{
    if (is_any(node, item)) {
        item->typed.kind = TYPED_ANY;
        return 0;
    }
    if (check_order(c, node, item) < 0)
        return -E_INVALID;
    if (node->field == FIELD_NONE)
        return kinds_read_raw(c, node, item);
    return kinds_read[kind_of(node)](c, node, item);
}

/* The same for a line of a list: the caret stays under @name. */
static int read_list_item(struct checker *c, const struct node *node, struct item *item)
{
    struct error err = {0}, *outer = c->err;
    c->err = &err;
    int rc = read_item(c, node, item);
    c->err = outer;
    if (rc < 0)
        err_set_at(outer, err.code, node->list_span.from, node->list_span.to, "list %.*s, line %d: %s",
                   KINDS_SHOW(node->list), item->line, err.text);
    return rc;
}

static int check_compare(struct checker *c, struct node *node)
{
    if (node->list.n > 0 && lists_expand(c, node) < 0)
        return -c->err->code;
    for (struct item *item = node->items; item != NULL; item = item->next) {
        int rc = item->line > 0 ? read_list_item(c, node, item) : read_item(c, node, item);
        if (rc < 0)
            return rc;
    }
    return 0;
}

static int check_match(struct checker *c, const struct node *node)
{
    enum kind kind = kind_of(node);
    if (kind == KIND_NONE || check_takes_pattern(kind))
        return 0;
    return kinds_bad(c, node->op_span, E_INVALID,
                     "%s (type %s) takes no patterns; they work on text, enum and digits", kinds_name(node), kind_name(kind));
}

static int check_when(struct checker *c, struct node *node)
{
    struct item time = {.form = ITEM_ONE};
    time.low = (struct operand){.text = node->text, .span = node->text_span, .quoted = node->quoted, .present = true};
    time.span = node->text_span;
    int rc = kinds_read[KIND_TIME](c, node, &time);
    node->typed = time.typed;
    return rc;
}

static int check_span(struct checker *c, struct node *node, int64_t *ms)
{
    struct node dummy = {.field = FIELD_DT, .op = LEX_EQUAL};
    struct item span = {.form = ITEM_ONE, .span = node->text_span};
    span.low = (struct operand){.text = node->text, .span = node->text_span, .present = true};
    if (kinds_read[KIND_DURATION](c, &dummy, &span) < 0)
        return -c->err->code;
    *ms = span.typed.low < CHECK_MS_MAX ? span.typed.low : CHECK_MS_MAX;
    return 0;
}

static int check_last(struct checker *c, struct node *node)
{
    int64_t ms = 0;
    int rc = check_span(c, node, &ms);
    node->typed = (struct typed){.kind = TYPED_TIME, .when_low = {.base = WHEN_NOW, .ms = -ms}};
    return rc;
}

static int check_same(struct checker *c, struct node *node)
{
    if (check_node(c, node->kids) < 0)
        return -c->err->code;
    return node->text_span.to > 0 ? check_span(c, node, &node->within_ms) : 0;
}

static int check_kids(struct checker *c, struct node *node)
{
    for (struct node *kid = node->kids; kid != NULL; kid = kid->next) {
        if (check_node(c, kid) < 0)
            return -c->err->code;
    }
    return 0;
}

static int check_node(struct checker *c, struct node *node)
{
    switch (node->kind) {
    case NODE_EVERY:
    case NODE_FLAG:
    case NODE_HAS:
    case NODE_MISSING: return 0;
    case NODE_AND:
    case NODE_OR:
    case NODE_NOT: return check_kids(c, node);
    case NODE_COMPARE: return check_compare(c, node);
    case NODE_MATCH: return check_match(c, node);
    case NODE_TEXT: node->typed = (struct typed){.kind = TYPED_PART, .text = kinds_fold(c, node->text)}; return 0;
    case NODE_SINCE:
    case NODE_UNTIL: return check_when(c, node);
    case NODE_LAST: return check_last(c, node);
    case NODE_SAME: return check_same(c, node);
    }
    return 0;
}

int check_query(struct ast *ast, const struct filter_env *env, struct error *err)
{
    struct error own = {0};
    struct checker c = {.ast = ast, .env = env, .err = err != NULL ? err : &own};
    int rc = check_node(&c, ast->root);
    buf_fini(&c.scratch);
    return rc;
}

static void place(struct typed *typed, int64_t low, int64_t high)
{
    typed->low = low > INT64_MIN + 1 ? low : INT64_MIN + 1;
    typed->high = high;
}

void check_place_time(const struct node *node, struct item *item, const struct zone *zone, int64_t now)
{
    struct typed *typed = &item->typed;
    int64_t begin = when_begin(&typed->when_low, zone, now);
    if (item->form == ITEM_RANGE) {
        place(typed, item->low.present ? begin : INT64_MIN,
              item->high.present ? when_begin(&typed->when_high, zone, now) : INT64_MAX);
        return;
    }
    switch (kinds_op(node, item)) {
    case LEX_LESS: place(typed, INT64_MIN, begin - 1); break;
    case LEX_AT_MOST: place(typed, INT64_MIN, begin); break;
    case LEX_MORE: place(typed, begin + 1, INT64_MAX); break;
    case LEX_AT_LEAST: place(typed, begin, INT64_MAX); break;
    case LEX_COLON: place(typed, begin, when_last(&typed->when_low, zone, now)); break;
    default: place(typed, begin, begin);
    }
}
