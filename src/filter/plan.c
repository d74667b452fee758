/* Tree to program, in three moves: nodes become tests (build.c), tests of one dimension are drawn together so that they
 * run over its distinct combinations, and the rest is put in the order of its cost and flattened into steps. */
#include "filter/build.h"

#include "base/xalloc.h"

#include <stdlib.h>

/* ---- the tree of tests ---- */

static bool is_space_dimension(enum home space)
{
    return space >= HOME_DIMENSION_FIRST && space <= HOME_DIMENSION_LAST;
}

static int branch_cost(const struct branch *branch)
{
    int64_t sum = 0;
    if (branch->kind == BRANCH_TEST)
        return branch->test->cost;
    for (const struct branch *kid = branch->kids; kid != NULL; kid = kid->next)
        sum += kid->cost;
    return sum < INT32_MAX ? (int)sum : INT32_MAX;
}

static int by_cost(const void *a, const void *b)
{
    const struct branch *x = *(struct branch *const *)a, *y = *(struct branch *const *)b;
    return x->cost != y->cost ? (x->cost < y->cost ? -1 : 1) : (x->order > y->order) - (x->order < y->order);
}

static void sort_kids(struct builder *b, struct branch *branch)
{
    struct branch **all = arena_alloc(b->arena, (branch->kid_count + 1) * sizeof *all);
    size_t n = 0;
    for (struct branch *kid = branch->kids; kid != NULL; kid = kid->next) {
        kid->order = n;
        all[n++] = kid;
    }
    qsort(all, n, sizeof *all, by_cost);
    struct branch **tail = &branch->kids;
    for (size_t i = 0; i < n; i++) {
        *tail = all[i];
        tail = &all[i]->next;
    }
    *tail = NULL;
}

/* Kids of one dimension become one kid of their own kind. */
static void group_dimension(struct builder *b, struct branch *branch, enum home space)
{
    struct branch *group = NULL, **group_tail = NULL, **at = &branch->kids;
    size_t members = 0;
    for (struct branch *kid = branch->kids; kid != NULL; kid = kid->next)
        members += kid->space == space;
    if (members < 2 || members == branch->kid_count)
        return;
    while (*at != NULL) {
        struct branch *kid = *at;
        if (kid->space != space) {
            at = &kid->next;
            continue;
        }
        *at = kid->next;
        kid->next = NULL;
        if (group == NULL) {
            group = build_branch(b, branch->kind);
            group->space = space;
            group_tail = &group->kids;
        }
        *group_tail = kid;
        group_tail = &kid->next;
        group->kid_count++;
    }
    sort_kids(b, group);
    group->cost = branch_cost(group);
    group->next = branch->kids;
    branch->kids = group;
    branch->kid_count -= members - 1;
}

/* The space that all kids share, SPACE_ROWS when they do not. */
static enum home common_space(const struct branch *branch)
{
    enum home space = branch->kids->space;
    for (const struct branch *kid = branch->kids; kid != NULL; kid = kid->next) {
        if (kid->space != space)
            return SPACE_ROWS;
    }
    return space;
}

static void arrange(struct builder *b, struct branch *branch)
{
    branch->kid_count = 0;
    for (struct branch *kid = branch->kids; kid != NULL; kid = kid->next) {
        arrange(b, kid);
        branch->kid_count++;
    }
    if (branch->kind == BRANCH_AND || branch->kind == BRANCH_OR) {
        for (int space = HOME_DIMENSION_FIRST; space <= HOME_DIMENSION_LAST; space++)
            group_dimension(b, branch, (enum home)space);
        sort_kids(b, branch);
    }
    if (branch->kids != NULL)
        branch->space = common_space(branch);
    branch->cost = branch_cost(branch);
}

/* ---- steps ---- */

static uint32_t emit(struct program *program, enum step_kind kind, uint32_t arg)
{
    program->steps = xgrow(program->steps, &program->step_capacity, program->step_count + 1, sizeof *program->steps);
    program->steps[program->step_count] = (struct step){kind, arg};
    return (uint32_t)program->step_count++;
}

static uint32_t add_test(struct program *program, const struct test *test)
{
    program->tests = xgrow(program->tests, &program->test_capacity, program->test_count + 1, sizeof *program->tests);
    program->tests[program->test_count] = *test;
    return (uint32_t)program->test_count++;
}

static void emit_branch(struct program *program, struct branch *branch, int depth);

static void emit_and(struct program *program, struct branch *branch, int depth)
{
    uint32_t *skips = xmalloc((branch->kid_count + 1) * sizeof *skips);
    size_t n = 0;
    for (struct branch *kid = branch->kids; kid != NULL; kid = kid->next) {
        emit_branch(program, kid, depth);
        if (kid->next != NULL)
            skips[n++] = emit(program, STEP_SKIP, 0);
    }
    for (size_t i = 0; i < n; i++)
        program->steps[skips[i]].arg = (uint32_t)program->step_count;
    free(skips);
}

static void emit_or(struct program *program, struct branch *branch, int depth)
{
    uint32_t *nexts = xmalloc((branch->kid_count + 1) * sizeof *nexts);
    size_t n = 0;
    emit(program, STEP_OR, 0);
    for (struct branch *kid = branch->kids; kid != NULL; kid = kid->next) {
        emit_branch(program, kid, depth + 3);
        if (kid->next != NULL)
            nexts[n++] = emit(program, STEP_OR_NEXT, 0);
    }
    uint32_t end = emit(program, STEP_OR_END, 0);
    for (size_t i = 0; i < n; i++)
        program->steps[nexts[i]].arg = end;
    free(nexts);
}

static void emit_branch(struct program *program, struct branch *branch, int depth)
{
    if (program->depth < depth + 4)
        program->depth = depth + 4;
    switch (branch->kind) {
    case BRANCH_EVERY: break;
    case BRANCH_NONE: emit(program, STEP_NONE, 0); break;
    case BRANCH_TEST: emit(program, STEP_TEST, add_test(program, branch->test)); break;
    case BRANCH_AND: emit_and(program, branch, depth); break;
    case BRANCH_OR: emit_or(program, branch, depth); break;
    case BRANCH_NOT:
        emit(program, STEP_NOT, 0);
        emit_branch(program, branch->kids, depth + 1);
        emit(program, STEP_NOT_END, 0);
        break;
    }
}

/* Whole branches of one dimension become a test that looks their result up. Their steps are emitted first. */
static void lift_dimensions(struct builder *b, struct program *program, struct branch *branch)
{
    if (!is_space_dimension(branch->space)) {
        for (struct branch *kid = branch->kids; kid != NULL; kid = kid->next)
            lift_dimensions(b, program, kid);
        return;
    }
    struct test *test = arena_calloc(b->arena, 1, sizeof *test);
    test->source = SOURCE_DIMENSION;
    test->space = branch->space;
    test->field = FIELD_NONE;
    test->cost = branch->cost;
    test->first = (uint32_t)program->step_count;
    emit_branch(program, branch, 0);
    test->last = (uint32_t)program->step_count;
    branch->kind = BRANCH_TEST;
    branch->test = test;
    branch->kids = NULL;
    branch->space = SPACE_ROWS;
}

#define REMEMBERED_TESTS 200 /* more than these and results per segment would take too much memory */

int plan_compile(struct program *program, struct engine *engine, struct arena *arena, const struct node *root,
                 struct error *err)
{
    struct builder b = {.engine = engine, .arena = arena, .err = err};
    struct branch *branch = build_node(&b, root);
    free(b.made);
    if (branch == NULL)
        return -E_SYNTAX;
    arrange(&b, branch);
    lift_dimensions(&b, program, branch);
    program->main_from = (uint32_t)program->step_count;
    emit_branch(program, branch, 0);
    program->huge = program->test_count > REMEMBERED_TESTS;
    return 0;
}

bool plan_place_times(struct program *program, const struct engine *engine)
{
    bool changed = false;
    for (size_t i = 0; i < program->test_count; i++) {
        struct test *test = &program->tests[i];
        if (test->source == SOURCE_SAME && plan_place_times(same_program(test->same), engine)) {
            same_reset(test->same);
            changed = true;
        }
        if (test->times)
            changed = build_times(test, engine) || changed;
    }
    for (int i = 0; changed && i < KNOWN_SEGMENTS; i++)
        program->known[i].segment = NULL;
    return changed;
}

static void free_known(struct program *program)
{
    for (int s = 0; s < KNOWN_SEGMENTS; s++) {
        for (size_t i = 0; program->known[s].tests != NULL && i < program->test_count; i++) {
            free(program->known[s].tests[i].memo);
            free(program->known[s].tests[i].hits);
        }
        free(program->known[s].tests);
    }
}

void program_fini(struct program *program)
{
    free_known(program);
    for (size_t i = 0; i < program->test_count; i++) {
        pattern_free(&program->tests[i].pattern);
        same_free(&program->tests[i].same);
    }
    free(program->tests);
    free(program->steps);
    *program = (struct program){0};
}
