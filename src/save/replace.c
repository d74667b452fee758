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

/* A file without a name: whatever ends the program, nothing of it stays. -1 where the file system has no such files. */
static int open_nameless(const char *path)
{
    const char *slash = strrchr(path, '/');
    struct buf directory = {0};
    buf_add_str(&directory, slash == NULL ? STR(".") : (struct str){path, (size_t)(slash - path) + 1});
    int fd = open(buf_cstr(&directory), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
    buf_fini(&directory);
    return fd;
}

static int give_name(int fd, const char *name)
{
    char self[64];
    snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
    return linkat(AT_FDCWD, self, AT_FDCWD, name, AT_SYMLINK_FOLLOW);
}

/* The copy with all its bytes: a descriptor alone, or where that cannot be the file `name`, which has to go again. Its
 * name is open for as long as a rename takes. */
struct copy {
    int fd;
    bool named;
    struct buf name;
};

static int make_copy(struct copy *copy, const char *path, struct str bytes, struct error *err)
{
    buf_add_fmt(&copy->name, "%s.new-XXXXXX", path);
    buf_cstr(&copy->name);
    copy->fd = open_nameless(path);
    if (copy->fd < 0) {
        copy->fd = mkostemp(copy->name.p, O_CLOEXEC); /* 0600, never through a link */
        copy->named = copy->fd >= 0;
    }
    return copy->fd < 0 || write_all(copy->fd, bytes) < 0 ? fail(path, err) : 0;
}

/* rename alone replaces what is there, and it wants a name. */
static int name_copy(struct copy *copy, const char *path, struct error *err)
{
    if (copy->named)
        return 0;
    buf_clear(&copy->name);
    buf_add_fmt(&copy->name, "%s.new-%ld", path, (long)getpid());
    unlink(buf_cstr(&copy->name)); /* of one that had our number and was ended between these two lines */
    if (give_name(copy->fd, buf_cstr(&copy->name)) < 0)
        return fail(path, err);
    copy->named = true;
    return 0;
}

/* A name that did not exist is taken by link, which fails when somebody was quicker. */
static int put(struct copy *copy, const char *path, const struct replace_stamp *expected, struct error *err)
{
    if (expected == NULL || expected->exists) {
        if (name_copy(copy, path, err) < 0)
            return -E_IO;
        if (rename(buf_cstr(&copy->name), path) < 0)
            return fail(path, err);
        copy->named = false;
        return 0;
    }
    int linked = copy->named ? link(buf_cstr(&copy->name), path) : give_name(copy->fd, path);
    if (linked < 0)
        return errno == EEXIST ? err_set(err, E_BUSY, "%s: somebody has made it meanwhile", path) : fail(path, err);
    return 0;
}

int replace_file(const char *path, struct str bytes, const struct replace_stamp *expected, struct error *err)
{
    struct replace_stamp now;
    struct copy copy = {.fd = -1};
    if (stamp_now(path, &now, err) < 0)
        return -E_OPEN;
    if (expected != NULL && !replace_stamp_eq(&now, expected))
        return err_set(err, E_BUSY, "%s: %s", path,
                       now.exists ? "it is not the file that was read" : "the file that was read is gone");
    int result = make_copy(&copy, path, bytes, err);
    if (result >= 0)
        result = put(&copy, path, expected, err);
    if (copy.named)
        unlink(buf_cstr(&copy.name));
    if (copy.fd >= 0)
        close(copy.fd);
    buf_fini(&copy.name);
    return result;
}
