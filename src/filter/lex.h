/* The lexical rules of the filter language (evmon-filter(7)): where words, values, strings and patterns end.
 * What a piece means is the parser's business. */
#ifndef EVMON_FILTER_LEX_H
#define EVMON_FILTER_LEX_H

#include "base/arena.h"
#include "base/err.h"

/* A range of bytes of the query: [from, to). */
struct span {
    size_t from, to;
};

struct scan {
    struct str text;
    size_t at;
};

enum lex_op {
    LEX_NO_OP,
    LEX_EQUAL,     /* = and == */
    LEX_NOT_EQUAL, /* != */
    LEX_LESS,
    LEX_AT_MOST,
    LEX_MORE,
    LEX_AT_LEAST,
    LEX_MATCH,     /* ~ */
    LEX_NOT_MATCH, /* !~ */
    LEX_COLON,
    LEX_OP_COUNT_
};
extern const char *const lex_op_text[LEX_OP_COUNT_];

enum lex_word {
    WORD_PLAIN,
    WORD_AND, WORD_OR, WORD_NOT, WORD_IN, WORD_IS, WORD_HAS, WORD_MISSING, WORD_SAME, WORD_WITHIN,
    WORD_SINCE, WORD_UNTIL, WORD_LAST,
    WORD_COUNT_
};
extern const char *const lex_words[WORD_COUNT_]; /* the reserved ones; "" for WORD_PLAIN */

bool lex_is_space(char c);
bool lex_is_name(char c);                /* letters, digits, _ and . */
void lex_skip(struct scan *scan);        /* white space */
bool lex_at_end(const struct scan *scan);
char lex_peek(const struct scan *scan);  /* '\0' at the end */
bool lex_looking_at(const struct scan *scan, const char *text);

/* These look without moving, from byte `at`, and return where the piece ends. */
size_t lex_name_end(const struct scan *scan, size_t at);
size_t lex_word_end(const struct scan *scan, size_t at);  /* a bare word: also ends at | and && */
size_t lex_value_end(const struct scan *scan, size_t at); /* to white space, comma, parenthesis, quotation mark */
/* The operator at byte `at`; *end is behind it. */
enum lex_op lex_op_at(const struct scan *scan, size_t at, size_t *end);
/* The reserved word that stands as a whole word at byte `at`, WORD_PLAIN when there is none. */
enum lex_word lex_word_at(const struct scan *scan, size_t at);

struct str lex_str(const struct scan *scan, struct span span);

/* At a quotation mark: reads the string, escapes resolved, into the arena. */
int lex_string(struct scan *scan, struct arena *arena, struct str *out, struct error *err);
/* At a slash: reads the pattern (its inside as written) and its flag. */
enum lex_case { LEX_ANY_CASE, LEX_CASE_COUNTS };
int lex_pattern(struct scan *scan, struct str *out, enum lex_case *flag, struct error *err);

#endif
