/* The line editor. Text stays valid UTF-8 without controls; the caret stays at a character. */
#include "widget/input.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "base/xalloc.h"

void input_init(struct input *input)
{
    *input = (struct input){0};
}

void input_fini(struct input *input)
{
    buf_fini(&input->text);
    buf_fini(&input->killed);
    buf_fini(&input->draft);
    for (size_t i = 0; i < input->history_count; i++)
        free(input->history[i]);
    free(input->history);
    *input = (struct input){0};
}

/* Appends what may stand in a line: a line break or tab is a blank, other controls and bad bytes are left out. */
static void add_clean(struct buf *out, struct str text, size_t room)
{
    uint32_t point;
    for (size_t n; (n = utf8_next(text, &point)) > 0; text = str_sub(text, n, text.n)) {
        enum utf8_class class = utf8_classify(point);
        bool bad = point == UTF8_REPLACEMENT && n < 3;
        if (class == UTF8_SPACE) {
            text = point == '\r' && text.n > 1 && text.p[1] == '\n' ? str_sub(text, 1, text.n) : text;
            point = ' ';
        } else if (bad || class == UTF8_CONTROL || class == UTF8_C1) {
            continue;
        }
        char bytes[4];
        size_t more = utf8_encode(point, bytes);
        if (more > room)
            return;
        buf_add(out, bytes, more);
        room -= more;
    }
}

void input_replace(struct input *input, size_t from, size_t to, struct str text)
{
    struct buf out = {0};
    struct str old = buf_str(&input->text);
    to = to < old.n ? to : old.n;
    from = from < to ? from : to;
    size_t kept = old.n - (to - from);
    buf_add_str(&out, str_sub(old, 0, from));
    add_clean(&out, text, kept < INPUT_BYTES_MAX ? INPUT_BYTES_MAX - kept : 0);
    input->caret = out.n;
    buf_add_str(&out, str_sub(old, to, old.n));
    buf_fini(&input->text);
    input->text = out;
}

void input_set(struct input *input, struct str text)
{
    input_replace(input, 0, input->text.n, text);
}

void input_insert(struct input *input, struct str text)
{
    input_replace(input, input->caret, input->caret, text);
}

/* ---------------------------------------------------------------- places */

static size_t before(const struct input *input, size_t at)
{
    while (at > 0 && ((unsigned char)input->text.p[--at] & 0xc0) == 0x80)
        ;
    return at;
}

static size_t after(const struct input *input, size_t at)
{
    size_t n = input->text.n;
    if (at < n)
        at++;
    while (at < n && ((unsigned char)input->text.p[at] & 0xc0) == 0x80)
        at++;
    return at;
}

static bool is_word(const struct input *input, size_t at)
{
    return at < input->text.n && strchr(" \t:=,()\"<>!-", input->text.p[at]) == NULL;
}

static size_t word_before(const struct input *input)
{
    size_t at = input->caret;
    while (at > 0 && !is_word(input, at - 1))
        at--;
    while (at > 0 && is_word(input, at - 1))
        at--;
    return at;
}

static size_t word_after(const struct input *input)
{
    size_t at = input->caret;
    while (at < input->text.n && !is_word(input, at))
        at++;
    while (at < input->text.n && is_word(input, at))
        at++;
    return at;
}

/* ---------------------------------------------------------------- keys */

static enum input_answer move(struct input *input, size_t to)
{
    input->caret = to;
    return INPUT_MOVED;
}

static enum input_answer kill_range(struct input *input, size_t from, size_t to)
{
    buf_clear(&input->killed);
    buf_add_str(&input->killed, str_sub(buf_str(&input->text), from, to - from));
    input_replace(input, from, to, STR_NONE);
    return INPUT_EDITED;
}

static enum input_answer erase(struct input *input, size_t from, size_t to)
{
    input_replace(input, from, to, STR_NONE);
    return INPUT_EDITED;
}

enum input_op {
    OP_LEFT, OP_RIGHT, OP_HOME, OP_END, OP_WORD_LEFT, OP_WORD_RIGHT, OP_RUB, OP_DELETE, OP_KILL_END, OP_KILL_START,
    OP_KILL_WORD, OP_KILL_WORD_RIGHT, OP_YANK, OP_OLDER, OP_NEWER,
};

static const struct {
    const char *key;
    enum input_op op;
} keys[] = {
    {"Left", OP_LEFT},        {"^B", OP_LEFT},          {"Right", OP_RIGHT},        {"^F", OP_RIGHT},
    {"Home", OP_HOME},        {"^A", OP_HOME},          {"End", OP_END},            {"^E", OP_END},
    {"M-b", OP_WORD_LEFT},    {"C-Left", OP_WORD_LEFT}, {"M-f", OP_WORD_RIGHT},     {"C-Right", OP_WORD_RIGHT},
    {"BS", OP_RUB},           {"^H", OP_RUB},           {"Del", OP_DELETE},         {"^D", OP_DELETE},
    {"^K", OP_KILL_END},      {"^U", OP_KILL_START},    {"^W", OP_KILL_WORD},       {"M-BS", OP_KILL_WORD},
    {"M-d", OP_KILL_WORD_RIGHT}, {"^Y", OP_YANK},       {"Up", OP_OLDER},           {"^P", OP_OLDER},
    {"Down", OP_NEWER},       {"^N", OP_NEWER},
};

static enum input_answer walk_history(struct input *input, int step)
{
    size_t at = input->history_at, count = input->history_count;
    if ((step < 0 && at == 0) || (step > 0 && at >= count))
        return INPUT_MOVED;
    if (at == count) {
        buf_clear(&input->draft);
        buf_add_str(&input->draft, buf_str(&input->text));
    }
    at = step < 0 ? at - 1 : at + 1;
    input_set(input, at == count ? buf_str(&input->draft) : str_of(input->history[at]));
    input->history_at = at;
    return INPUT_EDITED;
}

static enum input_answer run(struct input *input, enum input_op op)
{
    size_t caret = input->caret;
    switch (op) {
    case OP_LEFT: return move(input, before(input, caret));
    case OP_RIGHT: return move(input, after(input, caret));
    case OP_HOME: return move(input, 0);
    case OP_END: return move(input, input->text.n);
    case OP_WORD_LEFT: return move(input, word_before(input));
    case OP_WORD_RIGHT: return move(input, word_after(input));
    case OP_RUB: return erase(input, before(input, caret), caret);
    case OP_DELETE: return erase(input, caret, after(input, caret));
    case OP_KILL_END: return kill_range(input, caret, input->text.n);
    case OP_KILL_START: return kill_range(input, 0, caret);
    case OP_KILL_WORD: return kill_range(input, word_before(input), caret);
    case OP_KILL_WORD_RIGHT: return kill_range(input, caret, word_after(input));
    case OP_YANK: input_insert(input, buf_str(&input->killed)); return INPUT_EDITED;
    case OP_OLDER: return walk_history(input, -1);
    case OP_NEWER: return walk_history(input, 1);
    }
    return INPUT_IGNORED;
}

static bool is_one_character(struct str key)
{
    uint32_t point;
    return key.n > 0 && utf8_next(key, &point) == key.n && utf8_classify(point) != UTF8_CONTROL;
}

enum input_answer input_key(struct input *input, struct str key)
{
    if (str_eq(key, STR("Space")))
        key = STR(" ");
    if (is_one_character(key)) {
        input_insert(input, key);
        return INPUT_EDITED;
    }
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (str_eq(key, str_of(keys[i].key)))
            return run(input, keys[i].op);
    return INPUT_IGNORED;
}

void input_remember(struct input *input, struct str line)
{
    size_t count = input->history_count;
    bool repeat = count > 0 && str_eq(line, str_of(input->history[count - 1]));
    if (line.n > 0 && !repeat) {
        if (count == INPUT_HISTORY_MAX) {
            free(input->history[0]);
            memmove(input->history, input->history + 1, --count * sizeof *input->history);
        }
        input->history = xgrow(input->history, &input->history_capacity, count + 1, sizeof *input->history);
        input->history[count++] = str_dup(line);
        input->history_count = count;
    }
    input->history_at = input->history_count;
}

/* ---------------------------------------------------------------- drawing */

/* Draws a slice of the text; the part at fault in its own role. Returns the columns. */
static int draw_slice(struct canvas canvas, int col, struct str text, size_t at, const struct input_look *look)
{
    int start = col;
    size_t cuts[] = {0, look->error_from, look->error_to, at + text.n};
    for (int i = 0; i < 3; i++) {
        size_t from = cuts[i] > at ? cuts[i] - at : 0, to = cuts[i + 1] > at ? cuts[i + 1] - at : 0;
        to = to < text.n ? to : text.n;
        if (from >= to)
            continue;
        role_id role = i == 1 ? ROLE_INPUT_ERROR : ROLE_INPUT;
        col += canvas_text(canvas, 0, col, canvas.cols, str_sub(text, from, to - from), role, 0);
    }
    return col - start;
}

/* Where the text stands in the row: behind the prompt, before the note, from the byte that still shows the caret. */
struct field {
    int col, room;
    size_t from;
    bool note;
};

static struct field field_of(const struct input *input, struct canvas canvas, const struct input_look *look)
{
    int prompt = canvas_measure(canvas, look->prompt, 0), note = canvas_measure(canvas, look->note, 0);
    struct field field = {.col = prompt < canvas.cols / 2 ? prompt : canvas.cols / 2};
    field.room = canvas.cols - field.col - 1;
    field.note = note > 0 && note + 12 < field.room;
    field.room -= field.note ? note + 2 : 0;
    struct str text = buf_str(&input->text);
    while (field.from < input->caret &&
           canvas_measure(canvas, str_sub(text, field.from, input->caret - field.from), 0) >= field.room)
        field.from = after(input, field.from);
    return field;
}

int input_column(const struct input *input, struct canvas canvas, const struct input_look *look, size_t byte)
{
    struct field field = field_of(input, canvas, look);
    size_t from = field.from < byte ? field.from : byte;
    int column = field.col + canvas_measure(canvas, str_sub(buf_str(&input->text), from, byte - from), 0);
    return column < field.col + field.room ? column : field.col + field.room;
}

int input_draw(const struct input *input, struct canvas canvas, const struct input_look *look)
{
    struct str text = buf_str(&input->text);
    struct field field = field_of(input, canvas, look);
    canvas_fill_row(canvas, 0, ROLE_INPUT);
    canvas_text(canvas, 0, 0, field.col, look->prompt, ROLE_INPUT_PROMPT, 0);
    if (field.note) {
        int note = canvas_measure(canvas, look->note, 0);
        canvas_text(canvas, 0, canvas.cols - note - 1, note, look->note, look->note_role, 0);
    }
    struct canvas inside = canvas_sub(canvas, 0, 0, 1, field.col + field.room);
    int used = draw_slice(inside, field.col, str_sub(text, field.from, text.n), field.from, look);
    int caret = input_column(input, canvas, look, input->caret);
    if (input->caret == text.n && look->ghost.n > 0)
        canvas_text(inside, 0, field.col + used, field.room, look->ghost, ROLE_INPUT_GHOST, 0);
    canvas_caret(canvas, 0, caret);
    return caret;
}
