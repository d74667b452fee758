/* A line to type into at the bottom of a view: search, go to, filter. One is open at a time; Esc gives back what was. */
#ifndef EVMON_VIEW_PROMPT_H
#define EVMON_VIEW_PROMPT_H

#include "view/view.h"
#include "widget/input.h"

struct prompt_use {
    const char *label; /* "/", "@" */
    void (*changed)(struct view *view, struct str text);  /* at every edit; may be NULL */
    void (*accepted)(struct view *view, struct str text); /* Enter */
    void (*cancelled)(struct view *view);                 /* Esc; may be NULL */
    void (*turned)(struct view *view, struct str text);    /* Tab: into something else; may be NULL */
};

struct prompt {
    const struct prompt_use *use; /* NULL = closed */
    struct input input;
    char note[120]; /* at the right: "3 of 17", or what is wrong */
    role_id note_role;
    size_t error_from, error_to;
};

void prompt_open(struct prompt *prompt, struct view *view, const struct prompt_use *use, struct str text);
void prompt_close(struct prompt *prompt, struct view *view);
void prompt_fini(struct prompt *prompt);
/* Gives a key to the open prompt; true when it was taken. */
bool prompt_key(struct prompt *prompt, struct view *view, struct str key);
bool prompt_paste(struct prompt *prompt, struct view *view, struct str text);
void prompt_note(struct prompt *prompt, role_id role, const char *format, ...) __attribute__((format(printf, 3, 4)));
void prompt_draw(const struct prompt *prompt, struct canvas row);

#endif
