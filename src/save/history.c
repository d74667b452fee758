/* The list of lines. Must not know files, nor what a line means. */
#include "save/history.h"

#include "base/xalloc.h"

#include <stdlib.h>

void history_fini(struct history *history)
{
    for (size_t i = 0; i < history->count; i++)
        free(history->lines[i]);
    free(history->lines);
    *history = (struct history){0};
}

static void forget(struct history *history, size_t index)
{
    free(history->lines[index]);
    history->count--;
    memmove(history->lines + index, history->lines + index + 1, (history->count - index) * sizeof *history->lines);
}

static bool is_fit(struct str line)
{
    for (size_t i = 0; i < line.n; i++) {
        if ((unsigned char)line.p[i] < ' ' || line.p[i] == 0x7f)
            return false;
    }
    return line.n > 0 && line.n <= HISTORY_LINE_BYTES_MAX;
}

void history_add(struct history *history, struct str line)
{
    line = str_trim(line);
    if (!is_fit(line))
        return;
    for (size_t i = history->count; i-- > 0;) {
        if (str_eq(str_of(history->lines[i]), line))
            forget(history, i);
    }
    if (history->count == HISTORY_LINES_MAX)
        forget(history, 0);
    history->lines = xgrow(history->lines, &history->capacity, history->count + 1, sizeof *history->lines);
    history->lines[history->count++] = str_dup(line);
}

void history_read(struct history *history, struct str text)
{
    struct str line;
    while (str_next(&text, '\n', &line))
        history_add(history, line);
}

void history_print(const struct history *history, struct buf *out)
{
    for (size_t i = 0; i < history->count; i++) {
        buf_add_text(out, history->lines[i]);
        buf_add_byte(out, '\n');
    }
}
