/* The tree of a query, in one arena. The parser makes it, check.c fills in what values mean, print.c turns it back
 * into text, plan.c into a program. */
#ifndef EVMON_FILTER_AST_H
#define EVMON_FILTER_AST_H

#include "base/buf.h"
#include "filter/lex.h"
#include "filter/typed.h"
#include "model/field.h"

#define AST_BYTES_MAX ((size_t)64 * 1024)
#define AST_NODES_MAX 10000u
#define AST_DEPTH_MAX 200
#define AST_DEAR_NODES 100u    /* what a value out of the original bytes or `same` counts for */
#define AST_PATTERN_NODES 250u /* what a regular expression counts for */
#define AST_PATH_MAX 32        /* keys of raw.a.b.c */

enum node_kind {
    NODE_EVERY, /* the empty query */
    NODE_AND,   /* two kids or more */
    NODE_OR,
    NODE_NOT,     /* one kid */
    NODE_COMPARE, /* field op items */
    NODE_MATCH,   /* field ~ pattern */
    NODE_TEXT,    /* a bare word or string */
    NODE_FLAG,    /* is:name */
    NODE_HAS,     /* has:field */
    NODE_MISSING, /* missing:field */
    NODE_SINCE,
    NODE_UNTIL,
    NODE_LAST,
    NODE_SAME, /* one kid */
};

enum entity { ENTITY_DEVICE, ENTITY_SIM, ENTITY_IMSI, ENTITY_ORG, ENTITY_OPERATOR, ENTITY_CELL, ENTITY_SESSION,
              ENTITY_COUNT_ };
extern const char *const ast_entities[ENTITY_COUNT_];

enum flag {
#define FLAG(id, name, ...) FLAG_##id,
#include "filter/flags.def"
#undef FLAG
    FLAG_COUNT_
};
enum flag_of { FLAG_OF_EVENT, FLAG_OF_SCREEN, FLAG_OF_LATER }; /* flags.def */
struct flag_row {
    const char *name, *help;
    enum flag_of of;
};
extern const struct flag_row ast_flags[FLAG_COUNT_];

/* One value as it was written. */
struct operand {
    struct str text; /* escapes resolved */
    struct span span;
    bool quoted, present;
};

enum item_form { ITEM_ONE, ITEM_ORDER, ITEM_RANGE };

struct item {
    struct item *next;
    enum item_form form;
    enum lex_op order;        /* of ITEM_ORDER */
    struct operand low, high;   /* ITEM_ONE and ITEM_ORDER: low; a range may lack either */
    struct span span;
    int line;                   /* of a list file; 0: it stands in the query */
    struct typed typed;         /* filled in by check.c */
};

struct node {
    enum node_kind kind;
    struct node *next; /* among its parent's kids */
    struct node *kids;
    struct span span;

    /* NODE_COMPARE, NODE_MATCH, NODE_HAS, NODE_MISSING */
    field_id field;      /* FIELD_NONE for raw.PATH */
    struct str *path;    /* its keys, path_count of them */
    size_t path_count;
    struct span field_span;
    enum lex_op op;    /* LEX_COLON for : and in, LEX_NOT_EQUAL with `several` for not in */
    bool several;        /* not in */
    struct span op_span;
    struct item *items;
    struct str list;     /* the name behind @, else empty */
    struct span list_span;

    struct str text;     /* NODE_TEXT, the pattern of NODE_MATCH, the time of NODE_SINCE .. NODE_LAST */
    struct span text_span;
    bool quoted;
    enum lex_case case_flag;
    struct typed typed;  /* of text */

    enum flag flag;
    enum entity entity;
    int64_t within_ms;   /* NODE_SAME: -1 any time */
};

struct ast {
    struct arena *arena;
    struct str query; /* borrowed while parsing, then a copy in the arena */
    struct node *root;
    size_t nodes;
};

/* NULL when the cap is reached, with the sentence in err. */
struct node *ast_node(struct ast *ast, enum node_kind kind, struct span span, struct error *err);
struct item *ast_item(struct ast *ast, struct span span, struct error *err);
/* Counts `more` nodes that have no struct of their own. */
int ast_count(struct ast *ast, size_t more, struct span span, struct error *err);
void ast_field_name(struct buf *out, const struct node *node); /* appends op, raw.a."b c" */
void ast_quote(struct buf *out, struct str text);              /* appends "text" with its escapes */

#endif
