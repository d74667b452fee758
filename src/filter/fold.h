/* How the language compares text (evmon-filter(7)): case folded per code point, runs of ASCII white space as one space.
 * Globs and substrings over folded text; and fast searches that need no folded copy. */
#ifndef EVMON_FILTER_FOLD_H
#define EVMON_FILTER_FOLD_H

#include "base/buf.h"

/* Appends text folded, with white space runs single. */
void fold_add(struct buf *out, struct str text);
/* Both sides folded already. `*` any run, `?` one code point, the whole text must be covered. */
bool fold_glob(struct str glob, struct str text);
bool fold_has_wildcard(struct str text); /* holds * or ? */

/* A needle (folded) that is looked for in texts as they came. */
struct needle {
    struct str folded;
    struct str piece;   /* its longest part without a space: where this is missing the needle is too */
    uint8_t first, last;/* bytes of piece, upper-case bit set where they are letters */
    unsigned ascii : 1;
    unsigned spaced : 1;
    unsigned odd : 1;   /* holds k or s, to which two characters beyond ASCII fold (U+212A, U+017F) */
};
void fold_needle(struct needle *needle, struct str folded);
/* Does the text, folded, contain the needle? scratch is for the rare texts that must be folded first. */
bool fold_contains(const struct needle *needle, struct str text, struct buf *scratch);

#endif
