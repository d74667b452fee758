/* Where the pieces of a query end. Works on bytes: every character with a meaning is ASCII, and the bytes of other
 * characters belong to the word they stand in. Knows no grammar and no fields. */
#include "filter/lex.h"

/* clang-format off */
const char *const lex_op_text[LEX_OP_COUNT_] = {
    [LEX_NO_OP] = "",
    [LEX_EQUAL] = "=",
    [LEX_NOT_EQUAL] = "!=",
    [LEX_LESS] = "<",
    [LEX_AT_MOST] = "<=",
    [LEX_MORE] = ">",
    [LEX_AT_LEAST] = ">=",
    [LEX_MATCH] = "~",
    [LEX_NOT_MATCH] = "!~",
    [LEX_COLON] = ":",
};

const char *const lex_words[WORD_COUNT_] = {
    [WORD_PLAIN] = "",
    [WORD_AND] = "and",
    [WORD_OR] = "or",
    [WORD_NOT] = "not",
    [WORD_IN] = "in",
    [WORD_IS] = "is",
    [WORD_HAS] = "has",
    [WORD_MISSING] = "missing",
    [WORD_SAME] = "same",
    [WORD_WITHIN] = "within",
    [WORD_SINCE] = "since",
    [WORD_UNTIL] = "until",
    [WORD_LAST] = "last",
};
/* clang-format on */

bool lex_is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool lex_is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.';
}

void lex_skip(struct scan *scan)
{
    while (scan->at < scan->text.n && lex_is_space(scan->text.p[scan->at]))
        scan->at++;
}

bool lex_at_end(const struct scan *scan)
{
    return scan->at >= scan->text.n;
}

static char byte_at(const struct scan *scan, size_t at)
{
    return at < scan->text.n ? scan->text.p[at] : '\0';
}

char lex_peek(const struct scan *scan)
{
    return byte_at(scan, scan->at);
}

bool lex_looking_at(const struct scan *scan, const char *text)
{
    return str_starts(str_sub(scan->text, scan->at, scan->text.n), str_of(text));
}

size_t lex_name_end(const struct scan *scan, size_t at)
{
    while (at < scan->text.n && lex_is_name(scan->text.p[at]))
        at++;
    return at;
}

static bool ends_value(char c)
{
    return lex_is_space(c) || c == ',' || c == '(' || c == ')' || c == '"';
}

size_t lex_value_end(const struct scan *scan, size_t at)
{
    while (at < scan->text.n && !ends_value(scan->text.p[at]))
        at++;
    return at;
}

size_t lex_word_end(const struct scan *scan, size_t at)
{
    for (; at < scan->text.n; at++) {
        char c = scan->text.p[at];
        if (ends_value(c) || c == '|' || (c == '&' && byte_at(scan, at + 1) == '&'))
            break;
    }
    return at;
}

enum lex_op lex_op_at(const struct scan *scan, size_t at, size_t *end)
{
    char c = byte_at(scan, at), next = byte_at(scan, at + 1);
    *end = at + 1;
    enum lex_op one = c == '=' ? LEX_EQUAL : c == '<' ? LEX_LESS : c == '>' ? LEX_MORE
                      : c == '~' ? LEX_MATCH : c == ':' ? LEX_COLON : LEX_NO_OP;
    if (next == '=' && (c == '=' || c == '!' || c == '<' || c == '>')) {
        *end = at + 2;
        return c == '!' ? LEX_NOT_EQUAL : c == '<' ? LEX_AT_MOST : c == '>' ? LEX_AT_LEAST
                                                                                 : LEX_EQUAL;
    }
    if (c == '!' && next == '~') {
        *end = at + 2;
        return LEX_NOT_MATCH;
    }
    return one;
}

enum lex_word lex_word_at(const struct scan *scan, size_t at)
{
    struct str word = {scan->text.p + at, lex_word_end(scan, at) - at};
    for (int i = WORD_AND; i < WORD_COUNT_; i++) {
        if (str_eq_nocase(word, str_of(lex_words[i])))
            return (enum lex_word)i;
    }
    return WORD_PLAIN;
}

struct str lex_str(const struct scan *scan, struct span span)
{
    return str_sub(scan->text, span.from, span.to - span.from);
}

int lex_string(struct scan *scan, struct arena *arena, struct str *out, struct error *err)
{
    size_t open = scan->at++;
    char *copy = arena_alloc(arena, scan->text.n - open + 1);
    size_t n = 0;
    while (!lex_at_end(scan) && lex_peek(scan) != '"') {
        char next = byte_at(scan, scan->at + 1);
        if (lex_peek(scan) == '\\' && (next == '"' || next == '\\'))
            scan->at++;
        copy[n++] = scan->text.p[scan->at++];
    }
    if (lex_at_end(scan))
        return err_set_at(err, E_SYNTAX, open, open + 1,
                          "the quotation mark is never closed; put another \" at the end");
    scan->at++;
    *out = (struct str){copy, n};
    return 0;
}

/* The bytes behind a closing slash that are neither white space nor something that may follow a term. */
static struct span pattern_flags(struct scan *scan)
{
    struct span flags = {scan->at, lex_word_end(scan, scan->at)};
    scan->at = flags.to;
    return flags;
}

int lex_pattern(struct scan *scan, struct str *out, enum lex_case *flag, struct error *err)
{
    size_t open = scan->at++;
    size_t from = scan->at;
    while (!lex_at_end(scan) && lex_peek(scan) != '/')
        scan->at += lex_peek(scan) == '\\' ? 2 : 1;
    if (scan->at >= scan->text.n) {
        scan->at = scan->text.n;
        return err_set_at(err, E_SYNTAX, open, open + 1,
                          "the pattern is never closed; put another / at its end (inside it a slash is \\/)");
    }
    *out = str_sub(scan->text, from, scan->at - from);
    scan->at++;
    struct span flags = pattern_flags(scan);
    *flag = LEX_ANY_CASE;
    if (flags.from == flags.to)
        return 0;
    if (!str_eq(lex_str(scan, flags), STR("c")))
        return err_set_at(err, E_SYNTAX, flags.from, flags.to,
                          "behind a pattern only c (case counts) may stand; matching ignores case without it");
    *flag = LEX_CASE_COUNTS;
    return 0;
}
