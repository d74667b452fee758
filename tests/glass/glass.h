/* A terminal of glass: a program in a pty, its screen read by libvterm. Tests type keys and wait for text; nothing here
 * sleeps, every wait is for a condition with a deadline, and a failed expectation prints the screen and ends the test. */
#ifndef EVMON_TESTS_GLASS_H
#define EVMON_TESTS_GLASS_H

#include <sys/types.h>

#include "base/buf.h"

#define GLASS_DEADLINE_MS 20000

struct glass;

struct glass_setup {
    const char *const *argv; /* argv[0] is the path */
    int rows, cols;
    const char *term;        /* NULL = xterm-256color */
    const char *const *env;  /* "NAME=value" or "NAME" to unset, NULL-ended; may be NULL */
};

struct glass_style {
    int fg, bg; /* palette index, -1 default, 0x1rrggbb true colour */
    unsigned bold : 1, underline : 1, reverse : 1;
};

struct glass *glass_open(const struct glass_setup *setup);
void glass_close(struct glass **glass); /* ends the program (SIGHUP, then SIGKILL) */
pid_t glass_pid(const struct glass *glass);
int glass_fd(const struct glass *glass); /* the terminal's side; -1 after a hang-up */

void glass_send(struct glass *glass, const char *bytes, size_t n);
void glass_type(struct glass *glass, const char *text);
/* Names as in command/key.h: "F4", "Esc", "PgDn", "^C", "Enter", or characters; separated by blanks. */
void glass_keys(struct glass *glass, const char *names);
void glass_resize(struct glass *glass, int rows, int cols);
void glass_hang_up(struct glass *glass); /* closes the terminal's side */

/* Reads what the program wrote, until the condition holds; the test fails at the deadline. */
void glass_expect(struct glass *glass, const char *text);               /* anywhere */
void glass_expect_at(struct glass *glass, int row, int col, const char *text);
void glass_expect_gone(struct glass *glass, const char *text);          /* nowhere */
typedef bool (*glass_fn)(struct glass *glass, void *user);
void glass_until(struct glass *glass, const char *what, glass_fn fn, void *user);
/* Reads what there is at once. False when the program has closed its side. */
bool glass_pump(struct glass *glass);
/* Reads until the program ends; its status as waitpid gives it. */
int glass_wait(struct glass *glass);

bool glass_has(struct glass *glass, const char *text); /* on the screen as last read */
void glass_row(struct glass *glass, int row, struct buf *out);
void glass_screen(struct glass *glass, struct buf *out);
struct glass_style glass_style_at(struct glass *glass, int row, int col);
int glass_rows(const struct glass *glass);
int glass_cols(const struct glass *glass);
bool glass_is_alt(const struct glass *glass);        /* the alternate screen is on */
bool glass_is_mouse(const struct glass *glass);      /* mouse reports are on */
bool glass_is_echoing(const struct glass *glass);    /* the tty echoes and reads whole lines: a shell's modes */
uint64_t glass_bytes(const struct glass *glass);     /* from the program so far */
struct str glass_log(const struct glass *glass);     /* those bytes */
uint64_t glass_replies(const struct glass *glass);   /* bytes the terminal answered: must stay 0 */

/* Reads bytes a program sent to its terminal against a list of what it may send: characters that are text by class, and
 * the sequences ncurses makes of terminfo. Returns the offset of the first byte that is neither, or -1. */
enum glass_allow { GLASS_ALLOW_CLIPBOARD = 1, GLASS_ALLOW_BELL = 2, GLASS_ALLOW_NOTICE = 4 };
ptrdiff_t glass_audit(struct str bytes, unsigned allow);

#endif
