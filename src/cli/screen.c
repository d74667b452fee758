/* Owns `evmon` without a program's name: the screen, or how to get text when there is none. */
#include "app/app.h"
#include "app/plain.h"
#include "cli/programs.h"

#include <unistd.h>

int screen_run(struct args *args)
{
    bool is_terminal = isatty(STDOUT_FILENO);
    if (is_terminal)
        return app_run(args);
    const char *source = args->operands.n > 0 ? args->operands.p[0] : "SOURCE";
    plain_say(NULL, "standard output is not a terminal, use: evmon print %s", source);
    return CLI_USAGE;
}
