/* Runs the world on its own clock and writes what arrives, oldest id first. */
#include "lab/dump.h"

#include <errno.h>
#include <stdio.h>

#include "lab/course.h"
#include "lab/truth.h"
#include "lab/wording.h"

#define STEP_MS 60000

static int64_t write_new(const struct world *w, uint64_t *next, int64_t left, struct buf *line)
{
    int64_t written = 0;
    if (*next < w->ledger.first)
        *next = w->ledger.first;
    while (*next < w->ledger.end && written < left) {
        buf_clear(line);
        wording_event(line, w, ledger_get(&w->ledger, (*next)++));
        buf_add_byte(line, '\n');
        fwrite(line->p, 1, line->n, stdout);
        written++;
    }
    return written;
}

static int write_truth(const struct world *w, const char *path, struct error *err)
{
    FILE *file = fopen(path, "w");
    if (file == NULL)
        return err_set(err, E_OPEN, "%s: cannot be written: %s", path, strerror(errno));
    struct buf text = {0};
    truth_devices(&text, w);
    truth_sessions(&text, w);
    fwrite(text.p, 1, text.n, file);
    buf_fini(&text);
    return fclose(file) == 0 ? 0 : err_set(err, E_IO, "%s: %s", path, strerror(errno));
}

int dump_run(struct world *w, const struct labargs *args, struct error *err)
{
    struct buf line = {0};
    uint64_t next = 0;
    int64_t left = args->dump > 0 ? args->dump : INT64_MAX;
    int64_t end = args->dump_span > 0 ? args->world.zero + args->dump_span : INT64_MAX;
    while (left > 0 && w->now < end && ferror(stdout) == 0) {
        course_advance(w, end - w->now > STEP_MS ? w->now + STEP_MS : end);
        left -= write_new(w, &next, left, &line);
    }
    if (args->dump_span > 0) {
        world_drain(w);
        write_new(w, &next, left, &line);
    }
    buf_fini(&line);
    if (fflush(stdout) != 0)
        return err_set(err, E_IO, "standard output: %s", strerror(errno));
    return args->truth != NULL ? write_truth(w, args->truth, err) : 0;
}
