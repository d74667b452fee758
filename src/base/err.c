/* Error codes and sentences, and the one door for bugs and exhausted memory.
 * Owns the last-words hook (the process has one terminal, so one hook). Knows nothing above base/. */
#include "base/err.h"

#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXIT_BUG 5 /* CLI contract: an internal error */

static const char *const sentences[] = {
#define ERR(name, sentence) sentence,
#include "base/err.def"
#undef ERR
};

static err_last_words_fn last_words;

const char *err_sentence(int code)
{
    int index = code < 0 ? -code : code;
    return index < E_COUNT_ ? sentences[index] : "an unknown error";
}

/* A sentence is one line, whatever it quotes: it goes to logs and terminals. */
static void keep_one_line(char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text < ' ' || *text == 0x7f)
            *text = '?';
}

static void fill(struct error *err, int code, size_t from, size_t to, const char *format, va_list args)
{
    if (err == NULL || err->code != E_NONE)
        return;
    err->code = code;
    err->from = from;
    err->to = to;
    vsnprintf(err->text, sizeof err->text, format, args);
    keep_one_line(err->text);
}

int err_set(struct error *err, int code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fill(err, code, 0, 0, format, args);
    va_end(args);
    return -code;
}

int err_set_at(struct error *err, int code, size_t from, size_t to, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fill(err, code, from, to, format, args);
    va_end(args);
    return -code;
}

void err_prefix(struct error *err, const char *format, ...)
{
    if (err == NULL || err->code == E_NONE)
        return;
    char was[ERROR_TEXT_MAX];
    memcpy(was, err->text, sizeof was);
    va_list args;
    va_start(args, format);
    int n = vsnprintf(err->text, sizeof err->text, format, args);
    va_end(args);
    size_t at = n < 0 ? 0 : (size_t)n;
    keep_one_line(err->text);
    if (at + sizeof ": " > sizeof err->text)
        return;
    memcpy(err->text + at, ": ", 2);
    str_copy(str_of(was), err->text + at + 2, sizeof err->text - at - 2);
}

void err_clear(struct error *err)
{
    if (err != NULL)
        memset(err, 0, sizeof *err);
}

void err_set_last_words(err_last_words_fn fn)
{
    last_words = fn;
}

static _Noreturn void leave(void)
{
    fflush(stderr);
    _Exit(EXIT_BUG);
}

static void say_last_words(void)
{
    err_last_words_fn fn = last_words;
    last_words = NULL; /* a bug inside the hook must not loop */
    if (fn != NULL)
        fn();
}

_Noreturn void err_bug(const char *file, int line, const char *what)
{
    say_last_words();
    fprintf(stderr, "evmon: internal error at %s:%d: %s; please report it with this line\n", file, line, what);
    leave();
}

_Noreturn void err_no_memory(size_t bytes)
{
    say_last_words();
    fprintf(stderr, "evmon: out of memory (%zu bytes were asked for); lower store.max_bytes or free memory\n", bytes);
    leave();
}
