/* The programs of the command line, one row each. A row is read by main (dispatch), by --help, by the completion
 * scripts and by the man page. */
#ifndef EVMON_CLI_CLI_H
#define EVMON_CLI_CLI_H

#include "app/args.h"

/* Exit codes, as the manual page lists them. */
enum cli_exit {
    CLI_DONE = 0,
    CLI_NOTHING = 1,  /* nothing matched; filter --check: not well-formed */
    CLI_USAGE = 2,
    CLI_CONFIG = 3,
    CLI_SOURCE = 4,
    CLI_INTERNAL = 5, /* base/err.c ends with this one itself */
    CLI_SIGNAL = 128,
};

struct cli_program {
    const char *name;     /* "" is evmon itself: the screen */
    const char *operands; /* "[SOURCE…]" */
    const char *line;     /* one line for --help */
    const char *more;     /* a paragraph for the man page */
    enum arg_group group;
    int (*run)(struct args *args);
};

/* The table: ended by a row whose name is NULL. Hidden programs come last and have an empty line. */
extern const struct cli_program cli_programs[];
const struct cli_program *cli_find(const char *name); /* NULL when there is none */

/* Reads the options of the program and runs it, or prints what --help and --version ask for. argv[0] is the program's
 * name. Returns the exit code. */
int cli_run(const struct cli_program *program, int argc, char **argv);

#endif
