/* A pull scanner over one JSON text (RFC 8259): no allocation, no recursion, no doubles. It sees numbers and strings as
 * the bytes that came, so ids of any length stay exact; unescaping is a second, separate step.
 * Wider than the RFC in two places, because events come that way: raw control bytes stand inside strings, and numbers
 * may begin with zeros.
 * Used by decode/ (events), by everything that reads a path out of the original bytes, and by the raw view. */
#ifndef EVMON_BASE_JSCAN_H
#define EVMON_BASE_JSCAN_H

#include "base/buf.h"
#include "base/err.h"

#define JSCAN_DEPTH_MAX 64 /* containers inside one another; deeper is an error */

enum jscan_token {
    JSCAN_END,    /* nothing but white space was left */
    JSCAN_ERROR,  /* scan->error says what and where; final */
    JSCAN_OBJECT, /* { */
    JSCAN_OBJECT_END,
    JSCAN_ARRAY, /* [ */
    JSCAN_ARRAY_END,
    JSCAN_KEY,    /* text: between the quotation marks, still escaped */
    JSCAN_STRING, /* likewise */
    JSCAN_NUMBER, /* text: as it came */
    JSCAN_TRUE,
    JSCAN_FALSE,
    JSCAN_NULL,
};

struct jscan {
    struct str all;      /* the text */
    size_t at;           /* next byte */
    size_t start;        /* where the last token began */
    struct str text;     /* of KEY, STRING, NUMBER */
    bool escaped;        /* text holds a backslash */
    bool odd;            /* text holds raw control bytes or bytes that are not UTF-8: see jscan_text */
    int depth;           /* after the last token */
    unsigned keys;       /* seen so far, skipped ones included: for caps */
    unsigned char stack[JSCAN_DEPTH_MAX]; /* '{' or '[' */
    unsigned char expect; /* private: what may come next */
    const char *error;   /* a sentence part: "a comma or } is missing" */
};

void jscan_init(struct jscan *scan, struct str text);
enum jscan_token jscan_next(struct jscan *scan);
/* True when the text ended, but a value could have followed where it ended: it was cut, not broken. */
bool jscan_wants_value(const struct jscan *scan);
/* After KEY: reads and forgets its value; after OBJECT or ARRAY: up to its end. False on error. */
bool jscan_skip(struct jscan *scan);
/* The value after KEY as the slice of the original bytes it occupies (containers included). False on error. */
bool jscan_value(struct jscan *scan, struct str *bytes);
/* Appends the meaning of scan->text (or any slice taken from a KEY or STRING): escapes resolved, surrogate pairs
 * joined, lone surrogates and bad UTF-8 as U+FFFD. NUL stays a NUL byte inside. */
void jscan_text(struct buf *out, struct str escaped_text);
/* The same into out, which has room for 3 times the bytes. Returns the length; *repaired: U+FFFD had to stand in. */
size_t jscan_unescape(struct str escaped_text, char *out, bool *repaired);
/* Finds the value at a dotted path ("detail.pdp_context.apn"; "a.[].b" or an index for arrays) and gives its bytes.
 * visit is called for each match in order (arrays fan out) until it returns false. Keys compare case-sensitively; the
 * first of duplicate keys wins. Returns the number of matches, or -E_SYNTAX. */
typedef bool (*jscan_visit_fn)(void *user, enum jscan_token kind, struct str bytes);
int jscan_path(struct str json, const struct str *keys, size_t key_count, jscan_visit_fn visit, void *user);

/* Appends text as the inside of a JSON string (escapes what RFC 8259 asks for; bad UTF-8 as U+FFFD). */
void jscan_quote(struct buf *out, struct str text);
/* Appends json with the white space between tokens removed; unchanged bytes otherwise. */
int jscan_compact(struct buf *out, struct str json);

#endif
