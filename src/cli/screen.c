/* Owns `evmon` without a program's name: the screen, or how to get text when there is none. */
#include "app/app.h"
#include "app/plain.h"
#include "cli/programs.h"

#include <unistd.h>

/* `evmon -c FILE print X`: a command that does not stand first is read as a source. */
static const char *misplaced_program(const struct args *args)
{
    for (size_t i = 0; i < args->operands.n; i++) {
        const char *name = args->operands.p[i];
        if (name[0] != '\0' && cli_find(name) != NULL && access(name, F_OK) != 0)
            return name;
    }
    return NULL;
}

int screen_run(struct args *args)
{
    const char *program = misplaced_program(args);
    if (program != NULL) {
        plain_say(NULL, "there is no file %s; a command stands first: evmon %s [OPTION\xe2\x80\xa6] [SOURCE\xe2\x80\xa6]", program, program);
        return CLI_USAGE;
    }
    bool is_terminal = isatty(STDOUT_FILENO);
    if (is_terminal)
        return app_run(args);
    const char *source = args->operands.n > 0 ? args->operands.p[0] : "SOURCE";
    plain_say(NULL, "standard output is not a terminal, use: evmon print %s", source);
    return CLI_USAGE;
}
