/* One line: the settings that make the world, the start first. */
#include "lab/labstate.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void settings(const struct labargs *args, char *out, size_t size)
{
    const struct world_options *w = &args->world;
    snprintf(out, size,
             "seed %" PRIu64 " devices %u rate %.6f history %" PRId64 " variations %u scenarios %u",
             w->seed, w->devices, w->rate, w->history, w->variations, w->scenarios);
}

static int write_file(const char *path, const struct labargs *args, const char *text,
                      struct error *err)
{
    FILE *file = fopen(path, "wx");
    if (file == NULL)
        return err_set(err, E_OPEN, "%s: cannot be written: %s", path, strerror(errno));
    fprintf(file, "start %" PRId64 " %s\n", args->world.zero, text);
    return fclose(file) == 0 ? 0 : err_set(err, E_IO, "%s: %s", path, strerror(errno));
}

int labstate_start(const char *path, struct labargs *args, struct error *err)
{
    char wanted[200], found[200] = "";
    int64_t start = 0;
    settings(args, wanted, sizeof wanted);
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return write_file(path, args, wanted, err);
    int n = fscanf(file, "start %" SCNd64 " %199[^\n]", &start, found);
    fclose(file);
    if (n != 2 || strcmp(wanted, found) != 0)
        return err_set(err, E_INVALID,
                       "%s: it was written for other settings, delete it or use the same", path);
    args->world.zero = start;
    return 0;
}
