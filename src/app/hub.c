/* Owns what every part of the screen program may ask for: say something, draw again, end. Must not know commands, themes
 * or options. */
#include "app/parts.h"

#include "base/log.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

void hub_say(struct app *app, enum tone tone, const char *format, ...)
{
    char text[ERROR_TEXT_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    chronicle_say(app->chronicle, tone, text);
    if (tone == TONE_WARN || tone == TONE_CRITICAL)
        log_say(LOG_WARN, "%s", text);
    hub_dirty(app, VIEW_DRAW);
}

void hub_dirty(struct app *app, unsigned view_bits)
{
    if (app->stack != NULL)
        stack_mark(app->stack, view_bits);
    if (app->pulse != NULL)
        pulse_mark(app->pulse);
}

void hub_dirty_lazily(struct app *app, unsigned view_bits)
{
    if (app->stack != NULL)
        stack_mark(app->stack, view_bits);
    if (app->pulse != NULL)
        pulse_mark_lazily(app->pulse);
}

void hub_end(struct app *app, int exit_code)
{
    app->exit_code = exit_code;
    app->ending = 1;
    loop_stop(app->loop);
}

void hub_ask_end(struct app *app)
{
    app->desk.question = "End evmon? y or q: yes, any other: no.";
    hub_dirty(app, VIEW_DRAW);
}

void hub_run_line(struct app *app, const char *line)
{
    stack_run(app->stack, str_of(line), &app->commands);
    hub_dirty(app, VIEW_DRAW);
}

void hub_resize(struct app *app)
{
    grid_resize(app->grid, term_rows(app->term), term_cols(app->term));
    app->counted_ns = 0;
    hub_dirty(app, VIEW_LAYOUT | VIEW_DRAW | VIEW_UPDATE);
    pulse_now(app->pulse);
}

void hub_suspend(struct app *app)
{
    term_suspend(app->term);
    kill(getpid(), SIGSTOP);
    term_resume(app->term); /* here again after SIGCONT */
    hub_resize(app);
}

void hub_mistake(void *user, const char *sentence)
{
    hub_say(user, TONE_WARN, "%s", sentence);
}
