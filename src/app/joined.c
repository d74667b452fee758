/* Owns how several --filter become one query. Must not know what is done with it. */
#include "app/joined.h"

#include "app/listdir.h"
#include "base/clock.h"
#include "filter/filter.h"

#include <unistd.h>

void joined_say(const char *query, const struct error *err)
{
    struct buf text = {0};
    buf_add_text(&text, "evmon: filter: ");
    filter_error_text(str_of(query), err, &text);
    /* One write: there is nowhere to report a failure to. */
    ssize_t written = write(STDERR_FILENO, text.p, text.n);
    (void)written;
    buf_fini(&text);
}

int joined_query(const struct setup *setup, struct buf *out)
{
    const struct arg_list *queries = &setup->args->given[ARG_FILTER];
    struct filter_env env = {
        .lookup_list = listdir_lookup, .zone = setup->zone, .now = clock_wall_ms()};
    for (size_t i = 0; i < queries->n; i++) {
        struct filter *filter;
        struct error err = {0};
        if (filter_compile(str_of(queries->p[i]), &env, &filter, &err) < 0) {
            joined_say(queries->p[i], &err);
            return -E_USAGE;
        }
        if (!filter_is_every(filter) && queries->n == 1)
            buf_add_text(out, queries->p[i]);
        else if (!filter_is_every(filter))
            buf_add_fmt(out, "%s(%s)", out->n > 0 ? " " : "", queries->p[i]);
        filter_free(&filter);
    }
    return 0;
}
