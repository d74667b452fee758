/* A growing byte buffer in the caller's storage. Zero-initialised is empty and ready. */
#ifndef EVMON_BASE_BUF_H
#define EVMON_BASE_BUF_H

#include "base/str.h"

struct buf {
    char *p; /* not NUL-terminated: see buf_cstr */
    size_t n, capacity;
};

void buf_fini(struct buf *b);                    /* frees; the buffer is empty again */
void buf_clear(struct buf *b);                   /* keeps the memory */
void buf_reserve(struct buf *b, size_t more);    /* room for `more` bytes behind n */
void buf_add(struct buf *b, const void *bytes, size_t n);
void buf_add_str(struct buf *b, struct str s);
void buf_add_text(struct buf *b, const char *text);
void buf_add_byte(struct buf *b, char byte);
void buf_add_fmt(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_drop_front(struct buf *b, size_t n);    /* moves the rest to the front */
const char *buf_cstr(struct buf *b);             /* terminated for as long as b is not changed */

static inline struct str buf_str(const struct buf *b)
{
    return (struct str){b->p, b->n};
}

#endif
