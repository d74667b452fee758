/* The recursive descent over a query: each function's comment is its rule. Owns precedence, reserved words and where
 * an error's caret goes; knows fields by name only, never what their values mean. */
#include "filter/parse.h"

#include "base/utf8.h"
#include "filter/near.h"

struct parser {
    struct scan scan;
    struct ast *ast;
    struct place *place;
    struct error *err;
    int depth;
};

static struct node *parse_or(struct parser *p);
static struct node *parse_unary(struct parser *p);

static struct span here(const struct parser *p)
{
    return (struct span){p->scan.at, p->scan.at};
}

static void note(struct parser *p, enum expect expect, field_id field)
{
    if (p->place != NULL)
        *p->place = (struct place){expect, field, p->scan.at};
}

static int fail(struct parser *p, struct span span, const char *what)
{
    return err_set_at(p->err, E_SYNTAX, span.from, span.to, "%s", what);
}

static void *fail_null(struct parser *p, struct span span, const char *what)
{
    fail(p, span, what);
    return NULL;
}

/* Room for one more level: parentheses, not and same. */
static bool enter(struct parser *p)
{
    if (++p->depth <= AST_DEPTH_MAX)
        return true;
    err_set_at(p->err, E_LIMIT, p->scan.at, p->scan.at + 1,
               "the query is nested more than %d deep; take some parentheses away", AST_DEPTH_MAX);
    return false;
}

/* ---- values ---- */

/* value = word | string ; a word is cut at its first `..` when a range may stand here */
static int parse_operand(struct parser *p, struct operand *out)
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

static bool at_value(const struct parser *p)
{
    return lex_peek(&p->scan) == '"' || lex_value_end(&p->scan, p->scan.at) > p->scan.at;
}

static int missing_value(struct parser *p)
{
    if (lex_at_end(&p->scan))
        return fail(p, here(p), "a value is missing at the end");
    return err_set_at(p->err, E_SYNTAX, p->scan.at, p->scan.at + 1, "a value is missing before %c",
                      lex_peek(&p->scan));
}

static int reject_empty(struct parser *p, const struct operand *operand)
{
    if (!operand->quoted || operand->text.n > 0)
        return 0;
    return fail(p, operand->span,
                "an empty text can only stand behind = and !=; for events without the field write missing:field");
}

/* range = value , ".." , [ value ] | ".." , value ;   from the dots on */
static int parse_range_end(struct parser *p, struct item *item)
{
    size_t dots = p->scan.at;
    p->scan.at += 2;
    item->form = ITEM_RANGE;
    if (at_value(p)) {
        if (parse_operand(p, &item->high) < 0 || reject_empty(p, &item->high) < 0)
            return -E_SYNTAX;
    }
    if (!item->low.present && !item->high.present)
        return fail(p, (struct span){dots, dots + 2}, ".. needs a value before it, behind it, or both: 1..9, ..9, 1..");
    return 0;
}

/* item = order , value | range | value ; */
static struct item *parse_item(struct parser *p, field_id field)
{
    struct item *item = ast_item(p->ast, here(p), p->err);
    if (item == NULL)
        return NULL;
    size_t end;
    enum lex_op order = lex_op_at(&p->scan, p->scan.at, &end);
    if (order == LEX_NOT_EQUAL || order == LEX_MATCH || order == LEX_NOT_MATCH)
        return fail_null(p, (struct span){p->scan.at, end},
                         "a value cannot begin with !=, ~ or !~; write field!=value, field~/pattern/, or quote it");
    if (order != LEX_NO_OP && order != LEX_COLON) {
        item->form = ITEM_ORDER;
        item->order = order;
        p->scan.at = end;
        lex_skip(&p->scan);
    }
    note(p, EXPECT_VALUE, field);
    if (!at_value(p)) {
        missing_value(p);
        return NULL;
    }
    if (parse_operand(p, &item->low) < 0)
        return NULL;
    if (item->form == ITEM_ONE)
        cut_at_dots(p, &item->low);
    bool range = item->form == ITEM_ONE && lex_looking_at(&p->scan, "..");
    if (range && parse_range_end(p, item) < 0)
        return NULL;
    if (reject_empty(p, &item->low) < 0)
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
            return fail(p, (struct span){p->scan.at, p->scan.at + 2}, "a value is missing before or; the word itself is \"or\"");
        if (lex_at_end(&p->scan))
            return fail(p, (struct span){open, open + 1}, "the parenthesis is never closed; put ) behind the last value");
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
            return fail(p, (struct span){open, open + 1}, "the parenthesis is never closed; put ) behind the last value");
        if (lex_peek(&p->scan) == ',')
            p->scan.at++;
        else if (lex_word_at(&p->scan, p->scan.at) == WORD_OR)
            p->scan.at += 2;
        else
            return fail(p, (struct span){p->scan.at, p->scan.at + 1}, "between two values of a set stands a comma or the word or");
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
        return fail(p, here(p), "a list's name is missing behind @");
    for (size_t i = 0; i < node->list.n; i++) {
        char c = node->list.p[i];
        if ((!lex_is_name(c) && c != '-') || c == '.')
            return fail(p, (struct span){at + 1 + i, at + 2 + i},
                        "a list's name has letters, digits, - and _ only; quote the value if it is no list");
    }
    return 0;
}

/* spec = set | list ; */
static int parse_spec(struct parser *p, struct node *node)
{
    lex_skip(&p->scan);
    note(p, EXPECT_VALUE, node->field);
    if (lex_peek(&p->scan) == '@')
        return parse_list_name(p, node);
    if (lex_peek(&p->scan) == '(')
        return parse_set(p, node);
    return parse_list(p, node);
}

/* pattern = "/" ... "/" , [ "c" ] | string ; */
static int parse_pattern(struct parser *p, struct node *node)
{
    size_t from = p->scan.at;
    note(p, EXPECT_PATTERN, node->field);
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
            return fail(p, (struct span){from, p->scan.at}, "an empty text can only stand behind = and !=");
    } else {
        return fail(p, (struct span){from, lex_value_end(&p->scan, from)},
                    "a pattern is missing: write /pattern/ or \"pattern\" behind ~ and !~");
    }
    node->text_span = (struct span){from, p->scan.at};
    return 0;
}

/* One line of a list file: an item that runs to the end of the line. */
struct item *parse_line(struct str line, struct ast *ast, struct error *err)
{
    struct parser p = {.scan = {line, 0}, .ast = ast, .err = err};
    struct item *item = arena_calloc(ast->arena, 1, sizeof *item);
    size_t end;
    enum lex_op order = lex_op_at(&p.scan, 0, &end);
    if (order == LEX_NOT_EQUAL || order == LEX_MATCH || order == LEX_NOT_MATCH)
        return fail_null(&p, (struct span){0, end}, "a value cannot begin with !=, ~ or !~");
    if (order != LEX_NO_OP && order != LEX_COLON) {
        item->form = ITEM_ORDER;
        item->order = order;
        p.scan.at = end;
        lex_skip(&p.scan);
    }
    if (lex_peek(&p.scan) == '"') {
        if (parse_operand(&p, &item->low) < 0 || reject_empty(&p, &item->low) < 0)
            return NULL;
        if (!lex_at_end(&p.scan))
            return fail_null(&p, here(&p), "a line holds one value; nothing may follow the closing quotation mark");
        return item;
    }
    item->low = (struct operand){.text = str_sub(line, p.scan.at, line.n), .span = {p.scan.at, line.n}, .present = true};
    ptrdiff_t dots = item->form == ITEM_ONE ? str_find(item->low.text, STR("..")) : -1;
    if (item->low.text.n == 0)
        return fail_null(&p, here(&p), "a value is missing");
    if (dots < 0)
        return item;
    item->form = ITEM_RANGE;
    struct str whole = item->low.text;
    item->low.text = str_trim(str_sub(whole, 0, (size_t)dots));
    item->high.text = str_trim(str_sub(whole, (size_t)dots + 2, whole.n));
    item->low.present = item->low.text.n > 0;
    item->high.present = item->high.text.n > 0;
    if (!item->low.present && !item->high.present)
        return fail_null(&p, here(&p), ".. needs a value before it, behind it, or both");
    return item;
}

/* ---- comparisons ---- */

/* One value behind a relop. */
static int parse_relop_value(struct parser *p, struct node *node)
{
    lex_skip(&p->scan);
    note(p, EXPECT_VALUE, node->field);
    if (lex_peek(&p->scan) == '(')
        return fail(p, (struct span){p->scan.at, p->scan.at + 1},
                    "an operator takes one value; for several write field:a,b or field in (a, b)");
    if (!at_value(p))
        return missing_value(p);
    struct item *item = ast_item(p->ast, here(p), p->err);
    if (item == NULL || parse_operand(p, &item->low) < 0)
        return -E_SYNTAX;
    item->span.to = p->scan.at;
    node->items = item;
    bool equality = node->op == LEX_EQUAL || node->op == LEX_NOT_EQUAL;
    if (!equality && reject_empty(p, &item->low) < 0)
        return -E_SYNTAX;
    if (lex_peek(&p->scan) == ',')
        return fail(p, (struct span){p->scan.at, p->scan.at + 1},
                    "an operator takes one value; for several write field:a,b or field in (a, b)");
    return 0;
}

/* cmp = field , relop , value | field , ( "~" | "!~" ) , pattern | field , ":" , spec ; */
static int parse_operation(struct parser *p, struct node *node)
{
    if (node->op == LEX_COLON)
        return parse_spec(p, node);
    if (node->op == LEX_MATCH || node->op == LEX_NOT_MATCH) {
        node->kind = NODE_MATCH;
        lex_skip(&p->scan);
        return parse_pattern(p, node);
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
                return fail(p, (struct span){from, from + 1}, "a key is missing behind the dot: raw.detail.name");
        }
        if (n == AST_PATH_MAX)
            return fail(p, (struct span){from, p->scan.at}, "a path has 32 keys at the most");
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
        return fail(p, span, "a time stands behind since, until or ts: and, with today or yesterday, in quotation marks: "
                             "since 09:15, ts:\"today 14:00\"");
    if (str_eq_nocase(name, STR("raw")))
        return fail(p, span, "raw needs the path of a JSON value: raw.detail.name");
    if (near != NULL)
        return err_set_at(p->err, E_UNKNOWN, span.from, span.to, "%.*s is not a field; did you mean %s?", shown, name.p, near);
    return err_set_at(p->err, E_UNKNOWN, span.from, span.to,
                      "%.*s is not a field; to look for it as text put it in quotation marks", shown, name.p);
}

/* field = name , or raw and a path */
static int parse_field(struct parser *p, struct node *node)
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
static size_t field_end(const struct parser *p)
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

enum follow { FOLLOW_NOTHING, FOLLOW_OP, FOLLOW_IN, FOLLOW_NOT_IN };

/* What stands behind the name that ends at `at`: an operator, `in` or `not in`; *end is behind it. */
static enum follow what_follows(const struct parser *p, size_t at, enum lex_op *op, size_t *end)
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
static struct node *parse_compare(struct parser *p, enum follow follow, enum lex_op op, size_t end)
{
    struct node *node = ast_node(p->ast, NODE_COMPARE, here(p), p->err);
    if (node == NULL || parse_field(p, node) < 0)
        return NULL;
    node->op_span = (struct span){node->field_span.to, end};
    node->op = follow == FOLLOW_OP ? op : follow == FOLLOW_IN ? LEX_COLON : LEX_NOT_EQUAL;
    node->several = follow == FOLLOW_NOT_IN;
    p->scan.at = end;
    int rc = node->several ? parse_spec(p, node) : parse_operation(p, node);
    node->span.to = p->scan.at;
    return rc < 0 ? NULL : node;
}

/* ---- terms ---- */

/* text = word | string ; */
static struct node *parse_text(struct parser *p)
{
    struct node *node = ast_node(p->ast, NODE_TEXT, here(p), p->err);
    if (node == NULL)
        return NULL;
    size_t from = p->scan.at;
    if (lex_peek(&p->scan) == '"') {
        node->quoted = true;
        if (lex_string(&p->scan, p->ast->arena, &node->text, p->err) < 0)
            return NULL;
        if (node->text.n == 0)
            return fail_null(p, (struct span){from, p->scan.at}, "an empty text can only stand behind = and !=");
    } else {
        p->scan.at = lex_word_end(&p->scan, from);
        node->text = lex_str(&p->scan, (struct span){from, p->scan.at});
        if (str_eq(node->text, STR("..")))
            return fail_null(p, (struct span){from, p->scan.at},
                             ".. needs a value directly before it, behind it, or both: field:1..9");
    }
    node->text_span = node->span = (struct span){from, p->scan.at};
    return node;
}

/* flag = ( "is" | "has" | "missing" ) , ":" , name ;   from the colon on */
static struct node *parse_flag(struct parser *p, enum lex_word word, size_t from)
{
    static const enum node_kind kinds[] = {[WORD_IS] = NODE_FLAG, [WORD_HAS] = NODE_HAS, [WORD_MISSING] = NODE_MISSING};
    struct node *node = ast_node(p->ast, kinds[word], (struct span){from, from}, p->err);
    if (node == NULL)
        return NULL;
    p->scan.at++;
    lex_skip(&p->scan);
    note(p, word == WORD_IS ? EXPECT_FLAG : EXPECT_FIELD, FIELD_NONE);
    struct span name = {p->scan.at, lex_value_end(&p->scan, p->scan.at)};
    if (lex_peek(&p->scan) == '"')
        return fail_null(p, (struct span){name.from, name.from + 1}, "the name stands here without quotation marks");
    if (name.from == name.to)
        return fail_null(p, here(p), word == WORD_IS ? "a flag's name is missing behind is:"
                                                     : "a field's name is missing behind the colon");
    if (word == WORD_IS) {
        int flag = near_flag(lex_str(&p->scan, name), name, p->err);
        if (flag < 0)
            return NULL;
        node->flag = (enum flag)flag;
        p->scan.at = name.to;
    } else {
        if (parse_field(p, node) < 0)
            return NULL;
        if (lex_value_end(&p->scan, p->scan.at) > p->scan.at) {
            name.to = lex_value_end(&p->scan, name.from);
            return fail_null(p, name, "this is not a field's name; has: and missing: take one, like has:imsi");
        }
    }
    node->span.to = p->scan.at;
    return node;
}

/* The hh:mm that may follow today and yesterday. */
static void take_clock(struct parser *p, struct operand *time)
{
    if (time->quoted || (!str_eq_nocase(time->text, STR("today")) && !str_eq_nocase(time->text, STR("yesterday"))))
        return;
    struct scan look = p->scan;
    lex_skip(&look);
    struct span clock = {look.at, lex_value_end(&look, look.at)};
    struct str text = lex_str(&look, clock);
    if (look.at == p->scan.at || text.n < 4 || !str_is_digits(str_sub(text, 0, 2)) || text.p[2] != ':')
        return;
    time->text = (struct str){arena_fmt(p->ast->arena, "%.*s %.*s", STR_ARG(time->text), STR_ARG(text)),
                              time->text.n + 1 + text.n};
    p->scan.at = time->span.to = clock.to;
}

/* when = ( "since" | "until" ) , time | "last" , duration ;   behind the word */
static struct node *parse_when(struct parser *p, enum lex_word word, size_t from)
{
    enum node_kind kind = word == WORD_SINCE ? NODE_SINCE : word == WORD_UNTIL ? NODE_UNTIL : NODE_LAST;
    struct node *node = ast_node(p->ast, kind, (struct span){from, from}, p->err);
    if (node == NULL)
        return NULL;
    lex_skip(&p->scan);
    note(p, kind == NODE_LAST ? EXPECT_SPAN : EXPECT_TIME, FIELD_TS);
    struct operand time = {0};
    if (!at_value(p))
        return fail_null(p, lex_at_end(&p->scan) ? here(p) : (struct span){p->scan.at, p->scan.at + 1},
                         kind == NODE_LAST ? "a duration is missing behind last: last 15m"
                                           : "a time is missing: since 09:15, until -1h, since \"2026-08-22 09:15\"");
    if (parse_operand(p, &time) < 0)
        return NULL;
    if (kind != NODE_LAST)
        take_clock(p, &time);
    node->text = time.text;
    node->quoted = time.quoted;
    node->text_span = time.span;
    node->span.to = p->scan.at;
    return node;
}

/* entity = "device" | "sim" | "imsi" | "org" | "operator" | "cell" | "session" ; */
static int parse_entity(struct parser *p, struct node *node)
{
    lex_skip(&p->scan);
    note(p, EXPECT_ENTITY, FIELD_NONE);
    struct span span = {p->scan.at, lex_word_end(&p->scan, p->scan.at)};
    p->scan.at = span.to;
    int entity = near_entity(lex_str(&p->scan, span), span, p->err);
    if (entity < 0)
        return entity;
    node->entity = (enum entity)entity;
    return 0;
}

/* "(" , or , ")" */
static struct node *parse_group(struct parser *p)
{
    size_t open = p->scan.at;
    if (!enter(p))
        return NULL;
    p->scan.at++;
    lex_skip(&p->scan);
    if (lex_peek(&p->scan) == ')')
        return fail_null(p, (struct span){open, p->scan.at + 1}, "there is nothing between the parentheses");
    struct node *inner = lex_at_end(&p->scan) ? NULL : parse_or(p);
    if (p->err->code != E_NONE)
        return NULL;
    lex_skip(&p->scan);
    if (inner == NULL || lex_peek(&p->scan) != ')')
        return fail_null(p, (struct span){open, open + 1}, "the parenthesis is never closed; put another ) behind its last term");
    p->scan.at++;
    p->depth--;
    return inner;
}

/* [ "within" , duration ] */
static int parse_within(struct parser *p, struct node *node)
{
    struct scan look = p->scan;
    lex_skip(&look);
    if (lex_at_end(&look) || lex_word_at(&look, look.at) != WORD_WITHIN)
        return 0;
    p->scan.at = look.at + 6;
    lex_skip(&p->scan);
    note(p, EXPECT_SPAN, FIELD_NONE);
    if (!at_value(p))
        return fail(p, lex_at_end(&p->scan) ? here(p) : (struct span){p->scan.at, p->scan.at + 1},
                    "a duration is missing behind within: within 24h");
    struct operand span = {0};
    if (parse_operand(p, &span) < 0)
        return -E_SYNTAX;
    node->text = span.text;
    node->text_span = span.span;
    node->quoted = span.quoted;
    return 0;
}

/* corr = "same" , entity , "(" , or , ")" , [ "within" , duration ] ;   behind the word */
static struct node *parse_same(struct parser *p, size_t from)
{
    struct node *node = ast_node(p->ast, NODE_SAME, (struct span){from, from}, p->err);
    if (node == NULL || ast_count(p->ast, AST_DEAR_NODES - 1, node->span, p->err) < 0 || parse_entity(p, node) < 0)
        return NULL;
    lex_skip(&p->scan);
    if (lex_peek(&p->scan) != '(')
        return fail_null(p, lex_at_end(&p->scan) ? here(p) : (struct span){p->scan.at, p->scan.at + 1},
                         "a query in parentheses is missing: same device (type:quota.used) within 24h");
    node->kids = parse_group(p);
    if (node->kids == NULL || parse_within(p, node) < 0)
        return NULL;
    node->span.to = p->scan.at;
    return node;
}

static struct node *misplaced_word(struct parser *p, enum lex_word word, struct span span)
{
    static const char *const sentences[WORD_COUNT_] = {
        [WORD_AND] = "a term is missing before and; the word itself is \"and\"",
        [WORD_OR] = "a term is missing before or; the word itself is \"or\"",
        [WORD_IN] = "in needs a field before it: cc in (de, at); the word itself is \"in\"",
        [WORD_IS] = "is needs a colon and a flag directly behind it: is:alert; the word itself is \"is\"",
        [WORD_HAS] = "has needs a colon and a field directly behind it: has:imsi; the word itself is \"has\"",
        [WORD_MISSING] = "missing needs a colon and a field directly behind it: missing:op; the word itself is \"missing\"",
        [WORD_WITHIN] = "within belongs behind same: same device (...) within 24h; the word itself is \"within\"",
    };
    return fail_null(p, span, sentences[word]);
}

/* A term that begins with a reserved word; NULL and no error when `word` is none. */
static struct node *parse_reserved(struct parser *p, enum lex_word word)
{
    size_t from = p->scan.at;
    p->scan.at += strlen(lex_words[word]);
    if (word == WORD_SAME)
        return parse_same(p, from);
    if (word == WORD_SINCE || word == WORD_UNTIL || word == WORD_LAST)
        return parse_when(p, word, from);
    return misplaced_word(p, word, (struct span){from, p->scan.at});
}

/* dev-id:5 is meant as a field, not as text: the dash is the slip. */
static int check_dashes(struct parser *p)
{
    size_t end = p->scan.at;
    while (end < p->scan.text.n && (lex_is_name(p->scan.text.p[end]) || p->scan.text.p[end] == '-'))
        end++;
    size_t behind;
    struct span span = {p->scan.at, end};
    struct str name = lex_str(&p->scan, span);
    if (str_find_byte(name, '-') < 0 || name.n > 32 || lex_op_at(&p->scan, end, &behind) == LEX_NO_OP)
        return 0;
    const char *near = field_suggest(name);
    return near == NULL ? 0
                        : err_set_at(p->err, E_UNKNOWN, span.from, span.to,
                                     "%.*s is not a field; did you mean %s?", STR_ARG(name), near);
}

/* A term that begins with letters, digits or another ordinary byte. */
static struct node *parse_word(struct parser *p)
{
    size_t name_end = field_end(p), end;
    struct span name = {p->scan.at, lex_name_end(&p->scan, p->scan.at)};
    enum lex_op op = LEX_NO_OP;
    for (int word = WORD_IS; word <= WORD_MISSING; word++) {
        if (str_eq_nocase(lex_str(&p->scan, name), str_of(lex_words[word])) &&
            name.to < p->scan.text.n && p->scan.text.p[name.to] == ':') {
            p->scan.at = name.to;
            return parse_flag(p, (enum lex_word)word, name.from);
        }
    }
    enum lex_word reserved = lex_word_at(&p->scan, p->scan.at);
    if (reserved != WORD_PLAIN)
        return parse_reserved(p, reserved);
    enum follow follow = name_end > p->scan.at ? what_follows(p, name_end, &op, &end) : FOLLOW_NOTHING;
    if (follow != FOLLOW_NOTHING)
        return parse_compare(p, follow, op, end);
    return check_dashes(p) < 0 ? NULL : parse_text(p);
}

/* primary = "(" , or , ")" | corr | cmp | member | flag | when | text ; */
static struct node *parse_primary(struct parser *p)
{
    char c = lex_peek(&p->scan);
    struct span at = {p->scan.at, p->scan.at + 1};
    if (lex_at_end(&p->scan))
        return fail_null(p, here(p), "a term is missing at the end");
    if (c == '(')
        return parse_group(p);
    if (c == '"')
        return parse_text(p);
    if (c == ')')
        return fail_null(p, at, p->depth > 0 ? "a term is missing before )"
                                             : "this ) closes nothing; quote it if it is meant as text");
    if (c == '|' || lex_looking_at(&p->scan, "&&"))
        return fail_null(p, at, "a term is missing before the operator");
    if (strchr("=<>~:,", c) != NULL && c != '\0')
        return fail_null(p, at, "a term cannot begin with this; a field must stand directly before an operator, and "
                                "text with commas needs quotation marks");
    return parse_word(p);
}

static bool dash_negates(const struct parser *p)
{
    struct str rest = str_sub(p->scan.text, p->scan.at + 1, 1);
    if (rest.n == 0)
        return false;
    char c = rest.p[0];
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80 || strchr("(\"!-", c) != NULL;
}

/* Takes not, ! or - when one stands here. 1 taken, 0 none, negative an error. */
static int take_not(struct parser *p)
{
    char c = lex_peek(&p->scan);
    if (c == '!') {
        p->scan.at++;
        return 1;
    }
    if (c == '-') {
        if (!dash_negates(p))
            return fail(p, (struct span){p->scan.at, p->scan.at + 1},
                        "- negates only directly before a word that begins with a letter, (, \", ! or -; write not "
                        "instead, or quote the text");
        p->scan.at++;
        return 1;
    }
    if (lex_word_at(&p->scan, p->scan.at) != WORD_NOT)
        return 0;
    p->scan.at += 3;
    return 1;
}

/* unary = ( "not" | "!" | "-" ) , unary | primary ; */
static struct node *parse_unary(struct parser *p)
{
    lex_skip(&p->scan);
    note(p, EXPECT_TERM, FIELD_NONE);
    size_t from = p->scan.at;
    int negated = lex_at_end(&p->scan) ? 0 : take_not(p);
    if (negated < 0)
        return NULL;
    if (negated == 0)
        return parse_primary(p);
    if (!enter(p))
        return NULL;
    struct node *node = ast_node(p->ast, NODE_NOT, (struct span){from, from}, p->err);
    if (node == NULL)
        return NULL;
    node->kids = parse_unary(p);
    node->span.to = p->scan.at;
    p->depth--;
    return node->kids == NULL ? NULL : node;
}

/* Takes the word or a sign for and (WORD_AND) or or (WORD_OR). */
static bool take_joint(struct parser *p, enum lex_word word)
{
    lex_skip(&p->scan);
    if (lex_at_end(&p->scan))
        return false;
    if (word == WORD_AND ? lex_looking_at(&p->scan, "&&") : lex_looking_at(&p->scan, "||")) {
        p->scan.at += 2;
        return true;
    }
    if (word == WORD_OR && lex_peek(&p->scan) == '|') {
        p->scan.at++;
        return true;
    }
    if (lex_word_at(&p->scan, p->scan.at) != word)
        return false;
    p->scan.at += strlen(lex_words[word]);
    return true;
}

/* Is there another term, or does an or, a ) or the end stand here? */
static bool at_term(struct parser *p)
{
    lex_skip(&p->scan);
    if (lex_at_end(&p->scan) || lex_peek(&p->scan) == ')' || lex_peek(&p->scan) == '|')
        return false;
    return lex_word_at(&p->scan, p->scan.at) != WORD_OR;
}

/* A kid of the same kind (it stood in parentheses) gives its kids to the parent. */
static struct node *flatten(enum node_kind kind, struct node *first)
{
    struct node *kids = NULL, **tail = &kids, *next;
    for (struct node *kid = first; kid != NULL; kid = next) {
        next = kid->next;
        *tail = kid->kind == kind ? kid->kids : kid;
        while (*tail != NULL && *tail != next)
            tail = &(*tail)->next;
        *tail = NULL;
    }
    return kids;
}

/* One kid stays what it is; more become a node of this kind. */
static struct node *join(struct parser *p, enum node_kind kind, struct node *first, struct span span)
{
    if (first->next == NULL)
        return first;
    struct node *node = ast_node(p->ast, kind, span, p->err);
    if (node != NULL)
        node->kids = flatten(kind, first);
    return node;
}

/* and = unary , { [ "and" | "&&" ] , unary } ; */
static struct node *parse_and(struct parser *p)
{
    struct node *first = parse_unary(p), *last = first;
    while (last != NULL && (take_joint(p, WORD_AND) || at_term(p))) {
        last->next = parse_unary(p);
        last = last->next;
    }
    return last == NULL ? NULL : join(p, NODE_AND, first, (struct span){first->span.from, last->span.to});
}

/* or = and , { ( "or" | "||" | "|" ) , and } ; */
static struct node *parse_or(struct parser *p)
{
    struct node *first = parse_and(p), *last = first;
    while (last != NULL && take_joint(p, WORD_OR)) {
        last->next = parse_and(p);
        last = last->next;
    }
    return last == NULL ? NULL : join(p, NODE_OR, first, (struct span){first->span.from, last->span.to});
}

static int check_text(struct str query, struct error *err)
{
    if (query.n > AST_BYTES_MAX)
        return err_set_at(err, E_LIMIT, AST_BYTES_MAX, query.n, "the query is longer than %zu KiB; put long lists into a file and write field:@name",
                          AST_BYTES_MAX / 1024);
    for (size_t at = 0; at < query.n;) {
        uint32_t point;
        size_t n = utf8_next(str_sub(query, at, query.n), &point);
        if (!utf8_is_valid(str_sub(query, at, n)))
            return err_set_at(err, E_SYNTAX, at, at + n, "these bytes are not UTF-8; type the text again");
        at += n;
    }
    return 0;
}

/* query = [ or ] ; */
int parse_query(struct str query, struct ast *ast, struct place *place, struct error *err)
{
    struct error own = {0};
    struct error *say = err != NULL ? err : &own;
    if (check_text(query, say) < 0)
        return -say->code;
    ast->query = arena_str(ast->arena, query);
    struct parser p = {.scan = {ast->query, 0}, .ast = ast, .place = place, .err = say};
    note(&p, EXPECT_TERM, FIELD_NONE);
    lex_skip(&p.scan);
    if (lex_at_end(&p.scan)) {
        ast->root = ast_node(ast, NODE_EVERY, here(&p), say);
        return 0;
    }
    ast->root = parse_or(&p);
    lex_skip(&p.scan);
    if (ast->root != NULL && !lex_at_end(&p.scan))
        parse_primary(&p); /* a stray ) : says so */
    return say->code == E_NONE ? 0 : -say->code;
}
