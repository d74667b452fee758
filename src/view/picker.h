/* The picker: all profiles with what each would show, and the filters used before. */
#ifndef EVMON_VIEW_PICKER_H
#define EVMON_VIEW_PICKER_H

#include "view/chooser.h"
#include "view/preview.h"
#include "view/prompt.h"
#include "view/view.h"

/* What the keys are for. */
enum picker_pane { PICKER_PROFILES, PICKER_VALUES, PICKER_PAST, PICKER_PANE_COUNT_ };

struct picker {
    struct view view;
    enum picker_pane pane;
    struct chooser profiles, past;
    struct preview preview;
    struct prompt prompt; /* finding a value */
    char *differences;    /* of the chosen profile; "" none */
    unsigned whole : 1;   /* the preview with its differences, in place of what else is there */
};

extern const struct view_ops picker_ops;

/* The parts of the view on a canvas; empty where there is no room. */
struct picker_parts {
    struct canvas rule, list, past_rule, past, divider, preview_rule, preview, values_rule, values, prompt;
    bool wide; /* list and preview side by side */
};
struct picker_parts picker_arrange(const struct picker *picker, struct canvas canvas);
int picker_preview_cols(int rows, int cols);
/* The entry under the cursor, NULL when there is none. Good until the loop's next turn. */
const struct profile_entry *picker_entry(const struct picker *picker);
struct desk_hook picker_hook(const struct picker *picker, int index); /* of that profile */
bool picker_is_broken(const struct picker *picker, const struct profile *profile); /* its filter does not compile */
void picker_changed(struct picker *picker); /* another picture is due */

/* picker_commands.c */
#define PICKER_COMMAND_COUNT 16
extern const struct command picker_commands[PICKER_COMMAND_COUNT];

/* picker_draw.c */
void picker_draw(const struct view *view, struct canvas canvas);
struct view_status picker_status(const struct view *view);

#endif
