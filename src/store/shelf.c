/* The one room of zstd, and of descriptors that events are read from again. Must not know rows or
 * segments. */
#include "store/shelf.h"

#include "base/xalloc.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>
#include <zstd.h>

#define LEVEL 1 /* 7 times smaller at 600 MB/s; higher levels cost more than they save */

struct file {
    int fd; /* -1 = closed */
    unsigned refs;
};

struct shelf {
    ZSTD_CCtx *packer;
    ZSTD_DCtx *opener;
    struct buf scratch; /* where a block is packed before its size is known */
    struct buf open;    /* the block opened last */
    uint64_t open_serial, next_serial;
    struct file *files;
    size_t file_count, file_capacity;
};

struct shelf *shelf_new(void)
{
    return xcalloc(1, sizeof(struct shelf));
}

void shelf_free(struct shelf **pointer)
{
    struct shelf *shelf = *pointer;
    if (shelf == NULL)
        return;
    ZSTD_freeCCtx(shelf->packer);
    ZSTD_freeDCtx(shelf->opener);
    buf_fini(&shelf->scratch);
    buf_fini(&shelf->open);
    for (size_t i = 0; i < shelf->file_count; i++) {
        if (shelf->files[i].fd >= 0)
            close(shelf->files[i].fd);
    }
    free(shelf->files);
    free(shelf);
    *pointer = NULL;
}

int shelf_add_file(struct shelf *shelf, int fd)
{
    must(fd >= 0);
    shelf->files =
        xgrow(shelf->files, &shelf->file_capacity, shelf->file_count + 1, sizeof *shelf->files);
    shelf->files[shelf->file_count] = (struct file){.fd = fd};
    return (int)shelf->file_count++;
}

bool shelf_has_file(const struct shelf *shelf, int file)
{
    return file >= 0 && (size_t)file < shelf->file_count && shelf->files[file].fd >= 0;
}

void shelf_ref_file(struct shelf *shelf, int file)
{
    must(shelf_has_file(shelf, file));
    shelf->files[file].refs++;
}

void shelf_unref_file(struct shelf *shelf, int file)
{
    must(shelf_has_file(shelf, file) && shelf->files[file].refs > 0);
    if (--shelf->files[file].refs > 0)
        return;
    close(shelf->files[file].fd);
    shelf->files[file].fd = -1;
}

int shelf_read_file(const struct shelf *shelf, int file, uint64_t offset, size_t n, struct buf *out,
                    struct error *err)
{
    must(shelf_has_file(shelf, file));
    buf_reserve(out, n);
    size_t done = 0;
    while (done < n) {
        ssize_t got =
            pread(shelf->files[file].fd, out->p + out->n + done, n - done, (off_t)(offset + done));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return err_set(err, E_IO, "the original bytes cannot be read again: %s",
                           strerror(errno));
        if (got == 0)
            return err_set(err, E_GONE,
                           "the original bytes are gone: the file is shorter than it was");
        done += (size_t)got;
    }
    out->n += n;
    return 0;
}

void *shelf_pack(struct shelf *shelf, struct str bytes, size_t *packed)
{
    if (shelf->packer == NULL)
        shelf->packer = ZSTD_createCCtx();
    must(shelf->packer != NULL);
    buf_clear(&shelf->scratch);
    buf_reserve(&shelf->scratch, ZSTD_compressBound(bytes.n));
    size_t n = ZSTD_compressCCtx(shelf->packer, shelf->scratch.p, shelf->scratch.capacity, bytes.p,
                                 bytes.n, LEVEL);
    must(!ZSTD_isError(n));
    *packed = n;
    return memcpy(xmalloc(n), shelf->scratch.p, n);
}

int shelf_unpack(struct shelf *shelf, uint64_t serial, struct str packed, size_t full,
                 struct str *bytes, struct error *err)
{
    if (serial != shelf->open_serial) {
        if (shelf->opener == NULL)
            shelf->opener = ZSTD_createDCtx();
        must(shelf->opener != NULL);
        shelf->open_serial = 0;
        buf_clear(&shelf->open);
        buf_reserve(&shelf->open, full);
        size_t n = ZSTD_decompressDCtx(shelf->opener, shelf->open.p, full, packed.p, packed.n);
        if (ZSTD_isError(n) || n != full)
            return err_set(err, E_IO, "the kept copy of the original bytes cannot be unpacked: %s",
                           ZSTD_isError(n) ? ZSTD_getErrorName(n) : "wrong size");
        shelf->open.n = n;
        shelf->open_serial = serial;
    }
    *bytes = buf_str(&shelf->open);
    return 0;
}

uint64_t shelf_serial(struct shelf *shelf)
{
    return ++shelf->next_serial;
}
