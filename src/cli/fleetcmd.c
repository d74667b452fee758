/* Owns `evmon fleet`: which entities are meant, and the state they are in at the end of the input or at a time. */
#include "app/plain.h"
#include "base/xalloc.h"
#include "cli/fleetrows.h"
#include "cli/output.h"
#include "cli/programs.h"
#include "cli/select.h"
#include "fleet/idmap.h"

#include <stdlib.h>
#include <unistd.h>

struct telling {
    struct pass h;
    struct select *select;
    struct slice_test test;
    bool selective; /* --filter, --since or --until: the newest event of an entity is tested */
    const struct fleetrows_kind *kind;
    const struct format *format;
    int64_t at_ms;
    struct fleet *fleet;
    struct idmap sim_news; /* SIM id -> number of its newest row + 1, as a pointer */
    struct fleetrows rows;
    size_t device_capacity, sim_capacity;
};

/* ---- what the arguments ask for ---- */

static int read_arguments(struct telling *t, const struct args *args)
{
    struct error err = {0};
    const char *of = args_get(args, ARG_OF), *format = args_get(args, ARG_FLEET_FORMAT);
    if (format == NULL)
        format = isatty(STDOUT_FILENO) ? "text" : "ndjson";
    t->kind = fleetrows_find(of != NULL ? of : "device");
    t->format = format_find(format);
    t->selective = args_has(args, ARG_FILTER) || args_has(args, ARG_PROFILE) || args_has(args, ARG_SINCE) ||
                   args_has(args, ARG_UNTIL);
    if (t->kind == NULL)
        err_set(&err, E_USAGE, "--of is one of %s, not %s", args_row(ARG_OF)->words, of);
    else if (t->format == NULL)
        err_set(&err, E_USAGE, "--format is one of %s, not %s", args_row(ARG_FLEET_FORMAT)->words, format);
    return err.code != 0 ? pass_fail(&t->h, &err) : CLI_DONE;
}

static int settle_at(struct telling *t)
{
    struct error err = {0};
    int failed = setup_time(&t->h.setup, ARG_AT, t->h.now, &t->at_ms, &err);
    return failed < 0 ? pass_fail(&t->h, &err) : CLI_DONE;
}

/* ---- who is meant ---- */

static bool take_device(void *user, const struct device *d)
{
    struct telling *t = user;
    struct fleetrows *r = &t->rows;
    if (t->selective && (d->count == 0 || !select_matches(&t->test, t->h.store, d->steps[d->count - 1].row)))
        return true;
    r->devices = xgrow(r->devices, &t->device_capacity, r->device_count + 1, sizeof(void *));
    r->devices[r->device_count++] = d;
    return true;
}

static bool take_sim(void *user, const struct simcard *sim)
{
    struct telling *t = user;
    struct fleetrows *r = &t->rows;
    uintptr_t newest = (uintptr_t)idmap_get(&t->sim_news, (uint64_t)sim->id);
    if (t->selective && (newest == 0 || !select_matches(&t->test, t->h.store, (row_id)(newest - 1))))
        return true;
    r->sims = xgrow(r->sims, &t->sim_capacity, r->sim_count + 1, sizeof(void *));
    r->sims[r->sim_count++] = sim;
    return true;
}

static void note_sim_news(struct telling *t)
{
    struct store *store = t->h.store;
    struct value sim;
    for (row_id row = store_next(store, ROW_NONE); row != ROW_NONE; row = store_next(store, row)) {
        if (!store_get(store, row, FIELD_SIM_ID, &sim) ||
            (t->at_ms != INSTANT_NONE && store_order_ms(store, row) > t->at_ms))
            continue;
        uintptr_t known = (uintptr_t)idmap_get(&t->sim_news, (uint64_t)sim.i);
        if (known == 0 || store_compare(store, (row_id)(known - 1), row) < 0)
            idmap_put(&t->sim_news, (uint64_t)sim.i, (void *)((uintptr_t)row + 1)); /* NOLINT: a number */
    }
}

static int by_device_id(const void *a, const void *b)
{
    int64_t x = (*(const struct device *const *)a)->id, y = (*(const struct device *const *)b)->id;
    return (x > y) - (x < y);
}

static int by_sim_id(const void *a, const void *b)
{
    int64_t x = (*(const struct simcard *const *)a)->id, y = (*(const struct simcard *const *)b)->id;
    return (x > y) - (x < y);
}

static void choose(struct telling *t)
{
    if (t->selective)
        note_sim_news(t);
    fleet_each_device(t->fleet, take_device, t);
    fleet_each_sim(t->fleet, take_sim, t);
    if (t->rows.device_count > 0)
        qsort(t->rows.devices, t->rows.device_count, sizeof(void *), by_device_id);
    if (t->rows.sim_count > 0)
        qsort(t->rows.sims, t->rows.sim_count, sizeof(void *), by_sim_id);
}

/* ---- the command ---- */

static int tell_all(struct telling *t)
{
    struct cellbook book;
    struct buf out = {0};
    t->fleet = fleet_new_at(t->h.store, pass_max_entities(&t->h), t->at_ms);
    select_use_fleet(t->select, t->fleet);
    select_begin(t->select, &t->h, &t->test);
    t->rows.fleet = t->fleet;
    t->rows.now_ms = t->at_ms != INSTANT_NONE ? t->at_ms : t->h.now;
    choose(t);
    cellbook_init(&book, t->kind->columns);
    t->kind->fill(&t->rows, &book);
    cellbook_write(&book, t->format, &out);
    size_t count = cellbook_rows(&book);
    if (fleet_others(t->fleet) > 0)
        plain_say(t->h.where, "%zu devices that were silent longest are left out, name fewer events",
                  fleet_others(t->fleet));
    int code = output_all(&out);
    select_end(t->select, &t->h);
    cellbook_fini(&book);
    buf_fini(&out);
    if (code != CLI_DONE)
        return code;
    return pass_verdict(&t->h, count > 0 || !t->selective ? CLI_DONE : CLI_NOTHING);
}

int fleetcmd_run(struct args *args)
{
    struct telling *t = xcalloc(1, sizeof *t);
    int code = pass_open(&t->h, "fleet", args);
    if (code == CLI_DONE)
        code = read_arguments(t, args);
    if (code == CLI_DONE)
        code = select_new(&t->h, &t->select);
    if (code == CLI_DONE)
        code = pass_start(&t->h);
    if (code == CLI_DONE)
        code = pass_load(&t->h);
    if (code == CLI_DONE)
        code = settle_at(t);
    if (code == CLI_DONE)
        code = tell_all(t);
    select_free(&t->select);
    fleet_free(&t->fleet);
    free(t->rows.devices);
    free(t->rows.sims);
    idmap_fini(&t->sim_news);
    pass_close(&t->h);
    free(t);
    return code;
}
