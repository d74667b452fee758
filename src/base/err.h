/* Error codes, error sentences, and the door for bugs.
 *
 * A function that can fail for a reason of the world returns int: >= 0 is fine, a negative E_ code is not. Where a
 * person will read the reason it takes a last parameter `struct error *`: the caller's storage, NULL if not wanted,
 * first writer wins. */
#ifndef EVMON_BASE_ERR_H
#define EVMON_BASE_ERR_H

#include <stddef.h>

enum err_code {
#define ERR(name, sentence) name,
#include "base/err.def"
#undef ERR
    E_COUNT_
};

#define ERROR_TEXT_MAX 400

/* from and to: the byte range in the text that was being read (for a caret), both 0 when there is none. */
struct error {
    int code; /* 0 = nothing has gone wrong */
    size_t from, to;
    char text[ERROR_TEXT_MAX];
};

/* The sentence of a code (a positive or a negated one). */
const char *err_sentence(int code);

/* Fills err (if it is not NULL and still empty) and returns -code, so that `return err_set(...)` reads well. */
int err_set(struct error *err, int code, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* The same with the byte range [from, to) of the text at fault. */
int err_set_at(struct error *err, int code, size_t from, size_t to, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
/* Puts "PREFIX: " before the sentence that is there; nothing when err is NULL or empty. */
void err_prefix(struct error *err, const char *format, ...) __attribute__((format(printf, 2, 3)));
void err_clear(struct error *err);

/* A bug: prints file:line through the last-words hook (which restores the terminal), then aborts with exit code 5. */
#define must(condition) ((condition) ? (void)0 : err_bug(__FILE__, __LINE__, #condition))
_Noreturn void err_bug(const char *file, int line, const char *what);
/* No memory: the same door. Every size from outside is capped first, so this is not the world's fault. */
_Noreturn void err_no_memory(size_t bytes);
/* Called once before the message of err_bug and err_no_memory; set by app/ to restore the terminal. */
typedef void (*err_last_words_fn)(void);
void err_set_last_words(err_last_words_fn fn);

#endif
