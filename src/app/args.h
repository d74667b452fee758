/* The command line: options out of args.def, read by getopt_long, and what is left over as operands.
 * Says nothing about what an option means; --help, completion and the man page are made from the same rows. */
#ifndef EVMON_APP_ARGS_H
#define EVMON_APP_ARGS_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

enum arg {
#define ARG(id, ...) ARG_##id,
#include "app/args.def"
#undef ARG
    ARG_COUNT_
};

enum arg_kind { ARG_KIND_FLAG, ARG_KIND_TEXT, ARG_KIND_MANY };

enum arg_group {
    ARG_GROUP_SCREEN = 1 << 0,
    ARG_GROUP_PRINT = 1 << 1,
    ARG_GROUP_STATS = 1 << 2,
    ARG_GROUP_FLEET = 1 << 3,
    ARG_GROUP_FILTER = 1 << 4,
    ARG_GROUP_DEMO = 1 << 5,
    ARG_GROUP_HELP = 1 << 6,
    ARG_GROUP_NONE = 1 << 7, /* --help and --version only */
    ARG_GROUP_SHARED = ARG_GROUP_SCREEN | ARG_GROUP_PRINT | ARG_GROUP_STATS,
    ARG_GROUP_EVERY = 0xff,
};

struct arg_row {
    const char *name;
    char letter; /* 0: none */
    const char *value;
    enum arg_kind kind;
    unsigned groups; /* enum arg_group */
    const char *words;
    const char *help;
};

const struct arg_row *args_row(enum arg arg);

struct arg_list {
    const char **p; /* borrowed from argv */
    size_t n, capacity;
};

struct cli_program;

struct args {
    struct arg_list given[ARG_COUNT_];
    struct arg_list operands;
    const struct cli_program *programs; /* every program there is, for those that describe them; set by cli/ */
};

/* Reads argv[1..] with the options of the group (argv[0] is not looked at; argv may be reordered). -E_USAGE and err on a
 * wrong option. --help and --version are only noted. */
int args_read(struct args *args, enum arg_group group, int argc, char **argv, struct error *err);
void args_fini(struct args *args);
bool args_has(const struct args *args, enum arg arg);
const char *args_get(const struct args *args, enum arg arg); /* the last value; NULL when not given */
void args_add(struct args *args, enum arg arg, const char *value); /* as if it had been given; borrowed */
void args_add_operand(struct args *args, const char *operand);
/* A whole number of the option, at least `least`; *value stays as it is when the option was not given. */
int args_number(const struct args *args, enum arg arg, int64_t least, int64_t *value, struct error *err);

#endif
