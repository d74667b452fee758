/* The terminal: key names in, grids out. Two makers: term_open_tty (curses.c) and term_open_headless (headless.c).
 * Nothing here blocks: a frame that the terminal does not take at once stays pending, and no further one is begun until
 * it has left. Signals are app/'s business; it calls term_resize, term_suspend and term_resume. */
#ifndef EVMON_TERM_TERM_H
#define EVMON_TERM_TERM_H

#include "base/err.h"
#include "canvas/canvas.h"
#include "canvas/theme.h"

#define TERM_KEY_MAX 24
#define TERM_PASTE_MAX (64u * 1024)     /* more is cut and said */
#define TERM_CLIPBOARD_MAX (74u * 1000) /* bytes of text: what terminals take, before base64 */

struct term;

enum term_event_kind {
    TERM_NOTHING, /* nothing (more) to read */
    TERM_KEY,     /* key: a name as in command/key.h */
    TERM_PASTE,   /* text: pasted, line breaks included; never to be run as keys */
    TERM_MOUSE,   /* key: "Press1" "Release1" "WheelUp" "WheelDown" "Double1"; row, col */
    TERM_GONE,    /* the terminal is gone (end of file, hang-up): close and end */
};

struct term_event {
    enum term_event_kind kind;
    char key[TERM_KEY_MAX];
    int row, col;
    struct str text; /* borrowed until the next call */
};

struct term_ops; /* the makers' business */

struct term_setup {
    int in, out;            /* the tty's descriptors */
    const char *type;       /* TERM; NULL = from the environment */
    int depth;              /* enum depth, or -1 = find out (terminfo, COLORTERM, NO_COLOR) */
    int glyphs;             /* enum glyph_set, or -1 = find out from the locale */
    int escape_ms;          /* how long an Esc may be the beginning of something; ESCDELAY wins; 0 = 25 */
    unsigned no_alt : 1;    /* stay on the normal screen */
};

struct term *term_open_tty(const struct term_setup *setup, struct error *err);
/* A terminal of that size which exists only in memory: keys from term_headless_keys, frames to term_headless_dump. */
struct term *term_open_headless(int rows, int cols, enum depth depth, enum glyph_set glyphs);
void term_close(struct term **term); /* restores the terminal, then frees */

int term_rows(const struct term *term);
int term_cols(const struct term *term);
enum depth term_depth(const struct term *term);
enum glyph_set term_glyphs(const struct term *term);
void term_set_glyphs(struct term *term, enum glyph_set glyphs); /* `~`; the next frame draws all of it */
/* Colours come from here from the next frame on; borrowed until the next call. */
void term_set_theme(struct term *term, const struct theme *theme);
void term_set_mouse(struct term *term, unsigned on);

int term_input_fd(const struct term *term); /* readable: call term_read until TERM_NOTHING; -1 headless */
struct term_event term_read(struct term *term);
/* After a lone Esc: milliseconds until term_read must be called again to have it, -1 when none is waiting. */
int term_escape_wait(const struct term *term);

/* True when the last frame has left. While it is false, skip the frame and watch term_output_fd for writability. */
bool term_is_ready(struct term *term);
int term_output_fd(const struct term *term);  /* -1 headless */
int term_flush(struct term *term);            /* bytes still pending after trying, 0 = none, -E_ when it is gone */
/* Puts a picture on the screen; only what changed is sent. 1 begun, 0 skipped because the last one is still leaving,
 * -E_ when the terminal is gone. */
int term_present(struct term *term, const struct grid *grid);
void term_redraw(struct term *term); /* ^L: the next frame sends everything */
uint64_t term_bytes(const struct term *term);         /* written since open */
uint64_t term_frames(const struct term *term);        /* presented */
uint64_t term_frames_skipped(const struct term *term);

/* Reads the size of the tty anew (SIGWINCH). True when it changed. */
bool term_resize(struct term *term);
void term_suspend(struct term *term); /* ^Z: the shell's screen again; the caller stops itself */
void term_resume(struct term *term);  /* SIGCONT: ours again, everything redrawn, size read anew */
/* For last words and signal handlers: restores the terminal that is open, if any, with write() and tcsetattr() alone. */
void term_restore(void);
/* Restores on SIGSEGV, SIGBUS, SIGFPE, SIGILL and SIGABRT, then dies of the signal. */
void term_guard_crashes(void);

enum term_copied { TERM_COPIED, TERM_COPIED_TMUX, TERM_COPY_TOO_LONG, TERM_COPY_CANNOT };
/* Asks the terminal by OSC 52 to put text on the clipboard (for tmux plain and wrapped). Nothing is ever read back. */
enum term_copied term_copy(struct term *term, struct str text);
void term_bell(struct term *term);
/* A notice of the terminal's own, by the sequence it knows; control bytes are left out. Nothing where titles cannot be. */
enum term_notice { TERM_NOTICE_OSC9, TERM_NOTICE_OSC777 };
void term_notify(struct term *term, enum term_notice notice, struct str text);
/* The window's title; control bytes are left out. */
void term_title(struct term *term, struct str title);

/* Headless only. Keys are names separated by white space: "j j PgDn /"; term_headless_paste adds a paste. */
void term_headless_keys(struct term *term, const char *names);
void term_headless_paste(struct term *term, struct str text);
void term_headless_size(struct term *term, int rows, int cols);
void term_headless_gone(struct term *term);
void term_headless_stall(struct term *term, unsigned stalled); /* stops taking frames, as a full pty does */
const struct grid *term_headless_grid(const struct term *term); /* the last frame; NULL before the first */
struct str term_headless_clipboard(const struct term *term);

#endif
