/* The door: holds what a compiled query needs while it lives, and hands work to the rooms behind. */
#include "filter/filter.h"

#include "base/xalloc.h"
#include "filter/check.h"
#include "filter/parse.h"
#include "filter/canon.h"
#include "filter/program.h"
#include "filter/tree.h"

#include <stdlib.h>

int filter_compile(struct str query, const struct filter_env *env, struct filter **out, struct error *err)
{
    struct filter *f = xcalloc(1, sizeof *f);
    f->arena = arena_new();
    f->ast.arena = f->arena;
    f->engine.env = *env;
    f->engine.arena = arena_new();
    *out = NULL;
    int rc = parse_query(query, &f->ast, NULL, err);
    if (rc == 0)
        rc = check_query(&f->ast, env, err);
    if (rc == 0)
        rc = plan_compile(&f->program, &f->engine, f->arena, f->ast.root, err);
    if (rc < 0) {
        filter_free(&f);
        return rc;
    }
    canon_query(&f->canonical, f->ast.root);
    tree_survey(f);
    *out = f;
    return 0;
}

static void drop_grams(struct engine *engine)
{
    for (int field = 0; field < FIELD_COUNT_; field++)
        grams_free(&engine->grams[field]);
}

void filter_free(struct filter **filter)
{
    struct filter *f = *filter;
    if (f == NULL)
        return;
    program_fini(&f->program);
    pattern_pool_fini(&f->engine.pool);
    drop_grams(&f->engine);
    buf_fini(&f->engine.folded);
    buf_fini(&f->engine.text);
    buf_fini(&f->engine.raw);
    buf_fini(&f->engine.join);
    buf_fini(&f->canonical);
    arena_free(&f->engine.arena);
    arena_free(&f->arena);
    free(f);
    *filter = NULL;
}

void filter_run(void *filter, const struct segment *segment, uint32_t from, uint32_t to, uint64_t *bits)
{
    struct filter *f = filter;
    must(from % 64 == 0 && from <= to && to <= segment_rows(segment));
    eval_run(&f->engine, &f->program, segment, from, to, bits);
    drop_grams(&f->engine);
}

bool filter_match(struct filter *filter, const struct store *store, row_id row)
{
    uint64_t bits = 0;
    const struct segment *segment = store_segment_of(store, row);
    if (segment == NULL)
        return false;
    uint32_t index = (uint32_t)(row - segment_row(segment, 0)), from = index / 64 * 64;
    eval_run(&filter->engine, &filter->program, segment, from, index + 1, &bits);
    return bits >> (index - from) & 1;
}

void filter_bind(struct filter *filter, const struct store *store)
{
    filter->engine.store = store;
}

/* ---- same ---- */

bool filter_looks_back(const struct filter *filter)
{
    return filter->uses_same;
}

static bool catch_up(struct engine *engine, struct program *program)
{
    bool stale = false;
    for (size_t i = 0; i < program->test_count; i++) {
        if (program->tests[i].same == NULL)
            continue;
        bool inner = catch_up(engine, same_program(program->tests[i].same));
        if (inner)
            same_reset(program->tests[i].same);
        stale |= inner;
        stale |= same_catch_up(engine, program->tests[i].same);
    }
    return stale;
}

enum filter_note filter_note_added(struct filter *filter, const struct store *store, row_id first, row_id last)
{
    (void)first;
    (void)last;
    if (!filter->uses_same)
        return FILTER_KEEP;
    filter->engine.store = store;
    return catch_up(&filter->engine, &filter->program) ? FILTER_STALE : FILTER_KEEP;
}

static bool forget_segment(struct program *program, const struct segment *segment)
{
    bool stale = false;
    for (size_t i = 0; i < program->test_count; i++) {
        if (program->tests[i].same == NULL)
            continue;
        stale |= forget_segment(same_program(program->tests[i].same), segment);
        stale |= same_forget(program->tests[i].same, segment);
    }
    return stale;
}

enum filter_note filter_note_evicting(struct filter *filter, const struct segment *segment)
{
    return filter->uses_same && forget_segment(&filter->program, segment) ? FILTER_STALE : FILTER_KEEP;
}

/* ---- time ---- */

enum filter_note filter_set_now(struct filter *filter, int64_t now)
{
    if (now == filter->engine.env.now)
        return FILTER_KEEP;
    filter->engine.env.now = now;
    return plan_place_times(&filter->program, &filter->engine) ? FILTER_STALE : FILTER_KEEP;
}

/* ---- what is known of the query ---- */

struct str filter_canonical(const struct filter *filter)
{
    return buf_str(&filter->canonical);
}

bool filter_is_every(const struct filter *filter)
{
    return filter->ast.root->kind == NODE_EVERY;
}

bool filter_is_sliding(const struct filter *filter)
{
    return filter->sliding;
}

static size_t copy_fields(const bool marked[FIELD_COUNT_], field_id *fields, size_t max)
{
    size_t n = 0;
    for (int field = 0; field < FIELD_COUNT_; field++) {
        if (marked[field] && n < max)
            fields[n++] = (field_id)field;
    }
    return n;
}

size_t filter_compared(const struct filter *filter, field_id *fields, size_t max)
{
    return copy_fields(filter->compared, fields, max);
}

size_t filter_fleet_fields(const struct filter *filter, field_id *fields, size_t max)
{
    return copy_fields(filter->fleet, fields, max);
}

const char *filter_live_flag(const struct filter *filter, size_t index)
{
    for (int flag = 0; flag < FLAG_COUNT_; flag++) {
        if (filter->live[flag] && index-- == 0)
            return ast_flags[flag].name;
    }
    return NULL;
}

const char *filter_idle_flag(const struct filter *filter)
{
    for (int flag = 0; flag < FLAG_COUNT_; flag++) {
        if (filter->live[flag] && ast_flags[flag].of == FLAG_OF_LATER)
            return ast_flags[flag].name;
    }
    return NULL;
}

uint64_t filter_pattern_limits(const struct filter *filter)
{
    return filter->engine.pool.given_up;
}

uint64_t filter_absent(const struct segment *segment, field_id field, uint32_t from, uint32_t to)
{
    struct column column = segment_column(segment, field == FIELD_TYPE ? FIELD_TYPE_ID : field);
    uint64_t n = 0;
    for (uint32_t row = from; row < to; row++) {
        uint32_t at = column.ref != NULL ? column.ref[row] : row;
        if (column.width == COLUMN_TEXT)
            n += column_text(&column, at) == COLUMN_TEXT_ABSENT;
        else
            n += column_number(&column, at) == (column.width == COLUMN_U8 ? COLUMN_U8_ABSENT : COLUMN_I64_ABSENT);
    }
    return n;
}
