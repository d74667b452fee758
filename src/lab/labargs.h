/* The command line of evmon-lab. */
#ifndef EVMON_LAB_LABARGS_H
#define EVMON_LAB_LABARGS_H

#include "base/err.h"
#include "lab/world.h"

#define LABARGS_FAULTS_MAX 32

struct labargs {
    const char *bind, *token, *state, *truth;
    int port, with_parent, unlimited;
    const char *faults[LABARGS_FAULTS_MAX];
    int fault_count;
    int64_t token_life; /* ms */
    int64_t dump;       /* events to print instead of serving, 0 = none */
    int64_t dump_span;  /* ms of life to print */
    int start_given;
    struct world_options world;
};

enum labargs_result { LABARGS_RUN, LABARGS_DONE }; /* DONE: --help or --version has been printed */

/* -E_USAGE with a sentence, or an enum labargs_result. */
int labargs_parse(int argc, char **argv, int64_t now, struct labargs *args, struct error *err);

#endif
