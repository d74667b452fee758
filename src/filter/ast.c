/* Makes the nodes of a query's tree and counts them against the caps. */
#include "filter/ast.h"

/* clang-format off */
const char *const ast_entities[ENTITY_COUNT_] = {
    [ENTITY_DEVICE] = "device",
    [ENTITY_SIM] = "sim",
    [ENTITY_IMSI] = "imsi",
    [ENTITY_ORG] = "org",
    [ENTITY_OPERATOR] = "operator",
    [ENTITY_CELL] = "cell",
    [ENTITY_SESSION] = "session",
};

const struct flag_row ast_flags[FLAG_COUNT_] = {
#define FLAG(id, name, of, help) {name, help, FLAG_OF_##of},
#include "filter/flags.def"
#undef FLAG
};
/* clang-format on */

int ast_count(struct ast *ast, size_t more, struct span span, struct error *err)
{
    ast->nodes += more;
    if (ast->nodes <= AST_NODES_MAX)
        return 0;
    return err_set_at(err, E_LIMIT, span.from, span.to,
                      "the query has more than %u parts (a pattern counts as %u, a raw value or same as "
                      "%u); put long lists into a file and write field:@name",
                      AST_NODES_MAX, AST_PATTERN_NODES, AST_DEAR_NODES);
}

struct node *ast_node(struct ast *ast, enum node_kind kind, struct span span, struct error *err)
{
    if (ast_count(ast, 1, span, err) < 0)
        return NULL;
    struct node *node = arena_calloc(ast->arena, 1, sizeof *node);
    node->kind = kind;
    node->span = span;
    node->field = FIELD_NONE;
    node->within_ms = -1;
    return node;
}

struct item *ast_item(struct ast *ast, struct span span, struct error *err)
{
    if (ast_count(ast, 1, span, err) < 0)
        return NULL;
    struct item *item = arena_calloc(ast->arena, 1, sizeof *item);
    item->span = span;
    return item;
}

/* A key that can stand between dots as it is. */
static bool is_plain_key(struct str key)
{
    for (size_t i = 0; i < key.n; i++) {
        if (!lex_is_name(key.p[i]) || key.p[i] == '.')
            return false;
    }
    return key.n > 0;
}

void ast_quote(struct buf *out, struct str text)
{
    buf_add_byte(out, '"');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"' || text.p[i] == '\\')
            buf_add_byte(out, '\\');
        buf_add_byte(out, text.p[i]);
    }
    buf_add_byte(out, '"');
}

void ast_field_name(struct buf *out, const struct node *node)
{
    if (node->field != FIELD_NONE) {
        buf_add_text(out, field_row(node->field)->name);
        return;
    }
    buf_add_text(out, "raw");
    for (size_t i = 0; i < node->path_count; i++) {
        buf_add_byte(out, '.');
        if (is_plain_key(node->path[i]))
            buf_add_str(out, node->path[i]);
        else
            ast_quote(out, node->path[i]);
    }
}
