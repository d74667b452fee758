/* gzip and zstd streams, cut into pieces of a size the caller chooses. Must not know where the bytes come from. */
#include "io/unpack.h"

#include "base/xalloc.h"

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

#define HEAD_SIZE 4u
#define GZIP_WINDOW (15 + 16) /* zlib: the largest window, gzip framing only */
#define ZSTD_WINDOW_LOG_MAX 27 /* 128 MiB of history at the most */

struct unpack {
    enum unpack_kind kind;
    char head[HEAD_SIZE]; /* AUTO: what has been seen of the first bytes */
    size_t head_n;
    bool inside; /* between the beginning and the end of a member or frame */
    bool any;    /* at least one member was complete */
    z_stream gzip;
    ZSTD_DStream *zstd;
};

static void settle(struct unpack *u, enum unpack_kind kind)
{
    u->kind = kind;
    if (kind == UNPACK_GZIP)
        must(inflateInit2(&u->gzip, GZIP_WINDOW) == Z_OK);
    if (kind == UNPACK_ZSTD) {
        u->zstd = ZSTD_createDStream();
        must(u->zstd != NULL);
        (void)ZSTD_DCtx_setParameter(u->zstd, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG_MAX);
    }
}

struct unpack *unpack_new(enum unpack_kind kind)
{
    struct unpack *u = xcalloc(1, sizeof *u);
    settle(u, kind);
    return u;
}

void unpack_free(struct unpack **p)
{
    struct unpack *u = *p;
    if (u == NULL)
        return;
    *p = NULL;
    if (u->kind == UNPACK_GZIP)
        inflateEnd(&u->gzip);
    ZSTD_freeDStream(u->zstd);
    free(u);
}

enum unpack_kind unpack_kind(const struct unpack *u)
{
    return u->kind;
}

static enum unpack_kind kind_of(const char *head, size_t n)
{
    if (n >= 3 && memcmp(head, "\x1f\x8b\x08", 3) == 0)
        return UNPACK_GZIP;
    if (n >= 4 && memcmp(head, "\x28\xb5\x2f\xfd", 4) == 0)
        return UNPACK_ZSTD;
    return UNPACK_PLAIN;
}

static int run_plain(struct str *in, struct buf *out, size_t room)
{
    size_t n = in->n < room ? in->n : room;
    buf_add(out, in->p, n);
    *in = str_sub(*in, n, in->n);
    return in->n > 0;
}

/* What may stand between members: nothing, or zero bytes as tape padding. */
static void skip_padding(struct unpack *u, struct str *in)
{
    while (u->any && !u->inside && in->n > 0 && in->p[0] == '\0')
        *in = str_sub(*in, 1, in->n);
}

static int run_gzip(struct unpack *u, struct str *in, struct buf *out, size_t room, struct error *err)
{
    buf_reserve(out, room);
    size_t end = out->n + room;
    for (;;) {
        skip_padding(u, in);
        if (!u->inside && in->n == 0)
            return 0;
        unsigned given = in->n < UINT_MAX ? (unsigned)in->n : UINT_MAX;
        unsigned space = (unsigned)(end - out->n);
        u->inside = true;
        u->gzip.next_in = (Bytef *)(uintptr_t)in->p;
        u->gzip.avail_in = given;
        u->gzip.next_out = (Bytef *)out->p + out->n;
        u->gzip.avail_out = space;
        int rc = inflate(&u->gzip, Z_NO_FLUSH);
        *in = str_sub(*in, given - u->gzip.avail_in, in->n);
        out->n += space - u->gzip.avail_out;
        if (rc == Z_STREAM_END) {
            u->inside = false;
            u->any = true;
            inflateReset(&u->gzip);
        } else if (rc != Z_OK && rc != Z_BUF_ERROR) {
            return err_set(err, E_SYNTAX, "the gzip data is damaged (%s)", u->gzip.msg != NULL ? u->gzip.msg : "header");
        }
        if (out->n == end)
            return 1;
        if (in->n == 0)
            return 0;
    }
}

static int run_zstd(struct unpack *u, struct str *in, struct buf *out, size_t room, struct error *err)
{
    buf_reserve(out, room);
    ZSTD_outBuffer to = {out->p, out->n + room, out->n};
    do {
        ZSTD_inBuffer from = {in->p, in->n, 0};
        size_t rc = ZSTD_decompressStream(u->zstd, &to, &from);
        *in = str_sub(*in, from.pos, in->n);
        out->n = to.pos;
        if (ZSTD_isError(rc))
            return err_set(err, E_SYNTAX, "the zstd data is damaged (%s)", ZSTD_getErrorName(rc));
        u->inside = rc != 0;
        u->any = u->any || rc == 0;
    } while (in->n > 0 && to.pos < to.size);
    return to.pos == to.size;
}

/* Collects the first bytes; afterwards the head itself goes through the chosen kind. */
static int run_auto(struct unpack *u, struct str *in, struct buf *out, struct error *err)
{
    while (u->head_n < HEAD_SIZE && in->n > 0) {
        u->head[u->head_n++] = in->p[0];
        *in = str_sub(*in, 1, in->n);
    }
    if (u->head_n < HEAD_SIZE)
        return 0;
    settle(u, kind_of(u->head, u->head_n));
    struct str head = {u->head, u->head_n};
    return unpack_run(u, &head, out, HEAD_SIZE * 1024, err); /* four bytes of either format unpack to nothing */
}

int unpack_run(struct unpack *u, struct str *in, struct buf *out, size_t room, struct error *err)
{
    if (u->kind == UNPACK_AUTO) {
        int rc = run_auto(u, in, out, err);
        if (rc < 0 || u->kind == UNPACK_AUTO)
            return rc;
    }
    if (u->kind == UNPACK_GZIP)
        return run_gzip(u, in, out, room, err);
    if (u->kind == UNPACK_ZSTD)
        return run_zstd(u, in, out, room, err);
    return run_plain(in, out, room);
}

int unpack_end(struct unpack *u, struct buf *out, struct error *err)
{
    if (u->kind == UNPACK_AUTO) {
        buf_add(out, u->head, u->head_n);
        u->head_n = 0;
        return 0;
    }
    if (u->inside)
        return err_set(err, E_SYNTAX, "the %s data ends in the middle", u->kind == UNPACK_GZIP ? "gzip" : "zstd");
    return 0;
}
