/* Bytes in, whole JSON texts out: NDJSON, arrays (split into their elements), documents that follow one another with or
 * without line breaks, pretty-printed or not, with BOM or CRLF. A text that is damaged costs its neighbours nothing. */
#ifndef EVMON_DECODE_FRAME_H
#define EVMON_DECODE_FRAME_H

#include "base/err.h"
#include "base/str.h"

#define FRAME_ELEMENT_MAX ((size_t)1 << 20) /* bytes of one text; longer ones are bad */
#define FRAME_BAD_MAX ((size_t)4096)        /* bytes of an overlong text that are handed on */

/* Both are borrowed for the call. `offset` is where the text begins, counted in bytes from 0 since the frame was made or
 * finished; `line` counts from 1. A text is a whole object or array by its brackets; whether it is JSON, decode finds. */
struct frame_sink {
    void *user;
    void (*text)(void *user, struct str json, uint64_t offset, uint64_t line);
    void (*bad)(void *user, struct str bytes, uint64_t offset, uint64_t line, const char *reason);
};

struct frame;

struct frame *frame_new(uint64_t page_max); /* most bytes until frame_finish, 0 for no limit */
void frame_free(struct frame **frame);
/* Any split of the input gives the same texts. 0, or once and from then on -E_LIMIT (more than page_max) or
 * -E_UNSUPPORTED (not UTF-8): the rest is ignored up to frame_finish. */
int frame_push(struct frame *frame, struct str bytes, const struct frame_sink *sink);
/* The input ends here: what is unfinished is bad. The frame is as new. */
void frame_finish(struct frame *frame, const struct frame_sink *sink);
/* Bytes held back because their text has not ended. */
size_t frame_pending(const struct frame *frame);

#endif
