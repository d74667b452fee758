/* Owns the reading of small files that somebody else may have made. Must not know what is in them. */
#include "app/slurp.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE 65536

static int slurp_fd(int fd, const char *path, size_t most, struct buf *out, struct error *err)
{
    struct stat st;
    if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
        return err_set(err, E_OPEN, "%s: not a regular file, name one", path);
    if (st.st_size > (off_t)most)
        return err_set(err, E_LIMIT, "%s: larger than %zu KiB, shorten it", path,
                       most / 1024);
    size_t from = out->n;
    buf_reserve(out, (size_t)st.st_size + 1);
    for (;;) {
        buf_reserve(out, PIECE);
        ssize_t n = read(fd, out->p + out->n, PIECE);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return err_set(err, E_IO, "%s: %s", path, strerror(errno));
        out->n += (size_t)n;
        if (out->n - from > most)
            return err_set(err, E_LIMIT, "%s: larger than %zu KiB, shorten it", path, most / 1024);
        if (n == 0)
            break;
    }
    if (out->n > from && memchr(out->p + from, '\0', out->n - from) != NULL)
        return err_set(err, E_SYNTAX, "%s: holds a NUL byte, it is not a text file", path);
    return 0;
}

int slurp_file(const char *path, size_t most, struct buf *out, struct error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return err_set(err, errno == ENOENT ? E_GONE : E_OPEN, "%s: %s", path, strerror(errno));
    int result = slurp_fd(fd, path, most, out, err);
    close(fd);
    return result;
}
