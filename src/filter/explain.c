/* `evmon filter --explain`: how the query was understood and how it will run. For people; not a contract. */
#include "filter/tree.h"

#include "base/instant.h"
#include "filter/canon.h"

static void explain_types(struct buf *out, const struct node *node, int depth)
{
    static const char *const names[] = {
        [NODE_EVERY] = "every event", [NODE_AND] = "all of",      [NODE_OR] = "any of",     [NODE_NOT] = "not",
        [NODE_COMPARE] = "compare",   [NODE_MATCH] = "pattern",   [NODE_TEXT] = "text",     [NODE_FLAG] = "flag",
        [NODE_HAS] = "present",       [NODE_MISSING] = "absent",  [NODE_SINCE] = "time",    [NODE_UNTIL] = "time",
        [NODE_LAST] = "time",         [NODE_SAME] = "same entity",
    };
    buf_add_fmt(out, "%*s%-12s", 2 + 2 * depth, "", names[node->kind]);
    if (node->kind != NODE_AND && node->kind != NODE_OR && node->kind != NODE_NOT) {
        canon_node(out, node);
        bool field = node->kind == NODE_COMPARE || node->kind == NODE_MATCH;
        if (field && node->field != FIELD_NONE)
            buf_add_fmt(out, "   [%s]", kind_name(field_row(node->field)->kind));
    }
    buf_add_byte(out, '\n');
    for (const struct node *kid = node->kids; kid != NULL; kid = kid->next)
        explain_types(out, kid, depth + 1);
}

static const char *home_name(enum home home)
{
    static const char *const names[] = {"fact",    "what", "who", "network", "session",
                                        "user", "bytes", "fleet"};
    return names[home];
}

static void explain_test(struct buf *out, const struct test *test)
{
    if (test->source == SOURCE_DIMENSION) {
        buf_add_fmt(out, "look up %s (steps %u to %u), cost %d\n", home_name(test->space), test->first, test->last - 1,
                    test->cost);
        return;
    }
    buf_add_fmt(out, "%s%s", test->negate ? "not " : "", program_ops[test->op].name);
    if (test->field != FIELD_NONE)
        buf_add_fmt(out, " %s", field_row(test->field)->name);
    buf_add_fmt(out, " from %s, cost %d", program_sources[test->source].name, test->cost);
    if (test->node != NULL) {
        buf_add_text(out, "   ");
        canon_node(out, test->node);
    }
    buf_add_byte(out, '\n');
}

static void explain_program(struct buf *out, const struct program *program, int depth)
{
    static const char *const names[] = {
        [STEP_OR] = "either",
        [STEP_OR_END] = "end of either", [STEP_NOT] = "not", [STEP_NOT_END] = "end of not", [STEP_NONE] = "nothing passes",
    };
    for (uint32_t i = 0; i < program->step_count; i++) {
        const struct step *step = &program->steps[i];
        if (i == program->main_from && program->main_from > 0)
            buf_add_fmt(out, "%*sfor each event:\n", 2 + depth * 4, "");
        buf_add_fmt(out, "%*s%4u  ", 2 + depth * 4, "", i);
        if (step->kind == STEP_TEST) {
            const struct test *test = &program->tests[step->arg];
            explain_test(out, test);
            if (test->same != NULL && depth < 8)
                explain_program(out, same_program(test->same), depth + 1);
        } else if (step->kind == STEP_SKIP) {
            buf_add_fmt(out, "skip to %u when nothing is left\n", step->arg);
        } else if (step->kind == STEP_OR_NEXT) {
            buf_add_fmt(out, "or, for the rest (skip to %u when nothing is left)\n", step->arg);
        } else {
            buf_add_fmt(out, "%s\n", names[step->kind]);
        }
    }
    if (program->main_from == program->step_count)
        buf_add_fmt(out, "%*severy event passes\n", 2 + depth * 4, "");
}

static void explain_window(const struct filter *filter, struct buf *out)
{
    struct filter_window window = filter_window(filter);
    char text[40];
    if (window.from_ms != INSTANT_NONE) {
        instant_format(window.from_ms, NULL, INSTANT_ISO, text, sizeof text);
        buf_add_fmt(out, "from       %s\n", text);
    }
    if (window.until_ms != INT64_MAX) {
        instant_format(window.until_ms, NULL, INSTANT_ISO, text, sizeof text);
        buf_add_fmt(out, "until      %s\n", text);
    }
}

static void explain_absent(const struct filter *filter, struct buf *out)
{
    field_id fields[FIELD_COUNT_];
    size_t n = filter_fleet_fields(filter, fields, FIELD_COUNT_);
    if (n == 0 || filter->engine.env.derive != NULL)
        return;
    buf_add_text(out, "absent    ");
    for (size_t i = 0; i < n; i++)
        buf_add_fmt(out, " %s", field_row(fields[i])->name);
    buf_add_text(out, " (derived from other events; absent here in every event)\n");
}

void filter_explain(const struct filter *filter, struct buf *out)
{
    struct buf push = {0};
    buf_add_fmt(out, "canonical  %.*s\n", STR_ARG(filter_canonical(filter)));
    explain_window(filter, out);
    filter_pushdown(filter, &push);
    if (push.n > 0)
        buf_add_fmt(out, "platform   q=%.*s\n", STR_ARG(buf_str(&push)));
    buf_fini(&push);
    explain_absent(filter, out);
    buf_add_text(out, "tree\n");
    explain_types(out, filter->ast.root, 0);
    buf_add_text(out, "program\n");
    explain_program(out, &filter->program, 0);
}
