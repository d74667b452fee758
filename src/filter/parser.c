/* The state of a parse and its sentences. Must not know the grammar. */
#include "filter/parser.h"

struct span parser_here(const struct parser *p)
{
    return (struct span){p->scan.at, p->scan.at};
}

void parser_note(struct parser *p, enum expect expect, field_id field)
{
    if (p->place != NULL)
        *p->place = (struct place){expect, field, p->scan.at};
}

int parser_fail(struct parser *p, struct span span, const char *what)
{
    return err_set_at(p->err, E_SYNTAX, span.from, span.to, "%s", what);
}

void *parser_fail_null(struct parser *p, struct span span, const char *what)
{
    parser_fail(p, span, what);
    return NULL;
}
