/* Options as a table: parser and help are made from the same rows. */
#include "lab/labargs.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/xalloc.h"
#include "lab/fault.h"
#include "lab/scenario.h"

#define DAY_MS 86400000LL

typedef int (*set_fn)(struct labargs *args, const char *value, struct error *err);

static int bad(struct error *err, const char *option, const char *value, const char *wanted)
{
    return err_set(err, E_USAGE, "--%s %s: %s", option, value, wanted);
}

static int set_bind(struct labargs *args, const char *value, struct error *err)
{
    struct str s = str_of(value);
    if (str_eq(s, STR("localhost")))
        value = "127.0.0.1";
    else if (!str_starts(s, STR("127.")))
        return bad(err, "bind", value, "only loopback addresses (127.0.0.0/8) are served");
    args->bind = value;
    return 0;
}

static int read_number(const char *option, const char *value, int64_t least, int64_t most,
                       int64_t *out, struct error *err)
{
    if (str_i64(str_of(value), out) && *out >= least && *out <= most)
        return 0;
    return err_set(err, E_USAGE, "--%s %s: a number from %lld to %lld is needed", option, value,
                   (long long)least, (long long)most);
}

static int read_span(const char *option, const char *value, int64_t most, int64_t *out,
                     struct error *err)
{
    if (str_eq(str_of(value), STR("0"))) {
        *out = 0;
        return 0;
    }
    if (instant_parse_span(str_of(value), out) && *out <= most)
        return 0;
    return bad(err, option, value, "a span is needed, as 90s, 15m, 24h or 7d, of at most 30 days");
}

static int set_port(struct labargs *args, const char *value, struct error *err)
{
    int64_t n = 0;
    int rc = read_number("port", value, 0, 65535, &n, err);
    args->port = (int)n;
    return rc;
}

static int set_scenario(struct labargs *args, const char *value, struct error *err)
{
    return scenario_parse(str_of(value), &args->world.scenarios, err) < 0 ? -E_USAGE : 0;
}

static int set_seed(struct labargs *args, const char *value, struct error *err)
{
    return str_u64(str_of(value), &args->world.seed)
               ? 0
               : bad(err, "seed", value, "a number is needed");
}

static int set_rate(struct labargs *args, const char *value, struct error *err)
{
    double rate;
    if (!str_double(str_of(value), &rate) || !(rate > 0) || rate > 100000)
        return bad(err, "rate", value, "events per second are needed, above 0 and at most 100000");
    args->world.rate = rate;
    return 0;
}

static int set_history(struct labargs *args, const char *value, struct error *err)
{
    return read_span("history", value, 30 * DAY_MS, &args->world.history, err);
}

static int set_devices(struct labargs *args, const char *value, struct error *err)
{
    int64_t n = 0;
    int rc = read_number("devices", value, 1, WORLD_DEVICES_MAX, &n, err);
    args->world.devices = (uint32_t)n;
    return rc;
}

static int set_token(struct labargs *args, const char *value, struct error *err)
{
    args->token = value;
    return value[0] != '\0' ? 0 : bad(err, "token", value, "it must not be empty");
}

static int set_token_life(struct labargs *args, const char *value, struct error *err)
{
    return read_span("token-life", value, 30 * DAY_MS, &args->token_life, err);
}

static int set_fault(struct labargs *args, const char *value, struct error *err)
{
    struct fault fault;
    if (args->fault_count == LABARGS_FAULTS_MAX)
        return bad(err, "fault", value, "that are too many");
    if (fault_parse(str_of(value), 0, &fault, err) < 0)
        return -E_USAGE;
    args->faults[args->fault_count++] = value;
    return 0;
}

static int set_variations(struct labargs *args, const char *value, struct error *err)
{
    int64_t n = 0;
    int rc = read_number("variations", value, 0, 100, &n, err);
    args->world.variations = (unsigned)n;
    return rc;
}

static int set_start(struct labargs *args, const char *value, struct error *err)
{
    args->start_given = 1;
    if (instant_parse(str_of(value), &args->world.zero) &&
        args->world.zero > HAPPENING_EPOCH_MS + 31 * DAY_MS)
        return 0;
    return bad(err, "start", value, "a time is needed, as 2026-05-04T06:00:00Z");
}

static int set_state(struct labargs *args, const char *value, struct error *err)
{
    (void)err;
    args->state = value;
    return 0;
}

static int set_dump(struct labargs *args, const char *value, struct error *err)
{
    return read_number("dump", value, 1, 100000000, &args->dump, err);
}

static int set_dump_span(struct labargs *args, const char *value, struct error *err)
{
    return read_span("dump-span", value, 30 * DAY_MS, &args->dump_span, err);
}

static int set_truth(struct labargs *args, const char *value, struct error *err)
{
    (void)err;
    args->truth = value;
    return 0;
}

static int set_with_parent(struct labargs *args, const char *value, struct error *err)
{
    (void)value;
    (void)err;
    args->with_parent = 1;
    return 0;
}

static int set_no_limits(struct labargs *args, const char *value, struct error *err)
{
    (void)value;
    (void)err;
    args->unlimited = 1;
    return 0;
}

static const struct {
    const char *name, *value, *help;
    set_fn set;
} options[] = {
    {"bind", "ADDR", "loopback address to serve on (127.0.0.1)", set_bind},
    {"port", "N", "port; 0, the default, takes a free one", set_port},
    {"scenario", "A,B", "what happens (shift)", set_scenario},
    {"seed", "N", "the same seed gives the same world (1)", set_seed},
    {"rate", "R", "events per second aimed at (as the devices have it)", set_rate},
    {"history", "SPAN", "how much has happened before it opens (1h; flood 15s)", set_history},
    {"devices", "N", "size of the fleet (400; flood 60000)", set_devices},
    {"token", "T", "the application token (lab-token)", set_token},
    {"token-life", "SPAN", "how long an auth token lasts (4h)", set_token_life},
    {"fault", "SPEC",
     "NAME[:key=value,...], may be repeated; keys: count after every for by delay path retry",
     set_fault},
    {"variations", "PCT", "events in one of the unusual spellings (6)", set_variations},
    {"start", "TIME", "when it opened: with a past time it catches up first", set_start},
    {"state", "FILE", "keeps the start there, so that a restart serves the same world", set_state},
    {"no-limits", NULL, "no rate limits", set_no_limits},
    {"with-parent", NULL, "ends when standard input closes", set_with_parent},
    {"dump", "N", "print N events as NDJSON instead of serving", set_dump},
    {"dump-span", "SPAN", "print the events of that long instead of serving", set_dump_span},
    {"truth", "FILE", "with --dump or --dump-span: write device states and sessions there",
     set_truth},
};
#define OPTION_COUNT (sizeof options / sizeof options[0])

static void print_help(void)
{
    printf("usage: evmon-lab [OPTION...]\nThe platform in a box: a simulated SIM fleet behind the "
           "REST API, on loopback.\n\n");
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        char left[40];
        snprintf(left, sizeof left, "--%s %s", options[i].name,
                 options[i].value != NULL ? options[i].value : "");
        printf("  %-18s %s\n", left, options[i].help);
    }
    printf("  --help, --version\n\nscenarios:");
    for (unsigned i = 0; i < scenario_count; i++)
        printf(" %s", scenarios[i].name);
    printf("\nfaults:");
    for (unsigned i = 0; i < fault_row_count; i++)
        printf(" %s", fault_rows[i].name);
    printf("\nWhen it listens it prints: evmon-lab ready http://127.0.0.1:PORT/api/v1\n");
}

/* How a parent passes the token without an argument; wiped where other processes of the user could read it. */
static const char *take_token(void)
{
    static char *taken;
    char *value = getenv("EVMON_LAB_TOKEN");
    if (value == NULL)
        return "lab-token";
    free(taken);
    taken = xstrdup(value);
    explicit_bzero(value, strlen(value)); /* /proc/PID/environ shows these very bytes */
    unsetenv("EVMON_LAB_TOKEN");
    return taken;
}

static void set_defaults(struct labargs *args, int64_t now)
{
    *args = (struct labargs){.bind = "127.0.0.1", .token = take_token(), .token_life = 240 * 60000LL};
    args->world = (struct world_options){
        .seed = 1, .zero = now, .history = -1, .variations = 6, .limit = 3000000};
}

static int finish(struct labargs *args, int64_t now, struct error *err)
{
    unsigned flood = 0;
    uint32_t set = 0;
    if (args->world.scenarios == 0 && scenario_parse(STR("shift"), &args->world.scenarios, err) < 0)
        return -E_USAGE;
    if (scenario_parse(STR("flood"), &set, err) == 0)
        flood = (args->world.scenarios & set) != 0;
    if (args->world.devices == 0)
        args->world.devices = flood ? 60000 : 400;
    if (flood && args->world.rate <= 0)
        args->world.rate = 50000;
    if (args->world.history < 0)
        args->world.history = flood ? 15000 : 3600000;
    if (args->world.zero > now + DAY_MS && args->dump == 0 && args->dump_span == 0)
        return err_set(err, E_USAGE, "--start is in the future");
    if (now - args->world.zero > 30 * DAY_MS && args->dump == 0 && args->dump_span == 0)
        return err_set(err, E_USAGE, "--start is more than 30 days ago");
    return LABARGS_RUN;
}

int labargs_parse(int argc, char **argv, int64_t now, struct labargs *args, struct error *err)
{
    struct option longs[OPTION_COUNT + 3] = {{0}};
    for (size_t i = 0; i < OPTION_COUNT; i++)
        longs[i] = (struct option){options[i].name,
                                   options[i].value != NULL ? required_argument : no_argument, NULL,
                                   1000 + (int)i};
    longs[OPTION_COUNT] = (struct option){"help", no_argument, NULL, 'h'};
    longs[OPTION_COUNT + 1] = (struct option){"version", no_argument, NULL, 'v'};
    set_defaults(args, now);
    opterr = 0;
    optind = 1;
    for (int c = getopt_long(argc, argv, "", longs, NULL); c != -1;
         c = getopt_long(argc, argv, "", longs, NULL)) {
        if (c == 'h')
            print_help();
        if (c == 'v')
            printf("evmon-lab %s\n", PACKAGE_VERSION);
        if (c == 'h' || c == 'v')
            return LABARGS_DONE;
        if (c < 1000)
            return err_set(err, E_USAGE, "%s: not an option, or its value is missing; see --help",
                           argv[optind - 1]);
        int rc = options[c - 1000].set(args, optarg, err);
        if (rc < 0)
            return rc;
    }
    if (optind < argc)
        return err_set(err, E_USAGE, "%s: no argument is expected; see --help", argv[optind]);
    return finish(args, now, err);
}
