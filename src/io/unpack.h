/* Unpacking a stream piece by piece: gzip (several members too), zstd (several frames too), or nothing at all. */
#ifndef EVMON_IO_UNPACK_H
#define EVMON_IO_UNPACK_H

#include "base/buf.h"
#include "base/err.h"

enum unpack_kind {
    UNPACK_AUTO, /* decided by the first four bytes */
    UNPACK_PLAIN,
    UNPACK_GZIP,
    UNPACK_ZSTD,
};

struct unpack;
struct unpack *unpack_new(enum unpack_kind kind);
void unpack_free(struct unpack **unpack);
/* UNPACK_AUTO until enough bytes were seen. */
enum unpack_kind unpack_kind(const struct unpack *unpack);
/* Appends at most `room` bytes to out and moves *in forward. Returns 1 when out is full and more may come (also from an
 * empty *in), 0 when *in is used up, -E_SYNTAX on damage (out holds what came before it). */
int unpack_run(struct unpack *unpack, struct str *in, struct buf *out, size_t room, struct error *err);
/* The input ended: appends what a too short AUTO beginning held back. -E_SYNTAX when it ended in the middle. */
int unpack_end(struct unpack *unpack, struct buf *out, struct error *err);

#endif
