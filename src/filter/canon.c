/* Writes canonical text: `-` or `not` for negation, `or` between alternatives, a space for and, `field:a,b` for sets.
 * Whatever could be read as something else is quoted. */
#include "filter/canon.h"

static bool is_reserved(struct str text)
{
    for (int i = WORD_AND; i < WORD_COUNT_; i++) {
        if (str_eq_nocase(text, str_of(lex_words[i])))
            return true;
    }
    return false;
}

/* Can the text stand as a bare word or value, wherever it is put? */
static bool is_plain(struct str text)
{
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (!lex_is_name((char)c) && c < 0x80 && strchr("-_/+%#", c) == NULL)
            return false;
    }
    bool first = text.n > 0 && (lex_is_name(text.p[0]) || (unsigned char)text.p[0] >= 0x80);
    return first && str_find(text, STR("..")) < 0 && !is_reserved(text);
}

static void add_operand(struct buf *out, const struct operand *operand)
{
    if (operand->quoted && !is_plain(operand->text))
        ast_quote(out, operand->text);
    else
        buf_add_str(out, operand->text);
}

static void add_item(struct buf *out, const struct item *item)
{
    if (item->form == ITEM_ORDER)
        buf_add_text(out, lex_op_text[item->order]);
    if (item->low.present)
        add_operand(out, &item->low);
    if (item->form == ITEM_RANGE) {
        buf_add_text(out, "..");
        if (item->high.present)
            add_operand(out, &item->high);
    }
}

static void add_items(struct buf *out, const struct node *node)
{
    if (node->list.n > 0) {
        buf_add_byte(out, '@');
        buf_add_str(out, node->list);
        return;
    }
    bool at_sign = node->items->form == ITEM_ONE && !node->items->low.quoted && str_starts(node->items->low.text, STR("@")) &&
                   node->op == LEX_COLON; /* in parentheses it is no list */
    if (at_sign)
        buf_add_byte(out, '(');
    for (const struct item *item = node->items; item != NULL; item = item->next) {
        add_item(out, item);
        if (item->next != NULL)
            buf_add_byte(out, ',');
    }
    if (at_sign)
        buf_add_byte(out, ')');
}

static void add_compare(struct buf *out, const struct node *node)
{
    ast_field_name(out, node);
    if (node->several) {
        buf_add_text(out, " not in ");
        bool list = node->list.n > 0;
        if (!list)
            buf_add_byte(out, '(');
        for (const struct item *item = node->items; !list && item != NULL; item = item->next) {
            bool is_or = item->form != ITEM_ORDER && str_eq_nocase(item->low.text, STR("or"));
            struct item copy = *item;
            copy.low.quoted |= is_or;
            add_item(out, &copy);
            if (item->next != NULL)
                buf_add_text(out, ", ");
        }
        if (list)
            add_items(out, node);
        else
            buf_add_byte(out, ')');
        return;
    }
    buf_add_text(out, lex_op_text[node->op]);
    add_items(out, node);
}

static void add_match(struct buf *out, const struct node *node)
{
    ast_field_name(out, node);
    buf_add_text(out, lex_op_text[node->op]);
    if (node->quoted) {
        ast_quote(out, node->text);
        return;
    }
    buf_add_byte(out, '/');
    buf_add_str(out, node->text);
    buf_add_text(out, node->case_flag == LEX_CASE_COUNTS ? "/c" : "/");
}

/* A bare text stays bare only if it can be nothing else; what follows an operator has other rules. */
static void add_text(struct buf *out, const struct node *node)
{
    if (!node->quoted || is_plain(node->text))
        buf_add_str(out, node->text);
    else
        ast_quote(out, node->text);
}

static void add_time(struct buf *out, const char *word, const struct node *node)
{
    buf_add_fmt(out, "%s ", word);
    bool spaced = str_find_byte(node->text, ' ') >= 0;
    bool day_word = str_starts_nocase(node->text, STR("today")) || str_starts_nocase(node->text, STR("yesterday"));
    if (spaced && !day_word)
        ast_quote(out, node->text);
    else
        buf_add_str(out, node->text);
}

static void add_same(struct buf *out, const struct node *node)
{
    buf_add_fmt(out, "same %s (", ast_entities[node->entity]);
    canon_node(out, node->kids);
    buf_add_byte(out, ')');
    if (node->text_span.to > 0)
        buf_add_fmt(out, " within %.*s", STR_ARG(node->text));
}

/* Kids that bind less than their parent stand in parentheses. */
static void add_kid(struct buf *out, const struct node *kid, bool wrap)
{
    if (wrap)
        buf_add_byte(out, '(');
    canon_node(out, kid);
    if (wrap)
        buf_add_byte(out, ')');
}

static bool takes_dash(char first)
{
    return (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z') || first == '(' ||
           first == '"' || first == '-';
}

static void add_not(struct buf *out, const struct node *node)
{
    const struct node *kid = node->kids;
    bool wrap = kid->kind == NODE_AND || kid->kind == NODE_OR;
    size_t at = out->n;
    if (kid->kind != NODE_NOT) { /* the kid is written twice at the most: doing so level by level would never end */
        buf_add_byte(out, '-');
        add_kid(out, kid, wrap);
        if (out->n > at + 1 && takes_dash(out->p[at + 1]))
            return;
    }
    out->n = at;
    buf_add_text(out, "not ");
    add_kid(out, kid, wrap);
}

static void add_kids(struct buf *out, const struct node *node, const char *between)
{
    for (const struct node *kid = node->kids; kid != NULL; kid = kid->next) {
        add_kid(out, kid, kid->kind == NODE_OR || (node->kind == NODE_AND && kid->kind == NODE_AND));
        if (kid->next != NULL)
            buf_add_text(out, between);
    }
}

void canon_node(struct buf *out, const struct node *node)
{
    switch (node->kind) {
    case NODE_EVERY: return;
    case NODE_AND: add_kids(out, node, " "); return;
    case NODE_OR: add_kids(out, node, " or "); return;
    case NODE_NOT: add_not(out, node); return;
    case NODE_COMPARE: add_compare(out, node); return;
    case NODE_MATCH: add_match(out, node); return;
    case NODE_TEXT: add_text(out, node); return;
    case NODE_FLAG: buf_add_fmt(out, "is:%s", ast_flags[node->flag].name); return;
    case NODE_HAS: buf_add_text(out, "has:"); ast_field_name(out, node); return;
    case NODE_MISSING: buf_add_text(out, "missing:"); ast_field_name(out, node); return;
    case NODE_SINCE: add_time(out, "since", node); return;
    case NODE_UNTIL: add_time(out, "until", node); return;
    case NODE_LAST: buf_add_fmt(out, "last %.*s", STR_ARG(node->text)); return;
    case NODE_SAME: add_same(out, node); return;
    }
}

void canon_query(struct buf *out, const struct node *root)
{
    canon_node(out, root);
}
