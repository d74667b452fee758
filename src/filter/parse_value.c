/* Values, ranges, lists, sets and patterns: each function's comment is its rule. Values stay text; knows fields by number
 * only, to say what completion may offer. */
#include "filter/parse_value.h"

/* value = word | string ; a word is cut at its first `..` when a range may stand here */
int parse_value_operand(struct parser *p, struct operand *out)
{
    size_t from = p->scan.at;
    out->present = true;
    if (lex_peek(&p->scan) == '"') {
        out->quoted = true;
        if (lex_string(&p->scan, p->ast->arena, &out->text, p->err) < 0)
            return -E_SYNTAX;
    } else {
        p->scan.at = lex_value_end(&p->scan, from);
        out->text = lex_str(&p->scan, (struct span){from, p->scan.at});
    }
    out->span = (struct span){from, p->scan.at};
    return 0;
}

/* Cuts a word at its first `..`; what follows is read again. */
static void cut_at_dots(struct parser *p, struct operand *operand)
{
    ptrdiff_t dots = operand->quoted ? -1 : str_find(operand->text, STR(".."));
    if (dots < 0)
        return;
    operand->text.n = (size_t)dots;
    operand->span.to = operand->span.from + (size_t)dots;
    operand->present = dots > 0;
    p->scan.at = operand->span.to;
}

bool parse_value_here(const struct parser *p)
{
    return lex_peek(&p->scan) == '"' || lex_value_end(&p->scan, p->scan.at) > p->scan.at;
}

int parse_value_missing(struct parser *p)
{
    if (lex_at_end(&p->scan))
        return parser_fail(p, parser_here(p), "a value is missing at the end");
    return err_set_at(p->err, E_SYNTAX, p->scan.at, p->scan.at + 1, "a value is missing before %c",
                      lex_peek(&p->scan));
}

int parse_value_reject_empty(struct parser *p, const struct operand *operand)
{
    if (!operand->quoted || operand->text.n > 0)
        return 0;
    return parser_fail(p, operand->span,
                "an empty text can only stand behind = and !=; for events without the field write missing:field");
}

/* range = value , ".." , [ value ] | ".." , value ;   from the dots on */
static int parse_range_end(struct parser *p, struct item *item)
{
    size_t dots = p->scan.at;
    p->scan.at += 2;
    item->form = ITEM_RANGE;
    if (parse_value_here(p)) {
        if (parse_value_operand(p, &item->high) < 0 || parse_value_reject_empty(p, &item->high) < 0)
            return -E_SYNTAX;
    }
    if (!item->low.present && !item->high.present)
        return parser_fail(p, (struct span){dots, dots + 2}, ".. needs a value before it, behind it, or both: 1..9, ..9, 1..");
    return 0;
}

/* item = order , value | range | value ; */
static struct item *parse_item(struct parser *p, field_id field)
{
    struct item *item = ast_item(p->ast, parser_here(p), p->err);
    if (item == NULL)
        return NULL;
    size_t end;
    enum lex_op order = lex_op_at(&p->scan, p->scan.at, &end);
    if (order == LEX_NOT_EQUAL || order == LEX_MATCH || order == LEX_NOT_MATCH)
        return parser_fail_null(p, (struct span){p->scan.at, end},
                         "a value cannot begin with !=, ~ or !~; write field!=value, field~/pattern/, or quote it");
    if (order != LEX_NO_OP && order != LEX_COLON) {
        item->form = ITEM_ORDER;
        item->order = order;
        p->scan.at = end;
        lex_skip(&p->scan);
    }
    parser_note(p, EXPECT_VALUE, field);
    if (!parse_value_here(p)) {
        parse_value_missing(p);
        return NULL;
    }
    if (parse_value_operand(p, &item->low) < 0)
        return NULL;
    if (item->form == ITEM_ONE)
        cut_at_dots(p, &item->low);
    bool range = item->form == ITEM_ONE && lex_looking_at(&p->scan, "..");
    if (range && parse_range_end(p, item) < 0)
        return NULL;
    if (parse_value_reject_empty(p, &item->low) < 0)
        return NULL;
    item->span.to = p->scan.at;
    return item;
}

/* Appends behind *tail. */
static struct item **append_item(struct item **tail, struct item *item)
{
    *tail = item;
    return &item->next;
}

/* list = item , { "," , item } ; */
static int parse_list(struct parser *p, struct node *node)
{
    struct item **tail = &node->items;
    for (;;) {
        struct item *item = parse_item(p, node->field);
        if (item == NULL)
            return -E_SYNTAX;
        tail = append_item(tail, item);
        size_t after = p->scan.at;
        lex_skip(&p->scan);
        if (lex_peek(&p->scan) != ',') {
            p->scan.at = after;
            return 0;
        }
        p->scan.at++;
        lex_skip(&p->scan);
    }
}

/* set = "(" , item , { ( "," | "or" ) , item } , ")" | "@" , name ;   here the parentheses */
static int parse_set(struct parser *p, struct node *node)
{
    struct item **tail = &node->items;
    size_t open = p->scan.at++;
    for (;;) {
        lex_skip(&p->scan);
        if (!lex_at_end(&p->scan) && lex_word_at(&p->scan, p->scan.at) == WORD_OR)
            return parser_fail(p, (struct span){p->scan.at, p->scan.at + 2}, "a value is missing before or; the word itself is \"or\"");
        if (lex_at_end(&p->scan))
            return parser_fail(p, (struct span){open, open + 1}, "the parenthesis is never closed; put ) behind the last value");
        struct item *item = parse_item(p, node->field);
        if (item == NULL)
            return -E_SYNTAX;
        tail = append_item(tail, item);
        lex_skip(&p->scan);
        if (lex_peek(&p->scan) == ')') {
            p->scan.at++;
            return 0;
        }
        if (lex_at_end(&p->scan))
            return parser_fail(p, (struct span){open, open + 1}, "the parenthesis is never closed; put ) behind the last value");
        if (lex_peek(&p->scan) == ',')
            p->scan.at++;
        else if (lex_word_at(&p->scan, p->scan.at) == WORD_OR)
            p->scan.at += 2;
        else
            return parser_fail(p, (struct span){p->scan.at, p->scan.at + 1}, "between two values of a set stands a comma or the word or");
    }
}

/* set = ... | "@" , name ; */
static int parse_list_name(struct parser *p, struct node *node)
{
    size_t at = p->scan.at;
    p->scan.at = lex_value_end(&p->scan, at);
    node->list_span = (struct span){at, p->scan.at};
    node->list = str_sub(lex_str(&p->scan, node->list_span), 1, p->scan.at);
    if (p->place != NULL)
        *p->place = (struct place){EXPECT_LIST_NAME, node->field, at};
    if (node->list.n == 0)
        return parser_fail(p, parser_here(p), "a list's name is missing behind @");
    for (size_t i = 0; i < node->list.n; i++) {
        char c = node->list.p[i];
        if ((!lex_is_name(c) && c != '-') || c == '.')
            return parser_fail(p, (struct span){at + 1 + i, at + 2 + i},
                        "a list's name has letters, digits, - and _ only; quote the value if it is no list");
    }
    return 0;
}

/* spec = set | list ; */
int parse_value_spec(struct parser *p, struct node *node)
{
    lex_skip(&p->scan);
    parser_note(p, EXPECT_VALUE, node->field);
    if (lex_peek(&p->scan) == '@')
        return parse_list_name(p, node);
    if (lex_peek(&p->scan) == '(')
        return parse_set(p, node);
    return parse_list(p, node);
}

/* pattern = "/" ... "/" , [ "c" ] | string ; */
int parse_value_pattern(struct parser *p, struct node *node)
{
    size_t from = p->scan.at;
    parser_note(p, EXPECT_PATTERN, node->field);
    if (ast_count(p->ast, AST_PATTERN_NODES - 1, (struct span){from, from + 1}, p->err) < 0)
        return -E_LIMIT;
    if (lex_peek(&p->scan) == '/') {
        if (lex_pattern(&p->scan, &node->text, &node->case_flag, p->err) < 0)
            return -E_SYNTAX;
    } else if (lex_peek(&p->scan) == '"') {
        node->quoted = true;
        if (lex_string(&p->scan, p->ast->arena, &node->text, p->err) < 0)
            return -E_SYNTAX;
        if (node->text.n == 0)
            return parser_fail(p, (struct span){from, p->scan.at}, "an empty text can only stand behind = and !=");
    } else {
        return parser_fail(p, (struct span){from, lex_value_end(&p->scan, from)},
                    "a pattern is missing: write /pattern/ or \"pattern\" behind ~ and !~");
    }
    node->text_span = (struct span){from, p->scan.at};
    return 0;
}

/* One line of a list file: an item that runs to the end of the line. */
struct item *parse_value_line(struct str line, struct ast *ast, struct error *err)
{
    struct parser p = {.scan = {line, 0}, .ast = ast, .err = err};
    struct item *item = arena_calloc(ast->arena, 1, sizeof *item);
    size_t end;
    enum lex_op order = lex_op_at(&p.scan, 0, &end);
    if (order == LEX_NOT_EQUAL || order == LEX_MATCH || order == LEX_NOT_MATCH)
        return parser_fail_null(&p, (struct span){0, end}, "a value cannot begin with !=, ~ or !~");
    if (order != LEX_NO_OP && order != LEX_COLON) {
        item->form = ITEM_ORDER;
        item->order = order;
        p.scan.at = end;
        lex_skip(&p.scan);
    }
    if (lex_peek(&p.scan) == '"') {
        if (parse_value_operand(&p, &item->low) < 0 || parse_value_reject_empty(&p, &item->low) < 0)
            return NULL;
        if (!lex_at_end(&p.scan))
            return parser_fail_null(&p, parser_here(&p), "a line holds one value; nothing may follow the closing quotation mark");
        return item;
    }
    item->low = (struct operand){.text = str_sub(line, p.scan.at, line.n), .span = {p.scan.at, line.n}, .present = true};
    ptrdiff_t dots = item->form == ITEM_ONE ? str_find(item->low.text, STR("..")) : -1;
    if (item->low.text.n == 0)
        return parser_fail_null(&p, parser_here(&p), "a value is missing");
    if (dots < 0)
        return item;
    item->form = ITEM_RANGE;
    struct str whole = item->low.text;
    item->low.text = str_trim(str_sub(whole, 0, (size_t)dots));
    item->high.text = str_trim(str_sub(whole, (size_t)dots + 2, whole.n));
    item->low.present = item->low.text.n > 0;
    item->high.present = item->high.text.n > 0;
    if (!item->low.present && !item->high.present)
        return parser_fail_null(&p, parser_here(&p), ".. needs a value before it, behind it, or both");
    return item;
}
