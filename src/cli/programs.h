/* The door of every program in this folder: arguments in, exit code out. One file each. */
#ifndef EVMON_CLI_PROGRAMS_H
#define EVMON_CLI_PROGRAMS_H

#include "cli/cli.h"

int screen_run(struct args *args);     /* screen.c */
int demo_run(struct args *args);       /* demo.c */
int print_run(struct args *args);      /* print.c */
int stats_run(struct args *args);      /* stats.c */
int fleetcmd_run(struct args *args);   /* fleetcmd.c */
int filtercmd_run(struct args *args);  /* filtercmd.c */
int completion_run(struct args *args); /* completion.c */
int help_run(struct args *args);       /* help.c */
int help_print(const struct cli_program *program, const struct cli_program *all);

#endif
