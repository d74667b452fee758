/* Owns the way from bytes to a file in one step. Must not know what is in them. */
#include "save/replace.h"

#include "base/buf.h"
#include "base/sha256.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define READ_MAX ((size_t)16 << 20) /* what stands there may be anything; larger is certainly not ours */
#define PIECE 65536

struct replace_stamp replace_stamp(struct str bytes)
{
    struct replace_stamp stamp = {.exists = true};
    sha256(bytes, stamp.digest);
    return stamp;
}

bool replace_stamp_eq(const struct replace_stamp *a, const struct replace_stamp *b)
{
    return a->exists == b->exists && (!a->exists || memcmp(a->digest, b->digest, sizeof a->digest) == 0);
}

static int fail(const char *path, struct error *err)
{
    return err_set(err, errno == EACCES || errno == EPERM || errno == EROFS ? E_PERMISSION : E_IO, "%s: %s", path,
                   strerror(errno));
}

static int read_all(int fd, const char *path, struct buf *out, struct error *err)
{
    for (;;) {
        buf_reserve(out, PIECE);
        ssize_t n = read(fd, out->p + out->n, PIECE);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fail(path, err);
        out->n += (size_t)n;
        if (out->n > READ_MAX)
            return err_set(err, E_LIMIT, "%s: larger than any file of evmon, look at it", path);
        if (n == 0)
            return 0;
    }
}

static int stamp_now(const char *path, struct replace_stamp *stamp, struct error *err)
{
    struct buf bytes = {0};
    struct stat st;
    *stamp = (struct replace_stamp){0};
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 && errno == ENOENT)
        return 0;
    if (fd < 0 && errno == ELOOP)
        return err_set(err, E_OPEN, "%s: it is a link, write the file that it leads to", path);
    if (fd < 0)
        return fail(path, err);
    int result = fstat(fd, &st) == 0 && S_ISREG(st.st_mode)
                     ? read_all(fd, path, &bytes, err)
                     : err_set(err, E_OPEN, "%s: not a regular file, move it away", path);
    close(fd);
    if (result >= 0)
        *stamp = replace_stamp(buf_str(&bytes));
    buf_fini(&bytes);
    return result;
}

static int write_all(int fd, struct str bytes)
{
    while (bytes.n > 0) {
        ssize_t n = write(fd, bytes.p, bytes.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        bytes = str_sub(bytes, (size_t)n, bytes.n);
    }
    return fsync(fd);
}

/* A name that did not exist is taken by link, which fails when somebody was quicker. */
static int put(const char *copy, const char *path, const struct replace_stamp *expected, struct error *err)
{
    if (expected == NULL || expected->exists)
        return rename(copy, path) == 0 ? 0 : fail(path, err);
    int result = 0;
    if (link(copy, path) < 0)
        result = errno == EEXIST ? err_set(err, E_BUSY, "%s: somebody has made it meanwhile", path) : fail(path, err);
    unlink(copy);
    return result;
}

int replace_file(const char *path, struct str bytes, const struct replace_stamp *expected, struct error *err)
{
    struct replace_stamp now;
    struct buf copy = {0};
    if (stamp_now(path, &now, err) < 0)
        return -E_OPEN;
    if (expected != NULL && !replace_stamp_eq(&now, expected))
        return err_set(err, E_BUSY, "%s: %s", path,
                       now.exists ? "it is not the file that was read" : "the file that was read is gone");
    buf_add_fmt(&copy, "%s.new-XXXXXX", path);
    buf_cstr(&copy);
    int result = 0, fd = mkostemp(copy.p, O_CLOEXEC); /* 0600, never through a link */
    if (fd < 0) {
        result = fail(path, err);
    } else {
        if (write_all(fd, bytes) < 0)
            result = fail(path, err);
        close(fd);
        if (result >= 0)
            result = put(copy.p, path, expected, err);
        if (result < 0)
            unlink(copy.p);
    }
    buf_fini(&copy);
    return result;
}
