/* evmon in a pane of glass: opened with directories of its own, its children found, its end looked at. */
#ifndef EVMON_TESTS_PANE_H
#define EVMON_TESTS_PANE_H

#include "glass.h"

#define check(condition) pane_check(condition, #condition, __FILE__, __LINE__)
void pane_check(int fine, const char *what, const char *file, int line);
int pane_failures(void);

/* A file of the build directory, of the source directory; the text lives until the next eight calls. */
const char *pane_built(const char *name);
const char *pane_source(const char *name);

/* The program with these arguments (NULL-ended) and, behind them, more environment ("NAME=value", NULL-ended, may be
 * NULL). Neither the user's configuration nor his token is seen. */
struct glass *pane_open(int rows, int cols, const char *const args[], const char *const env[]);
/* Waits for the end: this exit code, only what terminfo may send, no answers from the terminal, the shell's screen and
 * modes are back. Closes the pane. */
void pane_close(struct glass **glass, int exit_code);
bool pane_is_restored(const struct glass *glass); /* screen, modes, mouse, paste and cursor as the shell has them */

pid_t pane_child(pid_t parent, const char *name); /* 0 when there is none of that name */
bool pane_is_dead(struct glass *glass, void *pid); /* a glass_fn; a child that nobody has waited for yet is dead too */

#endif
