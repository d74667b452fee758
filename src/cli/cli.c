/* Owns the table of programs and the step from argv to one of them. Must not know what a program does. */
#include "cli/cli.h"

#include "app/plain.h"
#include "cli/programs.h"

#include <stdio.h>

/* clang-format off */
const struct cli_program cli_programs[] = {
    {"", "[SOURCE\xe2\x80\xa6]", "events of emnify SIM fleets live on one screen, and what they mean",
     "Opens the screen on the sources. Without a source it takes those of the configuration; without those it opens a "
     "first page that says how to connect, open a file or start the demo.",
     ARG_GROUP_SCREEN, screen_run},
    {"demo", "", "the screen on a simulated fleet",
     "Starts evmon-lab, the platform in a box, and opens the screen on it through real HTTP. The lab ends with evmon.",
     ARG_GROUP_DEMO, demo_run},
    {"print", "[SOURCE\xe2\x80\xa6]", "the same events and filters on standard output",
     "Order: time, then id, as on the screen. One event a line; duplicates by id appear once. ndjson gives the bytes as "
     "they were received.",
     ARG_GROUP_PRINT, print_run},
    {"stats", "[SOURCE\xe2\x80\xa6]", "counts, top-N, time buckets",
     "Counts the events that match, by field and by span of time.",
     ARG_GROUP_STATS, stats_run},
    {"fleet", "[SOURCE\xe2\x80\xa6]", "the derived state of the fleet; a filter tests the newest event of each device or SIM",
     "One row an entity after all input was read, or as of --at. Filters, --since and --until keep the devices (and "
     "their sessions, networks and organisations) or SIMs whose newest event matches; state, at.op, flaps and the like "
     "are as of that event. rx and tx are MB of closed sessions, flaps those of the last 15 minutes. "
     "sim: sim_id iccid org_id state inferred device_id imsi imsis moved events first last, where inferred says that no "
     "event told the state, and moved that the SIM was seen in other hardware. "
     "network: operator country, org: org_id org, both followed by devices, how many of them are offline attached "
     "online blocked disabled suspended unknown, and sessions rx tx.",
     ARG_GROUP_FLEET, fleetcmd_run},
    {"filter", "QUERY", "is a query well-formed, and what does it mean",
     "With --check only the exit code tells; with --explain the canonical form, the types and the program are printed.",
     ARG_GROUP_FILTER, filtercmd_run},
    {"completion", "bash|zsh|fish", "prints the completion script",
     "For bash: source <(evmon completion bash).",
     ARG_GROUP_NONE, completion_run},
    {"help", "", "", "", ARG_GROUP_HELP, help_run},
    {NULL, NULL, NULL, NULL, ARG_GROUP_NONE, NULL},
};
/* clang-format on */

const struct cli_program *cli_find(const char *name)
{
    for (const struct cli_program *p = cli_programs; p->name != NULL; p++)
        if (strcmp(p->name, name) == 0)
            return p;
    return NULL;
}

int cli_run(const struct cli_program *program, int argc, char **argv)
{
    struct args args = {.programs = cli_programs};
    struct error err = {0};
    int code = CLI_USAGE;
    if (args_read(&args, program->group, argc, argv, &err) < 0) {
        plain_say(program->name[0] != '\0' ? program->name : NULL, "%s; see evmon%s%s --help",
                  err.text, program->name[0] != '\0' ? " " : "", program->name);
    } else if (args_has(&args, ARG_HELP)) {
        code = help_print(program, cli_programs);
    } else if (args_has(&args, ARG_VERSION)) {
        code = printf("%s\n", PACKAGE_STRING) < 0 ? CLI_SOURCE : CLI_DONE;
    } else {
        code = program->run(&args);
    }
    args_fini(&args);
    return code;
}
