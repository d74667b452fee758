/* Owns one export from the first row to the closed file. Must not know which rows were asked for, or why. */
#include "app/export.h"

#include "app/cells.h"
#include "app/format.h"
#include "app/original.h"
#include "base/clock.h"
#include "base/xalloc.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define TURN_NS 3000000
#define TOLD_EVERY_NS 300000000

struct export {
    const struct export_ops *ops;
    void *user;
    struct store *store;
    struct reader *reader;
    struct loop_idle *idle;
    const struct format *format; /* NULL: original bytes */
    struct cells cells;
    struct str names[CELLS_MAX];
    int widths[CELLS_MAX];
    struct format_table table;
    struct buf out, text;
    row_id *rows;
    size_t count, at, written;
    int64_t told_ns;
    int fd;
    char path[512];
};

static void free_all(struct export *export)
{
    if (export->idle != NULL)
        loop_idle_free(&export->idle);
    reader_free(&export->reader);
    cells_fini(&export->cells);
    buf_fini(&export->out);
    buf_fini(&export->text);
    free(export->rows);
    if (export->fd >= 0)
        close(export->fd);
    free(export);
}

void export_cancel(struct export **export)
{
    if (*export != NULL)
        free_all(*export);
    *export = NULL;
}

static int write_out(struct export *export, struct error *err)
{
    for (size_t done = 0; done < export->out.n;) {
        ssize_t n = write(export->fd, export->out.p + done, export->out.n - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return err_set(err, E_IO, "%s: %s, free space or choose another place", export->path,
                           strerror(errno));
        done += (size_t)n;
    }
    buf_clear(&export->out);
    return 0;
}

static void finish(struct export *export, struct error *err)
{
    if (err->code == 0 && export->format != NULL)
        export->format->end(&export->out, &export->table, export->written);
    if (err->code == 0)
        write_out(export, err);
    int fd = export->fd;
    export->fd = -1;
    if (close(fd) < 0 && err->code == 0)
        err_set(err, E_IO, "%s: %s", export->path, strerror(errno));
    export->ops->done(export->user, export->written, export->path, err);
    free_all(export);
}

static void add_row(struct export *export, row_id row)
{
    if (!store_has(export->store, row))
        return; /* evicted while we wrote */
    if (export->format == NULL) {
        struct str raw = reader_raw(export->reader, row, NULL);
        if (raw.n > 0)
            original_add_line(&export->out, raw);
        export->written += raw.n > 0;
        return;
    }
    struct format_cell cell[CELLS_MAX];
    cells_row(&export->cells, export->reader, row, CELLS_MACHINE, NULL, &export->text, cell);
    export->format->row(&export->out, &export->table, cell, export->written++);
}

static void on_idle(void *user)
{
    struct export *export = user;
    struct error err = {0};
    int64_t end = clock_mono_ns() + TURN_NS;
    while (export->at < export->count && clock_mono_ns() < end)
        add_row(export, export->rows[export->at++]);
    if (write_out(export, &err) < 0 || export->at == export->count) {
        finish(export, &err);
        return;
    }
    if (clock_mono_ns() - export->told_ns > TOLD_EVERY_NS) {
        export->told_ns = clock_mono_ns();
        export->ops->progress(export->user, export->at, export->count);
    }
}

static int open_file(struct export *export, const char *path, struct error *err)
{
    snprintf(export->path, sizeof export->path, "%s", path);
    export->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (export->fd >= 0)
        return 0;
    if (errno == EEXIST)
        return err_set(err, E_OPEN, "%s is there already, choose another name", path);
    return err_set(err, E_OPEN, "%s: %s, choose another place", path, strerror(errno));
}

static int choose(struct export *export, const char *format, struct error *err)
{
    if (strcmp(format, "ndjson") == 0)
        return 0;
    export->format = format_find(format);
    if (export->format == NULL || export->format->values != FORMAT_MACHINE)
        return err_set(err, E_USAGE, "a format is one of ndjson, csv, tsv, json, markdown, not %s",
                       format);
    if (cells_parse(&export->cells, cells_machine, err) < 0)
        return -E_USAGE;
    export->table = cells_table(&export->cells, export->names, export->widths);
    return 0;
}

struct export *export_start(struct loop *loop, struct store *store, const row_id *rows, size_t count,
                            const char *format, const char *path, const struct export_ops *ops,
                            void *user, struct error *err)
{
    struct export *export = xcalloc(1, sizeof *export);
    *export = (struct export){.ops = ops, .user = user, .store = store, .count = count, .fd = -1};
    export->rows = xmalloc((count + 1) * sizeof *rows);
    memcpy(export->rows, rows, count * sizeof *rows);
    export->reader = reader_new(store);
    if (choose(export, format, err) < 0 || open_file(export, path, err) < 0) {
        free_all(export);
        return NULL;
    }
    if (export->format != NULL)
        export->format->begin(&export->out, &export->table);
    export->idle = loop_idle_new(loop, on_idle, export);
    loop_idle_start(export->idle);
    return export;
}
