/* The outline of a JSON text: where its brackets balance. Looks at 64 bytes at a time and checks nothing else. */
#ifndef EVMON_DECODE_OUTLINE_H
#define EVMON_DECODE_OUTLINE_H

#include "base/str.h"

/* Zero-initialised stands before the first bracket of a text. */
struct outline {
    size_t at;        /* bytes looked at */
    size_t ignore;    /* an OUTLINE_BRACE before this position is not told again */
    uint64_t lines;   /* line breaks passed */
    int64_t depth;    /* brackets open */
    bool in_string, escape, after_break;
};

enum outline_event {
    OUTLINE_MORE,  /* all bytes looked at, the text goes on */
    OUTLINE_END,   /* *position: behind the last bracket */
    OUTLINE_BRACE, /* *position: of a { at the beginning of a line, inside the text */
};

/* Goes on in `text` (which begins with the first bracket and only grows between calls) from outline->at.
 * After OUTLINE_BRACE, call again with ignore = *position + 1 to pass over it. `lines` counts up to *position. */
enum outline_event outline_run(struct outline *outline, struct str text, size_t *position);

#endif
