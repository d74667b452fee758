/* UTF-8, grapheme clusters and columns (utf8proc), and the class of every code point that may not reach a terminal. */
#ifndef EVMON_BASE_UTF8_H
#define EVMON_BASE_UTF8_H

#include "base/buf.h"

#define UTF8_REPLACEMENT 0xfffd

/* Decodes one code point at s.p. Bytes that are not well-formed (overlong, surrogates, above U+10FFFF, cut off) give
 * UTF8_REPLACEMENT once per maximal bad part (Unicode 15 section 3.9). Returns the bytes used, 0 only when s is empty. */
size_t utf8_next(struct str s, uint32_t *code_point);
size_t utf8_encode(uint32_t code_point, char out[4]); /* bytes written; U+FFFD for what is no scalar value */
bool utf8_is_valid(struct str s);
/* Adds s with every bad part replaced by U+FFFD. */
void utf8_repair(struct buf *out, struct str s);

/* Columns of one code point on a terminal: 0, 1 or 2 (controls: 0). */
int utf8_width(uint32_t code_point);
/* The next extended grapheme cluster of s: its bytes, and its columns (0-2). Returns false when s is empty. */
bool utf8_grapheme(struct str *rest, struct str *cluster, int *width);
size_t utf8_columns(struct str s); /* the sum over its graphemes; for text that is already safe */

/* Simple case folding per code point (evmon-filter(7)); appends the folded text. */
void utf8_fold(struct buf *out, struct str s);
uint32_t utf8_fold_point(uint32_t code_point);

/* What a terminal would do with a code point (doc/RELIABILITY.md). */
enum utf8_class {
    UTF8_TEXT,     /* shown as it is */
    UTF8_CONTROL,  /* C0 and DEL: shown as U+2400 symbol */
    UTF8_C1,       /* U+0080-009F: shown as <9b> */
    UTF8_SPACE,    /* tab, line breaks of every kind: one space */
    UTF8_BIDI,     /* overrides, isolates, marks: shown as <202e> */
    UTF8_INVISIBLE,/* zero-width, soft hyphen, tags, variation selectors: dropped, marked */
    UTF8_COMBINING,/* zero columns: at most two stay on a base */
    UTF8_STRANGE,  /* unassigned, private use, noncharacters, Hangul fillers: shown as <e000> */
};
enum utf8_class utf8_classify(uint32_t code_point);

#endif
