/*
 * driver.c: a plain main() for fuzz targets, used wherever libFuzzer is not linked.
 *
 * Runs the target over the files and directories named, or over the corpus of its own name,
 * tests/fuzz/corpus/NAME for the program fuzz_NAME, so that every input that once mattered is
 * tried again by "make check" and a target cannot rot. Inputs are also tried cut short, since most
 * readers break at their end. Must know nothing of what the targets read.
 */

#include <dirent.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { INPUT_CAP = 4 << 20, CUT_COUNT = 32 };

static unsigned long inputs_run;

/* The bytes get an allocation of exactly their size: a sanitizer then sees a read beyond the end. */
static void run_bytes(const uint8_t *data, size_t size)
{
    uint8_t *exact = malloc(size > 0 ? size : 1);

    if (exact == NULL) {
        fprintf(stderr, "driver: no memory for an input of %zu bytes\n", size);
        exit(1);
    }
    if (size > 0)
        memcpy(exact, data, size);
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
    inputs_run++;
}

static void run_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    uint8_t *data = malloc(INPUT_CAP);

    if (file == NULL || data == NULL) {
        fprintf(stderr, "driver: cannot read %s\n", path);
        exit(1);
    }
    size_t size = fread(data, 1, INPUT_CAP, file);
    size_t stride = size / CUT_COUNT + 1;

    fclose(file);
    run_bytes(data, size);
    for (size_t cut = 0; cut < size; cut += stride)
        run_bytes(data, cut);
    free(data);
}

static void run_path(const char *path)
{
    struct stat status;

    if (stat(path, &status) != 0) {
        fprintf(stderr, "driver: there is no %s\n", path);
        exit(1);
    }
    if (!S_ISDIR(status.st_mode)) {
        run_file(path);
        return;
    }
    struct dirent **entries;
    int count = scandir(path, &entries, NULL, alphasort);

    for (int i = 0; i < count; i++) {
        char name[4096];

        snprintf(name, sizeof name, "%s/%s", path, entries[i]->d_name);
        if (entries[i]->d_name[0] != '.')
            run_file(name);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
}

static void run_own_corpus(const char *program)
{
    const char *top = getenv("top_srcdir");
    const char *slash = strrchr(program, '/');
    const char *name = slash != NULL ? slash + 1 : program;
    char path[4096];

    if (strncmp(name, "fuzz_", 5) == 0)
        name += 5;
    snprintf(path, sizeof path, "%s/tests/fuzz/corpus/%s", top != NULL ? top : ".", name);
    run_path(path);
}

int main(int argc, char **argv)
{
    static const uint8_t nothing[1];

    run_bytes(nothing, 0);
    for (int i = 1; i < argc; i++)
        run_path(argv[i]);
    if (argc == 1)
        run_own_corpus(argv[0]);
    if (inputs_run < 2) {
        fprintf(stderr, "driver: the corpus is empty\n");
        return 1;
    }
    printf("%s: %lu inputs\n", argv[0], inputs_run);
    return 0;
}
