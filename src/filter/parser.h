/* What the files of the parser share: where it stands in the query, what it builds, and how it says what is wrong. */
#ifndef EVMON_FILTER_PARSER_H
#define EVMON_FILTER_PARSER_H

#include "filter/lex.h"
#include "filter/parse.h"

struct parser {
    struct scan scan;
    struct ast *ast;
    struct place *place; /* NULL: nobody asks what may stand there */
    struct error *err;
    int depth;
};

struct span parser_here(const struct parser *p); /* of no bytes */
void parser_note(struct parser *p, enum expect expect, field_id field);
/* Always -E_SYNTAX, and NULL. */
int parser_fail(struct parser *p, struct span span, const char *what);
void *parser_fail_null(struct parser *p, struct span span, const char *what);

#endif
