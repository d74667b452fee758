/* A line of text being typed: caret, words, history, completion. */
#ifndef EVMON_WIDGET_INPUT_H
#define EVMON_WIDGET_INPUT_H

#include "base/buf.h"
#include "canvas/canvas.h"

#define INPUT_BYTES_MAX 4096
#define INPUT_HISTORY_MAX 500

struct input {
    struct buf text;   /* valid UTF-8, no control characters */
    size_t caret;      /* byte position, at a character */
    struct buf killed; /* what ^K, ^U, ^W took, for ^Y */
    char **history;    /* oldest first */
    size_t history_count, history_capacity, history_at;
    struct buf draft;  /* what was typed before history was walked */
};

void input_init(struct input *input); /* zero-initialised will do too */
void input_fini(struct input *input);
void input_set(struct input *input, struct str text);    /* caret at the end */
/* Typed or pasted; line breaks and tabs become spaces, other controls are left out, what exceeds the cap is cut. */
void input_insert(struct input *input, struct str text);
void input_replace(struct input *input, size_t from, size_t to, struct str text); /* caret behind it */

enum input_answer {
    INPUT_IGNORED, /* not an editing key: the view's keymap may have it */
    INPUT_MOVED,   /* only the caret moved */
    INPUT_EDITED,
};
/* One key by its name: characters, Space, Left Right Home End ^A ^E ^B ^F M-b M-f BS Del ^H ^D ^K ^U ^W M-d ^Y, Up Down ^P ^N. */
enum input_answer input_key(struct input *input, struct str key);

/* History: asked by Up and Down. Empty lines and repeats of the last are not added. */
void input_remember(struct input *input, struct str line);

struct input_look {
    struct str prompt; /* "/" ":" "f>" */
    struct str ghost;  /* what completion would add, drawn behind the end when the caret is there */
    struct str note;   /* right-hand side: "311 of 412,077" */
    role_id note_role;
    size_t error_from, error_to; /* byte range drawn as ROLE_INPUT_ERROR; equal = none */
};
/* Draws on row 0 and shows the terminal's cursor; scrolls sideways by itself. Returns the caret's column. */
int input_draw(const struct input *input, struct canvas canvas, const struct input_look *look);
/* The column at which a byte of the text is drawn so, for what points at it from another row. */
int input_column(const struct input *input, struct canvas canvas, const struct input_look *look, size_t byte);

#endif
