/* The list of lines. Must not know files, nor what a line means. */
#include "save/lines.h"

#include "base/xalloc.h"

#include <stdlib.h>

void lines_fini(struct lines *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        free(lines->line[i]);
    free(lines->line);
    *lines = (struct lines){0};
}

static void forget(struct lines *lines, size_t index)
{
    free(lines->line[index]);
    lines->count--;
    memmove(lines->line + index, lines->line + index + 1, (lines->count - index) * sizeof *lines->line);
}

static bool is_fit(struct str line)
{
    for (size_t i = 0; i < line.n; i++) {
        if ((unsigned char)line.p[i] < ' ' || line.p[i] == 0x7f)
            return false;
    }
    return line.n > 0 && line.n <= LINES_BYTES_MAX;
}

void lines_add(struct lines *lines, struct str line)
{
    line = str_trim(line);
    if (!is_fit(line))
        return;
    for (size_t i = lines->count; i-- > 0;) {
        if (str_eq(str_of(lines->line[i]), line))
            forget(lines, i);
    }
    if (lines->count == LINES_MAX)
        forget(lines, 0);
    lines->line = xgrow(lines->line, &lines->capacity, lines->count + 1, sizeof *lines->line);
    lines->line[lines->count++] = str_dup(line);
}

void lines_read(struct lines *lines, struct str text)
{
    struct str line;
    while (str_next(&text, '\n', &line))
        lines_add(lines, line);
}

void lines_print(const struct lines *lines, struct buf *out)
{
    for (size_t i = 0; i < lines->count; i++) {
        buf_add_text(out, lines->line[i]);
        buf_add_byte(out, '\n');
    }
}
