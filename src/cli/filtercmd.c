/* Owns `evmon filter`: is a query well-formed, and what does it mean. */
#include "app/joined.h"
#include "app/listdir.h"
#include "app/plain.h"
#include "app/setup.h"
#include "base/clock.h"
#include "cli/output.h"
#include "cli/programs.h"
#include "filter/filter.h"

static int compile_and_tell(const struct args *args, const struct setup *setup)
{
    const char *query = args->operands.p[0];
    struct filter_env env = {
        .lookup_list = listdir_lookup, .zone = setup->zone, .now = clock_wall_ms()};
    struct filter *filter;
    struct error err = {0};
    struct buf out = {0};
    int code = CLI_DONE;
    if (filter_compile(str_of(query), &env, &filter, &err) < 0) {
        joined_say(query, &err);
        code = args_has(args, ARG_CHECK) && err.code != E_LIMIT ? CLI_NOTHING : CLI_USAGE;
    } else if (args_has(args, ARG_EXPLAIN)) {
        filter_explain(filter, &out);
        code = output_all(&out);
    } else if (!args_has(args, ARG_CHECK)) {
        plain_add(&out, filter_canonical(filter));
        buf_add_byte(&out, '\n');
        code = output_all(&out);
    }
    filter_free(&filter);
    buf_fini(&out);
    return code;
}

static int usage(const char *sentence)
{
    plain_say("filter", "%s", sentence);
    return CLI_USAGE;
}

int filtercmd_run(struct args *args)
{
    struct setup setup;
    struct error err = {0};
    if (args->operands.n != 1)
        return usage("it takes one query, put it in quotation marks");
    if (args_has(args, ARG_CHECK) && args_has(args, ARG_EXPLAIN))
        return usage("--check and --explain do not go together, choose one");
    int code = setup_init(&setup, args, &err) < 0 ? usage(err.text) : compile_and_tell(args, &setup);
    setup_fini(&setup);
    return code;
}
