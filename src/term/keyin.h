/* Bytes from a terminal to events: characters, keys by name, pastes, the mouse. Pure: fed with bytes, asked for events.
 * Sequences it does not know are dropped whole, so that a terminal's answers never become keystrokes. */
#ifndef EVMON_TERM_KEYIN_H
#define EVMON_TERM_KEYIN_H

#include "base/buf.h"
#include "term/term.h"

#define KEYIN_SEQUENCES_MAX 128
#define KEYIN_SEQUENCE_BYTES 16
#define KEYIN_ESCAPE_MAX 256 /* a sequence longer than this is not one */
#define KEYIN_PASTE_WAIT_MS 1000 /* a paste whose end never comes is given out after this */

struct keyin_sequence {
    char bytes[KEYIN_SEQUENCE_BYTES];
    size_t n;
    char name[TERM_KEY_MAX];
};

struct keyin {
    struct keyin_sequence sequence[KEYIN_SEQUENCES_MAX]; /* the terminal's own, from terminfo */
    int sequence_count;
    struct buf in;    /* not yet understood */
    size_t at;        /* bytes of it already used */
    struct buf paste;
    unsigned pasting : 1;
    int64_t fed_ns;   /* when the last bytes came */
    int escape_ms;
};

void keyin_fini(struct keyin *keyin);
/* The terminal sends these bytes for this key. Single bytes other than Backspace's are not taken. */
void keyin_teach(struct keyin *keyin, const char *bytes, const char *name);
void keyin_feed(struct keyin *keyin, const void *bytes, size_t n);
/* The next event; TERM_NOTHING when more bytes or more time are needed. */
struct term_event keyin_next(struct keyin *keyin);
/* Milliseconds until keyin_next may know more without further bytes; -1 = nothing is waiting. */
int keyin_wait(const struct keyin *keyin);

#endif
