/* The typed line of a view. Owns the text while it is typed; what it means is the user's of the prompt. */
#include "view/prompt.h"

#include <stdarg.h>
#include <stdio.h>

static const struct bar_hint keys[] = {
    {STR("Enter"), STR("go")}, {STR("Esc"), STR("back")}, {STR("Up"), STR("earlier ones")}, {STR_NONE, STR_NONE},
};
static const struct bar_hint turning_keys[] = {
    {STR("Enter"), STR("go")},          {STR("Esc"), STR("back")}, {STR("Tab"), STR("into the filter")},
    {STR("Up"), STR("earlier ones")}, {STR_NONE, STR_NONE},
};

void prompt_open(struct prompt *prompt, struct view *view, const struct prompt_use *use, struct str text)
{
    prompt->use = use;
    prompt->note[0] = '\0';
    prompt->error_from = prompt->error_to = 0;
    input_set(&prompt->input, text);
    view->typing = 1;
    view->typed = use->turned != NULL ? turning_keys : keys;
}

void prompt_close(struct prompt *prompt, struct view *view)
{
    prompt->use = NULL;
    view->typing = 0;
}

void prompt_fini(struct prompt *prompt)
{
    input_fini(&prompt->input);
}

static void accept(struct prompt *prompt, struct view *view)
{
    const struct prompt_use *use = prompt->use;
    struct str text = buf_str(&prompt->input.text);
    input_remember(&prompt->input, text);
    prompt_close(prompt, view);
    use->accepted(view, text);
}

static void cancel(struct prompt *prompt, struct view *view)
{
    const struct prompt_use *use = prompt->use;
    prompt_close(prompt, view);
    if (use->cancelled != NULL)
        use->cancelled(view);
}

static void turn(struct prompt *prompt, struct view *view)
{
    const struct prompt_use *use = prompt->use;
    prompt_close(prompt, view);
    use->turned(view, buf_str(&prompt->input.text));
}

static void edited(struct prompt *prompt, struct view *view)
{
    prompt->error_from = prompt->error_to = 0;
    if (prompt->use->changed != NULL)
        prompt->use->changed(view, buf_str(&prompt->input.text));
}

bool prompt_key(struct prompt *prompt, struct view *view, struct str key)
{
    if (prompt->use == NULL)
        return false;
    if (str_eq(key, STR("Enter"))) {
        accept(prompt, view);
        return true;
    }
    if (str_eq(key, STR("Esc")) || str_eq(key, STR("^C")) ||
        (str_eq(key, STR("BS")) && prompt->input.text.n == 0)) {
        cancel(prompt, view);
        return true;
    }
    if (str_eq(key, STR("Tab")) && prompt->use->turned != NULL) {
        turn(prompt, view);
        return true;
    }
    enum input_answer answer = input_key(&prompt->input, key);
    if (answer == INPUT_EDITED)
        edited(prompt, view);
    return answer != INPUT_IGNORED;
}

bool prompt_paste(struct prompt *prompt, struct view *view, struct str text)
{
    if (prompt->use == NULL)
        return false;
    input_insert(&prompt->input, text);
    edited(prompt, view);
    return true;
}

void prompt_note(struct prompt *prompt, role_id role, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(prompt->note, sizeof prompt->note, format, args);
    va_end(args);
    prompt->note_role = role;
}

void prompt_draw(const struct prompt *prompt, struct canvas row)
{
    const struct input_look look = {
        .prompt = str_of(prompt->use->label),
        .note = str_of(prompt->note),
        .note_role = prompt->note_role,
        .error_from = prompt->error_from,
        .error_to = prompt->error_to,
    };
    input_draw(&prompt->input, row, &look);
}
