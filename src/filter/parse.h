/* Text to tree: the grammar of evmon-filter(7), one function a rule. Values stay text here; check.c reads them. */
#ifndef EVMON_FILTER_PARSE_H
#define EVMON_FILTER_PARSE_H

#include "filter/ast.h"

/* What may stand at a place; the last one noted before the end of the text is what completion offers. */
enum expect { EXPECT_NOTHING, EXPECT_TERM, EXPECT_VALUE, EXPECT_PATTERN, EXPECT_FLAG, EXPECT_FIELD, EXPECT_TIME,
              EXPECT_SPAN, EXPECT_ENTITY, EXPECT_LIST_NAME };

struct place {
    enum expect expect;
    field_id field; /* of EXPECT_VALUE */
    size_t from;    /* where the piece begins */
};

/* The tree borrows nothing: the query is copied into ast->arena. place may be NULL. */
int parse_query(struct str query, struct ast *ast, struct place *place, struct error *err);

#endif
