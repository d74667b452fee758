/* Commands: named actions in tables. Keys, the palette, `:` and tests all run them by name through command_run. */
#ifndef EVMON_COMMAND_COMMAND_H
#define EVMON_COMMAND_COMMAND_H

#include "base/buf.h"
#include "base/err.h"

#define COMMAND_LINE_MAX 4096

/* target: what the set was made for (the app, a view). args: trimmed, maybe empty. 0 or -E with a sentence. */
typedef int (*command_fn)(void *target, struct str args, struct error *err);

struct command {
    const char *name;    /* "goto": letters, digits and - */
    const char *aliases; /* comma-separated, may be "" */
    const char *args;    /* "" none, "TIME", "[NOTE]", "OPTION [VALUE]": a word in capitals names what completes it */
    command_fn run;
    const char *line;    /* one line for palette and help */
    const char *help;    /* more, for the man page; may be "" */
};

/* A table and what its functions work on. Sets are asked in order: the focused view's first, the app's last. */
struct command_set {
    const struct command *rows;
    int count;
    void *target;
    const char *scope; /* "stream", "global" */
};

/* Splits "goto 09:15" into name and arguments. */
void command_split(struct str line, struct str *name, struct str *args);
/* By name or alias. The set it came from goes to *set (may be NULL). */
const struct command *command_find(const struct command_set *sets, int count, struct str name,
                                   const struct command_set **set);
/* Runs a line. Unknown names, missing and surplus arguments are errors that say what would be right. */
int command_run(const struct command_set *sets, int count, struct str line, struct error *err);
/* The nearest name for "did you mean", or NULL. */
const char *command_suggest(const struct command_set *sets, int count, struct str name);
/* Whether it needs, takes or refuses arguments. */
enum command_args { COMMAND_ARGS_NONE, COMMAND_ARGS_OPTIONAL, COMMAND_ARGS_REQUIRED };
enum command_args command_args(const struct command *command);

/* Completion of the last word of a line: names first, then arguments by their word in capitals through `words`, which
 * calls `offer` for every candidate of that kind (all of them: the filtering is done here). */
typedef void (*offer_fn)(void *user, struct str word, struct str note);
struct command_words {
    void (*words)(void *user, struct str kind, offer_fn offer, void *offer_user);
    void *user;
};
/* Gives the candidates that begin with the word being typed, then those with a word in their note that does, then those that
 * match it fuzzily. Returns how many, and the byte range of the word they would replace. */
int command_complete(const struct command_set *sets, int count, const struct command_words *words, struct str line,
                     offer_fn offer, void *user, size_t *from, size_t *to);

/* Fuzzy match for the palette: all letters of pattern in order, any case. Higher is better, -1 = no match. The bytes
 * that matched are noted in hits (one bit per byte of the first 64; may be NULL). */
int command_fuzzy(struct str pattern, struct str text, uint64_t *hits);

#endif
