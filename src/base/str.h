/* Borrowed slices of bytes: a pointer and a length, no terminating NUL expected. */
#ifndef EVMON_BASE_STR_H
#define EVMON_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
    const char *p; /* NULL only when n is 0 */
    size_t n;
};

#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})
#define STR_NONE ((struct str){NULL, 0})
/* For printf("%.*s", STR_ARG(s)). */
#define STR_ARG(s) ((int)(s).n), ((s).n > 0 ? (s).p : "")

static inline struct str str_of(const char *text)
{
    return (struct str){text, text != NULL ? strlen(text) : 0};
}

static inline bool str_is_empty(struct str s)
{
    return s.n == 0;
}

bool str_eq(struct str a, struct str b);
bool str_eq_nocase(struct str a, struct str b); /* ASCII letters only */
bool str_starts(struct str s, struct str beginning);
bool str_starts_nocase(struct str s, struct str beginning);
bool str_ends(struct str s, struct str end);
int str_compare(struct str a, struct str b); /* bytewise, as memcmp; a prefix is the lesser */
/* The position of needle in s, or -1. */
ptrdiff_t str_find(struct str s, struct str needle);
ptrdiff_t str_find_byte(struct str s, char byte);
struct str str_trim(struct str s); /* ASCII white space at both ends */
/* From `from` (clamped), at most `n` bytes. */
struct str str_sub(struct str s, size_t from, size_t n);
/* Cuts the next piece up to `separator` off *rest; false when nothing is left. */
bool str_next(struct str *rest, char separator, struct str *piece);
/* Cuts the next word (no blanks or tabs) off *rest, ASCII white space around it skipped; false when there is none. */
bool str_next_word(struct str *rest, struct str *word);
/* How alike two names are: the bytes they share from both ends. For "did you mean". */
size_t str_likeness(struct str a, struct str b);

/* Whole-text decimal integers; false on anything else (sign allowed for i64) and on overflow. */
bool str_i64(struct str s, int64_t *value);
bool str_u64(struct str s, uint64_t *value);
bool str_double(struct str s, double *value);
bool str_is_digits(struct str s); /* one or more, digits only */
bool str_is_ascii(struct str s);

uint64_t str_hash(struct str s); /* 64 bits, for tables inside the process; seeded once per process */

/* Copies into a C string of `size` bytes, cut at a code point and always terminated. Returns the length copied. */
size_t str_copy(struct str s, char *out, size_t size);
char *str_dup(struct str s); /* heap, NUL-terminated; caller frees */

#endif
