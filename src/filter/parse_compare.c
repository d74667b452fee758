/* Comparisons: field, operator, what stands behind it. Knows fields by name only, never what their values mean. */
#include "filter/parse_compare.h"

#include <string.h>

#include "filter/parse_value.h"

/* One value behind a relop. */
static int parse_relop_value(struct parser *p, struct node *node)
{
    lex_skip(&p->scan);
    parser_note(p, EXPECT_VALUE, node->field);
    if (lex_peek(&p->scan) == '(')
        return parser_fail(p, (struct span){p->scan.at, p->scan.at + 1},
                    "an operator takes one value; for several write field:a,b or field in (a, b)");
    if (!parse_value_here(p))
        return parse_value_missing(p);
    struct item *item = ast_item(p->ast, parser_here(p), p->err);
    if (item == NULL || parse_value_operand(p, &item->low) < 0)
        return -E_SYNTAX;
    item->span.to = p->scan.at;
    node->items = item;
    bool equality = node->op == LEX_EQUAL || node->op == LEX_NOT_EQUAL;
    if (!equality && parse_value_reject_empty(p, &item->low) < 0)
        return -E_SYNTAX;
    if (lex_peek(&p->scan) == ',')
        return parser_fail(p, (struct span){p->scan.at, p->scan.at + 1},
                    "an operator takes one value; for several write field:a,b or field in (a, b)");
    return 0;
}

/* cmp = field , relop , value | field , ( "~" | "!~" ) , pattern | field , ":" , spec ; */
static int parse_operation(struct parser *p, struct node *node)
{
    if (node->op == LEX_COLON)
        return parse_value_spec(p, node);
    if (node->op == LEX_MATCH || node->op == LEX_NOT_MATCH) {
        node->kind = NODE_MATCH;
        lex_skip(&p->scan);
        return parse_value_pattern(p, node);
    }
    return parse_relop_value(p, node);
}

/* raw."a.b".c : keys between dots, odd ones in quotation marks; from behind `raw` */
static int parse_path(struct parser *p, struct node *node)
{
    struct str keys[AST_PATH_MAX];
    size_t n = 0;
    while (lex_peek(&p->scan) == '.') {
        size_t from = ++p->scan.at;
        struct str key = STR_NONE;
        if (lex_peek(&p->scan) == '"') {
            if (lex_string(&p->scan, p->ast->arena, &key, p->err) < 0)
                return -E_SYNTAX;
        } else {
            while (lex_is_name(lex_peek(&p->scan)) && lex_peek(&p->scan) != '.')
                p->scan.at++;
            key = lex_str(&p->scan, (struct span){from, p->scan.at});
            if (key.n == 0)
                return parser_fail(p, (struct span){from, from + 1}, "a key is missing behind the dot: raw.detail.name");
        }
        if (n == AST_PATH_MAX)
            return parser_fail(p, (struct span){from, p->scan.at}, "a path has 32 keys at the most");
        keys[n++] = key;
    }
    node->path = arena_alloc(p->ast->arena, n * sizeof *keys);
    memcpy(node->path, keys, n * sizeof *keys);
    node->path_count = n;
    return 0;
}

static bool begins_path(const struct parser *p)
{
    return str_starts_nocase(str_sub(p->scan.text, p->scan.at, 4), STR("raw."));
}

static int unknown_field(struct parser *p, struct span span)
{
    struct str name = lex_str(&p->scan, span);
    const char *near = field_suggest(name);
    int shown = name.n > 40 ? 40 : (int)name.n;
    for (int word = WORD_AND; word < WORD_COUNT_; word++) {
        if (str_eq_nocase(name, str_of(lex_words[word])))
            return err_set_at(p->err, E_SYNTAX, span.from, span.to,
                              "%s is a reserved word and not a field; as text put it in quotation marks", lex_words[word]);
    }
    if (span.to < p->scan.text.n && p->scan.text.p[span.to] == ':' && str_is_digits(name) && name.n <= 2)
        return parser_fail(p, span, "a time stands behind since, until or ts: and, with today or yesterday, in quotation marks: "
                             "since 09:15, ts:\"today 14:00\"");
    if (str_eq_nocase(name, STR("raw")))
        return parser_fail(p, span, "raw needs the path of a JSON value: raw.detail.name");
    if (near != NULL)
        return err_set_at(p->err, E_UNKNOWN, span.from, span.to, "%.*s is not a field; did you mean %s?", shown, name.p, near);
    return err_set_at(p->err, E_UNKNOWN, span.from, span.to,
                      "%.*s is not a field; to look for it as text put it in quotation marks", shown, name.p);
}

/* field = name , or raw and a path */
int parse_compare_field(struct parser *p, struct node *node)
{
    size_t from = p->scan.at;
    if (begins_path(p)) {
        p->scan.at += 3;
        if (parse_path(p, node) < 0)
            return -E_SYNTAX;
        node->field_span = (struct span){from, p->scan.at};
        return ast_count(p->ast, AST_DEAR_NODES - 1, node->field_span, p->err);
    }
    p->scan.at = lex_name_end(&p->scan, from);
    node->field_span = (struct span){from, p->scan.at};
    node->field = field_find(lex_str(&p->scan, node->field_span));
    if (node->field == FIELD_NONE)
        return unknown_field(p, node->field_span);
    bool dear = field_row(node->field)->home == HOME_RAW;
    return dear ? ast_count(p->ast, AST_DEAR_NODES - 1, node->field_span, p->err) : 0;
}

/* Where the field that begins here would end: raw paths may hold strings. */
size_t parse_compare_field_end(const struct parser *p)
{
    struct scan look = p->scan;
    if (!begins_path(p))
        return lex_name_end(&look, look.at);
    look.at += 3;
    while (lex_peek(&look) == '.') {
        look.at++;
        if (lex_peek(&look) == '"') {
            for (look.at++; !lex_at_end(&look) && lex_peek(&look) != '"'; look.at++)
                look.at += lex_peek(&look) == '\\';
            look.at++;
        } else {
            while (lex_is_name(lex_peek(&look)) && lex_peek(&look) != '.')
                look.at++;
        }
    }
    return look.at < look.text.n ? look.at : look.text.n;
}

/* What stands behind the name that ends at `at`: an operator, `in` or `not in`; *end is behind it. */
enum follow parse_compare_follow(const struct parser *p, size_t at, enum lex_op *op, size_t *end)
{
    struct scan look = p->scan;
    *op = lex_op_at(&look, at, end);
    if (*op != LEX_NO_OP)
        return FOLLOW_OP;
    look.at = at;
    lex_skip(&look);
    *op = lex_op_at(&look, look.at, end);
    if (*op != LEX_NO_OP && *op != LEX_COLON)
        return FOLLOW_OP;
    if (look.at == at || lex_at_end(&look))
        return FOLLOW_NOTHING;
    enum lex_word word = lex_word_at(&look, look.at);
    if (word == WORD_IN) {
        *end = look.at + 2;
        return FOLLOW_IN;
    }
    if (word != WORD_NOT)
        return FOLLOW_NOTHING;
    look.at += 3;
    lex_skip(&look);
    if (lex_at_end(&look) || lex_word_at(&look, look.at) != WORD_IN)
        return FOLLOW_NOTHING;
    *end = look.at + 2;
    return FOLLOW_NOT_IN;
}

/* cmp | member = field , [ "not" ] , "in" , ( set | list ) ; */
struct node *parse_compare(struct parser *p, enum follow follow, enum lex_op op, size_t end)
{
    struct node *node = ast_node(p->ast, NODE_COMPARE, parser_here(p), p->err);
    if (node == NULL || parse_compare_field(p, node) < 0)
        return NULL;
    node->op_span = (struct span){node->field_span.to, end};
    node->op = follow == FOLLOW_OP ? op : follow == FOLLOW_IN ? LEX_COLON : LEX_NOT_EQUAL;
    node->several = follow == FOLLOW_NOT_IN;
    p->scan.at = end;
    int rc = node->several ? parse_value_spec(p, node) : parse_operation(p, node);
    node->span.to = p->scan.at;
    return rc < 0 ? NULL : node;
}
