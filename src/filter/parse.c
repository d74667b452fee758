/* The recursive descent over a query: each function's comment is its rule. Owns precedence, reserved words and the terms
 * that are no comparison. */
#include "filter/parse.h"

#include <string.h>

#include "base/utf8.h"
#include "filter/near.h"
#include "filter/parse_compare.h"
#include "filter/parse_value.h"

static struct node *parse_or(struct parser *p);
static struct node *parse_unary(struct parser *p);

/* Room for one more level: parentheses, not and same. */
static bool enter(struct parser *p)
{
    if (++p->depth <= AST_DEPTH_MAX)
        return true;
    err_set_at(p->err, E_LIMIT, p->scan.at, p->scan.at + 1,
               "the query is nested more than %d deep; take some parentheses away", AST_DEPTH_MAX);
    return false;
}

/* text = word | string ; */
static struct node *parse_text(struct parser *p)
{
    struct node *node = ast_node(p->ast, NODE_TEXT, parser_here(p), p->err);
    if (node == NULL)
        return NULL;
    size_t from = p->scan.at;
    if (lex_peek(&p->scan) == '"') {
        node->quoted = true;
        if (lex_string(&p->scan, p->ast->arena, &node->text, p->err) < 0)
            return NULL;
        if (node->text.n == 0)
            return parser_fail_null(p, (struct span){from, p->scan.at}, "an empty text can only stand behind = and !=");
    } else {
        p->scan.at = lex_word_end(&p->scan, from);
        node->text = lex_str(&p->scan, (struct span){from, p->scan.at});
        if (str_eq(node->text, STR("..")))
            return parser_fail_null(p, (struct span){from, p->scan.at},
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
    parser_note(p, word == WORD_IS ? EXPECT_FLAG : EXPECT_FIELD, FIELD_NONE);
    struct span name = {p->scan.at, lex_value_end(&p->scan, p->scan.at)};
    if (lex_peek(&p->scan) == '"')
        return parser_fail_null(p, (struct span){name.from, name.from + 1}, "the name stands here without quotation marks");
    if (name.from == name.to)
        return parser_fail_null(p, parser_here(p), word == WORD_IS ? "a flag's name is missing behind is:"
                                                     : "a field's name is missing behind the colon");
    if (word == WORD_IS) {
        int flag = near_flag(lex_str(&p->scan, name), name, p->err);
        if (flag < 0)
            return NULL;
        node->flag = (enum flag)flag;
        p->scan.at = name.to;
    } else {
        if (parse_compare_field(p, node) < 0)
            return NULL;
        if (lex_value_end(&p->scan, p->scan.at) > p->scan.at) {
            name.to = lex_value_end(&p->scan, name.from);
            return parser_fail_null(p, name, "this is not a field's name; has: and missing: take one, like has:imsi");
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
    parser_note(p, kind == NODE_LAST ? EXPECT_SPAN : EXPECT_TIME, FIELD_TS);
    struct operand time = {0};
    if (!parse_value_here(p))
        return parser_fail_null(p, lex_at_end(&p->scan) ? parser_here(p) : (struct span){p->scan.at, p->scan.at + 1},
                         kind == NODE_LAST ? "a duration is missing behind last: last 15m"
                                           : "a time is missing: since 09:15, until -1h, since \"2026-08-22 09:15\"");
    if (parse_value_operand(p, &time) < 0)
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
    parser_note(p, EXPECT_ENTITY, FIELD_NONE);
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
        return parser_fail_null(p, (struct span){open, p->scan.at + 1}, "there is nothing between the parentheses");
    struct node *inner = lex_at_end(&p->scan) ? NULL : parse_or(p);
    if (p->err->code != E_NONE)
        return NULL;
    lex_skip(&p->scan);
    if (inner == NULL || lex_peek(&p->scan) != ')')
        return parser_fail_null(p, (struct span){open, open + 1}, "the parenthesis is never closed; put another ) behind its last term");
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
    parser_note(p, EXPECT_SPAN, FIELD_NONE);
    if (!parse_value_here(p))
        return parser_fail(p, lex_at_end(&p->scan) ? parser_here(p) : (struct span){p->scan.at, p->scan.at + 1},
                    "a duration is missing behind within: within 24h");
    struct operand span = {0};
    if (parse_value_operand(p, &span) < 0)
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
        return parser_fail_null(p, lex_at_end(&p->scan) ? parser_here(p) : (struct span){p->scan.at, p->scan.at + 1},
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
    return parser_fail_null(p, span, sentences[word]);
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
    size_t name_end = parse_compare_field_end(p), end;
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
    enum follow follow = name_end > p->scan.at ? parse_compare_follow(p, name_end, &op, &end) : FOLLOW_NOTHING;
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
        return parser_fail_null(p, parser_here(p), "a term is missing at the end");
    if (c == '(')
        return parse_group(p);
    if (c == '"')
        return parse_text(p);
    if (c == ')')
        return parser_fail_null(p, at, p->depth > 0 ? "a term is missing before )"
                                             : "this ) closes nothing; quote it if it is meant as text");
    if (c == '|' || lex_looking_at(&p->scan, "&&"))
        return parser_fail_null(p, at, "a term is missing before the operator");
    if (strchr("=<>~:,", c) != NULL && c != '\0')
        return parser_fail_null(p, at, "a term cannot begin with this; a field must stand directly before an operator, and "
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
            return parser_fail(p, (struct span){p->scan.at, p->scan.at + 1},
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
    parser_note(p, EXPECT_TERM, FIELD_NONE);
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
    parser_note(&p, EXPECT_TERM, FIELD_NONE);
    lex_skip(&p.scan);
    if (lex_at_end(&p.scan)) {
        ast->root = ast_node(ast, NODE_EVERY, parser_here(&p), say);
        return 0;
    }
    ast->root = parse_or(&p);
    lex_skip(&p.scan);
    if (ast->root != NULL && !lex_at_end(&p.scan))
        parse_primary(&p); /* a stray ) : says so */
    return say->code == E_NONE ? 0 : -say->code;
}
