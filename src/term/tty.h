/* The terminal as a device: descriptors, modes, size, and how it is left, also in a hurry. */
#ifndef EVMON_TERM_TTY_H
#define EVMON_TERM_TTY_H

#include "base/err.h"
#include "base/str.h"

#define TTY_FAREWELL_MAX 512

struct tty {
    int fd;          /* our own description of it where possible, non-blocking; -1 closed */
    int out;         /* the same under a second number: a loop watches a descriptor for one purpose only */
    int saved_flags; /* of a descriptor shared with others, -1 when fd is our own */
};

int tty_open(struct tty *tty, int in, int out, struct error *err); /* remembers its modes */
void tty_close(struct tty *tty);
void tty_remember(struct tty *tty); /* the modes to go back to are those of now */
void tty_raw(struct tty *tty);      /* every key as it is; tty_restore works from now on */
void tty_cooked(struct tty *tty);   /* as it was remembered */
/* Sets rows and cols when the device knows them, capped to what a grid may have. */
void tty_size(const struct tty *tty, int *rows, int *cols);

/* The size in the environment, for a library that has no descriptor to ask and takes what it finds there for the lines of its
 * first scroll region; then as it was. */
struct tty_lent {
    char *lines, *columns; /* NULL = unset */
};
void tty_lend_size(const struct tty *tty, struct tty_lent *size);
void tty_take_size_back(struct tty_lent *size);

/* The bytes that make the screen the shell's again. One terminal at a time. */
void tty_set_farewell(struct str bytes);
struct str tty_farewell(void);
/* For signal handlers: farewell and modes, by write() and tcsetattr() alone; nothing unless raw. */
void tty_restore(void);

#endif
