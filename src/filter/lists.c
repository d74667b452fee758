/* Lists of values. The text comes through env->lookup_list, so that this library opens no files. */
#include "filter/lists.h"

#include "filter/parse_value.h"

static int read_line(struct checker *c, struct node *node, struct str line, int number, struct item ***tail)
{
    struct error err = {0};
    struct item *item = parse_value_line(line, c->ast, &err);
    if (item == NULL)
        return err_set_at(c->err, err.code, node->list_span.from, node->list_span.to, "list %.*s, line %d: %s",
                          KINDS_SHOW(node->list), number, err.text);
    item->line = number;
    **tail = item;
    *tail = &item->next;
    return 0;
}

static int fetch(struct checker *c, struct node *node, struct buf *text)
{
    struct error err = {0};
    if (c->env->lookup_list == NULL)
        return err_set_at(c->err, E_UNKNOWN, node->list_span.from, node->list_span.to,
                          "there is no list %.*s; put its values into lists.d/%.*s, one a line", KINDS_SHOW(node->list),
                          KINDS_SHOW(node->list));
    if (c->env->lookup_list(c->env->user, node->list, text, &err) < 0)
        return err_set_at(c->err, err.code != E_NONE ? err.code : E_UNKNOWN, node->list_span.from, node->list_span.to,
                          "%s", err.code != E_NONE ? err.text : "the list cannot be read");
    if (text->n > LISTS_BYTES_MAX)
        return err_set_at(c->err, E_LIMIT, node->list_span.from, node->list_span.to,
                          "the list %.*s is larger than 16 MiB", KINDS_SHOW(node->list));
    return 0;
}

int lists_expand(struct checker *c, struct node *node)
{
    struct buf text = {0};
    int rc = fetch(c, node, &text), number = 0;
    struct str rest = rc < 0 || text.n == 0 ? STR_NONE : arena_str(c->ast->arena, buf_str(&text)), line;
    struct item **tail = &node->items;
    while (rc >= 0 && str_next(&rest, '\n', &line)) {
        number++;
        line = str_trim(line);
        if (line.n > 0 && line.p[0] != '#')
            rc = read_line(c, node, line, number, &tail);
    }
    buf_fini(&text);
    return rc;
}
